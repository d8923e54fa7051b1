"""How, where and when a picture is set: style, place, time, season, weather and view, each of which is said once."""

import re
from dataclasses import dataclass
from typing import Literal

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.description import append, replaced, tidy
from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.reading import Reading, is_quoted, read, uncapital

Kind = Literal["style", "place", "time", "season", "weather", "view"]
TIMED: dict[Kind, str] = {"time": "times", "season": "seasons", "weather": "weathers", "view": "views"}
LEADS = frozenset(["it", "be", "look", "looking", "as", "like", "into", "to", "in", "the", "be", "set", "go", "with"])
VERBS = (["is"], ["are"], ["was"], ["looks"], ["should"], ["has"], ["needs"], ["must"])
"""What tells of a place, and does not set the picture in it: "the sky is dark"."""
STYLED_AFTER = (["in", "the", "style", "of"], ["in", "the", "manner", "of"], ["by"], ["in", "the", "style"])


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of them, and how a description says it: "at night", "as a watercolour"."""

    kind: Kind
    clause: str


def aspect(phrase: str) -> Aspect | None:
    """What `phrase` as a whole says of the setting or the style, if it says nothing else."""
    spoken = read(phrase.strip(" .!?,")).words
    for kind, table in TIMED.items():
        for start in range(min(3, len(spoken))):
            meaning = phrases(table).means(spoken[start:])
            if meaning and all(word in LEADS for word in spoken[:start]):
                return Aspect(kind, _own(phrase, spoken, meaning))
    return style(phrase) or place_named(phrase)


def _own(phrase: str, spoken: list[str], meaning: str) -> str:
    """The phrase in its own words where it can stand in a sentence: "on a rainy day"."""
    own = (
        len(spoken) > 1
        and meaning not in pairs("views")
        and spoken[0] in words("grammar.prepositions") - {"as", "like", "to"}
    )
    return uncapital(phrase.strip(" .!?,")) if own else meaning


def aspects(phrase: str) -> list[Aspect]:
    """What `phrase` says of setting and style, where it says nothing else: "on a beach at sunset" says two things."""
    whole = aspect(phrase)
    reading = read(phrase.strip(" .!?,"))
    spoken = reading.words
    if whole and whole.kind != "place":
        return [whole]
    first = 1 if spoken[:1] in (["a"], ["an"], ["the"]) else 0
    for place in range(1, min(len(spoken), 10)):
        joint = place + (spoken[place] in ("and", ",") and place + 1 < len(spoken))
        left = aspect(reading.part(0, place)) or (aspect(reading.part(first, place)) if place > first else None)
        right = aspect(reading.part(joint))
        led = reading.words[0] in words("grammar.prepositions") and joint == place
        if led and spoken[joint] not in words("grammar.prepositions"):
            continue
        if left and right and left.kind != right.kind:
            return [left, right]
    return [whole] if whole else []


def style(phrase: str) -> Aspect | None:
    """The style that `phrase` names: "realistic", "as a watercolour", "in the style of Van Gogh"."""
    reading = read(re.sub(r" of (?:it|this|that|them|the picture|the image)$", "", phrase.strip(" .!?,")))
    spoken = reading.words
    if not spoken or len(spoken) > 12:
        return None
    if _styled(spoken) or (spoken[-1] == "style" and spoken[0] == "in" and len(spoken) < 7):
        return Aspect("style", uncapital(reading.text))
    start = 0
    while start < len(spoken) and spoken[start] in ("look", "looking", "like", "as", "be", "into", "to", "it", "in"):
        start += 1
    rest = spoken[start:]
    if not rest or not is_style(rest):
        return None
    body = uncapital(reading.part(start))
    if rest[0] in ("a", "an", "the"):
        return Aspect("style", f"as {body}")
    if phrases("styles.made").means(rest) and not phrases("styles.looks").means(rest):
        return Aspect("style", f"as {nouns.with_article(body)}")
    if rest[-1] == "style":
        return Aspect("style", f"in {body}")
    led = spoken[start - 1] if start else ""
    return Aspect("style", f"in {body}" if led in ("in", "as") and not _is_adjective(rest) else body)


def _styled(spoken: list[str]) -> bool:
    return any(spoken[: len(lead)] == lead and len(spoken) > len(lead) for lead in STYLED_AFTER[:2])


def _is_adjective(spoken: list[str]) -> bool:
    return spoken[-1].endswith(("ic", "ist", "ish", "ed", "al", "white", "like"))


def is_style(spoken: list[str]) -> bool:
    """Whether the words name a style and nothing else."""
    place, named = 0, False
    while place < len(spoken):
        length = phrases("styles.made").at(spoken, place)[0] or phrases("styles.looks").at(spoken, place)[0]
        named = named or bool(length)
        if not length and spoken[place] not in words("styles.glue"):
            return False
        place += length or 1
    return named


def place_named(phrase: str) -> Aspect | None:
    """The place that `phrase` names: "on a beach", or "a beach" alone."""
    reading = read(phrase.strip(" .!?,"))
    spoken = reading.words
    if not spoken or len(spoken) > 12:
        return None
    found = place_at(reading, 0)
    if found:
        return Aspect("place", uncapital(reading.text))
    if nouns.is_boundary(spoken[0]):
        return None
    end = next((at for at in range(len(spoken)) if nouns.is_boundary(spoken[at])), len(spoken))
    preposition = preposition_of(spoken[:end]) if spoken[end : end + 1] not in VERBS else ""
    name = uncapital(reading.text)
    named = nouns.with_article(name) if spoken[-1] in ("background", "backdrop") else name
    return Aspect("place", f"{preposition} {named}") if preposition else None


def preposition_of(spoken: list[str]) -> str:
    """The preposition with which the place that `spoken` names is said; nothing where it names none."""
    for start in range(len(spoken)):
        for preposition in ("on", "at", "in", "under"):
            if phrases(f"places.{preposition}").means(spoken[start:]):
                return preposition
    return ""


def place_at(reading: Reading, start: int) -> int:
    """Where a place that a preposition leads in at `start` ends: "in a meadow"; 0 where none does."""
    spoken = reading.words
    if spoken[start] not in words("places.prepositions"):
        return 0
    for end in range(min(start + 6, len(spoken)), start + 1, -1):
        inner = spoken[start + 1 : end]
        if preposition_of(inner) and not any(nouns.is_boundary(word) for word in inner):
            return end if nouns.is_head(reading, end - 1) else 0
    return 0


def spans(reading: Reading, kind: Kind) -> list[tuple[int, int]]:
    """Where the description says it: words [start, end)."""
    if kind == "style":
        return _style_spans(reading)
    if kind == "place":
        return _place_spans(reading)
    found: list[tuple[int, int]] = []
    for start in range(len(reading.words)):
        length, _ = phrases(TIMED[kind]).at(reading.words, start)
        leads = reading.words[start] in words("grammar.prepositions") or reading.words[start] == "seen"
        is_whole = length > 1 and leads and nouns.is_head(reading, start + length - 1)
        if is_whole and (not found or start >= found[-1][1]):
            found.append((start, start + length))
    whole = [span for span in segments(reading) if phrases(TIMED[kind]).means(reading.words[slice(*span)])]
    return found + [span for span in whole if not any(start < span[1] and span[0] < end for start, end in found)]


def segments(reading: Reading) -> list[tuple[int, int]]:
    """The clauses between commas and full stops, the first left out: it is what the picture is of."""
    found, start = [], 0
    for at, word in enumerate([*reading.words, "."]):
        if word in (",", ";") or (word in ".!?" and (at == len(reading.words) or reading.ends_sentence(at))):
            if start and at > start:
                found.append((start, at))
            start = at + 1
    return found


def _style_spans(reading: Reading) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in segments(reading):
        spoken = reading.words[start:end]
        led = _styled(spoken) or (spoken[0] == "in" and spoken[-1] == "style")
        if end - start <= 12 and (led or is_style(spoken)):
            found.append((start, end))
    return found


def _place_spans(reading: Reading) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start in range(len(reading.words)):
        end = place_at(reading, start)
        if end and (not found or start >= found[-1][1]):
            found.append((start, end))
    for start, end in segments(reading):
        spoken = reading.words[start:end]
        lone = end - start <= 6 and spoken[0] in words("places.prepositions") and not any(map(is_quoted, spoken))
        inner = lone and not any(nouns.is_boundary(word) for word in spoken[1:]) and not _is_timed(spoken)
        behind = end - start <= 12 and spoken[0] in ("with", "against") and spoken[-1] in ("background", "backdrop")
        if (inner or behind) and not any(start < known[1] and known[0] < end for known in found):
            found.append((start, end))
    return found


def _is_timed(spoken: list[str]) -> bool:
    return is_style(spoken) or any(phrases(table).means(spoken) for table in TIMED.values())


def set_aspect(description: str, wanted: Aspect) -> str:
    """Say it in `description`, in the place of what it said of that kind."""
    if wanted.kind == "style":
        return append(_without_style(description), wanted.clause)
    reading = read(description)
    found = sorted(spans(reading, wanted.kind))
    if found:
        first, *others = found
        follows = [span for span in others if wanted.kind != "place" or span[0] <= first[1] + 1]
        text = replaced(reading, [(*first, wanted.clause), *((*span, "") for span in follows)])
        return _said_once(text, wanted) if wanted.kind == "weather" else text
    return _said_before(reading, wanted) or insert(description, wanted.clause)


def _said_once(description: str, wanted: Aspect) -> str:
    """`description` without the place that the clause says as well: "on a calm sea", and "at sea" no more."""
    reading, name = read(description), read(wanted.clause).words[-1]
    double = [
        span
        for span in _place_spans(reading)
        if reading.words[span[1] - 1] == name and reading.part(*span).lower() != wanted.clause
    ]
    return replaced(reading, [(*span, "") for span in double]) if double else description


def _said_before(reading: Reading, wanted: Aspect) -> str:
    """The description with the season or weather that stands before a noun exchanged: "a summer beach"."""
    adjectives = pairs(f"{TIMED[wanted.kind]}_before") if wanted.kind in ("season", "weather", "time") else {}
    new = adjectives.get(wanted.clause, "")
    for place, word in enumerate(reading.words[:40]):
        followed = place + 1 < len(reading.words) and not nouns.is_boundary(reading.words[place + 1])
        followed = followed or (wanted.kind == "time" and place < 2)
        if new and word in adjectives.values() and followed:
            if place and reading.words[place - 1] in ("a", "an"):
                return replaced(reading, [(place - 1, place + 1, f"{nouns.article(new)} {new}")])
            return replaced(reading, [(place, place + 1, new)])
    return ""


def _without_style(description: str) -> str:
    reading = read(description)
    edits = [(start - (reading.words[start - 1] == ","), end, "") for start, end in _style_spans(reading)]
    head = _style_head(reading)
    if head:
        edits.append((0, head, ""))
    text = replaced(reading, edits) if edits else description
    return tidy(text.replace(". .", ".").replace("..", ".")) if edits else text


def _style_head(reading: Reading) -> int:
    """How many words "A watercolour painting of" has, where the description begins so."""
    for place, word in enumerate(reading.words[:7]):
        if word == "of":
            spoken = reading.words[:place]
            kind = words("styles.kinds") & set(spoken)
            return place + 1 if is_style(spoken) and not kind and place + 1 < len(reading.words) else 0
    return 0


def insert(description: str, clause: str) -> str:
    """Say `clause` before what is said of the style at the end, so that this comes last."""
    reading = read(description)
    end = len(reading.words)
    while end and reading.words[end - 1] in ".!":
        end -= 1
    before = None
    for start, stop in reversed(_style_spans(reading)):
        if stop != end:
            break
        before, end = reading.spans[start][0], start - 1
    return append(description, clause, before)
