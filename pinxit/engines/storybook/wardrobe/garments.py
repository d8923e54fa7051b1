"""What covers a body: sweaters, coats, dresses and pajamas cut to its outline, and capes behind its shoulders."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pinxit.engines.storybook.anchors import Point
from pinxit.engines.storybook.figures.sampling import PAPER, PLUM, mix
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.wardrobe.brush import Brush, plain
from pinxit.engines.storybook.wardrobe.neckwear import Neck, bow

Box = tuple[float, float, float, float]

CAPES = ("cape", "cloak", "mantle", "poncho")
KNITTED = ("sweater", "jumper", "cardigan", "pullover", "hoodie", "sweatshirt")
BUTTONED = ("coat", "jacket", "uniform", "cardigan", "suit", "vest", "waistcoat")
NIGHTWEAR = ("pajama", "pyjama", "nightgown", "nightshirt")
LONG = ("dress", "gown", "coat", "robe", "pajama", "pyjama", "nightgown", "kimono", "sari", "nightshirt")
LOWER = ("jeans", "shorts", "trousers", "pants", "skirt", "tutu")
RULER = 120
"""Pixels along the larger side of the picture on which a body's outline is read."""


@dataclass(frozen=True, slots=True)
class Torso:
    """The body that is covered, in its own lengths; `svg` is the body itself, cut to `box`."""

    svg: str
    box: Box
    neck: Neck
    back: Point
    faces_right: bool


def is_cape(word: str) -> bool:
    """Whether a garment that is called so hangs from the shoulders, rather than covering the body."""
    return any(name in word.lower() for name in CAPES)


def garment(brush: Brush, torso: Torso, word: str, colour: str) -> str:
    """Cloth between neck and hips, clipped to the outline of the body; nothing for what is worn on legs alone."""
    if any(name in word for name in LOWER):
        return ""
    left, top, right, low = torso.box
    area = f'x="{left}" y="{top}" width="{right - left}" height="{low - top}"'
    mask = brush.define("mask", f'style="mask-type:alpha" maskUnits="userSpaceOnUse" {area}', torso.svg)
    shape, hem, collar = _side(torso, word) if torso.neck.is_side_on else _front(torso, word)
    dark, light = mix(plain(colour), PLUM, 0.28), mix(plain(colour), PAPER, 0.45)
    unit = torso.neck.unit
    cloth = f'<path d="{shape}" fill="{brush.fall(colour, 0.16, 0.24)}"/>'
    pattern = ""
    if any(name in word for name in NIGHTWEAR):
        pattern = _stripes(torso.box, unit * 0.2, light, unit * 0.055)
    elif any(name in word for name in KNITTED):
        pattern = _stripes(torso.box, unit * 0.1, dark, unit * 0.012)
    if not torso.neck.is_side_on and any(name in word for name in BUTTONED):
        pattern += _buttons(torso, dark, light)
    band = unit * 0.13
    trims = "".join(
        f'<path d="{line}" fill="none" stroke="{tint}" stroke-width="{wide:.2f}" stroke-opacity="{much}"/>'
        for line in (hem, collar)
        for tint, wide, much in ((dark, band, 1), (light, band * 0.22, 0.55))
    )
    clip = brush.clip(shape)
    return (
        f'<g mask="{mask}">{cloth}<g {clip}>{pattern}{trims}</g>'
        f'<path d="{shape}" fill="{brush.edges(0.2 if torso.neck.is_side_on else 0.3)}"/></g>'
    )


def cape(brush: Brush, torso: Torso, colour: str) -> tuple[str, str]:
    """What hangs behind the body and what lies before it: the cloth, and the ribbon that ties it at the neck."""
    neck = torso.neck
    dark = mix(plain(colour), PLUM, 0.34)
    paint, unit = brush.fall(colour, 0.16, 0.34), neck.unit
    if neck.is_side_on:
        return "", _flowing(torso, paint, dark) + _tie(brush, neck, colour)
    left, _, right, low = torso.box
    ends = sorted((neck.throat, neck.nape))
    top = min(neck.throat[1], neck.nape[1]) - 0.06 * unit
    hem, flare = low - 0.05 * (low - top), 0.16 * (right - left)
    first, last = left - flare * 0.45, right + flare * 0.45
    middle = (first + last) / 2
    d = (
        f"M{ends[0][0]:.2f} {top:.2f}C{first + flare:.2f} {top + 0.2 * unit:.2f} {first:.2f} {(top + hem) / 2:.2f} "
        f"{first:.2f} {hem:.2f}Q{(first + middle) / 2:.2f} {hem + 0.16 * unit:.2f} {middle:.2f} {hem:.2f}"
        f"Q{(last + middle) / 2:.2f} {hem + 0.16 * unit:.2f} {last:.2f} {hem:.2f}"
        f"C{last:.2f} {(top + hem) / 2:.2f} {last - flare:.2f} {top + 0.2 * unit:.2f} {ends[1][0]:.2f} {top:.2f}Z"
    )
    folds = "".join(
        f'<path d="M{start:.2f} {top + 0.3 * unit:.2f}Q{(start + end) / 2 + turn:.2f} {(top + hem) / 2:.2f} '
        f'{end:.2f} {hem:.2f}" stroke="{dark}" stroke-opacity=".45" stroke-width="{0.04 * unit:.2f}" fill="none"/>'
        for start, end, turn in (
            (ends[0][0], first + 0.5 * flare, -0.2 * flare),
            (ends[1][0], last - 0.5 * flare, 0.2 * flare),
        )
    )
    return f'<path d="{d}" fill="{paint}"/>{folds}', _tie(brush, neck, colour)


