"""Makes subjects of noun phrases, and joins each to the one it was said of."""

from dataclasses import dataclass, replace

from pinxit.engines.storybook.art import Art, Match
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.nouns import normalise, singulars
from pinxit.engines.storybook.reading.outfits import role_of
from pinxit.engines.storybook.reading.phrase import OWN, THE_SAME, NounPhrase, Where
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.reading.things import is_thing
from pinxit.engines.storybook.reading.ties import Ties, counted
from pinxit.engines.storybook.scene import Pose, Size, Subject

MAX_SUBJECTS = 14
"""Kinds of things on one page."""
PLURAL_COUNT = 3
"""How many "apples" are, when nothing says."""
EACH_COLOUR = 2
"""How many of each colour "red and blue balloons" are, when nothing says."""
GENERIC_YOUNG = [["cub"], ["cubs"], ["pup"], ["pups"], ["babies"], ["calf"], ["calves"]]
"""What the young of many kinds are called: those after a polar bear are its own."""
MAX_PHRASE = 5
"""Words of the longest noun phrase."""


@dataclass(slots=True)
class Group:
    """Several of a kind, of whom single ones may be spoken of: "three cats, one black"."""

    subject: int
    left: int
    """Of how many nothing was said yet."""
    is_begun: bool = False


class Bonds(Ties):
    """The subjects of a draft, and their relations."""

    def __init__(self, draft: Draft, pack: ArtPack) -> None:
        super().__init__(draft, pack)
        self.held: list[NounPhrase] = []
        """Phrases without a noun, which the next one names: the "one red" of "one red and two blue balloons"."""
        self.group: Group | None = None
        self.where = Where()
        """Where the next subject is, where that was said before it."""

    def take(self, phrase: NounPhrase, *, trusted: bool) -> None:
        """Find the art of a whole noun phrase and make it a subject. `trusted` takes names and aliases only."""
        words = phrase.words if self._is_name(phrase.words) else self._telling(phrase.words)
        self._exclude(phrase)
        if not words or phrase.denied or phrase.is_stuff or self._is_part(words, phrase):
            self.pending = None if phrase.words else self.pending
            return
        held, self.held = self.held, []
        if self._is_said_of_last(words, phrase):
            return
        is_noun_place = phrase.is_announced or self.pending is not None or not self.draft.subjects
        if relative := self._relative(phrase, words):
            self._add(relative, phrase, words, phrase.colour)
        elif found := self._find(phrase, words, trusted=trusted or not is_noun_place):
            for other in held:
                bare = [word for word in words[:-1] if not named(word)] + words[-1:]  # the red ones of "green apples"
                self._add_all(self._find(other, bare, trusted=trusted) or found, other, bare)
            self._add_all(found, phrase, words)
        elif is_noun_place and not trusted:
            self._miss(words)

    def _miss(self, words: list[str]) -> None:
        """What has no art is told of, where it is something that can be seen."""
        if not self.grammar.adjectives.issuperset(words):
            if is_thing(words, self.pack):
                self.draft.missing.append(" ".join(words))
            self.pending = None

    def _exclude(self, phrase: NounPhrase) -> None:
        words = " ".join(phrase.words)
        if phrase.denied and words and words not in self.draft.excluded:
            self.draft.excluded.append(words)

    def _is_name(self, words: list[str]) -> bool:
        """All of the words are one name: the air of "hot air balloon" is part of it."""
        match = self.pack.find(" ".join(words)) if words else None
        return match is not None and match.via in ("name", "alias") and match.words == len(words)

    def _telling(self, words: list[str]) -> list[str]:
        """The words without those that say nothing."""
        return [word for word in words if word not in self.grammar.nothing][-MAX_PHRASE:]

    # -------------------------------------------------------------------------------------------- said after the noun

    def recolour_last(self, colour: str) -> None:
        """A colour that was said after its noun: "the cat is black"."""
        if self.newest is not None:
            self.draft.subjects[self.newest] = replace(self.draft.subjects[self.newest], colour=colour)

    def pattern_last(self, phrase: NounPhrase) -> bool:
        """A pattern that was said after its noun: "a shirt with red stripes". False where there is none to have it."""
        at = self.newest if self.pending in ("with", "in", None) else self.last
        if at is None or phrase.pattern is None:
            return False
        self.draft.subjects[at] = replace(self.draft.subjects[at], pattern=phrase.pattern, second=phrase.colour)
        self.pending = None
        return True

    def locate(self, where: Where) -> bool:
        """A place that was said after its noun; False where there is none, or it has one already."""
        subject = self.draft.subjects[self.last] if self.last is not None else None
        if self.last is None or subject is None or subject.place or subject.depth:
            return False
        is_corner = where.place is not None and where.place not in ("left", "right", "centre")
        for at in {
            self.last,
            *(() if is_corner else self.team),
        }:  # "a cat and a dog on the left", but one sun in a corner
            each = self.draft.subjects[at]
            if not (each.place or each.depth):
                self.draft.subjects[at] = replace(each, place=where.place, depth=where.depth)
        self.do()
        return True

    def pose_last(self, pose: Pose) -> None:
        """What those do who were named in a row, if they can: "a cat and a dog sleeping"."""
        for at in {self.last, *self.team} - {None}:
            assert at is not None, "None was taken out"
            if self._can(pose, self.art(at)):
                subject = self.draft.subjects[at]
                self.draft.subjects[at] = replace(subject, pose=subject.pose or pose)

    def _can(self, pose: Pose | None, art: Art) -> bool:
        return art.is_alive or pose in ("flying", "falling", "upside down")

    def pick(self, count: int | None) -> bool:
        """ "one" or "the other" (None: all the rest) of several who were named: they become a subject of their own."""
        group, subjects = self.group, self.draft.subjects
        if group is None or group.left < 1:
            return False
        group.is_begun, taken = True, group.left if count is None else min(count, group.left)
        rest, group.left = group.left - taken, group.left - taken
        if rest:
            base = subjects[group.subject]
            subjects[group.subject] = counted(base, base.count - taken)
            subjects.append(counted(base, taken))
            self.newest = self.last = len(subjects) - 1
        else:
            self.newest = self.last = group.subject
        self.pending, self.team, self.is_team_whole = None, [self.newest], True
        return True

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
        """A part of somebody, who is drawn with it anyway: "with big ears". The first subject may be a part alone, and
        so may what is listed: "a key, a feather and a map"."""
        if self.is_part_of_built(words[-1], phrase.determiner):
            if phrase.colour:
                self.draft.missing.append(f"{phrase.colour} {' '.join(words)}")
            return True
        is_name = len(words) > 1 and self._is_name(words[-2:])  # a treasure chest
        if is_name or not any(form in self.grammar.parts for form in (words[-1], *singulars(words[-1]))):
            return False
        if phrase.determiner in OWN:
            return True
        is_listed = self.pending is None and phrase.determiner in ("a", "an") and words[-1] in self.grammar.loose_parts
        return bool(self.draft.subjects) and not is_listed

    def is_part_of_built(self, word: str, determiner: str | None = None) -> bool:
        """The green door of "a red house with a green door" is none beside it."""
        if self.newest is None or not (self.pending in (None, "with") or determiner in OWN):
            return False
        return word in self.grammar.built.get(self.built(self.newest) or "", ())

    def _relative(self, phrase: NounPhrase, words: list[str]) -> Art | None:
        """ "its mother" and "her cubs" are of the kind of the animal that was named before."""
        is_own = phrase.determiner in OWN and words[-1] in self.grammar.family
        if not (is_own or words in GENERIC_YOUNG) or self.last is None:
            return None
        art = self.art(self.last)
        if art.is_person or not art.is_alive:
            return None
        young = self.draft.subjects[self.last].word.split()[-1]
        if words[-1] in self.grammar.elders and (match := self.pack.find(self.grammar.grown.get(young, ""))):
            phrase.determiner = None
            return self.pack.get(match.art)
        phrase.size = phrase.size or ("big" if words[-1] in self.grammar.elders else "small")
        phrase.determiner = None
        if phrase.count is None and singulars(words[-1]):
            phrase.count = PLURAL_COUNT
        return art

    def _role(self, words: list[str]) -> str | None:
        """The part that is played by a "fox astronaut" and a "pirate cat", but not by a king penguin."""
        if role := role_of(words[1:]):
            return role
        is_species = " ".join(words[-2:]) in self.grammar.species
        return next((word for word in words[:-1] if role_of([word]) and not is_species), None)

    def _is_said_of_last(self, words: list[str], phrase: NounPhrase) -> bool:
        """What was named is no thing of its own, but what the one before wears as, or is full of."""
        if self.pending == "costume":
            return self._dress_up(words)
        return self.pending == "swapped inside" and self._pour(words, phrase)

    def _pour(self, words: list[str], phrase: NounPhrase) -> bool:
        """ "a glass of orange juice" is one thing, in the colour of the juice."""
        vessel = self.newest
        colour = self.grammar.poured.get(words[-1])
        if vessel is None or self.art(vessel).title not in self.grammar.vessels:
            return False
        if colour is None:
            match = self.pack.find(" ".join(words))
            return match is not None and match.art == self.art(vessel).name  # the perfume of a bottle of it
        whole = self.pack.find(f"{self.draft.subjects[vessel].word} of {words[-1]}")
        if whole and whole.via in ("name", "alias") and whole.words == 3 and whole.art != self.art(vessel).name:
            subject = self.draft.subjects[vessel]  # a glass of red wine is none of milk
            self.draft.subjects[vessel] = replace(subject, art=whole.art, word=f"{subject.word} of {words[-1]}")
            self.pending = None
            return True
        told = phrase.colour or next((word for word in words[:-1] if named(word)), colour)
        subject = self.draft.subjects[vessel]
        self.draft.subjects[vessel] = replace(
            subject, colour=subject.colour or told, word=f"{subject.word} of {words[-1]}"
        )
        self.pending = None
        return True

    def _dress_up(self, words: list[str]) -> bool:
        """ "dressed as a detective" names no detective, but what the one before wears."""
        self.pending = "wearing"
        if self.last is None or not role_of(words):
            return False
        self.draft.roles.append((self.last, words[-1]))
        self.pending = None
        return True

    def _find(self, phrase: NounPhrase, words: list[str], *, trusted: bool) -> tuple[Art, bool] | None:
        """The art for the words, and whether it has the colour already."""
        if phrase.colour and not phrase.colours:
            coloured = self.pack.find(f"{phrase.colour} {' '.join(words)}")
            if coloured and coloured.via == "name" and coloured.words > len(normalise(" ".join(words)).split()):
                return self.pack.get(coloured.art), True
        match = self.pack.find(" ".join(words))
        return (self.pack.get(match.art), False) if match and self._is_good(match, words, trusted) else None

    def _is_good(self, match: Match, words: list[str], trusted: bool) -> bool:
        if match.via in ("name", "alias"):
            return True
        return not trusted and not (match.via == "embedding" and self.grammar.adjectives.issuperset(words))

    def _add_all(self, found: tuple[Art, bool], phrase: NounPhrase, words: list[str]) -> None:
        """One subject, or one of each colour: "red, blue and yellow balloons"."""
        art, is_coloured = found
        colour, others = None if is_coloured else phrase.colour, phrase.colours
        count = phrase.count if phrase.count is not None else self._count(art, phrase, words)
        is_mixed = phrase.pattern is not None or (art.is_alive and len(others) == 1)  # black and white cats
        if not others or is_mixed or count < 1 + len(others):
            self._add(art, phrase, words, colour, second=others[0] if others else None)
            return
        shades = [colour, *others]
        each = EACH_COLOUR if phrase.count is None else count // len(shades)
        for place, shade in enumerate(shades):
            more = phrase.count is not None and place < count % len(shades)
            self._add(art, replace(phrase, count=each + more), words, shade)

    def _add(
        self, art: Art, phrase: NounPhrase, words: list[str], colour: str | None, *, second: str | None = None
    ) -> None:
        subjects = self.draft.subjects
        if len(subjects) >= MAX_SUBJECTS:
            self.draft.missing.append(" ".join(words))
            return
        is_young = not self.grammar.young.isdisjoint(words)
        known = [at for at, subject in enumerate(subjects) if subject.art == art.name]
        if is_young:
            known = [at for at in known if subjects[at].word == " ".join(words)]
        if known and phrase.determiner in THE_SAME and not phrase.count:
            at = known[min((phrase.ordinal or 1), len(known)) - 1]
            if colour:
                subjects[at] = replace(subjects[at], colour=colour)
            self.relate(at)
            return
        size = _size_of(art, phrase, words, is_young=is_young)
        count = self._count(art, phrase, words)
        pattern = None if art.title in self.grammar.patterned else phrase.pattern
        where, self.where = self.where, Where()
        subject = Subject(
            word=" ".join(words), art=art.name, colour=colour, second=second, pattern=pattern, size=size,
            place=where.place, depth=where.depth, pose=phrase.pose if self._can(phrase.pose, art) else None,
        )  # fmt: skip
        is_one = count == 1 and phrase.is_one and words[-1] not in self.grammar.single
        subjects.append(counted(subject, 1) if is_one else replace(subject, count=count))
        new, is_free = len(subjects) - 1, self.pending is None
        self.relate(new)
        if count > 1:
            self.group = Group(new, count)
        elif is_free:
            self.group = None
        if art.is_alive and not art.is_person and (role := self._role(words)):
            self.draft.roles.append((new, role))

    def _count(self, art: Art, phrase: NounPhrase, words: list[str]) -> int:
        if phrase.is_collective and art.title.endswith("s"):
            return 1  # the art of "grapes" is a bunch already
        if phrase.is_paired and (words[-1] in self.grammar.single or art.title in self.grammar.worn):
            return max(1, (phrase.count or 0) // 2)  # a pair of glasses is one thing
        if phrase.count is not None:
            return max(1, phrase.count)
        if phrase.is_one:
            return 1
        return PLURAL_COUNT if self._is_plural(words[-1], art) else 1

    def _is_plural(self, word: str, art: Art) -> bool:
        """ "apples" are several, and so is "children"; "glasses" and "headphones" are one thing."""
        if word in self.grammar.single or art.title.endswith(word):
            return False
        return bool(singulars(word)) and self.pack.find(word) is not None


def _size_of(art: Art, phrase: NounPhrase, words: list[str], *, is_young: bool) -> Size:
    """A young woman is grown, and a little girl is small as she is."""
    size: Size = phrase.size or ("small" if is_young else "normal")
    return "normal" if art.is_person and size == "small" and {"young", "little"} & set(words) else size
