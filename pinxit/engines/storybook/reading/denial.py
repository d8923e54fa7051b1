"""Reads what a picture is to be without: "no people", "without clouds or birds", "avoid text"."""

from pinxit.engines.storybook.reading.phrase import NounPhrase
from pinxit.engines.storybook.reading.state import Reading
from pinxit.engines.storybook.reading.things import ELSE

AND, OR = frozenset([",", "and"]), frozenset(["or", "nor"])
LISTING = frozenset(
    ["avoid", "exclude", "excluding", "omit", "include", "add", "show", "have", "use", "draw", "without"]
)
"""The last word, or the first, of denials that a whole list may follow: "avoid people, text and logos"."""


def read_denial(reading: Reading, place: int) -> int:
    """Words that deny what comes next, and those that go on denying."""
    tokens, grammar = reading.tokens, reading.grammar
    if tokens[place : place + 2] in (("nothing", "else"), ("nothing", "more")):
        reading.end_phrase()
        reading.draft.excluded.append(ELSE)
        return 2
    if tokens[place] in AND | OR:
        return _go_on(reading, place)
    length, _ = grammar.denials.at(tokens, place)
    if not length or any(after in grammar.denials_not for after in tokens[place + length : place + length + 1]):
        return 0
    if grammar.places.at(tokens, place)[0] or reading.text.is_noun_with(place, length):
        return 0  # "no background" is a place
    reading.end_phrase()
    reading.phrase.denied = True
    reading.is_listing = not LISTING.isdisjoint((tokens[place], tokens[place + length - 1]))
    return length


def _go_on(reading: Reading, place: int) -> int:
    """An "or" after what was denied denies the next noun too; "and" and a comma do where the noun stands alone."""
    tokens, phrase = reading.tokens, reading.phrase
    if not (phrase.denied and phrase.words):
        return 0
    after = place + 1
    while after < len(tokens) and tokens[after] in AND | OR:
        after += 1
    is_or = any(token in OR for token in tokens[place:after])
    if after >= len(tokens) or not (is_or or _is_bare(reading, after)):
        return 0
    if tokens[place] == "," and not (is_or or reading.is_listing or _ends_with_or(reading, after)):
        return 0
    reading.end_phrase()
    reading.phrase = NounPhrase(denied=True)
    return after - place


def _is_bare(reading: Reading, place: int) -> bool:
    """A noun without an article or a number: the text of "no people and text", but not the cat of "and a cat"."""
    token, grammar = reading.tokens[place], reading.grammar
    counts = token in grammar.numbers or token.isdigit() or token in grammar.determiners - {"any"}
    return not counts and (
        token == "any" or reading.text.is_plain(place) or bool(grammar.places.at(reading.tokens, place)[0])
    )


def _ends_with_or(reading: Reading, place: int) -> bool:
    for token in reading.tokens[place : place + 8]:
        if token in OR:
            return True
        if token != "," and not token[0].isalnum() or token in reading.grammar.determiners:
            return False
    return False
