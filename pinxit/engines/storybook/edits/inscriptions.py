"""Words that are to be set on a picture, and where each of them goes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.edits.clauses import Lexicon, split_words
from pinxit.engines.storybook.edits.colouring import mentions
from pinxit.engines.storybook.edits.places import WHERE, Spot, anchor, spots
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.letter_words import Letters
from pinxit.engines.storybook.scene import Lettering

ENDS = r"[.;!?\n]|\b(?:and|then)\b"
JOINTS = rf",|{ENDS}"
"""What stands between two texts: before it is the place of the first, after it that of the second."""
BEFORE, AFTER = 5, 10
"""Words before and after a text that may say where it goes."""
UPON = frozenset(["on", "onto", "over", "inside", "in", "into"])
"""Words before what a text is to stand on; after those with "in", only what has an article: "in the sign", "in red"."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One text, and where it goes."""

    text: Lettering
    spots: tuple[Spot, ...] = ()
    on: str = ""
    """What in the picture it is to stand on, in the caller's words; empty where nothing was said."""

    @property
    def is_usual(self) -> bool:
        """It goes to where such a text goes anyway: a title to the top, a caption to the bottom."""
        usual = {"caption": "bottom"}.get(self.text.place, "top")
        return not self.on and (not self.spots or usual in self.spots and {usual, "middle"}.issuperset(self.spots))

    @property
    def is_guessed(self) -> bool:
        """It is to go onto somebody or something that is not found."""
        return bool(self.on) or not {"head", "chest", "far"}.isdisjoint(self.spots)


def inscriptions(text: str, lettering: Sequence[Lettering]) -> list[PlacedText]:
    """Each of `lettering`, which was read from `text`, with the place that is said after it, or else before it.

    Of two that are joined by a mere "and" the first goes where the second goes.
    """
    gaps = _gaps(text, [each.text for each in lettering])
    found: list[PlacedText] = []
    for number, each in enumerate(lettering):
        before, after = re.split(JOINTS, gaps[number]), gaps[number + 1]
        is_last = number == len(lettering) - 1
        said = re.split(ENDS, after)[0].split(",") if is_last else re.split(JOINTS, after)
        said = said if is_last else said[:-1] or said
        own = before[-1:] if number == 0 or len(before) > 1 else []
        phrases = [_first(phrase) for phrase in said] + [_last(phrase) for phrase in own]
        # what it is on is looked for in the picture, and is no subject of a scene
        place = "title" if each.subject is not None else each.place
        coloured = replace(each, colour=each.colour or _colour_of(" ".join(said)), place=place, subject=None, spot=None)
        found.append(
            next((placed for phrase in phrases if (placed := _placed(coloured, phrase))), PlacedText(coloured))
        )
    for at in range(len(found) - 2, -1, -1):
        if found[at].spots == () and not found[at].on and re.fullmatch(r"\W*(?:and)?\W*", gaps[at + 1]):
            found[at] = _at(found[at].text, found[at + 1].spots, found[at + 1].on)
    return found


def _gaps(text: str, texts: Sequence[str]) -> list[str]:
    """What stands before, between and after the texts."""
    gaps, start = [], 0
    for each in texts:
        at = text.find(each, start)
        at = start if at < 0 else at
        gaps.append(text[start:at])
        start = min(len(text), at + len(each))
    return [*gaps, text[start:]]


def _colour_of(phrase: str) -> str | None:
    """The colour of the letters: "in red"."""
    words = split_words(phrase)
    colours = [each for each in mentions(words) if words[: each.start][-1:] == ["in"]]
    return " ".join(words[colours[0].start : colours[0].end]) if colours else None


def _first(phrase: str) -> str:
    return " ".join(phrase.split()[:AFTER])


def _last(phrase: str) -> str:
    return " ".join(phrase.split()[-BEFORE:])


def _placed(text: Lettering, phrase: str) -> PlacedText | None:
    """The text with its place, where the phrase says one."""
    where, on = spots(split_words(phrase)), "" if text.place in ("banner", "sign", "slate") else _borne_by(phrase)
    return _at(text, where, on) if where or on else None


def _at(text: Lettering, where: tuple[Spot, ...], on: str) -> PlacedText:
    """A title at the bottom is a caption, unless it is in a corner."""
    is_caption = text.place == "title" and "bottom" in where and {"bottom", "middle"}.issuperset(where)
    return PlacedText(replace(text, place="caption") if is_caption else text, where, on)


def _borne_by(phrase: str) -> str:
    """What the text stands on: the mug of "in red letters on the mug"."""
    letters = Letters.built_in()
    is_of_letters = letters.nouns | letters.faces.keys()
    lexicon, determiners = Lexicon.built_in(), Grammar.built_in().determiners
    marks = [*re.finditer(WHERE, phrase)]
    ends = [each.start() for each in marks[1:]] + [len(phrase)]
    for mark, end in zip(marks, ends, strict=False):
        words = split_words(phrase[mark.end() : end])
        is_letters = not is_of_letters.isdisjoint(words) or any(named(word) for word in words[-1:])
        is_picture = (lexicon.picture_nouns | lexicon.picture_pronouns).intersection(words)
        is_manner = mark[0] in ("in", "into") and determiners.isdisjoint(words[:1])
        if mark[0] not in UPON or is_letters or is_picture or is_manner:
            continue
        if thing := anchor(" ".join(words)):
            return thing
    return ""
