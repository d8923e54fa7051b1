"""The words for kinds of sheet, read from `words/formats.toml` into tables that are quick to ask."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self

from pinxit.engines.storybook.reading.grammar import Phrases
from pinxit.engines.storybook.scene import Format


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things by its members: fruits are apples, bananas and so on."""

    members: tuple[str, ...]
    is_plain: bool
    """They are shown on a plain ground."""


@dataclass(frozen=True)
class Formats:
    """The tables of formats.toml."""

    sheets: Phrases
    """Meanings like "card" and "card:postcard"."""
    certain: frozenset[str]
    after: frozenset[str]
    openers: frozenset[str]
    fields: frozenset[str]
    across: tuple[str, ...]
    down: tuple[str, ...]
    counts: Mapping[str, int]
    ordinals: Mapping[str, int]
    then: frozenset[str]
    positions: Mapping[str, tuple[str, str]]
    motions: Phrases
    changes: Mapping[str, tuple[str, ...]]
    kinds: Phrases
    members: Mapping[str, Kind]
    themes: Phrases
    shown: Mapping[str, tuple[str, ...]]

    @classmethod
    @cache
    def built_in(cls) -> Self:
        text = files("pinxit.engines.storybook").joinpath("words", "formats.toml").read_text(encoding="utf-8")
        tables: dict[str, Any] = tomllib.loads(text)
        ordinals = {word: int(n) for n, words in tables["ordinals"].items() if n != "then" for word in words}
        return cls(
            sheets=Phrases(tables["sheets"]),
            certain=frozenset(tables["certain"]["endings"]),
            after=frozenset(tables["after"]["words"]),
            openers=frozenset(tables["openers"]["words"]),
            fields=frozenset(tables["fields"]["words"]),
            across=tuple(tables["fields"]["across"]),
            down=tuple(tables["fields"]["down"]),
            counts=tables["counts"],
            ordinals=ordinals,
            then=frozenset(tables["ordinals"]["then"]),
            positions={phrase: (row, column) for phrase, (row, column) in tables["positions"].items()},
            motions=Phrases(tables["motions"]),
            changes={phrase: tuple(items) for phrase, items in tables["changes"].items()},
            kinds=Phrases({name: kind["words"] for name, kind in tables["kinds"].items()}),
            members={
                name: Kind(tuple(kind["members"]), kind.get("plain", False)) for name, kind in tables["kinds"].items()
            },
            themes=Phrases({name: theme["words"] for name, theme in tables["themes"].items()}),
            shown={name: tuple(theme["shown"]) for name, theme in tables["themes"].items()},
        )

    def varieties(self, format: Format) -> frozenset[str]:
        """What kinds of this kind of sheet there are: of a card, "postcard" and "invitation"."""
        pairs = (meaning.partition(":") for meaning in self.sheets.meanings)
        return frozenset(variety for name, _, variety in pairs if name == format and variety)
