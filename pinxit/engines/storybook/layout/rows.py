"""Rows on the ground: who stands in which, how large all are, and where each stands."""

import math
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from pinxit.engines.storybook.layout.page import MARGIN, Page
from pinxit.engines.storybook.layout.placed import Cluster, Placed, towards
from pinxit.engines.storybook.scene import Size

FULL = 3
"""A single cluster of more things than this, such as a full basket, is given more of the page."""


WORDS: dict[Size, float] = {"tiny": 0.5, "big": 1.1, "huge": 1.3}
"""How much of the page a single thing takes that has only its own word to be measured by."""


def split_rows(clusters: list[Cluster], page: Page) -> list[list[Cluster]]:
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


def _lines(rows: Sequence[object], page: Page) -> tuple[float, float]:
    """Where the farthest and the nearest of the rows stand."""
    far, near = page.ground
    near_line = near - (near - far) * (0.22 if len(rows) == 1 else 0.06)
    return near_line if len(rows) == 1 else far + (near - far) * (0.12 if len(rows) > 2 else 0.3), near_line


def stand_rows(
    rows: list[list[Cluster]], page: Page, room: tuple[float, float], scale: float, random: Random
) -> list[Placed]:
    """Put rows on the ground, from `room`'s left to its right."""
    far, near = page.ground
    count = sum(map(len, rows))
    far_line, near_line = _lines(rows, page)
    placed: list[Placed] = []
    before: list[float] = []
    for number, row in reversed(list(enumerate(rows))):
        nearness = number / (len(rows) - 1) if len(rows) > 1 and not page.flat else 1.0
        y = far_line + (near_line - far_line) * nearness
        size = scale * (0.72 + 0.28 * nearness)
        middles = _spread(row, size, room)
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
    if spare < 0:
        return middles
    tries = [gaps[start:][: len(middles)] for start in ((spare + 1) // 2, spare // 2)]
    return min(tries, key=lambda shifted: abs(sum(shifted) - sum(middles)))  # now to the right, then to the left


def _stacked(rows: list[list[Cluster]], number: int) -> float:
    """How high above the last row this one stands, where no row may hide another."""
    return sum(1.08 * max(cluster.above for cluster in row) for row in rows[number + 1 :])


def common_scale(rows: list[list[Cluster]], page: Page, count: int) -> float:
    """Units for a height of 1, so that the fullest row fits the page and the tallest thing fits under its top."""
    near_line = _lines(rows, page)[1]
    room = page.width * (1 - 2 * MARGIN)
    widths = [sum(cluster.width for cluster in row) + 0.16 * (len(row) - 1) * _mean_width(row) for row in rows]
    by_width = room / max(widths)
    tallest = _stacked(rows, -1) if page.flat else max(cluster.above for row in rows for cluster in row)
    share = {1: 0.54, 2: 0.5, 3: 0.46}.get(count, 0.42)
    share = 0.72 if count == 1 and len(rows[0][0].members) > FULL else share
    share *= WORDS.get(rows[0][0].size, 1.0) if count == 1 else 1.0
    share = 1.0 if page.flat else share * page.nearness
    by_height = min(share * page.height, near_line - page.top - MARGIN * page.height) / tallest
    return min(by_width, by_height)


def _mean_width(row: Sequence[Cluster]) -> float:
    return sum(cluster.width for cluster in row) / len(row)


def _spread(row: list[Cluster], scale: float, room: tuple[float, float]) -> list[float]:
    """The middles of a row's clusters: evenly spaced, the row centred."""
    start, end = room
    widths = [cluster.width * scale for cluster in row]
    spare = (end - start) * (1 - 2 * MARGIN) - sum(widths)
    mean = sum(widths) / len(widths)
    gap = min(spare / len(row), mean * (0.5 if len(row) < 4 else 0.35)) if spare > 0 else spare / max(1, len(row) - 1)
    x = (start + end - sum(widths) - gap * (len(row) - 1)) / 2
    middles = []
    for width in widths:
        middles.append(x + width / 2)
        x += width + gap
    return middles


def _look_inwards(cluster: Cluster, x: float, page: Page) -> None:
    """A single thing at a side looks into the picture."""
    if len(cluster.members) > 1 or abs(x - page.width / 2) < page.width * 0.06:
        return
    if cluster.members[0].pose == "running":
        return
    for thing in cluster.members:
        thing.faces = towards(thing.faces, 1 if x < page.width / 2 else -1)
