"""Where the sky is: what grows down from a picture's upper edge through smooth, sky-coloured pixels, if it passes."""

import numpy as np
from numpy.typing import NDArray

from pinxit.engines.storybook.edits.changes.planes import Colours, Plane, blur, ramp

TO_CONES = np.array(
    ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
     (0.0883024619, 0.2817188376, 0.6299787005)), dtype=np.float32,
)  # fmt: skip
TO_LAB = np.array(
    ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
     (0.0259040371, 0.7827717662, -0.8086757660)), dtype=np.float32,
)  # fmt: skip
"""From linear light to OKLab by way of the eye's cones (Björn Ottosson, 2020)."""
SMOOTH, CALM = 0.012, 0.02
"""The step from pixel to pixel, and its mean nearby, that a sky may have, in OKLab."""
STEP_COST, UNREST_COST, FOREIGN_COST, WAY_COST = 12.0, 6.0, 0.5, 0.002
"""What growth pays per pixel for a step, for unrest, for a colour that no sky has, and for the way."""
REACH = 1.6
"""What growth may pay in all; at a quarter of it the sky is certain."""
LEAST_SHARE, LEAST_WIDTH = 0.06, 0.22
"""Of the picture, and of its upper edge: less is a window or a gap, not a sky."""
LEAST_CERTAIN, BLUE_CERTAIN = 0.62, 0.5
"""Of the sky, and of a blue one: one that fades out rather than ends is a wall or a blurred background."""
GAP_COST = 0.12
"""What it costs, of 1, to cross a pixel of what stands before the sky and find sky of the same colour behind it."""
SHORE, SHORE_ROWS = 0.026, 4
"""How much colour has to change from a row to the fourth below it, on average, for a shore."""
FAR = np.float32(1e3)


def lab(colours: Colours) -> Colours:
    """OKLab of red, green and blue: lightness 0 to 1, green to red and blue to yellow each about -0.3 to 0.3."""
    linear = np.where(colours > 0.04045, ((colours + 0.055) / 1.055) ** 2.4, colours / 12.92).astype(np.float32)
    return np.tensordot(TO_LAB, np.cbrt(np.tensordot(TO_CONES, linear, 1)), 1)


def find_sky(seen: Colours, face: float) -> Plane:
    """How much each pixel of a small OKLab picture is sky, 0 to 1; all 0 if there is none.

    `face` (0 to 1) says how surely somebody is portrayed: their background has to be brighter to be taken for a sky.
    """
    step = _steps(seen)
    likely = _likeness(seen)
    unrest = blur(step, 2.0)
    cost = STEP_COST * np.maximum(step - SMOOTH, 0) + UNREST_COST * np.maximum(unrest - CALM, 0)
    cost += FOREIGN_COST * np.maximum(1 - 2 * likely, 0) + WAY_COST
    start = np.zeros(step.shape, dtype=bool)
    start[:2] = (likely[:2] > 0.4) & (unrest[:2] < 1.5 * CALM)
    paid = spread(cost, start)
    found = ramp(paid, REACH, REACH / 4)
    if not _passes(seen, paid, face):
        return np.zeros_like(found)
    return _filled(seen, found, likely, unrest)


def spread(cost: Plane, start: NDArray[np.bool_], rounds: int = 2) -> Plane:
    """What the cheapest way to each pixel from where `start` holds costs: sweeps down, up, right and left."""
    paid = np.where(start, np.float32(0), FAR)
    for _ in range(rounds):
        for lines, prices in ((paid, cost), (paid[::-1], cost[::-1]), (paid.T, cost.T), (paid.T[::-1], cost.T[::-1])):
            for at in range(1, len(lines)):
                np.minimum(lines[at], lines[at - 1] + prices[at], out=lines[at])
    return paid


def _steps(seen: Colours) -> Plane:
    wide = np.pad(seen, ((0, 0), (1, 1), (1, 1)), mode="edge")
    across, down = wide[:, 1:-1, 2:] - wide[:, 1:-1, :-2], wide[:, 2:, 1:-1] - wide[:, :-2, 1:-1]
    steps: Plane = np.sqrt((across**2 + down**2).sum(axis=0)) / 2
    return steps


def _likeness(seen: Colours) -> Plane:
    """How much a colour is one that skies have: blue, pale, glowing, dull, or dark."""
    lightness, red, yellow = seen
    chroma = np.hypot(red, yellow)
    blue = ramp(-yellow, 0.004, 0.03) * ramp(red, 0.06, 0.02)
    pale = ramp(lightness, 0.6, 0.78) * ramp(chroma, 0.08, 0.035)
    glowing = 0.8 * ramp(lightness, 0.6, 0.8) * ramp(red, -0.03, -0.01)
    dusky = 0.6 * ramp(red, 0.0, 0.05) * ramp(yellow, 0.16, 0.08)
    dull = 0.5 * ramp(chroma, 0.1, 0.04) * ramp(red, -0.025, -0.005)
    dark = 0.8 * ramp(lightness, 0.35, 0.25) * ramp(chroma, 0.08, 0.05)
    green = ramp(-red - 0.6 * np.maximum(-yellow, 0), 0.02, 0.05)
    likeness: Plane = np.maximum.reduce([blue, pale, glowing, dusky, dull, dark]) * (1 - green)
    return likeness


