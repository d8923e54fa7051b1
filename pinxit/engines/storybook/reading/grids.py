"""How many fields a grid has, and in how many columns: "2x2", "3 rows of 4", "four panels"."""

import re
from dataclasses import dataclass, replace

from pinxit.engines.storybook.reading.format_words import Formats
from pinxit.engines.storybook.reading.formats import Sheet
from pinxit.engines.storybook.reading.grammar import Grammar

MOST_ROWS = MOST_COLUMNS = 6
"""Fields of the largest grid that is drawn."""
EQUAL = r"(?:equal |small |square |separate |different |comic |single |animation |consecutive |walking |running )*"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a grid is divided; None for what was not said."""

    count: int | None
    columns: int | None
    rest: str
    """The text without the words for it."""
    is_usual: bool = False
    """The number is only the usual one for this kind of sheet."""
    asked: int | None = None
    """How many fields were asked for, where that is more than are drawn."""


def shape_of(text: str, sheet: Sheet) -> Shape:
    """The shape that `text` asks for; the sheet's own words are still in it."""
    formats = Formats.built_in()
    number = _numbers()
    by_cells = rf"\b({number})\s?(?:x|by|-by-)\s?({number})\b"
    rows = rf"\b({number})\s+rows?"
    columns = rf"({number})\s+(?:columns?|cols?)"
    for pattern, order in (
        (rf"(?:\b(?:with|of|in|into)\s+)?{rows}\s*(?:and|by|x|,|of|with|in)?\s*{columns}", (1, 2)),
        (rf"(?:\b(?:with|of|in|into)\s+)?\b{columns}\s*(?:and|by|x|,|of|with|in)?\s*{rows[2:]}", (2, 1)),
        (rf"(?:\b(?:with|of|in|into)\s+)?{rows}\s+of\s+({number})\b(?=\s+\w)", (1, 2)),
        (by_cells, (1, 2)),
    ):
        if found := re.search(pattern, text, re.IGNORECASE):
            down, across = (_value(found[place]) for place in order)
            if down and across:
                return _shape(down, across, _without(text, found))
    names = "|".join(sorted(map(re.escape, formats.fields), key=len, reverse=True))
    told = re.search(
        rf"(?:\b(?:in|of|with|into)\s+|,\s*)?\b({number})[\s-]+{EQUAL}(?:{names})\b(?:\s+(?:of|in)\s+(?:a|the)\s+(?=\x01))?",
        text, re.IGNORECASE,
    )  # fmt: skip
    if told:
        return _counted(_value(told[1]), text, _without(text, told))
    plural = r"(?:[\w-]+\s+){0,3}" if sheet.phrase.endswith("s") else EQUAL
    if before := re.search(rf"\b({number})\s+(?={plural}\x01)", text, re.IGNORECASE):
        return _counted(_value(before[1]), text, _without(text, before))
    of_many = re.search(rf"\x01\s*(?:of|with)\s+({number})\b(?=\s*[,.:;]|$)", text)
    if of_many:  # "a grid of nine: ..."
        return _counted(_value(of_many[1]), text, text.replace(of_many[0], "\x01", 1))
    usual = _counted(formats.counts.get(sheet.phrase), text, text)
    return replace(usual, is_usual=True)


def _numbers() -> str:
    words = "|".join(sorted((re.escape(word) for word in Grammar.built_in().numbers), key=len, reverse=True))
    return rf"\d{{1,3}}|{words}"


def _value(word: str) -> int | None:
    return int(word) if word.isdigit() else Grammar.built_in().numbers.get(word.lower())


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _shape(rows: int, columns: int, rest: str) -> Shape:
    down, across = min(rows, MOST_ROWS), min(columns, MOST_COLUMNS)
    asked = rows * columns if (down, across) != (rows, columns) else None
    return Shape(down * across, across, rest, asked=asked)


def _counted(count: int | None, text: str, rest: str) -> Shape:
    """A number of fields, side by side or one above the other where that is said."""
    formats = Formats.built_in()
    if not count:
        return Shape(None, None, rest)
    low, most = text.lower(), MOST_ROWS * MOST_COLUMNS
    asked = count if count > most else None
    count = min(count, most)
    columns = None
    if any(re.search(rf"\b{phrase}\b", low) for phrase in formats.across):
        columns = min(count, MOST_COLUMNS)
    elif any(re.search(rf"\b{phrase}\b", low) for phrase in formats.down):
        columns = 1
    for phrase in (*formats.across, *formats.down):
        if " " in phrase:
            rest = re.sub(rf"\b{phrase}\b", " ", rest, flags=re.IGNORECASE)
    return Shape(count, columns, rest, asked=asked)
