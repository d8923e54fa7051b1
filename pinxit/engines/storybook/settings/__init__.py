"""The painted settings of a picture: what lies behind the subjects, and the little that passes in front of them."""

from collections.abc import Callable

from pinxit.engines.storybook.scene import Setting
from pinxit.engines.storybook.settings.cave import cave
from pinxit.engines.storybook.settings.city import city
from pinxit.engines.storybook.settings.desert import desert
from pinxit.engines.storybook.settings.farm import farm
from pinxit.engines.storybook.settings.heavens import night_sky, plain, sky, space
from pinxit.engines.storybook.settings.outdoors import garden, meadow, snow
from pinxit.engines.storybook.settings.overhead import paint_from_above
from pinxit.engines.storybook.settings.rooms import room
from pinxit.engines.storybook.settings.underwater import underwater
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.water import beach, sea
from pinxit.engines.storybook.settings.wilds import forest, mountains

__all__ = ["Backdrop", "View", "paint", "paint_from_above"]

_PAINTERS: dict[Setting, Callable[[View], Backdrop]] = {
    "meadow": meadow, "beach": beach, "forest": forest, "snow": snow, "city": city, "night sky": night_sky,
    "room": room, "plain": plain, "sea": sea, "underwater": underwater, "desert": desert, "mountains": mountains,
    "farm": farm, "garden": garden, "space": space, "sky": sky, "cave": cave,
}  # fmt: skip


def paint(setting: Setting, view: View) -> Backdrop:
    """The setting as SVG fragments in units; the same view always gives the same text."""
    return _PAINTERS[setting](view)
