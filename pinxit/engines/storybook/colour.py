"""Colour words: which colour each of them means."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PIL import ImageColor

from pinxit.engines.storybook.oklch import from_lch, lch

RAINBOW, ASSORTED = "rainbow", "assorted"
"""What `named` answers for words that mean many colours: on each thing, or from one thing to the next."""
PALETTE = (
    "#e8504f", "#4b8fe0", "#f7c93a", "#58b368", "#f48a3c", "#9462c9", "#f58bb2", "#35bfc0", "#c9467f", "#9bce42",
)  # fmt: skip
"""The colours of assorted things, so ordered that neighbours differ."""


def named(colour: str) -> str | None:
    """The #rrggbb of an English colour ("ginger", "dark green", "light sky-blue", "#fa0"), or None if it is not one.

    "rainbow" and its like are answered with the word "rainbow", and "colourful" and its like with "assorted";
    `recolour` takes both.
    """
    text = re.sub(r"[\s_-]+", " ", colour.strip().lower())
    if found := _vocabulary().names.get(text):
        return found
    text = re.sub(r"[ -]?(colou?red|colou?r)$", "", text).strip()
    if text.startswith("#"):
        return _css(text)
    for spelling in (text, re.sub(r"ddish$", "d", text), re.sub(r"ish$", "", text), re.sub(r"ish$", "e", text)):
        if found := _plain(spelling):
            return found
    return None


def one_colour(word: str | None) -> str | None:
    """The #rrggbb of a colour word; None for none, and for a rainbow and its like, which are more than one."""
    colour = named(word) if word else None
    return None if colour in (RAINBOW, ASSORTED) else colour


def assorted(colour: str | None, copy: int, count: int) -> str | None:
    """The colour of the `copy`-th (from 0) of `count` things; one thing that is "colourful" keeps its own colours."""
    if colour is None or named(colour) != ASSORTED:
        return colour
    return PALETTE[copy % len(PALETTE)] if count > 1 else None


def own_gray(title: str, group: str) -> str | None:
    """The colour of an animal that is called by it, as a black cat is, where its art may be drawn in violet."""
    first, _, rest = title.partition(" ")
    return first if rest and first in ("black", "white") and group.startswith("animal") else None


def _plain(text: str) -> str | None:
    return _vocabulary().names.get(text) or _modified(text) or _css(text.replace(" ", ""))


def _modified(text: str) -> str | None:
    first, _, rest = text.partition(" ")
    change = _vocabulary().modifiers.get(first)
    if change is None or not rest or (base := named(rest)) is None or base in (RAINBOW, ASSORTED):
        return None
    lightness, chroma, hue = lch(base)
    move, gain = change
    lightness += move * ((0.99 - lightness) if move > 0 else lightness)
    return from_lch(lightness, chroma * gain, hue)


def _css(text: str) -> str | None:
    try:
        red, green, blue = ImageColor.getrgb(text)[:3]
    except ValueError:
        return None
    return f"#{red:02x}{green:02x}{blue:02x}"


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    names: dict[str, str]
    modifiers: dict[str, tuple[float, float]]


@cache
def _vocabulary() -> _Vocabulary:
    table = tomllib.loads((files(__package__) / "words" / "colours.toml").read_text(encoding="utf-8"))
    return _Vocabulary(table["names"], {word: (move, gain) for word, (move, gain) in table["modifiers"].items()})
