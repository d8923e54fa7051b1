"""Brings new things into a scene: beside what is there, onto it, or worn by somebody."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pinxit.engines.storybook.amending.naming import Naming
from pinxit.engines.storybook.amending.texts import Texts
from pinxit.engines.storybook.amending.wording import Wording, number_in, place_of
from pinxit.engines.storybook.amending.working import Working
from pinxit.engines.storybook.edits import places
from pinxit.engines.storybook.edits.casting import is_bearer, is_definite
from pinxit.engines.storybook.edits.clauses import Clause, every, split_words
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.parse import read
from pinxit.engines.storybook.reading.prompt import tokenise
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.scene import Relation, Subject

GIVEN = re.compile(
    r"\s*(?P<to>it|him|her|them|(?:the|my|this|that|his|her|each|every|both|all)\b.*?)\s+"
    r"(?=(?:an?|some|two|three|four|five|six|more|another|matching|big|small|tiny|little|\d+|its|his|their)\s|[\w-]+\s*$)"
)
"""Whom something is given to: "the cat" of "the cat a red scarf"."""
DRESSED = re.compile(r"\s*(?P<to>.+?)\s+(?:up\s+)?(?:in|with|as)\s+(?P<what>.+)")
ONTO = re.compile(
    r"\b(on top of|onto|on|to|under|behind|next to|beside|in front of|above|over|near|around|inside|into|in)\s+"
    r"(it|him|her|them)\b"
)


class Adding:
    """Carries out the clauses that bring something in."""

    def __init__(self, working: Working, naming: Naming, notes: list[str]) -> None:
        self.working = working
        self.naming = naming
        self.notes = notes
        self.texts = Texts(working)
        self.grammar = Grammar.built_in()

    def add(self, clause: Clause) -> bool:
        """Add what the clause names: a text, clothes, or things. False where it names none of them."""
        if tokenise(clause.text).texts and self.texts.add(clause):
            return True
        if clause.phrase in ("give", "dress"):
            return self.give(clause)
        return self.more(clause.text) or self.draw(clause.text)

    def give(self, clause: Clause) -> bool:
        """To wear or to hold: "give the cat a scarf", "dress her in red"."""
        found = DRESSED.match(clause.text) if clause.phrase == "dress" else GIVEN.match(clause.text)
        if found is None:
            return self.draw(clause.text)
        what = found["what"] if clause.phrase == "dress" else clause.text[found.end() :]
        what, *others = re.split(r"\s+and\s+(?=(?:the|his|her|my)\s)", what)
        owners = self.naming.meant(found["to"])
        done = [bool(owners) and self.fit_out(owners, what)]
        done += [self.give(replace(clause, text=other, words=tuple(split_words(other)))) for other in others]
        return any(done)

    def fit_out(self, owners: Sequence[int], what: str) -> bool:
        """Let some things wear or hold what `what` names."""
        draft = read(what, self.working.pack)
        self._tell(draft)
        for owner in owners:
            for subject in draft.subjects:
                self._give_one(owner, subject)
        return bool(draft.subjects)

    def _give_one(self, owner: int, subject: Subject) -> None:
        art = self.working.pack.get(subject.art)
        is_worn = art.title in self.grammar.worn and self.working.wears(owner)
        same = [
            bond.other for bond in self.working.relations
            if bond.subject == owner and bond.kind == "wearing" and self.working.subjects[bond.other]
            and self.working.art(bond.other).title == art.title
        ]  # fmt: skip
        if is_worn and same:  # another hat takes the place of the first
            self.working.subjects[same[0]] = subject
            return
        self.working.relate("wearing" if is_worn else "holding", owner, self.working.add(subject))

    def more(self, text: str) -> bool:
        """More of what is there already: "another duck", "two more balloons"."""
        words = split_words(text)
        if "more" not in every(Wording.built_in().quantities, words):
            return False
        if not self.naming.is_named(text):
            return False
        found = self.naming.meant(re.sub(r"\b(?:\w+ more|another|more|an extra|extra|additional)\b", "", text))
        number = number_in(words)
        plural = "some" in words or words[:2] == ["a", "few"] or words[:1] == ["more"]
        for each in found[:1]:
            self.working.count(each, self.working.get(each).count + (number[0] if number else 2 if plural else 1))
        return bool(found)

    def draw(self, text: str) -> bool:
        """New things, joined to what is there as the words say."""
        text = ONTO.sub(self._spelt_out, text)
        draft = read(text, self.working.pack)
        self._tell(draft)
        thing, where = places.split(text)
        if not draft.subjects and (light := self._light(thing)):
            draft.subjects = [light]
        if not draft.subjects:
            return False
        known = self._known(draft, text)
        new = [at for at in range(len(draft.subjects)) if at not in known]
        if not new:
            return False
        numbers = dict(known)
        bound = {at for bond in draft.relations for at in (bond.subject, bond.other)}
        for at in new:
            subject = draft.subjects[at]
            place = subject.place or place_of(split_words(where))
            numbers[at] = self._add_one(replace(subject, place=place), is_bound=at in bound)
        for bond in draft.relations:
            if bond.kind in ("on", "beside") and bond.subject in new and self._can_wear(numbers, bond):
                self._put_on(numbers, bond.subject, numbers[bond.other])
            elif bond.subject in new or bond.other in new:
                self.working.relate(bond.kind, numbers[bond.subject], numbers[bond.other])
        self._join_loose([at for at in new if at not in bound], numbers, text, where)
        self.naming.last = [numbers[at] for at in new if at not in {bond.other for bond in draft.relations}] or [
            numbers[new[0]]
        ]
        return True

    def _light(self, thing: str) -> Subject | None:
        """ "a moon" and "three stars" are things, though a picture of "the moon" is one of a night."""
        words = split_words(thing)
        count = number_in(words)
        if not (count or words[:1] in (["a"], ["an"], ["the"], ["some"])):
            return None
        rest = [word for word in words if word not in self.grammar.determiners | self.grammar.numbers.keys()]
        match = self.working.pack.find(" ".join(rest)) if rest else None
        if match is None or match.via not in ("name", "alias") or match.words < len(rest):
            return None
        if self.working.pack.get(match.art).group != "sky-weather":
            return None
        some = 3 if rest[-1].endswith("s") else 1
        return Subject(word=" ".join(rest), art=match.art, count=count[0] if count else some)

    def _spelt_out(self, found: re.Match[str]) -> str:
        """ "on it" with the noun that "it" means, so that it is read as a thing."""
        meant = self.naming.pronoun()
        return f"{found[1]} the {self.working.get(meant[0]).word}" if meant else found[0]

    def _known(self, draft: Draft, text: str) -> dict[int, int]:
        """Which things of the words are there already, by their numbers: "the dog" of "a hat on the dog"."""
        known = {}
        for at, subject in enumerate(draft.subjects):
            if is_definite(subject.word, text) and (found := self.naming.meant(f"the {subject.word}")):
                known[at] = found[0]
        return known

    def _add_one(self, subject: Subject, *, is_bound: bool) -> int:
        """A new subject, or so many more of one that looks the same and stands anywhere."""
        for number in self.working.numbers:
            same = self.working.get(number)
            is_alike = (same.art, same.colour, same.pattern, same.size) == (
                subject.art, subject.colour, subject.pattern, subject.size,
            )  # fmt: skip
            if is_alike and not (is_bound or subject.place or self._is_bound(number)):
                self.working.count(number, same.count + subject.count)
                return number
        return self.working.add(subject)

    def _is_bound(self, number: int) -> bool:
        return any(number in (bond.subject, bond.other) for bond in self.working.relations)

    def _join_loose(self, loose: Sequence[int], numbers: dict[int, int], text: str, where: str) -> None:
        """What nobody is named for is worn by the first that can, or stands beside what it was added to."""
        joint = places.joint(text) if where else ""
        owners = self.naming.meant(where) if joint in ("to", "onto", "on", "around", "over") and where else []
        for at in loose:
            number = numbers[at]
            if not self.working.subjects[number]:
                continue
            owner = next((each for each in owners if each != number), None)
            if self.working.is_worn(number):
                wearer = owner if owner is not None else self.working.wearer()
                if wearer is not None and wearer != number and self.working.wears(wearer):
                    self._put_on(numbers, at, wearer)
            elif owner is not None:
                self._join(number, owner)

    def _can_wear(self, numbers: dict[int, int], bond: Relation) -> bool:
        return self.working.is_worn(numbers[bond.subject]) and self.working.wears(numbers[bond.other])

    def _put_on(self, numbers: dict[int, int], at: int, wearer: int) -> None:
        """What was read as something that stands there is worn."""
        subject = self.working.get(numbers[at])
        self.working.subjects[numbers[at]] = None
        self._give_one(wearer, replace(subject, place=None))
        numbers[at] = len(self.working.subjects) - 1

    def _join(self, number: int, owner: int) -> None:
        """ "to the bowl" is into it, "to the table" onto it, and "to the cat" beside it."""
        subject = self.working.get(owner)
        if not is_bearer(subject, self.working.pack):
            self.working.relate("beside", number, owner)
        elif self.working.art(owner).title in self.grammar.containers:
            self.working.relate("inside", number, owner)
        else:
            self.working.relate("on", number, owner)

    def _tell(self, draft: Draft) -> None:
        self.notes += [f'"{word}" (not drawn)' for word in draft.missing]
