"""Gives the clusters of a scene their places on the page.

Lengths are in units: the picture's shorter side is 1000 of them. y grows downwards, and a thing's y is where it stands.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from pinxit.engines.storybook.layout.clusters import SCENERY, VAULT, Cluster, Measure, Placed, clusters_of, towards
from pinxit.engines.storybook.scene import Scene

FULL = 3
"""A single cluster of more things than this, such as a full basket, is given more of the page."""
MARGIN = 0.06
"""Share of the page's width and height that is kept free at each edge."""


@dataclass(frozen=True, slots=True)
class Page:
    """The room that a layout has, in units."""

    width: float
    height: float
    ground: tuple[float, float]
    """The farthest and the nearest line on which feet may stand."""
    floats: bool = False
    """Nothing stands: things hang in space, water or air."""
    top: float = 0.0
    """Above this line is no room: a title stands there."""
    flat: bool = False
    """There is no ground to recede: rows stand above each other and hide nothing."""


def arrange(scene: Scene, page: Page, measure: Measure, seed: int, boards: Sequence[float] = ()) -> list[Placed]:
    """Place everything of `scene` on `page`, far things first. `boards` are sign boards' widths over their heights."""
    random = Random(seed)
    clusters = clusters_of(scene, measure)
    clusters += [Cluster([Placed(-1 - n, 0, 0, 0.55 * shape, 0.55)]) for n, shape in enumerate(boards)]
    if not clusters:
        return []
    standing = [cluster for cluster in clusters if not cluster.is_aloft]
    aloft = [cluster for cluster in clusters if cluster.is_aloft]
    if page.floats or not standing:
        placed = _scatter(clusters, page, random)
    else:
        placed = _stand(standing, page, random)
        placed += _hang(aloft, placed, page, random)
    for thing in placed:
        _keep_on_page(thing, page)
    return sorted(placed, key=lambda thing: thing.order)


def _stand(clusters: list[Cluster], page: Page, random: Random) -> list[Placed]:
    """Put clusters on the ground: tall scenery behind and to the sides, the others in rows before it."""
    heights = [cluster.above for cluster in clusters]
    low = [cluster for cluster, height in zip(clusters, heights, strict=True) if height < SCENERY]
    tall = [cluster for cluster in clusters if cluster not in low] if low else []
    front = low or clusters
    rows = _rows(front, page)
    # what stands before a castle may be a little large beside it, but no giant
    most = 1.8 * 0.66 * page.height / max((cluster.above for cluster in tall), default=0.01)
    placed = _stand_rows(rows, page, random, most)
    return _stand_behind(tall, placed, page, random) + placed


def _rows(clusters: list[Cluster], page: Page) -> list[list[Cluster]]:
    """Split into rows, far to near, the farther ones never fuller than the nearer."""
    wide = page.width / page.height
    count = len(clusters)
    per_row = max(1, math.ceil(math.sqrt(count * 1.9 * wide))) if count > 4 * max(1.0, wide) else max(1, count)
    number = math.ceil(count / per_row)
    ordered = sorted(clusters, key=lambda cluster: -cluster.above) if number > 1 else clusters
    rows, start = [], 0
    for row in range(number):
        end = start + math.ceil((count - start) / (number - row)) if row else start + count // number
        rows.append(ordered[start : max(end, start + 1)])
        start = max(end, start + 1)
    return [row for row in rows if row]


def _stand_rows(rows: list[list[Cluster]], page: Page, random: Random, most: float) -> list[Placed]:
    far, near = page.ground
    count = sum(map(len, rows))
    near_line = near - (near - far) * (0.22 if len(rows) == 1 else 0.06)
    far_line = near_line if len(rows) == 1 else far + (near - far) * (0.12 if len(rows) > 2 else 0.3)
    scale = min(most, _row_scale(rows, page, near_line, count))
    placed: list[Placed] = []
    before: list[float] = []
    for number, row in reversed(list(enumerate(rows))):
        nearness = number / (len(rows) - 1) if len(rows) > 1 and not page.flat else 1.0
        y = far_line + (near_line - far_line) * nearness
        size = scale * (0.72 + 0.28 * nearness)
        middles = _spread(row, size, page)
        middles = middles if page.flat else _between(before, middles)
        before = middles
        for place, (cluster, x) in enumerate(zip(row, middles, strict=True)):
            if page.flat:
                placed += cluster.put(x, near_line - size * _stacked(rows, number), size, number)
                continue
            jitter = random.uniform(-0.02, 0.02) * (near - far) if count > 1 else 0.0
            bow = (abs(place - (len(row) - 1) / 2) / len(row)) * 0.12 * (near - far) if len(row) > 2 else 0.0
            feet = y - bow + jitter
            _look_inwards(cluster, x, page)
            placed += cluster.put(x, feet, size, feet)
    return placed


