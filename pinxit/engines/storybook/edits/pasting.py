"""Puts a drawn thing onto a picture that is there: where there is room, in the picture's light, with a shadow."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from pinxit import pictures
from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.edits.light import Box, light_at
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job, Quality

LOOK = 96
"""Pixels along the longer side of the small picture in which a place is looked for."""
SHADOW, TOUCH = 0.42, 0.55
"""The darkest of a thing's shadow on the ground, and of the line where it touches it, 0 to 1."""
THROWN, LEAN, CONTACT = 0.16, 0.3, 0.1
"""How far a shadow reaches over the ground and to a side, of a thing's height; how deep the line is, of its width."""

WADING = 0.1
"""The share of a thing that is under water where it stands in it."""
MIRROR, MIRROR_HEIGHT = 0.34, 0.55
"""How strong a reflection in water begins, and how much shorter it is than the thing."""


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


def place(picture: Image.Image, image: Image.Image, x: float, y: float, *, stands: bool) -> Image.Image:
    """`picture` (RGB or RGBA) with `image` (RGBA) on it, the middle of its lower edge at (x, y) pixels.

    One that `stands` throws a shadow on the ground, away from the picture's light, and touches it.
    """
    left, top = round(x - image.width / 2), round(y - image.height)
    canvas = picture.convert("RGBA")
    if stands:
        light = light_at(picture, (left, top, left + image.width, top + image.height))
        _throw(canvas, image, left, round(y), light.lean)
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


def _throw(canvas: Image.Image, image: Image.Image, left: int, bottom: int, lean: float) -> None:
    """The shadow of `image`: its outline laid on the ground, fading with distance, and a dark line where it stands."""
    high = max(3, round(THROWN * image.height))
    outline = image.getchannel("A").resize((image.width, high), Image.Resampling.BILINEAR)
    reach = round(lean * LEAN * image.height)
    wide = image.width + 2 * abs(reach)
    laid = Image.new("L", (wide, high))
    laid.paste(outline, (abs(reach), 0))
    # the lower edge stays at the feet, and the upper leans away from the light
    laid = laid.transform(
        laid.size, Image.Transform.AFFINE, (1, reach / high, -reach, 0, 1, 0), Image.Resampling.BILINEAR
    )
    fade = np.linspace(0.35, 1.0, high, dtype=np.float32)[:, None]
    soft = max(1.0, 0.025 * image.width)
    pad = round(3 * soft)
    shadow = Image.new("L", (wide + 2 * pad, high + 2 * pad))
    shadow.paste(Image.fromarray((np.asarray(laid, dtype=np.float32) * fade * SHADOW).astype(np.uint8)), (pad, pad))
    _stamp(canvas, _dark(shadow.filter(ImageFilter.GaussianBlur(soft))), left - abs(reach) - pad, bottom - high - pad)
    _stamp(
        canvas, _dark(_contact(image)), round(left - 0.04 * image.width), round(bottom - 0.5 * CONTACT * image.width)
    )


def _contact(image: Image.Image) -> Image.Image:
    """A dark spot under what touches the ground, as wide as the feet are."""
    feet = np.asarray(image.getchannel("A"))[-max(2, round(0.08 * image.height)) :].max(0) > 64
    columns = np.flatnonzero(feet)
    first, last = (int(columns[0]), int(columns[-1])) if len(columns) else (0, image.width - 1)
    wide, high = max(4, round(1.08 * image.width)), max(3, round(CONTACT * image.width))
    across, down = np.arange(wide, dtype=np.float32) - 0.04 * image.width, np.linspace(-1, 1, high)
    middle, half = (first + last) / 2, max(2.0, 0.56 * (last - first))
    distance = np.sqrt(((across - middle) / half)[None, :] ** 2 + down[:, None] ** 2)
    return Image.fromarray((255 * TOUCH * np.clip(1 - distance, 0, 1) ** 0.7).astype(np.uint8))


def _dark(alpha: Image.Image) -> Image.Image:
    spot = Image.new("RGBA", alpha.size, (18, 16, 28, 0))
    spot.putalpha(alpha)
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
