"""Colours for what is not seen in a picture with alpha, so that what is painted on it meets no white at its edge."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

SEEN = 8
"""Alpha, of 255, from which on a pixel's own colour counts."""
SHRINK = 4
"""The colours are spread in a picture so many times smaller per side."""
REACH = 0.03
"""Of the shorter side: how far they are spread on paper, which is white where they end."""

Floats = NDArray[np.float32]


def spread(picture: Image.Image, *, on_paper: bool) -> Image.Image:
    """The colours of an RGBA picture, and around what is seen those near by: RGB of the same size.

    They end on white paper, or are spread everywhere.
    Gortler et al.'s push and pull (1996): means of ever larger squares, filled in from the coarsest down.
    """
    size = [-(-side // SHRINK) for side in picture.size]
    small = np.asarray(picture.resize(size, Image.Resampling.BOX), dtype=np.float32)
    weight = small[..., 3:] / np.float32(255)
    levels = [np.concatenate([small[..., :3] * weight, weight], axis=-1)]
    while max(levels[-1].shape[:2]) > 1:
        levels.append(_halved(levels[-1]))
    colours = np.full((1, 1, 3), 255, dtype=np.float32)
    for level in reversed(levels):
        colours = colours.repeat(2, axis=0).repeat(2, axis=1)[: level.shape[0], : level.shape[1]]
        mean = level[..., :3] / np.maximum(level[..., 3:], np.float32(1e-6))
        colours = colours + (mean - colours) * np.minimum(level[..., 3:], 1)
    under = Image.fromarray(np.clip(np.rint(colours), 0, 255).astype(np.uint8))
    if on_paper:
        under = Image.composite(under, Image.new("RGB", under.size, "white"), _near(small[..., 3] >= SEEN))
    seen = picture.getchannel("A").point(lambda alpha: 255 * (alpha >= SEEN))
    return Image.composite(picture.convert("RGB"), under.resize(picture.size, Image.Resampling.BILINEAR), seen)


def _halved(level: Floats) -> Floats:
    """The sums of two by two, their weight (the last) no more than 1."""
    height, width, _ = level.shape
    even = np.pad(level, ((0, height % 2), (0, width % 2), (0, 0)))
    total = even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]
    return np.asarray(total / np.maximum(total[..., 3:], 1))


def _near(seen: NDArray[np.bool_]) -> Image.Image:
    """White where something is seen, and in reach of it; black elsewhere."""
    reach = max(1.0, REACH * min(seen.shape))
    around = Image.fromarray((255 * seen).astype(np.uint8)).filter(ImageFilter.BoxBlur(reach))
    return around.point(lambda level: 255 * (level > 0))
