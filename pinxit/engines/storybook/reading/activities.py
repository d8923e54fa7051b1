"""Reads what people do for which there is art of its own: whoever surfs is drawn on a wave, and on a board."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Self

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.reading.grammar import Phrases
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.reading.state import Reading
from pinxit.engines.storybook.scene import Subject

BUSY = frozenset(["wearing", "using", "riding", "hugging"])
"""Relations that are to be seen on somebody, and would not be on other art."""
SET = "fluent"
"""The set of art that people come from."""


@dataclass(frozen=True)
class Activities:
    """The tables of activities.toml."""

    phrases: Phrases
    """Meanings are names of art without its set; those that begin with "-" follow "man", "woman" or "person"."""
    people: dict[str, str]
    """By the title of art: "man", "woman" or "person"."""

    @classmethod
    @cache
    def built_in(cls) -> Self:
        text = files("pinxit.engines.storybook").joinpath("words", "activities.toml").read_text(encoding="utf-8")
        tables: dict[str, Any] = tomllib.loads(text)
        by_gender = {f"-{name}": phrases for name, phrases in tables["activities"].items()}
        people = {title: who for who, titles in tables["people"].items() for title in titles}
        return cls(Phrases(by_gender | tables["names"]), people)

    def art_of(self, subject: Subject, name: str, pack: Arts) -> str | None:
        """The art of someone who does this; None for anyone of whom more is to be seen than that they do."""
        who = self.people.get(pack.get(subject.art).title)
        if who is None:
            return None
        return f"{SET}:{who}{name}" if name.startswith("-") else f"{SET}:{name}"


def read_activity(reading: Reading, place: int) -> int:
    """Something that the people who were named do: "a woman surfing a wave". A thing that it is done with belongs to
    it, unless it has a colour: "riding a red bicycle" shows that one."""
    length, names = Activities.built_in().phrases.at(reading.tokens, place)
    if not length or reading.text.is_noun_with(place, length) or _has_object(reading, place, length):
        return 0
    reading.end_phrase()
    last = reading.bonds.last
    doers = [] if last is None else sorted({last, *reading.bonds.team})
    able = [at for at in doers if Activities.built_in().art_of(reading.draft.subjects[at], names[0], reading.pack)]
    for at in able:
        reading.draft.doings[at] = (names[0], " ".join(reading.tokens[place : place + length]))
    reading.bonds.pending = None if able else reading.bonds.pending
    return length if able else 0


def _has_object(reading: Reading, place: int, length: int) -> bool:
    """It is done to things that are to be seen: "juggling three oranges"."""
    end = place + length
    follows = reading.tokens[end : end + 1]
    is_counted = bool(follows) and (follows[0] in reading.grammar.numbers or follows[0].isdigit())
    is_relation = bool(reading.grammar.relations.at(reading.tokens, place)[0])
    return is_relation and (is_counted or reading.text.noun_follows(end))


def set_to_work(draft: Draft, pack: Arts) -> None:
    """Give those who do something the art that does it. Who wears something is drawn in that, and what is held is
    beside."""
    busy = {bond.subject for bond in draft.relations if bond.kind in BUSY}
    for at, (name, words) in draft.doings.items():
        subject = draft.subjects[at]
        art = Activities.built_in().art_of(subject, name, pack)
        if at in busy or art is None:
            draft.missing.append(words)
        else:
            draft.subjects[at] = replace(subject, art=art, pose=None)
            held = ((n, bond) for n, bond in enumerate(draft.relations) if (bond.subject, bond.kind) == (at, "holding"))
            for number, bond in held:
                draft.relations[number] = replace(bond, kind="beside")
