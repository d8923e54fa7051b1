"""Where on a picture something goes, by the words that say so: "on the left", "next to the dog"."""

import re
from collections.abc import Sequence
from typing import Literal

from pinxit.engines.storybook.edits.clauses import Lexicon, every, split_words
from pinxit.engines.storybook.reading.grammar import Grammar

Spot = Literal["left", "right", "middle", "top", "bottom", "far", "head", "chest"]

WHERE = r"\b(?:to|onto|on top of|on|into|in|at|next to|beside|behind|in front of|over|above|under|near|around|inside)\b"
"""Words between what is added and where it goes."""

DIRECTIONS = frozenset("left right top bottom upper lower middle center centre".split())
OF_THE_PICTURE = frozenset("corner corners side edge hand of in picture image photo".split())


def split(text: str) -> tuple[str, str]:
    """What is added, and where: "a red hat", "the dog"."""
    found = re.search(WHERE, text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].strip(), text[found.end() :].strip(" ,")


def each_with_its_place(text: str) -> list[str]:
    """ "balloons on the left and a bird at the top" are two; "a cat and a dog on the left" is one."""
    parts = re.split(r"\s+and\s+", text)
    return parts if len(parts) > 1 and all(split(part)[1] for part in parts) else [text]


def joint(text: str) -> str:
    """The word before the place, "in" where there is none."""
    found = re.search(WHERE, text)
    return found[0] if found else "in"


def anchor(place: str) -> str:
    """What something goes on, in the caller's words: "the dog"; nothing for a mere direction."""
    words = [word for word in split_words(place) if word not in Grammar.built_in().determiners]
    is_place = bool(spots(words)) or {"picture", "image", "photo", "scene", "corner", "side"} & set(words)
    return "" if is_place or not words else " ".join(words[:4])


def is_direction(place: str) -> bool:
    """Whether a place is one of the picture's own, and nothing in it: "the top left corner"."""
    words = set(split_words(place))
    return bool(words & DIRECTIONS) and words <= DIRECTIONS | OF_THE_PICTURE | Grammar.built_in().determiners


def spots(words: Sequence[str]) -> tuple[Spot, ...]:
    """All places on a picture that the words name."""
    return tuple(every(Lexicon.built_in().spots, words))  # type: ignore[arg-type]
