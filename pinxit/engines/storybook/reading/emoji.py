"""Emoji in a prompt as plain English words: three apples for three of them, a hat worn by the cat before it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.lexicon import plural
from pinxit.engines.storybook.reading.prompt import QUOTED

SIGN = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
JOINED = "[\ufe0f\u200d\u20e3\U000e0020-\U000e007f]"
"""What belongs to the sign before it."""
ONE = rf"(?:[0-9#*]\ufe0f?\u20e3|{SIGN})"
RUN = re.compile(rf"{ONE}(?:\s*(?:{ONE}|{JOINED}))*")
"""Emoji one after another."""
KEYCAP = re.compile("([0-9])\u20e3")
UNSEEN = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
"""What asks for a picture in place of a letter, and tones of skin."""
JOINER = "\u200d"
LONGEST = 10
"""Characters of the longest emoji: a family of four, a flag of a region."""
MAX_RUN = 400
"""Characters that are read of a run: no page holds more."""
PLACES = re.compile(r"\b(?:in|on|at|under|during)(?: the| a)?\s*$", re.I)
DETERMINERS = re.compile(r"\b(?:a|an|the|my|his|her|its)$", re.I)
WORDS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Emoji:
    """One emoji, or several of a kind: its name, and its art where it has any."""

    name: str
    art: Art | None = None
    count: int = 1
    says: str | None = None
    """What it says of the picture, where it is no thing in it."""


def without_emoji(prompt: str, pack: ArtPack) -> str:
    """`prompt` with words in place of its emoji; what is quoted is set to the letter, and keeps them."""
    if prompt.isascii() or not RUN.search(prompt):
        return prompt
    has_words = bool(WORDS.search(prompt))
    quoted = [found.span() for found in QUOTED.finditer(prompt)]

    def written(found: re.Match[str]) -> str:
        if any(start <= found.start() < end for start, end in quoted):
            return found[0]
        emoji = list(_counted(_read(found[0], pack)))
        if has_words:
            emoji = [each for each in emoji if not _is_mood(each)]
        before = prompt[: found.start()].rstrip()
        said = ", ".join(_said(emoji))
        if DETERMINERS.search(before):
            said = re.sub(r"^an? ", "", said)
        if PLACES.search(before):
            return re.sub(r"^(?:in|on|at|under)(?: the| a)? ", "", said) + " "
        begins = not before or before[-1] in ",.;:!?" or before.endswith((" and", " with", " a", " the"))
        return f"{' ' if begins or not said else ', '}{said} "

    return re.sub(r"\s+([,.;:!?])|\s\s+", lambda found: found[1] or " ", RUN.sub(written, prompt)).strip()


@cache
def _tables() -> tuple[dict[str, str], frozenset[str]]:
    text = files("pinxit.engines.storybook").joinpath("words", "tongues", "emoji.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    says = {emoji: said.strip() for said, all_emoji in tables["says"].items() for emoji in all_emoji}
    return says, frozenset(tables["mood"]["groups"] + tables["mood"]["names"])


def _is_mood(emoji: Emoji) -> bool:
    mood = _tables()[1]
    return emoji.name in mood or (emoji.art is not None and emoji.art.group in mood)


def _read(run: str, pack: ArtPack) -> Iterator[Emoji]:
    """The emoji of a run, one by one; a number is a count for the next."""
    run = UNSEEN.sub("", run[:MAX_RUN])
    names = pack.called_in("emoji", [run[i : i + n] for i in range(len(run)) for n in range(1, LONGEST + 1)])
    at, count = 0, 1
    while at < len(run):
        if keycap := KEYCAP.match(run, at):
            count = int(keycap[1])
            at = keycap.end()
            continue
        length = next((n for n in range(min(LONGEST, len(run) - at), 0, -1) if run[at : at + n] in names), 0)
        if length:
            for emoji in _named(run[at : at + length], names, pack):
                yield Emoji(emoji.name, emoji.art, count, emoji.says)
            count = 1
        at += length or 1


def _named(emoji: str, names: dict[str, str], pack: ArtPack) -> Iterator[Emoji]:
    """What it shows; a family without art of its own is its members."""
    says = _tables()[0].get(emoji)
    name = names[emoji]
    name = name.removesuffix(" face") if pack.knows(name.removesuffix(" face")) else name
    match = None if says else pack.find(name)
    found = match is not None and match.via in ("name", "alias")
    if JOINER in emoji and (not found or ":" in name) and not says:
        for part in emoji.split(JOINER):
            if part in names:
                yield from _named(part, names, pack)
    else:
        yield Emoji(name.replace(":", " of"), pack.get(match.art) if match and found else None, says=says)


def _counted(emoji: Iterator[Emoji]) -> Iterator[Emoji]:
    """Several of the same in a row are one with a count."""
    last: Emoji | None = None
    for each in emoji:
        if last is not None and each.name == last.name:
            last = Emoji(last.name, last.art, last.count + each.count, last.says)
        else:
            if last is not None:
                yield last
            last = each
    if last is not None:
        yield last


def _said(emoji: list[Emoji]) -> Iterator[str]:
    """Phrases, one for each; what can be worn or ridden belongs to the creature before it."""
    grammar = Grammar.built_in()
    phrases: list[str] = []
    before: Art | None = None
    for each in emoji:
        several = each.count > 1
        name = f"{each.count} {plural(each.name)}" if several else f"{_article(each.name)}{each.name}"
        if each.says:
            name = each.says
        elif each.art and before and before.is_alive and each.art.title in grammar.worn | grammar.astride:
            phrases[-1] += f" {'wearing' if each.art.title in grammar.worn else 'riding'} {name}"
            continue
        phrases.append(name)
        before = each.art
    return iter(phrases)


def _article(name: str) -> str:
    if plural(name) == name:
        return ""
    return "an " if name[:1] in "aeiou" else "a "
