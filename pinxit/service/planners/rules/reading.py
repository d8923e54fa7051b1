"""A text as words that know where they stand, so that what is not touched stays as it was written."""

import re
from dataclasses import dataclass

from pinxit.service.planners.rules.lexicon import pairs, phrases, words

TOKEN = re.compile(
    r'"[^"\n]{1,400}+"|“[^“”\n]{1,400}+”|«[^«»\n]{1,400}+»'
    r"|(?<![\w])['‘](?:[^'’‘\n]|(?<=\w)['’](?=\w)){1,400}+['’](?!\w)"
    r"|\d++(?:[.,:/]\d++)*+[^\W_]*+|[^\W_]++(?:['’\-&][^\W_]++)*+|\S"
)
"""A quoted text, a number, a word, or a mark. Possessive throughout: no input makes it look twice."""
QUOTES = "\"“«'‘"
BULLETS = frozenset("-*•")
ENDS = frozenset(".!?…")
MARKS = frozenset(".,;:!?…-–—()[]{}*•#/\\'\"“”‘’`_~|<>")


@dataclass(frozen=True, slots=True)
class Reading:
    """`words` are in lower case, a quoted text and each mark among them; `spans` say where in `text` each stands."""

    text: str
    words: list[str]
    spans: list[tuple[int, int]]

    def part(self, start: int, end: int | None = None) -> str:
        """The words from `start` to before `end`, as they were written."""
        end = len(self.words) if end is None else min(end, len(self.words))
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""

    def ends_sentence(self, place: int) -> bool:
        """Whether the mark at `place` ends a sentence: a blank or nothing follows it."""
        end = self.spans[place][1]
        return self.words[place] in ENDS and (end >= len(self.text) or self.text[end].isspace())

    def sentences(self) -> list[tuple[int, int]]:
        """Where each begins and ends, its own marks included. An empty line ends one, too."""
        found, start = [], 0
        for place, (_, end) in enumerate(self.spans):
            following = self.spans[place + 1][0] if place + 1 < len(self.spans) else None
            if following is None or self._parts(place, end, following):
                found.append((start, place + 1))
                start = place + 1
        return found

    def _parts(self, place: int, end: int, following: int) -> bool:
        word, gap = self.words[place], self.text[end:following]
        if gap.count("\n") > 1 or ("\n" in gap and self.words[place + 1] in BULLETS):
            return True
        quoted = len(word) > 2 and word[0] in QUOTES and word[-2] in ENDS
        upper = self.text[following].isupper()
        return (self.ends_sentence(place) and self.words[place + 1] not in ENDS) or (quoted and upper)


def read(text: str) -> Reading:
    """Read `text`. Linear in its length."""
    spans = [found.span() for found in TOKEN.finditer(text)]
    spoken = [text[start:end].lower().replace("’", "'") for start, end in spans]
    return Reading(text, spoken, spans)


def is_quoted(word: str) -> bool:
    return len(word) > 1 and word[0] in QUOTES


def is_word(word: str) -> bool:
    return word[:1].isalnum()


def capital(text: str) -> str:
    """`text` with its first letter in upper case, unless that is not how it is written: "iPhone"."""
    first = text[:1]
    if len(text) > 1 and text[1].isupper():
        return text
    return first.upper() + text[1:]


def uncapital(text: str) -> str:
    """`text` as it stands within a sentence: its first letter in lower case, unless it may be a name's."""
    first = text[: len(text.split(maxsplit=1)[0])].lower() if text.strip() else ""
    known = first in words("grammar.determiners") or first in words("grammar.prepositions") or is_look(first)
    known = known or first in words("things.whole")
    return text[:1].lower() + text[1:] if known or phrases("verbs").at([first])[0] else text


def is_look(word: str) -> bool:
    """Whether `word` is a colour, an adjective that is known, or a style's name in one word."""
    return (
        word in words("looks.colours")
        or bool(phrases("scales").means([word]))
        or word in pairs("comparatives")
        or bool(phrases("styles.looks").means([word]) or phrases("styles.made").means([word]))
        or word in words("looks.degrees")
    )
