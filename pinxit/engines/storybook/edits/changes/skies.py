"""New skies: gradients from the zenith to the horizon, the moon, stars, clouds, and putting them behind the land."""

from collections.abc import Sequence
from math import pi

import numpy as np

from pinxit.engines.storybook.edits.changes.planes import (
    Colours,
    Plane,
    blur,
    factors,
    like,
    mix,
    noise,
    ramp,
    resized,
    rgb,
)
from pinxit.engines.storybook.edits.changes.regions import Regions
from pinxit.engines.storybook.edits.changes.view import View
from pinxit.engines.storybook.painting.raster import rasterise

CLOUD_SIZE = 288
"""Pixels along the longer side at which clouds are made; they are soft, and drawn larger."""
STARS = 520
"""In a square sky at high quality."""
STAR_SIZE = 0.00085
"""Of the shorter side: the spread of a star's light."""
MOON_SIZE, MOON_ROOM, MOON_GLOW = 0.034, 2.2, 7.0
"""The moon's radius as a share of the shorter side; the clear sky that it needs and the reach of its glow, in radii."""
MOON_BLUE = "#334162"
"""The glow at its brightest."""
LIGHT_SIZE = 256
"""Pixels along the longer side at which the spread of light is reckoned."""


def gradient(regions: Regions, stops: Sequence[str]) -> Colours:
    """A sky of these colours from the upper edge (first) to the horizon (last), evenly spaced: (3, height, 1)."""
    place = np.clip(regions.down[:, 0] / max(regions.horizon, 0.05), 0, 1)
    colours = np.stack([rgb(stop) for stop in stops])
    at = np.linspace(0, 1, len(stops))
    bands = [np.interp(place, at, colours[:, band, 0, 0]) for band in range(3)]
    return np.stack(bands).astype(np.float32)[:, :, None]


def behind(regions: Regions, land: Colours, sky: Colours) -> Colours:
    """`land`, which is the picture's land in a new light, before a new sky."""
    return mix(land, sky, regions.sky) if regions.has_sky else land


def hazed(regions: Regions, land: Colours, colour: Colours, share: float) -> Colours:
    """`land` with what is pale and far away taking on the colour of the air there, up to `share`."""
    if not regions.has_sky:
        return land
    red, green, blue = regions.land
    pale = ramp(np.minimum(np.minimum(red, green), blue), 0.3, 0.7) * ramp(regions.depth, 0.55, 1.0)
    return mix(land, colour, share * pale)


def blueness(regions: Regions) -> float:
    """How much of its own sky a sunny picture may keep, 0 to 1: nearly all of one that is bright and blue."""
    red, green, blue = regions.sky_middle
    is_blue = float(np.clip((blue - red - 0.06) / 0.15, 0, 1))
    return is_blue * float(np.clip((max(red, green, blue) - 0.45) / 0.2, 0, 1)) * 0.85


def banks(regions: Regions, dice: np.random.Generator, cover: float) -> Plane:
    """Clouds as seen from the ground, smaller towards the horizon: 0 clear to 1 thick, `cover` (0 to 1) of the sky."""
    shrink = min(1.0, CLOUD_SIZE / max(regions.height, regions.width))
    height, width = max(4, round(regions.height * shrink)), max(4, round(regions.width * shrink))
    lumps = noise(dice, 640, 640, 150, octaves=6)
    horizon = max(regions.horizon, 0.1) * height
    up = np.maximum(horizon - np.arange(height, dtype=np.float32), 0)[:, None] / height + 0.12
    across = (np.arange(width, dtype=np.float32)[None, :] - width / 2) / width
    xs = 320 + 62 * across / up
    ys = 46 / up + 40
    folded = np.abs((np.stack(np.broadcast_arrays(ys, xs)) + 639) % 1278 - 639).astype(np.int32)
    thick = ramp(lumps[folded[0], folded[1]], 1 - cover, 1 - cover + 0.35)
    return resized(blur(thick, 0.8), regions.width, regions.height)


