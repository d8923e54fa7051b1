"""The pictures to make and what must be seen in them, as bench/gallery.toml says."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

KINDS = (
    "single", "counts", "relations", "settings", "text", "layouts", "styles", "edits", "references", "masks",
    "turns", "abstract",
)  # fmt: skip
FILE = Path(__file__).parent.parent / "gallery.toml"
PHOTOS = Path(__file__).parent.parent / "photos"
PHOTO = "photo:"
"""What an input begins with that is a photograph in bench/photos; any other is a prompt of which it is drawn."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


class Expected(BaseModel):
    """What is asked, and what must then be seen. Nouns are keys of the book's `titles`, or titles of art."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt: str
    see: list[str] = []
    also: list[str] = []
    """What may be painted beside it, and need not be."""
    absent: list[str] = []
    counts: dict[str, int] = {}
    colours: dict[str, list[str]] = {}
    """The colours that are right for all of them."""
    assorted: dict[str, list[str]] = {}
    """The colours of which each must be that of at least one of them."""
    relations: list[tuple[str, str] | tuple[str, str, str]] = []
    """("cat", "on", "chair"), or ("sun", "top left")."""
    texts: list[str] = []
    scene: dict[str, list[str]] = {}
    """Fields of the scene that is painted, with the values that are right: setting, time, style, format."""
    frames: int | None = None
    """Fields of a grid."""
    seamless: bool = False
    """Its opposite edges meet where it is laid side by side."""
    named: list[str] | None = None
    """What an instruction speaks of: all else is to stay as it was. None where it speaks of the whole picture."""
    where: list[Box] = []
    """Boxes, in shares of the sides, that an instruction speaks of, beside what is named."""

    @property
    def all_nouns(self) -> set[str]:
        """Everything that may be painted."""
        related = {noun for one, _, *other in self.relations for noun in (one, *other)}
        return {*self.see, *self.also, *self.counts, *self.colours, *self.assorted, *related}


class Entry(Expected):
    """One picture, or several that are made one from the other."""

    kind: Literal[
        "single", "counts", "relations", "settings", "text", "layouts", "styles", "edits", "references", "masks",
        "turns", "abstract",
    ]  # fmt: skip
    size: str = "1024x1024"
    transparent: bool = False
    given: list[str] = []
    mask: Box | None = None
    """An ellipse in shares of the sides, that is made anew; the first input is kept around it."""
    then: list[Expected] = []
    """Instructions that follow, each for the picture before."""

    @property
    def is_drawn(self) -> bool:
        """Whether it is one picture, made of words alone."""
        return not self.given and not self.then

    @property
    def steps(self) -> list[Expected]:
        return [self, *self.then]


class Book(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    titles: dict[str, list[str]]
    """The titles of art that count as each noun; a noun that is not here is the title itself."""
    pictures: list[Entry] = Field(alias="picture")

    def shows(self, noun: str, title: str) -> bool:
        """Whether art called `title` is what `noun` asks for."""
        return title in self.titles.get(noun, [noun])


def read(file: Path = FILE) -> Book:
    return Book.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
