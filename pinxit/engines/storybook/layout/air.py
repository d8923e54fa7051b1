"""What hangs: in the air above the ground, or in water and in space, where nothing stands."""

import math
from collections.abc import Sequence
from random import Random

from pinxit.engines.storybook.layout.page import MARGIN, Page
from pinxit.engines.storybook.layout.placed import VAULT, Cluster, Placed, tallest_of

TRIES = 1900
"""Places that are tried for all that hangs in the air together; of a few things each has seventy."""


def hang(clusters: list[Cluster], placed: list[Placed], page: Page, random: Random) -> list[Placed]:
    """Put what floats into the air above the ground, each where there is most room."""
    floor = page.ground[0] * 0.86
    hung: list[Placed] = []
    unit = min(tallest_of(placed), 0.4 * page.height)
    crowd = 1 / math.sqrt(max(1, len(clusters) / 3))
    for cluster in clusters:
        if cluster.members[0].height > VAULT:
            hung += _vault(cluster, page)
            continue
        scale = min(unit * crowd, 0.34 * page.height / cluster.above, 0.4 * page.width / cluster.width)
        scale = max(scale, 0.1 * page.height / cluster.above * crowd) * (0.6 if cluster.depth == "background" else 1.0)
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


def scatter(clusters: list[Cluster], page: Page, random: Random, around: Sequence[Placed] = ()) -> list[Placed]:
    """Fill the page with things that hang: the largest in the middle, the others wherever most room is left.

    `around` has its places already.
    """
    top = page.top + MARGIN * page.height
    floor = page.height * (1 - MARGIN) if page.floats else 0.4 * page.ground[0] + 0.6 * page.ground[1]
    high, wide = floor - top, page.width * (1 - 2 * MARGIN)
    area = sum(cluster.width * cluster.above for cluster in clusters)
    scale = math.sqrt((0.34 if len(clusters) + len(around) > 1 else 1.0) * wide * high / area)
    for cluster in clusters:
        scale = min(scale, 0.64 * high * page.nearness / cluster.above, 0.7 * wide * page.nearness / cluster.width)
    ordered = sorted(clusters, key=lambda cluster: -cluster.width * cluster.above)
    while True:
        placed, fits = _scatter_at(ordered, scale, (page.width * MARGIN, top, wide, high), random, around)
        if fits or scale < 20:
            break
        scale *= 0.92
    return [thing for things in placed for thing in (_tilted(things, random) if page.floats else things)]


def _scatter_at(
    clusters: list[Cluster],
    scale: float,
    room: tuple[float, float, float, float],
    random: Random,
    around: Sequence[Placed] = (),
) -> tuple[list[list[Placed]], bool]:
    """One try at a scale in `room` (left, top, width, height): the things, and whether none overlaps another."""
    left, top, wide, high = room
    placed: list[list[Placed]] = []
    boxes: list[Placed] = list(around)
    fits = True
    for number, cluster in enumerate(clusters):
        half, tall = cluster.width * scale / 2, cluster.above * scale
        if number == 0 and not around and (len(clusters) == 1 or cluster.above > 1.15 * clusters[1].above):
            spots = [(left + wide / 2, top + (high + tall) / 2)]
        else:
            spots = [
                (left + half + random.random() * (wide - 2 * half), top + tall + random.random() * (high - tall))
                for _ in range(max(16, min(70, TRIES // len(clusters))))
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
    if len(things) == 1 and not things[0].tilt:
        things[0].tilt = random.uniform(-9, 9)
    return things
