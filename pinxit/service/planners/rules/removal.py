"""Taking a thing out of a description so that what is left reads well."""

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.aspects import place_at, segments
from pinxit.service.planners.rules.description import replaced
from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.nouns import Noun
from pinxit.service.planners.rules.reading import ENDS, Reading, read

HAVING = frozenset(["has", "have", "contains", "includes", "features", "are", "is", "shows"])
AUXILIARY = frozenset(["is", "are", "was", "were"])


def removed(reading: Reading, noun: Noun) -> str:
    """The description without the noun and what led to it; nothing where nothing would be left."""
    name = reading.words[noun.head]
    text = _removed(reading, noun)
    while text:
        rest = read(text)
        again = next((found for found in nouns.occurrences(rest, [name]) if _speaks_of(rest, found)), None)
        if again is None:
            break
        text = _without_segment(rest, again)
    return text


def _speaks_of(reading: Reading, noun: Noun) -> bool:
    """Whether a clause of its own speaks of "the otter" again."""
    start, _ = _segment(reading.words, noun.start)
    led = reading.words[start] in ("with", "and") and start + 1 == noun.start
    return bool(start) and (start == noun.start or led) and reading.words[noun.start] == "the"


def _removed(reading: Reading, noun: Noun) -> str:
    spoken = reading.words
    noun = _measured(spoken, noun)
    before = spoken[noun.start - 1] if noun.start else ""
    if _begins_segment(spoken, noun.start) and not _is_listed(reading, noun):
        return _without_segment(reading, noun)
    if before in ("and", ","):
        return _from_list(reading, noun)
    if _ends_in_list(spoken, noun.end):
        return replaced(reading, [(noun.start, noun.end + 1 + (spoken[noun.end + 1 : noun.end + 2] == ["and"]), "")])
    if not before or before in ".!?":
        return _without_subject(reading, noun)
    return _without_object(reading, noun)


def _measured(spoken: list[str], noun: Noun) -> Noun:
    """ "a pair of sunglasses" is one thing."""
    start = noun.start
    if start >= 2 and spoken[start - 1] == "of" and nouns.singular(spoken[start - 2]) in words("grammar.measures"):
        start -= 2
        while start and not nouns.is_boundary(spoken[start - 1]) and spoken[start] not in ("a", "an", "the"):
            start -= 1
    return Noun(start, noun.end)


def _segment(spoken: list[str], place: int) -> tuple[int, int]:
    """The words between the marks around `place`."""
    start, end = place, place
    while start and spoken[start - 1] not in ",.;!?":
        start -= 1
    while end < len(spoken) and spoken[end] not in ",.;!?":
        end += 1
    return start, end


def _begins_segment(spoken: list[str], start: int) -> bool:
    """Whether a clause that was added begins with it: ", and a red balloon", ", with a kite", ", the otter wearing"."""
    first, _ = _segment(spoken, start)
    if not first or spoken[first - 1] != ",":
        return False
    return start - first <= 1 and spoken[first] in ("and", "with", "the", "a", "an", spoken[start])


def _is_listed(reading: Reading, noun: Noun) -> bool:
    """Whether more of a list follows in the noun's own segment."""
    _, end = _segment(reading.words, noun.start)
    return "and" in reading.words[noun.end : end] or (end < len(reading.words) and _continues_list(reading, end))


def _continues_list(reading: Reading, comma: int) -> bool:
    """Whether a bare thing follows the comma, and "and" with another: "a cat, a dog and a bird"."""
    spoken = reading.words
    if spoken[comma] != ",":
        return False
    start, end = comma + 1, _segment(spoken, comma + 1)[1]
    if start < end and spoken[start] == "and":
        return False
    return start < end and spoken[start] in words("grammar.determiners") and "and" in spoken[start:end]


def _ends_in_list(spoken: list[str], end: int) -> bool:
    if spoken[end : end + 1] == ["and"]:
        return True
    following = spoken[end + 1 : end + 2]
    listed = spoken[end : end + 1] == [","] and bool(following) and following[0] in ("a", "an", "two", "three", "some")
    return listed


def _without_segment(reading: Reading, noun: Noun) -> str:
    start, end = _segment(reading.words, noun.start)
    if not start:
        return ""
    if reading.words[start - 1] != ",":
        return replaced(reading, [(start, min(end + 1, len(reading.words)), "")])
    return replaced(reading, [(start - 1, end, "")])


def _from_list(reading: Reading, noun: Noun) -> str:
    """Without one of "a cat, a dog and a bird", its "and" going to the one before where it was the last."""
    spoken, start = reading.words, noun.start - 1
    while start and spoken[start - 1] in (",", "and"):
        start -= 1
    edits = [(start, noun.end, "")]
    was_last = "and" in spoken[start : noun.start]
    comma = next((place for place in range(start - 1, max(start - 12, 0), -1) if spoken[place] == ","), 0)
    between = spoken[comma + 1 : start]
    if was_last and comma and not any(nouns.is_boundary(word) for word in between) and between:
        edits.append((comma, comma + 1, " and"))
    return replaced(reading, edits)


