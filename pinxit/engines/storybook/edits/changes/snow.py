"""Snow: what settles on ground, trees and tops, the light of a snowy day, and snow that falls."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes import skies
from pinxit.engines.storybook.edits.changes.falling import snowflakes
from pinxit.engines.storybook.edits.changes.planes import (
    Colours,
    Plane,
    blur,
    factors,
    floats,
    levelled,
    luma,
    mix,
    noise,
    picture,
    ramp,
    rgb,
)
from pinxit.engines.storybook.edits.changes.regions import Regions
from pinxit.engines.storybook.edits.changes.view import View

SNOW_SKY = ("#8f9db0", "#aab5c4", "#ccd4dd")
WINTER_SKY = ("#8fb0d6", "#bccfe4", "#e6ebf0")
"""From the upper edge to the horizon."""
SNOW_LIGHT, SNOW_SHADE = "#fafcff", "#8ea6c8"
"""Snow where light falls, and where it does not."""
RELIEF = 0.012
"""Of the longer side: how large the bumps are on which snow lies or not."""


def snow(image: Image.Image, view: View) -> Image.Image:
    """A snowy day: snow on the ground, on trees and on what faces up, a pale sky, flakes in the air."""
    regions = Regions(floats(image))
    air = rgb("#dde3ea") * regions.outdoor_light
    snowy = mix(settled(regions, view, 1.0), air, 0.45 * regions.depth**3 * regions.outdoors * (1 - regions.sky))
    sky = skies.gradient(regions, SNOW_SKY) + 0.45 * np.clip(regions.clouds, -0.2, 0.15)
    snowy = skies.behind(regions, snowy, sky * regions.outdoor_light)
    flakes = snowflakes(regions.width, regions.height, view) * (1 - 0.6 * regions.skin * regions.face)
    return picture(mix(snowy, rgb("#fdfeff") * np.float32(regions.daylight**0.5), flakes))


def settled(regions: Regions, view: View, amount: float) -> Colours:
    """The land in winter light with snow on it; `amount` 0 is frost, 1 deep snow."""
    land = regions.land
    light = luma(land)
    side = max(regions.height, regions.width)
    base = levelled(light, RELIEF * side)
    bump = light - base
    rough = np.sqrt(blur(bump * bump, 2.5 * RELIEF * side)) + np.float32(0.025)
    relief = (bump + 0.7 * _upward(light, side)) / rough
    cover = _cover(regions, relief, blur(np.abs(bump), 2.5 * RELIEF * side), amount, view)
    bare = _wintry(regions, land, light)
    low, high = np.quantile(base[::8, ::8], (0.05, 0.85))
    shading = ramp(base + 0.5 * bump, min(0.0, float(low) - 0.1), float(np.clip(high, 0.3, 0.6)))
    white = mix(rgb(SNOW_SHADE), rgb(SNOW_LIGHT), 0.25 + 0.75 * shading)
    return mix(bare, white * np.float32(regions.daylight**0.7), cover)


def _upward(light: Plane, side: int) -> Plane:
    """How much brighter a place is than what lies a little below it: lit from above, as tops are."""
    soft = blur(light, 0.0012 * side)
    step = max(1, round(0.006 * side))
    below = np.concatenate([soft[step:], np.repeat(soft[-1:], step, axis=0)])
    brighter: Plane = soft - below
    return brighter


def _cover(regions: Regions, relief: Plane, rough: Plane, amount: float, view: View) -> Plane:
    """How much snow hides each pixel of the land, 0 to 1."""
    side, thin = max(regions.height, regions.width), 1 - amount
    patches = 2 * noise(view.dice("patches"), regions.width, regions.height, 0.09 * side) - 1
    leafy, textured = regions.green, ramp(rough, 0.02, 0.05)
    steep = textured * ramp(regions.depth, 0.3, 0.85)  # trees, rocks and mountains rather than a meadow
    lying = ramp(0.5 * relief + 0.5 * patches, -1.6 + 0.9 * thin, -0.5 + 1.2 * thin)
    hanging = ramp(relief + 0.5 * patches, -0.7 + 0.4 * thin, 0.9 + 0.3 * thin)
    standing = np.maximum(leafy, 0.8 * textured * (0.15 + 0.85 * regions.outdoors) * (1 - 0.8 * _vivid(regions.land)))
    cover = mix(np.maximum(regions.ground, leafy) * lying, standing * hanging, steep)
    cover = np.maximum(np.maximum(cover, standing * hanging), 0.55 * ramp(patches, -0.5, 0.4) * _caps(regions))
    cover = cover * (1 - 0.5 * leafy * ramp(regions.luma, 0.16, 0.04))  # deep shade among leaves
    bare = np.maximum(regions.skin * regions.face, regions.sky)
    seen: Plane = np.clip(cover * (0.6 + 0.37 * amount), 0, 1) * (1 - bare)
    return seen


def _vivid(land: Colours) -> Plane:
    """How brightly coloured a place is, 0 to 1: made or grown so, and not by the weather."""
    red, green, blue = land
    return ramp(np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue), 0.35, 0.65)


def _caps(regions: Regions) -> Plane:
    """A thin rim of snow along everything that stands against the sky."""
    if not regions.has_sky:
        return np.zeros((1, 1), dtype=np.float32)
    step = max(1, round(0.003 * max(regions.height, regions.width)))
    above = np.concatenate([np.repeat(regions.sky[:1], step, axis=0), regions.sky[:-step]])
    return ramp(above * (1 - regions.sky), 0.3, 0.9)


def _wintry(regions: Regions, land: Colours, light: Plane) -> Colours:
    """The land without its snow: cooler, paler, its leaves gone dull."""
    keep = np.maximum((0.6 + 0.3 * _vivid(land)) * (1 - 0.6 * regions.green), 0.9 * regions.skin * regions.face)
    cold = mix(light, land, keep) * factors(0.96, 0.99, 1.05)
    return cold * (0.94 - 0.22 * regions.green) + np.float32(0.035)


def winter(image: Image.Image, view: View) -> Image.Image:
    """A clear winter's day: thin snow on the ground, frost on the trees, low cold light, nothing falling."""
    regions = Regions(floats(image))
    frosty = settled(regions, view, 0.6)
    air = rgb("#dfe8f2") * regions.outdoor_light
    frosty = mix(frosty, air, 0.25 * regions.depth**3 * regions.outdoors * (1 - regions.sky))
    sky = skies.gradient(regions, WINTER_SKY) + 0.8 * np.clip(regions.clouds, -0.2, 0.2)
    return picture(skies.behind(regions, frosty, sky * regions.outdoor_light))
