"""Which things of a scene the words of an instruction mean: "the hat", "both dogs", "the balloon on the left"."""

import re
from collections.abc import Callable, Iterator, Sequence

from pinxit.engines.storybook.amending.wording import Wording, number_in
from pinxit.engines.storybook.amending.working import Working
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.edits.clauses import every, split_words
from pinxit.engines.storybook.nouns import singulars
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.parse import read

JOINING = frozenset(["and", "or", "plus"])
STOPS = frozenset(
    "of on in with next to from at under over behind beside by near for into onto wearing holding".split()
)
"""Words after a thing that say where it is, and name another."""


class Naming:
    """Finds subjects by words. `last` is what was spoken of before, which "it" then means."""

    def __init__(self, working: Working) -> None:
        self.working = working
        self.wording = Wording.built_in()
        self.last: list[int] = []

    def meant(self, text: str) -> list[int]:
        """The things that a text means, split off from others of their kind where it means only some; none where it
        names nothing that is in the scene."""
        found = self._found(text)
        if found:
            self.last = found
        return found

    def is_named(self, text: str) -> bool:
        """Whether the text names something of the scene, pronouns aside."""
        return bool(self._named(split_words(text)))

    def _found(self, text: str) -> list[int]:
        words = split_words(text)
        found = self._named(words) or self._of_kind(words) or self._by_art(text)
        if found:
            return self._chosen(found, words)
        if "everything" in words or "all" in words and not self.last:
            return self.working.numbers
        if self.wording.all.intersection(words):
            return self._chosen(self._plural(), words)
        return self.pronoun() if self.wording.one.intersection(words) else []

    def _plural(self) -> list[int]:
        """What "them" means: what was spoken of, or the only things that are several, or all."""
        last = [number for number in self.last if self.working.subjects[number]]
        several = [number for number in self.working.numbers if self.working.get(number).count > 1]
        return last or (several if len(several) == 1 else self.working.numbers)

    def pronoun(self) -> list[int]:
        """What "it" means."""
        alive = [number for number in self.last if self.working.subjects[number]]
        main = self.working.main()
        return alive or ([main] if main is not None else [])

    def _named(self, words: Sequence[str]) -> list[int]:
        """The things whose own words these are; after "of" or "on" another is spoken of, and no more than that."""
        found: list[int] = []
        is_joined = True
        for place, word in enumerate(words):
            if word in JOINING:
                is_joined = True
            elif word in STOPS and found:
                break
            elif here := self._called(words, place):
                found += here if is_joined else []
                is_joined = word in JOINING
        return list(dict.fromkeys(found))

    def _called(self, words: Sequence[str], place: int) -> list[int]:
        """Those that the word at a place names, by the last of their own words; of several the ones of that colour."""
        forms = {words[place], *singulars(words[place])}
        if words[place].endswith("'s"):
            return []
        found = [number for number in self.working.numbers if forms & self._heads(number)]
        before = words[max(0, place - 2) : place]
        coloured = [number for number in found if _has_colour(self.working.get(number).colour, before)]
        return coloured or found

    def _heads(self, number: int) -> set[str]:
        subject = self.working.get(number)
        heads = {subject.word.lower().split()[-1], self.working.art(number).title.split()[-1]}
        return heads | {single for head in heads for single in singulars(head)}

    def _of_kind(self, words: Sequence[str]) -> list[int]:
        """Those of a kind: "the animals"."""
        found: list[int] = []
        for kind in every(self.wording.groups, words):
            found += [number for number in self.working.numbers if self._is_of(number, kind)]
        return list(dict.fromkeys(found))

    def _is_of(self, number: int, kind: str) -> bool:
        art = self.working.art(number)
        if kind == "worn":
            return self.working.is_worn(number)
        return (art.is_alive and not art.is_person) if kind == "animal" else art.group.startswith(kind)

    def _by_art(self, text: str) -> list[int]:
        """Those that are drawn as the words would be: the kitty is the cat."""
        thing = re.split(r"\b(?:on|in|from|of)\b", text)[0]
        arts = {subject.art for subject in read(thing, self.working.pack).subjects}
        return [number for number in self.working.numbers if self.working.get(number).art in arts]

    # -------------------------------------------------------------------------------------------------- some of several

    def _chosen(self, numbers: list[int], words: Sequence[str]) -> list[int]:
        """The one on the left, the biggest, two of them: each a subject of its own."""
        each = [(number, copy) for number in numbers for copy in range(self.working.get(number).count)]
        if len(each) < 2:
            return numbers
        picked = self._picked(each, words)
        if picked is None:
            return numbers
        found = []
        for number in numbers:
            copies = [copy for other, copy in picked if other == number]
            if copies:
                found.append(self.working.split(number, copies))
        return found

    def _picked(self, each: list[tuple[int, int]], words: Sequence[str]) -> list[tuple[int, int]] | None:
        if side := next(self._sides(words), None):
            key, reverse = _ORDERS[side]
            spots = [(one, spot) for one in each if (spot := self._spot(one))]
            ordered = [one for one, spot in sorted(spots, key=lambda pair: key(pair[1]), reverse=reverse)]
            return ordered[len(ordered) // 2 :][:1] if side == "middle" else ordered[:1] or None
        count = number_in([word for word in words if word not in ("second",)])
        if " one of " in f" {' '.join(words)} ":
            return each[-1:]
        if count and 0 < count[0] < len(each) and not self._is_exact(count[0], each):
            return each[-count[0] :]
        return None

    def _is_exact(self, count: int, each: list[tuple[int, int]]) -> bool:
        return any(self.working.get(number).count == count for number, _ in each)

    def _sides(self, words: Sequence[str]) -> Iterator[str]:
        """Words that choose, right before a noun or after "on the": "the left balloon", "the balloon on the left"."""
        for place, word in enumerate(words):
            length, sides = self.wording.sides.at(words, place)
            if not length or word in Grammar.built_in().determiners:
                continue
            following = words[place + length : place + length + 1]
            before = words[max(0, place - 2) : place]
            is_one = following in (["one"], ["ones"])
            is_adjective = is_one or bool(following) and bool(self._called(words, place + length))
            if is_adjective or before == ["on", "the"] or before == ["in", "the"]:
                yield sides[0]

    def _spot(self, one: tuple[int, int]) -> "tuple[float, float] | None":
        spots = self.working.get(one[0]).at
        return (spots[one[1]].x, spots[one[1]].height) if one[1] < len(spots) else None


_ORDERS: dict[str, tuple[Callable[[tuple[float, float]], float], bool]] = {
    "left": (lambda spot: spot[0], False),
    "right": (lambda spot: spot[0], True),
    "middle": (lambda spot: spot[0], False),
    "biggest": (lambda spot: spot[1], True),
    "smallest": (lambda spot: spot[1], False),
}


def _has_colour(colour: str | None, words: Sequence[str]) -> bool:
    if colour is None:
        return False
    return any(named(word) == named(colour) for word in [*words, " ".join(words)] if named(word))