def _flowing(torso: Torso, paint: str, dark: str) -> str:
    """A cape on one seen from the side: over the shoulder and out behind in the wind."""
    left, top, right, low = torso.box
    neck, back = torso.neck, torso.back
    ahead = 1 if torso.faces_right else -1
    wide, high = right - left, low - top
    (x0, y0), (x1, y1) = neck.nape, neck.throat
    end = back[0] - ahead * 0.36 * wide
    rise = back[1] - 0.1 * high
    inner = (x0 + 0.55 * (x1 - x0), y0 + 0.55 * (y1 - y0))
    tip = end + ahead * 0.1 * wide, back[1] + 0.36 * high
    d = (
        f"M{x0:.2f} {y0 - 0.02 * high:.2f}C{back[0] + ahead * 0.1 * wide:.2f} {rise - 0.02 * high:.2f} "
        f"{back[0] - ahead * 0.14 * wide:.2f} {rise + 0.1 * high:.2f} {end:.2f} {rise + 0.02 * high:.2f}"
        f"Q{end + ahead * 0.07 * wide:.2f} {back[1] + 0.14 * high:.2f} {tip[0]:.2f} {tip[1]:.2f}"
        f"Q{tip[0] + ahead * 0.1 * wide:.2f} {tip[1] - 0.08 * high:.2f} "
        f"{tip[0] + ahead * 0.18 * wide:.2f} {tip[1] - 0.01 * high:.2f}"
        f"C{back[0] + ahead * 0.02 * wide:.2f} {back[1] + 0.3 * high:.2f} {inner[0] - ahead * 0.02 * wide:.2f} "
        f"{inner[1] + 0.12 * high:.2f} {inner[0]:.2f} {inner[1]:.2f}Z"
    )
    folds = "".join(
        f'<path d="M{x0 + share * (inner[0] - x0):.2f} {y0 + share * (inner[1] - y0):.2f}'
        f"Q{back[0]:.2f} {back[1] + (0.02 + 0.2 * share) * high:.2f} "
        f'{end + ahead * 0.06 * wide:.2f} {back[1] + (-0.02 + 0.36 * share) * high:.2f}" fill="none" '
        f'stroke="{dark}" stroke-opacity=".4" stroke-width="{0.035 * neck.unit:.2f}" stroke-linecap="round"/>'
        for share in (0.3, 0.62)
    )
    return f'<path d="{d}" fill="{paint}"/>{folds}'


def _tie(brush: Brush, neck: Neck, colour: str) -> str:
    """A collar of the same cloth and a small bow in front."""
    path, dark = "M-50 -4Q0 24 50 -4", mix(plain(colour), PLUM, 0.3)
    at = (-26.0, 8.0) if neck.is_side_on else (0.0, 13.0)
    band = (
        f'<g fill="none" stroke-linecap="round"><path d="{path}" stroke="{dark}" stroke-width="17"/>'
        f'<path d="{path}" stroke="{plain(colour)}" stroke-width="12"/></g>'
    )
    return neck.collar(band) + neck.hung(*at, f'<g transform="scale(.62)">{bow(brush, colour)}</g>')


def _front(torso: Torso, word: str) -> tuple[str, str, str]:
    """The outline of the cloth on one seen from the front, its hem and its neckline."""
    left, _, right, low = torso.box
    neck = torso.neck
    ends = sorted((neck.throat, neck.nape))
    sag = 0.2 * neck.unit
    share = 0.86 if any(name in word for name in LONG) else 0.66
    height = max(ends[0][1], ends[1][1])
    hem = height + share * (low - height)
    middle = (left + right) / 2
    (x0, y0), (x1, y1) = ends
    collar = (
        f"M{left} {y0:.2f}L{x0:.2f} {y0:.2f}Q{(x0 + x1) / 2:.2f} {(y0 + y1) / 2 + sag:.2f} {x1:.2f} {y1:.2f}H{right}"
    )
    edge = f"M{left} {hem:.2f}Q{middle:.2f} {hem + 0.16 * neck.unit:.2f} {right} {hem:.2f}"
    shape = f"{collar}V{hem:.2f}Q{middle:.2f} {hem + 0.16 * neck.unit:.2f} {left} {hem:.2f}Z"
    return shape, edge, collar


