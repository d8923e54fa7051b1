"""Reads what is asked of the caller's pictures: what to change, to add, to put where, and what cannot be done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal, cast

from pinxit.engines.storybook.art import ArtPack, singulars
from pinxit.engines.storybook.edits import places
from pinxit.engines.storybook.edits.casting import SHELF, is_bearer, is_definite
from pinxit.engines.storybook.edits.clauses import Clause, Lexicon, clauses, every, split_words
from pinxit.engines.storybook.edits.colouring import Colouring, colouring, each_with_its_colour
from pinxit.engines.storybook.edits.inscriptions import Inscription, inscriptions
from pinxit.engines.storybook.edits.places import Spot
from pinxit.engines.storybook.edits.pool import Water
from pinxit.engines.storybook.reading.grammar import Grammar, Phrases
from pinxit.engines.storybook.reading.parse import read
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.scene import TABLE, Lettering

Turn = Literal["mirror", "upside down", "turn right", "turn left"]

TIMES = {"dawn": "dawn", "dusk": "sunset", "night": "night", "day": "day"}
WEATHERS = {"rain": "rain", "storm": "storm", "snow": "snow", "fog": "fog", "cloudy": "cloudy", "clear": "sunny"}
ORDER = (
    "spring", "summer", "autumn", "dawn", "sunset", "winter", "cloudy", "sunny", "fog", "rain", "storm", "snow", "day",
    "night", "colourise", "warm", "cool", "bright", "dark", "contrast", "soft", "vivid", "muted", "tint", "negative",
    "black and white", "sepia", "vintage",
)  # fmt: skip
"""Changes are made in this order, and styles after them: snow lies before it grows dark,
and after the sun has set: golden light would make sand of it."""
POINTING = frozenset("these this those both my same attached uploaded given reference".split())
"""Words before a noun that mean the caller's pictures."""
TEXTS = frozenset("text texts word words title caption slogan letters label".split())
Manner = Literal["stands", "print", "label"]
PRINTED = frozenset("logo logos sticker stickers design emblem artwork graphic pattern".split())
"""Nouns for pictures that are printed on things."""
HAVING = frozenset("wearing wears holding holds".split())
NOT_FOUND = "things are not found in a picture"
PARTS_NOT_FOUND = "parts of things are not found: mark them with a mask"
ONE_COLOUR = "the whole subject is given one colour"
MAX_QUOTE = 60
"""Characters of the caller's words that a note repeats."""


@dataclass(frozen=True, slots=True)
class Addition:
    """Things to be drawn onto the picture, and where."""

    draft: Draft
    spots: tuple[Spot, ...]
    on: str
    """What in the picture they go on or beside, in the caller's words; empty where nothing was said."""


@dataclass(frozen=True, slots=True)
class Paste:
    """A picture of the caller's to be put onto another."""

    number: int
    """Which, counted from 0."""
    spots: tuple[Spot, ...]
    manner: Manner
    """A print lies on something, as a logo on a shirt; a label on the picture itself, as a logo in its corner."""


@dataclass(slots=True)
class Instruction:
    """All that a prompt asks of some pictures."""

    base: int = 0
    """The picture that is worked on, counted from 0."""
    changes: list[str] = field(default_factory=list)
    """Of the whole picture, by kind, in the order in which they are made."""
    colour: str | None = None
    """The colour that the subject is to be given."""
    colour_of_part: str | None = None
    """The colour that a part of it is to be given, which only a mask can mark."""
    turns: list[Turn] = field(default_factory=list)
    backdrop: Literal["keep", "clear", "new"] = "keep"
    scene: Draft | None = None
    """What is to be drawn around the pictures, where they go into a new one, or before a new backdrop."""
    scene_is_likely: bool = True
    """False where the words may as well describe the picture as it is: only a subject that is cut out goes into it."""
    names_pictures: bool = False
    """Things that the scene names may be the pictures: "the mug next to the bottle"."""
    is_print: bool = False
    """The picture is printed on the first thing of the scene, as a logo is on a shirt."""
    spoken: str | None = None
    """The noun that the scene has for them, "bottle" or "items", where it speaks of them."""
    described: Draft | None = None
    """What a prompt describes that gives no orders."""
    additions: list[Addition] = field(default_factory=list)
    pastes: list[Paste] = field(default_factory=list)
    lettering: list[Inscription] = field(default_factory=list)
    water: tuple[Water, str] | None = None
    """A pool or a pond that is to lie within the picture, and the caller's word for it."""
    unmet: list[str] = field(default_factory=list)
    """What is not done, for the caller."""

    @property
    def does_nothing(self) -> bool:
        return not (
            self.changes or self.colour or self.turns or self.backdrop != "keep" or self.scene or self.additions
            or self.pastes or self.lettering
        )  # fmt: skip


