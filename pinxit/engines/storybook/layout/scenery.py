"""Tall scenery: houses, trees and castles, behind everything else."""

from random import Random

from pinxit.engines.storybook.layout.cells import column
from pinxit.engines.storybook.layout.page import MARGIN, Page
from pinxit.engines.storybook.layout.placed import Cluster, Placed, tallest_of

SLOTS = {"left": 0.25, "centre": 0.5, "right": 0.75}
"""Where scenery stands that was asked for on a side, as a share of the width."""


HALF = 0.46
"""The share of the width that it has at most, on a side."""


def stand_behind(clusters: list[Cluster], before: list[Placed], page: Page, random: Random) -> list[Placed]:
    """Scenery: on the far ground, beside the middle, as tall as the page allows and taller than what is before it."""
    if not clusters:
        return []
    far, near = page.ground
    line = far + (near - far) * 0.22
    unit = tallest_of(before)
    room = line - page.top - MARGIN * page.height
    whole = page.width * 0.8 / max(1, len(clusters))
    placed: list[Placed] = []
    first = random.choice((0, 1))
    for number, cluster in enumerate(sorted(clusters, key=lambda cluster: -cluster.above)):
        fit = HALF * page.width if column(cluster.place) != "centre" else whole
        scale = min(unit * 0.95, room / cluster.above, fit / cluster.width, 0.62 * page.height / cluster.above)
        scale = max(scale, min(0.3 * page.height * page.nearness / cluster.above, fit / cluster.width))
        scale *= 0.6 if cluster.depth == "background" and len(before) > 0 else 1.0
        half = cluster.width * scale / 2
        slot = SLOTS[column(cluster.place)] if cluster.place else _slot(number, len(clusters), first)
        if not cluster.place and any(thing.width > 0.25 * page.width for thing in before):
            slot = _open_slot(slot, half / page.width, [*before, *placed], page)
        x = min(max(slot * page.width, half + page.width * 0.02), page.width * 0.98 - half)
        feet = line - (near - far) * 0.06 * (number % 2)
        placed += cluster.put(x, feet, scale, feet - 1000)
    return placed


def _open_slot(usual: float, half: float, others: list[Placed], page: Page) -> float:
    """Where scenery is hidden least: its usual place, the other side, or the middle."""

    def hidden(slot: float) -> float:
        middle = min(max(slot, half + 0.02), 0.98 - half) * page.width
        reach = half * page.width
        return sum(max(0.0, reach + thing.width / 2 - abs(middle - thing.x)) for thing in others) / page.width

    return min((usual, 1 - usual, 0.5), key=lambda slot: round(hidden(slot), 2))


def _slot(number: int, count: int, first: int) -> float:
    """Where scenery stands, as a share of the width: at one side, then the other, then between."""
    if count == 1:
        return (0.27, 0.73)[first]
    if count == 2:
        return (0.22, 0.78)[(number + first) % 2]
    return (number + 0.5) / count
