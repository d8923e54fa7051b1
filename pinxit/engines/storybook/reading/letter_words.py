"""The words around quoted texts, read from `words/letters.toml` into tables that are quick to ask."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self

Area = tuple[float, float, float, float]


@dataclass(frozen=True)
class Letters:
    """The tables of letters.toml."""

    faces: Mapping[str, str]
    """Face by the word that asks for it."""
    finishes: Mapping[str, str]
    looks: frozenset[str]
    nouns: frozenset[str]
    captions: frozenset[str]
    says: frozenset[str]
    reads: frozenset[str]
    written: frozenset[str]
    fillers: frozenset[str]
    links: frozenset[str]
    """Fillers that part what is said of the letters from what is named before."""
    bubbles: frozenset[str]
    bubbled: frozenset[str]
    boards: Mapping[str, str]
    """Kind of board by its word."""
    made_of: frozenset[str]
    bearers: frozenset[str]
    parts: frozenset[str]
    areas: Mapping[str, Area]
    """Where words fit on a thing, in shares of its box, by the title of its art."""

    @classmethod
    @cache
    def built_in(cls) -> Self:
        text = files("pinxit.engines.storybook").joinpath("words", "letters.toml").read_text(encoding="utf-8")
        tables: dict[str, Any] = tomllib.loads(text)
        said = tables["announcing"]
        named = ("nouns", "captions", "says", "reads", "written", "fillers", "links", "bubbles", "bubbled")
        return cls(
            faces=_turned(tables["faces"]),
            finishes=_turned(tables["finishes"]),
            looks=frozenset(tables["looks"]["words"]),
            **{name: frozenset(said[name]) for name in named},
            boards=_turned(tables["boards"]),
            made_of=frozenset(tables["made_of"]["words"]),
            bearers=frozenset(tables["bearers"]["words"]),
            parts=frozenset(tables["bearers"]["parts"]),
            areas={title: (a / 100, b / 100, c / 100, d / 100) for title, (a, b, c, d) in tables["areas"].items()},
        )


def _turned(table: Mapping[str, list[str]]) -> Mapping[str, str]:
    return {word: meaning for meaning, words in table.items() for word in words}
