"""Joins subjects by the relations that were named between them: who holds, wears, rides or is beside what."""

from dataclasses import replace
from typing import cast

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.nouns import singulars
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.scene import TABLE, Relation, RelationKind, Subject

SHARED = frozenset(["on", "around", "inside", "riding", "under", "behind", "in front of", "above"])
"""What two of whom it is said do both: "a cat and a dog on a sofa"."""
MOUNT = 0.8
"""How tall an animal is that is ridden; a grown person is 1."""
LOOSE = frozenset(["beside", "holding", "facing"])
"""Relations that "with" and the like stand for until more is said: "with a mouse on its back"."""


def counted(subject: Subject, count: int) -> Subject:
    """The subject so many times, and called so: one of three "cats" is a "cat"."""
    *most, last = subject.word.split() or [""]
    single = next(iter(singulars(last)), last) if count == 1 and subject.art.rpartition("-")[2] != last else last
    return replace(subject, count=count, word=" ".join([*most, single]))


class Ties:
    """The relations of a draft. `pending` is the one that waits for its second subject."""

    def __init__(self, draft: Draft, pack: ArtPack) -> None:
        self.draft = draft
        self.pack = pack
        self.grammar = Grammar.built_in()
        self.last: int | None = None
        """The subject that a relation would be said of."""
        self.newest: int | None = None
        self.pending: str | None = None
        self.going_on: str | None = None
        """What "and" goes on with: wearing, or the second of two that something is between."""
        self.team: list[int] = []
        """Subjects named in a row, of all of whom the next relation is said."""
        self.is_team_whole = False

    def art(self, subject: int) -> Art:
        """The art of the subject of this number."""
        return self.pack.get(self.draft.subjects[subject].art)

    def built(self, subject: int) -> str | None:
        """ "building" or "transport", if it is one of them."""
        group = self.art(subject).group
        is_building = group in ("place-building", "place-religious")
        return "transport" if group.startswith("transport") else "building" if is_building else None

    def begin(self, kind: str) -> None:
        """A relation was named: the next subject is its second. "together" joins the last two at once."""
        if kind == "together":
            if self.newest:
                self.bind("hugging", self.newest - 1, self.newest)
        elif self.last is not None:
            self.pending = kind

    def go_on(self) -> None:
        """An "and": what is worn, and what something is between, go on with the same relation."""
        self.pending, self.going_on = self.going_on, None

    def rest(self) -> None:
        """A mark ends what was begun."""
        self.pending = None

    def do(self) -> None:
        """A verb: who was named before it is a company of its own."""
        self.is_team_whole = True

    def relate(self, new: int) -> None:
        """The subject just read answers the relation that was begun, and is what the next one is said of."""
        kind, self.pending, last = self.pending, None, self.last
        is_worn = self.art(new).title in self.grammar.worn
        if kind == "wearing too" and not is_worn:
            kind = None
        newest, self.newest, self.last = self.newest, new, new
        if kind is None or last is None or last == new:
            self.team = [new] if self.is_team_whole or last == new else [*self.team, new]
            self.is_team_whole, self.going_on = False, None
            return
        team, self.team, self.is_team_whole = [at for at in self.team if at != last], [], True
        if kind.startswith("swapped "):
            self.last, self.going_on = last, None
            self.bind(kind.removeprefix("swapped "), new, last if newest is None else newest)
        elif kind.startswith("between"):
            self._put_between(kind, last, new)
        else:
            self._answer(kind, last, new, team)

    def _put_between(self, kind: str, last: int, new: int) -> None:
        """ "and" goes on with the second of the two, if the first is one."""
        self.last = last
        self.going_on = "between too" if kind == "between" and self.draft.subjects[new].count == 1 else None
        self.bind("between", last, new)

    def _answer(self, kind: str, last: int, new: int, team: list[int]) -> None:
        if kind == "with" and self._is_filled(last, new):
            self.last = last
            self.bind("inside", new, last)  # a vase with tulips
            return
        if kind == "with" and self._is_laid(last, new):
            self.last = last
            self.bind("on", new, last)  # a desk with a laptop
            return
        if kind in ("wearing", "wearing too", "with", "holding", "carrying"):
            last = self._owner(last, new)
        kind = self._worn_or_held(kind, self.art(new), self.art(last))
        kind = "riding" if kind == "on" and self._is_ridden(self.art(new), self.art(last)) else kind
        self.bind(kind, last, new)
        self._share(kind, last, new, team)
        self.going_on = "wearing too" if kind == "wearing" else None
        if kind in ("wearing", "holding", "riding", "on", "inside"):
            self.last = last

    def _share(self, kind: str, last: int, new: int, team: list[int]) -> None:
        """Those who were named with `last` are on the same sofa, and wear hats if they are said to wear "hats"."""
        worn = self.draft.subjects[new]
        if kind == "wearing" and worn.count > 1:
            self.draft.subjects[new] = counted(worn, 1)
        elif kind not in SHARED:
            return
        for other in team:
            if kind != "wearing" or self.art(other).is_alive:
                self.bind(kind, other, new)

    def turn(self, kind: str, *, is_body: bool) -> bool:
        """The newest subject stands in this relation to who was named before it: "with a mouse on its back" is on a
        body, "with a mouse on it" on whatever it may be. False where nobody was named before it."""
        new = self.newest
        if new is None or (owner := self._spoken_of(new, is_body=is_body)) is None:
            return False
        self.pending, self.last, self.going_on = None, owner, None
        is_worn = self.art(new).title in self.grammar.worn and self._wears(self.art(owner))
        loose = [bond for bond in self.draft.relations if (bond.subject, bond.other) == (owner, new)]
        if is_worn and kind in ("on", "beside"):
            if not any(bond.kind == "wearing" for bond in loose):
                self.bind("wearing", owner, new)
            self.going_on = "wearing too"
            return True
        self.draft.relations = [bond for bond in self.draft.relations if bond not in loose or bond.kind not in LOOSE]
        if kind == "holding":
            self.bind("holding", owner, new)
        else:
            self.bind(kind, new, owner)
        return True

    def owner_of_newest(self) -> int | None:
        """Whom "it" means after the newest subject."""
        return None if self.newest is None else self._spoken_of(self.newest, is_body=False)

    def _spoken_of(self, new: int, *, is_body: bool) -> int | None:
        """Whom "it" and "its back" mean after a subject was named: whoever has it, or the last one before it."""
        owners = [bond.subject for bond in self.draft.relations if bond.other == new]
        before = [at for at in range(new - 1, -1, -1) if self.draft.subjects[at].count == 1]
        if is_body:
            before = [at for at in before if self.art(at).is_alive]
        return next((at for at in (*owners[-1:], *before) if at != new), None)

    def bind(self, kind: str, subject: int, other: int) -> None:
        """Take in a relation."""
        self.draft.relations.append(Relation(kind=cast(RelationKind, kind), subject=subject, other=other))

    def _owner(self, last: int, new: int) -> int:
        """Who wears or holds what comes next: the nearest that is alive, and where it is held, a person: in "a man
        walking a dog with an umbrella" the man holds it."""
        before = [at for at in range(last, -1, -1) if at != new]
        if self.art(new).title not in self.grammar.worn and not self.art(last).is_person:
            if people := [at for at in before if self.art(at).is_person]:
                return people[0]
        return next((at for at in before if self._wears(self.art(at))), last)

    def _wears(self, art: Art) -> bool:
        return art.is_alive or art.title in self.grammar.wearers

    def _is_filled(self, owner: int, new: int) -> bool:
        """The first is open above, and the second is no larger than what it holds."""
        return self.art(owner).title in self.grammar.brims and self.art(new).tall < 1.5 * self.art(owner).tall

    def _is_laid(self, owner: int, new: int) -> bool:
        """What comes with a table, and is small enough, is on it."""
        art = self.art(new)
        return self.draft.subjects[owner].art == TABLE and art.tall <= self.grammar.tallest_on_table

    def _worn_or_held(self, kind: str, art: Art, owner: Art) -> str:
        """What "with", "in" and "holding" mean for this thing and this owner."""
        if kind == "carrying":
            is_hugged = art.is_alive and owner.is_alive and art.tall < owner.tall
            return "hugging" if is_hugged else self._worn_or_held("holding", art, owner)
        if kind in ("wearing", "wearing too", "with", "in") and art.title in self.grammar.worn and self._wears(owner):
            return "wearing"
        if kind == "in":
            return "inside" if self._can_be_entered(art) else ("on" if art.group.startswith("plant") else "beside")
        if kind in ("holding", "with", "wearing", "wearing too"):
            is_alike = kind == "holding" and owner.is_alive or kind == "with" and owner.is_person
            if is_alike and art.title in self.grammar.overhead:
                return "holding"  # a mouse is under the umbrella that it holds
            light = art.tall < (1.2 if kind == "holding" else 0.7) * owner.tall and art.shape == "whole"
            is_far = art.group.startswith(("sky", "place-map")) and art.title not in self.grammar.overhead
            is_held = light and owner.is_alive and not art.is_alive and not is_far
            return "holding" if is_held else "beside"
        return kind

    def _is_ridden(self, art: Art, by: Art) -> bool:
        """An elf on a horse rides it, and a boy on a bicycle does."""
        is_mount = art.group == "animal-mammal" and art.tall >= MOUNT
        return by.is_person and (is_mount or art.title in self.grammar.astride)

    def _can_be_entered(self, art: Art) -> bool:
        return art.title in self.grammar.containers or art.group.startswith("transport")
