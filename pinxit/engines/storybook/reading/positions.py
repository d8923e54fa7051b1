"""Reads where in the picture a thing is asked for, from where everything is seen, and what somebody does."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self, cast

from pinxit.engines.storybook.reading.grammar import Phrases
from pinxit.engines.storybook.reading.phrase import Where
from pinxit.engines.storybook.reading.state import Reading
from pinxit.engines.storybook.scene import Depth, Place, Pose

JOINING = frozenset(["and", "with", "but", "while", "then", "plus"])
"""Words after which a place belongs to what comes next: "a cat, and on the right a dog"."""
OPENING = frozenset(["there", "is", "are", "we", "you", "see", "stands", "sits", "lies", "a", "an", "the", "one"])
"""Words by which what is at a place follows it: "on the left is a cat"."""


@dataclass(frozen=True)
class Positions:
    """The tables of positions.toml."""

    leads: frozenset[str]
    stresses: frozenset[str]
    spots: Phrases
    alone: Phrases
    depths: Phrases
    tails: frozenset[str]
    whole: frozenset[str]
    directions: frozenset[str]
    seen: frozenset[str]
    cameras: Phrases
    shots: frozenset[str]
    poses: Phrases

    @classmethod
    @cache
    def built_in(cls) -> Self:
        text = files("pinxit.engines.storybook").joinpath("words", "positions.toml").read_text(encoding="utf-8")
        tables: dict[str, Any] = tomllib.loads(text)
        lists = ("leads", "stresses", "tails", "whole", "directions", "seen", "shots")
        read: dict[str, Any] = {
            name: frozenset(table["words"]) if name in lists else Phrases(table) for name, table in tables.items()
        }
        return cls(**read)


def read_camera(reading: Reading, place: int) -> int:
    """How near, and from where, everything is seen: "a close-up of", "seen from above"."""
    positions = Positions.built_in()
    length, cameras = positions.cameras.at(reading.tokens, place)
    if not length or reading.text.is_noun_with(place, length):
        return 0
    end = place + length
    while reading.tokens[end : end + 1] and reading.tokens[end] in positions.shots:
        end += 1
    reading.end_phrase(before_place=True)
    reading.draft.said.setdefault("camera", cameras[0])
    return end - place


def read_position(reading: Reading, place: int) -> int:
    """A place in the picture, said of the thing before it, or at the start of a clause of the one after it."""
    end = start = place + _leaning(reading, place)
    where = Where()
    while (found := _one_position(reading, end))[0]:
        end, where = end + found[0], where.joined(found[1])
    if end == start:
        return 0
    is_first = _is_first(reading, place, end)
    reading.end_phrase()
    if is_first or not reading.bonds.locate(where):
        reading.bonds.where = where
    reading.bonds.pending = None
    return end - place


def _leaning(reading: Reading, place: int) -> int:
    """How many words before "on" belong to it as to a relation: the first of "sitting on the left"."""
    length, _ = reading.grammar.relations.at(reading.tokens, place)
    is_led = length > 1 and reading.tokens[place + length - 1] in Positions.built_in().leads
    return length - 1 if is_led else 0


def read_pose(reading: Reading, place: int) -> int:
    """What somebody does with the body. The word is left to be read by others: "jumping over" is a relation too."""
    length, poses = Positions.built_in().poses.at(reading.tokens, place)
    if not length or reading.text.is_noun_with(place, length) or _has_object(reading, place, length):
        return 0
    pose = cast(Pose, poses[0])
    if reading.grammar.adjectives.issuperset(reading.phrase.words) and reading.text.noun_follows(place + length):
        reading.phrase.pose = pose
        return length
    reading.end_phrase()
    reading.bonds.pose_last(pose)
    reading.bonds.do()
    return 0 if reading.grammar.relations.at(reading.tokens, place)[0] else length


def is_placed_thing(reading: Reading, place: int, length: int) -> bool:
    """What could say when or where it all is, is a thing here, since it has a place in the picture: "a moon in the top
    right corner"."""
    words = " ".join(reading.tokens[place : place + length])
    end = place + length
    end += reading.tokens[end : end + 1] != () and reading.tokens[end] in Positions.built_in().seen
    is_next = end < len(reading.tokens) and _one_position(reading, end)[0] > 0
    return (reading.bonds.where != Where() or is_next) and reading.text.is_name(words)


