"""Moves things of a scene, turns them round, and makes them larger or smaller."""

import re
from typing import cast

from pinxit.engines.storybook.amending.naming import Naming
from pinxit.engines.storybook.amending.wording import Wording, factor_of, place_of
from pinxit.engines.storybook.amending.working import Working
from pinxit.engines.storybook.edits.clauses import Clause, every, split_words
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import RelationKind

STEP = {"up": (0.0, -0.14), "down": (0.0, 0.14), "front": (0.0, 0.09), "back": (0.0, -0.09)}
"""How far a thing moves that is moved in a direction, as shares of the page."""
NEARER = {"front": 1.15, "back": 0.85}
"""What comes nearer is seen larger."""


class Moving:
    """Carries out the clauses that move, turn or resize."""

    def __init__(self, working: Working, naming: Naming) -> None:
        self.working = working
        self.naming = naming

    def move(self, clause: Clause) -> bool:
        """Put things that are there elsewhere: "the tree to the left", "the ball under the table"."""
        thing, kind, other = self._parted(clause.text)
        moved = self.naming.meant(thing)
        others = [each for each in self.naming.meant(other) if each not in moved] if moved and kind else []
        self.naming.last = moved or self.naming.last
        if kind and others:
            self._move_to(moved, kind, others[0])
            return True
        return bool(moved) and self._move_towards(moved, split_words(clause.text[len(thing) :]))

    def _move_to(self, moved: list[int], kind: RelationKind, other: int) -> None:
        """Beside another, under it, onto it."""
        if kind in ("left of", "right of") and self._change_sides(moved[0], other, kind):
            return
        for number in moved:
            self.working.free(number)
            self.working.relate(kind, number, other)

    def _move_towards(self, moved: list[int], words: list[str]) -> bool:
        """To a place in the picture, or a step in a direction."""
        place = place_of(words)
        steps = [each for each in every(Wording.built_in().directions, words) if each in STEP]
        for number in moved:
            if place:
                self.working.free(number, place)
            elif steps:
                self.working.shift(number, *STEP[steps[0]])
                self.working.resize(number, NEARER.get(steps[0], 1.0))
        return bool(place or steps)

    def swap(self, text: str) -> bool:
        """Two things that are there, each in the other's place: "swap the cat and the dog"."""
        one, joint, other = re.sub(r"\b(?:and|with)\b", "\0", text, count=1).partition("\0")
        if not joint:
            return False
        first, second = self.naming.meant(one), self.naming.meant(other)
        if not (first and second) or first == second or not re.match(r"\s*(?:the|its|his|her)\b", other):
            return False
        return self._exchange_places(first[0], second[0])

    def _exchange_places(self, one: int, other: int) -> bool:
        spots, layout = (self.working.get(one).at, self.working.get(other).at), self.working.scene.layout
        if not all(spots) or layout is None:
            return False
        (first, *_), (second, *_) = spots
        across, down = (second.x - first.x) / layout.width, (second.y - first.y) / layout.height
        self.working.shift(one, across, down)
        self.working.shift(other, -across, -down)
        return True

    def _change_sides(self, moved: int, other: int, kind: str) -> bool:
        """Whether two changed places, since there is no room on that side of the other."""
        spots, layout = (self.working.get(moved).at, self.working.get(other).at), self.working.scene.layout
        if not all(spots) or layout is None:
            return False
        (mine, *_), (beside, *_) = spots
        half = (beside.width or beside.height) / 2
        room = beside.x - half if kind == "left of" else layout.width - beside.x - half
        is_there = (mine.x < beside.x) == (kind == "left of")
        return not is_there and room < 0.8 * (mine.width or mine.height) and self._exchange_places(moved, other)

    def resize(self, clause: Clause) -> bool:
        """Make the things that the clause names larger or smaller."""
        words = [*clause.phrase.split(), *split_words(clause.text)]
        factor = factor_of(words)
        things = self.naming.meant(clause.text)
        for number in things if factor else ():
            self.working.resize(number, factor or 1.0)
        return bool(things and factor)

    def look(self, clause: Clause) -> bool:
        """Let things look to a side: "make the dog face left"."""
        looks = every(Wording.built_in().looks, split_words(clause.text))
        things = self.naming.meant(clause.text) if looks else []
        for number in things:
            self.working.turn(number, looks[0])
        return bool(things)

    def _parted(self, text: str) -> tuple[str, RelationKind | None, str]:
        """What is moved, and to what and how it then stands, if it is to stand to something."""
        words = text.split()
        relations = Grammar.built_in().relations
        lower = [re.sub(r"\W", "", word.lower()) for word in words]
        for place in range(1, len(words)):
            length, kinds = relations.at(lower, place)
            if not length and lower[place] in ("to", "into", "onto"):
                length, kinds = 1, ["inside" if lower[place] == "into" else "on" if lower[place] == "onto" else ""]
            if not length:
                continue
            rest = words[place + length :]
            kind = kinds[0] if kinds[0] not in ("with", "in", "wearing", "holding", "together") else "inside"
            is_placed = place_of([word.strip(".,") for word in lower[place:]]) and not kind.endswith(" of")
            if is_placed or not kind:
                return " ".join(words[:place]), None, ""
            return " ".join(words[:place]), cast(RelationKind, kind), " ".join(rest)
        return self._before_direction(words, lower), None, ""

    def _before_direction(self, words: list[str], lower: list[str]) -> str:
        """The thing of "the cat left" or "the dog a bit closer"."""
        directions = Wording.built_in().directions
        for place in range(1, len(words)):
            if directions.at(lower, place)[0]:
                return " ".join(words[:place])
        return " ".join(words)
