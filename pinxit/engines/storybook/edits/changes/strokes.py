"""What painted and drawn styles are made of: smoothed patches, ink lines, hatching, paper, an unsteady hand."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes.planes import Colours, Plane, blur, luma, noise, resized

SECTORS = ((-1, 0), (1, 0), (0, -1), (0, 1), (-0.7, -0.7), (-0.7, 0.7), (0.7, -0.7), (0.7, 0.7))
"""Where around a pixel patches are compared, in radii."""
FINEST_PATCH = 3.0
"""Patches with a larger radius, in pixels, are found on a smaller picture."""


def unit_of(image: Image.Image) -> float:
    """Pixels in a thousandth of the shorter side: the measure of brushes and pens."""
    return min(image.size) / 1000


def patched(colours: Colours, radius: float) -> Colours:
    """Colours in brush-sized patches with clean edges: each pixel takes the mean of the calmest patch beside it.

    Kuwahara's filter (1976) with eight overlapping round patches, about `radius` pixels from each pixel, weighted by
    how calm they are (Papari, Petkov and Campisi, 2007). Large patches are found on a smaller picture.
    """
    height, width = colours.shape[1:]
    shrink = max(1.0, radius / FINEST_PATCH)
    small = resized(colours, max(8, round(width / shrink)), max(8, round(height / shrink)))
    reach = max(1, round(radius * small.shape[2] / width))
    light = luma(small)
    around = blur(np.concatenate([small, light[None], (light * light)[None]]), 0.55 * reach)
    calm = np.float32(1e-2) / (np.maximum(around[4] - around[3] ** 2, 0) + np.float32(2e-4))
    weight = (calm * calm) ** 2 / np.float32(50.0**4) + np.float32(1e-12)
    weighted = np.concatenate([around[:3] * weight, weight[None]])
    wide = np.pad(weighted, ((0, 0), (reach, reach), (reach, reach)), mode="edge")
    total = np.zeros((4, *light.shape), dtype=np.float32)
    for dy, dx in SECTORS:
        top, left = reach + round(dy * reach), reach + round(dx * reach)
        total += wide[:, top : top + light.shape[0], left : left + light.shape[1]]
    patches = total[:3] / total[3]
    if shrink > 1.3:
        patches = patches + 0.6 * (patches - blur(patches, 0.8))  # what drawing it larger takes from its edges
    return resized(np.clip(patches, 0, 1), width, height)


def inked(light: Plane, sigma: float, *, reach: float = 0.97, level: float = 0.02, hardness: float = 60.0) -> Plane:
    """Lines of a pen about `sigma` pixels wide: 1 paper, 0 ink. A larger `reach` and `level` draw more.

    Winnemöller, Kyprianidis and Olsen's extended difference of Gaussians (2012).
    """
    edge = blur(light, sigma) - np.float32(reach) * blur(light, 1.6 * sigma) - np.float32(level)
    return np.where(edge > 0, np.float32(1), np.maximum(0, 1 + np.tanh(np.float32(hardness) * edge)))


def paper(dice: np.random.Generator, width: int, height: int, unit: float, depth: float = 0.05) -> Plane:
    """The light on rough paper: factors around 1, `depth` at most below and above."""
    rough = noise(dice, width, height, max(3.0, 7 * unit), octaves=3)
    lit = rough - np.roll(rough, (1, 1), axis=(0, 1))
    grain = lit / max(3 * float(lit.std()), 1e-4) * 0.6 + (rough - 0.5) * 0.8
    return 1 + np.float32(depth) * np.clip(grain, -1, 1)


def hatching(dice: np.random.Generator, width: int, height: int, degrees: float, length: float, wide: float) -> Plane:
    """Strokes side by side in one direction, evenly spread over 0 (a stroke) to 1 (between strokes)."""
    reach = int(np.hypot(width, height)) + 2
    across, along = max(8, int(reach / max(wide, 0.8))), max(8, int(reach / max(length, 2.0)))
    streaks = resized(dice.random((along, across), dtype=np.float32), reach, reach)
    angle = np.radians(degrees)
    ys, xs = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None, :]
    us = (xs - width / 2) * np.float32(np.cos(angle)) + (ys - height / 2) * np.float32(np.sin(angle)) + reach / 2
    vs = (ys - height / 2) * np.float32(np.cos(angle)) - (xs - width / 2) * np.float32(np.sin(angle)) + reach / 2
    turned = streaks[np.clip(vs, 0, reach - 1).astype(np.int32), np.clip(us, 0, reach - 1).astype(np.int32)]
    spread_out: Plane = np.clip((turned - 0.5) / max(3.2 * float(turned[::7, ::7].std()), 1e-3) + 0.5, 0, 1)
    return spread_out


def wobbled(colours: Colours, dice: np.random.Generator, reach: float, grain: float) -> Colours:
    """The picture as an unsteady hand traces it: moved about by up to `reach` pixels, alike within `grain` pixels."""
    height, width = colours.shape[-2:]
    down, across = (2 * noise(dice, width, height, grain, octaves=2) - 1 for _ in range(2))
    ys = np.clip(np.arange(height)[:, None] + reach * down + 0.5, 0, height - 1).astype(np.int32)
    xs = np.clip(np.arange(width)[None, :] + reach * across + 0.5, 0, width - 1).astype(np.int32)
    return colours[..., ys, xs]


def saturated(colours: Colours, gain: float) -> Colours:
    """Colours with their distance from gray times `gain`."""
    light = luma(colours)
    return light + (colours - light) * np.float32(gain)
