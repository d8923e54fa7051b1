"""What a creature wears: scarves, hats, glasses and packs, put on its body at its anchors."""

import math
import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from pinxit.engines.storybook.anchors import Anchors, Point, standing
from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.figures import Drawing
from pinxit.engines.storybook.motifs import mark_colour, motif
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import Pattern
from pinxit.engines.storybook.wardrobe import garments, hats, neckwear
from pinxit.engines.storybook.wardrobe.brush import Brush, placed, plain, shown, told
from pinxit.engines.storybook.wardrobe.eyewear import LENSES, Eyes, eyewear
from pinxit.engines.storybook.wardrobe.garments import Torso, is_cape
from pinxit.engines.storybook.wardrobe.hats import SEATS, Crown
from pinxit.engines.storybook.wardrobe.links import stethoscope, string
from pinxit.engines.storybook.wardrobe.neckwear import Neck

__all__ = ["Anchors", "Dressed", "Worn", "anchors", "dress", "is_put_on", "stethoscope", "string"]

Box = tuple[float, float, float, float]

REACH = 0.9
"""Worn things may reach this share of the body's larger side beyond it."""
MARKS = 0.3
"""From one mark of a pattern to the next, in the unit that a body's neck gives."""
RULER = 200
"""Pixels along the larger side of the picture on which the reach of worn things is measured."""
NECKWEAR: dict[str, Callable[[Brush, Neck, str], str]] = {
    "bow tie": neckwear.bow_tie,
    "ribbon": neckwear.ribbon,
    "necktie": neckwear.necktie,
    "necklace": neckwear.beads,
    "prayer beads": neckwear.beads,
}
FLOWERS = frozenset(
    ["hibiscus", "blossom", "cherry blossom", "rose", "sunflower", "tulip", "white flower", "rosette", "daisy"]
)


@dataclass(frozen=True, slots=True)
class Worn:
    """One thing that is worn: its art, the colour word that it is asked in, and the caller's own word for it.

    The word matters where the art pack has no art of its own: a party hat is found as a top hat, a bow tie as a ribbon.
    """

    art: Art
    colour: str | None = None
    word: str = ""
    pattern: Pattern | None = None
    second: str | None = None
    """The colour of the pattern's marks."""

    @property
    def calls(self) -> str:
        """The word it goes by."""
        return self.word.lower() or self.art.title


@dataclass(frozen=True, slots=True)
class Dressed:
    """A body with what it wears, in the body's own lengths.

    Worn things are layers of their own, so that a body can be recoloured without them. `box` is that of all three.
    """

    behind: str
    body: str
    before: str
    box: Box


@dataclass(slots=True)
class _Outfit:
    brush: Brush
    behind: list[str] = field(default_factory=list)
    lowest: list[str] = field(default_factory=list)
    """Cloth next to the body; then what lies over it; then what is before all."""
    low: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)


def anchors(art: Art, drawing: Drawing | None) -> Anchors:
    """Where on the thing as it is drawn (whole art, or a figure) its crown, eyes, neck, hand and back are."""
    return drawing.anchors if drawing else standing(art)


def is_put_on(art: Art, word: str = "") -> bool:
    """Whether it is put on a body, rather than being the colour of the body's own clothes; `word` is what it is called.

    A cape is put on, though its art is a coat.
    """
    return is_cape(word) or art.title in NECKWEAR or art.title not in Grammar.built_in().garments


def dress(sprite_body: str, box: Box, anchors: Anchors, worn: Sequence[Worn], seed: int) -> Dressed:
    """Puts `worn` on a body whose visible part is `box`; the same for the same arguments.

    The body is cut to `box`, and the answer's box is as much larger as hats and tails reach beyond it.
    """
    looks = [(each.art.name, each.colour, each.word, each.pattern, each.second) for each in worn]
    key = zlib.crc32(f"{zlib.crc32(sprite_body.encode())} {seed} {looks}".encode())
    outfit, choice = _Outfit(Brush(f"w{key:08x}")), random.Random(key)
    left, top, right, low = box
    cut = (
        f'<svg x="{left}" y="{top}" width="{right - left}" height="{low - top}" viewBox="{left} {top} '
        f'{right - left} {low - top}" '
        f'preserveAspectRatio="none">{sprite_body}</svg>'
    )
    body = _Body(box, anchors, cut)
    for each in worn:
        starts = len(outfit.lowest), len(outfit.low), len(outfit.before)
        _put_on(outfit, body, each, choice)
        if each.pattern:
            for layer, start in zip((outfit.lowest, outfit.low, outfit.before), starts, strict=True):
                layer[start:] = [_patterned(outfit.brush, body, each, piece) for piece in layer[start:]]
    definitions = f"<defs>{''.join(outfit.brush.definitions)}</defs>"
    behind = f"{definitions}{''.join(outfit.behind)}" if outfit.behind else ""
    before = f"{definitions}{''.join(outfit.lowest)}{''.join(outfit.low)}{''.join(outfit.before)}"
    return Dressed(behind, cut, before, _reach(behind + before, box))


