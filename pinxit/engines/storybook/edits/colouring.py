"""Which colour a thing is to be given, of all that an instruction names, and what of it is beyond one colour."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pinxit.engines.storybook.colour import ASSORTED, RAINBOW, named
from pinxit.engines.storybook.edits.clauses import Lexicon, split_words
from pinxit.engines.storybook.reading.grammar import Grammar

LONGEST = 3
"""Words of the longest colour: "very dark green"."""
TOWARDS = frozenset(["to", "into"])
"""Words before the colour that is wanted: "from white to red"."""
SAYING = frozenset("colour color coloured colored shade tone tint hue instead now please all over entirely".split())
"""Words around a colour that say nothing more."""


@dataclass(frozen=True, slots=True)
class Colouring:
    """What a thing is to be coloured, and what else is asked for and is more than one colour does."""

    colour: str
    """In the caller's words: "dark blue"."""
    rest: str
    """Likewise: "with white dots"; empty where there is nothing."""
    is_said: bool
    """It is said of the thing, and does not belong to a noun: "red", and not "a red mug"."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A colour among some words, from one place to another."""

    start: int
    end: int


def colouring(text: str) -> Colouring | None:
    """The colour that is said of the thing, rather than one that belongs to a noun: of "turn the white mug red with
    blue dots", red."""
    words = split_words(text)
    found = mentions(words)
    if not found:
        return None
    wanted = [each for each in found if each.start and words[each.start - 1] in TOWARDS]
    said = [each for each in found if _is_said(words, each)]
    chosen = next(iter([*wanted, *said]), found[-1])
    return Colouring(" ".join(words[chosen.start : chosen.end]), _rest(words, chosen.end), chosen in said)


def each_with_its_colour(text: str) -> list[str]:
    """ "the mug red and the background blue" are two; "the mug red and blue" is one."""
    parts = re.split(r",?\s+(?:and|but)\s+(?=(?:the|its|his|her)\s)", text)
    return parts if len(parts) > 1 and all(mentions(split_words(part)) for part in parts) else [text]


def mentions(words: Sequence[str]) -> list[_Mention]:
    """Where a colour is named, each as long as it can be."""
    found, place = [], 0
    while place < len(words):
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            if named(" ".join(words[place : place + length])) not in (None, RAINBOW, ASSORTED):
                found.append(_Mention(place, place + length))
                place += length - 1
                break
        place += 1
    return found


def _is_said(words: Sequence[str], colour: _Mention) -> bool:
    """No noun follows that the colour would belong to: "red", "red and", "red with"; and it is no noun, as a sky is."""
    grammar = Grammar.built_in()
    before, after = words[: colour.start][-1:], words[colour.end :][:1]
    if before == ["from"]:
        return False
    is_end = not after or after[0] in grammar.breaks | grammar.determiners | SAYING
    return is_end or (bool(mentions(after)) and grammar.determiners.isdisjoint(before))


def _rest(words: Sequence[str], start: int) -> str:
    """What comes after the colour, if it asks for more: another colour, or a part that has its own look."""
    after = list(words[start:])
    while after and after[0] in SAYING:
        del after[0]
    is_more = bool(after) and (after[0] in ("with", "and", "but") or bool(mentions(after)))
    empty = Lexicon.built_in().courtesy | SAYING | Grammar.built_in().breaks
    return " ".join(after) if is_more and not empty.issuperset(after) else ""
