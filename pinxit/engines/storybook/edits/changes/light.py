"""The hours: a picture by day, at night, at dawn and at sunset."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes import skies
from pinxit.engines.storybook.edits.changes.planes import (
    Colours,
    Plane,
    blur,
    factors,
    floats,
    luma,
    mix,
    picture,
    ramp,
    rgb,
)
from pinxit.engines.storybook.edits.changes.regions import Regions
from pinxit.engines.storybook.edits.changes.view import View

NIGHT_SKY = ("#040916", "#0a1530", "#16284f", "#2a4272")
DAY_SKY = ("#3f7fc8", "#6ea6de", "#a5cbec", "#d6e8f4")
DAWN_SKY = ("#7487b8", "#a79cc4", "#e0aebb", "#f9c9ac", "#fde0b4")
SUNSET_SKY = ("#38406f", "#77567f", "#c9647a", "#f08657", "#fdb85f", "#ffdd8f")
"""From the upper edge to the horizon."""
MOONLIGHT = factors(0.60, 0.80, 1.22)
"""What it makes of gray: factors for red, green and blue."""
NIGHT_LEVEL, DAY_LEVEL = 0.2, 0.46
"""The middle brightness of the land at night and by day."""
LAMP, LAMP_LEVEL = "#ffb65c", 0.3
"""The colour of what shines, and up to which brightness of the land lamps are looked for: by day they are leaves."""


def level(regions: Regions) -> float:
    """The middle brightness of what is not sky, 0 to 1: between its median and that of its brighter half."""
    light = regions.luma[:: max(1, regions.height // 128), :: max(1, regions.width // 128)]
    sky = regions.sky[:: max(1, regions.height // 128), :: max(1, regions.width // 128)]
    land = light[sky < 0.5]
    return float(np.quantile(land if land.size > 50 else light, (0.5, 0.75)).mean())


def toned(colours: Colours, saturation: float, shadows: Colours, lights: Colours) -> Colours:
    """Colours with their saturation times a factor, multiplied by one colour where dark and by another where bright."""
    light = luma(colours)
    tint = mix(shadows, lights, ramp(light, 0.0, 0.85))
    mixed = mix(light, colours, saturation)
    mixed *= tint
    return mixed


def night(image: Image.Image, view: View) -> Image.Image:
    """Moonlight from a deep blue sky with stars; lamps and lit windows glow."""
    regions = Regions(floats(image))
    land = regions.land
    middle = level(regions)
    gain = float(np.clip(NIGHT_LEVEL / max(middle, 0.02), 0.34, 1.0)) ** 0.75
    face = regions.skin * regions.face
    land = land * (gain + 0.12 * face)
    land = land * (np.float32(0.72) + np.float32(0.28) * land)  # shadows close
    gray = luma(land) * MOONLIGHT
    land = mix(land, gray, 0.68 - 0.3 * face) + rgb("#060b18") * np.float32(0.7)
    land = skies.hazed(regions, land, rgb("#22355f"), 0.75) + _lamps(regions, middle)
    if not regions.has_sky:
        return picture(land)
    sky = skies.gradient(regions, NIGHT_SKY)
    sky = sky + (0.42 * np.clip(regions.clouds, -0.1, 0.3)) * rgb("#7f95c4")
    sky = skies.moonlit(regions, view, sky + skies.stars(regions, view))
    return picture(skies.behind(regions, land, sky))


def _lamps(regions: Regions, middle: float) -> Colours:
    """The light of what shines in a picture that is dark already: small, bright spots that are not blue."""
    if middle > LAMP_LEVEL:
        return np.zeros((3, 1, 1), dtype=np.float32)
    side = max(regions.height, regions.width)
    light = regions.luma
    spot = ramp(light - blur(light, 0.02 * side), 0.10, 0.3) * ramp(light, 0.6, 0.85) * (1 - regions.sky)
    red, _, blue = regions.colours
    spot = spot * ramp(red - blue, -0.05, 0.1) * (1 - regions.skin * regions.face)
    glow = 0.85 * spot + 0.7 * blur(spot, 0.008 * side) + 0.9 * blur(spot, 0.03 * side)
    light_of_lamps: Colours = glow * rgb(LAMP)
    return light_of_lamps


def day(image: Image.Image, view: View) -> Image.Image:
    """Plain daylight: shadows lifted, the cast of lamps and dusk taken off, a blue sky."""
    regions = Regions(floats(image))
    land = _balanced(lifted(regions, regions.land, DAY_LEVEL), regions)
    land = mix(luma(land), land, 1.08) * factors(1.02, 1.0, 0.97)
    if not regions.has_sky:
        return picture(land)
    sky = skies.gradient(regions, DAY_SKY) + 1.1 * np.clip(regions.clouds, -0.05, 0.3)
    sky = mix(sky, rgb("#ffffff"), 0.8 * regions.white_clouds)
    sky = mix(sky, regions.colours * np.float32(1.05), skies.blueness(regions))
    return picture(skies.behind(regions, land, sky))


def lifted(regions: Regions, land: Colours, aim: float) -> Colours:
    """Land that is dark brought up to about `aim`, its shadows most, and hardly what is bright or all black."""
    middle = level(regions)
    power = float(np.clip(np.log(aim) / np.log(min(max(middle, 0.03), 0.9)), 0.42, 0.95))
    light = luma(land)
    base = np.maximum(blur(light, 0.012 * max(regions.height, regions.width)), 0.5 * light) + np.float32(0.02)
    lift = 1 + (np.minimum(base ** np.float32(power - 1), 5.0) - 1) * ramp(base, 0.0, 0.12)
    land = land * lift
    land = np.minimum(land, 1)
    return land * (np.float32(1.12) - np.float32(0.12) * land)


def _balanced(land: Colours, regions: Regions) -> Colours:
    """Half of the way to a picture whose middle colour is gray."""
    seen = np.clip(land[:, ::8, ::8], 0, 1)[:, regions.sky[::8, ::8] < 0.5]
    middle = seen.mean(axis=1) if seen.size else np.full(3, 0.5)
    return land * factors(*np.clip(middle.mean() / np.maximum(middle, 0.05), 0.75, 1.35) ** 0.5)


def dawn(image: Image.Image, view: View) -> Image.Image:
    """Before the sun is up: lavender shadows, a peach horizon, a breath of mist."""
    regions = Regions(floats(image))
    land = toned(regions.land * np.float32(_dimmed(regions, 0.36)), 0.78, rgb("#c3c6f2"), rgb("#ffe6d6"))
    land = land * np.float32(0.94) + rgb("#241f38") * np.float32(0.4)
    mist = 0.34 * regions.depth**2 * (1 - regions.sky) * regions.outdoors * (1 - regions.face * regions.skin)
    land = mix(land, rgb("#f3c9bd"), mist)
    light = skies.radiance(regions, skies.sun_place(regions, view), 0.35)
    land = land + (0.16 * light) * rgb("#ffb083")
    if not regions.has_sky:
        return picture(land)
    sky = skies.gradient(regions, DAWN_SKY) + (0.3 * light) * rgb("#ffc98f")
    sky = sky + (0.7 * np.clip(regions.clouds, -0.2, 0.2)) * rgb("#ffc4c0")
    return picture(skies.behind(regions, land, sky))


def _dimmed(regions: Regions, aim: float) -> float:
    return float(np.clip(aim / max(level(regions), 0.05), 0.62, 1.25))


def sunset(image: Image.Image, view: View) -> Image.Image:
    """Low, golden light from one side under a burning sky."""
    regions = Regions(floats(image))
    place = skies.sun_place(regions, view)
    light: Plane = skies.radiance(regions, place, 0.4)
    land = regions.land * np.float32(_dimmed(regions, 0.34))
    land = land * land * (3 - 2 * land) * np.float32(0.45) + land * np.float32(0.55)
    land = toned(land, 0.95, rgb("#a98fb4"), rgb("#ffd59a"))
    land = land * (0.86 + 0.5 * light) + (0.34 * light) * rgb("#ff8a3c") * (0.35 + land)
    land = skies.hazed(regions, land, rgb("#e8965f"), 0.45)
    if not regions.has_sky:
        return picture(land)
    sky = skies.gradient(regions, SUNSET_SKY) + (0.5 * light**2) * rgb("#ffc26a")
    clouds = np.clip(regions.clouds, -0.25, 0.25)
    sky = sky + (0.9 * clouds) * rgb("#ff9a78")
    return picture(skies.behind(regions, land, sky))
