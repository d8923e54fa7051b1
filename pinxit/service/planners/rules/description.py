"""What a picture shows, in words: nouns in it are recoloured, counted, replaced and removed, and clauses appended."""

import re
from collections.abc import Iterable

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.nouns import DETERMINERS_OF_NUMBER, Noun
from pinxit.service.planners.rules.reading import ENDS, Reading, capital, read

NUMBERS = [
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
]
LATE = frozenset(["", "matter", "pattern"])
"""What is said after a colour: "a white wooden table"."""
OPPOSITES = {"short": "long", "long": "short"}
"""Words of two scales that contradict each other."""
MAX_COUNT = 1_000_000


def replaced(reading: Reading, edits: Iterable[tuple[int, int, str]]) -> str:
    """The text with the words [start, end) of each edit exchanged for others, "" taking them out."""
    text = reading.text
    for start, end, new in sorted(edits, reverse=True):
        if start < end:
            text = text[: reading.spans[start][0]] + new + text[reading.spans[end - 1][1] :]
    return tidy(text)


def tidy(text: str) -> str:
    """`text` without the blanks and commas that something left behind."""
    text = re.sub(r"(?<=[^\s,]),(?: ?,)+", ",", re.sub(r"(?<=\S)[ \t]++(?=[ \t,.;!?])(?![.,]\w)", "", text))
    text = re.sub(r"(?<=\S)  +(?=\S)", " ", text).strip(" ,;\t")
    return capital(re.sub(r",(?=[.!?]$)", "", text))


def append(description: str, clause: str, before: int | None = None) -> str:
    """Say `clause` at the end, or at the character `before`: after a comma, or in a sentence of its own."""
    head = description if before is None else description[:before].rstrip(" ,")
    tail = "" if before is None else description[before:].strip(" ,")
    if not head:
        return capital(", ".join(part for part in (clause, tail) if part))
    sentences = read(head).sentences()
    last = head[-1]
    if (len(sentences) > 1 and last in ENDS) or "\n\n" in head or last in "!?…":
        full = head if last in ENDS else head + "."
        return " ".join(part for part in (full, capital(clause) + ".", capital(tail)) if part)
    stop = "." if last == "." and not head.endswith("..") else ""
    body = head[:-1] if stop else head
    return ", ".join(part for part in (body, clause, tail.removesuffix(".")) if part) + stop


def recolour(reading: Reading, noun: Noun, colour: str) -> str:
    """The noun in another colour, which takes the place of those that it had."""
    said = reading.words[noun.end : noun.end + 2]
    if said[:1] in (["is"], ["are"]) and said[1:] and said[1] in words("looks.colours"):
        return replaced(reading, [(noun.end + 1, noun.end + 2, colour)])
    start, end = _colours(reading.words, noun)
    return _with(reading, noun, start, end, colour)


def qualify(reading: Reading, noun: Noun, adjective: str) -> str:
    """The noun with an adjective, which takes the place of one of the same scale."""
    scale = phrases("scales").means([adjective.split()[-1]])
    for place in range(noun.start, noun.head):
        is_same = scale and phrases("scales").means([reading.words[place]]) == scale
        if is_same or OPPOSITES.get(adjective.split()[-1]) == reading.words[place]:
            return _with(reading, noun, place, place + 1, adjective)
    first = noun.start + (reading.words[noun.start] in words("grammar.determiners") and noun.start < noun.head)
    return _with(reading, noun, first, first, adjective)


def _colours(spoken: list[str], noun: Noun) -> tuple[int, int]:
    """Where the colours before the noun stand; or where one is to stand, after the adjectives of size and age."""
    colours, shades = words("looks.colours"), words("looks.shades")
    places = [place for place in range(noun.start, noun.head) if spoken[place] in colours]
    if places:
        start, end = places[0], places[-1] + 1
        return (start - 1 if start > noun.start and spoken[start - 1] in shades else start), end
    place = noun.start + (spoken[noun.start] in words("grammar.determiners") and noun.start < noun.head)
    if place < noun.head and spoken[place] in DETERMINERS_OF_NUMBER:
        place += 1
    while place < noun.head and (phrases("scales").means([spoken[place]]) not in LATE or spoken[place].endswith("'s")):
        place += 1
    return place, place