def _patterned(brush: Brush, body: "_Body", worn: Worn, piece: str) -> str:
    """A worn piece with marks upon its cloth; the piece itself is the mask that they are cut by."""
    assert worn.pattern is not None
    left, top, right, low = body.box
    wide, high = right - left, low - top
    box = left - REACH * wide, top - REACH * high, right + REACH * wide, low + REACH * high
    area = f'x="{box[0]}" y="{box[1]}" width="{box[2] - box[0]}" height="{box[3] - box[1]}"'
    mask = brush.define("mask", f'style="mask-type:alpha" maskUnits="userSpaceOnUse" {area}', piece)
    own = told(worn.colour) or worn.art.colour
    colour = mark_colour(worn.second, own if own.startswith("#") else "#888888", is_fur=False)
    marks = motif(worn.pattern, box, MARKS * body.neck().unit, colour)
    return f'{piece}<g mask="{mask}" opacity=".88">{marks}</g>'


@dataclass(frozen=True, slots=True)
class _Body:
    """Anchors in the body's own lengths."""

    box: Box
    anchors: Anchors
    svg: str
    """The body itself, cut to its box."""

    def at(self, share: Point) -> Point:
        left, top, right, low = self.box
        return left + share[0] * (right - left), top + share[1] * (low - top)

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def size(self) -> float:
        """The side of a square as large as the box."""
        return math.sqrt(self.width * (self.box[3] - self.box[1]))

    def crown(self) -> Crown:
        own = self.anchors
        return Crown(self.at(own.crown), own.head * self.width, own.lean, own.is_side_on, self.faces_right)

    @property
    def faces_right(self) -> bool:
        """Whether it is seen from the side, looking to the right; most art looks to the left."""
        return self.anchors.is_side_on and self.anchors.eyes[0] > self.anchors.crown[0] + 0.04

    def neck(self) -> Neck:
        """The collar, at least so long that what hangs on it can be seen."""
        throat, nape = self.at(self.anchors.throat), self.at(self.anchors.nape)
        length = math.dist(throat, nape)
        return Neck(throat, nape, min(max(length, 0.17 * self.size), 0.38 * self.size), self.anchors.is_side_on)

    def torso(self) -> Torso:
        return Torso(self.svg, self.box, self.neck(), self.at(self.anchors.back), self.faces_right)

    def eyes(self) -> Eyes:
        own = self.anchors
        front = own.crown[0] + (0.5 if self.faces_right else -0.5) * own.head
        ahead = abs(own.eyes[0] - front) * self.width
        return Eyes(self.at(own.eyes), own.gap * self.width, own.head * self.width, own.lean, ahead, self.faces_right)


def _put_on(outfit: _Outfit, body: _Body, worn: Worn, choice: random.Random) -> None:
    if is_cape(worn.calls):
        behind, before = garments.cape(outfit.brush, body.torso(), shown(worn.colour, worn.art))
        outfit.behind += [behind] if behind else []
        outfit.low.append(before)
    elif is_put_on(worn.art, worn.calls):
        _fasten(outfit, body, worn, choice)
    else:
        outfit.lowest.append(garments.garment(outfit.brush, body.torso(), worn.calls, shown(worn.colour, worn.art)))


def _fasten(outfit: _Outfit, body: _Body, worn: Worn, choice: random.Random) -> None:
    art, title = worn.art, worn.art.title
    colour = told(worn.colour)
    side, tilt = choice.choice((-1, 1)), choice.uniform(3, 7) * choice.choice((-1, 1))
    crown, brush = body.crown(), outfit.brush
    if hat := hats.painted(brush, worn.calls, colour, choice.randrange(99)):
        outfit.before.append(crown.group(hat, tilt))
    elif title in SEATS:
        outfit.before.append(hats.seated(crown, art, worn.colour, tilt if title != "billed cap" else tilt / 2))
    elif title in LENSES:
        frame = colour or {"glasses": "#4a3a6b", "sunglasses": "#3a3048", "goggles": "#5c5470"}[title]
        outfit.low.append(eyewear(brush, body.eyes(), title, frame))
    elif title == "headphone":
        drop = max(body.at(body.anchors.eyes)[1] - crown.at[1], 0.25 * crown.width)
        outfit.before.append(hats.headphones(brush, crown, body.anchors, drop, colour or "#5b5470"))
    elif title == "backpack":
        _pack(outfit, body, worn)
    elif title in FLOWERS:
        at = (30.0, 18.0) if crown.is_side_on else (side * 40.0, 14.0)
        outfit.before.append(crown.group(placed(art, worn.colour, (0.5, 0.5), at, 40.0)))
    else:
        outfit.low.append(_at_neck(brush, body.neck(), worn, side))


