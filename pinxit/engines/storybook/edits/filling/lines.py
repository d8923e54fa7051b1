"""Lines that run into a hole from both sides: found, paired, and drawn through it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pinxit.engines.storybook.edits.filling.grids import Floats, Mask, grow

Points = NDArray[np.float64]
"""Points (y, x) in pixels, or numbers that belong to some."""

STAND_OFF = 3
"""Pixels between the hole and where a line is looked at."""
LEAST_CONTRAST = 5.0
"""Levels of 255 by which neighbours differ: what is fainter is no line."""
CLEAR = 0.5
"""How much of the contrast about a line is across it: 0 for spots, 1 for a straight edge."""
MOST_ENDS = 120
"""Ends of lines that are looked at, the strongest."""
BEND, UNLIKE = np.radians(20), np.radians(20)
"""The most a line may turn from the straight way to its other end, and the turns of both ends differ as of an arc."""
DIFFERENT = 45.0
"""Levels: ends with colours further apart belong to different lines."""
COVERED, SHORTEST = 0.85, 4
"""How much of the way is in the hole, and the fewest pixels of it."""
BEHIND, UNSTEADY = (5, 10), 60.0
"""So many pixels behind its end a line has still the same on both sides, within so many levels, or it is texture."""
LEAST_PAIRED = 0.34
"""Where fewer of the ends have another end, as in grass, it is by chance that those agree."""
BESIDE = np.array([-4.0, -3.0, 3.0, 4.0])
"""Pixels beside a line at which the colours on both sides of it are taken."""
HALF_WIDTH = 6
"""Pixels on each side of a line that are drawn with it."""
SAMPLES = 48
"""Points that a line is drawn through."""
APART = 1.5
"""Pixels: lines nearer than that cross."""


@dataclass(frozen=True, slots=True)
class Line:
    """A curve through the hole, and what is beside it at both of its ends."""

    way: Points
    """(SAMPLES, 2)"""
    profiles: tuple[Floats, Floats]
    """What is seen across the line at its start and its end, (2 * HALF_WIDTH + 1, channels)."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Pixels of a picture that lines go through, and what is to be there."""

    y: NDArray[np.intp]
    x: NDArray[np.intp]
    colours: Floats

    def paint(self, pixels: Floats) -> None:
        pixels[self.y, self.x] = self.colours