def instruct(prompt: str, pack: ArtPack, count: int) -> Instruction:
    """Read `prompt` as an instruction about `count` pictures. Never fails; what it cannot place is in `unmet`."""
    return _Instructing(pack, count).read(clauses(prompt))


class _Instructing:
    def __init__(self, pack: ArtPack, count: int) -> None:
        self.pack = pack
        self.count = count
        self.lexicon = Lexicon.built_in()
        self.found = Instruction()

    def read(self, parts: Sequence[Clause]) -> Instruction:
        described = []
        for clause in parts:
            if clause.verb in (None, "compose"):
                described.append(clause.whole)
            else:
                getattr(self, f"_{clause.verb}")(clause)
        if described:
            self._describe(". ".join(described))
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
            self._new_backdrop(clause, clause.text)
            return
        is_beyond = self._note_beyond(words)
        wanted_colour = colouring(clause.text)
        colour = wanted_colour.colour if wanted_colour else None
        parts = re.split(r"\b(?:into|to)\b", clause.text)
        wanted = parts[-1] if len(parts) > 1 else ""  # of "the day into night", night
        if colour and " " in colour:  # the dark of dark blue is no change
            words = [word for word in words if word not in colour.split()]
            wanted = wanted.replace(colour, "")
        before = len(self.found.changes)
        is_altered = self._alter(split_words(wanted), wanted) or self._alter(words, " ".join(words))
        only_style = is_altered and set(self.found.changes[before:]) <= set(self.lexicon.styles.meanings)
        if wanted_colour and (not is_altered or only_style and wanted_colour.is_said):
            self._colour(wanted_colour, clause)
        elif water := self._water(words):
            self.found.water = water
        elif not (is_altered or is_beyond):
            self._cannot(clause)

    def _colour(self, wanted: Colouring, clause: Clause) -> None:
        """One colour for the whole subject. What would be more than that is told."""
        parts = Grammar.built_in().parts
        thing = split_words(clause.text.lower().partition(wanted.colour)[0])
        is_part = any(form in parts for word in thing for form in (word, *singulars(word)))
        if is_part or (thing and thing[-1] in self.lexicon.scenery) or self.lexicon.scenery.intersection(thing[:3]):
            self.found.unmet.append(f"{_short(clause.whole)} ({PARTS_NOT_FOUND})")
            self.found.colour_of_part = wanted.colour
        elif self.found.colour or clause.phrase in ("keep", "let"):
            self.found.unmet.append(f"{_short(clause.whole)} ({ONE_COLOUR})")
        else:
            self.found.colour = wanted.colour
            self.found.unmet += [f"{_short(wanted.rest)} ({ONE_COLOUR})"] if wanted.rest else []

    def _remove(self, clause: Clause) -> None:
        if {"background", "backdrop"} & set(clause.words) or clause.phrase in ("isolate", "cut out", "extract"):
            self.found.backdrop = "clear"
        elif {"color", "colors", "colour", "colours"} & set(clause.words):
            self.found.changes.append("black and white")
        else:
            self.found.unmet.append(f"{_short(clause.whole)} ({NOT_FOUND}: mark them with a mask)")

    def _move(self, clause: Clause) -> None:
        self.found.unmet.append(f"{_short(clause.whole)} ({NOT_FOUND})")

    def _resize(self, clause: Clause) -> None:
        self.found.unmet.append(f"{_short(clause.whole)} ({NOT_FOUND})")

    def _replace(self, clause: Clause) -> None:
        target, _, new = re.sub(r"\b(?:with|by|for)\b", "\0", clause.text, count=1).partition("\0")
        is_all = (
            target.strip().lower() in self.lexicon.picture_pronouns and "setting" in read(f"in {new}", self.pack).said
        )
        if is_all or re.search(r"\b(background|backdrop|surroundings|scenery)\b", target):
            self._new_backdrop(clause, new)
        elif re.search(r"\bsky\b", target) and self._alter(split_words(new), clause.whole):
            return
        else:
            self.found.unmet.append(f"{_short(target.strip())} stays ({NOT_FOUND})")
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
        if self._alter(split_words(thing), clause.whole) and not draft.subjects:
            return
        if draft.subjects:
            self.found.additions.append(Addition(draft, places.spots(split_words(place)), places.anchor(place)))
        water = self._water(split_words(thing))
        self.found.water = self.found.water or water
        lacking = _lacking(draft) or ([] if draft.subjects or water else [clause.whole])
        if water:
            lacking = [each for each in lacking if not each.endswith(water[1].split()[-1])]
        self.found.unmet += [f"{_short(each)} (there is no art of it)" for each in lacking]

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

    # ----------------------------------------------------------------------------------------- what describes a picture

    def _describe(self, text: str) -> None:
        """A description: of a new picture around the caller's, or of what theirs is to look like."""
        draft, words = read(text, self.pack), split_words(text)
        found = self.found
        found.described = draft
        found.water = self._water(words)
        self._place_lettering(draft, text)
        lexicon = self.lexicon
        tables = (lexicon.changes, lexicon.styles, lexicon.turns, lexicon.beyond, lexicon.water)
        known = _words_of(tables, words) | lexicon.picture_nouns
        lacking = [each for each in _lacking(draft) if not known.issuperset(each.split())]
        found.unmet += [f"{_short(each)} (there is no art of it)" for each in lacking]
        is_somewhere = bool(draft.said.keys() & {"setting", "room"} or draft.backdrop)
        found.spoken = self._spoken_of(words)
        is_new = self.count > 1 or (found.spoken is not None and (is_somewhere or bool(draft.subjects)))
        if is_new or is_somewhere:
            found.scene, found.backdrop, found.scene_is_likely = draft, "new", is_new
            found.names_pictures = True
        if is_new:
            self._note_beyond(words)
            found.changes += self._style(words)
            return
        self._alter(words, text)
        self._note_beyond(words)
        if found.spoken is None and not (lacking and HAVING.intersection(words)):
            self._add_described(draft)  # of an otter wearing what there is no art of, nothing is new
        if found.does_nothing and not found.unmet:
            found.unmet.append(f"{_short(text)} (nothing in it is known)")

    def _water(self, words: Sequence[str]) -> tuple[Water, str] | None:
        """The first pool or pond that `words` name: not that of a pool table, nor a pool of light."""
        for place in range(len(words)):
            length, kinds = self.lexicon.water.at(words, place)
            if length and self.lexicon.no_water.isdisjoint(words[place + length : place + length + 1]):
                return cast(Water, kinds[0]), " ".join(words[place : place + length])
        return None

    def _place_lettering(self, draft: Draft, text: str) -> None:
        """Take from a description those of its texts that are to stand elsewhere than its texts do."""
        placed = inscriptions(text, draft.lettering)
        is_moved = [
            each.text.place in ("title", "caption") and not replace(each, on="").is_guessed
            and not replace(each, on="").is_usual for each in placed
        ]  # fmt: skip
        draft.lettering = [each.text for each, moved in zip(placed, is_moved, strict=True) if not moved]
        self.found.lettering += [replace(each, on="") for each, moved in zip(placed, is_moved, strict=True) if moved]

    def _add_described(self, draft: Draft) -> None:
        """Of a described picture, what its subject wears or holds is new; or all of it, where it has nothing."""
        self.found.lettering += map(Inscription, draft.lettering)
        if not draft.subjects:
            return
        worn = {bond.other for bond in draft.relations if bond.kind in ("wearing", "holding")}
        chosen = sorted(worn) or list(range(len(draft.subjects)))
        spots: tuple[Spot, ...] = ()
        only = Draft(subjects=[draft.subjects[number] for number in chosen])
        if not worn:
            only.relations = list(draft.relations)
        on = draft.subjects[0].word if worn else ""
        self.found.additions.append(Addition(only, spots, on))

    def _spoken_of(self, words: Sequence[str]) -> str | None:
        """The noun that a description has for the caller's pictures: "these items", "the product in the photo", "this
        bottle". Empty for a pronoun, and None where it does not speak of them."""
        grammar, nouns = Grammar.built_in(), self.lexicon.picture_nouns
        for place, word in enumerate(words):
            near = words[place + 1 : place + 4]
            if word in POINTING or (word == "the" and nouns.intersection(near)):
                phrase = list(takewhile(lambda each: each not in grammar.breaks, words[place + 1 : place + 5]))
                own = [each for each in phrase if each in nouns]
                if phrase:
                    return (own or phrase)[-1]
        return "" if {"these", "them", "both"} & set(words) else None

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

    # -------------------------------------------------------------------------------------------- changes of the whole

    def _alter(self, words: Sequence[str], text: str) -> bool:
        """Note the changes of the whole picture that `words` name; False where they name none."""
        before = len(self.found.changes) + len(self.found.turns)
        said = read(text, self.pack).said
        wanted = [TIMES.get(said.get("time", "")), said.get("season"), WEATHERS.get(said.get("weather", ""))]
        if said.get("season") == "winter" and said.get("weather") == "snow":
            wanted.remove("winter")
        self.found.changes += [kind for kind in wanted if kind]
        lexicon = self.lexicon
        self.found.changes += [kind for kind in every(lexicon.changes, words) if not self._is_named(words, kind)]
        self.found.changes += self._style(words)
        self.found.turns += cast("list[Turn]", every(lexicon.turns, words)[:1])
        if "colourise" in self.found.changes and "vintage" in self.found.changes:
            self.found.changes.remove("vintage")  # the old photo is what is given, not what is wanted
        return len(self.found.changes) + len(self.found.turns) > before

    def _style(self, words: Sequence[str]) -> list[str]:
        """The first style that `words` name. Where there is only something like it, that is told."""
        for place in range(len(words)):
            length, styles = self.lexicon.styles.at(words, place)
            name = " ".join(words[place : place + length])
            if name in self.lexicon.nearest:
                self.found.unmet.append(f'"{name}" (done as "{styles[0]}", the nearest style that there is)')
            if length:
                return styles[:1]
        return []

    def _is_named(self, words: Sequence[str], kind: str) -> bool:
        """The word belongs to a thing: "a warm scarf", "an old dark castle"."""
        phrases = " ".join(words)
        found = re.search(rf"\b(?:an?|two|three)\s+{re.escape(kind)}\s+(\w+)", phrases)
        return found is not None and found[1] not in Grammar.built_in().made

    def _note_beyond(self, words: Sequence[str]) -> bool:
        """Tell of a style that is asked for and that nothing here has."""
        for at in range(len(words)):
            length, _ = self.lexicon.beyond.at(words, at)
            if length:
                self.found.unmet.append(f'"{" ".join(words[at : at + length])}" (not a style of this engine)')
                return True
        return False

    def _new_backdrop(self, clause: Clause, text: str) -> None:
        words = split_words(text)
        if {"transparent", "remove", "none"} & set(words):
            self.found.backdrop = "clear"
            return
        new = re.sub(r"\b(?:the\s+)?(?:background|backdrop)\b\s*(?:to|into|as|be|with|of)?", " ", text)
        draft = read(f"in {new}" if not re.match(r"\s*(?:in|on|at)\b", new) else new, self.pack)
        colour = colouring(new)
        if colour and not draft.said.get("setting"):
            draft.said["setting"], draft.backdrop = "plain", colour.colour
        if draft.said.get("setting"):
            self.found.scene, self.found.backdrop = draft, "new"
        elif not self._alter(words, text):
            self._cannot(clause)

    def _cannot(self, clause: Clause) -> None:
        self.found.unmet.append(f"{_short(clause.whole)} (not understood)")


def _lacking(draft: Draft) -> list[str]:
    """The things that a description names and that there is no art of."""
    return [word for word in draft.missing if not word.startswith(("the style", "everything after"))]


def _words_of(tables: Sequence[Phrases], words: Sequence[str]) -> set[str]:
    """The words that belong to phrases of the tables."""
    found = set[str]()
    for phrases in tables:
        for place in range(len(words)):
            found.update(words[place : place + phrases.at(words, place)[0]])
    return found


def _is_one(words: Sequence[str]) -> bool:
    """The words speak of one picture: "the logo", not "the logos" or "both"."""
    return not any(word in ("both", "all", "these", "those", "them") or word.endswith("s") for word in words)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text if len(text) <= MAX_QUOTE else text[:MAX_QUOTE] + "…"}"'