def stars(regions: Regions, view: View) -> Colours:
    """Light to be added to a night sky; none before leaves, clouds or near the horizon."""
    light = np.zeros((3, regions.height, regions.width), dtype=np.float32)
    dice, side = view.dice("stars"), min(regions.height, regions.width)
    count = round(view.many(0.5, 0.8, 1.0) * STARS * regions.height * regions.width / side**2)
    for x, y, bright, hue in dice.random((count, 4)):
        power = 0.25 + 0.75 * bright**5
        spread = max(0.62, STAR_SIZE * side) * (0.8 + 1.1 * bright**9)
        colour = factors((0.85 + 0.3 * hue) * power, 0.95 * power, (1.2 - 0.3 * hue) * power)
        _dot(light, x * regions.width, y * regions.height, spread, colour)
    seen = regions.open_sky * ramp(regions.clouds, 0.06, 0.01)
    light *= np.maximum(seen * (1 - 0.75 * regions.down / max(regions.horizon, 0.1)), 0)
    return np.minimum(light, 1, out=light)


def _dot(light: Colours, x: float, y: float, spread: float, colour: Colours) -> None:
    """Add a spot of light, Gaussian with `spread` pixels."""
    reach = int(3 * spread) + 1
    left, top = max(0, int(x) - reach), max(0, int(y) - reach)
    part = light[:, top : int(y) + reach + 1, left : int(x) + reach + 1]
    ys = np.exp(-0.5 * ((np.arange(part.shape[1]) + top - y) / spread) ** 2)
    xs = np.exp(-0.5 * ((np.arange(part.shape[2]) + left - x) / spread) ** 2)
    part += (ys[:, None] * xs[None, :]).astype(np.float32) * colour


def moon_place(regions: Regions, view: View) -> tuple[float, float, float] | None:
    """The x, y and radius in pixels of a moon that stands clear of everything, or None if there is no room for one."""
    radius = MOON_SIZE * min(regions.height, regions.width)
    side = max(regions.height, regions.width)
    small = resized(regions.sky, *(max(2, round(96 * length / side)) for length in (regions.width, regions.height)))
    scale = regions.width / small.shape[1]
    room = blur(small, MOON_ROOM * radius / scale)
    ys, xs = np.mgrid[0 : small.shape[0], 0 : small.shape[1]] / np.array(small.shape)[:, None, None]
    wish = view.dice("moon").choice((0.24, 0.76))
    room = room - 0.35 * np.abs(xs - wish) - 0.3 * np.abs(ys - min(0.22, 0.45 * regions.horizon))
    edge = 2.0 * radius / scale
    inside = (xs * small.shape[1] > edge) & ((1 - xs) * small.shape[1] > edge) & (ys * small.shape[0] > edge)
    clear = blur(small, radius / scale) > 0.985
    if not (inside & clear).any():
        return None
    y, x = np.unravel_index(int(np.argmax(np.where(inside & clear, room, -9))), small.shape)
    return (float(x) + 0.5) * scale, (float(y) + 0.5) * scale, radius


def moonlit(regions: Regions, view: View, sky: Colours) -> Colours:
    """A night sky with a moon where there is room for one."""
    place = moon_place(regions, view)
    if place is None:
        return sky
    x, y, radius = place
    away = _distance(regions, (x, y))
    sky = sky + np.exp(np.minimum(1 - away / np.float32(radius), 0) * np.float32(3 / MOON_GLOW)) * rgb(MOON_BLUE)
    reach = int(radius) + 2
    left, top = max(0, int(x) - reach), max(0, int(y) - reach)
    part = (slice(None), slice(top, int(y) + reach + 1), slice(left, int(x) + reach + 1))
    seas = ramp(noise(view.dice("seas"), 2 * reach + 1, 2 * reach + 1, 0.9 * radius, octaves=3), 0.45, 0.75)
    seas = seas[: sky[part].shape[1], : sky[part].shape[2]]
    ys = np.arange(seas.shape[0], dtype=np.float32)[:, None] + np.float32(top - y)
    xs = np.arange(seas.shape[1], dtype=np.float32)[None, :] + np.float32(left - x)
    face = np.clip(np.float32(radius + 0.5) - np.hypot(ys, xs), 0, 1)
    sky[part] = mix(sky[part], mix(rgb("#fbf6e2"), rgb("#cfccc0"), seas), face)
    return sky


