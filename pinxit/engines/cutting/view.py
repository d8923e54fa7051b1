"""A picture, reduced, and what is known of it before anything is cut out: its background, its edges, its noise."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from pinxit.engines.cutting.border import PLAIN, border_model
from pinxit.engines.cutting.masks import Floats, Mask, blurred, highest, most, regions

WORK = 384
"""Pixels along the longer side of the reduced picture in which it is decided what the subject is."""
RING = 0.02
"""Width of the picture's border that shows its background, of the longer side."""
LEAST_EXPLAINED, WORST_FIT = 0.55, 3.5
"""The share of the border that a surface must explain, of which a bust with broad shoulders leaves 0.6, and the mean
levels that it may be off there: 1 to 2 in studios, and more before soft landscapes."""
STEPS = ((0.28, 3.8), (0.25, 2.3))
"""An edge makes this share of the contrast around it in one step, and steps of so many levels at least: in the picture
as it is, and blurred a little. Soft shadows make less than 0.2 of it."""
NOISIEST = 12.0
"""Levels: where steps of this height are noise, nothing is told from the background."""
TO_YCC = np.array([[0.299, -0.152, 0.45], [0.587, -0.298, -0.377], [0.114, 0.45, -0.073]], dtype=np.float32)
"""RGB to luma and the two chromas of ITU-R BT.601, the chromas at 0.9: JPEG keeps them at half the size."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture, reduced, and what is known of it from the start; arrays are (height, width) or (height, width, 3)."""

    pixels: Floats
    soft: Floats
    model: Floats
    """What its background would be everywhere."""
    ring: Mask
    """Its border."""
    plain: Mask
    """The part of the border that the model explains."""
    sharp: Floats
    """The share of the contrast around that a pixel makes in one step: 1 and more is an edge."""
    contrast: Floats
    """Levels between the lightest and the darkest near by."""


def look(picture: Image.Image) -> View | None:
    longest = max(picture.size)
    scale = WORK / longest if longest > WORK else min(4, max(1, WORK // (2 * longest)))
    size = max(16, round(picture.width * scale)), max(16, round(picture.height * scale))
    pixels = np.asarray(picture.resize(size, Image.Resampling.BOX), dtype=np.float32)
    ring = np.ones(pixels.shape[:2], dtype=np.bool_)
    width = max(2, round(RING * max(size)))
    ring[width:-width, width:-width] = False
    model, seam, explained = border_model(pixels, ring)
    away = most(np.abs(pixels - model))
    plain = ring & (away < PLAIN)
    if explained < LEAST_EXPLAINED or away[plain].mean() > WORST_FIT:
        return None
    soft = blurred(pixels)
    plain &= away < max(5.0, 4 * float(np.median(away[plain])))
    sharp, contrast, noise = _edges(pixels @ TO_YCC, soft @ TO_YCC, plain)
    sharp[seam] = 0
    return View(pixels, soft, model, ring, plain, sharp, contrast) if noise < NOISIEST else None


def _edges(tones: Floats, soft: Floats, plain: Mask) -> tuple[Floats, Floats, float]:
    """How sharp a picture is, the contrast around each pixel, and the height in levels of steps that are noise."""
    levels = np.clip(soft + np.array([0, 128, 128], dtype=np.float32), 0, 255).astype(np.uint8)
    contrast = most(highest(levels, 3) - (255 - highest(255 - levels, 3))).astype(np.float32)
    sharp = np.zeros(plain.shape, dtype=np.float32)
    noise = 0.0
    for values, (share, least) in zip((tones, soft), STEPS, strict=True):
        slope = _steepest(values)
        usual, rare = np.percentile(slope[plain], (75, 95))
        floor = max(2.2 * float(usual), 1.3 * float(rare))
        noise = max(noise, floor)
        np.maximum(sharp, slope / np.maximum(np.float32(share) * contrast, np.float32(max(floor, least))), out=sharp)
    labels, sizes = regions(sharp >= 1)
    sharp[(sizes < 12)[labels] & (labels > 0)] = 0.6  # too short for an edge
    return sharp, contrast, noise


def _steepest(values: Floats) -> Floats:
    """The largest difference between each pixel and its neighbours."""
    slope = np.zeros(values.shape[:2], dtype=np.float32)
    down, across = (most(np.abs(np.diff(values, axis=axis))) for axis in (0, 1))
    for part, step in ((slope[1:], down), (slope[:-1], down), (slope[:, 1:], across), (slope[:, :-1], across)):
        np.maximum(part, step, out=part)
    return slope