def find_lines(pixels: Floats, hole: Mask) -> list[Line]:
    """Lines through a hole of a small picture (height, width, channels), the first three of which are colours.

    Two ends make a line if an arc leads from one to the other and the colours on both sides agree, somewhat as in the
    structure propagation of Sun et al. 2005, but without anybody to draw the lines.
    """
    ends = _steady(_ends(pixels, hole), pixels)
    chosen: list[Line] = []
    used: set[int] = set()
    for pair in _pairs(ends, pixels, hole):
        if used.intersection(pair):
            continue
        first, second = ends.some(pair[0]), ends.some(pair[1])
        way = _way(first.places[0], second.places[0], first.headings[0], second.headings[0])
        if not any(_cross(way, other.way) for other in chosen):
            used.update(pair)
            chosen.append(Line(way, (_profile(first, pixels, hole, 1), _profile(second, pixels, hole, -1))))
    return chosen if len(used) >= LEAST_PAIRED * len(ends.places) else []


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where edges run into the hole."""

    places: Points
    headings: Points
    """Unit vectors (y, x) into the hole."""
    strength: Points

    def some(self, which: int | NDArray[np.bool_]) -> "_Ends":
        part = [which] if isinstance(which, int) else which
        return _Ends(self.places[part], self.headings[part], self.strength[part])

    def around(self, sign: int, steps: Points, behind: Points) -> Points:
        """Points beside the ends, (ends, behind, steps, 2): `sign` is 1 if the line starts there, -1 if it stops."""
        heading = self.headings[:, None, None]
        normal = sign * np.stack([-heading[..., 1], heading[..., 0]], axis=-1)
        return np.asarray(
            self.places[:, None, None] - behind[:, None, None] * heading + steps[None, :, None] * normal
        )  # fmt: skip

    def sides(self, pixels: Floats, sign: int, behind: int) -> Floats:
        """The colours on both sides of each end, or some pixels behind it, (ends, 2, 3)."""
        points = self.around(sign, BESIDE, np.arange(behind, behind + 3.0))
        seen = _sample(pixels[..., :3], points).mean(axis=1)
        return np.asarray(seen.reshape(len(seen), 2, 2, 3).mean(axis=2))


def _ends(pixels: Floats, hole: Mask) -> _Ends:
    """The strongest edges that run into the hole, the strongest first."""
    yy, xx, xy = _tensor(pixels, hole)
    across = np.hypot(yy - xx, 2 * xy)
    ring = grow(hole, STAND_OFF) & ~grow(hole, STAND_OFF - 1)
    contrast = np.where(ring & (across > CLEAR * (yy + xx)), np.sqrt(across), 0)
    peak = sliding_window_view(np.pad(contrast, 3), (7, 7)).max(axis=(2, 3))
    y, x = np.nonzero((contrast == peak) & (contrast > LEAST_CONTRAST))
    order = np.argsort(-contrast[y, x], kind="stable")[:MOST_ENDS]
    y, x = y[order], x[order]
    slope = 0.5 * np.arctan2(2 * xy[y, x], xx[y, x] - yy[y, x])  # of the gradient; the edge is at a right angle to it
    headings = np.stack([np.cos(slope), -np.sin(slope)], axis=1).astype(np.float64)
    places = np.stack([y, x], axis=1).astype(np.float64)
    ahead, back = (_inside(hole, places + sign * 2.5 * STAND_OFF * headings) for sign in (1, -1))
    headings[back] *= -1
    return _Ends(places, headings, contrast[y, x].astype(np.float64)).some(ahead ^ back)


def _steady(ends: _Ends, pixels: Floats) -> _Ends:
    """Those that go on as they are for a while behind the end, as the lines of a texture do not."""
    near = ends.sides(pixels, 1, 0)
    change = [np.abs(ends.sides(pixels, 1, behind) - near).max(axis=(1, 2)) for behind in BEHIND]
    return ends.some(np.max(change, axis=0) <= UNSTEADY)


def _tensor(pixels: Floats, hole: Mask) -> Floats:
    """The structure tensor of what is known, (3, height, width): yy, xx, xy (Forstner and Gulch 1987)."""
    colours, known = pixels[..., :3], ~grow(hole, 1)
    down, across = np.zeros_like(colours), np.zeros_like(colours)
    down[1:-1] = (colours[2:] - colours[:-2]) / 2
    across[:, 1:-1] = (colours[:, 2:] - colours[:, :-2]) / 2
    down *= known[..., None]
    across *= known[..., None]
    products = [(a * b).mean(axis=-1) for a, b in ((down, down), (across, across), (down, across))]
    planes = np.stack([*products, known.astype(np.float32)])
    for _ in (0, 1):  # a binomial of five down, and then across
        wide = np.pad(planes, [(0, 0), (2, 2), (0, 0)])
        rows = planes.shape[1]
        parts = [wide[:, step : step + rows] * np.float32(share) for step, share in enumerate((1, 4, 6, 4, 1))]
        planes = np.sum(parts, axis=0).swapaxes(1, 2)
    return np.asarray(planes[:3] / np.maximum(planes[3], 0.05))


def _pairs(ends: _Ends, pixels: Floats, hole: Mask) -> Iterator[tuple[int, int]]:
    """Pairs of ends that may be those of one line, the likeliest first."""
    way = ends.places[None] - ends.places[:, None]
    length = np.hypot(way[..., 0], way[..., 1]) + 1e-9
    leave = _turn(way, ends.headings[:, None])
    arrive = _turn(way, -ends.headings[None])
    bend, unlike = np.maximum(np.abs(leave), np.abs(arrive)), np.abs(leave + arrive)
    colour = np.abs(ends.sides(pixels, 1, 0)[:, None] - ends.sides(pixels, -1, 0)[None]).max(axis=(2, 3))
    along = ends.places[:, None, None] + way[:, :, None] * np.linspace(0.1, 0.9, 9)[:, None]
    covered = _inside(grow(hole, STAND_OFF), along).mean(axis=-1)
    score = np.sqrt(ends.strength[:, None] * ends.strength[None])
    score *= np.exp(-((bend / BEND) ** 2) - (unlike / UNLIKE) ** 2 - (colour / DIFFERENT) ** 2)
    score *= (bend < BEND) & (unlike < UNLIKE) & (colour < DIFFERENT) & (covered > COVERED) & (length > SHORTEST)
    first, second = np.nonzero(np.triu(score, 1))
    for pair in np.argsort(-score[first, second], kind="stable"):
        yield int(first[pair]), int(second[pair])


def _turn(way: Points, heading: Points) -> Points:
    """The signed angle from a way to a heading."""
    cross = way[..., 1] * heading[..., 0] - way[..., 0] * heading[..., 1]
    return np.asarray(np.arctan2(cross, (way * heading).sum(axis=-1)))


def _inside(mask: Mask, points: Points) -> NDArray[np.bool_]:
    y, x = np.rint(points[..., 0]).astype(int), np.rint(points[..., 1]).astype(int)
    within = (y >= 0) & (x >= 0) & (y < mask.shape[0]) & (x < mask.shape[1])
    return np.asarray(within & mask[np.clip(y, 0, mask.shape[0] - 1), np.clip(x, 0, mask.shape[1] - 1)])


def _sample(pixels: Floats, points: Points) -> Floats:
    y = np.clip(np.rint(points[..., 0]).astype(int), 0, pixels.shape[0] - 1)
    x = np.clip(np.rint(points[..., 1]).astype(int), 0, pixels.shape[1] - 1)
    return np.asarray(pixels[y, x])


def _profile(end: _Ends, pixels: Floats, hole: Mask, sign: int) -> Floats:
    """What is known across a line just behind its end, (2 * HALF_WIDTH + 1, channels)."""
    points = end.around(sign, np.arange(-HALF_WIDTH, HALF_WIDTH + 1.0), np.arange(4.0))[0]
    seen, known = _sample(pixels, points), ~_inside(hole, points)[..., None]
    return np.asarray((seen * known).sum(axis=0) / np.maximum(known.sum(axis=0), 1), dtype=np.float32)


def _way(start: Points, stop: Points, leaves: Points, comes: Points) -> Points:
    """The curve from one end to the other that turns by the same angle all the way, as an arc does.

    Headings are only known roughly: what would make the curve an S is taken for an error.
    """
    way = stop - start
    turn = float(_turn(way, leaves) - _turn(way, -comes)) / 2
    middle = (start + stop) / 2 + np.array([way[1], -way[0]]) / 2 * np.tan(turn)
    along = np.linspace(0, 1, SAMPLES)[:, None]
    return np.asarray((1 - along) ** 2 * start + 2 * along * (1 - along) * middle + along**2 * stop)


def _cross(one: Points, other: Points) -> bool:
    return bool((np.hypot(*(one[:, None] - other[None]).transpose(2, 0, 1)) < APART).any())


def draw_lines(lines: list[Line], hole: Mask, scale: float, channels: int) -> Stroke:
    """What the lines show in the hole of a picture of so many channels, `scale` times the size they were found at."""
    drawn = np.zeros(hole.shape, dtype=bool)
    places, colours = [np.empty((0, 2), np.intp)], [np.empty((0, channels), np.float32)]
    for line in lines:
        way, reach = (line.way + 0.5) * scale - 0.5, HALF_WIDTH * scale
        top, left = np.maximum(np.floor(way.min(axis=0) - reach).astype(int), 0)
        bottom, right = np.ceil(way.max(axis=0) + reach).astype(int) + 1
        points = np.argwhere(hole[top:bottom, left:right] & ~drawn[top:bottom, left:right]) + (top, left)
        apart = points[:, None] - way[None]
        nearest = (apart**2).sum(axis=-1).argmin(axis=1)
        apart, heading = apart[np.arange(len(points)), nearest], np.gradient(way, axis=0)[nearest]
        close = np.hypot(apart[:, 0], apart[:, 1]) < reach
        beside = heading[:, 0] * apart[:, 1] - heading[:, 1] * apart[:, 0]
        beside /= np.hypot(heading[:, 0], heading[:, 1]) * scale
        places.append(points[close])
        colours.append(_mixed(line, beside[close], nearest[close] / (SAMPLES - 1)))
        drawn[tuple(points[close].T)] = True
    y, x = np.concatenate(places).T
    return Stroke(y, x, np.concatenate(colours))


def _mixed(line: Line, beside: Points, along: Points) -> Floats:
    """What is so far beside a line, more as at its start or as at its end."""
    at = np.clip(beside + HALF_WIDTH, 0, 2 * HALF_WIDTH - 1e-6)
    low = at.astype(int)
    part = (at - low)[:, None]
    start, stop = (each[low] * (1 - part) + each[low + 1] * part for each in line.profiles)
    return np.asarray(start * (1 - along[:, None]) + stop * along[:, None], dtype=np.float32)
