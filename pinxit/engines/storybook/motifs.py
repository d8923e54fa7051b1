"""Marks of a pattern as SVG: stripes, spots, checks, stars, flowers and hearts, over any box."""

import math
import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal

from pinxit.engines.storybook.colour import ASSORTED, RAINBOW, named
from pinxit.engines.storybook.scene import Pattern

Box = tuple[float, float, float, float]
Marks = Pattern | Literal["patches", "panels", "halves"]
"""Beside the patterns that can be asked for: the patches of a cow, and the parts of a thing in two colours."""

STAR = "M0 -1L.29 -.4L.95 -.31L.47 .15L.59 .81L0 .5L-.59 .81L-.47 .15L-.95 -.31L-.29 -.4Z"
HEART = "M0 .9C-1.3 -.05 -.95 -.95 -.42 -.9C-.12 -.88 0 -.6 0 -.48C0 -.6 .12 -.88 .42 -.9C.95 -.95 1.3 -.05 0 .9Z"
PETALS = 5
PALE = "#fdfcf9"
DARK = {"fur": "#4a3428", "cloth": "#3d6fc4"}
"""Marks in no colour of their own: dark ones on fur, and on cloth that is too pale for white ones."""
BRIGHT = 178
"""The mean of red, green and blue from which on cloth is pale."""


def motif(marks: Marks, box: Box, unit: float, colour: str, *, is_fur: bool = False) -> str:
    """The marks in `colour` over `box`; `unit` is about the distance from one to the next. Fur grows less evenly."""
    drawn = _DRAWN[marks](box, unit, random.Random(f"{marks} {is_fur}"), is_fur)
    return f'<g fill="{colour}">{"".join(drawn)}</g>'


def mark_colour(asked: str | None, own: str, *, is_fur: bool) -> str:
    """The #rrggbb of the marks upon cloth or fur that is mostly of the colour `own`."""
    told = named(asked) if asked else None
    if told and told not in (RAINBOW, ASSORTED):
        return told
    brightness = sum(int(own[at : at + 2], 16) for at in (1, 3, 5)) / 3
    if is_fur:
        return DARK["fur"] if brightness > 80 else PALE
    return DARK["cloth"] if brightness > BRIGHT else PALE


def _stripes(box: Box, unit: float, dice: random.Random, is_fur: bool) -> Iterator[str]:
    left, top, right, low = box
    if not is_fur:
        for n in range(math.ceil((low - top) / unit)):
            yield f'<rect x="{left:.2f}" y="{top + n * unit:.2f}" width="{right - left:.2f}" height="{unit / 2:.2f}"/>'
        return
    wide = 0.34 * unit
    for n in range(math.ceil((right - left) / unit) + 2):
        x, reach = left + (n - 0.5) * unit + dice.uniform(-0.14, 0.14) * unit, (low - top) / 3
        for row in range(3):
            y, bend = top + (row + dice.uniform(-0.1, 0.1)) * reach, dice.uniform(0.3, 0.6) * unit
            tip = y + reach * dice.uniform(0.8, 0.98)
            middle = (y + tip) / 2
            yield (
                f'<path d="M{x:.2f} {y:.2f}Q{x + bend + wide:.2f} {middle:.2f} {x:.2f} {tip:.2f}'
                f'Q{x + bend - wide:.2f} {middle:.2f} {x:.2f} {y:.2f}Z"/>'
            )


def _lattice(box: Box, unit: float) -> Iterator[tuple[float, float]]:
    """Places in rows, each row in the gaps of the one before it."""
    left, top, right, low = box
    for row in range(math.ceil((low - top) / (0.87 * unit)) + 1):
        for n in range(math.ceil((right - left) / unit) + 2):
            yield left + (n - 0.5 * (row % 2)) * unit, top + (row + 0.3) * 0.87 * unit


def _spots(box: Box, unit: float, dice: random.Random, is_fur: bool) -> Iterator[str]:
    for x, y in _lattice(box, unit):
        if not is_fur:
            yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{0.27 * unit:.2f}"/>'
        elif dice.random() < 0.8:
            x, y, size = (
                x + dice.uniform(-0.2, 0.2) * unit,
                y + dice.uniform(-0.2, 0.2) * unit,
                dice.uniform(0.16, 0.34),
            )
            yield (
                f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{size * unit:.2f}" ry="{size * unit * 0.8:.2f}" '
                f'transform="rotate({dice.uniform(-40, 40):.0f} {x:.2f} {y:.2f})"/>'
            )


