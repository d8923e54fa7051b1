"""What an edit left alone: the share of pixels outside what it spoke of that are exactly as they were."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bench.gallery.book import Box

AROUND = 0.08
"""How far the shadow and the light of a thing reach beyond its box, as a share of its larger side."""


def share_kept(before: Image.Image, after: Image.Image, spoken_of: Image.Image) -> float | None:
    """The share of pixels that are equal where `spoken_of` is 0; None where the instruction speaks of everything."""
    if before.size != after.size:
        return 0.0
    outside = np.asarray(spoken_of) == 0
    if not outside.any():
        return None
    one, other = (np.asarray(image.convert("RGBA")) for image in (before, after))
    return float((one == other).all(axis=2)[outside].mean())


def spoken_of(size: tuple[int, int], boxes: Sequence[Box], shares: Sequence[Box]) -> Image.Image:
    """White where things have their boxes in pixels, with some room around, and in boxes in shares of the sides."""
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    for left, top, right, bottom in boxes:
        room = AROUND * max(right - left, bottom - top)
        pen.rectangle((left - room, top - room, right + room, bottom + room), fill=255)
    for box in shares:
        pen.rectangle(_in_pixels(box, size), fill=255)
    return mask


def hole(size: tuple[int, int], box: Box) -> Image.Image:
    """White in an ellipse: what a mask gives free."""
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).ellipse(_in_pixels(box, size), fill=255)
    return mask


def _in_pixels(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return round(left * size[0]), round(top * size[1]), round(right * size[0]), round(bottom * size[1])
