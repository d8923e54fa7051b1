"""An instruction as orders, one for each thing that is asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pinxit.service.planners.rules.courtesy import polite
from pinxit.service.planners.rules.imperatives import ALSO_CERTAIN, CERTAIN, by_verb, formatting
from pinxit.service.planners.rules.lexicon import phrases
from pinxit.service.planners.rules.nouns import mentions
from pinxit.service.planners.rules.numbers import counted
from pinxit.service.planners.rules.order import Order, is_object
from pinxit.service.planners.rules.reading import MARKS, capital, read
from pinxit.service.planners.rules.suggestions import (
    bare,
    instead,
    labelled,
    negated,
    proposed,
    same,
    should,
    stated,
    supposed,
    too,
    wished,
)
from pinxit.service.planners.rules.variants import differing

STEPS = (
    *(formatting, labelled, instead, counted, differing, supposed, same, by_verb),
    *(wished, should, too, negated, proposed, stated, bare),
)
"""What a clause may be, in the order in which it is tried."""
DISLIKES = ("i don't like", "i do not like", "i don’t like")


@dataclass(frozen=True, slots=True)
class _Against:
    """The picture against which clauses are read."""

    knows_noun: Callable[[str], bool]

    def knows(self, word: str) -> bool:
        return self.knows_noun(word)

    def order(self, clause: str) -> Order | None:
        reading = read(_trimmed(clause))
        if not reading.words:
            return None
        for step in STEPS:
            order = step(reading, self)
            if order:
                return order if order.said else replace(order, said=reading.text)
        return None


def orders(text: str, description: str) -> list[Order]:
    """What `text` asks to be done to a picture of `description`; nothing where its first words ask for no change."""
    context = _Against(mentions(read(description)))
    found: list[Order] = []
    for clause in _clauses(text):
        order = context.order(clause)
        if order is None and not found:
            return []
        found.append(order or Order("free", clause, said=clause))
    if len(found) > 1 and found[0].verb == "remove" and text.lower().lstrip().startswith(DISLIKES):
        found[0] = replace(found[0], verb="keep", said="")
    return [replace(order, said=capital(order.said.strip(" ,"))) for order in found]


def _clauses(text: str) -> list[str]:
    """The sentences, cut again before "and", "but" or a comma that a verb follows. A question beside others is none."""
    reading = read(text)
    found: list[str] = []
    for start, end in reading.sentences():
        while end > start and reading.words[end - 1] in MARKS:
            end -= 1
        begin = start
        for place in range(start + 1, end):
            joint = _joint(reading.words, place, end)
            if joint > place:
                found.append(reading.part(begin, place))
                begin = joint
        found.append(reading.part(begin, end))
    polished = [polite(clause).strip(" .!?,;") for clause in found]
    return [clause for clause in polished if clause]


def _joint(spoken: list[str], place: int, end: int) -> int:
    """Where the next order begins, if one order ends before `place`; else `place`."""
    if spoken[place] not in (",", ";", "and", "but", "then", "also") or spoken[place - 1] in (",", ";", "and", "but"):
        return place
    at = place
    while at < end and spoken[at] in (",", ";", "and", "but", "then", "also", "please", "now", "finally"):
        at += 1
    if at >= end - 1:
        return place
    if spoken[at] in ("without", "no") or _is_but(spoken, place, at):
        return at
    length, verb = phrases("verbs").at(spoken, at)
    following = spoken[at + length : at + length + 1]
    sure = verb in CERTAIN or spoken[at] in ALSO_CERTAIN
    return at if length and following and (sure or is_object(following[0])) else place


def _is_but(spoken: list[str], place: int, at: int) -> bool:
    """Whether "but" begins another order: not in "not a cat but a dog"."""
    return spoken[place] == "but" and spoken[at] != "not" and "not" not in spoken[max(place - 5, 0) : place]


def _trimmed(clause: str) -> str:
    """`clause` without what its end adds to it: "as well", "in the picture"."""
    reading = read(clause)
    spoken = reading.words
    for length in range(min(4, len(spoken) - 1), 0, -1):
        ending = spoken[-length:]
        if phrases("orders.endings").means(ending) and (ending != ["to", "it"] or "add" in spoken[:2]):
            return reading.part(0, len(spoken) - length).rstrip(" ,")
    return clause
