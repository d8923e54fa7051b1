"""The director's words, read once from `words.toml` into tables that are quick to ask."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

MAX_PHRASE = 8
"""Words of the longest phrase that is looked for."""


class Phrases:
    """Phrases and what each means; the longest at a place wins."""

    def __init__(self, meanings: Mapping[str, Iterable[str]]) -> None:
        self._table: dict[tuple[str, ...], str] = {}
        for meaning, listed in meanings.items():
            for phrase in listed:
                self._table.setdefault(tuple(phrase.split()), meaning)
        self._first = frozenset(phrase[0] for phrase in self._table)

    def at(self, spoken: Sequence[str], place: int = 0) -> tuple[int, str]:
        """How many words from `place` on form a known phrase, and what it means; 0 and nothing if they form none."""
        if place >= len(spoken) or spoken[place] not in self._first:
            return 0, ""
        for length in range(min(MAX_PHRASE, len(spoken) - place), 0, -1):
            meaning = self._table.get(tuple(spoken[place : place + length]))
            if meaning is not None:
                return length, meaning
        return 0, ""

    def find(self, spoken: Sequence[str], start: int = 0) -> tuple[int, int, str] | None:
        """The first phrase in `spoken`: where it begins, where it ends, and its meaning."""
        for place in range(start, len(spoken)):
            length, meaning = self.at(spoken, place)
            if length:
                return place, place + length, meaning
        return None

    def means(self, spoken: Sequence[str]) -> str:
        """The meaning of `spoken` as a whole, or nothing."""
        return self._table.get(tuple(spoken), "")


@cache
def _tables() -> dict[str, Any]:
    source = files("pinxit.service.planners").joinpath("words.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _table(name: str) -> Any:
    section, _, key = name.partition(".")
    return _tables()[section][key] if key else _tables()[section]


@cache
def words(name: str) -> frozenset[str]:
    """A list of words, by "section.key"."""
    return frozenset(_table(name))


@cache
def phrases(name: str) -> Phrases:
    """A list of phrases, by "section.key"; or, by "section" alone, phrases that mean the keys of its lists."""
    table = _table(name)
    if isinstance(table, list):
        return Phrases({name.partition(".")[2]: table})
    return Phrases({key: listed for key, listed in table.items() if isinstance(listed, list)})


@cache
def pairs(name: str) -> dict[str, Any]:
    """A table of one value for each word, by "section" or "section.key"."""
    return dict(_table(name))
