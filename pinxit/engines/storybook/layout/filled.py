"""A page without a ground, which its things fill."""

from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import Placed


def fill(placed: list[Placed], bare: list[Placed], page: Page) -> None:
    """Enlarge what stands on a transparent page until it fills it, and centre it: `bare` is moved, `placed` is how much
    room it takes with what is worn."""
    if not placed:
        return
    left, right = min(t.x - t.width / 2 for t in placed), max(t.x + t.width / 2 for t in placed)
    top, bottom = min(t.y - t.height for t in placed), max(t.y for t in placed)
    high = page.height - page.top
    scale = min(0.9 * page.width / (right - left), 0.9 * high / (bottom - top))
    for thing in bare:
        thing.x = page.width / 2 + (thing.x - (left + right) / 2) * scale
        thing.y = page.top + high / 2 + (thing.y - (top + bottom) / 2) * scale
        thing.width, thing.height = thing.width * scale, thing.height * scale