def _with(reading: Reading, noun: Noun, start: int, end: int, new: str) -> str:
    """The noun with `new` for its words [start, end), and its "a" or "an" made to fit."""
    spoken = reading.words
    parts = [reading.part(noun.start, start), new, reading.part(end, noun.end)]
    if start == noun.start:  # a capital that began the description goes with the word that stands after it now
        parts[2] = _lower_first(parts[2], reading, end)
    if start > noun.start and spoken[noun.start] in ("a", "an"):
        first = reading.part(noun.start, noun.start + 1)
        rest = " ".join(part for part in (reading.part(noun.start + 1, start), *parts[1:]) if part)
        chosen = nouns.article(rest)
        return replaced(reading, [(noun.start, noun.end, f"{capital(chosen) if first[0] == 'A' else chosen} {rest}")])
    return replaced(reading, [(noun.start, noun.end, " ".join(part for part in parts if part))])


def _lower_first(part: str, reading: Reading, place: int) -> str:
    begins = place == 0 or reading.words[place - 1] in ENDS
    return part[:1].lower() + part[1:] if begins and part[1:2].islower() else part


def count_of(spoken: list[str], noun: Noun) -> int:
    """How many there are of it; 0 where there are many."""
    for place in range(noun.start, noun.head):
        word = spoken[place]
        if word in DETERMINERS_OF_NUMBER or word in ("one", "both"):
            return int(pairs("numbers.words")[word])
        if word.isascii() and word.isdigit():
            return min(int(word[:7]), MAX_COUNT)
    return 0 if nouns.is_plural(spoken[noun.head]) else 1


def recount(reading: Reading, noun: Noun, count: int, written: str = "") -> str:
    """The noun `count` times, its own words kept: "a red balloon" becomes "three red balloons"."""
    spoken, start = reading.words, noun.start
    while start < noun.head and (spoken[start] in words("grammar.determiners") or spoken[start].isdigit()):
        start += 1
    head = reading.part(noun.head, noun.end)
    new = nouns.plural(nouns.singular(head)) if count != 1 else nouns.singular(head)
    number = written or (NUMBERS[count] if 0 < count < len(NUMBERS) else str(count))
    kept = _lower_first(reading.part(start, noun.head), reading, start)
    if not kept and new[:1].isupper() and noun.head == 0:
        new = new[:1].lower() + new[1:]
    edits = [(noun.start, noun.end, " ".join(part for part in (number, kept, new) if part)), *_full(spoken, noun)]
    following = spoken[noun.end : noun.end + 1]
    if count != 1 and following in (["is"], ["has"], ["was"]):
        edits.append((noun.end, noun.end + 1, {"is": "are", "has": "have", "was": "were"}[following[0]]))
    elif count != 1 and following and _is_third_person(following[0]):
        edits.append((noun.end, noun.end + 1, following[0][:-1]))
    return replaced(reading, edits)


def _full(spoken: list[str], noun: Noun) -> list[tuple[int, int, str]]:
    """ "full of people" is "with" so many."""
    before = spoken[max(noun.start - 2, 0) : noun.start]
    is_full = before in (["full", "of"], ["crowded", "with"], ["packed", "with"], ["filled", "with"])
    return [(noun.start - 2, noun.start, "with")] if is_full else []


def vaguely(reading: Reading, noun: Noun, how: str) -> str:
    """The noun with "many" or "a few" in the place of its count."""
    spoken, start = reading.words, noun.start
    while start < noun.head and (spoken[start] in words("grammar.determiners") or spoken[start].isdigit()):
        start += 1
    kept = _lower_first(reading.part(start, noun.end), reading, start)
    return replaced(reading, [(noun.start, noun.end, f"{how} {kept}"), *_full(spoken, noun)])


def _is_third_person(word: str) -> bool:
    return word.endswith("s") and word in words("grammar.verbs") and word[:-1] in words("grammar.verbs")


def exchange(reading: Reading, noun: Noun, new: str) -> str:
    """Another thing where the noun stood, and wherever it is spoken of again."""
    spoken = reading.words
    name = new.split()[-1]
    edits = [(noun.start, noun.end, _fitting(spoken, noun, new))]
    for other in nouns.occurrences(reading, [spoken[noun.head]], noun.end):
        if spoken[other.start] == "the":
            edits.append((other.start, other.end, f"the {name}"))
    return replaced(reading, edits)


def _fitting(spoken: list[str], noun: Noun, new: str) -> str:
    """`new` with an article, or with the count of what it takes the place of."""
    first, last = new.lower().split()[0], new.lower().split()[-1]
    if first in words("grammar.determiners") or first.isdigit():
        return new
    count = count_of(spoken, noun)
    if nouns.is_plural(last) and count > 1:
        return f"{spoken[noun.start]} {new}"
    if spoken[noun.start] in ("the", "my", "his", "her", "its", "their", "our", "your") and noun.start < noun.head:
        return f"{spoken[noun.start]} {new}"
    return nouns.with_article(new)
