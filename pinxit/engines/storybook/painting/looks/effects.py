"""What looks draw and colour with: outlines, tints, glows and shadows of pictures with clear parts."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageEnhance, ImageFilter

CONTOUR = (22, 70)
"""Steps of colour, in levels of 255, at which a line begins and at which it is full."""


def contours(image: Image.Image, width: float, *, of_shape: bool = True) -> Image.Image:
    """Lines about `width` pixels wide where the colour of an RGBA picture changes, and around it: 255 is ink."""
    reach = max(1, round(width / 2))
    seen, alpha = image.convert("RGBa").split()[:3], image.getchannel("A")
    edge = Image.new("L", image.size)
    for band in (*seen, *((alpha,) if of_shape else ())):
        for across, down in ((reach, 0), (0, reach)):
            step = ImageChops.difference(ImageChops.offset(band, across, down), ImageChops.offset(band, -across, -down))
            edge = ImageChops.lighter(edge, step)
    if not of_shape:
        edge = ImageChops.darker(edge, alpha.filter(ImageFilter.BoxBlur(reach)).point(ramped(222, 250)))
    for box in ((0, 0, edge.width, reach), (0, edge.height - reach, edge.width, edge.height),
                (0, 0, reach, edge.height), (edge.width - reach, 0, edge.width, edge.height)):  # fmt: skip
        edge.paste(0, box)  # the picture's own border is no edge, and offsets go around it
    return edge.point(ramped(*CONTOUR))


@lru_cache(maxsize=64)
def ramped(low: float, high: float, depth: float = 255.0) -> list[int]:
    """A table that takes levels up to `low` to 0, and those from `high` on to `depth`."""
    share = np.clip((np.arange(256) - low) / (high - low), 0, 1)
    return [round(float(level)) for level in share * depth]


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Blurred as by a Gaussian; wide ones are found on a smaller picture."""
    shrink = min(int(radius / 2.4), *(side // 4 for side in image.size))
    if shrink < 2:
        return image.filter(ImageFilter.GaussianBlur(radius))
    small = image.reduce(shrink).filter(ImageFilter.GaussianBlur(radius / shrink))
    return small.resize(image.size, Image.Resampling.BILINEAR)


def softened(mask: Image.Image, radius: float, level: float) -> Image.Image:
    """A mask grown (level below 0.5) or shrunk by about `radius` pixels, with a clean edge."""
    soft = blurred(mask, radius)
    return soft.point(ramped(255 * level - 14, 255 * level + 14))


def is_full(image: Image.Image) -> bool:
    """Whether an RGBA picture has no clear parts: a layer that fills the page has no outline."""
    return bool(np.asarray(image.getchannel("A")).min() > 250)


def shape_of(image: Image.Image) -> Image.Image:
    """The shape of an RGBA picture alone, black, with a clean edge."""
    shape = Image.new("RGBA", image.size)
    shape.putalpha(image.getchannel("A").point(ramped(90, 170)))
    return shape


def shrunk(image: Image.Image, longest: int) -> Image.Image:
    """The picture with so many pixels along its longer side at most."""
    scale = min(1.0, longest / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image if scale == 1 else image.resize(size, Image.Resampling.BOX)


def grown(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture at its full size again."""
    return image if image.size == size else image.resize(size, Image.Resampling.BICUBIC)


def coloured(mask: Image.Image, colour: str) -> Image.Image:
    """One colour where the mask is."""
    image = Image.new("RGBA", mask.size, (*ImageColor.getrgb(colour)[:3], 0))
    image.putalpha(mask)
    return image


def lined(image: Image.Image, lines: Image.Image, colour: str = "#111111", strength: float = 1.0) -> Image.Image:
    """RGBA with lines of one colour drawn on it, over its clear parts too."""
    mask = lines if strength >= 1 else lines.point(lambda level: round(level * strength))
    under = image.copy()
    under.alpha_composite(coloured(mask, colour))
    return under


def with_rgb(image: Image.Image, rgb: Image.Image) -> Image.Image:
    """An RGBA picture with other colours."""
    changed = rgb.convert("RGB").convert("RGBA")
    changed.putalpha(image.getchannel("A"))
    return changed


def saturated(image: Image.Image, gain: float) -> Image.Image:
    """RGB or RGBA with stronger or weaker colours."""
    if image.mode == "RGBA":
        return with_rgb(image, ImageEnhance.Color(image.convert("RGB")).enhance(gain))
    return ImageEnhance.Color(image).enhance(gain)


def tinted(image: Image.Image, colour: str, share: float) -> Image.Image:
    """RGB or RGBA mixed with one colour."""
    even = Image.new("RGB", image.size, colour)
    mixed = Image.blend(image.convert("RGB"), even, share)
    return with_rgb(image, mixed) if image.mode == "RGBA" else mixed


def dropped(image: Image.Image, colour: str, strength: float, radius: float, shift: tuple[int, int]) -> Image.Image:
    """The shadow that an RGBA picture throws on what is right behind it; it has the picture's size."""
    mask = blurred(ImageChops.offset(image.getchannel("A"), *shift), radius)
    if shift[1] > 0:
        mask.paste(0, (0, 0, mask.width, min(shift[1], mask.height)))
    return coloured(mask.point(lambda level: round(level * strength)), colour)
