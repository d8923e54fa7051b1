"""Things in their places, and clusters of things that belong together."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from pinxit.engines.storybook.art import Faces
from pinxit.engines.storybook.scene import Depth, Place, Pose, Size

BRIM = 0.12
SCENERY = 1.4
"""From this height on, seen, a thing stands behind the others: a house, a tree, a castle."""
VAULT = 2.6
"""From this height on, seen, a thing that floats spans the sky."""
Bears = Literal["animal", "astride", "vehicle", "flat", "load"]


@dataclass(slots=True)
class Placed:
    """One thing in its place. Within a cluster its lengths are relative; on the page they are units."""

    subject: int
    """Number of the subject in the scene; -1 for a sign board."""
    x: float
    """Its middle."""
    y: float
    """Where it stands: the bottom of what is seen."""
    width: float
    height: float
    faces: Faces = "front"
    """Which way it looks, once mirrored or not."""
    order: float = 0.0
    """Smaller is painted earlier."""
    copy: int = 0
    """Which one it is, where the subject is several."""
    aloft: bool = False
    """It does not touch the ground, so it throws no shadow there."""
    tilt: float = 0.0
    """Degrees, clockwise."""
    flies: bool = False
    """It is in the air by itself, and whoever holds it holds a string."""
    worn: tuple[int, ...] = ()
    """Subjects that it wears."""
    brim: float = BRIM
    """How far below its top its opening is, as a share of its height: a basket has a handle above."""
    bears: Bears = "load"
    """What it is to those upon it; "load" is anything that bears one as a rock does."""
    seat: tuple[float, float] | None = None
    """Where on it one sits, if not on its top: shares of its width and height."""
    is_table: bool = False
    """It can be drawn as wide as what lies on it needs."""
    is_sized: bool = False
    """Its size was said, and is kept."""
    pose: Pose | None = None

    @property
    def across(self) -> float:
        """How much of the page's width it takes: one who lies takes as much as one is tall."""
        return self.height if 45 < abs(self.tilt) % 180 < 135 else self.width


@dataclass(slots=True)
class Cluster:
    """Things that belong together, with the feet of the first at (0, 0)."""

    members: list[Placed] = field(default_factory=list)
    place: Place | None = None
    depth: Depth | None = None
    size: Size = "normal"

    @property
    def left(self) -> float:
        return min(thing.x - thing.across / 2 for thing in self.members)

    @property
    def right(self) -> float:
        return max(thing.x + thing.across / 2 for thing in self.members)

    @property
    def above(self) -> float:
        """How far it reaches up from where it stands."""
        return max(thing.height - thing.y for thing in self.members)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def is_aloft(self) -> bool:
        """Whether it touches no ground."""
        return self.members[0].aloft

    def put(self, x: float, y: float, scale: float, order: float) -> list[Placed]:
        """Its members on the page: the cluster's middle at `x`, its feet at `y`, sized by `scale`."""
        shift = x - (self.left + self.right) / 2 * scale
        return [
            replace(
                thing, x=shift + thing.x * scale, y=y + thing.y * scale, width=thing.width * scale,
                height=thing.height * scale, order=order + thing.order,
            )
            for thing in self.members
        ]  # fmt: skip


def towards(faces: Faces, side: int) -> Faces:
    """The way to look so as to face that side; who looks ahead keeps looking ahead."""
    return faces if faces == "front" else ("right" if side > 0 else "left")


def tallest_of(placed: Iterable[Placed]) -> float:
    """Units for a height of 1 among things that are placed; their heights were roots of nature's."""
    return max((thing.height for thing in placed), default=300.0)
