"""Puts what was asked for in a place of the page into that part of it: a corner, the top, a side."""

import math
from random import Random

from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import Cluster, Placed, tallest_of
from pinxit.engines.storybook.scene import Place

ACROSS = {"left": (0.03, 0.37), "centre": (0.3, 0.7), "right": (0.63, 0.97)}
DOWN = {"top": (0.03, 0.36), "middle": (0.25, 0.72), "bottom": (0.64, 0.965)}
"""Shares of the page's width and height."""
LEAST_OF_CELL = 0.5
"""A thing fills at least so much of its cell, however small it is beside the others."""


def column(place: Place | None) -> str:
    """Left, centre or right."""
    return next((side for side in ("left", "right") if place and side in place), "centre")


def row(place: Place | None) -> str:
    """Whether a place is at the top, at the bottom, or in the middle."""
    return next((side for side in ("top", "bottom") if place and side in place), "middle")


def fill_cells(clusters: list[Cluster], before: list[Placed], page: Page, random: Random) -> list[Placed]:
    """Every cluster in the part of the page that it was asked for, those of one part beside each other."""
    if not clusters:
        return []
    groups: dict[Place, list[Cluster]] = {}
    for cluster in clusters:
        groups.setdefault(cluster.place or "centre", []).append(cluster)
    boxes = {place: _boxes(place, group, page) for place, group in groups.items()}
    fits = [
        min((right - left) / cluster.width, (low - high) / cluster.above)
        for place, group in groups.items()
        for cluster, (left, high, right, low) in zip(group, boxes[place], strict=True)
    ]
    shared = min([*fits, tallest_of(before)] if before else fits) * min(page.nearness, 1.0)
    placed: list[Placed] = []
    for place, group in groups.items():
        for cluster, (left, high, right, low) in zip(group, boxes[place], strict=True):
            fit = min((right - left) / cluster.width, (low - high) / cluster.above)
            scale = min(fit, max(shared, LEAST_OF_CELL * fit)) * (0.6 if cluster.depth == "background" else 1.0)
            placed += _put(cluster, place, (left, high, right, low), scale, page)
    return placed


def _put(
    cluster: Cluster, place: Place, box: tuple[float, float, float, float], scale: float, page: Page
) -> list[Placed]:
    """The things of one cluster in its box: on the lower edge of the page's bottom, else in the box's middle."""
    left, high, right, low = box
    stands = row(place) == "bottom" and not (cluster.is_aloft or page.floats or page.above)
    feet = low if stands else (high + low + cluster.above * scale) / 2
    things = cluster.put((left + right) / 2, feet, scale, feet if stands else -400 + feet / 100)
    for thing in things:
        thing.aloft = thing.aloft or not (stands or page.above)
    return things


def _boxes(place: Place, group: list[Cluster], page: Page) -> list[tuple[float, float, float, float]]:
    """The part of the page for each of a group: a grid over the place's cell."""
    (left, right), (high, low) = ACROSS[column(place)], DOWN[row(place)]
    left, right, tall = left * page.width, right * page.width, page.height - page.top
    high, low = page.top + high * tall, page.top + low * tall
    wide = sum(cluster.width / cluster.above for cluster in group) / len(group)
    columns = max(1, round(math.sqrt(len(group) * (right - left) / (low - high) / wide)))
    columns = min(columns, len(group))
    rows = math.ceil(len(group) / columns)
    across, down = (right - left) / columns, (low - high) / rows
    return [
        (
            left + number % columns * across, high + number // columns * down,
            left + (number % columns + 1) * across, high + (number // columns + 1) * down,
        )
        for number in range(len(group))
    ]  # fmt: skip
