"""Puts a drawn thing onto a picture that is there: where there is room, in the picture's light, with a shadow."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from pinxit import pictures
from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job, Quality

LOOK = 96
"""Pixels along the longer side of the small picture in which a place is looked for."""
USUAL_LIGHT = 0.55
"""The mean luminance, 0 to 1, of a picture in which art is seen as it was drawn."""
DARKEST, LIGHTEST = 0.5, 1.06
"""How much the light of a picture may take from a thing's colours, and add to them."""
TINT = 0.35
"""How much of the colour of a picture's light falls on a thing."""
SHADOW = 0.38
"""The darkest of a thing's shadow on the ground, 0 to 1."""

WADING = 0.1
"""The share of a thing that is under water where it stands in it."""
MIRROR, MIRROR_HEIGHT = 0.34, 0.55
"""How strong a reflection in water begins, and how much shorter it is than the thing."""

Box = tuple[int, int, int, int]


def drawn(scene: Scene, pack: Arts, size: tuple[int, int], *, seed: int, quality: Quality) -> Image.Image | None:
    """The things of a scene without its setting, RGBA, cropped to what is seen; None where there are none.

    `size` is the largest that it may be, in pixels.
    """
    width, height = max(16, size[0]), max(16, size[1])
    job = Job(prompt="", width=width, height=height, seed=seed, steps=1, quality=quality, transparent=True)
    painter = PagePainter(scene, job, pack)
    for operation in painter.operations():
        operation()
    image = painter.picture()
    box = image.getchannel("A").getbbox()
    return image.crop(box) if box else None


