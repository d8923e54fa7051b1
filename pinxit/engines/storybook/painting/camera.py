"""From where a scene is seen: which part of its setting, how sharp, and how large the figures are in it."""

from dataclasses import dataclass, replace

from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.scene import Scene
from pinxit.engines.storybook.settings import Backdrop, View, paint, paint_from_above

CLOSER = 1.5
"""How much nearer the setting is behind a close-up."""
CLOSE_HORIZON = 0.6
"""Where the ground begins behind a close-up, as a share of the page's height."""
FARTHER = 1.5
"""How much more of the setting a wide view shows, and how small figures are in it."""
SMALL = 0.46
LOWER = 1.34
"""How much of the ground is below the page where one looks up."""
TALL = 1.42
SOFT = 0.007
"""How far a close-up's setting is blurred, as a share of the page's shorter side."""


@dataclass(frozen=True, slots=True)
class Framing:
    """A setting as the camera sees it."""

    backdrop: Backdrop
    """Its `ground` and `horizon` are those of the page."""
    box: tuple[float, float, float, float]
    """The part of the backdrop's layers that is seen: left, top, right and bottom in their units."""
    blur: float = 0.0
    nearness: float = 1.0
    fills: bool = False
    above: bool = False

    def page(self, width: float, height: float, top: float) -> Page:
        """The room that the layout has."""
        return Page(
            width, height, self.backdrop.ground, floats=self.backdrop.floats, top=top,
            nearness=self.nearness, fills=self.fills, above=self.above,
        )  # fmt: skip


def frame(scene: Scene, view: View) -> Framing:
    """The setting of `scene`, painted for its camera."""
    width, height = view.width, view.height
    if scene.camera == "above":
        return Framing(paint_from_above(scene.setting, view), (0, 0, width, height), above=True)
    if scene.camera == "wide":
        wider = replace(view, width=width * FARTHER, height=height * FARTHER)
        backdrop = paint(scene.setting, wider)
        box = (0.0, 0.0, wider.width, wider.height)
        return Framing(_seen(backdrop, box, height), box, nearness=SMALL)
    if scene.camera == "below":
        backdrop = paint(scene.setting, replace(view, height=height * LOWER))
        if backdrop.floats:
            return Framing(paint(scene.setting, view), (0, 0, width, height), nearness=TALL)
        far = min(backdrop.ground[0], 0.94 * height)
        return Framing(
            replace(backdrop, ground=(far, max(far, 0.985 * height))), (0, 0, width, height), nearness=TALL
        )  # fmt: skip
    backdrop = paint(scene.setting, view)
    if scene.camera == "close-up":
        wide, high = width / CLOSER, height / CLOSER
        top = min(max(backdrop.horizon - CLOSE_HORIZON * high, 0.0), height - high)
        left = (width - wide) / 2
        box = (left, top, left + wide, top + high)
        return Framing(_seen(backdrop, box, height), box, blur=SOFT, fills=True)
    return Framing(backdrop, (0, 0, width, height))


def _seen(backdrop: Backdrop, box: tuple[float, float, float, float], height: float) -> Backdrop:
    """The backdrop with its lines where they are on a page that shows the part `box` of it."""
    _, top, _, bottom = box
    factor = height / (bottom - top)
    far, near = ((line - top) * factor for line in backdrop.ground)
    far = min(far, 0.9 * height)
    return replace(
        backdrop, horizon=(backdrop.horizon - top) * factor, ground=(far, min(max(near, far), 0.97 * height))
    )
