"""Soft tubes and strings from one thing to another: a stethoscope, the string of a kite or a balloon.

Each returns an SVG fragment in the lengths that its points are in; `scale` is the height of the one who holds it.
"""

import math

from pinxit.engines.storybook.anchors import Point
from pinxit.engines.storybook.figures.sampling import PAPER, PLUM, mix


def stethoscope(start: Point, end: Point, scale: float, colour: str = "#4b3a8f") -> str:
    """A tube from the listener's neck or hand (`start`) that sags to a chest piece on the patient's chest (`end`)."""
    thick = 0.026 * scale
    sag = 0.16 * scale + 0.12 * math.dist(start, end)
    lean = (end[0] - start[0]) * 0.3
    low = max(start[1], end[1]) + sag
    path = (
        f"M{_at(start)}C{start[0] + lean * 0.2:.2f} {low:.2f} {end[0] - lean:.2f} {low:.2f} "
        f"{end[0] - lean * 0.5:.2f} {end[1] + sag * 0.25:.2f}Q{end[0] - lean * 0.25:.2f} {end[1] - sag * 0.1:.2f} "
        f"{_at(end)}"
    )
    x, y, r = end[0], end[1], 0.05 * scale
    piece = (
        f'<circle cx="{x + r * 0.12:.2f}" cy="{y + r * 0.16:.2f}" r="{r * 1.06:.2f}" fill="{PLUM}" fill-opacity=".28"/>'
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r:.2f}" fill="#9aa4b8"/>'
        f'<circle cx="{x - r * 0.06:.2f}" cy="{y - r * 0.08:.2f}" r="{r * 0.86:.2f}" fill="#d8deea"/>'
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r * 0.6:.2f}" fill="#3f8ff0"/>'
        f'<path d="M{x - r * 0.4:.2f} {y - r * 0.02:.2f}A{r * 0.4:.2f} {r * 0.4:.2f} 0 0 1 {x + r * 0.06:.2f} '
        f'{y - r * 0.4:.2f}" '
        f'fill="none" stroke="{PAPER}" stroke-width="{r * 0.14:.2f}" stroke-linecap="round"/>'
    )
    return _tube(path, colour, thick) + piece


def string(start: Point, end: Point, scale: float, colour: str = "#8d7f98") -> str:
    """A thin line with a little wave, from a hand to what flies or floats."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    wave = 0.06 * math.hypot(dx, dy)
    across = -dy / (math.hypot(dx, dy) or 1) * wave, dx / (math.hypot(dx, dy) or 1) * wave
    first = start[0] + dx * 0.33 + across[0], start[1] + dy * 0.33 + across[1]
    second = start[0] + dx * 0.66 - across[0], start[1] + dy * 0.66 - across[1]
    return _tube(f"M{_at(start)}C{_at(first)} {_at(second)} {_at(end)}", colour, 0.008 * scale)


def _tube(path: str, colour: str, thick: float) -> str:
    """A round stroke: darker below, lighter along its upper left."""
    rim, light = mix(colour, PLUM, 0.4), mix(colour, PAPER, 0.5)
    shift = f'transform="translate({-thick * 0.12:.3f} {-thick * 0.16:.3f})"'
    return (
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round"><path d="{path}" stroke="{rim}" '
        f'stroke-width="{thick:.3f}"/>'
        f'<path d="{path}" stroke="{colour}" stroke-width="{thick * 0.74:.3f}" {shift}/>'
        f'<path d="{path}" stroke="{light}" stroke-opacity=".7" stroke-width="{thick * 0.2:.3f}" {shift}/></g>'
    )


def _at(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"
