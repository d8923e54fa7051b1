"""Things in a description: where each is named, with its article, its count, and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pinxit.service.planners.rules.brevity import is_short
from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.reading import MARKS, Reading, is_quoted

UNNAMED = frozenset(["something", "somebody", "someone", "anything", "everything", "nothing"])
VOWELS = "aeiou"
DETERMINERS_OF_NUMBER = frozenset(
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
)


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun and the words before it that belong to it, by their places in a reading: [start, end), the last is it."""

    start: int
    end: int

    @property
    def head(self) -> int:
        return self.end - 1


def singular(word: str) -> str:
    """One of what `word` names: "otters" is "otter", "sunglasses" stay."""
    word = word.removesuffix("'s")
    known = _singulars().get(word)
    if known or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return known or word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("xes", "zes", "ches", "shes", "sses")) else word[:-1]


def plural(word: str) -> str:
    """Several of what `word` names, as it is written: "fox" gives "foxes"."""
    lower = word.lower()
    irregular = pairs("plurals.irregular").get(lower)
    if irregular or lower in words("plurals.always"):
        return irregular or word
    if lower.endswith("y") and lower[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if lower.endswith(("s", "x", "z", "ch", "sh")) else "s")


def is_plural(word: str) -> bool:
    return word in words("plurals.always") or (singular(word) != word and not word.endswith("'s"))


@cache
def _singulars() -> dict[str, str]:
    irregular = {many: one for one, many in pairs("plurals.irregular").items()}
    return irregular | {word: word for word in [*pairs("plurals.irregular"), *words("plurals.always")]}


def article(phrase: str) -> str:
    """ "a" or "an", as the first word of `phrase` sounds."""
    first = phrase.lower().split(maxsplit=1)[0] if phrase.strip() else ""
    stem = first.split("-")[0]
    if stem in words("articles.an") or stem in words("articles.a"):
        return "an" if stem in words("articles.an") else "a"
    return "an" if first[:1] in VOWELS and first else "a"


def with_article(phrase: str) -> str:
    """`phrase` with "a" or "an" before it, unless it has an article, is many, or cannot be counted."""
    spoken = phrase.lower().split()
    if not spoken or spoken[0] in words("grammar.determiners") or spoken[0][0].isdigit() or spoken[0] in UNNAMED:
        return phrase
    last = spoken[-1]
    if is_plural(last) or last in words("grammar.uncountable") or phrase[:1].isupper():
        return phrase
    return f"{article(phrase)} {phrase}"


def is_boundary(word: str) -> bool:
    """Whether `word` cannot stand between a noun and its article."""
    return word in MARKS or word in _boundaries() or is_quoted(word) or is_short(word[:1]) or is_participle(word)


@cache
def _boundaries() -> frozenset[str]:
    names = ("prepositions", "conjunctions", "verbs", "adverbs", "pronouns")
    listed = {word for name in names for word in words(f"grammar.{name}")}
    shared = words("grammar.determiners") - words("grammar.prepositions") - words("grammar.conjunctions")
    return frozenset(listed - shared)


@cache
def _joints() -> frozenset[str]:
    """Words of which every description has some, and which name nothing in it."""
    names = ("determiners", "conjunctions", "prepositions", "pronouns")
    return frozenset(word for name in names for word in words(f"grammar.{name}"))


def is_participle(word: str) -> bool:
    """Whether `word` tells what somebody is doing: "hugging"."""
    return word.endswith("ing") and len(word) > 4 and singular(word) not in words("grammar.ing_nouns")


def noun_at(reading: Reading, head: int) -> Noun:
    """The noun at `head`, with its article and what else stands before it."""
    spoken, start = reading.words, head
    while start > 0 and spoken[start] not in words("grammar.determiners"):
        before = spoken[start - 1]
        if is_boundary(before) and not _qualifies(spoken, start - 1):
            break
        start -= 1
    counted = spoken[start] in DETERMINERS_OF_NUMBER
    if counted and start and spoken[start - 1] in ("the", "his", "her", "their", "its", "my", "these", "those"):
        start -= 1
    return Noun(start, head + 1)


def _qualifies(spoken: list[str], place: int) -> bool:
    """Whether a participle stands before its noun: "a smiling cat"."""
    if not is_participle(spoken[place]) and spoken[place] not in ("close", "light"):
        return spoken[place] == "and" and _joins_colours(spoken, place)
    if place == 0:
        return True
    before = spoken[place - 1]
    return before in words("grammar.determiners") or before in words("looks.colours") or before == "."


