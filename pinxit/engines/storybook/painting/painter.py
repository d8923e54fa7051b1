"""What every painter of a scene offers, whatever kind of sheet the scene is on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from pinxit.engines.storybook.scene import Scene

Operation = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """Where one thing is in the finished picture, in pixels; a subject that is several is seen as often."""

    subject: int
    """Its number in the scene."""
    left: float
    top: float
    right: float
    bottom: float
    frame: int = 0
    """The field of a grid or a sprite sheet that it is in; its number is then one of that frame's subjects."""
    worn: tuple[int, ...] = ()
    """Numbers of the subjects that it wears: they are painted on it and have no place of their own."""


class Painter(Protocol):
    """Paints one scene at one size."""

    scene: Scene

    def operations(self) -> Iterator[Operation]:
        """What is to be done, in order. Each is a visible stage of the picture."""

    def picture(self) -> Image.Image:
        """A copy of what is painted so far, RGBA for a transparent job and RGB for any other."""

    def seen(self) -> list[Seen]:
        """Where each subject is in the picture, far ones first."""
