"""Changes things of a scene: their colour, their pattern, their number, and what they are."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pinxit.engines.storybook.amending.adding import Adding
from pinxit.engines.storybook.amending.around import Around
from pinxit.engines.storybook.amending.moving import Moving
from pinxit.engines.storybook.amending.naming import Naming
from pinxit.engines.storybook.amending.texts import Texts
from pinxit.engines.storybook.amending.wording import Wording, factor_of, number_in, without
from pinxit.engines.storybook.amending.working import Working
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.edits.clauses import Clause, every, split_words
from pinxit.engines.storybook.edits.colouring import colouring, each_with_its_colour
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.parse import read
from pinxit.engines.storybook.scene import Pattern, Subject

HAVING = re.compile(r"\b(?:wear|wearing|wears|hold|holding|holds|carry|carrying|have|having|has)\b\s+(?=\w)")
MANY_COLOURED = (
    "rainbow coloured",
    "rainbow colored",
    "rainbow",
    "colourful",
    "colorful",
    "multicoloured",
    "multicolored",
)
STRETCHES = re.compile(r"\b(?:into|to be|to|with|by|for)\b")


class Changing:
    """Carries out the clauses that change things which are there."""

    def __init__(self, working: Working, naming: Naming, adding: Adding, notes: list[str]) -> None:
        self.working = working
        self.naming = naming
        self.adding = adding
        self.notes = notes
        self.around = Around(working)
        self.moving = Moving(working, naming)
        self.texts = Texts(working)

    # ---------------------------------------------------------------------------------------------------------- change

    def change(self, clause: Clause) -> bool:
        """Change what the clause names; each thing with a colour of its own is changed by itself."""
        parts = each_with_its_colour(clause.text)
        if len(parts) < 2:
            return self._change(clause)
        each = [replace(clause, text=part, words=tuple(split_words(part)), whole=part) for part in parts]
        return any([self._change(one) for one in each])

    def _change(self, clause: Clause) -> bool:
        text = clause.text
        words = split_words(text)
        if clause.phrase == "keep":
            return True
        if self.texts.change(clause) or self.texts.restyle(clause) or self.moving.look(clause):
            return True
        steps = (
            self._into, self._have, self._repattern, self._recolour, self._recount, self.resize, self.around.change,
        )  # fmt: skip
        return any(step(text) for step in steps) if words else self.around.change(clause.phrase)

    def _into(self, text: str) -> bool:
        """One thing into another: "the boat into a submarine"; "it a dog" too."""
        target, _, new = STRETCHES.sub("\0", text, count=1).partition("\0")
        if not new:
            found = re.match(r"\s*(it|he|she|him|her|them)\s+(?=an?\s)", text)
            target, new = (found[1], text[found.end() :]) if found else (text, "")
        if not new.strip() or self._is_no_thing(new):
            return False
        return self._exchange(target, new)

    def _is_no_thing(self, new: str) -> bool:
        """The words say a colour, a size, a number or an hour, and name nothing."""
        words = split_words(new)
        draft = read(new, self.working.pack)
        names = [word for word in words if not named(word) and word not in ("one", "ones", "colour", "color")]
        return not draft.subjects or not names or bool(draft.said) and self.around.is_all(new)

    def _exchange(self, target: str, new: str) -> bool:
        """Put what `new` names in the place of what `target` means."""
        draft = read(new, self.working.pack)
        if not draft.subjects:
            return False
        old = self.naming.meant(target)
        if not old:
            return False
        subject = draft.subjects[0]
        self.working.exchange(old[0], subject, count=self._count_of(subject, new))
        for number in old[1:]:
            self.working.remove(number)
        numbers = {0: old[0]} | {at: self.working.add(each) for at, each in enumerate(draft.subjects) if at}
        for bond in draft.relations:
            self.working.relate(bond.kind, numbers[bond.subject], numbers[bond.other])
        self.notes += [f'"{word}" (not drawn)' for word in draft.missing]
        self.naming.last = [old[0]]
        return True

    def _count_of(self, subject: Subject, text: str) -> int | None:
        """How many are said; None where a mere plural leaves it at as many as there were."""
        if subject.count == 1:
            return 1
        return subject.count if number_in(split_words(text)) else None

    def _have(self, text: str) -> bool:
        """To wear or to hold: "the dog wear a hat"."""
        found = HAVING.search(text)
        owners = self.naming.meant(text[: found.start()]) if found else []
        return bool(found and owners) and self.adding.fit_out(owners, text[found.end() :] if found else "")

    def _repattern(self, text: str) -> bool:
        words = split_words(text)
        found: list[Pattern] = every(Wording.built_in().patterns, words)  # type: ignore[assignment]
        things = self.naming.meant(" ".join(without(words, Wording.built_in().patterns))) if found else []
        colour = colouring(text) if things else None
        for number in things:
            self.working.alter(number, pattern=found[0])
            if colour:
                self.working.alter(number, colour=colour.colour)
        return bool(things)

    def _recolour(self, text: str) -> bool:
        lower = text.lower()
        found = colouring(text)
        many = next((each for each in MANY_COLOURED if re.search(rf"\b{each}\b", lower)), None)
        colour = found.colour if found and (found.is_said or many is None) else many
        if colour is None or "sky" in split_words(text):
            return False
        before, _, after = lower.rpartition(colour)
        things = self.naming.meant(before) or self.naming.meant(after)
        if not things and not split_words(before):
            things = self.naming.pronoun()
        for number in things:
            self._paint(number, colour)
        if things and factor_of(split_words(text)):
            for number in things:
                self.working.resize(number, factor_of(split_words(text)) or 1.0)
        elif found and found.rest and things:
            self.notes.append(f'"{found.rest}" (each thing is given one colour)')
        return bool(things)

    def _paint(self, number: int, colour: str) -> None:
        """Give a thing a colour, or those clothes that are coloured with its wearer."""
        word = " ".join(each for each in self.working.get(number).word.split() if not named(each))
        self.working.alter(number, colour=colour, word=word or self.working.get(number).word)

    def _recount(self, text: str) -> bool:
        """ "it five ducks", "the number of ducks five", "them two"."""
        words = split_words(text)
        found = number_in(words)
        if found is None:
            return False
        rest = [word for at, word in enumerate(words) if at != found[1]]
        things = self.naming.meant(" ".join(rest)) if self.naming.is_named(" ".join(rest)) else self.naming.pronoun()
        for number in things[:1]:
            self.working.count(number, found[0])
        return bool(things)

    def resize(self, text: str) -> bool:
        """ "the elephant smaller", "a bigger sun"; "twice as large" is said of what was spoken of, or of the first."""
        words = split_words(text)
        factor = factor_of(words)
        rest = without(words, Wording.built_in().resizes)
        is_bare = not [word for word in rest if word not in Wording.built_in().empty | Wording.built_in().one]
        things = (self.naming.pronoun() if is_bare else self.naming.meant(" ".join(rest))) if factor else []
        for number in things:
            self.working.resize(number, factor or 1.0)
        return bool(things)

    # --------------------------------------------------------------------------------------------------------- replace

    def replace(self, clause: Clause) -> bool:
        """Put one thing, or one text, in the place of another."""
        if self.texts.change(clause) or self.moving.swap(clause.text):
            return True
        target, _, new = re.sub(r"\b(?:with|by|for|into|to)\b", "\0", clause.text, count=1).partition("\0")
        if not new and clause.phrase == "swap":
            target, _, new = clause.text.partition(" and ")
        draft = read(new, self.working.pack)
        is_around = bool(draft.said) and (self.around.is_all(new) or not self.naming.is_named(target))
        if is_around and not (draft.subjects and self.naming.is_named(target)):
            return self.around.change(f"the background to {new}" if "background" in target else new)
        if "background" in split_words(target):
            return self.around.change(f"the background to {new}")
        if self._exchange(target, new) or self._recolour(f"{target} {new}"):
            return True
        if draft.subjects:
            self.notes.append(f'"{target.strip()}" (it is not in the picture)')
        return False

    # ---------------------------------------------------------------------------------------------------------- remove

    def remove(self, clause: Clause) -> bool:
        """Take away what the clause names, or all but that."""
        if self.texts.remove(clause) or self.around.remove_backdrop(clause.words):
            return True
        kept = re.search(r"\b(?:except|but|apart from|other than)\b(?: for)?\s+(.+)", clause.text)
        if kept and (stays := self.naming.meant(kept[1])):
            for number in [each for each in self.working.numbers if each not in stays]:
                if self.working.subjects[number]:
                    self.working.remove(number)
            return True
        things = self._one_of_several(clause.text) or self.naming.meant(clause.text)
        for number in things:
            if self.working.subjects[number]:
                self.working.remove(number)
        if things or self.around.clear(clause.words):
            return True
        self.notes.append(f'"{clause.text.strip()}" (it is not in the picture)')
        return False

    def _one_of_several(self, text: str) -> list[int]:
        """ "a balloon", of five."""
        words = split_words(text)
        if words[:1] not in (["a"], ["an"], ["one"]) or "of" in words[1:2] and words[0] != "one":
            return []
        found = self.naming.meant(text)
        if not found or self.working.get(found[0]).count < 2:
            return found
        number = self.working.get(found[0]).count
        return [self.working.split(found[0], [number - 1])]

    def fewer(self, words: Sequence[str]) -> bool:
        """ "only two ducks", "fewer balloons", "just one"."""
        quantities = every(Wording.built_in().quantities, words)
        found = number_in(words)
        rest = [word for at, word in enumerate(words) if not (found and at == found[1])]
        grammar = Grammar.built_in()
        text = " ".join(word for word in rest if word not in grammar.adverbs)
        named_things = self.naming.meant(text) if self.naming.is_named(text) else []
        if "only" in quantities and found:
            things = named_things or self._several()
            for number in things[:1]:
                self.working.count(number, found[0])
            return bool(things)
        if "fewer" in quantities and named_things:
            number = named_things[0]
            less = 1 if "one" in words else max(1, self.working.get(number).count // 2)
            self.working.count(number, self.working.get(number).count - less)
            return True
        return False

    def _several(self) -> list[int]:
        """The first thing that there are several of, or else the first."""
        several = [number for number in self.working.numbers if self.working.get(number).count > 1]
        return several or self.naming.pronoun()