def _passes(seen: Colours, paid: Plane, face: float) -> bool:
    """Whether what has grown is a sky rather than a wall, a backdrop, a sheet of paper or a gap."""
    sky, certain = paid < REACH, paid < REACH / 4
    if sky.mean() < LEAST_SHARE or sky[:2].mean() < LEAST_WIDTH:
        return False
    lightness, _, yellow = (float(np.median(band[certain])) for band in seen)
    is_blue = yellow < -0.05 and lightness > 0.5
    if certain.sum() < (BLUE_CERTAIN if is_blue else LEAST_CERTAIN) * sky.sum():
        return False
    variety = float(np.std(seen[0][certain]))
    if sky[-2:].mean() > 0.25 and not (is_blue and variety < 0.12):  # paper, or a wall behind something small
        return False
    change = _change_down(seen, certain)
    if face > 0.35 and not (yellow < -0.01 and lightness > 0.75 and change > 0.04):
        rest = blur(seen[0], 2.0)[~sky]
        if rest.size and lightness < float(np.quantile(rest, 0.95)) + 0.02:  # a studio
            return False
    return yellow < 0.02 or change > 0.04  # or else a wall painted in a warm colour


def _change_down(seen: Colours, sky: NDArray[np.bool_]) -> float:
    """How much the colour of the sky differs between its upper and its lower third."""
    rows = np.flatnonzero(sky.any(axis=1))
    third = max(1, len(rows) // 3)
    upper, lower = (np.median(seen[:, part][:, sky[part]], axis=1) for part in (rows[:third], rows[-third:]))
    return float(np.linalg.norm(upper - lower))


def _shore(seen: Colours, sky: NDArray[np.bool_]) -> float:
    """The row at which water begins that the sky has grown into, or the height if there is none."""
    both = sky[SHORE_ROWS:] & sky[:-SHORE_ROWS]
    count = both.sum(axis=1)
    wide = count > 0.3 * sky.shape[1]
    step = (seen[:, SHORE_ROWS:] - seen[:, :-SHORE_ROWS]) * both
    change = np.where(wide, np.linalg.norm(step.sum(axis=2), axis=0) / np.maximum(count, 1), 0)
    if not wide.any():
        return float(len(sky))
    usual = float(np.median(change[wide]))
    change[: int(wide.sum()) // 2] = 0  # a shore is low
    shores = np.flatnonzero(change > max(SHORE, 3 * usual))
    return float(shores[0]) + SHORE_ROWS / 2 if shores.size else float(len(sky))


def _filled(seen: Colours, found: Plane, likely: Plane, unrest: Plane) -> Plane:
    """The sky without water, with its clouds and sun, and with what is seen of it between branches and cables."""
    rows = np.arange(len(found))[:, None]
    found = found * (rows < _shore(seen, found > 0.5))
    sure = found > 0.9
    if not sure.any():
        return found
    alike = _likeness_to(seen, sure) * ramp(likely, 0.3, 0.6) * ramp(unrest, 0.09, 0.05)
    across = spread(GAP_COST * (1 - alike) + np.float32(0.2 * WAY_COST), sure)
    found = np.maximum(found, alike * ramp(across, 1.0, 0.8))
    found = found * (rows < _shore(seen, found > 0.5))
    outside = np.zeros(found.shape, dtype=bool)
    outside[-1], outside[:, 0], outside[:, -1] = True, True, True
    enclosed = spread(np.where(found > 0.5, FAR, np.float32(0)), outside & (found <= 0.5), 3) > 0
    bright = seen[0] > float(np.median(seen[0][sure])) - 0.04
    return np.where(enclosed & bright, np.float32(1), found)


def _likeness_to(seen: Colours, sure: NDArray[np.bool_]) -> Plane:
    """How much a pixel has the colour that the sky would have there; more strictly so below the horizon.

    The colour of the sky is a quadratic function of the place, fitted where it is `sure`.
    """
    height, width = sure.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32) / max(height, width)
    terms = np.stack([np.ones_like(xs), xs, ys, xs * xs, ys * ys, xs * ys])
    fit, *_ = np.linalg.lstsq(terms[:, sure].T, seen[:, sure].T, rcond=None)
    apart = np.linalg.norm(seen - np.tensordot(fit.T.astype(np.float32), terms, 1), axis=0)
    usual = float(np.sqrt(np.mean(apart[sure] ** 2)))
    lowest = height - np.argmax(sure[::-1], axis=0)
    horizon = float(np.quantile(lowest[sure.any(axis=0)], 0.9))
    rows = np.arange(height)[:, None]
    limit = np.where(rows < horizon, np.float32(2.5 * usual + 0.04), np.float32(1.2 * usual + 0.01))
    return ramp(apart - limit * (rows < horizon + 0.25 * height), 0.0, -0.02)
