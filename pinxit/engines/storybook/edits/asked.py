"""All that an instruction asks of the caller's pictures, as it was read."""

from dataclasses import dataclass, field
from typing import Literal

from pinxit.engines.storybook.edits.inscriptions import PlacedText
from pinxit.engines.storybook.edits.places import Spot
from pinxit.engines.storybook.edits.pool import Water
from pinxit.engines.storybook.reading.staging import Draft

Turn = Literal["mirror", "upside down", "turn right", "turn left"]
Manner = Literal["stands", "print", "label"]

NOT_FOUND = "things are not found in a picture"
PARTS_NOT_FOUND = "parts of things are not found: mark them with a mask"
ONE_COLOUR = "the whole subject is given one colour"
MAX_QUOTE = 60
"""Characters of the caller's words that a note repeats."""


@dataclass(frozen=True, slots=True)
class Addition:
    """Things to be drawn onto the picture, and where."""

    draft: Draft
    spots: tuple[Spot, ...]
    on: str
    """What in the picture they go on or beside, in the caller's words; empty where nothing was said."""


@dataclass(frozen=True, slots=True)
class Paste:
    """A picture of the caller's to be put onto another."""

    number: int
    """Which, counted from 0."""
    spots: tuple[Spot, ...]
    manner: Manner
    """A print lies on something, as a logo on a shirt; a label on the picture itself, as a logo in its corner."""


@dataclass(slots=True)
class Instruction:
    """All that a prompt asks of some pictures."""

    base: int = 0
    """The picture that is worked on, counted from 0."""
    changes: list[str] = field(default_factory=list)
    """Of the whole picture, by kind, in the order in which they are made."""
    colour: str | None = None
    """The colour that the subject is to be given."""
    colour_of_part: str | None = None
    """The colour that a part of it is to be given, which only a mask can mark."""
    turns: list[Turn] = field(default_factory=list)
    backdrop: Literal["keep", "clear", "new"] = "keep"
    scene: Draft | None = None
    """What is to be drawn around the pictures, where they go into a new one, or before a new backdrop."""
    scene_is_likely: bool = True
    """False where the words may as well describe the picture as it is: only a subject that is cut out goes into it."""
    names_pictures: bool = False
    """Things that the scene names may be the pictures: "the mug next to the bottle"."""
    is_print: bool = False
    """The picture is printed on the first thing of the scene, as a logo is on a shirt."""
    spoken: str | None = None
    """The noun that the scene has for them, "bottle" or "items", where it speaks of them."""
    described: Draft | None = None
    """What a prompt describes that gives no orders."""
    additions: list[Addition] = field(default_factory=list)
    pastes: list[Paste] = field(default_factory=list)
    lettering: list[PlacedText] = field(default_factory=list)
    water: tuple[Water, str] | None = None
    """A pool or a pond that is to lie within the picture, and the caller's word for it."""
    unmet: list[str] = field(default_factory=list)
    """What is not done, for the caller."""

    @property
    def does_nothing(self) -> bool:
        """Whether nothing that was asked can be done."""
        return not (
            self.changes or self.colour or self.turns or self.backdrop != "keep" or self.scene or self.additions
            or self.pastes or self.lettering
        )  # fmt: skip


def short(text: str) -> str:
    """The caller's words, as a note repeats them."""
    text = " ".join(text.split())
    return f'"{text if len(text) <= MAX_QUOTE else text[:MAX_QUOTE] + "…"}"'