def _joins_colours(spoken: list[str], place: int) -> bool:
    colours = words("looks.colours")
    return 0 < place < len(spoken) - 1 and spoken[place - 1] in colours and spoken[place + 1] in colours


def is_head(reading: Reading, place: int) -> bool:
    """Whether the noun at `place` ends there: "cat" does in "cat on a mat", not in "cat food"."""
    if place + 1 >= len(reading.words):
        return True
    following = reading.words[place + 1]
    after = reading.words[place + 2] if place + 2 < len(reading.words) else ""
    acts = following.endswith("s") and (after in words("grammar.prepositions") or after in words("grammar.determiners"))
    ended = following in words("grammar.determiners") or following.endswith("ed") or acts
    return ended or is_boundary(following)


def find(reading: Reading, target: list[str], start: int = 0) -> Noun | None:
    """Where what `target` names is named in `reading`: the place where most of its other words stand, too."""
    found = occurrences(reading, target, start)
    return found[0] if found else None


def occurrences(reading: Reading, target: list[str], start: int = 0) -> list[Noun]:
    """All the places, the best first. A place that has another colour than `target` is none."""
    bare = [word for word in target if word not in words("grammar.determiners")]
    if not bare:
        return []
    wanted, others = singular(bare[-1]), bare[:-1]
    ranked = []
    for place in range(start, len(reading.words)):
        word = reading.words[place]
        if word[:2] == wanted[:2] and singular(word) == wanted and not is_quoted(word):
            noun = noun_at(reading, place)
            before = set(reading.words[noun.start : place])
            if not _contradicts(before, others):
                hits = sum(other in before or other.removesuffix("'s") in before for other in others)
                ranked.append((-hits, not is_head(reading, place), place, noun))
    return [noun for *_, noun in sorted(ranked, key=lambda row: row[:3])]


def _contradicts(before: set[str], others: list[str]) -> bool:
    colours = words("looks.colours")
    return any(other in colours and other not in before and before & colours for other in others)


def things(reading: Reading, until: int | None = None) -> list[Noun]:
    """The nouns of the description that stand for themselves, in order: none that a preposition leads in."""
    found: list[Noun] = []
    place, end = 0, len(reading.words) if until is None else min(until, len(reading.words))
    while place < end:
        if is_boundary(reading.words[place]) and not _qualifies(reading.words, place):
            place += 1
            continue
        last = _run_end(reading, place, end)
        before = reading.words[place - 1] if place else ""
        if before == "of" and found and _is_wrapper(reading.words[found[-1].head]):
            found[-1] = Noun(place, last)
        elif before not in words("grammar.prepositions") and not _follows(reading.words, place):
            found.append(Noun(place, last))
        place = last
    return found


def _follows(spoken: list[str], place: int) -> bool:
    """Whether a clause begins here that says more of what was named: ", realistic", ", the cat wearing a hat"."""
    if not place or spoken[place - 1] != ",":
        return False
    return spoken[place] == "the" or spoken[place] not in words("grammar.determiners")


def _is_wrapper(word: str) -> bool:
    """ "portrait", "pair": what stands after "of" is what counts."""
    made = phrases("styles.made").means([word])
    return bool(made) or word in words("things.pictures") or singular(word) in words("grammar.measures")


def _run_end(reading: Reading, place: int, end: int) -> int:
    """Where the run of words ends that begins at `place`: before the next article or what parts nouns."""
    last = place + 1
    while last < end:
        word = reading.words[last]
        if word in words("grammar.determiners") and not _continues(reading.words, last):
            break
        if is_boundary(word) and not _qualifies(reading.words, last):
            break
        if word.endswith("ed") and last > place + 1 and reading.words[last - 1] not in words("grammar.determiners"):
            break
        last += 1
    return last


def _continues(spoken: list[str], place: int) -> bool:
    """ "the two cats" is one noun."""
    return spoken[place] in DETERMINERS_OF_NUMBER and spoken[place - 1] in words("grammar.determiners")


def mentions(reading: Reading) -> Callable[[str], bool]:
    """Whether a word, one or many of it, occurs in the description."""
    known = {singular(word) for word in reading.words if len(word) > 2 and word not in _joints()}
    return lambda word: len(word) > 2 and singular(word) in known and not phrases("verbs").at([word])[0]
