"""Reads what is asked of the caller's pictures: what to change, to add, to put where, and what cannot be done."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.edits import places
from pinxit.engines.storybook.edits.altering import ORDER, Altering
from pinxit.engines.storybook.edits.asked import (
    NOT_FOUND,
    ONE_COLOUR,
    PARTS_NOT_FOUND,
    Addition,
    Instruction,
    Manner,
    Paste,
    short,
)
from pinxit.engines.storybook.edits.casting import SHELF, is_bearer, is_definite
from pinxit.engines.storybook.edits.clauses import Clause, Lexicon, clauses, split_words
from pinxit.engines.storybook.edits.colouring import Colouring, colouring, each_with_its_colour
from pinxit.engines.storybook.edits.describing import POINTING, Describing, lacking_in, water_in
from pinxit.engines.storybook.edits.inscriptions import inscriptions
from pinxit.engines.storybook.nouns import singulars
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.parse import read
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.scene import TABLE, Lettering

TEXTS = frozenset("text texts word words title caption slogan letters label".split())
PRINTED = frozenset("logo logos sticker stickers design emblem artwork graphic pattern".split())
"""Nouns for pictures that are printed on things."""


def instruct(prompt: str, pack: ArtPack, count: int) -> Instruction:
    """Read `prompt` as an instruction about `count` pictures. Never fails; what it cannot place is in `unmet`."""
    return _Instructing(pack, count).read(clauses(prompt))


class _Instructing:
    def __init__(self, pack: ArtPack, count: int) -> None:
        self.pack = pack
        self.count = count
        self.lexicon = Lexicon.built_in()
        self.found = Instruction()
        self.altering = Altering(self.found, pack)
        self.describing = Describing(self.found, pack, count, self.altering)

    def read(self, parts: Sequence[Clause]) -> Instruction:
        described = []
        for clause in parts:
            if clause.verb in (None, "compose"):
                described.append(clause.whole)
            else:
                getattr(self, f"_{clause.verb}")(clause)
        if described:
            self.describing.describe(". ".join(described))
        found = self.found
        rank = {kind: place for place, kind in enumerate(ORDER)}
        found.changes = sorted(dict.fromkeys(found.changes), key=lambda kind: rank.get(kind, len(ORDER)))
        found.unmet = list(dict.fromkeys(found.unmet))
        return found

    # -------------------------------------------------------------------------------------------------- by their verbs

    def _change(self, clause: Clause) -> None:
        parts = each_with_its_colour(clause.text)
        for part in parts if len(parts) > 1 else ():
            self._change_one(replace(clause, text=part, words=tuple(split_words(part)), whole=part))
        if len(parts) == 1:
            self._change_one(clause)

    def _change_one(self, clause: Clause) -> None:
        words = [*clause.phrase.split(), *clause.words]
        if "background" in words or "backdrop" in words:
            self.altering.new_backdrop(clause, clause.text)
            return
        is_beyond = self.altering.note_beyond(words)
        wanted_colour = colouring(clause.text)
        colour = wanted_colour.colour if wanted_colour else None
        parts = re.split(r"\b(?:into|to)\b", clause.text)
        wanted = parts[-1] if len(parts) > 1 else ""  # of "the day into night", night
        if colour and " " in colour:  # the dark of dark blue is no change
            words = [word for word in words if word not in colour.split()]
            wanted = wanted.replace(colour, "")
        before = len(self.found.changes)
        is_altered = self.altering.alter(split_words(wanted), wanted) or self.altering.alter(words, " ".join(words))
        only_style = is_altered and set(self.found.changes[before:]) <= set(self.lexicon.styles.meanings)
        if wanted_colour and (not is_altered or only_style and wanted_colour.is_said):
            self._colour(wanted_colour, clause)
        elif water := water_in(words):
            self.found.water = water
        elif not (is_altered or is_beyond):
            self.altering.cannot(clause)

    def _colour(self, wanted: Colouring, clause: Clause) -> None:
        """One colour for the whole subject. What would be more than that is told."""
        parts = Grammar.built_in().parts
        thing = split_words(clause.text.lower().partition(wanted.colour)[0])
        is_part = any(form in parts for word in thing for form in (word, *singulars(word)))
        if is_part or (thing and thing[-1] in self.lexicon.scenery) or self.lexicon.scenery.intersection(thing[:3]):
            self.found.unmet.append(f"{short(clause.whole)} ({PARTS_NOT_FOUND})")
            self.found.colour_of_part = wanted.colour
        elif self.found.colour or clause.phrase in ("keep", "let"):
            self.found.unmet.append(f"{short(clause.whole)} ({ONE_COLOUR})")
        else:
            self.found.colour = wanted.colour
            self.found.unmet += [f"{short(wanted.rest)} ({ONE_COLOUR})"] if wanted.rest else []

    def _remove(self, clause: Clause) -> None:
        if {"background", "backdrop"} & set(clause.words) or clause.phrase in ("isolate", "cut out", "extract"):
            self.found.backdrop = "clear"
        elif {"color", "colors", "colour", "colours"} & set(clause.words):
            self.found.changes.append("black and white")
        else:
            self.found.unmet.append(f"{short(clause.whole)} ({NOT_FOUND}: mark them with a mask)")

    def _move(self, clause: Clause) -> None:
        self.found.unmet.append(f"{short(clause.whole)} ({NOT_FOUND})")

    def _resize(self, clause: Clause) -> None:
        self.found.unmet.append(f"{short(clause.whole)} ({NOT_FOUND})")

    def _replace(self, clause: Clause) -> None:
        target, _, new = re.sub(r"\b(?:with|by|for)\b", "\0", clause.text, count=1).partition("\0")
        is_all = (
            target.strip().lower() in self.lexicon.picture_pronouns and "setting" in read(f"in {new}", self.pack).said
        )
        if is_all or re.search(r"\b(background|backdrop|surroundings|scenery)\b", target):
            self.altering.new_backdrop(clause, new)
        elif re.search(r"\bsky\b", target) and self.altering.alter(split_words(new), clause.whole):
            return
        else:
            self.found.unmet.append(f"{short(target.strip())} stays ({NOT_FOUND})")
            self._add_drawn(new or target, "", clause)

    def _write(self, clause: Clause) -> None:
        lettering = read(f"the words {clause.text}", self.pack).lettering
        if not lettering:
            said = re.split(r"\s+(?:on|at|in|across|over|below|above)\s+", clause.text.strip(), maxsplit=1)[0]
            lettering = [Lettering(text=said.strip(" .:,"))] if said.strip(" .:,") else []
        self.found.lettering += inscriptions(clause.text, lettering)

    def _add(self, clause: Clause) -> None:
        if (lettering := read(clause.text, self.pack).lettering) and self._is_text(clause):
            self.found.lettering += inscriptions(clause.text, lettering)
            return
        given = re.match(r"\s*(?:it|him|her|them|(?:the|my|this|his|her)\s+[\w'-]+)\s+(?=\w)", clause.text)
        if clause.phrase == "give" and given:
            self._add_drawn(clause.text[given.end() :], given[0], clause)
        elif clause.phrase == "dress":
            self._add_drawn(re.split(r"\b(?:in|with)\b", clause.text, maxsplit=1)[-1], "", clause)
        else:
            for part in places.each_with_its_place(clause.text):
                thing, place = places.split(part)
                if not self._paste(thing, place, part):
                    self._add_drawn(thing, place, clause)

    def _is_text(self, clause: Clause) -> bool:
        """What is quoted is to be added, and not said of a thing: "add the words 'Hello'", "add 'Hello' at the top"."""
        is_named = bool(TEXTS & set(clause.words))
        return is_named or not clause.words or clause.words[0] in ("at", "on", "in", "above", "below")

    def _add_drawn(self, thing: str, place: str, clause: Clause) -> None:
        """Draw what `thing` names, or make the change that it names: "add snow"."""
        draft = read(thing, self.pack)
        if self.altering.alter(split_words(thing), clause.whole) and not draft.subjects:
            return
        if draft.subjects:
            self.found.additions.append(Addition(draft, places.spots(split_words(place)), places.anchor(place)))
        water = water_in(split_words(thing))
        self.found.water = self.found.water or water
        lacking = lacking_in(draft) or ([] if draft.subjects or water else [clause.whole])
        if water:
            lacking = [each for each in lacking if not each.endswith(water[1].split()[-1])]
        self.found.unmet += [f"{short(each)} (there is no art of it)" for each in lacking]

    def _paste(self, thing: str, place: str, text: str) -> bool:
        """Put one of the caller's pictures onto another, or into a new scene."""
        words = split_words(thing)
        number, where = self._picture(words), read(f"{places.joint(text)} {place}", self.pack)
        is_somewhere = where.said.get("setting") or any(each.art in (TABLE, SHELF) for each in where.subjects[:1])
        is_new = bool(is_somewhere) and place.lower().startswith(("a ", "an "))
        if number is None and not (self.count == 1 and words[:1] == ["the"] and is_new):
            return False
        base = self._picture(split_words(place), of_ordinals=True)
        if base is None and self._goes_into_scene(where, words, place, text):
            return True
        if self.count > 1 and (base is not None or not where.said.get("setting")):
            self.found.base = base or 0
            others = [n for n in range(self.count) if n != self.found.base]
            chosen = [number] if number is not None and number != self.found.base and _is_one(words) else others
            spots = places.spots(split_words(place))
            is_print = not PRINTED.isdisjoint(words)
            is_label = is_print and places.is_direction(place)
            manner: Manner = "label" if is_label else "print" if is_print or "chest" in spots else "stands"
            self.found.pastes += [Paste(n, spots, manner) for n in chosen]
            return True
        if where.said.get("setting") or where.subjects or where.backdrop:
            self.found.scene, self.found.backdrop = where, "new"
            return True
        return False

    def _goes_into_scene(self, where: Draft, words: Sequence[str], place: str, text: str) -> bool:
        """Whether the pictures go onto something that is to be drawn: a table that bears several, a shirt that bears a
        logo. What has an article may be one of the pictures."""
        new = [at for at, each in enumerate(where.subjects) if not is_definite(each.word, place)]
        is_flat = not PRINTED.isdisjoint(words) or "chest" in places.spots(split_words(place))
        if self.count > 1 and any(is_bearer(where.subjects[at], self.pack) for at in new):
            self.found.scene, self.found.backdrop = read(text, self.pack), "new"
            self.found.names_pictures = True
            return True
        if self.count > 1 or not where.subjects or not is_flat or places.joint(text) not in ("on", "onto"):
            return False
        if where.subjects[0].art in (TABLE, SHELF):
            return False
        self.found.scene, self.found.backdrop, self.found.is_print = where, "new", True
        return True

    def _picture(self, words: Sequence[str], *, of_ordinals: bool = False) -> int | None:
        """The number of the caller's picture that `words` speak of: the last is put onto the first."""
        for word in words:
            if word in self.lexicon.ordinals:
                number = self.lexicon.ordinals[word]
                return number % self.count if -self.count <= number < self.count else None
        if of_ordinals or not words:
            return None
        is_one_of_several = words[0] == "the" and (set(words) & self.lexicon.picture_nouns or self.count > 1)
        is_pronoun = words[0] in self.lexicon.picture_pronouns and len(words) == 1
        return self.count - 1 if is_one_of_several or is_pronoun or words[0] in POINTING | {"that", "our"} else None


def _is_one(words: Sequence[str]) -> bool:
    """The words speak of one picture: "the logo", not "the logos" or "both"."""
    return not any(word in ("both", "all", "these", "those", "them") or word.endswith("s") for word in words)
