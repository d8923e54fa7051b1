"""Where a creature wears things: the crown of its head, its eyes, neck, hand and back, from words/anchors.toml."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pinxit.engines.storybook.art import Art

Point = tuple[float, float]

FACING_RIGHT = "-facing-right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """Places on a drawn creature, in shares of its visible box: (0, 0) is the upper left corner."""

    crown: Point
    """The middle of the top of the skull."""
    head: float
    """The width of the head at the crown."""
    lean: float
    """Degrees that the head leans, clockwise."""
    eyes: Point
    """The middle of the eyes."""
    gap: float
    """From one eye to the other; 0 where only one is seen, from the side."""
    throat: Point
    """One end of a collar: the front of the neck from the side, its left from the front."""
    nape: Point
    """The other end of a collar."""
    hand: Point
    """A hand, a paw or a flipper."""
    back: Point
    """Where a pack or a rider sits."""

    @property
    def is_side_on(self) -> bool:
        """Whether the creature shows one side of its face."""
        return self.gap == 0

    def mirrored(self) -> "Anchors":
        """The same for a creature that looks the other way."""
        flipped = {
            name: (1 - x, y)
            for name in ("crown", "eyes", "throat", "nape", "hand", "back")
            for x, y in [getattr(self, name)]
        }
        return replace(self, lean=-self.lean, **flipped)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The same of a head alone, in shares of its own box; `chin` is the middle of a bust's neck and its width."""

    crown: Point
    width: float
    lean: float
    eyes: Point
    gap: float
    chin: tuple[float, float, float]


def standing(art: Art) -> Anchors:
    """The anchors of art that is drawn whole; those of its nearest relative, or of its stance, where it has none."""
    table = _table()
    for name, mirror in _relatives(art.name):
        if row := table["art"].get(name):
            return _anchors(row).mirrored() if mirror else _anchors(row)
    if art.faces == "right":
        return _anchors(table["defaults"]["left"]).mirrored()
    return _anchors(table["defaults"][art.faces])


def head_of(art: Art, kind: Literal["face", "bust"]) -> Head:
    """The places on a head; `kind` says whether it is drawn with shoulders."""
    heads = _table()["heads"]
    family, _, name = art.name.partition(":")
    kin = (f"{family}:{word}-face" for word in name.split("-"))
    names = (art.name, *kin, f"{family} {kind}", f"fluent {kind}")
    row = next(heads[each] for each in names if each in heads)
    crown, eyes, chin = _shares(row["crown"]), _shares(row["eyes"]), _shares(row.get("chin", (50, 96, 40)))
    return Head(
        crown=(crown[0], crown[1]), width=crown[2], lean=row["crown"][3], eyes=(eyes[0], eyes[1]), gap=eyes[2],
        chin=(chin[0], chin[1], chin[2]),
    )  # fmt: skip


def _relatives(name: str) -> Iterator[tuple[str, bool]]:
    """The art's own name, then those drawn in the same pose, and whether they look the other way."""
    yield name, False
    mirror = name.endswith(FACING_RIGHT)
    family, _, pose = name.removesuffix(FACING_RIGHT).partition(":")
    yield f"{family}:{pose}", mirror
    bare = (
        pose.split("-", 1)[1] if pose.startswith(("man-", "woman-", "men-", "women-", "person-", "people-")) else pose
    )
    for first in ("person-", "people-", ""):
        yield f"{family}:{first}{bare}", mirror


def _anchors(row: dict[str, Sequence[float]]) -> Anchors:
    crown, eyes, neck, hand, back = (_shares(row[key]) for key in ("crown", "eyes", "neck", "hand", "back"))
    return Anchors(
        crown=(crown[0], crown[1]), head=crown[2], lean=row["crown"][3], eyes=(eyes[0], eyes[1]), gap=eyes[2],
        throat=(neck[0], neck[1]), nape=(neck[2], neck[3]), hand=(hand[0], hand[1]), back=(back[0], back[1]),
    )  # fmt: skip


def _shares(hundredths: Sequence[float]) -> list[float]:
    return [value / 100 for value in hundredths]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "words" / "anchors.toml").read_text(encoding="utf-8"))
