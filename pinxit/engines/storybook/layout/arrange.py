"""Gives the clusters of a scene their places on the page.

Lengths are in units: the picture's shorter side is 1000 of them. y grows downwards, and a thing's y is where it stands.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from pinxit.engines.storybook.layout.above import spread_out
from pinxit.engines.storybook.layout.air import hang, scatter
from pinxit.engines.storybook.layout.cells import column, fill_cells, row
from pinxit.engines.storybook.layout.closeup import TOGETHER, close_up
from pinxit.engines.storybook.layout.clusters import clusters_of
from pinxit.engines.storybook.layout.ground import stand
from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import VAULT, Cluster, Placed
from pinxit.engines.storybook.layout.sizes import Measure
from pinxit.engines.storybook.scene import Scene


def arrange(scene: Scene, page: Page, measure: Measure, seed: int, boards: Sequence[float] = ()) -> list[Placed]:
    """Place everything of `scene` on `page`, far things first. `boards` are sign boards' widths over their heights."""
    random = Random(seed)
    clusters = clusters_of(scene, measure)
    clusters += [Cluster([Placed(-1 - n, 0, 0, 0.55 * shape, 0.55)]) for n, shape in enumerate(boards)]
    if not clusters:
        return []
    if page.fills:
        near, clusters = _nearest(clusters), clusters[len(_nearest(clusters)) :]
        behind = _arranged(clusters, page, random) if clusters else []
        return sorted(close_up(near, page, measure) + behind, key=lambda thing: thing.order)
    placed = _arranged(clusters, page, random)
    return sorted(placed, key=lambda thing: thing.order)


def _nearest(clusters: list[Cluster]) -> list[Cluster]:
    """Whom a close-up is of: all where they are few, else the first."""
    return clusters if len(clusters) <= TOGETHER else clusters[:1]


def _arranged(clusters: list[Cluster], page: Page, random: Random) -> list[Placed]:
    located = [cluster for cluster in clusters if _has_cell(cluster, page)]
    clusters = [cluster for cluster in clusters if cluster not in located]
    standing = [cluster for cluster in clusters if not cluster.is_aloft]
    aloft = [cluster for cluster in clusters if cluster.is_aloft]
    placed: list[Placed] = []
    if not (page.floats or page.above):
        below = _below(page, located)
        taken = frozenset(column(cluster.place) for cluster in located if row(cluster.place) == "bottom")
        placed = stand(standing, below, random, taken) if standing else []
    placed += fill_cells(located, placed, page, random)
    if page.above:
        placed += spread_out(clusters, page, random, placed) if clusters else []
    elif page.floats or not standing:
        placed += scatter(clusters, page, random, placed) if clusters else []
    else:
        placed += hang(aloft, placed, page, random)
    for thing in placed:
        _keep_on_page(thing, page)
    return placed


def _has_cell(cluster: Cluster, page: Page) -> bool:
    """It is put into a part of the page, since that is where it was asked for, and no row on the ground is there."""
    if cluster.place is None or (cluster.is_aloft and cluster.members[0].height > VAULT):
        return False
    return cluster.is_aloft or page.floats or page.above or page.flat or row(cluster.place) != "middle"


def _below(page: Page, located: Sequence[Cluster]) -> Page:
    """The room on the ground, with less sky for what stands on it where something is at the top of the page."""
    at_top = any(row(cluster.place) == "top" for cluster in located)
    return replace(page, top=max(page.top, 0.3 * page.height)) if at_top else page


def _keep_on_page(thing: Placed, page: Page) -> None:
    """Push a thing that reaches over an edge back onto the page, and shrink one that is larger than it."""
    largest = min(page.width * 0.96 / thing.across, page.height * 0.96 / thing.height, 1.0)
    thing.width, thing.height = thing.width * largest, thing.height * largest
    edge = 0.015 * page.width
    thing.x = min(max(thing.x, thing.across / 2 + edge), page.width - thing.across / 2 - edge)
    thing.y = min(max(thing.y, thing.height + 0.01 * page.height), page.height * 0.99)
