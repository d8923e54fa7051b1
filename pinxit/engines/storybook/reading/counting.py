"""Reads how many there are: numbers in words and digits, and words for many."""

from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.bonds import PLURAL_COUNT
from pinxit.engines.storybook.reading.state import Reading

TENS = {
    word: 10 * place for place, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}


def read_measure(reading: Reading, place: int) -> int:
    """A word for many before "of": a bunch of, a school of, a mountain of."""
    token, following = reading.tokens[place], reading.tokens[place + 1 : place + 2]
    if following != ("of",) or token not in reading.grammar.measures or reading.text.is_noun_with(place, 1):
        return 0
    if reading.phrase.words:
        reading.end_phrase()
    if people := _people(reading, place + 2):
        reading.phrase.words, reading.phrase.count = ["people"], people
        return 3
    reading.phrase.count = (reading.phrase.count or 1) * reading.grammar.measures[token]
    reading.phrase.is_collective = True
    return 2


def _people(reading: Reading, place: int) -> int:
    """How many a "family of four" are, where nothing is said of whom; 0 for any other number."""
    token = reading.tokens[place] if place < len(reading.tokens) else ""
    number = int(token) if token.isascii() and token.isdigit() and len(token) < 4 else _number_of(reading, token)
    return 0 if reading.text.noun_follows(place + 1) else number or 0


def read_portion(reading: Reading, place: int) -> int:
    """The plate of "a plate of cookies" is under them; a slice of cake has a picture of its own."""
    tokens = reading.tokens
    if tokens[place] not in reading.grammar.portions or tokens[place + 1 : place + 2] != ("of",):
        return 0
    if any(reading.text.is_name(" ".join(tokens[place : place + length])) for length in (3, 4)):
        return 0
    if reading.phrase.words and not reading.grammar.adjectives.issuperset(reading.phrase.words):
        reading.end_phrase()
    reading.phrase.determiner = "some"
    return 2


def read_glasses(reading: Reading, place: int) -> int:
    """The glasses of "glasses of water" are no spectacles."""
    if reading.tokens[place : place + 2] != ("glasses", "of"):
        return 0
    reading.phrase.words.append("glass")
    reading.phrase.count = reading.phrase.count or PLURAL_COUNT
    return 1


def read_one(reading: Reading, place: int) -> int:
    """ "one" and "the other" of several who were named before: "two cats, one black and the other white"."""
    tokens, grammar = reading.tokens, reading.grammar
    length, whom = grammar.pronouns.at(tokens, place)
    end = place + length
    if not length or reading.bonds.group is None or (reading.phrase.words and tokens[place] != "one"):
        return 0
    after = tokens[end] if end < len(tokens) else "."
    says = after in grammar.breaks or not after[0].isalnum() or bool(grammar.relations.at(tokens, end)[0])
    says = says or reading.text.is_verb(after, follows_noun=True)
    says = says or (bool(named(after)) and not reading.text.noun_follows(end + 1) and _is_only_colour(reading, after))
    if not says or after == "of":
        return 0
    reading.end_phrase()
    return length if reading.bonds.pick(1 if whom[0] == "one" else None) else 0


def _is_only_colour(reading: Reading, word: str) -> bool:
    """An "orange" after two apples is a fruit; after a black cat of three it is a cat."""
    group = reading.bonds.group
    return bool(group and group.is_begun) or not reading.text.is_name(word)


def read_number(reading: Reading, place: int) -> int:
    """Read a number, and tell how many words it took."""
    token = reading.tokens[place]
    if reading.tokens[place : place + 3] == ("half", "a", "dozen"):
        reading.phrase.count = 6
        return 4 if reading.tokens[place + 3 : place + 4] == ("of",) else 3
    if (
        token == "couple"
        and not reading.text.noun_follows(place + 1)
        and reading.tokens[place + 1 : place + 2] != ("of",)
    ):
        return 0  # two who are one
    digits = token.isascii() and token.isdigit()
    number = int(token[:6]) if digits else _number_of(reading, token)
    if number is None or reading.text.is_noun_with(place, 1):
        return 0
    if reading.phrase.words:
        reading.end_phrase()
    if number == 0:
        reading.phrase.denied = True
        return 1
    following = reading.tokens[place + 1 : place + 3]
    if token in TENS and following and 0 < (_number_of(reading, following[0]) or 0) < 10:
        reading.phrase.count = number + (_number_of(reading, following[0]) or 0)  # twenty four
        return 2
    multiplies = token in ("dozen", "hundred", "thousand", "pair", "pairs")
    reading.phrase.is_paired = token in ("pair", "pairs")
    reading.phrase.count = (reading.phrase.count or 1) * number if multiplies else number
    if multiplies and following[:1] == ("and",) and following[1:] and following[1] in reading.grammar.numbers:
        reading.phrase.count += reading.grammar.numbers[following[1]]  # a hundred and one
        return 3
    return 2 if following[:1] == ("of",) else 1


def _number_of(reading: Reading, token: str) -> int | None:
    """The number that a word says: "four", "twenty-four"."""
    numbers = reading.grammar.numbers
    tens, _, ones = token.partition("-")
    if ones in numbers and tens in TENS and numbers[ones] < 10:
        return TENS[tens] + numbers[ones]
    return numbers.get(token, TENS.get(token))
