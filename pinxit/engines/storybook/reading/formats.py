"""What kind of sheet a prompt asks for: the words of formats.toml, found where they are the picture and not in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.format_words import Formats
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.prompt import QUOTED, SHOUTED
from pinxit.engines.storybook.scene import Format, Motion

WORD = re.compile(r"\x00\d+\x00|[^\W_]+(?:['’\-][^\W_]+)*|[,.;:!?()\n]")
MARK = re.compile(r"\x00(\d+)\x00")
MADE = "picture"
"""What the words for a kind of sheet are replaced with: the reader of pages knows it as a word for what it paints."""
LAID_OUT = frozenset(["grid", "sprite sheet", "pattern"])
"""Kinds that things are put into: "three cats in a grid"."""
COLLECTED = frozenset(["set", "series", "pack", "collection", "bunch"])
"""Words for several as one, which are verbs and other things too: "a set of six stickers"."""
WAITED_FOR = frozenset(["menu", "ticket"])
"""Kinds that somebody in a picture can ask for."""
HEADED = frozenset(
    ["of", "for", "with", "about", "showing", "featuring", "to", "from", "in", "on", "and", "that", "where"]
)
"""Words that can come right after a kind of sheet; a noun there would make it another thing, as in "ticket booth"."""


@dataclass(frozen=True, slots=True)
class Held:
    """A prompt whose quoted texts are held by marks, so that their words are not read."""

    text: str
    quoted: tuple[str, ...]
    """The quoted texts with their quotation marks."""

    def restored(self, text: str) -> str:
        """`text`, which is part of this one, with the quoted texts in their places."""
        return MARK.sub(lambda mark: f" {self.quoted[int(mark[1])]} ", text)


def set_aside(prompt: str) -> Held:
    """The prompt with its quoted texts set aside."""
    quoted: list[str] = []

    def hold(found: re.Match[str]) -> str:
        start = found.start(1) - found.start() if found.re is SHOUTED else 0
        quoted.append(found[0][start:].strip())
        return f"{found[0][:start]} \x00{len(quoted) - 1}\x00 "

    text = QUOTED.sub(hold, prompt.replace("\x00", " ").replace("×", "x").replace("’", "'"))
    return Held(SHOUTED.sub(hold, text), tuple(quoted))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of sheet that was asked for, and where."""

    format: Format
    variety: str | None
    phrase: str
    start: int
    end: int
    """Of the words for it in the text, with those around them that belong to them."""


def find_sheet(held: Held) -> Sheet | None:
    """The kind of sheet that the text asks for, if it asks for one."""
    return _Search(held).sheet()


def theme_of(prompt: str) -> str | None:
    """The occasion or the trade that a prompt speaks of: the first one named, of a sheet's own words too."""
    formats, words = Formats.built_in(), [word[0] for word in WORD.finditer(prompt.lower().replace("’", "'"))]
    words = [word.strip("'") for word in words]
    for place in range(len(words)):
        length, themes = formats.themes.at(words, place)
        if length:
            return themes[0]
        single = words[place].removesuffix("s")
        if len(single) > 3 and formats.themes.at([single], 0)[0]:
            return formats.themes.at([single], 0)[1][0]
    return None


def motion_of(text: str) -> Motion | None:
    """What the figure of a sprite sheet does, where that is said."""
    words = [word[0] for word in WORD.finditer(text.lower())]
    for place in range(len(words)):
        length, motions = Formats.built_in().motions.at(words, place)
        if length:
            return cast(Motion, motions[0])
    return None


