"""What each field of a grid shows, in words: panels told one by one, a list, members of a kind, or one thing again."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.format_words import Formats
from pinxit.engines.storybook.reading.formats import words_of
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import Scene

MANY = 9
"""Fields for the members of a kind, where no number is said."""
MOST = 36
"""Members that are ever shown."""
AS_VARIED = re.compile(r"\bwith (?:different|various) \w+(?: \w+)?", re.IGNORECASE)
WORDS = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
FEW = 4
"""Fields for one thing again, where no number is said."""
LONGEST_PLACE = 3
"""Words of a place, a time or a season in a list of them."""
TAIL = re.compile(
    r"[,;]?\s+(?:(?:all |each )?(?:on|against|with) (?:an? |the )?(?:[\w-]+ ){0,2}(?:background|backdrop)s?"
    r"|in (?:an? |the )?(?:[\w'-]+ ){1,3}style)\s*[.!]?\s*$",
    re.IGNORECASE,
)
"""What is said of all fields after the last."""
SPLIT = re.compile(r"\s*(?:,\s*and\b|,|;|\band\b|&|\bplus\b)\s*", re.IGNORECASE)
DEEDS = re.compile(
    r"\s*(?:;|\.(?=\s|$)|,\s*(?:and\b)?\s*(?:then\b)?|\b(?:and )?then\b|\band (?=\w+ing\b))\s*", re.IGNORECASE
)
"""Between what is done and what is done next."""
MOST_BEFORE = 5
"""Words of a clause among which its verb is."""
COLLECTED = re.compile(
    r"\b(?:an? |the )?(?:set|series|pack|collection|bunch|sheet) of\s+(?!(?:different|various|assorted|random|all)\b)",
    re.I,
)
OF_SORTS = re.compile(
    r"(?:\b(?:an? |the )?(?:set|series|variety|collection|assortment|range|selection) of )?"
    r"\b(?:all (?:kinds|sorts|types) of|(?:different|various|assorted|random)(?: (?:kinds|sorts|types) of)?"
    r"|(?:kinds|sorts|types) of)\s+$",
    re.IGNORECASE,
)
"""Words before a kind of things that ask for its members."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what is in it in words, or in another colour than the words say."""

    words: str
    colour: str | None = None
    member: str | None = None
    """Which member of a kind it is to show, for words that would be read in another way: "crying cat"."""
    is_plain: bool = False
    """It is shown on a plain ground, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Fields:
    """All fields that were told, in order."""

    fields: tuple[Field, ...]
    before: str = ""
    """What was said before the first one, of all of them."""
    is_told: bool = False
    """They were described one by one, so that there are as many as there are."""
    is_same: bool = False
    """One thing was asked for, and is to be shown again with some variety."""


Page = Callable[[str], Scene]


def fields_of(body: str, count: int | None, columns: int | None, page: Page) -> Fields:
    """What the fields show: `body` is the prompt without the words for the sheet, its quoted texts set aside."""
    if told := _panels(body) or _positions(body, count, columns) or _clauses(body, count):
        return told
    tail = TAIL.search(body)
    end = body[tail.start() :].strip(" ,;.") if tail else ""
    body = body[: tail.start()] if tail else body
    found = _changes(body, count) or _alternatives(body) or _list(body, count, page) or _members(body, count)
    found = found or Fields((Field(body),), is_same=True)
    if end:
        fields = tuple(replace(each, words=f"{each.words} {end}") for each in found.fields)
        found = replace(found, fields=fields)
    return found


# ------------------------------------------------------------------------------------------------ told one by one


def is_told(body: str, count: int | None = None) -> bool:
    """Whether the fields are told one by one, each with its own words."""
    return (_panels(body) or _clauses(body, count)) is not None


def _clauses(body: str, count: int | None) -> Fields | None:
    """ "a girl wakes up, brushes her teeth, and rides a bus": what goes on, one deed after the other."""
    pieces = [piece.strip(" .") for piece in DEEDS.split(body.strip(" ,;.:")) if piece.strip(" .")]
    least = count if count and count > 1 else 3
    if len(pieces) < least or (count and len(pieces) > count) or not all(map(_is_deed, pieces)):
        return None
    return Fields(tuple(map(Field, pieces)), is_told=True)


def _is_deed(piece: str) -> bool:
    """Something is done: "brushes her teeth", "a cat says ...", "flying to the moon"."""
    words, grammar = words_of(piece)[:MOST_BEFORE], Grammar.built_in()
    before = 0
    while before < len(words) and words[before] in grammar.determiners:
        before += 1
    for at, word in enumerate(words):
        is_form = word.endswith("s") and not word.endswith("ss") and word not in grammar.numbers
        is_first = at == 0 and is_form and word not in grammar.determiners and (len(words) > 1 or word in grammar.verbs)
        if word in grammar.verbs and at != before - 1 or is_first:
            return True
        if at > before and is_form and words[0] in grammar.determiners:
            return True
        if word.endswith("ing") and len(word) > 5 and word not in grammar.adjectives and at != before:
            return True
    return bool(words) and (words[0].endswith("ing") or words[0] in ("they", "both"))


def _panels(body: str) -> Fields | None:
    """ "panel 1: ...; panel 2: ...", "first ..., then ..., finally ..."."""
    formats = Formats.built_in()
    names = "|".join(sorted(map(re.escape, formats.fields), key=len, reverse=True))
    numbers = "|".join(sorted(map(re.escape, formats.ordinals), key=len, reverse=True))
    then = "|".join(sorted(map(re.escape, formats.then), key=len, reverse=True))
    lead, shows = (
        r"(?:^|(?<=[\s,.;:\n]))(?:and\s+)?(?:in\s+|on\s+)?(?:the\s+)?",
        r"(?:\s+(?:shows?|showing|is|has|of|with))?\s*[:,–-]?\s+",
    )
    for pattern in (
        rf"{lead}(?:(?:{names})\s+(?:number\s+|no\.?\s*|#)?(?:{numbers}|\d+)|(?:{numbers}|{then}|last)\s+(?:{names}|one)){shows}",
        r"(?:^|(?<=[\s,.;:\n]))\(?\d{1,2}[.):]\s+",
        rf"{lead}(?:{numbers.replace('|one', '').replace('|two', '')}|{then})\b\s*[:,]?\s+(?!of\b)",
    ):
        found = list(re.finditer(pattern, body, re.IGNORECASE))
        if len(found) >= 2 and (found[0][0].strip(" :,.").lower() not in formats.then):
            ends = [mark.start() for mark in found[1:]] + [len(body)]
            texts = [body[mark.end() : end].strip(" ,;.:-–\n") for mark, end in zip(found, ends, strict=True)]
            texts = [re.sub(r"[\s,;]+and$", "", text) for text in texts]
            return Fields(tuple(map(Field, texts)), body[: found[0].start()].strip(" ,;:"), is_told=True)
    return None


def _positions(body: str, count: int | None, columns: int | None) -> Fields | None:
    """ "top left: a cat, top right: a dog", "a cat on the left and a dog on the right"."""
    positions = Formats.built_in().positions
    names = "|".join(name.replace(" ", r"[\s-]") for name in sorted(positions, key=len, reverse=True))
    corner = rf"(?:in |on |at )?(?:the )?({names})(?: (?:side|corner|panel|field|half|frame|picture|image))?"
    found = list(
        re.finditer(
            rf"(?:^|(?<=[\s,.;:]))(?:and )?{corner}\s*(?::|,|-|–|\ban?\b|\bshows\b|\bis\b)", body, re.IGNORECASE
        )
    )
    after = list(re.finditer(rf"\b(?:in|on|at) (?:the )?({names})\b", body, re.IGNORECASE))
    rows = max(1, -(-(count or 4) // (columns or 2)))
    wide = columns or (count or 4) // rows or 1
    if len(found) >= 2:
        ends = [mark.start() for mark in found[1:]] + [len(body)]
        texts = [body[mark.end() : end] for mark, end in zip(found, ends, strict=True)]
        before = body[: found[0].start()]
    elif len(after) >= 2:
        found = after
        starts = [0, *(mark.end() for mark in after[:-1])]
        texts, before = [body[start : mark.start()] for start, mark in zip(starts, after, strict=True)], ""
    else:
        return None
    places = {
        _cell(positions[re.sub(r"[\s-]+", " ", mark[1].lower())], rows, wide): text
        for mark, text in zip(found, texts, strict=True)
    }
    fields = [
        Field(re.sub(r"^\s*,?\s*and\b|\band\s*$", "", places.get(number, "").strip(" ,;.:")))
        for number in range(max(places) + 1)
    ]
    return Fields(tuple(fields), before.strip(" ,;:"), is_told=True)


def _cell(position: tuple[str, str], rows: int, columns: int) -> int:
    row, column = (
        (many - 1) // 2 if where == "mid" else (many - 1 if where == "-1" else 0)
        for where, many in zip(position, (rows, columns), strict=True)
    )
    return int(row * columns + column)


# ------------------------------------------------------------------------------------------ one thing in many ways


def _changes(body: str, count: int | None) -> Fields | None:
    """ "a tree in the four seasons", "a cat in different colours"."""
    for phrase, items in sorted(Formats.built_in().changes.items(), key=lambda each: -len(each[0])):
        found = re.search(
            rf"(?:\b(?:in|at|with|of|during|on|across|through|for)\s+)?(?:the\s+)?\b{phrase}\b", body, re.IGNORECASE
        )
        if found:
            base = f"{body[: found.start()]} {body[found.end() :]}".strip(" ,;")
            return Fields(tuple(_changed(base, item) for item in items[: count or FEW]))
    return None


def _changed(base: str, item: str) -> Field:
    return Field(base, colour=item) if named(item) else Field(f"{base} in the {item}")


def _alternatives(body: str) -> Fields | None:
    """ "a tree in spring, summer, autumn and winter": a list of places, times or colours after one thing."""
    pieces = [piece for piece in SPLIT.split(body.strip(" ,;.")) if piece]
    words = pieces[0].split() if len(pieces) > 1 else []
    items = [_place_at(piece) for piece in pieces[1:]]
    if len(items) > 1 and all(items) and not says(pieces[0], "setting", "time", "season", "weather", "room"):
        return Fields(
            tuple(_changed(pieces[0], item) for item in items if item)
        )  # "a boat, at dawn, at noon, at night"
    for length in range(min(LONGEST_PLACE, len(words) - 1), 0, -1):
        first = " ".join(words[-length:])
        rest = [_place_at(piece) for piece in pieces[1:]]
        base = re.sub(r"(?:(?:^|\s+)(?:in|at|on|during|by|the|an?|of))+$", "", " ".join(words[:-length]))
        if base and _place_at(first) == first and all(rest):
            return Fields(tuple(_changed(base, item) for item in (first, *(each for each in rest if each))))
    return None


def _place_at(piece: str) -> str | None:
    """The piece without its little words, where it is a setting, a time, a weather, a season or a colour."""
    words = [word for word in words_of(piece) if word not in Grammar.built_in().determiners]
    while words and words[0] in ("in", "at", "on", "during", "under", "one", "to", "then"):
        words = words[1:]
    length, _ = Grammar.built_in().places.at(words, 0)
    is_whole = bool(words) and (length == len(words) or named(" ".join(words)) is not None)
    return " ".join(words) if is_whole else None


# ------------------------------------------------------------------------------------------------- different things


def _members(body: str, count: int | None) -> Fields | None:
    """ "nine different fruits": each field shows another member of the kind."""
    formats = Formats.built_in()
    spans = list(WORDS.finditer(body))
    words = [span[0].lower() for span in spans]
    for place in range(len(words)):
        if words[place] in ("with", "without", "wearing", "holding", "riding", "made"):
            return None
        length, kinds = formats.kinds.at(words, place)
        if length and (not place or words[place - 1] not in ("a", "an", "one")):
            before, after = body[: spans[place].start()], body[spans[place + length - 1].end() :]
            lead, own = _asked_sorts(before)
            kind = formats.members[kinds[0]]
            many = min(count or own or min(MANY, len(kind.members)), MOST)
            picked = [kind.members[each % len(kind.members)] for each in range(many)]
            after = AS_VARIED.sub("", after)
            is_plain = kind.is_plain or many > MANY  # small fields show the thing itself
            return Fields(tuple(Field(_spoken(lead, each, after), None, each, is_plain) for each in picked))
    return None


def _asked_sorts(before: str) -> tuple[str, int | None]:
    """What comes before a kind, without "nine different" or "all kinds of", and that number."""
    before = COLLECTED.sub("", before)
    sorts = OF_SORTS.search(before)
    before = before[: sorts.start()] if sorts else before
    number = re.search(r"\b([\w-]+)\s*$", before)
    said = number[1].lower() if number else ""
    own = int(said) if said.isdigit() else Grammar.built_in().numbers.get(said)
    return (before[: number.start()] if number and own else before), own


def _spoken(lead: str, member: str, after: str) -> str:
    """The member in the place of its kind: "cute animals on white" has a cute cat on white."""
    lead = re.sub(r"\b(?:the|some|many|a|an|each|with|different)\s*$", "", lead.rstrip(), flags=re.IGNORECASE).strip()
    return f"a {lead} {member} {after}".replace("  ", " ").strip()


def _list(body: str, count: int | None, page: Page) -> Fields | None:
    """ "a cat, a dog, a bird and a fish": one in each; "fruits and vegetables": a fruit, a vegetable, another fruit."""
    lead, colon, rest = body.partition(":")
    body = rest if colon and SPLIT.search(rest.strip(" ,;.")) else body
    pieces = [piece.strip() for piece in SPLIT.split(body.strip(" ,;.")) if piece.strip()]
    is_exact = bool(colon) and body is rest and len(pieces) == count  # what has no art among them is told
    is_drawn = is_exact or all(page(piece).subjects or says(piece, "setting", "room") for piece in pieces)
    if len(pieces) < 2 or not is_drawn:
        return None
    is_bare = all(len(piece.split()) <= 2 and words_of(piece)[0] not in ("a", "an", "the") for piece in pieces)
    if len(pieces) == 2 and count != 2 and not is_bare:
        return None
    kinds = [_members(piece, count or MANY) for piece in pieces] if is_bare else []
    if kinds and all(kinds):
        turns = zip(*(kind.fields for kind in kinds if kind), strict=False)
        return Fields(tuple(field for turn in turns for field in turn)[: count or MANY])
    return Fields(tuple(map(Field, pieces)))


def says(words: str, *kinds: str) -> bool:
    """Whether one of these kinds of surroundings is spoken of: "setting", "time" and so on."""
    told = words_of(words)
    meanings = [each for at in range(len(told)) for each in Grammar.built_in().places.at(told, at)[1]]
    return any(each.split(":")[0] in kinds for each in meanings)