def _side(torso: Torso, word: str) -> tuple[str, str, str]:
    """The same on one seen from the side: from the collar to the hips, above the legs."""
    left, top, right, low = torso.box
    neck = torso.neck
    ahead = 1 if torso.faces_right else -1
    (x0, y0), (x1, y1) = neck.throat, neck.nape
    wide, high = right - left, low - top
    rear = torso.back[0] - ahead * 0.13 * wide
    belly = _belly(torso.svg, torso.box, round(min(x0, rear), 1), round(max(x0, rear), 1))
    belly = min(max(belly, max(y0, y1) + 0.1 * high, torso.back[1] + 0.22 * high), low - 0.06 * high)
    roof = torso.back[1] - 0.08 * high  # a raised tail and the ears are above it
    # the collar's line goes on beyond both of its ends, so that it reaches the outline
    turn = math.atan2(y1 - y0, x1 - x0)
    reach = 0.06 * wide
    front = x0 - math.cos(turn) * reach, y0 - math.sin(turn) * reach
    nape = x1 + math.cos(turn) * reach * 0.8, y1 + math.sin(turn) * reach * 0.8
    bend = (front[0] + nape[0]) / 2 - ahead * 0.05 * wide, (front[1] + nape[1]) / 2 + 0.05 * high
    collar = f"M{front[0]:.2f} {front[1]:.2f}Q{bend[0]:.2f} {bend[1]:.2f} {nape[0]:.2f} {nape[1]:.2f}"
    edge = f"M{rear:.2f} {roof:.2f}Q{rear - ahead * 0.04 * wide:.2f} {(roof + belly) / 2:.2f} {rear:.2f} {belly:.2f}"
    shape = (
        f"{collar}Q{(nape[0] + torso.back[0]) / 2:.2f} {min(roof, nape[1]):.2f} {torso.back[0]:.2f} {roof:.2f}"
        f"L{rear:.2f} {roof:.2f}"
        f"Q{rear - ahead * 0.04 * wide:.2f} {(roof + belly) / 2:.2f} {rear:.2f} {belly:.2f}"
        f"Q{(rear + x0) / 2:.2f} {belly + 0.02 * high:.2f} {front[0]:.2f} {belly:.2f}Z"
    )
    return shape, edge, collar


@lru_cache(maxsize=64)
def _belly(svg: str, box: Box, first: float, last: float) -> float:
    """Where the legs begin below the columns from `first` to `last`: the highest place with a gap beneath the body."""
    left, top, right, low = box
    step = max(right - left, low - top) / RULER
    wide, high = round((right - left) / step, 2), round((low - top) / step, 2)
    seen = rasterise(svg, box, wide, high, stretch=False)[..., 3]
    columns = seen[:, max(0, int((first - left) / step)) : max(1, int((last - left) / step))] > 128
    ends = [int(np.flatnonzero(column)[-1]) for column in columns.T if column.any()]
    middle = ends[len(ends) // 5 : -max(1, len(ends) // 5)]
    return top + step * (min(middle) if middle else 0.7 * len(seen))


def _stripes(box: Box, gap: float, tint: str, wide: float) -> str:
    left, top, right, low = box
    count = max(1, int((right - left) / gap))
    return "".join(
        f'<path d="M{left + gap * (step + 0.5):.2f} {top}V{low}" stroke="{tint}" stroke-width="{wide:.2f}" '
        'stroke-opacity=".5"/>'
        for step in range(count)
    )


def _buttons(torso: Torso, dark: str, light: str) -> str:
    neck = torso.neck
    x = (neck.throat[0] + neck.nape[0]) / 2
    top, unit = max(neck.throat[1], neck.nape[1]), neck.unit
    seam = f'<path d="M{x:.2f} {top:.2f}V{torso.box[3]}" stroke="{dark}" stroke-width="{unit * 0.03:.2f}"/>'
    return seam + "".join(
        f'<circle cx="{x + 0.1 * unit:.2f}" cy="{top + down * unit:.2f}" r="{unit * 0.05:.2f}" fill="{light}"/>'
        for down in (0.38, 0.66, 0.94, 1.22)
    )
