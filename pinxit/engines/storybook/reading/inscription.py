"""What the words around a quoted text can say of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.scene import Place

PICTURE = "picture|image|page|poster|card|frame|scene|canvas|photo|sheet|design|cover|illustration|sky|flyer|label|logo"
SPOT = re.compile(
    r"(?P<at>(?:at|in|on|to|along|across|near|over) )?(?:the )?(?:very )?(?:"
    r"(?P<down>top|upper|bottom|lower)(?:[ -](?P<across>left|right|middle|center|centre))?|"
    r"(?P<side>left|right)|(?P<mid>middle|center|centre))"
    r"(?:[ -]hand)?(?: (?:side|corner|edge|part|half|third|of the (?:middle|center|centre)))?"
    rf"(?: of (?:the|this|a) (?:{PICTURE})\b)?(?P<on> of\b)?"
)
"""A place in the picture, such as "at the top" or "in the lower right corner of the page"."""


@dataclass(slots=True)
class Inscription:
    """One text, and what the words around it say of it."""

    text: str
    place: str = ""
    """A board, a speech bubble or a caption, where one is named."""
    spot: Place | None = None
    face: str = "storybook"
    colour: str | None = None
    finish: str = "plain"
    verb: str = ""
    """Of which kind the verb before it is: "says" or "reads"."""
    is_apart: bool = False
    """A comma stands between what was named before and the text."""
    is_of_that: bool = False
    """ "that says", "which reads": of what was named last."""
    is_on_it: bool = False
    """It stands on what was named before: "on it", "on its side"."""
    bearer: tuple[str, ...] = ()
    """What it stands on, where that is named after it."""
    is_ended: bool = False
    """Something else was said between it and the next text."""
    said: set[str] = field(default_factory=set)
    """The words that announce it."""


def colour_of(looks: Sequence[str]) -> str | None:
    """The last colour among the words, with the shade before it: "dark blue"."""
    for end in range(len(looks), 0, -1):
        for start in range(max(0, end - 3), end):
            if named(" ".join(looks[start:end])):
                return " ".join(looks[start:end])
    return None


def spot_of(said: re.Match[str]) -> Place:
    """The place that was said, by its own name."""
    down = {"upper": "top", "lower": "bottom"}.get(said["down"] or "", said["down"])
    across = said["across"] if said["across"] in ("left", "right") else said["side"]
    name = " ".join(word for word in (down, across) if word) or "centre"
    return cast(Place, name)
