"""What is written in a picture: quoted texts in a description, exchanged, added and taken out as they are."""

import re

from pinxit.service.planners.rules.aspects import insert
from pinxit.service.planners.rules.description import replaced
from pinxit.service.planners.rules.lexicon import phrases, words
from pinxit.service.planners.rules.reading import Reading, is_quoted, read

CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|o'clock|h)\b|\b\d{1,2}:\d\d\b", re.IGNORECASE)
DATE = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}\b"
    r"|\b(?:january|february|april|june|july|august|september|october|november|december)\b|\b(?:march|may) \d",
    re.IGNORECASE,
)
PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?[%$€£¥]")
KINDS = {
    **dict.fromkeys(("date", "time", "day", "hour", "year", "month"), "time"),
    **dict.fromkeys(("price", "cost", "discount", "percentage"), "price"),
}
"""What a text is when it is named so."""
NEAR = 8
"""Words between a quoted text and what it stands on."""
SPOTS = frozenset(["at", "on", "in", "above", "below", "under", "over", "across", "along", "beneath", "next", "near"])


def quoted(text: str, like: str = "'") -> str:
    """`text` in quotes, unless it is: in single ones, or in double ones where it has an apostrophe."""
    text = text.strip(" .,")
    if not text or is_quoted(read(text).words[0]):
        return text
    mark = '"' if "'" in text or like.startswith('"') else "'"
    return f"{mark}{text}{mark}"


def replace_text(description: str, target: str, new: str) -> str:
    """`new` for the text that `target` names: a quoted one itself, the one on the sign, or the only one."""
    reading, named = read(description), read(target)
    places = [place for place, word in enumerate(reading.words) if is_quoted(word)]
    parts = read(new)
    new = next((parts.part(at, at + 1) for at, word in enumerate(parts.words) if is_quoted(word)), new)
    chosen = _chosen(reading, named, places, new)
    if chosen is None:
        name = target if target.lower().startswith(("the ", "a ", "her ", "his ")) else f"the {target}"
        saying = name if is_text(named.words[-1]) else f"{name} saying"
        return insert(description, f"with {saying} {quoted(new)}")
    return replaced(reading, [(chosen, chosen + 1, quoted(new, reading.words[chosen]))])


def replace_within(description: str, old: str, new: str) -> str:
    """`new` for `old` within the texts that are written: "70%" for "50%", "10pm" for "the time"; else nothing."""
    reading = read(description)
    places = [place for place, word in enumerate(reading.words) if is_quoted(word)]
    written = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.IGNORECASE)
    named = KINDS.get(read(old).words[-1], "")
    for place in places:
        text = reading.part(place, place + 1)
        if written.search(text):
            return replaced(reading, [(place, place + 1, written.sub(lambda _: new, text))])
    same = [place for place in places if named and _kind(reading.words[place]) == named]
    if len(same) != 1 or _kind(new) != named:
        return ""
    text = reading.part(same[0], same[0] + 1)
    hour = CLOCK.fullmatch(new.strip()) and CLOCK.search(text)
    return replaced(
        reading, [(same[0], same[0] + 1, CLOCK.sub(lambda _: new, text, count=1) if hour else quoted(new, text))]
    )


def _kind(text: str) -> str:
    """Whether a text is a time or a price."""
    if PRICE.search(text):
        return "price"
    return "time" if CLOCK.search(text) or DATE.search(text) else ""


def is_text(word: str) -> bool:
    return word in words("things.texts")


