"""Looks at pieces of art for their colours, and mixes those."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.painting.raster import Box, Pixels, rasterise
from pinxit.engines.storybook.settings.colour import parts

SAMPLE_HEIGHT = 96
INK, PAPER, PLUM = "#2b2333", "#ffffff", "#4a2566"


@lru_cache(maxsize=256)
def _raster(body: str, box: Box) -> Pixels:
    left, top, right, bottom = box
    wide = max(8, round((right - left) / (bottom - top) * SAMPLE_HEIGHT))
    return rasterise(body, box, wide, SAMPLE_HEIGHT)


def sample(art: Art) -> Pixels:
    """The visible box of the art, 96 pixels high, RGBA."""
    return _raster(art.body, art.box)


def mode(pixels: Pixels, left: float = 0.0, top: float = 0.0, right: float = 1.0, bottom: float = 1.0) -> str:
    """The commonest colour within a part of the picture, given by shares of its width and height."""
    high, wide = pixels.shape[:2]
    part = pixels[int(top * high) : int(bottom * high), int(left * wide) : int(right * wide)].reshape(-1, 4)
    part = part[part[:, 3] > 200, :3]
    if not len(part):
        return "#b9a58f"
    bins = part.astype(np.int64) >> 4
    counts = np.zeros((18, 18, 18))
    np.add.at(counts, tuple(bins.T + 1), 1)
    for axis in range(3):
        counts = counts + np.roll(counts, 1, axis) + np.roll(counts, -1, axis)
    peak = np.array(np.unravel_index(int(counts.argmax()), counts.shape)) - 1
    near = (np.abs(bins - peak) <= 1).all(axis=1)
    return hexed(np.median(part[near] if near.any() else part, axis=0))


def skin_of(pixels: Pixels) -> str:
    """The colour of a face: the commonest warm colour in the middle, or the commonest of all (a zombie's green)."""
    high, wide = pixels.shape[:2]
    part = pixels[int(0.25 * high) : int(0.7 * high), int(0.3 * wide) : int(0.7 * wide)].astype(np.int32)
    red, green, blue = part[..., 0], part[..., 1], part[..., 2]
    warm = (red >= green) & (green > blue + 12) & (red > 70) & (green * 100 > red * 45) & (part[..., 3] > 200)
    return mode(part[warm][None].astype(np.uint8)) if warm.sum() > 40 else mode(pixels, 0.3, 0.25, 0.7, 0.6)


def words_of(art: Art) -> frozenset[str]:
    """The words of a piece's name and title."""
    return frozenset(art.name.partition(":")[2].replace("-", " ").split()) | frozenset(art.title.lower().split())


def typical(colours: Sequence[str]) -> str:
    """The one nearest to the most of the others."""
    return min(colours, key=lambda c: sum(min(distance(c, other), 90) for other in colours), default="#6f7fb5")


def hexed(rgb: "NDArray[np.floating] | Pixels") -> str:
    """#rrggbb of three numbers."""
    red, green, blue = (int(round(float(v))) for v in rgb)
    return f"#{red:02x}{green:02x}{blue:02x}"


def mix(colour: str, other: str, share: float) -> str:
    return hexed(np.array(parts(colour)) * (1 - share) + np.array(parts(other)) * share)


def luma(colour: str) -> float:
    red, green, blue = parts(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@lru_cache(maxsize=8192)
def distance(colour: str, other: str) -> int:
    """The sum of the differences of red, green and blue, 0 to 765."""
    return sum(abs(a - b) for a, b in zip(parts(colour), parts(other), strict=True))
