"""The words of changes to a scene, read from `words/amending.toml` into tables that are quick to ask."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self

from pinxit.engines.storybook.edits.clauses import every
from pinxit.engines.storybook.reading.grammar import Grammar, Phrases
from pinxit.engines.storybook.scene import Place


@dataclass(frozen=True)
class Wording:
    """The tables of words/amending.toml."""

    resizes: Phrases
    directions: Phrases
    looks: Phrases
    quantities: Phrases
    groups: Phrases
    one: frozenset[str]
    """Pronouns for one thing, and `all` for all that there is."""
    all: frozenset[str]
    sides: Phrases
    weathers: frozenset[str]
    patterns: Phrases
    texts: frozenset[str]
    empty: frozenset[str]

    @classmethod
    @cache
    def built_in(cls) -> Self:
        text = files("pinxit.engines.storybook").joinpath("words", "amending.toml").read_text(encoding="utf-8")
        tables: dict[str, Any] = tomllib.loads(text)
        return cls(
            resizes=Phrases(tables["resizes"]),
            directions=Phrases(tables["directions"]),
            looks=Phrases(tables["looks"]),
            quantities=Phrases(tables["quantities"]),
            groups=Phrases(tables["groups"]),
            one=frozenset(tables["pronouns"]["one"]),
            all=frozenset(tables["pronouns"]["all"]),
            sides=Phrases(tables["sides"]),
            weathers=frozenset(tables["weathers"]["words"]),
            patterns=Phrases(tables["patterns"]),
            texts=frozenset(tables["texts"]["words"]),
            empty=frozenset(tables["empty"]["words"]),
        )


def factor_of(words: Sequence[str]) -> float | None:
    """How much larger or smaller the words want a thing."""
    found = every(Wording.built_in().resizes, words)
    return float(found[-1]) if found else None


def place_of(words: Sequence[str]) -> Place | None:
    """The place in the picture that the words name: "the top left corner"."""
    found = every(Wording.built_in().directions, words)
    up = next((each for each in found if each in ("top", "bottom")), "")
    side = next((each for each in found if each in ("left", "right")), "")
    place = f"{up} {side}".strip() or ("centre" if "centre" in found else "")
    places: dict[str, Place] = {
        "left": "left", "right": "right", "top": "top", "bottom": "bottom", "centre": "centre", "top left": "top left",
        "top right": "top right", "bottom left": "bottom left", "bottom right": "bottom right",
    }  # fmt: skip
    return places.get(place)


def number_in(words: Sequence[str]) -> tuple[int, int] | None:
    """The first number that the words say, and where it stands."""
    numbers = Grammar.built_in().numbers
    for place, word in enumerate(words):
        if word.isascii() and word.isdigit():
            return int(word[:4]), place
        if word in numbers and word != "one":
            return numbers[word], place
    for place, word in enumerate(words):
        if word == "one" and place + 1 < len(words):
            return 1, place
    return None


def without(words: Sequence[str], phrases: Phrases) -> list[str]:
    """The words that belong to none of the phrases."""
    kept, place = [], 0
    while place < len(words):
        length, _ = phrases.at(words, place)
        kept += [] if length else [words[place]]
        place += length or 1
    return kept
