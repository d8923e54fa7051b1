"""Goes on where a bust is cut off: the rest of its coat, arms, legs and shoes."""

from dataclasses import dataclass

import numpy as np

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.figures.page import Page, shade, stops
from pinxit.engines.storybook.figures.people import GOWNED
from pinxit.engines.storybook.figures.sampling import (
    INK,
    distance,
    hexed,
    luma,
    mix,
    sample,
    skin_of,
    typical,
)
from pinxit.engines.storybook.painting.raster import Pixels
from pinxit.engines.storybook.settings.colour import parts

ROBED = frozenset(
    "mage judge student princess elf genie veil vampire supervillain skullcap wizard queen scientist".split()
)
CARRYING = frozenset("technologist teacher veil".split())
"""Busts that hold something over the bottom edge: what is held must not be drawn on downwards."""
GESTURING = frozenset(
    "raising tipping shrugging gesturing facepalming juggling zombie bowing pouting frowning technologist".split()
)
"""Busts that show both arms already."""


def bust(page: Page, art: Art, words: frozenset[str], garment: str | None) -> None:
    """Goes on where a bust is cut off: the colours of the cut edge run down into a hem, over legs and shoes."""
    edge, skin = _edge(sample(art)), skin_of(sample(art))
    scale = 60.0 / (art.box[3] - art.box[1])
    unit = (art.box[2] - art.box[0]) * scale
    cloth = edge.cloth(skin)
    if words & CARRYING:
        cloth = next((c for c in (edge.outer(-1), edge.outer(1)) if distance(c, skin) > 110), "#4c7fd9")
    centre, half = ((edge.left + edge.right) / 2 - 0.5) * unit, min((edge.right - edge.left) / 2 * unit, 25.0)
    hem, foot, spread = (
        (34.0, 40.0, 1.6) if words & GOWNED else (31.0, 41.0, 1.2) if words & ROBED else (17.0, 38.0, 1.04)
    )
    _legs(page, centre, half, hem, foot, garment or (mix(cloth, INK, 0.5) if luma(cloth) > 60 else "#5a5470"))
    sleeves = {side: not words & GESTURING and edge.has_sleeve(side, skin) for side in (-1, 1)}
    left, right = (centre + side * half * (0.76 if sleeves[side] else 0.95) for side in (-1, 1))
    grow = (right - left) / 2 * (spread - 1)
    tunic = _tunic(left, right, grow, hem)
    page.path(tunic, cloth if words & CARRYING else _stripes(page, edge, cloth, skin, unit))
    if garment and words & (GOWNED | ROBED):
        page.path(f"M-60 {hem - 13}Q{centre:.2f} {hem - 9} 60 {hem - 13}V{hem}H-60Z", garment, page.within(tunic))
    page.path(tunic, page.define("linearGradient", 'x1="0" x2="0" y1="0" y2="1"', shade(0.0, 0.3)))
    page.include(left - grow, 0, right + grow, hem)
    for side in (-1, 1):
        if sleeves[side]:
            _sleeve(page, centre + side * (half - 5.2), side, edge.outer(side), skin)
            page.joints.hand = centre + side * (half - 3.6), 14.5
    reach = [(edge.left - 0.5) * unit if sleeves[-1] else left, (edge.right - 0.5) * unit if sleeves[1] else right]
    page.joints.back = centre, -4.0
    page.place(art, scale, 0.0, fade=(reach[0] + 0.6, reach[1] - 0.6))


def _tunic(left: float, right: float, grow: float, hem: float) -> str:
    """A garment from above the cut edge to a round-cornered hem, wider there by `grow` on each side."""
    low, high, corner = left - grow, right + grow, hem - 3
    return (
        f"M{left:.2f} -4H{right:.2f}V0C{right:.2f} {hem * 0.45:.2f} {high:.2f} {hem * 0.6:.2f} {high:.2f} {corner:.2f}"
        f"Q{high:.2f} {hem:.2f} {high - 3:.2f} {hem:.2f}H{low + 3:.2f}Q{low:.2f} {hem:.2f} {low:.2f} {corner:.2f}"
        f"C{low:.2f} {hem * 0.6:.2f} {left:.2f} {hem * 0.45:.2f} {left:.2f} 0Z"
    )


def _sleeve(page: Page, x: float, side: int, cloth: str, skin: str) -> None:
    """The rest of one arm, with a hand."""
    page.oval(x - side * 1.6, 14.5, 4.3, 4.6, page.ball(skin))
    page.limb([(x, -2), (x + side * 0.8, 4), (x - side * 1.4, 8.6)], 10.4, page.fall(cloth, -18, 18, 0.26))


