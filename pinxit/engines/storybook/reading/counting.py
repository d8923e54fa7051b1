"""Reads how many there are: numbers in words and digits, and words for many."""

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
    reading.phrase.count = (reading.phrase.count or 1) * reading.grammar.measures[token]
    reading.phrase.is_collective = True
    return 2


def read_number(reading: Reading, place: int) -> int:
    token = reading.tokens[place]
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
    multiplies = token in ("dozen", "hundred", "thousand")
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
