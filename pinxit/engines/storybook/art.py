"""A piece of art, and what is known of it. Has no imports of the package, since art/pack.py reads it too."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:  # the build of the art pack has no Pillow
    from PIL import Image

Stance = Literal["stands", "floats", "lies"]
"""Stands on the ground; hovers, flies or swims; lies flat."""
Shape = Literal["whole", "face", "bust", "part", "symbol"]
"""Whole figure or thing; only a head; head and shoulders, cut at the bottom; a hand or an eye; a sign or a scene."""
Faces = Literal["left", "right", "front"]
Via = Literal["name", "alias", "keyword", "kind", "embedding"]

FORMAT = 4
"""The layout of art.sqlite; pack.py writes it into the file, and a reader of another number refuses it."""
VIAS: tuple[Via, ...] = ("name", "alias", "keyword", "kind")
"""The ways to find art that art.sqlite tells, by their numbers there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Art:
    """One piece of art and what a layout has to know of it."""

    name: str
    """Set and name: "fluent:otter"."""
    title: str
    """What it shows, in words: "otter"."""
    body: str
    """The inner SVG, for an <svg> that clips to the viewBox. Its ids are its own, so bodies may share a file."""
    width: float
    height: float
    box: tuple[float, float, float, float]
    """Left, top, right and bottom of what is visible, in viewBox units."""
    group: str
    """Its subgroup of the emoji keyboard: "animal-mammal", "food-fruit", "person-role"."""
    shape: Shape
    stance: Stance
    tall: float
    """Natural height of the whole creature or thing, even where only its head is drawn; a grown person is 1."""
    faces: Faces
    colour: str
    """The commonest colour, "#rrggbb"."""
    picture: "Image.Image | None" = field(default=None, compare=False)
    """Pixels that are drawn in place of the body, RGBA: a cut-out of a picture that the caller gave."""

    @property
    def is_person(self) -> bool:
        """A grown person or a child, not a fantastic one's face in another group."""
        return self.group.startswith("person")

    @property
    def is_alive(self) -> bool:
        """A person, an animal, or a head of any kind, a robot's too."""
        return self.is_person or self.shape in ("face", "bust") or self.group.startswith("animal-")


class Arts(Protocol):
    """Where art is found by its name."""

    def get(self, name: str) -> Art:
        """The art called `name`. Raises ValueError if there is none."""


@dataclass(frozen=True, slots=True)
class Match:
    """The best art for a phrase: how many of its words it stands for, how sure (0 to 1), and how it was found."""

    art: str
    words: int
    score: float
    via: Via
