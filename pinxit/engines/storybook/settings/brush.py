"""Curves and paints: a layer of SVG while it is being painted, and the wobbly shapes that go on it."""

from bisect import bisect_right
from collections.abc import Sequence
from math import cos, pi, sin, tau
from random import Random

from pinxit.engines.storybook.settings.colour import darker, lighter

Point = tuple[float, float]
Stop = str | tuple[str, float]
"""A gradient's colour, or a colour and its opacity."""


class Layer:
    """One layer: SVG elements in units and the gradients they use. `name` keeps the ids of a picture apart."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._paints: dict[str, str] = {}
        self._parts: list[str] = []

    def add(self, element: str) -> None:
        """Put an SVG element on top."""
        self._parts.append(element)

    def path(self, shape: str, paint: str, opacity: float = 1.0) -> None:
        """Fill a path."""
        faint = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(f'<path d="{shape}" fill="{paint}"{faint}/>')

    def line(self, shape: str, paint: str, width: float, opacity: float = 1.0) -> None:
        """Draw along a path with a round pen, `width` units wide."""
        faint = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(
            f'<path d="{shape}" fill="none" stroke="{paint}" stroke-width="{width:.1f}" '
            f'stroke-linecap="round" stroke-linejoin="round"{faint}/>'
        )

    def oval(self, x: float, y: float, across: float, down: float, paint: str, opacity: float = 1.0) -> None:
        """Fill an ellipse of these two radii."""
        faint = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{across:.1f}" ry="{down:.1f}" fill="{paint}"{faint}/>'
        )

    def box(
        self, x: float, y: float, width: float, height: float, paint: str, opacity: float = 1.0, corner: float = 0.0
    ) -> None:
        """Fill a rectangle with rounded corners."""
        faint = f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{corner:.1f}" '
            f'fill="{paint}"{faint}/>'
        )

    def soft(self, x: float, y: float, across: float, down: float, colour: str, opacity: float) -> None:
        """A patch of colour that fades to nothing at its rim: a shadow, a glow, a breath of mist."""
        self.oval(x, y, across, down, self.fade(colour), opacity)

    def _paint(self, tag: str, where: str, stops: Sequence[Stop]) -> str:
        last = max(1, len(stops) - 1)
        inner = ""
        for index, stop in enumerate(stops):
            colour, opacity = (stop, 1.0) if isinstance(stop, str) else stop
            faint = f' stop-opacity="{opacity:.2f}"' if opacity < 1 else ""
            inner += f'<stop offset="{index / last:.3f}" stop-color="{colour}"{faint}/>'
        key = f"<{tag} {where}>{inner}</{tag}>"
        name = self._paints.setdefault(key, f"{self._name}-{len(self._paints)}")
        return f"url(#{name})"

    def down(self, *stops: Stop) -> str:
        """A paint that changes evenly from the top of what it fills to the bottom."""
        return self._paint("linearGradient", 'x2="0" y2="1"', stops)

    def across(self, *stops: Stop) -> str:
        """A paint that changes evenly from the left of what it fills to the right."""
        return self._paint("linearGradient", 'x2="1" y2="0"', stops)

    def between(self, top: float, bottom: float, *stops: Stop) -> str:
        """A paint that changes evenly from one y to another, in units."""
        where = f'gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="{top:.0f}" y2="{bottom:.0f}"'
        return self._paint("linearGradient", where, stops)

    def ball(self, colour: str, contrast: float = 1.0) -> str:
        """A paint that makes what it fills round, lit from the upper left."""
        stops = (
            lighter(colour, 0.30 * contrast),
            lighter(colour, 0.10 * contrast),
            colour,
            darker(colour, 0.30 * contrast),
        )
        return self._paint("radialGradient", 'cx="0.36" cy="0.24" r="0.85"', stops)

    def radial(self, *stops: Stop) -> str:
        """A paint that changes evenly from the middle of what it fills to its rim."""
        return self._paint("radialGradient", 'r="0.5"', stops)

    def fade(self, colour: str) -> str:
        """A paint that is full in the middle of what it fills and nothing at its rim."""
        return self.radial((colour, 1.0), (colour, 0.74), (colour, 0.4), (colour, 0.13), (colour, 0.0))

    def clip(self, shape: str) -> str:
        """The reference by which a group is cut to a path."""
        key = f'<clipPath><path d="{shape}"/></clipPath>'
        name = self._paints.setdefault(key, f"{self._name}-{len(self._paints)}")
        return f"url(#{name})"

    @property
    def is_empty(self) -> bool:
        """Nothing is painted on it."""
        return not self._parts

    def svg(self) -> str:
        """The layer as one SVG fragment."""
        paints = "".join(text.replace(" ", f' id="{name}" ', 1) if not text.startswith("<clipPath>")
                         else text.replace(">", f' id="{name}">', 1)
                         for text, name in self._paints.items())  # fmt: skip
        return f"<g><defs>{paints}</defs>{''.join(self._parts)}</g>"


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """A path that runs smoothly through the points (Catmull and Rom's spline as cubic curves)."""
    count = len(points)
    steps = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for index in range(count if closed else count - 1):
        one, two = points[index], points[(index + 1) % count]
        before = points[index - 1] if closed or index else one
        after = points[(index + 2) % count] if closed or index + 2 < count else two
        steps.append(
            f"C{one[0] + (two[0] - before[0]) / 6:.1f} {one[1] + (two[1] - before[1]) / 6:.1f} "
            f"{two[0] - (after[0] - one[0]) / 6:.1f} {two[1] - (after[1] - one[1]) / 6:.1f} {two[0]:.1f} {two[1]:.1f}"
        )
    return "".join(steps) + ("z" if closed else "")


def blob(dice: Random, x: float, y: float, across: float, down: float, wobble: float = 0.1, corners: int = 9) -> str:
    """A closed shape that is nearly an ellipse of these radii, drawn by an unsteady hand."""
    turn = dice.uniform(0, tau)
    points = []
    for index in range(corners):
        angle = turn + index * tau / corners
        reach = 1 + dice.uniform(-wobble, wobble)
        points.append((x + cos(angle) * across * reach, y + sin(angle) * down * reach))
    return smooth(points, closed=True)


def ridge(
    dice: Random, width: float, y: float, height: float, length: float = 520.0, rough: float = 0.0
) -> list[Point]:
    """A hill line across the picture: points around `y`, up to `height` above or below, waves `length` units long."""
    phases = [dice.uniform(0, tau) for _ in range(3)]
    step = 34.0
    points = []
    for index in range(int((width + 120) / step) + 2):
        x = -60 + index * step
        rise = sin(x / length * tau + phases[0]) + 0.45 * sin(x / length * 2.3 * tau + phases[1])
        rise += 0.18 * sin(x / length * 5.1 * tau + phases[2]) + dice.uniform(-rough, rough)
        points.append((x, y - rise * height / 1.6))
    return points


def filled(points: Sequence[Point], bottom: float) -> str:
    """The path under a line of points, down to `bottom`."""
    return smooth(points) + f"L{points[-1][0]:.1f} {bottom:.1f}L{points[0][0]:.1f} {bottom:.1f}z"


def height_at(points: Sequence[Point], x: float) -> float:
    """The y of a line of points at `x`."""
    index = min(max(bisect_right(points, x, key=lambda point: point[0]), 1), len(points) - 1)
    (left, top), (right, bottom) = points[index - 1], points[index]
    return top + (bottom - top) * (x - left) / max(1e-6, right - left)


def puffs(dice: Random, x: float, y: float, across: float, down: float, count: int) -> str:
    """One path of overlapping rounds with a flat foot at `y`: a cloud, or a bush; `across` and `down` are its radii."""
    steps = []
    for index in range(count):
        place = (index + 0.5) / count * 2 - 1
        radius = down * (0.42 + 0.5 * cos(place * pi / 2)) * dice.uniform(0.85, 1.15)
        left = x + place * across * 0.82
        steps.append(ring(left, y - radius * dice.uniform(0.55, 0.8), radius * dice.uniform(1.0, 1.25), radius))
    return "".join(steps)


def ring(x: float, y: float, across: float, down: float) -> str:
    """An ellipse of these radii as a path."""
    return (
        f"M{x - across:.1f} {y:.1f}a{across:.1f} {down:.1f} 0 1 0 {2 * across:.1f} 0a{across:.1f} {down:.1f} 0 1 0"
        f" {-2 * across:.1f} 0z"
    )


def blade(x: float, y: float, height: float, lean: float, width: float) -> str:
    """A blade of grass as a path: rooted at (x, y), `height` units tall, its tip `lean` units to the side."""
    return (
        f"M{x - width:.1f} {y:.1f}q{lean * 0.1:.1f} {-height * 0.6:.1f} {lean + width:.1f} {-height:.1f}"
        f"q{width - lean * 0.6:.1f} {height * 0.5:.1f} {width - lean:.1f} {height:.1f}z"
    )
