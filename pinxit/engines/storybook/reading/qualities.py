"""Reads what was said of a thing beside its name: its size, its colours and its pattern."""

from typing import cast

from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.state import Reading
from pinxit.engines.storybook.scene import Pattern, Size

SAID_AFTER = frozenset(["is", "are", "in", "all", "painted", "coloured", "colored", "one", "other", "others"])
"""Words between a noun and a colour that belongs to it."""
JOINED = frozenset([",", "and", "or"])
HUES = frozenset(["shades", "hues", "tones", "tints", "shade", "hue", "palette"])
MAX_COLOUR = 3
"""Words of the longest colour: "very dark green"."""


def read_size(reading: Reading, place: int) -> int:
    """A size before a noun; "baby" and "little" also stay with their noun, since they can belong to its name."""
    length, sizes = reading.grammar.sizes.at(reading.tokens, place)
    if not length or not reading.grammar.adjectives.issuperset(reading.phrase.words):
        return 0
    reading.phrase.size = cast(Size, sizes[0])
    return 0 if reading.tokens[place] in ("baby", "young", "little") else length


def read_hues(reading: Reading, place: int) -> int:
    """ "shades of orange and purple" are no orange, and no shades."""
    if reading.tokens[place] not in HUES or reading.tokens[place + 1 : place + 2] != ("of",):
        return 0
    end = place + 2
    while (length := _colour_at(reading, end)) or (reading.tokens[end : end + 1] and reading.tokens[end] in JOINED):
        if not length and not _colour_at(reading, end + 1):
            break
        end += length or 1
    reading.phrase.words.clear()
    reading.end_phrase()
    return end - place


def read_colour(reading: Reading, place: int) -> int:
    """Colours before a noun, one said of the last noun, or one that leaves its noun to be said: "one red and a blue
    ball"."""
    if reading.text.is_noun_with(place, 1) or not (length := _colour_at(reading, place)):
        return 0
    colours, end = _colours_at(reading, place)
    phrase = reading.phrase
    if reading.text.noun_follows(end) or _pattern_at(reading, end):
        if phrase.words:
            reading.end_phrase()
            phrase = reading.phrase
        if phrase.colour:
            colours = [phrase.colour, *phrase.colours, *colours]
        phrase.colour, phrase.colours = colours[0], colours[1:]
        return end - place
    colour = " ".join(reading.tokens[place : place + length])
    if phrase.words:
        return 0
    if phrase.is_announced and _noun_comes(reading, place + length):
        phrase.colour = colour
        reading.bonds.held.append(phrase)
        reading.phrase = type(phrase)()
        return length + 1  # with the comma or "and" after it
    if place and reading.tokens[place - 1] in SAID_AFTER and not phrase.is_announced:
        reading.bonds.recolour_last(colour)
        return length
    return 0


def read_pattern(reading: Reading, place: int) -> int:
    """A pattern before a noun ("a striped cat"), or one that was said after it ("with red stripes")."""
    phrase, grammar = reading.phrase, reading.grammar
    length, patterns = grammar.patterns.at(reading.tokens, place)
    if length and (reading.text.noun_follows(place + length) or _pattern_at(reading, place + length)):
        if phrase.words and not grammar.adjectives.issuperset(phrase.words):
            reading.end_phrase()
        phrase = reading.phrase
        phrase.pattern = cast(Pattern, patterns[0])
        if phrase.colour is None and (own := grammar.pattern_dyes.get(reading.tokens[place].partition("-")[0])):
            phrase.colour, phrase.colours = own[0], [own[1]]
        return length
    length, patterns = grammar.pattern_nouns.at(reading.tokens, place)
    if not length or not grammar.adjectives.issuperset(phrase.words) or not _is_laid_on(reading):
        return 0
    phrase.pattern = cast(Pattern, patterns[0])
    return length if reading.bonds.pattern_last(phrase) and _forget(reading) else 0


def _is_laid_on(reading: Reading) -> bool:
    """A pattern's marks are on what was named before them, rather than things of their own."""
    return reading.bonds.newest is not None and (reading.bonds.pending in ("with", "in", "covered"))


def _forget(reading: Reading) -> bool:
    reading.phrase = type(reading.phrase)()
    return True


def _pattern_at(reading: Reading, place: int) -> int:
    """Words of a pattern at `place`: "red and white striped", "blue polka dots"."""
    first = reading.grammar.patterns.at(reading.tokens, place)[0]
    return first or reading.grammar.pattern_nouns.at(reading.tokens, place)[0]


def _colour_at(reading: Reading, place: int) -> int:
    """How many words at `place` are one colour."""
    for length in range(MAX_COLOUR, 0, -1):
        words = reading.tokens[place : place + length]
        if len(words) == length and named(" ".join(words)):
            return length
    return 0


def _colours_at(reading: Reading, place: int) -> tuple[list[str], int]:
    """All colours that are listed at `place`, and where the list ends: "red, blue and dark green"."""
    colours, end = [], place
    while length := _colour_at(reading, end):
        colours.append(" ".join(reading.tokens[end : end + length]))
        end += length
        after = end
        while after < len(reading.tokens) and reading.tokens[after] in JOINED:
            after += 1
        if after == end or not _colour_at(reading, after) or reading.text.is_noun_with(after, 1):
            break
        end = after
    return colours, end


def _noun_comes(reading: Reading, place: int) -> bool:
    """After a comma or "and" there is another number or article, a colour, and then the noun of both."""
    tokens, grammar = reading.tokens, reading.grammar
    if tokens[place : place + 1] and tokens[place] in JOINED:
        at = place + 1
        while at < len(tokens) and tokens[at] in JOINED:
            at += 1
        counts = at < len(tokens) and (
            tokens[at] in grammar.determiners | grammar.numbers.keys() or tokens[at].isdigit()
        )
        length = _colour_at(reading, at + 1) if counts else 0
        if not length:
            return False
        return reading.text.noun_follows(at + 1 + length) or _noun_comes(reading, at + 1 + length)
    return False