def _chosen(reading: Reading, named: Reading, places: list[int], new: str) -> int | None:
    bare = {word.strip("\"'“”‘’") for word in named.words}
    for place in places:
        if is_quoted(named.words[0]) and reading.words[place].strip("\"'“”‘’") in bare:
            return place
    names = set(named.words) - words("grammar.determiners")
    for place in places:
        if names & set(reading.words[max(place - NEAR, 0) : place]):
            return place
    kind = next((KINDS[word] for word in named.words if word in KINDS), "") or _kind(new)
    same = [place for place in places if kind and _kind(reading.words[place]) == kind]
    if len(same) == 1:
        return same[0]
    if len(places) > 1:
        close = max(places, key=lambda place: _likeness(reading.words[place], new))
        if _likeness(reading.words[close], new) > 0.4:
            return close
    general = named.words[-1] in ("text", "words", "it", "lettering", "writing", "wording", "message")
    known = named.words[-1] in words("things.carriers") or is_quoted(named.words[0])
    is_only = len(places) == 1 and (general or not known)
    return places[0] if is_only else None


def _likeness(one: str, other: str) -> float:
    """How many of the words of two texts are the same, from 0 to 1."""
    ours, theirs = set(one.strip("\"'“”‘’").split()), set(other.lower().strip("\"'“”‘’").split())
    return len(ours & theirs) / max(len(ours | theirs), 1)


def letter(description: str, value: str) -> str:
    """Write what `value` quotes, where it says: "'Sale' at the top", "a title saying 'Hello'"."""
    parts = read(value)
    at = next((place for place, word in enumerate(parts.words) if is_quoted(word)), None)
    if at is None:
        return _unquoted(description, parts)
    new, before, after = parts.part(at, at + 1), parts.part(0, at), parts.part(at + 1)
    reading = read(description)
    there = _same_spot(reading, read(after).words)
    if there is not None:
        return replaced(reading, [(there, there + 1, new)])
    lead = before or "the text"
    spoken = read(lead).words
    if spoken[0] not in words("grammar.determiners") and is_text(spoken[0]):
        lead = f"the {lead}"
    return insert(description, " ".join(part for part in ("with", lead.rstrip(" :,"), new, after) if part))


def _same_spot(reading: Reading, where: list[str]) -> int | None:
    """The text that stands at the same spot, "at the top", or on the same thing, "on the sign"."""
    if not where:
        return None
    for place, word in enumerate(reading.words):
        if is_quoted(word):
            after = reading.words[place + 1 : place + 1 + len(where)]
            near = reading.words[max(place - 4, 0) : place]
            if after == where or (where[-1] in words("things.carriers") and where[-1] in near):
                return place
    return None


def _unquoted(description: str, parts: Reading) -> str:
    """Words to be written that nobody quoted end where the spot begins."""
    spot = next((at for at in range(len(parts.words) - 1, 0, -1) if parts.words[at] in SPOTS), len(parts.words))
    start = 0
    while start < spot - 1 and (parts.words[start] in words("grammar.determiners") or is_text(parts.words[start])):
        start += 1
    text, where = parts.part(start, spot), parts.part(spot)
    return letter(description, " ".join(part for part in (quoted(text), where) if part)) if text else description


def without_text(description: str, which: str = "") -> str:
    """The description without the text `which`, in lower case with its quotes, or without any, and what led to it."""
    reading = read(description)
    edits = []
    for place, word in enumerate(reading.words):
        if is_quoted(word) and (not which or word[1:-1] == which[1:-1]):
            start = _announced(reading.words, place)
            edits.append((start, _spot_end(reading.words, place + 1), ""))
    return (replaced(reading, edits) if edits else "") or insert(description, "without any text")


def _announced(spoken: list[str], place: int) -> int:
    """Where "with the title" before a text begins."""
    for start in range(max(place - 5, 0), place):
        before = [word for word in spoken[start:place] if word not in (":", ",")]
        if phrases("things.announcing").means(before) or (len(before) == 1 and is_text(before[0])):
            return start - (start > 0 and spoken[start - 1] in (",", "and"))
    return place


def _spot_end(spoken: list[str], place: int) -> int:
    """Where "at the top" after a text ends."""
    if spoken[place : place + 1] and spoken[place] in SPOTS and spoken[place + 1 : place + 2] == ["the"]:
        return min(place + 3, len(spoken))
    return place
