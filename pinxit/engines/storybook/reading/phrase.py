"""A noun phrase in the making: the words of a noun, and what was said before them."""

from dataclasses import dataclass, field

from pinxit.engines.storybook.scene import Depth, Pattern, Place, Pose, Size

THE_SAME = frozenset(["the", "its", "his", "her", "their", "this", "that"])
"""Determiners of what was spoken of before."""
OWN = frozenset(["its", "his", "her", "their"])


@dataclass(frozen=True, slots=True)
class Where:
    """Where in the picture a thing was asked for."""

    place: Place | None = None
    depth: Depth | None = None

    def joined(self, other: "Where") -> "Where":
        """Both, where they go together: in the foreground on the left."""
        return Where(self.place or other.place, self.depth or other.depth)


@dataclass(slots=True)
class NounPhrase:
    """A noun phrase in the making: its words, and what was said before them."""

    words: list[str] = field(default_factory=list)
    colour: str | None = None
    colours: list[str] = field(default_factory=list)
    """More colours of the same noun: "red, blue and yellow balloons"."""
    pattern: Pattern | None = None
    count: int | None = None
    size: Size | None = None
    pose: Pose | None = None
    determiner: str | None = None
    ordinal: int | None = None
    """2 for "the second cat"."""
    denied: bool = False
    """The picture is to be without it."""
    is_stuff: bool = False
    """What something is made of, or shaped like, and no thing of its own."""
    is_collective: bool = False
    """The number is a word for many: a bunch, a pile."""
    is_paired: bool = False
    """The number is in pairs."""

    @property
    def is_announced(self) -> bool:
        """Something before the words says that a noun comes."""
        said = (self.determiner, self.count, self.colour, self.size, self.pattern)
        return any(value is not None for value in said)

    @property
    def is_one(self) -> bool:
        """It was said to be one: the first of "one red and two blue balloons"."""
        return self.count == 1 or self.determiner in ("a", "an", "another")
