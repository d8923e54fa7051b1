"""The words that hold a prompt together, read from `words/grammar.toml` into tables that are quick to ask."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self

MAX_PHRASE = 6
"""Words of the longest phrase that is looked for."""


class Phrases:
    """Phrases and what each means; the longest at a place wins."""

    def __init__(self, meanings: Mapping[str, Iterable[str]]) -> None:
        self._table: dict[tuple[str, ...], list[str]] = {}
        self.meanings = tuple(meanings)
        for meaning, phrases in meanings.items():
            for phrase in phrases:
                self._table.setdefault(tuple(phrase.split()), []).append(meaning)

    def at(self, words: Sequence[str], place: int) -> tuple[int, list[str]]:
        """How many words from `place` on form a known phrase, and its meanings; 0 and none if they form none."""
        for length in range(min(MAX_PHRASE, len(words) - place), 0, -1):
            if meanings := self._table.get(tuple(words[place : place + length])):
                return length, meanings
        return 0, []

    def phrases(self) -> Iterable[tuple[str, ...]]:
        """Every phrase, word by word."""
        return self._table.keys()


@dataclass(frozen=True)
class Grammar:
    """The tables of grammar.toml."""

    styles: Phrases
    nearest_styles: Mapping[str, str]
    """By a style that none can paint: the one that it is painted in."""
    places: Phrases
    """Meanings like "setting:forest", "time:night": one phrase may say several things."""
    relations: Phrases
    sizes: Phrases
    denials: Phrases
    denials_not: frozenset[str]
    excluded: Mapping[str, frozenset[str]]
    """By what settings paint: the words with which it is excluded."""
    pronouns: Phrases
    patterns: Phrases
    pattern_nouns: Phrases
    pattern_dyes: Mapping[str, tuple[str, str]]
    patterned: frozenset[str]
    outfits: Mapping[str, tuple[str, ...]]
    """What a creature wears that plays a part, by the part."""
    portions: frozenset[str]
    """What only measures what comes after its "of"."""
    poured: Mapping[str, str]
    """The colours of drinks."""
    vessels: frozenset[str]
    wearers: frozenset[str]
    species: frozenset[str]
    hats: frozenset[str]
    bearing: frozenset[str]
    loose_parts: frozenset[str]
    built: Mapping[str, frozenset[str]]
    """Parts of a building and of a vehicle, and those of them on which things can be."""
    grown: Mapping[str, str]
    """The mother of a duckling is a duck."""
    unseen: frozenset[str]
    unseen_endings: tuple[str, ...]
    verbs: frozenset[str]
    numbers: Mapping[str, int]
    made: frozenset[str]
    swapped: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    breaks: frozenset[str]
    homonyms: frozenset[str]
    adverbs: frozenset[str]
    nothing: frozenset[str]
    through: frozenset[str]
    parts: frozenset[str]
    family: frozenset[str]
    elders: frozenset[str]
    single: frozenset[str]
    measures: Mapping[str, int]
    astride: frozenset[str]
    flat: frozenset[str]
    young: frozenset[str]
    afloat: frozenset[str]
    """Groups and titles of art that are at home on water."""
    brims: Mapping[str, float]
    """By the title of a container: how far below its top it opens."""
    seats: Mapping[str, tuple[float, float]]
    """By the title of art: where on it one sits, as shares of its width and height."""
    adjectives: frozenset[str]
    worn: frozenset[str]
    garments: frozenset[str]
    tools: frozenset[str]
    lights: frozenset[str]
    overhead: frozenset[str]
    members: Mapping[str, frozenset[str]]
    """By the art of a word for several: the art of those who may then be told one by one."""
    company: Mapping[str, tuple[str, ...]]
    """Art of the second, the third and so on, by the art of the first."""
    containers: frozenset[str]
    habitats: Mapping[str, str]
    """Setting by the title of the art that is at home there."""
    tabled: frozenset[str]
    """Kinds of room where small things lie on a table."""
    tallest_on_table: float
    most_on_table: int
    countable: Mapping[str, frozenset[str]]
    """By what settings paint: the groups and titles of art that are of that kind."""
    seasonal: Mapping[str, Mapping[str, str]]
    """#rrggbb by season and title of the art."""
    furnished: Mapping[str, frozenset[str]]
    """What rooms and settings paint of their own."""
    homes: Mapping[str, str]
    """Kind of room by the title of the art that is at home there."""

    @classmethod
    @cache
    def built_in(cls) -> Self:
        text = files("pinxit.engines.storybook").joinpath("words", "grammar.toml").read_text(encoding="utf-8")
        tables: dict[str, Any] = tomllib.loads(text)
        places: dict[str, list[str]] = {}
        for kind, table in (
            ("setting", "settings"),
            ("room", "rooms"),
            ("time", "times"),
            ("weather", "weathers"),
            ("season", "seasons"),
        ):
            places |= {f"{kind}:{meaning}": phrases for meaning, phrases in tables[table].items()}
        breaks = tables["breaks"]
        return cls(
            styles=Phrases(tables["styles"]),
            nearest_styles=tables["nearest_styles"],
            places=Phrases(places),
            relations=Phrases(tables["relations"]),
            sizes=Phrases(tables["sizes"]),
            denials=Phrases({"no": tables["denials"]["words"]}),
            denials_not=frozenset(tables["denials"]["but"]),
            excluded={kind: frozenset(words) for kind, words in tables["excluded"].items()},
            pronouns=Phrases(tables["pronouns"]),
            patterns=Phrases(tables["patterns"]),
            pattern_nouns=Phrases(tables["pattern-nouns"]),
            pattern_dyes={word: (ground, marks) for word, (ground, marks) in tables["pattern-dyes"].items()},
            patterned=frozenset(tables["patterned"]["titles"]),
            outfits={role: tuple(clothes) for role, clothes in tables["outfits"].items()},
            portions=frozenset(tables["portions"]["words"]),
            poured=tables["poured"],
            vessels=frozenset(tables["vessels"]["titles"]),
            wearers=frozenset(tables["wearers"]["titles"]),
            species=frozenset(tables["species"]["names"]),
            hats=frozenset(tables["hats"]["titles"]),
            bearing=frozenset(tables["bearing"]["words"]),
            loose_parts=frozenset(tables["parts"]["loose"]),
            built={kind: frozenset(words) for kind, words in tables["built"].items()},
            grown=tables["grown"]["words"],
            unseen=frozenset(tables["unseen"]["words"]),
            unseen_endings=tuple(tables["unseen"]["endings"]),
            verbs=frozenset(breaks["verbs"]),
            numbers=tables["numbers"],
            made=frozenset(tables["made"]["words"]),
            swapped=frozenset(tables["swapped"]["words"]),
            determiners=frozenset(breaks["determiners"]),
            prepositions=frozenset(breaks["prepositions"]),
            breaks=frozenset(
                word for name in ("conjunctions", "prepositions", "pronouns", "verbs") for word in breaks[name]
            ),
            homonyms=frozenset(breaks["homonyms"]),
            adverbs=frozenset(breaks["adverbs"]),
            nothing=frozenset(breaks["nothing"]),
            parts=frozenset(tables["parts"]["words"]),
            family=frozenset(tables["family"]["words"]),
            elders=frozenset(tables["family"]["elders"]),
            single=frozenset(tables["single"]["words"]),
            measures=tables["measures"],
            astride=frozenset(tables["mounts"]["astride"]),
            flat=frozenset(tables["mounts"]["flat"]),
            young=frozenset(tables["young"]["words"]),
            afloat=frozenset(tables["shores"]["afloat"]),
            brims=tables["brims"],
            seats={title: (x, y) for title, (x, y) in tables["seats"].items()},
            through=frozenset(tables["through"]["words"]),
            adjectives=frozenset(tables["adjectives"]["words"]),
            worn=frozenset(tables["worn"]["titles"]) | frozenset(tables["garments"]["titles"]),
            garments=frozenset(tables["garments"]["titles"]),
            lights=frozenset(tables["lights"]["titles"]),
            tools=frozenset(tables["tools"]["titles"]),
            overhead=frozenset(tables["overhead"]["titles"]),
            members={name: frozenset(arts) for name, arts in tables["members"].items()},
            company={name: tuple(others) for name, others in tables["company"].items()},
            containers=frozenset(tables["containers"]["titles"]),
            habitats={title: setting for setting, titles in tables["habitats"].items() for title in titles},
            tabled=frozenset(tables["tabled"]["rooms"]),
            tallest_on_table=tables["tabled"]["tallest"],
            most_on_table=tables["tabled"]["most"],
            countable={kind: frozenset(names) for kind, names in tables["countable"].items()},
            seasonal=tables["seasonal"],
            furnished={place: frozenset(words) for place, words in tables["furnished"].items()},
            homes={title: room for room, titles in tables["homes"].items() for title in titles},
        )