def _between(before: list[float], middles: list[float]) -> list[float]:
    """Move the middles of a row into the gaps of the row before it, so that nobody is hidden; keep them if there are
    more than gaps."""
    if len(before) < 2:
        return middles
    step = (before[-1] - before[0]) / (len(before) - 1)
    gaps = [before[0] - step / 2, *((one + two) / 2 for one, two in pairwise(before)), before[-1] + step / 2]
    spare = len(gaps) - len(middles)
    return gaps[(spare + 1) // 2 :][: len(middles)] if spare >= 0 else middles


def _stacked(rows: list[list[Cluster]], number: int) -> float:
    """How high above the last row this one stands, where no row may hide another."""
    return sum(1.08 * max(cluster.above for cluster in row) for row in rows[number + 1 :])


def _row_scale(rows: list[list[Cluster]], page: Page, near_line: float, count: int) -> float:
    """Units for a height of 1, so that the fullest row fits the page and the tallest thing fits under its top."""
    room = page.width * (1 - 2 * MARGIN)
    widths = [sum(cluster.width for cluster in row) + 0.16 * (len(row) - 1) * _mean_width(row) for row in rows]
    by_width = room / max(widths)
    tallest = _stacked(rows, -1) if page.flat else max(cluster.above for row in rows for cluster in row)
    share = {1: 0.54, 2: 0.5, 3: 0.46}.get(count, 0.42)
    share = 0.72 if count == 1 and len(rows[0][0].members) > FULL else share
    share = 1.0 if page.flat else share
    by_height = min(share * page.height, near_line - page.top - MARGIN * page.height) / tallest
    return min(by_width, by_height)


def _mean_width(row: Sequence[Cluster]) -> float:
    return sum(cluster.width for cluster in row) / len(row)


def _spread(row: list[Cluster], scale: float, page: Page) -> list[float]:
    """The middles of a row's clusters: evenly spaced, the row centred."""
    widths = [cluster.width * scale for cluster in row]
    room = page.width * (1 - 2 * MARGIN) - sum(widths)
    mean = sum(widths) / len(widths)
    gap = min(room / len(row), mean * (0.5 if len(row) < 4 else 0.35)) if room > 0 else room / max(1, len(row) - 1)
    x = (page.width - sum(widths) - gap * (len(row) - 1)) / 2
    middles = []
    for width in widths:
        middles.append(x + width / 2)
        x += width + gap
    return middles


def _stand_behind(clusters: list[Cluster], before: list[Placed], page: Page, random: Random) -> list[Placed]:
    """Scenery: on the far ground, beside the middle, as tall as the page allows and taller than what is before it."""
    if not clusters:
        return []
    far, near = page.ground
    line = far + (near - far) * 0.22
    unit = _unit(before)
    room = line - page.top - MARGIN * page.height
    fit = page.width * 0.8 / max(1, len(clusters))
    placed = []
    first = random.choice((0, 1))
    for number, cluster in enumerate(sorted(clusters, key=lambda cluster: -cluster.above)):
        scale = min(unit * 0.95, room / cluster.above, fit / cluster.width, 0.62 * page.height / cluster.above)
        scale = max(scale, min(0.3 * page.height / cluster.above, fit / cluster.width))
        slot = _slot(number, len(clusters), first)
        half = cluster.width * scale / 2
        x = min(max(slot * page.width, half + page.width * 0.02), page.width * 0.98 - half)
        feet = line - (near - far) * 0.06 * (number % 2)
        placed += cluster.put(x, feet, scale, feet - 1000)
    return placed


def _unit(placed: Iterable[Placed]) -> float:
    """Units for a height of 1 among things that are placed; their heights were roots of nature's."""
    return max((thing.height for thing in placed), default=300.0)


def _slot(number: int, count: int, first: int) -> float:
    """Where scenery stands, as a share of the width: at one side, then the other, then between."""
    if count == 1:
        return (0.27, 0.73)[first]
    if count == 2:
        return (0.22, 0.78)[(number + first) % 2]
    return (number + 0.5) / count


def _look_inwards(cluster: Cluster, x: float, page: Page) -> None:
    """A single thing at a side looks into the picture."""
    if len(cluster.members) > 1 or abs(x - page.width / 2) < page.width * 0.06:
        return
    for thing in cluster.members:
        thing.faces = towards(thing.faces, 1 if x < page.width / 2 else -1)


def _hang(clusters: list[Cluster], placed: list[Placed], page: Page, random: Random) -> list[Placed]:
    """Put what floats into the air above the ground, each where there is most room."""
    floor = page.ground[0] * 0.86
    hung: list[Placed] = []
    unit = min(_unit(placed), 0.4 * page.height)
    crowd = 1 / math.sqrt(max(1, len(clusters) / 3))
    for cluster in clusters:
        if cluster.members[0].height > VAULT:
            hung += _vault(cluster, page)
            continue
        scale = min(unit * crowd, 0.34 * page.height / cluster.above, 0.4 * page.width / cluster.width)
        scale = max(scale, 0.1 * page.height / cluster.above * crowd)
        half, tall = cluster.width * scale / 2, cluster.above * scale
        low = max(page.top + MARGIN * page.height + tall, floor)
        left, right = page.width * MARGIN + half, page.width * (1 - MARGIN) - half
        high = page.top + MARGIN * page.height + tall
        spots = [(random.uniform(left, max(left, right)), random.uniform(high, low)) for _ in range(40)]
        x, y = max(spots, key=lambda spot: _room_at(spot, half, tall, [*placed, *hung]))
        hung += _tilted(cluster.put(x, y, scale, -500 + y / 10), random)
    return hung


def _vault(cluster: Cluster, page: Page) -> list[Placed]:
    """What spans the sky, as a rainbow does: behind everything, its ends on the far ground."""
    high = page.ground[0] - page.top - 0.5 * MARGIN * page.height
    scale = min(0.94 * page.width / cluster.width, high / cluster.above)
    return cluster.put(page.width / 2, page.ground[0] - 0.01 * page.height, scale, -900)


def _room_at(spot: tuple[float, float], half: float, tall: float, others: list[Placed]) -> float:
    """The least gap between a box at `spot` and any other, less than 0 where they overlap."""
    x, y = spot
    gaps = []
    for other in others:
        across = abs(x - other.x) - half - other.width / 2
        down = abs((y - tall / 2) - (other.y - other.height / 2)) - (tall + other.height) / 2
        gaps.append(max(across, down))
    return min(gaps, default=0.0)


def _scatter(clusters: list[Cluster], page: Page, random: Random) -> list[Placed]:
    """Fill the page with things that hang: the largest in the middle, the others wherever most room is left."""
    top = page.top + MARGIN * page.height
    floor = page.height * (1 - MARGIN) if page.floats else 0.4 * page.ground[0] + 0.6 * page.ground[1]
    high, wide = floor - top, page.width * (1 - 2 * MARGIN)
    area = sum(cluster.width * cluster.above for cluster in clusters)
    scale = math.sqrt((0.34 if len(clusters) > 1 else 1.0) * wide * high / area)
    for cluster in clusters:
        scale = min(scale, 0.64 * high / cluster.above, 0.7 * wide / cluster.width)
    ordered = sorted(clusters, key=lambda cluster: -cluster.width * cluster.above)
    while True:
        placed, fits = _scatter_at(ordered, scale, (page.width * MARGIN, top, wide, high), random)
        if fits or scale < 20:
            break
        scale *= 0.92
    return [thing for things in placed for thing in (_tilted(things, random) if page.floats else things)]


def _scatter_at(
    clusters: list[Cluster], scale: float, room: tuple[float, float, float, float], random: Random
) -> tuple[list[list[Placed]], bool]:
    """One try at a scale in `room` (left, top, width, height): the things, and whether none overlaps another."""
    left, top, wide, high = room
    placed: list[list[Placed]] = []
    boxes: list[Placed] = []
    fits = True
    for number, cluster in enumerate(clusters):
        half, tall = cluster.width * scale / 2, cluster.above * scale
        if number == 0 and (len(clusters) == 1 or cluster.above > 1.15 * clusters[1].above):
            spots = [(left + wide / 2, top + (high + tall) / 2)]
        else:
            spots = [
                (left + half + random.random() * (wide - 2 * half), top + tall + random.random() * (high - tall))
                for _ in range(70)
            ]
        x, y = max(spots, key=lambda spot: min(_room_at(spot, half, tall, boxes), 0.5 * half))
        fits = fits and _room_at((x, y), half, tall, boxes) >= 0
        things = cluster.put(x, y, scale, number)
        for thing in things:
            thing.aloft = True
        boxes.append(Placed(0, x, y, 2 * half, tall))
        placed.append(things)
    return placed, fits


def _tilted(things: list[Placed], random: Random) -> list[Placed]:
    """A little lean, for single things that hang in the air."""
    if len(things) == 1:
        things[0].tilt = random.uniform(-9, 9)
    return things


def _keep_on_page(thing: Placed, page: Page) -> None:
    """Push a thing that reaches over an edge back onto the page, and shrink one that is larger than it."""
    largest = min(page.width * 0.96 / thing.width, page.height * 0.96 / thing.height, 1.0)
    thing.width, thing.height = thing.width * largest, thing.height * largest
    edge = 0.015 * page.width
    thing.x = min(max(thing.x, thing.width / 2 + edge), page.width - thing.width / 2 - edge)
    thing.y = min(max(thing.y, thing.height + 0.01 * page.height), page.height * 0.99)
