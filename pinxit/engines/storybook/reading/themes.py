"""Ideas as pictures: where a prompt names no thing that can be drawn, what stands for its idea is drawn."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.nouns import normalise, singulars
from pinxit.engines.storybook.reading.grammar import Grammar

LONGEST = 4
"""Words of the longest name of a theme."""
MOST = 2
"""Themes that are shown in one picture."""
STEM, ENDING = 6, 4
"""Letters in which forms of a word are the same, and those by which one may be longer."""
MIN_COSINE = 0.46
"""A word farther from every theme's words has none."""


@dataclass(frozen=True, slots=True)
class Theme:
    """An idea and what is drawn for it, in the words of a prompt."""

    shows: str
    where: str


def picture_of(prompt: str, said: Mapping[str, str], missing: Sequence[str], pack: ArtPack) -> str | None:
    """A prompt for the ideas that `prompt` names; None if it names none.

    Where it says something of the picture already, an adjective is said of that: a quiet night asks for no swans. Where
    it says a place, only an idea that is named is shown: a desert highway asks for no fox on a journey.
    """
    words = normalise(prompt[:2000]).split()[:200]
    unread = [word for phrase in missing for word in normalise(phrase).split() if word in words]
    if said:
        grammar = Grammar.built_in()
        places = {word for phrase in grammar.places.phrases() for word in phrase}
        words = [word for word in words if word not in grammar.adjectives | places]
    near = [] if "setting" in said else unread
    found = list(dict.fromkeys(_named(words) or _near(near, pack)))[:MOST]
    if not found:
        return None
    return f"{' and '.join(theme.shows for theme in found)} {found[0].where}"


@cache
def themes() -> dict[str, Theme]:
    """Themes by the words that call for them."""
    text = files("pinxit.engines.storybook").joinpath("words", "themes.toml").read_text("utf-8")
    found: dict[str, Theme] = {}
    for group in tomllib.loads(text).values():
        for theme in group.values():
            for word in theme["words"]:
                found.setdefault(word, Theme(theme["shows"], theme["where"]))
    return found


def _named(words: list[str]) -> list[Theme]:
    """The themes that are named."""
    table, at, found = themes(), 0, []
    while at < len(words):
        lengths = range(min(LONGEST, len(words) - at), 0, -1)
        length = next((n for n in lengths if " ".join(words[at : at + n]) in table), 0)
        name = " ".join(words[at : at + length]) if length else _form(words[at], table)
        found += [table[name]] if name else []
        at += length or 1
    return found


def _near(words: list[str], pack: ArtPack) -> list[Theme]:
    """The themes that are near to what was not understood."""
    table = themes()
    names = [name for name in table if " " not in name]
    nearest = (pack.nearest_word(word, names) for word in words)
    return [table[near[0]] for near in nearest if near and near[1] >= MIN_COSINE]


def _form(word: str, names: Iterable[str]) -> str | None:
    """The name that the word is another form of: "innovative" is of innovation."""
    single = next((form for form in singulars(word) if form in names), None)
    if single or len(word) < STEM:
        return single
    alike = (name for name in names if name[:STEM] == word[:STEM] and abs(len(name) - len(word)) <= ENDING)
    return next(alike, None)