def lit_as(image: Image.Image, picture: Image.Image, box: Box) -> Image.Image:
    """RGBA `image` in the light of `picture` around `box`: as dark, and a little of its colour."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    around = picture.crop((
        max(0, left - wide // 2), max(0, top - high // 2),
        min(picture.width, right + wide // 2), min(picture.height, bottom + high // 2),
    ))  # fmt: skip
    around = pictures.flatten(around).resize((16, 16), Image.Resampling.BOX)
    mean = np.asarray(around, dtype=np.float32).reshape(-1, 3).mean(0) / 255
    gray = float(mean @ (0.299, 0.587, 0.114))
    bright = min(max((gray / USUAL_LIGHT) ** 0.45, DARKEST), LIGHTEST)
    factors = bright * (1 + TINT * (mean / max(gray, 0.05) - 1)).clip(0.7, 1.3)
    pixels = np.asarray(image.convert("RGBA")).astype(np.float32)
    pixels[..., :3] *= factors
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def place(picture: Image.Image, image: Image.Image, x: float, y: float, *, stands: bool) -> Image.Image:
    """`picture` (RGB or RGBA) with `image` (RGBA) on it, the middle of its lower edge at (x, y) pixels.

    One that `stands` throws a shadow on the ground.
    """
    left, top = round(x - image.width / 2), round(y - image.height)
    canvas = picture.convert("RGBA")
    if stands:
        _stamp(canvas, _shadow(image), round(x - 0.6 * image.width), round(y - 0.1 * image.height))
    _stamp(canvas, image, left, top)
    return canvas.convert(picture.mode)


def wade(picture: Image.Image, image: Image.Image, spot: tuple[float, float]) -> tuple[Image.Image, Image.Image]:
    """For a thing (RGBA) whose feet are at `spot` in water: `picture` (RGB or RGBA) with its rings and its broken
    reflection, and the thing with its lowest part seen through the water."""
    x, y = spot
    canvas = picture.convert("RGBA")
    waterline = round(image.height * WADING)
    above = image.crop((0, 0, image.width, image.height - waterline))
    mirrored = ImageOps.flip(above).resize((image.width, max(1, round(above.height * MIRROR_HEIGHT))))
    fade = np.linspace(MIRROR, 0, mirrored.height)[:, None]
    shake = 0.75 + 0.25 * np.sin(np.arange(mirrored.height) * 40 / mirrored.height)[:, None]
    alpha = np.asarray(mirrored.getchannel("A"), dtype=np.float32) * fade * shake
    mirrored.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    _stamp(canvas, mirrored, round(x - image.width / 2), round(y - waterline))
    rings = Image.new("RGBA", canvas.size, (255, 255, 255, 0))
    pen = ImageDraw.Draw(rings)
    for number, strength in enumerate((120, 80, 45), 1):
        across, down = image.width * (0.2 + 0.14 * number), image.width * (0.035 + 0.028 * number)
        shape = (x - across, y - waterline - down, x + across, y - waterline + down)
        pen.ellipse(shape, outline=(255, 255, 255, strength), width=max(1, round(image.width / 90)))
    canvas.alpha_composite(rings.filter(ImageFilter.GaussianBlur(max(0.6, image.width / 250))))
    sunk = np.asarray(image).copy()
    depth = np.linspace(0.55, 0.1, waterline)[:, None] if waterline else np.zeros((0, 1))
    sunk[image.height - waterline :, :, 3] = (sunk[image.height - waterline :, :, 3] * depth).astype(np.uint8)
    return canvas.convert(picture.mode), Image.fromarray(sunk)


def _shadow(image: Image.Image) -> Image.Image:
    """A soft flat spot a little wider than the thing."""
    wide, high = max(4, round(1.2 * image.width)), max(4, round(0.2 * image.height))
    across, down = np.linspace(-1, 1, wide), np.linspace(-1, 1, high)
    distance = np.sqrt(across[None, :] ** 2 + down[:, None] ** 2)
    alpha = (255 * SHADOW * np.clip(1 - distance, 0, 1) ** 0.8).astype(np.uint8)
    spot = Image.new("RGBA", (wide, high), (18, 16, 28, 0))
    spot.putalpha(Image.fromarray(alpha))
    return spot


def _stamp(canvas: Image.Image, image: Image.Image, left: int, top: int) -> None:
    """Put `image` at a place that may reach over the edges, where it is cut."""
    cut_left, cut_top = max(0, -left), max(0, -top)
    if cut_left < image.width and cut_top < image.height and left < canvas.width and top < canvas.height:
        canvas.alpha_composite(image, (max(0, left), max(0, top)), (cut_left, cut_top))


def restlessness(picture: Image.Image) -> NDArray[np.float32]:
    """How much goes on at each place of a picture, at most LOOK pixels a side: its edges, spread a little."""
    small = pictures.flatten(picture).convert("L")
    small.thumbnail((LOOK, LOOK), Image.Resampling.BOX)
    levels = np.asarray(small, dtype=np.float32)
    across = np.abs(np.diff(levels, axis=1, append=levels[:, -1:]))
    down = np.abs(np.diff(levels, axis=0, append=levels[-1:]))
    edges = Image.fromarray(np.minimum(across + down, 255).astype(np.uint8))
    spread: NDArray[np.float32] = np.asarray(edges.filter(ImageFilter.BoxBlur(2)), dtype=np.float32)
    return spread


def quietest(
    picture: Image.Image,
    size: tuple[int, int],
    across: Sequence[float],
    feet: Sequence[float],
    *,
    avoid: Box | None = None,
) -> tuple[float, float]:
    """Where on `picture` a thing of `size` hides least: the middle of its lower edge, in pixels.

    `across` and `feet` are the places to choose from, as shares of the width and the height, the preferred first;
    `avoid` is what it must not hide.
    """
    busy = restlessness(picture)
    if avoid:
        scale_x, scale_y = busy.shape[1] / picture.width, busy.shape[0] / picture.height
        left, top, right, bottom = avoid
        busy[round(top * scale_y) : round(bottom * scale_y), round(left * scale_x) : round(right * scale_x)] += 60
    sums = np.pad(busy.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    half, tall = size[0] / picture.width / 2, size[1] / picture.height
    across = [min(max(x, half), 1 - half) if half < 0.5 else 0.5 for x in across]

    def cost(spot: tuple[float, float]) -> float:
        x, y = spot
        high, wide = busy.shape
        left, right = (round(min(max(edge, 0), 1) * wide) for edge in (x - half, x + half))
        top, bottom = (round(min(max(edge, 0), 1) * high) for edge in (y - tall, y))
        inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return float(inside / max(1, (right - left) * (bottom - top)))

    spots = [(x, y) for y in feet for x in across]
    x, y = min(spots, key=lambda spot: cost(spot) + 0.4 * spots.index(spot) / len(spots))
    return float(x * picture.width), float(y * picture.height)