def _legs(page: Page, centre: float, half: float, hem: float, foot: float, colour: str) -> None:
    step = half * 0.36
    for side in (-1, 1):
        x = centre + side * step
        ankle = foot - half * 0.28 - 1
        points = [(x, hem - 6), (x + side * 0.3, hem - 2), (x, max(hem - 5, ankle))]
        page.limb(points, half * 0.56, page.fall(colour, hem - 6, foot))
        page.path(
            f"M{x - side * half * 0.26:.2f} {foot}V{foot - 5}"
            f"Q{x:.2f} {foot - 9} {x + side * half * 0.2:.2f} {foot - 7.5}"
            f"Q{x + side * half * 0.5:.2f} {foot - 6} {x + side * half * 0.5:.2f} {foot - 2}"
            f"Q{x + side * half * 0.5:.2f} {foot} {x + side * half * 0.42:.2f} {foot}Z",
            page.fall("#4a3b4f", foot - 8, foot),
        )
    page.include(centre - half, hem, centre + half, foot)


def _stripes(page: Page, edge: "_Edge", cloth: str, skin: str, unit: float) -> str:
    """The colours along the cut edge, left to right, as a paint; skin, gaps and what is held become cloth."""
    count = len(edge.colours)
    kept = [
        colour is not None
        and mirrored is not None
        and distance(colour, skin) > 55
        and (distance(colour, mirrored) < 75 or distance(colour, cloth) < 75)
        for colour, mirrored in zip(edge.colours, reversed(edge.colours), strict=True)
    ]
    colours = [colour if keep and colour else cloth for colour, keep in zip(edge.colours, kept, strict=True)]
    x1, x2 = (edge.left - 0.5) * unit, (edge.right - 0.5) * unit
    return page.define(
        "linearGradient",
        f'gradientUnits="userSpaceOnUse" x1="{x1:.2f}" x2="{x2:.2f}" y1="0" y2="0"',
        stops(*((index / (count - 1), colour) for index, colour in enumerate(colours))),
    )


@dataclass(frozen=True, slots=True)
class _Edge:
    """The bottom row of a bust: where it begins and ends, as shares of the width, and its colours in between."""

    left: float
    right: float
    colours: tuple[str | None, ...]

    def cloth(self, skin: str) -> str:
        """The colour nearest to the most of the edge."""
        return typical([c for c in self.colours if c is not None and distance(c, skin) > 55])

    def outer(self, side: int) -> str:
        """The colour of the outermost part on one side: a sleeve, a hand or what it holds."""
        part = self.colours[-13:-1] if side > 0 else self.colours[1:13]
        return typical([c for c in part if c is not None])

    def has_sleeve(self, side: int, skin: str) -> bool:
        """Whether an arm is cut off here, rather than a hand or what it holds."""
        outer = self.outer(side)
        return (
            distance(outer, skin) > 70 and min(distance(outer, c) for c in (self.outer(-side), self.cloth(skin))) < 130
        )


def is_chin(pixels: Pixels) -> bool:
    """Whether a bust ends in a bare head: it tapers, and the lowest middle is skin."""
    high = len(pixels)
    solid = (pixels[..., 3] > 200).sum(axis=1)
    lowest = pixels[int(0.9 * high) : int(0.98 * high)].reshape(-1, 4)
    lowest = lowest[lowest[:, 3] > 200, :3].astype(int)
    bare = np.abs(lowest - np.array(parts(skin_of(pixels)))).sum(axis=1) < 110
    tapers = solid[int(0.97 * high)] < 0.97 * solid[int(0.85 * high)]
    return bool(tapers and bare.sum() > 0.42 * len(lowest))


def _edge(pixels: Pixels) -> _Edge:
    """Looks at the widest of the lowest rows, since some busts end in an arc."""
    row = max(pixels[-2:-9:-1], key=lambda line: int((line[:, 3] > 200).sum()))
    solid = np.flatnonzero(row[:, 3] > 200)
    if len(solid) < 8:
        return _Edge(0.4, 0.6, ("#6f7fb5",) * 64)
    first, last = int(solid[0]), int(solid[-1])
    columns = np.linspace(first, last, 64).round().astype(int)
    colours = tuple(hexed(row[c, :3]) if row[c, 3] > 200 else None for c in columns)
    return _Edge(first / len(row), (last + 1) / len(row), colours)
