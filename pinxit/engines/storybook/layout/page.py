"""The room that a layout has."""

from dataclasses import dataclass

MARGIN = 0.06
"""Share of the page's width and height that is kept free at each edge."""


@dataclass(frozen=True, slots=True)
class Page:
    """The room that a layout has, in units."""

    width: float
    height: float
    ground: tuple[float, float]
    """The farthest and the nearest line on which feet may stand."""
    floats: bool = False
    """Nothing stands: things hang in space, water or air."""
    top: float = 0.0
    """Above this line is no room: a title stands there."""
    flat: bool = False
    """There is no ground to recede: rows stand above each other and hide nothing."""
    above: bool = False
    """It is seen from above: things lie all over it, and nothing is farther than anything else."""
    fills: bool = False
    """A close-up: the first things fill the page, and may reach over its lower edge."""
    nearness: float = 1.0
    """How large figures are beside what a page usually shows."""
