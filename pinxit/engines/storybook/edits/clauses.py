"""A prompt as clauses, each with the verb that it begins with: "add a hat and make it night" is two."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self, cast

from pinxit.engines.storybook.reading.grammar import Phrases
from pinxit.engines.storybook.reading.prompt import QUOTED

Verb = Literal["add", "remove", "replace", "change", "move", "resize", "write", "compose"]

MAX_CLAUSES = 24
"""Of a longer prompt only so many are read."""
VERB_WITHIN = 200
"""Characters within which the verb of a clause must begin."""
WORD = re.compile(r"[^\W_]+(?:['’&\-][^\W_]+)*|\x00\d+\x00")


@dataclass(frozen=True)
class Lexicon:
    """The tables of words/instructions.toml."""

    verbs: Phrases
    courtesy: frozenset[str]
    picture_nouns: frozenset[str]
    picture_pronouns: frozenset[str]
    ordinals: dict[str, int]
    spots: Phrases
    changes: Phrases
    styles: Phrases
    beyond: Phrases
    nearest: frozenset[str]
    """Words for styles of which there is only something like it."""
    turns: Phrases
    scenery: frozenset[str]
    water: Phrases
    """Words for what lies on the ground within a picture, a pool or a pond."""
    no_water: frozenset[str]
    """Words after those that make something else of them: "pool table"."""

    @classmethod
    @cache
    def built_in(cls) -> Self:
        text = files("pinxit.engines.storybook").joinpath("words", "instructions.toml").read_text(encoding="utf-8")
        tables: dict[str, Any] = tomllib.loads(text)
        pictures = tables["pictures"]
        return cls(
            verbs=Phrases(tables["verbs"]),
            courtesy=frozenset(tables["courtesy"]["words"]),
            picture_nouns=frozenset(pictures["nouns"]),
            picture_pronouns=frozenset(pictures["pronouns"]),
            ordinals=pictures["ordinals"],
            spots=Phrases(tables["spots"]),
            changes=Phrases(tables["changes"]),
            styles=Phrases(tables["styles"]),
            beyond=Phrases({"beyond": tables["beyond"]["words"]}),
            nearest=frozenset(tables["nearest"]["words"]),
            turns=Phrases(tables["turns"]),
            scenery=frozenset(tables["scenery"]["words"]),
            water=Phrases({kind: tables["water"][kind] for kind in ("pool", "pond")}),
            no_water=frozenset(tables["water"]["but_before"]),
        )


def every(phrases: Phrases, words: Sequence[str]) -> list[str]:
    """The meanings of all phrases that `words` hold, in order; the longest at each place counts."""
    found, place = [], 0
    while place < len(words):
        length, meanings = phrases.at(words, place)
        found += meanings[:1] if length else []
        place += length or 1
    return list(dict.fromkeys(found))


def split_words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower() for word in re.findall(r"[^\W_]+(?:['’&\-][^\W_]+)*", text)]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is asked for."""

    verb: Verb | None
    """None where it describes a picture."""
    text: str
    """What follows the verb, as written."""
    words: tuple[str, ...]
    """The words of `text` in lower case; a quoted text is none of them."""
    whole: str
    """The clause as written, its verb and its quotes included."""
    phrase: str = ""
    """The verb as written: "take away"."""


def clauses(prompt: str) -> list[Clause]:
    """Split `prompt` at the ends of sentences, and before each verb that begins another instruction."""
    quotes: list[str] = []

    def hold(found: re.Match[str]) -> str:
        quotes.append(found[0])
        return f" \x00{len(quotes) - 1}\x00 "

    masked = QUOTED.sub(hold, prompt.replace("\x00", " "))
    masked = re.sub(
        r" ?\n[ \n]*\n", "\n\n", re.sub(r"[^\S\n]+", " ", masked)
    )  # what follows looks at runs of spaces again
    found = []
    for part in _parts(masked):
        words = [word.lower().replace("’", "'") for word in WORD.findall(part)]
        if words:
            found.append(_clause(part, words, quotes))
    return found[:MAX_CLAUSES]


def _parts(text: str) -> list[str]:
    """The sentences, cut again before "and" or a comma that a verb follows. A line's end alone is no sentence's."""
    parts = []
    for sentence in re.split(r"(?<!\d)[.;!?]+(?!\d)|\n\s*\n|\n\s*[-*•]\s|[,;]?\s+(?:and then|then|but also)\s+", text):
        start = 0
        for joint in re.finditer(r"(?:,\s*(?:and\s+)?|\s+and\s+)", sentence):
            following = [word.lower() for word in WORD.findall(sentence[joint.end() : joint.end() + 60])]
            verb = _verb(following, 0)
            if verb and verb[1] not in ("compose",) and _verb_begins(sentence[start : joint.start()]):
                parts.append(sentence[start : joint.start()])
                start = joint.end()
        parts.append(sentence[start:])
    return parts


def _verb_begins(text: str) -> bool:
    """Whether a clause is an instruction itself, so that "and" can join another to it."""
    words = [word.lower() for word in WORD.findall(text[:VERB_WITHIN])]
    return _verb(words, _courtesies(words)) is not None


def _clause(part: str, words: list[str], quotes: list[str]) -> Clause:
    start = _courtesies(words)
    found = _verb(words, start)
    length, verb = found or (0, None)
    matches = list(WORD.finditer(part))
    begin = matches[start + length].start() if found and start + length < len(matches) else None
    text = part[begin:] if begin is not None else ("" if found else part)
    rest = words[start + length :] if found else words
    return Clause(
        verb=verb,
        text=_with_quotes(text, quotes),
        words=tuple(word for word in rest if "\x00" not in word),
        whole=_with_quotes(part, quotes).strip(),
        phrase=" ".join(words[start : start + length]),
    )


def _courtesies(words: list[str]) -> int:
    """How many words of politeness come first."""
    lexicon = Lexicon.built_in()
    return next((at for at, word in enumerate(words) if word not in lexicon.courtesy), len(words))


def _verb(words: list[str], place: int) -> tuple[int, Verb] | None:
    """How many words the verb at `place` has, and what it asks for. "use", with nothing after it, is none."""
    length, verbs = Lexicon.built_in().verbs.at(words, place)
    return (length, cast(Verb, verbs[0])) if length else None


def _with_quotes(text: str, quotes: list[str]) -> str:
    return re.sub(r"\x00(\d+)\x00", lambda mark: quotes[int(mark[1])], text)