def _distance(regions: Regions, place: tuple[float, float]) -> Plane:
    """How far each pixel is from a place, in pixels; made small and smooth, for light that spreads."""
    shrink = min(1.0, LIGHT_SIZE / max(regions.height, regions.width))
    height, width = max(2, round(regions.height * shrink)), max(2, round(regions.width * shrink))
    ys = (np.arange(height, dtype=np.float32)[:, None] + 0.5) * np.float32(regions.height / height) - place[1]
    xs = (np.arange(width, dtype=np.float32)[None, :] + 0.5) * np.float32(regions.width / width) - place[0]
    return resized(np.hypot(ys, xs).astype(np.float32), regions.width, regions.height)


def sun_place(regions: Regions, view: View) -> tuple[float, float]:
    """Where a low sun stands, in pixels: where the sky is brightest near the horizon already, or by chance."""
    if not regions.has_sky:
        side = view.dice("sun").choice((-0.08, 1.08))
        return float(side) * regions.width, 0.2 * regions.height
    light = blur(like(regions.luma * regions.sky, np.empty((64, 96))), 3.0)
    low = light[max(0, round(64 * regions.horizon) - 12) : round(64 * regions.horizon) + 1].mean(axis=0)
    column = float(np.argmax(low + 0.03 * np.sin(np.linspace(0, pi, 96) * view.dice("sun").uniform(1, 2))))
    return (column + 0.5) / 96 * regions.width, 0.94 * regions.horizon * regions.height


def radiance(regions: Regions, place: tuple[float, float], reach: float) -> Plane:
    """Light around a point in pixels: 1 there, and e times less `reach` of the longer side away."""
    light: Plane = np.exp(_distance(regions, place) * np.float32(-1 / (reach * max(regions.height, regions.width))))
    return light


def lightning(regions: Regions, view: View) -> tuple[Plane, Plane]:
    """A flash from the upper edge to the horizon, and its light in the clouds around, each 0 to 1."""
    dice, unit = view.dice("lightning"), min(regions.height, regions.width) / 1000
    x, y, end = dice.uniform(0.2, 0.8) * regions.width, -0.02 * regions.height, regions.horizon * regions.height
    body = ""
    bends = [(x, y)]
    while y < end:
        step = dice.uniform(0.012, 0.032) * regions.height
        x, y = x + dice.normal(0.25 * np.sin(9 * y / end), 0.75) * step, y + step
        bends.append((x, y))
        if dice.random() < 0.16:
            body += _branch(dice, x, y, step)
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in bends)
    body += f'<path d="M{path}" stroke-width="{2.4 * unit:.2f}"/>'
    start = bends[0][0]
    pen = f'<g stroke="#fff" fill="none" stroke-linecap="round" stroke-width="{unit}">{body}</g>'
    drawn = rasterise(pen, (0, 0, regions.width, regions.height), regions.width, regions.height)
    bolt = drawn[..., 3].astype(np.float32) / 255
    glow = np.minimum(1, 6 * blur(bolt, 12 * unit)) * 0.5 + radiance(regions, (start, 0.25 * end), 0.22)
    return np.minimum(1, bolt + 1.2 * blur(bolt, 2.5 * unit)), np.clip(glow, 0, 1)


def _branch(dice: np.random.Generator, x: float, y: float, step: float) -> str:
    """A side branch of a flash, as SVG."""
    side, path = float(dice.choice((-1, 1))), f"M{x:.1f} {y:.1f}"
    for _ in range(int(dice.integers(3, 8))):
        path += f"l{side * dice.uniform(0.2, 1.1) * step:.1f} {dice.uniform(0.3, 1.0) * step:.1f}"
    return f'<path d="{path}" opacity="0.7"/>'
