"""Colours for a gray picture: what is probably sky blue, what is probably greenery green, skin and ground warm."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes.planes import (
    Colours,
    Plane,
    blur,
    factors,
    floats,
    like,
    luma,
    mix,
    picture,
    ramp,
)
from pinxit.engines.storybook.edits.changes.regions import Regions
from pinxit.engines.storybook.edits.changes.sky import spread
from pinxit.engines.storybook.edits.changes.view import View

GRAY_SPREAD = 0.035
"""How much the colour cast may vary in a picture that counts as gray; sepia does."""
SKY, GRASS, EARTH = (0.78, 1.0, 1.32), (0.95, 1.07, 0.64), (1.10, 0.99, 0.82)
SKIN, CLOTH, WALL, CREAM = (1.20, 0.96, 0.80), (0.88, 0.98, 1.24), (0.93, 1.01, 1.05), (1.06, 1.0, 0.89)
"""What a gray becomes there: factors for red, green and blue."""


def colourise(image: Image.Image, view: View) -> Image.Image:
    """Gentle colours where there were none; a picture that has colours gets stronger ones."""
    colours = floats(image)
    if _cast_spread(colours) > GRAY_SPREAD:
        light = luma(colours)
        return picture(light + (colours - light) * np.float32(1.45))
    light = luma(colours)
    gray = np.repeat(light[None], 3, axis=0)
    tint = _tints(Regions(gray), light)
    middle = 1 - ramp(np.abs(light - 0.5), 0.34, 0.52)
    tinted = light * mix(factors(1, 1, 1), tint, 0.35 + 0.65 * middle)
    return picture(tinted * (light / np.maximum(luma(tinted), np.float32(1e-3))))


def _cast_spread(colours: Colours) -> float:
    few = colours[:, ::8, ::8]
    cast = few - few.mean(axis=0)
    return float(cast.std(axis=(1, 2)).max())


def _tints(regions: Regions, light: Plane) -> Colours:
    """The factors by which each pixel is coloured."""
    small = luma(regions.small)
    busy = like(blur(np.abs(small - blur(small, 1.2)), 9.0), light)
    calm = like(blur(small, 2.0), light)
    tint = mix(factors(*CREAM), factors(*CLOTH), ramp(calm, 0.30, 0.14) * 0.8)
    behind = regions.follow(_background(small)) * ramp(busy, 0.03, 0.012)
    inside = _central(light) * (1 - behind)
    tint = mix(tint, factors(*WALL), 0.9 * behind)
    is_skin = inside * ramp(calm, 0.32, 0.5) * ramp(calm, 0.95, 0.8) * ramp(busy, 0.05, 0.03)
    tint = mix(tint, factors(*SKIN), 0.9 * is_skin)
    below = ramp(regions.down, regions.horizon - 0.02, regions.horizon + 0.06) * (1 if regions.has_sky else 0)
    land = below * (1 - 0.85 * inside * ramp(calm, 0.3, 0.18)) * ramp(calm, 0.03, 0.10)
    tint = mix(tint, factors(*EARTH), 0.7 * land)
    leafy = land * ramp(busy, 0.006, 0.016) * ramp(calm, 0.78, 0.6)
    tint = mix(tint, factors(*GRASS), 0.85 * leafy)
    high = (1 - 0.55 * np.clip(regions.down / max(regions.horizon, 0.1), 0, 1)) * (1 - ramp(regions.clouds, 0.02, 0.12))
    return mix(mix(tint, factors(1, 1, 1), regions.sky), factors(*SKY), regions.sky * high)


def _background(small: Plane) -> Plane:
    """What is reached from the upper edge and the upper sides without crossing an edge, 0 to 1."""
    rise = np.hypot(*np.gradient(blur(small, 0.8)))
    start = np.zeros(small.shape, dtype=bool)
    start[0], start[: len(small) // 2, 0], start[: len(small) // 2, -1] = True, True, True
    cost = 12 * np.maximum(rise - np.float32(0.010), 0) + np.float32(0.001)
    return ramp(spread(cost.astype(np.float32), start), 0.7, 0.2)


def _central(light: Plane) -> Plane:
    """1 in the middle of a picture, where its subject is, 0 towards the sides and the top."""
    ys = np.linspace(-1, 1, light.shape[0], dtype=np.float32)[:, None]
    xs = np.linspace(-1, 1, light.shape[1], dtype=np.float32)[None, :]
    return ramp(np.sqrt(xs * xs * 1.3 + np.minimum(ys, 0.3) ** 2), 0.85, 0.4)
