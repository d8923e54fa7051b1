"""Reads what was said of a thing beside its name: its size, its colour and its pattern."""

from typing import cast

from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.state import Reading
from pinxit.engines.storybook.scene import Size

SAID_AFTER = frozenset(["is", "are", "in", "all", "painted", "coloured", "colored"])
"""Words between a noun and a colour that belongs to it."""


def read_size(reading: Reading, place: int) -> int:
    """A size before a noun; "baby" and "little" also stay with their noun, since they can belong to its name."""
    length, sizes = reading.grammar.sizes.at(reading.tokens, place)
    if not length or not reading.grammar.adjectives.issuperset(reading.phrase.words):
        return 0
    reading.phrase.size = cast(Size, sizes[0])
    return 0 if reading.tokens[place] in ("baby", "young", "little") else length


def read_colour(reading: Reading, place: int) -> int:
    """A colour before a noun, or one said of the last noun."""
    if reading.text.is_noun_with(place, 1):
        return 0
    for length in (3, 2, 1):
        words = reading.tokens[place : place + length]
        if len(words) < length or not named(" ".join(words)):
            continue
        if reading.text.noun_follows(place + length):
            if reading.phrase.words:
                reading.end_phrase()
            reading.phrase.colour = reading.phrase.colour or " ".join(words)
            return length
        if not reading.phrase.words and place and reading.tokens[place - 1] in SAID_AFTER:
            reading.bonds.recolour_last(" ".join(words))
            return length
    return 0