class _Search:
    """One text, looked through for the words of a kind of sheet."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.grammar, self.formats = Grammar.built_in(), Formats.built_in()
        self.spans = list(WORD.finditer(held.text))
        self.words = [span[0].lower() for span in self.spans]

    def sheet(self) -> Sheet | None:
        for place in range(len(self.words)):
            length, meanings = self.formats.sheets.at(self.words, place)
            if length and (found := self._at(place, length, meanings[0])):
                return self._narrowed(found, place + length)
        return None

    def _narrowed(self, sheet: Sheet, start: int) -> Sheet:
        """The product that "packaging design for" is followed by: "a bag of coffee"."""
        is_general = sheet.format == "packaging" and "packag" in sheet.phrase
        for place in range(start, min(start + 4, len(self.words)) if is_general else start):
            length, meanings = self.formats.sheets.at(self.words, place)
            name, _, variety = meanings[0].partition(":") if length else ("", "", "")
            if name == sheet.format:
                phrase, end = " ".join(self.words[place : place + length]), self.spans[place + length - 1].end()
                return replace(sheet, variety=variety or sheet.variety, phrase=phrase, end=end)
        return sheet

    def _at(self, place: int, length: int, meaning: str) -> Sheet | None:
        name, _, variety = meaning.partition(":")
        phrase = " ".join(self.words[place : place + length])
        end = place + length
        while end < len(self.words) and self.words[end] in self.formats.after and name != "grid":
            end += 1
        if name == "packaging" and not self._is_lettered(phrase, self.words[end - 1]):
            return None
        if not self._is_followed_well(end) or (
            length == 1 and phrase in self.formats.fields and not self._is_counted(place)
        ):
            return None
        if not (self._leads(place) or self._is_introduced(place, name) or self._stands_alone(place, end)):
            return None
        return Sheet(cast(Format, name), variety or None, phrase, self.spans[place].start(), self.spans[end - 1].end())

    def _is_lettered(self, phrase: str, last: str) -> bool:
        """ "a bottle of wine" is a thing on a page, unless there are words on it or its design is asked for."""
        ends = {phrase.split()[-1], last}
        return bool(self.held.quoted) or bool(ends & self.formats.certain) or "packaging" in phrase

    def _is_counted(self, place: int) -> bool:
        """ "four panels" are fields of a sheet, "solar panels" are none."""
        passed = self.grammar.numbers.keys() | {
            "equal",
            "small",
            "square",
            "separate",
            "different",
            "comic",
            "animation",
        }
        before = self.words[place - 1] if place else ""
        return (
            not before or before[0].isdigit() or before in passed or self.held.quoted != () or self._is_lone_noun(place)
        )

    def _is_lone_noun(self, place: int) -> bool:
        """ "six cat stickers": a number stands a little before."""
        before = self.words[max(0, place - 3) : place]
        return self.words[place] in ("stickers", "icons") and any(
            each.isdigit() or each in self.grammar.numbers for each in before
        )

    def _is_followed_well(self, end: int) -> bool:
        """No noun goes on with the words: a "ticket booth" is none."""
        if end >= len(self.words) or not self.words[end][0].isalnum():
            return True
        word, grammar = self.words[end], self.grammar
        known = HEADED | grammar.breaks | grammar.determiners | grammar.adverbs | grammar.numbers.keys() | grammar.made
        return word in known or word.isdigit() or word.endswith("ing") or bool(grammar.relations.at(self.words, end)[0])

    def _leads(self, place: int) -> bool:
        """Nothing but a noun phrase, and words that ask, come before it."""
        grammar, formats = self.grammar, self.formats
        for at, word in enumerate(self.words[:place]):
            if word in formats.openers or word in (",", ":", "-") or self._is_between_numbers(at) or self._joins(at):
                continue
            made = grammar.made | formats.fields | {"strip", "row", "series", "set", "sheet"}
            if word in ("of", "for", "in", "as") and at and self.words[at - 1] in made:
                continue
            if word in COLLECTED and self.words[at + 1] == "of":
                continue
            if word in grammar.breaks or not (word[0].isalnum() or word[0] == "\x00"):
                return False
            if grammar.relations.at(self.words, at)[0] or self._is_doing(word):
                return False
        return self._is_one(place)

    def _is_between_numbers(self, at: int) -> bool:
        """ "3 by 3", "2 rows and 3 columns"."""
        return self.words[at] in ("by", "and", "of") and any(
            each[:1].isdigit() or each in self.grammar.numbers or each in ("row", "rows", "column", "columns")
            for each in self.words[max(0, at - 1) : at]
        )

    def _joins(self, at: int) -> bool:
        """ "black and white", "cute and simple"."""
        around = self.words[max(0, at - 1) : at] + self.words[at + 1 : at + 2]
        return self.words[at] == "and" and all(named(each) or each in self.grammar.adjectives for each in around)

    def _is_one(self, place: int) -> bool:
        """ "a cat, a menu" lists things: the words before it form one phrase with it, or end with a colon."""
        before = self.words[:place]
        if "," not in before:
            return True
        last = len(before) - 1 - before[::-1].index(",")
        return not any(word in ("a", "an", "the") for word in before[last + 1 :])

    def _is_doing(self, word: str) -> bool:
        known = word in self.grammar.adjectives or self.formats.sheets.at([word], 0)[0]
        known = known or word in ("wedding", "birthday", "repeating", "greeting", "reading", "wrapping", "painting")
        return word.endswith("ing") and len(word) > 5 and not known

    def _is_introduced(self, place: int, name: str) -> bool:
        """ "a fox as a sticker", "cats in a 3x3 grid", "a whale for a greeting card"."""
        at = place - 1
        passed = self.grammar.determiners | self.grammar.adjectives | self.grammar.numbers.keys() | {"x", "by", "of"}
        while at >= 0 and (self.words[at] in passed or named(self.words[at]) or self.words[at][0].isdigit()):
            at -= 1
        word = self.words[at] if at >= 0 else ""
        return (
            word in ("as", "into")
            or (word in ("in", "on", "over", "across") and name in LAID_OUT)
            or (word == "for" and name not in WAITED_FOR | LAID_OUT)
        )

    def _stands_alone(self, place: int, end: int) -> bool:
        """Between two marks there is nothing else but how it is to look: ", cute sticker style,"."""
        start = place
        while start > 0 and self.words[start - 1][0].isalnum():
            start -= 1
        while end < len(self.words) and self.words[end][0].isalnum():
            end += 1
        grammar = self.grammar
        plain = grammar.adjectives | grammar.made | self.formats.after | {"tileable", "seamless", "repeating", "and"}
        plain |= grammar.numbers.keys()  # ", four panels"
        around = [*self.words[start:place]]
        return start > 0 and all(
            word in plain or word.isdigit() or grammar.styles.at([word], 0)[0] or named(word) for word in around
        )


def style_apart(text: str) -> tuple[str, str]:
    """The text without the parts between commas that say only how it is to look, and these parts."""
    pieces = re.split(r"(?<!\d),|[.;](?=\s|$)", text)
    styled = [piece for piece in pieces if is_style(piece)]
    if not styled:
        return text, ""
    for piece in styled:
        text = re.sub(rf"[,.;]?{re.escape(piece)}", "", text, count=1)
    return text, ", ".join(styled)


def is_style(piece: str) -> bool:
    """Whether these words name a style and no thing: "in watercolor style"."""
    grammar, words = Grammar.built_in(), words_of(piece)
    at, found = 0, False
    while at < len(words):
        length, _ = grammar.styles.at(words, at)
        found = found or bool(length)
        if not length and words[at] not in grammar.made | grammar.adjectives | {"in", "a", "an", "the", "of", "style"}:
            return False
        at += max(1, length)
    return found


def words_of(text: str) -> Sequence[str]:
    """The words and marks of a text in lower case."""
    return [word[0].lower() for word in WORD.finditer(text)]
