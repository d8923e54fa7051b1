"""A close-up: the first things fill the page and may reach over its lower edge; all else stands behind them."""

from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import Cluster, Placed
from pinxit.engines.storybook.layout.sizes import Measure

TOGETHER = 3
"""So many at most are seen close up, beside each other."""
BODY, PERSON = 1.2, 1.75
"""How tall an animal or a thing, and a person, would be on a page of height 1: a person down to the chest is seen."""
CUT = 1.1
"""What reaches over the lower edge does so by at least this, so that not only its feet are missing."""
HEADROOM = 0.09


def close_up(clusters: list[Cluster], page: Page, measure: Measure) -> list[Placed]:
    """The clusters beside each other, as large as the page allows."""
    room = page.height - page.top
    is_person = all(_is_person(cluster, measure) for cluster in clusters)
    tallest = max(cluster.above for cluster in clusters)
    wide = sum(cluster.width for cluster in clusters) * (1 - 0.06 * (len(clusters) - 1))
    hangs = page.floats or all(cluster.is_aloft for cluster in clusters)
    most = 0.86 if hangs else PERSON if is_person else BODY
    scale = min((1.08 if is_person else 0.88 if hangs else 0.96) * page.width / wide, most * room / tallest)
    tall = tallest * scale
    feet = page.top + HEADROOM * room + tall
    if hangs:
        feet = page.top + (room + tall) / 2
    elif feet < 0.96 * page.height:
        feet = max(feet, 0.94 * page.height)
    else:
        feet = max(feet, CUT * page.height)
    x = (page.width - wide * scale) / 2
    placed: list[Placed] = []
    for cluster in clusters:
        step = wide * scale * cluster.width / sum(each.width for each in clusters)
        placed += cluster.put(x + step / 2, feet, scale, 3000)
        x += step
    return placed


def _is_person(cluster: Cluster, measure: Measure) -> bool:
    number = cluster.members[0].subject
    return number >= 0 and len(cluster.members) == 1 and measure(number)[0].is_person