def _has_object(reading: Reading, place: int, length: int) -> bool:
    """Something is done to a thing: "flying a kite", "running a shop"."""
    _, kinds = reading.grammar.relations.at(reading.tokens, place)
    following = reading.tokens[place + length : place + length + 1]
    return "holding" in kinds or "riding" in kinds or (following in (("a",), ("an",)) and "facing" not in kinds)


def _one_position(reading: Reading, place: int) -> tuple[int, Where]:
    """How many tokens at `place` say one place in the picture, and which."""
    positions, tokens = Positions.built_in(), reading.tokens
    length, places = positions.alone.at(tokens, place)
    if length:
        return length, Where(cast(Place, places[0]))
    at = place
    if tokens[at : at + 1] and tokens[at] in positions.leads and not _is_direction(reading, at):
        at += 1
    led = at > place
    at += tokens[at : at + 1] == ("the",)
    while tokens[at : at + 1] and tokens[at] in positions.stresses and not positions.depths.at(tokens, at)[0]:
        at += 1
    where, end = Where(), at
    length, places = positions.spots.at(tokens, at)
    if length:
        where, end = Where(cast(Place, places[0])), at + length
    depth_length, depths = positions.depths.at(tokens, end if length else place)
    if not depth_length and not length and led:
        depth_length, depths = positions.depths.at(tokens, at)
        depth_length += (at - place) if depth_length else 0
        end = place
    if depth_length:
        where, end = where.joined(Where(depth=cast(Depth, depths[0]))), (end if length else place) + depth_length
    if not (length or depth_length) or (depth_length and not length and not _may_stand_alone(reading, place, led)):
        return 0, where
    return _with_tail(reading, place, end, where, led=led)


def _may_stand_alone(reading: Reading, place: int, led: bool) -> bool:
    """A depth without "in the" is one where it follows a noun: "a tree far away", but no "background music"."""
    return led or reading.tokens[place] in ("far", "up", "behind", "front", "in", "at")


def _with_tail(reading: Reading, place: int, end: int, where: Where, *, led: bool) -> tuple[int, Where]:
    """Take in "corner" and "of the picture" after a spot; 0 where what follows shows that it was none."""
    positions, tokens = Positions.built_in(), reading.tokens
    start = end
    while tokens[end : end + 1] and tokens[end] in positions.tails:
        end += 1
    if tokens[end : end + 1] == ("of",):
        at = end + 1 + (tokens[end + 1 : end + 2] in (("the",), ("this",), ("my",)))
        if not (tokens[at : at + 1] and tokens[at] in positions.whole):
            return 0, where
        return at + 1 - place, where
    is_named = end > start or where.depth is not None
    if not is_named and not led:
        return 0, where
    if end == start and where.depth is None and _is_noun(reading, end):
        return 0, where
    return end - place, where


def _is_noun(reading: Reading, place: int) -> bool:
    """The word goes on with the noun that "left" or "top" belongs to: "on the top shelf"."""
    if place >= len(reading.tokens):
        return False
    token = reading.tokens[place]
    is_number = token in reading.grammar.numbers or token.isdigit()
    return reading.text.is_plain(place) and not is_number and not reading.text.is_verb(token, follows_noun=True)


def _is_direction(reading: Reading, place: int) -> bool:
    """ "looking to the left" is no place."""
    before = reading.tokens[max(0, place - 1)]
    return reading.tokens[place] in ("to", "towards", "toward", "from") and before in Positions.built_in().directions


def _is_first(reading: Reading, place: int, end: int) -> bool:
    """The place stands before its thing: at the start of a clause that goes on with one."""
    before, after = reading.tokens[place - 1] if place else ".", reading.tokens[end : end + 1]
    if reading.phrase.words or not after:
        return False
    if before in (".", ";", ":", "\n", "!"):
        return True
    starts = before == "," or before in JOINING
    is_number = after[0] in reading.grammar.numbers or after[0].isdigit()
    return starts and (is_number or after[0] in OPENING or reading.text.noun_follows(end))