def _checks(box: Box, unit: float, dice: random.Random, is_fur: bool) -> Iterator[str]:
    """Gingham: bands both ways, that are full where they cross."""
    left, top, right, low = box
    wide, high, band = right - left, low - top, unit / 2
    for n in range(math.ceil(high / unit) + 1):
        yield (
            f'<rect x="{left:.2f}" y="{top + n * unit:.2f}" width="{wide:.2f}" height="{band:.2f}" fill-opacity=".56"/>'
        )
    for n in range(math.ceil(wide / unit) + 1):
        yield (
            f'<rect x="{left + n * unit:.2f}" y="{top:.2f}" width="{band:.2f}" height="{high:.2f}" fill-opacity=".56"/>'
        )


def _shapes(path: str, size: float) -> Callable[[Box, float, random.Random, bool], Iterator[str]]:
    def drawn(box: Box, unit: float, dice: random.Random, is_fur: bool) -> Iterator[str]:
        for x, y in _lattice(box, 1.25 * unit):
            turn = dice.uniform(-18, 18)
            place = f"translate({x:.2f} {y:.2f}) rotate({turn:.0f}) scale({size * unit:.3f})"
            yield f'<path transform="{place}" d="{path}"/>'

    return drawn


def _flowers(box: Box, unit: float, dice: random.Random, is_fur: bool) -> Iterator[str]:
    for x, y in _lattice(box, 1.25 * unit):
        turn, size = dice.uniform(0, 72), dice.uniform(0.2, 0.26) * unit
        for n in range(PETALS):
            angle = math.radians(turn + 360 * n / PETALS)
            yield (
                f'<circle cx="{x + size * math.cos(angle):.2f}" cy="{y + size * math.sin(angle):.2f}" '
                f'r="{0.62 * size:.2f}"/>'
            )
        yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{0.5 * size:.2f}" fill="#f6c945"/>'


def _patches(box: Box, unit: float, dice: random.Random, is_fur: bool) -> Iterator[str]:
    """A few large, rounded patches of no even shape."""
    for x, y in _lattice(box, 3.4 * unit):
        x, y = x + dice.uniform(-0.8, 0.8) * unit, y + dice.uniform(-0.8, 0.8) * unit
        radii = [unit * dice.uniform(0.75, 1.5) for _ in range(7)]
        places = [
            (x + radius * math.cos(math.tau * n / 7), y + radius * math.sin(math.tau * n / 7))
            for n, radius in enumerate(radii)
        ]
        middles = [((one[0] + two[0]) / 2, (one[1] + two[1]) / 2) for one, two in pairwise([*places, places[0]])]
        curve = "".join(
            f"Q{place[0]:.2f} {place[1]:.2f} {end[0]:.2f} {end[1]:.2f}"
            for place, end in zip([*places[1:], places[0]], [*middles[1:], middles[0]], strict=True)
        )
        yield f'<path d="M{middles[0][0]:.2f} {middles[0][1]:.2f}{curve}Z"/>'


def _panels(box: Box, unit: float, dice: random.Random, is_fur: bool) -> Iterator[str]:
    left, top, right, low = box
    wide = (right - left) / 5
    for n in (1, 3):
        yield f'<rect x="{left + n * wide:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{low - top:.2f}"/>'


def _halves(box: Box, unit: float, dice: random.Random, is_fur: bool) -> Iterator[str]:
    left, top, right, low = box
    edge = top + 0.58 * (low - top)
    yield f'<rect x="{left:.2f}" y="{edge:.2f}" width="{right - left:.2f}" height="{low - edge:.2f}"/>'


_DRAWN: dict[Marks, Callable[[Box, float, random.Random, bool], Iterator[str]]] = {
    "striped": _stripes, "spotted": _spots, "checkered": _checks, "starry": _shapes(STAR, 0.38), "flowered": _flowers,
    "hearts": _shapes(HEART, 0.36), "patches": _patches, "panels": _panels, "halves": _halves,
}  # fmt: skip
