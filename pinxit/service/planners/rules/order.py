"""One thing that is asked of a picture, and what may be asked of."""

from dataclasses import dataclass
from typing import Literal, Protocol

from pinxit.service.planners.rules.lexicon import words
from pinxit.service.planners.rules.nouns import is_boundary
from pinxit.service.planners.rules.reading import Reading, is_look, is_quoted, read, uncapital

Verb = Literal["make", "add", "have", "give", "put", "remove", "replace", "write", "only", "keep", "format", "free"]
POINTING = frozenset(["the", "his", "her", "its", "their", "this", "that", "these", "those", "my", "your", "our"])
_BEFORE_PICTURE = frozenset(["the", "this", "that", "whole", "entire", "these", "all", "of", "my", "your", "last"])


@dataclass(frozen=True, slots=True)
class Order:
    """One thing that is asked: "make the scarf blue" is make, "the scarf", "blue"."""

    verb: Verb
    value: str = ""
    target: str = ""
    said: str = ""
    """The order as an imperative."""


class Context(Protocol):
    """What a clause is read against."""

    def knows(self, word: str) -> bool:
        """Whether the picture has something of that name."""

    def order(self, clause: str) -> Order | None:
        """What a part of the clause asks for."""


def is_picture(spoken: list[str]) -> bool:
    """Whether the words mean the picture, or all that is in it."""
    if len(spoken) == 1:
        return spoken[0] in words("things.whole") or spoken[0] in words("things.pictures")
    return spoken[-1] in words("things.pictures") and all(word in _BEFORE_PICTURE for word in spoken[:-1])


def is_some_of(spoken: list[str]) -> bool:
    """ "one of them"."""
    return spoken[1:2] == ["of"] and bool(words("things.whole") & set(spoken[2:3])) or spoken[1:3] == ["of", "the"]


def is_object(word: str) -> bool:
    return word in words("grammar.determiners") or word in words("things.whole") or is_quoted(word)


def is_meant(target: str, context: Context) -> bool:
    spoken = read(target).words
    return bool(spoken) and (
        context.knows(spoken[-1]) or is_quoted(spoken[0]) or spoken[0] in ("both", "all", "everything")
    )


def target_end(reading: Reading, start: int, context: Context) -> int:
    """Where what is to be changed ends: after a pronoun, or after the last word that the picture is known to have."""
    spoken = reading.words
    if is_some_of(spoken[start:]):
        return start + (4 if spoken[start + 2] == "the" else 3)
    if spoken[start] in words("things.whole") and not (
        spoken[start : start + 1] in (["this"], ["that"], ["these"], ["those"], ["her"], ["all"], ["both"])
        and start + 2 < len(spoken)
        and not is_look(spoken[start + 1])
        and not is_boundary(spoken[start + 1])
        and spoken[start + 1] not in ("a", "an")
    ):
        return start + 1
    limit = start + 1
    while limit < len(spoken) and not (is_boundary(spoken[limit]) and spoken[limit] != "and"):
        if spoken[limit] in words("grammar.determiners") and spoken[limit - 1] not in ("of", "the", "and"):
            break
        limit += 1
    last = [at for at in range(start, limit) if context.knows(spoken[at]) and spoken[at] not in words("looks.colours")]
    if last:
        return next((at for at in last if at + 1 < limit and is_look(spoken[at + 1])), last[-1]) + 1
    if is_picture(spoken[start:limit]):
        return limit
    after = next((at for at in range(start + 2, limit) if is_look(spoken[at]) or _is_shade(spoken, at)), None)
    return after or min(start + 2, limit)


def _is_shade(spoken: list[str], place: int) -> bool:
    """ "dark blue"."""
    following = spoken[place + 1 : place + 2]
    return spoken[place] in words("looks.shades") and bool(following) and following[0] in words("looks.colours")


def having(value: str, context: Context) -> Order:
    """There being so many of what is there, or something new."""
    is_there = context.knows(read(value).words[-1])
    return Order("have", value, said=f"{'Make it' if is_there else 'Add'} {uncapital(value)}")


def made(target: str, value: str, context: Context) -> Order | None:
    """Making one thing another, if it is the picture or is in it."""
    spoken = read(target).words
    if not spoken or not value:
        return None
    is_whole = is_picture(spoken)
    if not (is_whole or spoken[0] in POINTING or is_some_of(spoken)) and not context.knows(spoken[-1]):
        return None
    return Order("make", value, target, said=f"Make {uncapital(target)} {value}")
