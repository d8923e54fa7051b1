"""The seasons: what is green, or was, takes on their colours. Winter is with the snow."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes.light import toned
from pinxit.engines.storybook.edits.changes.planes import (
    LUMA,
    Colours,
    Plane,
    factors,
    floats,
    luma,
    mix,
    noise,
    picture,
    ramp,
    rgb,
)
from pinxit.engines.storybook.edits.changes.regions import Regions
from pinxit.engines.storybook.edits.changes.scatter import blossoms, leaf_fall, leaf_litter, petal_fall
from pinxit.engines.storybook.edits.changes.sketch import lay
from pinxit.engines.storybook.edits.changes.view import View
from pinxit.engines.storybook.edits.changes.weather import sunlit

AUTUMN_LEAVES = (
    ("#2a0f0a", "#8e2417", "#d1462a", "#f08a4a"),
    ("#2c1608", "#a3501a", "#e58325", "#fbbd62"),
    ("#2e2009", "#a87a1c", "#e8b52c", "#fce08a"),
)
"""Red, orange and golden leaves, each from its shadows to its lights."""
AUTUMN_GRASS = ("#241d0c", "#7d6a2c", "#bfa24c", "#e9d692")
SPRING_LEAVES = ("#12250c", "#4c8a2a", "#97c94f", "#dff0a0")
SUMMER_LEAVES = ("#0c1f0c", "#2f6a28", "#639a3c", "#bfd488")
LEVELS = (0.04, 0.32, 0.62, 0.92)
"""The brightness at which the four colours of a leaf are reached."""
SHADES, HUES = 512, 96
"""Steps of brightness and of hue in the tables of leaves."""
LEAST_DAYLIGHT = 0.45
"""How bright the day has to be for summer to bring sunshine; at night it stays night."""
LEAST_OUTDOORS = 0.3
"""How surely a picture has to be taken outdoors for leaves and blossoms to fly about in it."""


def autumn(image: Image.Image, view: View) -> Image.Image:
    """Leaves turned red, orange and gold, tree by tree, straw-coloured grass, low warm light, falling leaves."""
    regions = Regions(floats(image))
    side = max(regions.height, regions.width)
    patch = noise(view.dice("leaves"), regions.width, regions.height, 0.14 * side, octaves=5)
    light = _lightness(regions, 1.12, 0.02)
    lawn = regions.ground * ramp(regions.depth, 0.95, 0.6)
    leaves = _turned(light, AUTUMN_LEAVES, 2.4 * (patch - 0.5) + 1.1 + 0.9 * (light - 0.4))
    grass = _turned(light, (AUTUMN_GRASS,), np.zeros_like(light))
    leaves = mix(leaves, grass, 0.75 * lawn)
    land = mix(regions.land, leaves, regions.green * (0.94 - 0.12 * lawn))
    land = mix(land, grass, 0.4 * regions.dry)
    warm = 1 - np.maximum(regions.sky, regions.skin * max(regions.face, 0.3))
    golden = 1.0 + 0.6 * float(ramp(regions.green.mean(keepdims=True), 0.06, 0.01)[0, 0])  # more where no leaf turns
    land = mix(land, toned(land, 1.04, factors(1.0, 0.97, 0.94), factors(1.06, 1.0, 0.9)), 0.85 * golden * warm)
    scene = mix(land, regions.colours, regions.sky)
    if regions.outdoors > LEAST_OUTDOORS:
        under = ramp(regions.ground * np.maximum(regions.green, regions.dry), 0.3, 0.8)
        lay(scene, leaf_litter(regions, view), 0.35 + 0.75 * regions.luma, under)
        lay(scene, leaf_fall(regions.width, regions.height, view), regions.daylight**0.5)
    return picture(scene)


def spring(image: Image.Image, view: View) -> Image.Image:
    """Fresh light greens, blossoms in the trees and flowers in the grass, clear mild light."""
    regions = Regions(floats(image))
    light = _lightness(regions, 1.16, 0.03)
    fresh = _turned(light, (SPRING_LEAVES,), np.zeros_like(light))
    land = mix(regions.land, fresh, np.maximum(0.72 * regions.green, 0.62 * regions.dry))
    land = mix(luma(land), land, 1.06) * factors(1.01, 1.02, 1.0) + np.float32(0.015)
    clear_sky = mix(luma(regions.colours), regions.colours, 1.15) * factors(0.98, 1.0, 1.03)
    scene = mix(land, clear_sky, regions.sky)
    if regions.outdoors > LEAST_OUTDOORS:
        lay(scene, blossoms(regions, view), 0.55 + 0.5 * light)
        lay(scene, petal_fall(regions.width, regions.height, view), regions.daylight**0.5, 0.9)
    return picture(scene)


def summer(image: Image.Image, view: View) -> Image.Image:
    """Deep greens in full sunshine under a blue sky."""
    regions = Regions(floats(image))
    light = _lightness(regions, 1.04, 0.0)
    lush = _turned(light, (SUMMER_LEAVES,), np.zeros_like(light))
    land = mix(regions.land, lush, 0.62 * np.maximum(regions.green, regions.dry))
    if regions.daylight < LEAST_DAYLIGHT:
        return picture(mix(land, regions.colours, regions.sky))
    return picture(sunlit(regions, view, land))


def _lightness(regions: Regions, gain: float, lift: float) -> Plane:
    """How bright the leaves shall be, 0 to 1."""
    light: Plane = np.clip(luma(regions.land) * np.float32(gain) + np.float32(lift), 0, 1)
    return light


def _turned(light: Plane, families: Sequence[Sequence[str]], place: Plane) -> Colours:
    """Leaves of this brightness in the colours of several families; `place` counts the families from 0."""
    bright = np.linspace(0, 1, SHADES)
    stops = np.stack([[rgb(stop)[:, 0, 0] for stop in family] for family in families])
    ladders = np.stack([[np.interp(bright, LEVELS, family[:, band]) for family in stops] for band in range(3)])
    between = np.linspace(0, len(families) - 1, HUES)
    low = np.minimum(between.astype(int), max(0, len(families) - 2))
    share = (between - low)[None, :, None]
    table = ladders[:, low] * (1 - share) + ladders[:, np.minimum(low + 1, len(families) - 1)] * share
    table *= bright / np.maximum(np.tensordot(LUMA, table, 1), 0.02)  # each colour as bright as it is to be
    row = np.clip(place * np.float32((HUES - 1) / max(1, len(families) - 1)), 0, HUES - 1).astype(np.int32)
    index = row * np.int32(SHADES) + (light * np.float32(SHADES - 1)).astype(np.int32)
    return np.stack([np.take(band, index) for band in table.reshape(3, -1).astype(np.float32)])
