"""Gives the clusters of a scene their places on the page.

Lengths are in units: the picture's shorter side is 1000 of them. y grows downwards, and a thing's y is where it stands.
"""

from collections.abc import Sequence
from random import Random

from pinxit.engines.storybook.layout.air import hang, scatter
from pinxit.engines.storybook.layout.clusters import Measure, clusters_of
from pinxit.engines.storybook.layout.ground import stand
from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import Cluster, Placed
from pinxit.engines.storybook.scene import Scene


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
        placed = scatter(clusters, page, random)
    else:
        placed = stand(standing, page, random)
        placed += hang(aloft, placed, page, random)
    for thing in placed:
        _keep_on_page(thing, page)
    return sorted(placed, key=lambda thing: thing.order)


def _keep_on_page(thing: Placed, page: Page) -> None:
    """Push a thing that reaches over an edge back onto the page, and shrink one that is larger than it."""
    largest = min(page.width * 0.96 / thing.width, page.height * 0.96 / thing.height, 1.0)
    thing.width, thing.height = thing.width * largest, thing.height * largest
    edge = 0.015 * page.width
    thing.x = min(max(thing.x, thing.width / 2 + edge), page.width - thing.width / 2 - edge)
    thing.y = min(max(thing.y, thing.height + 0.01 * page.height), page.height * 0.99)
