"""Snowflakes and rain in the air, far, near and right before the lens."""

import numpy as np

from pinxit.engines.storybook.edits.changes.planes import Plane, resized
from pinxit.engines.storybook.edits.changes.sketch import UNITS, sketched
from pinxit.engines.storybook.edits.changes.view import View

FLAKES = ((3200, 1.2, 0.7), (1100, 2.3, 0.85), (260, 4.2, 0.9))
"""How many flakes there are in a square picture, their mean radius in units, and their opacity: far, middle, near."""
BLURRED_FLAKES, BLURRED_RADIUS = 30, 12.0
"""Flakes right before the lens, out of focus, and their mean radius in units."""
STREAKS = ((420, 26.0, 1.1, 0.34), (190, 50.0, 1.8, 0.4), (46, 95.0, 3.0, 0.16))
"""How many streaks of rain there are in a square picture, their length and width in units, and their opacity."""
SHARPEST_STREAK = 2.0
"""Streaks wider than this, in units, are out of focus."""
FINEST = 0.55
"""The least spread of a flake, in pixels."""


def snowflakes(width: int, height: int, view: View) -> Plane:
    """How much each pixel is hidden by falling snow, 0 to 1."""
    unit, dice = min(width, height) / UNITS, view.dice("snowflakes")
    area = width * height / min(width, height) ** 2
    share = view.many(0.5, 0.8, 1.0) * (0.6 if view.is_faithful else 1.0)
    drift = dice.choice((-1, 1)) * dice.uniform(8, 20)
    clear = np.ones((height, width), dtype=np.float32)
    for count, radius, opacity in FLAKES:
        layer = _flakes(dice, width, height, round(count * area * share), radius * unit, drift)
        clear *= 1 - opacity * np.minimum(layer, 1)
    if not view.is_faithful:
        clear *= 1 - 0.55 * _blurred(dice, width, height, round(BLURRED_FLAKES * area * share), BLURRED_RADIUS * unit)
    return 1 - clear


def _flakes(dice: np.random.Generator, width: int, height: int, count: int, radius: float, drift: float) -> Plane:
    """Soft spots of about this radius, in pixels, a little drawn out along their way, `drift` degrees off plumb."""
    layer = np.zeros((height, width), dtype=np.float32)
    spread = max(FINEST, 0.6 * radius)
    xs, ys = dice.uniform(0, width, count), dice.uniform(0, height, count)
    sizes, lights = spread * dice.uniform(0.6, 1.35, count), dice.uniform(0.55, 1.15, count)
    slants = np.radians(drift + dice.uniform(-12, 12, count))
    reach = int(3.2 * spread * 1.35 * 1.25) + 1
    steps = np.arange(-reach, reach + 1, dtype=np.float32)
    lefts, tops = xs.astype(int), ys.astype(int)
    across = steps[None, None, :] - (xs - lefts)[:, None, None]
    down = steps[None, :, None] - (ys - tops)[:, None, None]
    sines, cosines = np.sin(slants)[:, None, None], np.cos(slants)[:, None, None]
    along, aside = down * cosines + across * sines, across * cosines - down * sines
    away = (along / (1.2 * sizes[:, None, None])) ** 2 + (aside / sizes[:, None, None]) ** 2
    spots = (lights[:, None, None] * np.exp(-0.5 * away**1.4)).astype(np.float32)
    rows = np.clip(tops[:, None] + steps[None, :].astype(int), -1, height)
    columns = np.clip(lefts[:, None] + steps[None, :].astype(int), -1, width)
    inside = ((rows >= 0) & (rows < height))[:, :, None] & ((columns >= 0) & (columns < width))[:, None, :]
    places = (rows[:, :, None] * width + columns[:, None, :])[inside]
    np.add.at(layer.reshape(-1), places, spots[inside])
    return layer


def _blurred(dice: np.random.Generator, width: int, height: int, count: int, radius: float) -> Plane:
    """Large, faint discs, drawn at a quarter of the size."""
    wide, high = max(2, width // 4), max(2, height // 4)
    layer = np.zeros((high, wide), dtype=np.float32)
    for x, y, size, light in dice.random((count, 4)):
        reach = radius / 4 * (0.6 + 1.1 * size)
        left, top = max(0, int(x * wide - reach)), max(0, int(y * high - reach))
        part = layer[top : int(y * high + reach) + 2, left : int(x * wide + reach) + 2]
        down = np.arange(part.shape[0], dtype=np.float32)[:, None] + np.float32(top - y * high)
        across = np.arange(part.shape[1], dtype=np.float32)[None, :] + np.float32(left - x * wide)
        soft = np.clip((reach - np.hypot(down, across)) / max(0.45 * reach, 1.0), 0, 1)
        np.maximum(part, (0.45 + 0.55 * light) * soft, out=part)
    return resized(layer, width, height)


def rainfall(width: int, height: int, view: View, heavy: float = 1.0) -> Plane:
    """How much each pixel is hidden by rain, 0 to 1; `heavy` rain is denser and driven by the wind."""
    unit, dice = min(width, height) / UNITS, view.dice("rain")
    wide, high = width / unit, height / unit
    slant = dice.choice((-1, 1)) * dice.uniform(0.06, 0.12) * (1 + 2 * (heavy - 1))
    share = view.many(0.5, 0.8, 1.0) * (0.7 if view.is_faithful else 1.0) * heavy * wide * high / UNITS**2
    body = ""
    for count, length, thick, opacity in STREAKS:
        paths = ["", "", ""]  # faint, middling and clear ones
        for number, (x, y, long) in enumerate(dice.random((round(count * share), 3))):
            reach = length * (0.6 + 0.8 * long)
            left, top = -0.1 * wide + 1.2 * wide * x, -length + (high + length) * y
            paths[number % 3] += f"M{left:.1f} {top:.1f}l{slant * reach:.1f} {reach:.1f}"
        for at, path in enumerate(paths):
            faint = opacity * (0.4 + 0.3 * at)
            body += f'<path d="{path}" stroke-width="{thick}" opacity="{faint:.2f}"/>' if path else ""
            if path and thick > SHARPEST_STREAK:  # out of focus: a wider, fainter one around it
                body += f'<path d="{path}" stroke-width="{2.2 * thick}" opacity="{0.4 * faint:.2f}"/>'
    drawn = sketched(f'<g stroke="#fff" stroke-linecap="round">{body}</g>', width, height)
    return drawn[..., 3] * np.float32(1 / 255)
