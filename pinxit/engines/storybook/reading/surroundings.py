"""Reads where and when a picture is set: a place, an hour, a weather, a season, and the colour of a plain backdrop."""

from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.phrase import Where
from pinxit.engines.storybook.reading.positions import is_placed_thing
from pinxit.engines.storybook.reading.state import Reading

OUTSIDE = frozenset(["in front of", "behind", "beside", "left of", "right of", "above", "facing", "around"])
"""Relations to a building of those who are not in it."""
WILD = frozenset(["forest", "mountains", "snow"])
"""Where a lake or a river is no meadow's."""
STARS = "night sky"
"""The setting that is all sky, unless there is something below it."""


def read_place(reading: Reading, place: int) -> int:
    """A setting, a time, a weather or a season, with or without "in the" before it."""
    if reading.phrase.denied:
        return _deny_place(reading, place)
    token = reading.tokens[place]
    if reading.bonds.pending == "swapped inside" and (token in reading.grammar.poured or reading.text.is_name(token)):
        return 0  # the water of "a glass of water", the stars of "a jar full of stars"
    start = place
    if reading.tokens[place] in reading.grammar.prepositions or reading.tokens[place] == "under":
        start += 1
        while start < len(reading.tokens) and _only_modifies(reading, start):
            start += 1
    for at in dict.fromkeys((place, start)):
        length, meanings = reading.grammar.places.at(reading.tokens, at)
        if not length and at > place and _is_backdrop(reading, place, at):
            length, meanings = 1, ["setting:plain"]
        if length and not _is_thing(reading, place, at, length, meanings):
            return _take_place(reading, place, at, length, meanings)
    return 0


def _take_place(reading: Reading, place: int, at: int, length: int, meanings: list[str]) -> int:
    """Note the place, hour or weather at `at`, led in from `place`; 0 where it is read as a thing too."""
    is_thing = at == place and is_placed_thing(reading, at, length)
    _note(reading, meanings)
    if is_thing:
        return 0
    reading.end_phrase(before_place=at == place)
    _colour_backdrop(reading, place, at + length)
    reading.bonds.pending = None
    if at == place:
        reading.bonds.where = Where()  # it was said of this: "in the background, the sun sets"
    return at + length - place


def _deny_place(reading: Reading, place: int) -> int:
    """ "without clouds" is no weather."""
    length, _ = reading.grammar.places.at(reading.tokens, place)
    reading.phrase.words += reading.tokens[place : place + length]
    return length


def _note(reading: Reading, meanings: list[str]) -> None:
    """Keep what a place, an hour or a weather says; what was said first stays. A starry sky is over any other place."""
    said = reading.draft.said
    for meaning in meanings:
        kind, _, value = meaning.partition(":")
        if value == STARS:
            said.setdefault("time", "night")
        elif kind == "setting" and value != "sky" and said.get(kind) == STARS:
            said[kind] = value
        elif kind == "setting" and value in WILD and said.get(kind) == "lake":
            said[kind] = value
        said.setdefault(kind, value)


def _is_counted(reading: Reading, place: int, length: int) -> bool:
    """ "three clouds" and "a red barn" are things, where the clouds and the barn alone would be a setting; and the
    sea of "a sea of flowers" is a number."""
    if reading.tokens[place] in reading.grammar.measures and reading.tokens[place + 1 : place + 2] == ("of",):
        return True
    before = reading.phrase.words[-1:]
    if not before and reading.phrase.count in (None, 1) and reading.phrase.colour is None:
        return False
    match = reading.pack.find(" ".join([*before, *reading.tokens[place : place + length]]))
    return match is not None and match.via in ("name", "alias") and match.words > len(before)


def _is_thing(reading: Reading, place: int, at: int, length: int, meanings: list[str]) -> bool:
    """The words belong to a noun, or are one."""
    if reading.text.is_noun_with(at, length) or _is_counted(reading, at, length):
        return True
    return _is_built(reading, place, at, length, meanings)


def _is_built(reading: Reading, place: int, at: int, length: int, meanings: list[str]) -> bool:
    """ "in front of a school" and "to school" are outside it, and "a house with two windows" is no room."""
    if not any(meaning.startswith("room:") for meaning in meanings):
        return False
    if reading.bonds.is_part_of_built(reading.tokens[at], reading.phrase.determiner):
        return True
    leads = {"to", "towards", "toward", "outside"}
    is_outside = reading.bonds.pending in OUTSIDE or not leads.isdisjoint(reading.tokens[max(0, at - 2) : at])
    match = reading.pack.find(" ".join(reading.tokens[at : at + length])) if is_outside else None
    return match is not None and reading.pack.get(match.art).group in ("place-building", "place-religious")


def _only_modifies(reading: Reading, place: int) -> bool:
    """The word is one that can stand between "in" and the place: "in the quiet, dark green forest"."""
    word, grammar = reading.tokens[place], reading.grammar
    if grammar.places.at(reading.tokens, place)[0]:
        return False
    known = word in grammar.determiners or word in grammar.adjectives or word in (",", "and")
    return known or bool(named(word)) or bool(grammar.sizes.at(reading.tokens, place)[0])


def _is_backdrop(reading: Reading, start: int, end: int) -> bool:
    """ "on a pink background" is a plain one."""
    return reading.tokens[end : end + 1] in (("background",), ("backdrop",)) and any(
        named(word) for word in reading.tokens[start:end]
    )


def _colour_backdrop(reading: Reading, start: int, end: int) -> None:
    if reading.draft.said.get("setting") == "plain" and reading.draft.backdrop is None:
        tokens = reading.tokens[start:end]
        runs = [tokens[at : at + length] for length in (3, 2, 1) for at in range(len(tokens) - length, -1, -1)]
        colours = (" ".join(run) for run in runs)  # "dark green" before "green"
        reading.draft.backdrop = next((colour for colour in colours if named(colour)), None)
