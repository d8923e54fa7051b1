"""A sheet that shapes are drawn on in order, and the drawing that it becomes."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from pinxit.engines.storybook.anchors import Anchors, Point, head_of
from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.figures.sampling import PAPER, PLUM, mix, sample
from pinxit.engines.storybook.motifs import mark_colour, motif
from pinxit.engines.storybook.scene import Pattern

CLOTH_UNIT = 6.4
"""From one mark of a pattern to the next on a person's clothes, where a body is about 60 high."""
FADE = 0.05
"""The share of a bust's height over which it runs out into the drawn garment."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG fragment in a viewBox `0 0 width height`; the feet stand on its bottom edge."""

    body: str
    width: float
    height: float
    anchors: Anchors


@dataclass(frozen=True, slots=True)
class Wear:
    """What is known of a person's clothes beside their colour."""

    pattern: Pattern | None = None
    second: str | None = None
    """The colour of the pattern's marks."""
    is_dress: bool = False


@dataclass(slots=True)
class Joints:
    """Where the drawn body wears things, in units of the page; `head` is known once it is placed."""

    head: dict[str, Point] = field(default_factory=dict)
    head_width: float = 0.0
    lean: float = 0.0
    gap: float = 0.0
    neck: tuple[Point, Point] = ((-10.0, 2.0), (10.0, 2.0))
    hand: Point = (17.0, 24.0)
    back: Point = (0.0, 16.0)


