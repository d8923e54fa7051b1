"""Reads the words that stand between two nouns: "holding", "on top of", "with a hat on its head", "in front of it"."""

from pinxit.engines.storybook.reading.phrase import OWN
from pinxit.engines.storybook.reading.state import Reading

PRONOUNS = frozenset(["it", "them", "him", "her", "itself"])
CARRIED = frozenset(["on", "in", "beside", "inside", "under", "behind", "above", "in front of"])
"""What a thing can be to somebody who was named before it."""
CARRYING = frozenset(["holding", "holds", "hold", "carrying", "carries", "lifting", "clutching"])
"""What is held so, and is alive, is held in one's arms."""
GRASPING = frozenset("mouth beak paw paws hand hands arm arms trunk claw claws mouths hands teeth".split())
"""Parts that hold what is "in" them, or between them."""


def read_relation(reading: Reading, place: int) -> int:
    """Words between two nouns; the second noun may be a part of the first, or a pronoun."""
    length, kinds = reading.grammar.relations.at(reading.tokens, place)
    if not length or reading.text.is_noun_with(place, length) or reading.text.is_homonym(place):
        return 0
    if reading.phrase.denied and not reading.phrase.words:
        return length  # "not wearing a hat"
    reading.end_phrase()
    if turned := _turn(reading, kinds[0], place, length):
        return length + turned
    phrase = " ".join(reading.tokens[place : place + length])
    if phrase in reading.grammar.swapped:
        reading.bonds.begin(f"swapped {kinds[0]}")
    else:
        kind = "carrying" if phrase in CARRYING else kinds[0]
        reading.bonds.begin("between" if phrase in ("between", "in between") else kind)
    if reading.tokens[place + length - 1] in reading.grammar.determiners:
        reading.phrase.determiner = reading.tokens[place + length - 1]
    return length


def read_owner(reading: Reading, place: int) -> int:
    """ "on a pirate's shoulder" is on the pirate, and who holds "his mother's hand" is with her."""
    owner = reading.text.owner_of_part(place)
    if owner is None:
        return 0
    reading.phrase.words.append(owner)
    return 2


def read_on_top(reading: Reading, place: int) -> int:
    """ "with strawberries on top": on what was named before them, rather than at the top of the picture."""
    if reading.tokens[place : place + 2] != ("on", "top") or reading.tokens[place + 2 : place + 3] == ("of",):
        return 0
    reading.end_phrase()
    return 2 if reading.bonds.turn("on", is_body=False) else 0


def read_on_part(reading: Reading, place: int) -> int:
    """The roof of "a van with surfboards on the roof" is the van's, and no other thing."""
    tokens, bonds = reading.tokens, reading.bonds
    on_it = tokens[place : place + 2] == ("on", "the") and tokens[place + 2 : place + 3]
    if not on_it or on_it[0] not in reading.grammar.built["open"] or tokens[place + 3 : place + 4] == ("of",):
        return 0
    reading.end_phrase()
    owner = bonds.owner_of_newest()
    if owner is None or bonds.built(owner) is None:
        return 0
    bonds.turn("on", is_body=False)
    return 3


def _turn(reading: Reading, kind: str, place: int, length: int) -> int:
    """Of words after a relation that speak of somebody named before: "its back", "it"."""
    tokens, end = reading.tokens, place + length
    if kind not in CARRIED:
        return 0
    last = tokens[end - 1]
    if last not in OWN and tokens[end : end + 1] and tokens[end] in PRONOUNS and not _noun_at(reading, end + 1):
        reading.bonds.turn("inside" if kind == "in" else kind, is_body=False)
        return 1
    own = last in OWN or bool(tokens[end : end + 1]) and tokens[end] in OWN
    start = end if last in OWN else end + 1
    for at in range(start, min(start + 2, len(tokens))):
        if own and kind in ("on", "in", "beside") and tokens[at] in reading.grammar.bearing:
            reading.bonds.turn("holding" if tokens[at] in GRASPING else "on", is_body=True)
            return at + 1 - end
    return 0


def _noun_at(reading: Reading, place: int) -> bool:
    """ "in front of her house" has one, "in front of her" has none."""
    return reading.tokens[place - 1] == "her" and place < len(reading.tokens) and reading.text.is_plain(place)
