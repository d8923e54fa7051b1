"""Turns of phrase in plainer words: "in the heart of a village" has no heart, and a violinist has a violin."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pinxit.engines.storybook.reading.prompt import QUOTED


def in_plain_words(prompt: str) -> str:
    """`prompt` with sayings as what they mean; what is quoted stays as it is."""
    parts, end = [], 0
    for quoted in QUOTED.finditer(prompt):
        parts += [_plain(prompt[end : quoted.start()]), quoted[0]]
        end = quoted.end()
    return "".join([*parts, _plain(prompt[end:])])


def _plain(text: str) -> str:
    pattern, meanings = _sayings()
    return pattern.sub(lambda found: meanings[" ".join(found[0].lower().replace("’", "'").split())], text)


@cache
def _sayings() -> tuple[re.Pattern[str], Mapping[str, str]]:
    meanings = {
        saying: plain
        for name in ("turns", "things")
        for plain, sayings in _tables()[name].items()
        for saying in sayings
    }
    longest_first = sorted(meanings, key=len, reverse=True)
    words = "|".join(re.escape(saying).replace(r"\ ", r"\s+").replace("'", "['’]") for saying in longest_first)
    return re.compile(rf"(?<![\w'’-])(?:{words})(?![\w'’-])", re.IGNORECASE), meanings


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    text = files("pinxit.engines.storybook").joinpath("words", "sayings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
