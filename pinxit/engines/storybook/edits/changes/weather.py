"""The weather: rain, storm, fog, clouds and sunshine."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes import skies
from pinxit.engines.storybook.edits.changes.falling import rainfall
from pinxit.engines.storybook.edits.changes.light import lifted, toned
from pinxit.engines.storybook.edits.changes.planes import (
    Colours,
    blur,
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
from pinxit.engines.storybook.edits.changes.view import View

RAIN_SKY = ("#76818e", "#929ca7", "#b4bcc4")
STORM_SKY = ("#1d2530", "#333e4b", "#66727e")
CLOUDY_SKY = ("#98a5b3", "#b6c0ca", "#d3d9de")
SUNNY_SKY = ("#3f8ad8", "#69ace8", "#a6d2f4", "#dceef8")
"""From the upper edge to the horizon."""
FOG = "#d7dce0"
"""By day."""
MIRRORED = 0.35
"""How much of what stands above it wet ground mirrors."""


def rain(image: Image.Image, view: View) -> Image.Image:
    """A wet day: a low gray sky, dull colours, ground that shines, streaks of rain."""
    regions = Regions(floats(image))
    land = _dull(regions, 0.72, rgb("#b9c2cc"), rgb("#e6ebf0"))
    land = mix(land, rgb("#aab3bc") * regions.outdoor_light, 0.5 * regions.depth**3 * regions.outdoors)
    sky = _overcast(regions, view, RAIN_SKY, 0.20)
    scene = _wet(regions, skies.behind(regions, land, sky))
    return picture(_rained(regions, view, scene, 1.0))


def storm(image: Image.Image, view: View) -> Image.Image:
    """Dark clouds with lightning, driving rain, little light on the land."""
    regions = Regions(floats(image))
    land = _dull(regions, 0.6, rgb("#6f7f8c"), rgb("#b3bfca")) * np.float32(0.86)
    land = mix(land, rgb("#4f5c68"), 0.45 * regions.depth**3 * regions.outdoors)
    sky = _overcast(regions, view, STORM_SKY, 0.34)
    if regions.has_sky:
        bolt, glow = skies.lightning(regions, view)
        sky = sky + glow * rgb("#8fa6d8") * np.float32(0.55) + bolt * rgb("#f4f6ff")
        land = land * (1 + 0.25 * glow)
    scene = _wet(regions, skies.behind(regions, land, sky))
    return picture(_rained(regions, view, scene, 1.5))


def _dull(regions: Regions, saturation: float, shadows: Colours, lights: Colours) -> Colours:
    """The land without sun: softer, grayer, of one tint; faces keep more of their colour."""
    land = regions.land
    soft = land * np.float32(0.86) + np.float32(0.02)
    toned_land = toned(soft, saturation, shadows, lights)
    return mix(toned_land, soft * np.float32(0.9), 0.45 * regions.skin * regions.face)


def _overcast(regions: Regions, view: View, stops: tuple[str, ...], depth: float) -> Colours:
    """A sky full of clouds: those that were there, and others; `depth` is the step from their light to dark parts."""
    if not regions.has_sky:
        return regions.colours
    banks = skies.banks(regions, view.dice("banks"), 0.62)
    step = max(1, round(0.012 * regions.height))
    lit = np.clip(banks - np.concatenate([np.repeat(banks[:1], step, axis=0), banks[:-step]]), -0.5, 0.5)
    sky = skies.gradient(regions, stops) + np.clip(1.2 * regions.clouds, -0.25, 0.25) * np.float32(2 * depth)
    sky = sky * (1 + depth * (0.5 - banks)) + 0.6 * depth * lit
    lit_sky: Colours = sky * regions.outdoor_light
    return lit_sky


def _wet(regions: Regions, scene: Colours) -> Colours:
    """Ground that mirrors, drawn out downwards, what stands above it."""
    if regions.outdoors < 0.5:
        return scene
    small = scene[:, ::2, ::2]
    rows = small.shape[1]
    at = np.clip(2 * round(regions.horizon * rows) - np.arange(rows), 0, rows - 1)
    mirrored = blur(small[:, at].mean(axis=2, keepdims=True) * 0.3 + small[:, at] * 0.7, 0.02 * rows)
    shine = np.repeat(np.repeat(mirrored, 2, axis=1), 2, axis=2)[:, : regions.height, : regions.width]
    flat = regions.ground * (1 - 0.8 * regions.green) * ramp(regions.depth, 0.95, 0.6)
    return mix(scene, shine, MIRRORED * flat)


def _rained(regions: Regions, view: View, scene: Colours, heavy: float) -> Colours:
    streaks = rainfall(regions.width, regions.height, view, heavy) * (1 - 0.5 * regions.skin * regions.face)
    return mix(scene, rgb("#e9f0f6") * np.float32(regions.daylight**0.4), streaks)


def fog(image: Image.Image, view: View) -> Image.Image:
    """Fog that thickens with distance until the horizon is lost in it."""
    regions = Regions(floats(image))
    drift = noise(view.dice("fog"), regions.width, max(2, regions.height * 3), 0.5 * regions.width, octaves=4)
    drift = drift[regions.height : 2 * regions.height] - 0.5
    away = regions.depth if regions.has_sky else 0.15 + 0.6 * regions.depth
    thick = 1 - np.exp(-np.float32(2.3) * np.clip(away + 0.28 * drift, 0, 2) ** np.float32(1.35))
    thick = np.clip(thick + 0.08, 0, 0.96) * (1 - (0.55 if view.is_faithful else 0.4) * regions.skin * regions.face)
    air = rgb(FOG) * regions.outdoor_light * (0.97 + 0.06 * (1 - regions.down))
    seen = toned(regions.land, 0.7, rgb("#dfe3e8"), rgb("#ffffff"))
    scene = skies.behind(regions, seen, air + 0.1 * regions.clouds)
    return picture(mix(scene, air, thick))


def cloudy(image: Image.Image, view: View) -> Image.Image:
    """A gray sky and soft light without shadows."""
    regions = Regions(floats(image))
    land = regions.land
    base = blur(luma(land), 0.02 * max(regions.height, regions.width))
    land = land * (1 + 0.35 * ramp(base, 0.45, 0.05)) * (1 - 0.12 * ramp(base, 0.5, 0.9))
    land = toned(land, 0.74, rgb("#d5dbe4"), rgb("#eef1f4")) * np.float32(0.95)
    land = mix(land, rgb("#c3cad2") * regions.outdoor_light, 0.3 * regions.depth**3 * regions.outdoors)
    return picture(skies.behind(regions, land, _overcast(regions, view, CLOUDY_SKY, 0.26)))


def sunny(image: Image.Image, view: View) -> Image.Image:
    """Sunshine: a clear blue sky with a few clouds, warm light, crisp shadows."""
    regions = Regions(floats(image))
    return picture(sunlit(regions, view, regions.land))


def sunlit(regions: Regions, view: View, land: Colours) -> Colours:
    """Land in sunshine under a blue sky."""
    land = lifted(regions, land, 0.47)
    land = mix(land, land * land * (3 - 2 * land), 0.3 * (1 - regions.skin * regions.face))
    land = toned(land, 1.14, factors(0.95, 0.98, 1.04), factors(1.06, 1.02, 0.93))
    side = 0.0 if view.dice("sun").random() < 0.5 else regions.width
    warm = skies.radiance(regions, (side, -0.1 * regions.height), 0.6)
    land = land + 0.14 * warm * rgb("#fff0c8") * (0.3 + land)
    if not regions.has_sky:
        return land
    banks = skies.banks(regions, view.dice("banks"), 0.3)
    fresh = mix(skies.gradient(regions, SUNNY_SKY), rgb("#ffffff"), 0.85 * np.maximum(banks, regions.white_clouds))
    own = skies.blueness(regions)
    own_sky = mix(luma(regions.colours), regions.colours, 1.25) * factors(0.97, 1.0, 1.04)
    sky = mix(fresh + 0.5 * np.clip(regions.clouds, -0.05, 0.2), own_sky, own)
    return skies.behind(regions, land, sky + 0.2 * warm * rgb("#fff6dc"))