class Page:
    """Shapes in the order of painting, with x = 0 in the middle and y = 0 at the chin or the cut edge."""

    def __init__(self, prefix: str, choice: random.Random, wear: Wear | None = None) -> None:
        self.wear = wear or Wear()
        self.prefix, self.choice = prefix, choice
        self.shapes: list[str] = []
        self.definitions: list[str] = []
        self.left = self.top = self.right = self.bottom = 0.0
        self.joints = Joints()

    def include(self, left: float, top: float, right: float, bottom: float) -> None:
        """Make the drawing as large as needed for this box."""
        self.left, self.right = min(self.left, left), max(self.right, right)
        self.top, self.bottom = min(self.top, top), max(self.bottom, bottom)

    def define(self, element: str, attributes: str, content: str) -> str:
        """Take in a gradient or a clip, and tell how to refer to it."""
        name = f"{self.prefix}{len(self.definitions)}"
        self.definitions.append(f'<{element} id="{name}" {attributes}>{content}</{element}>')
        return f"url(#{name})"

    def within(self, d: str) -> str:
        """The attribute that clips a shape to the path `d`."""
        return f'clip-path="{self.define("clipPath", "", f"<path d={d!r}/>")}"'

    def ball(self, colour: str) -> str:
        """A paint lit from the upper left, warm in the light and plum in the shade."""
        gradient = stops((0, mix(colour, PAPER, 0.22)), (0.45, colour), (1, mix(colour, PLUM, 0.24)))
        return self.define("radialGradient", 'cx=".38" cy=".28" r=".85"', gradient)

    def fall(self, colour: str, top: float, bottom: float, depth: float = 0.22) -> str:
        """A paint that darkens from `top` to `bottom`, in units of the page, so that straight strokes can wear it."""
        gradient = stops((0, mix(colour, PAPER, 0.1)), (0.5, colour), (1, mix(colour, PLUM, depth)))
        return self.define(
            "linearGradient", f'gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="{top:.2f}" y2="{bottom:.2f}"', gradient
        )

    def path(self, d: str, paint: str, more: str = "") -> None:
        """Draw an outline."""
        self.shapes.append(f'<path d="{d}" fill="{paint}" {more}/>')

    def oval(self, x: float, y: float, rx: float, ry: float, paint: str, more: str = "") -> None:
        """Draw an ellipse, and make room for it."""
        self.shapes.append(f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{rx:.2f}" ry="{ry:.2f}" fill="{paint}" {more}/>')
        self.include(x - rx, y - ry, x + rx, y + ry)

    def limb(self, points: Sequence[tuple[float, float]], width: float, paint: str) -> None:
        """A round-ended stroke through three points: two ends and the one it bends towards."""
        (x0, y0), (x1, y1), (x2, y2) = points
        d = f"M{x0:.2f} {y0:.2f}Q{x1:.2f} {y1:.2f} {x2:.2f} {y2:.2f}"
        self.shapes.append(
            f'<path d="{d}" fill="none" stroke="{paint}" stroke-width="{width:.2f}" stroke-linecap="round"/>'
        )
        for x, y in ((x0, y0), (x2, y2), ((x0 + 2 * x1 + x2) / 4, (y0 + 2 * y1 + y2) / 4)):
            self.include(x - width / 2, y - width / 2, x + width / 2, y + width / 2)

    def pattern_on(self, d: str, cloth: str, box: tuple[float, float, float, float]) -> None:
        """The marks of the pattern that was asked for, if one was, within the path `d` of a garment."""
        if self.wear.pattern:
            marks = motif(self.wear.pattern, box, CLOTH_UNIT, mark_colour(self.wear.second, cloth, is_fur=False))
            self.shapes.append(f'<g opacity=".9" {self.within(d)}>{marks}</g>')

    def shadow(self, x: float, y: float, rx: float, ry: float, depth: float, clip: str) -> None:
        """A soft dark patch within the path `clip`."""
        soft = "".join(
            f'<stop offset="{at}" stop-color="{PLUM}" stop-opacity="{depth * much:.3f}"/>'
            for at, much in ((0, 1), (0.55, 0.65), (1, 0))
        )
        paint = self.define("radialGradient", "", soft)
        self.shapes.append(
            f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{rx:.2f}" ry="{ry:.2f}" fill="{paint}" {self.within(clip)}/>'
        )

    def place(
        self,
        art: Art,
        scale: float,
        bottom: float,
        tilt: float = 0.0,
        *,
        fade: tuple[float, float] | None = None,
        profile: bool = False,
    ) -> None:
        """Sets the art's visible box with its bottom edge in the middle at `bottom`.

        Between the two places of `fade` its lowest part runs out softly; `profile` rounds a neck that is
        cut straight, and sets it in the middle.
        """
        left, top, right, low = art.box
        middle, half, high = (left + right) / 2, (right - left) / 2 * scale, (low - top) * scale
        shape, shift = self._rounded(art) if profile else ("", 0.0)
        more = f'clip-path="{shape}"' if shape else f'mask="{self._fading(art, scale, fade)}"' if fade else ""
        self.shapes.append(
            f'<g transform="translate(0 {bottom:.3f}) rotate({tilt:.2f}) scale({scale:.4f}) '
            f'translate({shift - middle:.3f} {-low:.3f})"><g {more}><svg width="{art.width}" height="{art.height}" '
            f'viewBox="0 0 {art.width} {art.height}">{art.body}</svg></g></g>'
        )
        self._join_head(art, (shift - middle, -low), scale, bottom, tilt, "bust" if fade else "face")
        slack = abs(tilt) * 0.8
        self.include(shift * scale - half - slack, bottom - high - slack / 2, shift * scale + half + slack, bottom)

    def _join_head(
        self, art: Art, shift: Point, scale: float, bottom: float, tilt: float, kind: Literal["face", "bust"]
    ) -> None:
        """Note where the head's crown, eyes and chin came to lie."""
        left, top, right, low = art.box
        head, turn = head_of(art, kind), math.radians(tilt)

        def at(x: float, y: float) -> Point:
            x, y = left + x * (right - left) + shift[0], top + y * (low - top) + shift[1]
            return (
                scale * (x * math.cos(turn) - y * math.sin(turn)),
                bottom + scale * (x * math.sin(turn) + y * math.cos(turn)),
            )

        wide = (right - left) * scale
        joints = self.joints
        joints.head = {"crown": at(*head.crown), "eyes": at(*head.eyes)}
        joints.head_width, joints.gap, joints.lean = head.width * wide, head.gap * wide, head.lean + tilt
        if kind == "bust":
            x, y, width = head.chin
            joints.neck = at(x - width / 2, y), at(x + width / 2, y)

    def _fading(self, art: Art, scale: float, band: tuple[float, float]) -> str:
        left, top, right, low = art.box
        ease, middle = (low - top) * FADE, (left + right) / 2
        first, last = (x / scale + middle for x in band)
        gradient = stops((0, PAPER), (1, "#000000"))
        paint = self.define(
            "linearGradient", f'gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="{low - ease}" y2="{low}"', gradient
        )
        area = f'x="{left - 1}" y="{top - 1}" width="{right - left + 2}" height="{low - top + 2}"'
        soft = f'<rect x="{first:.3f}" y="{top}" width="{last - first:.3f}" height="{low - top}" fill="{paint}"/>'
        return self.define("mask", f'maskUnits="userSpaceOnUse" {area}', f'<rect {area} fill="{PAPER}"/>{soft}')

    def _rounded(self, art: Art) -> tuple[str, float]:
        """A clip for a head in profile whose neck is cut straight down the right side; the shift to its neck."""
        left, top, right, low = art.box
        pixels = sample(art)
        solid = pixels[..., 3] > 200
        last = int(np.flatnonzero(solid.mean(axis=0) > 0.1)[-1])
        if solid[:, last - 1].mean() < 0.25 and not solid[-3:, last - 2 : last].all():
            return "", 0.0
        right = left + (right - left) * (last + 1) / solid.shape[1]
        wide, high = right - left, low - top
        shift = -0.5 * (float(np.flatnonzero(solid[-3]).mean()) / solid.shape[1] - 0.5) * wide
        rx, ry = 0.36 * wide, 0.4 * high
        d = (
            f"M{left} {top}H{right - rx * 0.7}Q{right} {top} {right} {top + ry * 0.8}V{low - ry}"
            f"C{right} {low - ry / 3} {right - rx / 3} {low} {right - rx} {low}H{left}Z"
        )
        return self.define("clipPath", "", f'<path d="{d}"/>'), shift

    def drawing(self) -> Drawing:
        """All that was drawn so far."""
        reach = max(-self.left, self.right) + 1
        body = (
            f'<defs>{"".join(self.definitions)}</defs><g transform="translate({reach:.2f} {-self.top:.2f})">'
            f"{''.join(self.shapes)}</g>"
        )
        return Drawing(body, 2 * reach, self.bottom - self.top, self._anchors(2 * reach, self.bottom - self.top))

    def _anchors(self, wide: float, high: float) -> Anchors:
        def share(point: Point) -> Point:
            x, y = point[0] / wide + 0.5, (point[1] - self.top) / high
            return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

        joints = self.joints
        throat, nape = joints.neck
        return Anchors(
            crown=share(joints.head["crown"]),
            head=min(joints.head_width / wide, 1.0),
            lean=joints.lean,
            eyes=share(joints.head["eyes"]),
            gap=joints.gap / wide,
            throat=share(throat),
            nape=share(nape),
            hand=share(joints.hand),
            back=share(joints.back),
        )


def symmetric(start: str, *curves: str) -> str:
    """A closed path from the top of the middle line, by cubic curves down the right side and back up the left."""
    points = [(float(x), float(y)) for x, y in pairs(" ".join((start[1:], *curves)))]
    back = [(-x, y) for x, y in reversed(points[:-1])]
    down, up = (" ".join(f"{x:g} {y:g}" for x, y in side) for side in (points[1:], back))
    return f"{start}C{down}C{up}Z"


def pairs(numbers: str) -> list[tuple[str, str]]:
    """Numbers two by two, as text."""
    flat = numbers.split()
    return list(zip(flat[::2], flat[1::2], strict=True))


def stops(*colours: tuple[float, str]) -> str:
    """The stops of a gradient: each a place from 0 to 1 and a colour."""
    return "".join(f'<stop offset="{at:.3f}" stop-color="{colour}"/>' for at, colour in colours)


def shade(first: float, last: float) -> str:
    """The stops of a shadow that fades from one opacity to another."""
    return "".join(
        f'<stop offset="{at}" stop-color="{PLUM}" stop-opacity="{much}"/>' for at, much in ((0, first), (1, last))
    )
