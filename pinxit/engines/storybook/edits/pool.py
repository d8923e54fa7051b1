"""A body of water that lies on the ground: a pool with its rim, or a pond with its bank, seen from before it."""

from dataclasses import dataclass
from math import copysign, cos, sin, tau
from random import Random
from typing import Literal

import numpy as np
from PIL import Image

from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.settings.brush import Layer, Point, smooth

Water = Literal["pool", "pond"]

FLATTEST, STEEPEST = 0.2, 0.42
"""The height over the width of a round pool, by how much room there is: one looks across it, or down into it."""
WIDE = 1000.0
"""Units of a pool's width."""
RIM = 36.0
"""Units: the width of the stones around a pool."""
FEET = 0.64
"""How far down a pool those stand who are in it."""
RIPPLES = 17
SQUARENESS: dict[Water, float] = {"pool": 3.4, "pond": 2.0}
"""The power of Lamé's curve: 2 is an ellipse, more is a rectangle with ever sharper corners."""
NARROWING: dict[Water, float] = {"pool": 0.1, "pond": 0.03}
"""How much wider it is before than behind, as seen from before it."""
STONE = ("#fbf6ea", "#e6dccb", "#cfc2ad")
WALL = ("#3f9fb2", "#1f7d95")
POOL = ("#8fe4e6", "#45c6d6", "#22a9c6", "#178fb4")
POND = ("#a9d8e2", "#6fb6cd", "#4596b5", "#347d9c")
BANK = ("#8b8a5c", "#6d6a49")


@dataclass(frozen=True, slots=True)
class Basin:
    """A body of water as it is painted."""

    image: Image.Image
    """RGBA."""
    surface: Image.Image
    """255 where there is water: "L" of the same size."""


def shape_in(width: int, height: int) -> tuple[int, int]:
    """The size of a pool that is as wide as its room, in pixels, and lies in its lower part."""
    wide = min(float(width), height / FLATTEST)
    return max(8, round(wide)), max(4, round(wide * min(max(0.8 * height / wide, FLATTEST), STEEPEST)))


def basin(kind: Water, size: tuple[int, int], seed: int) -> Basin:
    """A pool or a pond that fills `size`, in pixels, whose shape is its perspective."""
    high = WIDE * size[1] / size[0]
    layer, dice = Layer("pool"), Random(f"{seed} {kind}")
    wobble = [dice.uniform(0, tau) for _ in range(2)] if kind == "pond" else None
    rim = RIM if kind == "pool" else 0.6 * RIM
    outer = _shape(kind, high, 0.0, wobble)
    inner = _shape(kind, high, rim, wobble)
    drop = 0.07 * high if kind == "pool" else 0.02 * high
    water = smooth([(x, y + drop) for x, y in inner], closed=True)
    if kind == "pool":
        layer.path(smooth([(x, y + 0.02 * high) for x, y in outer], closed=True), STONE[2])
        layer.path(smooth(outer, closed=True), layer.down(*STONE[:2]))
        layer.line(_seams(outer, inner), STONE[2], 2.2, 0.7)
        layer.path(smooth(inner, closed=True), layer.down(*WALL))
    else:
        layer.path(smooth(outer, closed=True), layer.down(*BANK), 0.75)
        layer.path(smooth(inner, closed=True), BANK[1])
    layer.add(f'<g clip-path="{layer.clip(smooth(inner, closed=True))}"><g clip-path="{layer.clip(water)}">')
    layer.path(water, layer.down(*(POOL if kind == "pool" else POND)))
    layer.line(_ripples(dice, high, kind), "#ffffff", 3.2, 0.42 if kind == "pool" else 0.28)
    layer.line(_ripples(dice, high, kind), POOL[3] if kind == "pool" else POND[3], 3.0, 0.3)
    layer.add("</g></g>")
    mask = Layer("surface")
    mask.add(f'<g clip-path="{mask.clip(smooth(inner, closed=True))}"><path d="{water}" fill="#fff"/></g>')
    pixels, seen = (rasterise(each.svg(), (0, 0, WIDE, high), *size) for each in (layer, mask))
    return Basin(Image.fromarray(pixels), Image.fromarray(np.ascontiguousarray(seen[..., 3])))


def _shape(kind: Water, high: float, inset: float, wobble: list[float] | None) -> list[Point]:
    """Points along its outline, or along one that is `inset` units within it."""
    ratio, power = high / WIDE, 2 / SQUARENESS[kind]
    across = (WIDE / 2 - 6) / (1 + NARROWING[kind]) - inset
    down = (high / 2 - 6 * ratio) - 1.1 * inset * min(1.0, 1.6 * ratio)
    points = []
    for step in range(96):
        angle = step * tau / 96
        x, y = (copysign(abs(each) ** power, each) for each in (cos(angle), sin(angle)))
        reach = 1.0
        if wobble:
            reach -= 0.05 + 0.05 * sin(3 * angle + wobble[0]) * 0.6 + 0.02 * sin(5 * angle + wobble[1])
        points.append((WIDE / 2 + across * x * reach * (1 + NARROWING[kind] * y), high / 2 + down * y * reach))
    return points


def _seams(outer: list[Point], inner: list[Point]) -> str:
    """The joints between the stones of a rim."""
    pairs = list(zip(outer, inner, strict=True))[::4]
    return "".join(f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" for (x, y), (to_x, to_y) in pairs)


def _ripples(dice: Random, high: float, kind: Water) -> str:
    """Small waves, longer and further apart towards the front."""
    strokes = ""
    for _ in range(RIPPLES if kind == "pool" else RIPPLES // 2):
        near = dice.random() ** 0.8
        x, y, half = dice.uniform(0.08, 0.92) * WIDE, (0.14 + 0.78 * near) * high, 22 + 34 * near
        rise = half * 0.5 * high / WIDE
        strokes += f"M{x - half:.1f} {y:.1f}q{half / 2:.1f} {-rise:.1f} {half:.1f} 0t{half:.1f} 0"
    return strokes
