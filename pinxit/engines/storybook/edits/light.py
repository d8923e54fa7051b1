"""The light of a picture, and things drawn in it: as bright, warm, hazy, soft and grainy as what is around them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from pinxit import pictures

Box = tuple[int, int, int, int]
Floats = NDArray[np.float32]

USUAL_LIGHT = 0.55
"""The mean luminance, 0 to 1, of a picture in which art is seen as it was drawn."""
DARKEST, LIGHTEST = 0.42, 1.08
"""How much the light of a picture may take from a thing's colours, and add to them."""
TINT = 0.55
"""How much of the colour of a picture's light falls on a thing."""
HAZE = 0.4
"""How much of the way a thing's black and white come to the darkest and the lightest of what is around it."""
SOFTEST, SHARP = 3.0, 0.7
"""Pixels: no thing is made softer than the first, and art itself is as soft as the second."""
GRAINIEST, LEAST_GRAIN = 6.0, 0.8
"""Levels of 255: the grain that a thing is given at most, and that is seen."""
GRAIN_CELL = 12
"""Pixels along a side of the cells whose grain is compared."""
SIDE = 0.12
"""A side must be so much brighter than the other, of their sum, that light comes from it for sure."""
GRAY = np.array([0.299, 0.587, 0.114], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Light:
    """What the light does to things somewhere in a picture."""

    factors: tuple[float, float, float]
    """By which red, green and blue are multiplied."""
    black: float
    white: float
    """Levels, 0 to 1, that black and white come to."""
    softness: float
    """Pixels of blur."""
    grain: float
    """Levels of 255 that pixels vary by."""
    lean: float
    """Where shadows fall: -1 to the left, 1 to the right, 0 for light from above."""


def light_at(picture: Image.Image, box: Box) -> Light:
    """The light of `picture` around `box`."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    around = pictures.flatten(picture.crop((
        max(0, left - wide // 2), max(0, top - high // 2),
        min(picture.width, right + wide // 2), min(picture.height, bottom + high // 2),
    )))  # fmt: skip
    small = np.asarray(around.resize((16, 16), Image.Resampling.BOX), dtype=np.float32).reshape(-1, 3) / 255
    mean = small.mean(0)
    gray = float(mean @ GRAY)
    bright = min(max((gray / USUAL_LIGHT) ** 0.5, DARKEST), LIGHTEST)
    tint = (1 + TINT * (_warmth(pictures.flatten(picture), mean) - 1)).clip(0.68, 1.34)
    levels = np.asarray(around.convert("L"), dtype=np.float32)
    whole = np.asarray(pictures.flatten(picture).convert("L").resize((64, 64)), dtype=np.float32)
    black, white = (float(each) / 255 for each in np.percentile(whole, (1, 99)))
    red, green, blue = (float(each) for each in bright * tint)
    return Light(
        (red, green, blue), HAZE * max(0.0, black - 0.03), 1 - HAZE * max(0.0, 0.9 - max(white, 0.35)) * 0.6,
        _softness(levels), _grain(levels), _lean(picture),
    )  # fmt: skip


def lit_as(image: Image.Image, picture: Image.Image, box: Box) -> Image.Image:
    """RGBA `image` in the light of `picture` around `box`."""
    light = light_at(picture, box)
    pixels = np.asarray(image.convert("RGBA")).astype(np.float32)
    colours = pixels[..., :3] * np.array(light.factors, dtype=np.float32)
    colours = 255 * light.black + colours * (light.white - light.black)
    pixels[..., :3] = colours.clip(0, 255)
    lit = Image.fromarray(pixels.astype(np.uint8))
    if light.softness > 0:
        lit = _softened(lit, light.softness)
    return _grained(lit, light.grain) if light.grain >= LEAST_GRAIN else lit


def _warmth(picture: Image.Image, mean: Floats) -> Floats:
    """The colour of the light, 1 for white: half that of the whole picture, and half that of what is around."""
    whole = np.asarray(picture.resize((16, 16), Image.Resampling.BOX), dtype=np.float32).reshape(-1, 3) / 255
    both = 0.5 * whole.mean(0) + 0.5 * mean
    warmth: Floats = both / max(float(both @ GRAY), 0.05)
    return warmth


def _softness(levels: Floats) -> float:
    """How blurred edges are: a sharp one climbs most of its height within a pixel, a soft one over several."""
    if min(levels.shape) < 8:
        return 0.0
    steps = np.maximum(np.abs(np.diff(levels, axis=1))[:-1], np.abs(np.diff(levels, axis=0))[:, :-1])
    steepest = float(np.percentile(steps, 99.7))
    height = float(np.percentile(levels, 98) - np.percentile(levels, 2))
    if height < 24 or steepest < 1:
        return 0.0  # there is no edge to tell by
    spread = height / (2.5 * steepest)
    return float(np.sqrt(max(0.0, min(spread, SOFTEST) ** 2 - SHARP**2)))


def _grain(levels: Floats) -> float:
    """How much neighbouring pixels of calm places vary."""
    if min(levels.shape) < 8:
        return 0.0
    around = (levels[:-2, 1:-1] + levels[2:, 1:-1] + levels[1:-1, :-2] + levels[1:-1, 2:]) / 4
    apart = np.abs(levels[1:-1, 1:-1] - around)
    rows, columns = (side // GRAIN_CELL for side in apart.shape)
    if not rows * columns:
        return 0.0
    cells = apart[: rows * GRAIN_CELL, : columns * GRAIN_CELL].reshape(rows, GRAIN_CELL, columns, GRAIN_CELL)
    # wood and fur vary by more than grain: the calmest cells tell
    return min(float(np.percentile(cells.mean(axis=(1, 3)), 10)) / 0.9, GRAINIEST)


def _lean(picture: Image.Image) -> float:
    """Away from the brighter side of a picture, if one is much brighter."""
    levels = np.asarray(pictures.flatten(picture).convert("L").resize((8, 8), Image.Resampling.BOX), dtype=np.float32)
    left, right = float(levels[:, :3].mean()), float(levels[:, 5:].mean())
    apart = (left - right) / max(left + right, 1.0)
    return 0.0 if abs(apart) < SIDE / 2 else max(-1.0, min(1.0, apart / SIDE))


def _softened(image: Image.Image, radius: float) -> Image.Image:
    """RGBA blurred with its colours weighted by how opaque they are, so that no dark rim comes in."""
    rim = min(round(2 * radius), (min(image.size) - 1) // 2)  # the soft edge has room in the same box
    inner = image.resize((image.width - 2 * rim, image.height - 2 * rim), Image.Resampling.LANCZOS)
    image = Image.new("RGBA", image.size)
    image.paste(inner, (rim, rim))
    pixels = np.asarray(image, dtype=np.float32)
    alpha = pixels[..., 3:] / np.float32(255)
    seen = Image.fromarray((pixels[..., :3] * alpha).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius))
    opaque = image.getchannel("A").filter(ImageFilter.GaussianBlur(radius))
    share = np.maximum(np.asarray(opaque, dtype=np.float32)[..., None] / np.float32(255), np.float32(1 / 255))
    soft = Image.fromarray((np.asarray(seen, dtype=np.float32) / share).clip(0, 255).astype(np.uint8))
    soft = soft.convert("RGBA")
    soft.putalpha(opaque)
    return soft


def _grained(image: Image.Image, size: float) -> Image.Image:
    """With grain, the same for the same size of picture."""
    noise = np.random.default_rng(image.width * 65_537 + image.height).normal(0, size, (image.height, image.width, 1))
    pixels = np.asarray(image).astype(np.float32)
    pixels[..., :3] = (pixels[..., :3] + noise).clip(0, 255)
    return Image.fromarray(pixels.astype(np.uint8))