def _without_subject(reading: Reading, noun: Noun) -> str:
    """Without what a sentence begins with: the next thing becomes its subject."""
    spoken, place = reading.words, noun.end
    stop = next((at for at in range(noun.end, len(spoken)) if spoken[at] in ENDS), len(spoken) - 1)
    if noun.start and not {"a", "an"} & set(spoken[noun.end : stop]):
        return replaced(reading, [(noun.start, stop + 1, "")])
    while place < len(spoken) and spoken[place] not in ",.;!?":
        word = spoken[place]
        if word in words("grammar.determiners") or not (nouns.is_boundary(word) or word.endswith("ed")):
            return replaced(reading, [(noun.start, place, "")])
        place += 1
    return replaced(reading, [(noun.start, min(place + 1, len(spoken)), "")])


def _without_object(reading: Reading, noun: Noun) -> str:
    """Without the noun, the preposition or verb that leads to it, and what would dangle then."""
    spoken = reading.words
    if spoken[noun.start - 1] in HAVING:
        return _without_had(reading, noun)
    start, was_verb = _lead(spoken, noun.start)
    following = spoken[noun.end : noun.end + 1]
    if not was_verb and following and (nouns.is_participle(following[0]) or _is_owners(spoken, start, noun.end)):
        return replaced(reading, [(start, _company_end(reading, noun.end), "")])
    edits = [(start, noun.end, "")]
    if was_verb and following and following[0] in pairs("grammar.static"):
        edits.append((noun.end, noun.end + 1, pairs("grammar.static")[following[0]]))
    if start and spoken[start - 1] in ("and", "while") and following != ["and"]:
        edits.append((start - 1, start, ""))
    text = replaced(reading, edits)
    return _without_stump(text)


def _is_owners(spoken: list[str], start: int, end: int) -> bool:
    """Whether it is on the owner: "with a leaf on its back"."""
    after = spoken[end : end + 2]
    placed = len(after) == 2 and after[0] in words("grammar.prepositions")
    return placed and after[1] in words("things.possessive") and spoken[start] == "with"


def _without_had(reading: Reading, noun: Noun) -> str:
    """ "It has mountains in the north and a harbour": what follows "and" comes next, or nothing is left to say."""
    start, end = _segment(reading.words, noun.start)
    joint = next((place for place in range(noun.end, end) if reading.words[place] == "and"), None)
    if joint is not None:
        return replaced(reading, [(noun.start, joint + 1, "")])
    return replaced(reading, [(start, min(end + 1, len(reading.words)), "")]) if start else ""


def _company_end(reading: Reading, place: int) -> int:
    """Where ends what the thing does, which goes with it: before "and", a mark, or the place where all is set."""
    spoken = reading.words
    while place < len(spoken) and spoken[place] not in ",.;!?" and spoken[place] != "and":
        if place_at(reading, place):
            break
        place += 1
    return place


def _lead(spoken: list[str], start: int) -> tuple[int, bool]:
    """Where what leads to the noun at `start` begins, and whether it is a verb."""
    for length in (4, 3, 2):
        phrase = spoken[max(start - length, 0) : start]
        if phrases("grammar.long_prepositions").means(phrase):
            return start - length, False
    before = spoken[start - 1]
    if before in words("grammar.prepositions"):
        at = start - 1
        bound = at > 0 and (spoken[at - 1].endswith("ed") or spoken[at - 1] in ("made", "full", "worn", "hung"))
        at -= bound
        return (at - 1 if bound and at and spoken[at - 1] in AUXILIARY else at), False
    is_verb = nouns.is_participle(before) or before not in words("grammar.conjunctions")
    at = start - 1 if is_verb else start
    if at and spoken[at - 1] in AUXILIARY and at < start:
        at -= 1
    return at, is_verb


def _without_stump(text: str) -> str:
    """`text` without a sentence of which a bare "The otter" is left."""
    reading = read(text)
    sentences = reading.sentences()
    lone = next((span for span in segments(reading) if _is_name(reading, *span)), None)
    if lone and reading.words[lone[0] - 1] == ",":
        return replaced(reading, [(lone[0] - 1, lone[1], "")])
    kept = [
        reading.part(start, end)
        for start, end in sentences
        if not (len(sentences) > 1 and reading.words[start] == "the" and end - start <= 3)
    ]
    return text if len(kept) == len(sentences) else " ".join(kept)


def _is_name(reading: Reading, start: int, end: int) -> bool:
    """Whether the words are a thing's name alone, "the otter" or "Tom", and it is named before."""
    spoken = reading.words[start:end]
    named = spoken[0] == "the" or (end - start == 1 and reading.part(start, end)[0].isupper())
    return (
        named
        and len(spoken) < 5
        and spoken[-1] in reading.words[:start]
        and not any(map(nouns.is_boundary, spoken[1:]))
    )