def _at_neck(brush: Brush, neck: Neck, worn: Worn, side: int) -> str:
    colour, title = shown(worn.colour, worn.art), worn.art.title
    if "kerchief" in worn.calls or "bandana" in worn.calls:
        return neckwear.kerchief(brush, neck, colour if worn.colour else "#d9363e")
    calls = next((name for name in NECKWEAR if name in worn.calls), title)
    if title == "scarf":
        return neckwear.scarf(brush, neck, colour, side)
    if calls in NECKWEAR:
        usual = {"necklace": "#f4ead8", "bow tie": "#d9363e", "necktie": "#3f5fb8"}.get(calls)
        return NECKWEAR[calls](brush, neck, colour if worn.colour or not usual else usual)
    return neckwear.pendant(brush, neck, worn.art, worn.colour)


def _pack(outfit: _Outfit, body: _Body, worn: Worn) -> None:
    """A backpack: on the back of one seen from the side, behind one seen from the front, with straps before it."""
    neck, strap = body.neck(), plain(shown(worn.colour, worn.art))
    x, y = body.at(body.anchors.back)
    if neck.is_side_on:
        wide = 0.36 * body.size
        outfit.before.append(
            f'<path d="M{x - wide * 0.4:.2f} {y:.2f}Q{x - wide * 0.9:.2f} {y + wide * 0.1:.2f} '
            f'{x - wide * 0.62:.2f} {y + wide * 0.62:.2f}" '
            f'fill="none" stroke="{strap}" stroke-width="{wide * 0.12:.2f}" stroke-linecap="round"/>'
            f'<g transform="rotate(-6 {x:.2f} {y:.2f})">{placed(worn.art, worn.colour, (0.5, 0.82), (x, y), wide)}</g>'
        )
        return
    middle = (neck.throat[0] + neck.nape[0]) / 2
    wide, top = 2.2 * neck.length, min(neck.throat[1], neck.nape[1])
    pack = placed(worn.art, worn.colour, (0.5, 0.0), (0.0, 0.0), wide)
    outfit.behind.append(
        f'<g transform="translate({middle:.3f} {top - 0.3 * neck.length:.3f}) scale(1 .54)">{pack}</g>'
    )
    for side in (-1, 1):
        inner, outer = middle + side * 0.36 * neck.length, middle + side * 0.62 * neck.length
        path = (
            f"M{inner:.2f} {top:.2f}C{inner:.2f} {top + 0.4 * neck.length:.2f} {outer:.2f} "
            f"{top + 0.5 * neck.length:.2f} {outer:.2f} {top + 0.95 * neck.length:.2f}"
        )
        outfit.low.append(
            f'<path d="{path}" fill="none" stroke="{strap}" stroke-width="{0.17 * neck.length:.2f}" '
            'stroke-linecap="round"/>'
            f'<path d="{path}" fill="none" stroke="#fff" stroke-opacity=".3" '
            f'stroke-width="{0.04 * neck.length:.2f}" stroke-linecap="round"/>'
        )


@lru_cache(maxsize=64)
def _reach(content: str, box: Box) -> Box:
    """The smallest box that holds both `box` and all that is painted by `content`."""
    left, top, right, low = box
    side = REACH * max(right - left, low - top)
    wide, high = right - left + 2 * side, low - top + 2 * side
    step = max(wide, high) / RULER
    around = left - side, top - side, left - side + wide, top - side + high
    seen = rasterise(content, around, round(wide / step, 3), round(high / step, 3), stretch=False)[..., 3] > 0
    if not seen.any():
        return box
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    edges = left - side + step * columns[[0, -1]], top - side + step * rows[[0, -1]]
    return (
        min(left, float(edges[0][0]) - step), min(top, float(edges[1][0]) - step),
        max(right, float(edges[0][1]) + 2 * step), max(low, float(edges[1][1]) + 2 * step),
    )  # fmt: skip
