"""What is looked down on: spread evenly over the whole page, each a little turned, as on a table."""

import math
from collections.abc import Sequence
from random import Random

from pinxit.engines.storybook.layout.page import MARGIN, Page
from pinxit.engines.storybook.layout.placed import Cluster, Placed

FILLED = 0.84
"""The share of its field's sides that the largest thing takes."""
ALONE = 0.56
"""The same for a single thing, whose field is the page."""
LEAST = 0.5
"""A thing takes at least so much of its field, however small it is beside the others."""
TURN = 13.0
"""Degrees by which a thing is turned at most."""


def spread_out(clusters: list[Cluster], page: Page, random: Random, around: Sequence[Placed] = ()) -> list[Placed]:
    """The clusters in rows of fields, those of a short row in the middle. `around` has its places already."""
    left, top, right, low = _free(page, around)
    wide, high = right - left, low - top
    rows = _rows(clusters, wide / high)
    down = high / len(rows)
    share = ALONE if len(clusters) == 1 else FILLED
    fits = [min(wide / len(row) / each.width, down / each.above) * share for row in rows for each in row]
    scale = min(fits)
    placed: list[Placed] = []
    for number, row in enumerate(rows):
        across = wide / max(len(row), len(rows[0]) if len(row) > 1 else 1)
        start = left + (wide - across * len(row)) / 2
        for at, cluster in enumerate(row):
            fit = min(across / cluster.width, down / cluster.above) * share
            own = min(fit, max(scale, LEAST * fit))
            x, y = start + (at + 0.5) * across, top + (number + 0.5) * down + cluster.above * own / 2
            if len(clusters) > 1:
                x += random.uniform(-0.5, 0.5) * max(0.0, across - cluster.width * own) * 0.5
                y += random.uniform(-0.5, 0.5) * max(0.0, down - cluster.above * own) * 0.5
            placed += _laid(cluster.put(x, y, own, y), random)
    return placed


def _free(page: Page, around: Sequence[Placed]) -> tuple[float, float, float, float]:
    """The largest part of the page beside, above or below what is there already."""
    edge = MARGIN / 2 * page.width, page.top + MARGIN / 2 * page.height
    left, top, right, low = *edge, page.width - edge[0], page.height * (1 - MARGIN / 2)
    if not around:
        return left, top, right, low
    first, last = min(t.x - t.width / 2 for t in around), max(t.x + t.width / 2 for t in around)
    high, foot = min(t.y - t.height for t in around), max(t.y for t in around)
    parts = [(left, top, first, low), (last, top, right, low), (left, top, right, high), (left, foot, right, low)]
    return max(parts, key=lambda part: max(0.0, part[2] - part[0]) * max(0.0, part[3] - part[1]))


def _rows(clusters: Sequence[Cluster], shape: float) -> list[list[Cluster]]:
    """As many rows as suit a page of this width over height, the fuller ones first."""
    count = len(clusters)
    wide = sum(cluster.width / cluster.above for cluster in clusters) / count
    columns = min(count, max(1, math.ceil(math.sqrt(count * shape / wide) - 0.2)))
    number = math.ceil(count / columns)
    rows, start = [], 0
    for row in range(number):
        end = start + math.ceil((count - start) / (number - row))
        rows.append(list(clusters[start:end]))
        start = end
    return rows


def _laid(things: list[Placed], random: Random) -> list[Placed]:
    """Nothing stands; single things are turned."""
    for thing in things:
        thing.aloft = True
    if len(things) == 1 and not things[0].tilt:
        things[0].tilt = random.uniform(-TURN, TURN)
    return things
