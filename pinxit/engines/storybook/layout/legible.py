"""Boards with words that stand among things: large enough to be read, where they hide little and little hides them."""

import numpy as np

from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import Placed

LEAST_BOARD, WIDEST_BOARD = 0.24, 0.5
"""Shares of the page's height that a standing board has at least, and of its width that it is not enlarged beyond."""


def legible(placed: list[Placed], page: Page) -> list[Placed]:
    """Enlarge boards that are too small to be read, and put those where they and the others hide each other least."""
    others = [thing for thing in placed if thing.subject >= 0]
    far = () if page.floats or page.flat else (page.ground[0] + 0.03 * page.height,)
    for thing in placed:
        factor = min(LEAST_BOARD * page.height / thing.height, max(WIDEST_BOARD * page.width / thing.width, 1.0))
        if thing.subject >= 0 or factor <= 1.02:
            continue
        thing.width, thing.height = thing.width * factor, thing.height * factor
        edge = thing.width / 2 + 0.03 * page.width
        places = [(float(x), y) for y in (thing.y, *far) for x in (thing.x, *np.linspace(edge, page.width - edge, 9))]
        thing.x, thing.y = min(
            places, key=lambda place: sum(_hidden(thing, place[0], place[1], each) for each in others)
        )
        thing.x = min(max(thing.x, edge), page.width - edge)
        orders = [other.order for other in placed]
        thing.order = min(orders) - 1 if thing.y in far else max(orders) + 1
    return sorted(placed, key=lambda thing: thing.order)


def _hidden(board: Placed, x: float, y: float, other: Placed) -> float:
    """How much of a thing and of the upper part of a board hides one the other, with the board at (x, y)."""
    wide = min(x + board.width / 2, other.x + other.width / 2) - max(x - board.width / 2, other.x - other.width / 2)
    high = min(y - 0.35 * board.height, other.y) - max(y - board.height, other.y - other.height)
    return max(0.0, wide) * max(0.0, high)
