"""Makes subjects of noun phrases, and joins each to the one it was said of."""

from dataclasses import dataclass, field, replace
from typing import cast

from pinxit.engines.storybook.art import Art, ArtPack, Match, normalise, singulars
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.scene import Relation, RelationKind, Size, Subject

MAX_SUBJECTS = 14
"""Kinds of things on one page."""
PLURAL_COUNT = 3
"""How many "apples" are, when nothing says."""
MAX_PHRASE = 5
"""Words of the longest noun phrase."""
THE_SAME = frozenset(["the", "its", "his", "her", "their", "this", "that"])
"""Determiners of what was spoken of before."""
OWN = frozenset(["its", "his", "her", "their"])


@dataclass(slots=True)
class NounPhrase:
    """A noun phrase in the making: its words, and what was said before them."""

    words: list[str] = field(default_factory=list)
    colour: str | None = None
    count: int | None = None
    size: Size | None = None
    determiner: str | None = None
    denied: bool = False
    is_collective: bool = False
    """The number is a word for many: a bunch, a pile."""

    @property
    def is_announced(self) -> bool:
        """Something before the words says that a noun comes."""
        said = (self.determiner, self.count, self.colour, self.size)
        return any(value is not None for value in said)


class Bonds:
    """The subjects of a draft. `pending` is the relation that waits for its second subject."""

    def __init__(self, draft: Draft, pack: ArtPack) -> None:
        self.draft = draft
        self.pack = pack
        self.grammar = Grammar.built_in()
        self.last: int | None = None
        """The subject that a relation would be said of."""
        self.newest: int | None = None
        self.pending: str | None = None
        self.dressing = False
        """The last relation was "wearing", which "and" goes on with."""

    def art(self, subject: int) -> Art:
        return self.pack.get(self.draft.subjects[subject].art)

    def begin(self, kind: str) -> None:
        """A relation was named: the next subject is its second. "together" joins the last two at once."""
        if kind == "together":
            if self.newest:
                self._bind("hugging", self.newest - 1, self.newest)
        elif self.last is not None:
            self.pending = kind

    def go_on(self) -> None:
        """An "and": only what is worn goes on with the same relation."""
        self.pending = "wearing too" if self.dressing else None

    def take(self, phrase: NounPhrase, *, trusted: bool) -> None:
        """Find the art of a whole noun phrase and make it a subject. `trusted` takes names and aliases only."""
        words = phrase.words if self._is_name(phrase.words) else self._telling(phrase.words)
        if not words or phrase.denied or self._is_part(words, phrase):
            self.pending = None if phrase.words else self.pending
            return
        is_noun_place = phrase.is_announced or self.pending is not None or not self.draft.subjects
        if relative := self._relative(phrase, words):
            self._add(relative, phrase, words, phrase.colour)
        elif found := self._find(phrase, words, trusted=trusted or not is_noun_place):
            self._add(found[0], phrase, words, None if found[1] else phrase.colour)
        elif is_noun_place and not trusted and not self.grammar.adjectives.issuperset(words):
            self.draft.missing.append(" ".join(words))
            self.pending = None

    def _is_name(self, words: list[str]) -> bool:
        """All of the words are one name: the air of "hot air balloon" is part of it."""
        match = self.pack.find(" ".join(words)) if words else None
        return match is not None and match.via in ("name", "alias") and match.words == len(words)

    def _telling(self, words: list[str]) -> list[str]:
        """The words without those that say nothing."""
        return [word for word in words if word not in self.grammar.nothing][-MAX_PHRASE:]

    def recolour_last(self, colour: str) -> None:
        """A colour that was said after its noun: "the cat is black"."""
        if self.newest is not None:
            self.draft.subjects[self.newest] = replace(self.draft.subjects[self.newest], colour=colour)

    def forget_sign(self, names: frozenset[str]) -> None:
        """A sign that is written on is drawn as a board with its text, not as a thing of its own."""
        if self.newest is None or not names.intersection(self.draft.subjects[self.newest].word.split()):
            return
        gone = len(self.draft.subjects) - 1
        if self.newest == gone:
            self.draft.subjects.pop()
            kept = [bond for bond in self.draft.relations if gone not in (bond.subject, bond.other)]
            self.draft.relations = kept
            self.last = self.newest = gone - 1 if gone else None

    # ------------------------------------------------------------------------------------------------------- subjects

    def _is_part(self, words: list[str], phrase: NounPhrase) -> bool:
        """A part of somebody, who is drawn with it anyway: "with big ears". The first subject may be a part alone."""
        is_part = any(form in self.grammar.parts for form in (words[-1], *singulars(words[-1])))
        return is_part and bool(self.draft.subjects or phrase.determiner in OWN)

    def _relative(self, phrase: NounPhrase, words: list[str]) -> Art | None:
        """ "its mother" and "her cubs" are of the kind of the animal that was named before."""
        if phrase.determiner not in OWN or self.last is None or words[-1] not in self.grammar.family:
            return None
        art = self.art(self.last)
        if art.is_person or not art.is_alive:
            return None
        phrase.size = phrase.size or ("big" if words[-1] in self.grammar.elders else "small")
        phrase.determiner = None
        if phrase.count is None and singulars(words[-1]):
            phrase.count = PLURAL_COUNT
        return art

    def _find(self, phrase: NounPhrase, words: list[str], *, trusted: bool) -> tuple[Art, bool] | None:
        """The art for the words, and whether it has the colour already."""
        if phrase.colour:
            coloured = self.pack.find(f"{phrase.colour} {' '.join(words)}")
            if coloured and coloured.via == "name" and coloured.words > len(normalise(" ".join(words)).split()):
                return self.pack.get(coloured.art), True
        match = self.pack.find(" ".join(words))
        return (self.pack.get(match.art), False) if match and self._is_good(match, words, trusted) else None

    def _is_good(self, match: Match, words: list[str], trusted: bool) -> bool:
        if match.via in ("name", "alias"):
            return True
        return not trusted and not (match.via == "embedding" and self.grammar.adjectives.issuperset(words))

    def _add(self, art: Art, phrase: NounPhrase, words: list[str], colour: str | None) -> None:
        if len(self.draft.subjects) >= MAX_SUBJECTS:
            self.draft.missing.append(" ".join(words))
            return
        is_young = not self.grammar.young.isdisjoint(words)
        known = [at for at, subject in enumerate(self.draft.subjects) if subject.art == art.name]
        if known and phrase.determiner in THE_SAME and not phrase.count and not is_young:
            if colour:
                self.draft.subjects[known[0]] = replace(self.draft.subjects[known[0]], colour=colour)
            self._relate(known[0])
            return
        size: Size = phrase.size or ("small" if is_young else "normal")
        count = self._count(art, phrase, words)
        subject = Subject(word=" ".join(words), art=art.name, colour=colour, count=count, size=size)
        self.draft.subjects.append(subject)
        self._relate(len(self.draft.subjects) - 1)

    def _count(self, art: Art, phrase: NounPhrase, words: list[str]) -> int:
        if phrase.is_collective and art.title.endswith("s"):
            return 1  # the art of "grapes" is a bunch already
        if phrase.count is not None:
            return max(1, phrase.count)
        return PLURAL_COUNT if self._is_plural(words[-1], art) else 1

    def _is_plural(self, word: str, art: Art) -> bool:
        """ "apples" are several, and so is "children"; "glasses" and "headphones" are one thing."""
        if word in self.grammar.single or art.title.endswith(word):
            return False
        return bool(singulars(word)) and self.pack.find(word) is not None

    # ------------------------------------------------------------------------------------------------------ relations

    def _relate(self, new: int) -> None:
        """The subject just read answers the relation that was begun, and is what the next one is said of."""
        kind, self.pending, last = self.pending, None, self.last
        is_worn = self.art(new).title in self.grammar.worn
        if kind == "wearing too" and not is_worn:
            kind = None
        self.dressing = False
        newest, self.newest, self.last = self.newest, new, new
        if kind is None or last is None or last == new:
            return
        if kind.startswith("swapped "):
            self.last = last
            self._bind(kind.removeprefix("swapped "), new, last if newest is None else newest)
            return
        if kind in ("wearing", "wearing too", "with", "holding"):
            last = self._owner(last, new)
        kind = self._worn_or_held(kind, self.art(new), self.art(last))
        self._bind(kind, last, new)
        self.dressing = kind == "wearing"
        if kind in ("wearing", "holding", "riding", "on", "inside"):
            self.last = last

    def _bind(self, kind: str, subject: int, other: int) -> None:
        self.draft.relations.append(Relation(kind=cast(RelationKind, kind), subject=subject, other=other))

    def _owner(self, last: int, new: int) -> int:
        """Who wears or holds what comes next: the nearest that is alive, and where it is held, a person: in "a man
        walking a dog with an umbrella" the man holds it."""
        before = [at for at in range(last, -1, -1) if at != new]
        if self.art(new).title not in self.grammar.worn and not self.art(last).is_person:
            if people := [at for at in before if self.art(at).is_person]:
                return people[0]
        return next((at for at in before if self.art(at).is_alive), last)

    def _worn_or_held(self, kind: str, art: Art, owner: Art) -> str:
        """What "with", "in" and "holding" mean for this thing and this owner."""
        if kind in ("wearing", "wearing too", "with", "in") and art.title in self.grammar.worn and owner.is_alive:
            return "wearing"
        if kind == "in":
            return "inside" if self._can_be_entered(art) else ("on" if art.group.startswith("plant") else "beside")
        if kind in ("holding", "with", "wearing", "wearing too"):
            light = art.tall < (1.2 if kind == "holding" else 0.7) * owner.tall and art.shape == "whole"
            is_far = art.group.startswith(("sky", "place-map")) and art.title not in self.grammar.overhead
            is_held = light and owner.is_alive and not art.is_alive and not is_far
            return "holding" if is_held else "beside"
        return kind

    def _can_be_entered(self, art: Art) -> bool:
        return art.title in self.grammar.containers or art.group.startswith("transport")
