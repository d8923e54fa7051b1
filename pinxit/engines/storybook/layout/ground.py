"""What stands: rows on the ground, side by side where sides were asked for, near and far."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from pinxit.engines.storybook.layout.cells import column
from pinxit.engines.storybook.layout.page import MARGIN, Page
from pinxit.engines.storybook.layout.placed import SCENERY, Cluster, Placed
from pinxit.engines.storybook.layout.rows import common_scale, split_rows, stand_rows
from pinxit.engines.storybook.layout.scenery import stand_behind

FAR, NEAR = 0.5, 1.3
"""How large a thing in the background and in the foreground is beside one between them."""

Zone = tuple[list[Cluster], float, float]
"""What stands beside each other, and from where to where across the page."""


def stand(clusters: list[Cluster], page: Page, random: Random, taken: frozenset[str] = frozenset()) -> list[Placed]:
    """Put clusters on the ground: tall scenery behind and to the sides, the others in rows before it.

    `taken` are the columns of the page that hold something already.
    """
    low = [cluster for cluster in clusters if cluster.above < SCENERY]
    tall = [cluster for cluster in clusters if cluster not in low] if low else []
    front = low or clusters
    far = [cluster for cluster in front if cluster.depth == "background"]
    near = [cluster for cluster in front if cluster.depth == "foreground"]
    middle = [cluster for cluster in front if cluster.depth is None]
    if not (middle or far or tall):
        middle, near = near, []
    # what stands before a castle may be a little large beside it, but no giant
    most = 1.8 * 0.66 * page.height / max((cluster.above for cluster in tall if cluster.depth is None), default=0.01)
    placed, scale = _stand_side_by_side(middle, _room_before(page, near), random, most, taken)
    placed += _stand_near(near, scale, placed, page)
    placed = _stand_far(far, scale, placed, page) + placed
    return stand_behind(tall, placed, page, random) + placed


def _room_before(page: Page, near: Sequence[Cluster]) -> Page:
    """The page with less of its ground where something else is to stand in the foreground."""
    far_line, near_line = page.ground
    return replace(page, ground=(far_line, far_line + 0.55 * (near_line - far_line))) if near else page


def _zones(clusters: list[Cluster], page: Page, taken: frozenset[str]) -> list[Zone]:
    """Split the page's width among the sides that were asked for; the others stand where room is left."""
    sides: dict[str, list[Cluster]] = {"left": [], "centre": [], "right": []}
    free: list[Cluster] = []
    for cluster in clusters:
        (sides[column(cluster.place)] if cluster.place else free).append(cluster)
    if free and (not any(sides.values()) or sides["centre"] or len(taken) < 3):
        _settle(free, sides, taken)
    used = [side for side in ("left", "centre", "right") if sides[side]]
    if used == ["centre"] and not taken:
        return [(sides["centre"], 0.0, page.width)]
    halves = "centre" not in used and "centre" not in taken
    edges = {"left": (0.0, 0.5), "right": (0.5, 1.0)} if halves else {}
    thirds = {"left": (0.0, 0.345), "centre": (0.315, 0.685), "right": (0.655, 1.0)}
    found = []
    for side in used:
        start, end = edges.get(side) or _widened(side, thirds[side], {*used, *taken})
        found.append((sides[side], start * page.width, end * page.width))
    return found


def _widened(side: str, edges: tuple[float, float], used: set[str]) -> tuple[float, float]:
    """The middle takes the room of a side that nobody uses, as long as the other is in use."""
    start, end = edges
    if side == "centre" and len(used) == 2:
        return (start, 1.0) if "left" in used else (0.0, end)
    return start, end


def _settle(free: list[Cluster], sides: dict[str, list[Cluster]], taken: frozenset[str]) -> None:
    """Give those without a place a side: the middle if nobody has it, else the sides that are left."""
    busy = {side for side in sides if sides[side]} | taken
    if "centre" not in busy and busy != {"left"} and busy != {"right"}:
        sides["centre"] += free
    elif busy in ({"left"}, {"right"}):
        sides["right" if busy == {"left"} else "left"] += free
    else:
        open_sides = [side for side in ("left", "right") if side not in busy] or ["centre"]
        for number, cluster in enumerate(free):
            sides[open_sides[number % len(open_sides)]].append(cluster)


def _stand_side_by_side(
    clusters: list[Cluster], page: Page, random: Random, most: float, taken: frozenset[str]
) -> tuple[list[Placed], float]:
    """Rows within each zone, all at one scale. The things, and the units for a height of 1."""
    if not clusters:
        return [], 0.42 * page.height * page.nearness
    zones = _zones(clusters, page, taken)
    rows = [split_rows(group, replace(page, width=end - start)) for group, start, end in zones]
    scale = min(
        most,
        *(
            common_scale(of_zone, replace(page, width=end - start), len(clusters))
            for of_zone, (_, start, end) in zip(rows, zones, strict=True)
        ),
    )
    placed: list[Placed] = []
    for of_zone, (_, start, end) in zip(rows, zones, strict=True):
        placed += stand_rows(of_zone, page, (start, end), scale, random)
    return placed, scale


def _stand_near(clusters: list[Cluster], scale: float, others: list[Placed], page: Page) -> list[Placed]:
    """In the foreground: large, on the nearest line, and to the side, so that the others are seen."""
    placed: list[Placed] = []
    room = page.width / max(1, len(clusters))
    for number, cluster in enumerate(clusters):
        own = max(NEAR * scale, 0.28 * page.height / cluster.above)  # a snail alone in front is still near
        own = min(own, 0.5 * page.height / cluster.above, 0.62 * room / cluster.width)
        half = cluster.width * own / 2
        edge = half + MARGIN * page.width / 2
        across = [edge + (page.width - 2 * edge) * step / 8 for step in range(9)]
        if cluster.place or len(clusters) > 1:
            share = {"left": 0.22, "centre": 0.5, "right": 0.78}[column(cluster.place)]
            across = [share * page.width if cluster.place else room * (number + 0.5)]
        x = min(across, key=lambda x: _overlap(x, half, [*others, *placed]))
        feet = max(page.ground[1], 0.96 * page.height)
        placed += cluster.put(min(max(x, edge), page.width - edge), feet, own, feet + 1)
    return placed


def _stand_far(clusters: list[Cluster], scale: float, others: list[Placed], page: Page) -> list[Placed]:
    """In the background: small, on the farthest line, where they are seen between the others."""
    placed: list[Placed] = []
    far, near = page.ground
    for cluster in clusters:
        own = min(FAR * scale, 0.3 * page.height / cluster.above, 0.3 * page.width / cluster.width)
        half = cluster.width * own / 2
        edge = half + MARGIN * page.width
        across = [edge + (page.width - 2 * edge) * step / 10 for step in (2, 8, 3, 7, 1, 9, 5, 0, 10)]
        if cluster.place:
            across = [{"left": 0.2, "centre": 0.5, "right": 0.8}[column(cluster.place)] * page.width]
        x = min(across, key=lambda x: _overlap(x, half, [*others, *placed]))
        feet = far + 0.03 * (near - far)
        placed += cluster.put(min(max(x, edge), page.width - edge), feet, own, feet - 500)
    return placed


def _overlap(x: float, half: float, others: Sequence[Placed]) -> float:
    """How much of the width at `x` others hide, or are hidden."""
    return sum(
        max(0.0, min(x + half, other.x + other.width / 2) - max(x - half, other.x - other.width / 2))
        for other in others
    )
