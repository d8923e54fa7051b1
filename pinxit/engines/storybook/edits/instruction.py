"""Reads what is asked of the caller's pictures: what to change, to add, to put where, and what cannot be done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal

from pinxit.engines.storybook.art import ArtPack
from pinxit.engines.storybook.colour import ASSORTED, RAINBOW, named
from pinxit.engines.storybook.edits.clauses import Clause, Lexicon, clauses
from pinxit.engines.storybook.grammar import Grammar, Phrases
from pinxit.engines.storybook.parse import read
from pinxit.engines.storybook.scene import Lettering
from pinxit.engines.storybook.staging import Draft

Spot = Literal["left", "right", "middle", "top", "bottom", "far", "head", "chest"]
Turn = Literal["mirror", "upside down", "turn right", "turn left"]

TIMES = {"dawn": "dawn", "dusk": "sunset", "night": "night", "day": "day"}
WEATHERS = {"rain": "rain", "storm": "storm", "snow": "snow", "fog": "fog", "cloudy": "cloudy", "clear": "sunny"}
ORDER = (
    "spring", "summer", "autumn", "winter", "cloudy", "sunny", "fog", "rain", "storm", "snow", "day", "dawn", "sunset",
    "night", "colourise", "warm", "cool", "bright", "dark", "contrast", "soft", "vivid", "muted", "tint", "negative",
    "black and white", "sepia", "vintage",
)  # fmt: skip
"""Changes are made in this order, and styles after them: snow lies before it grows dark."""
WHERE = r"\b(?:to|onto|on top of|on|into|in|at|next to|beside|behind|in front of|over|above|under|near|around|inside)\b"
"""Words between what is added and where it goes."""
POINTING = frozenset("these this those both my same attached uploaded given reference".split())
"""Words before a noun that mean the caller's pictures."""
TEXTS = frozenset("text texts word words title caption slogan letters label".split())
HAVING = frozenset("wearing wears holding holds".split())
NOT_FOUND = "things are not found in a picture"
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
    is_flat: bool
    """It is printed on something rather than stands there: a logo on a shirt."""


@dataclass(slots=True)
class Instruction:
    """All that a prompt asks of some pictures."""

    base: int = 0
    """The picture that is worked on, counted from 0."""
    changes: list[str] = field(default_factory=list)
    """Of the whole picture, by kind, in the order in which they are made."""
    colour: str | None = None
    """The colour that the subject is to be given."""
    turns: list[Turn] = field(default_factory=list)
    backdrop: Literal["keep", "clear", "new"] = "keep"
    scene: Draft | None = None
    """What is to be drawn around the pictures, where they go into a new one, or before a new backdrop."""
    scene_is_likely: bool = True
    """False where the words may as well describe the picture as it is: only a subject that is cut out goes into it."""
    spoken: str | None = None
    """The noun that the scene has for them, "bottle" or "items", where it speaks of them."""
    described: Draft | None = None
    """What a prompt describes that gives no orders."""
    additions: list[Addition] = field(default_factory=list)
    pastes: list[Paste] = field(default_factory=list)
    lettering: list[Lettering] = field(default_factory=list)
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
        words = [*clause.phrase.split(), *clause.words]
        if "background" in words or "backdrop" in words:
            self._new_backdrop(clause, clause.text)
            return
        is_beyond = self._note_beyond(words)
        colour = _last_colour(clause.words)
        parts = re.split(r"\b(?:into|to)\b", clause.text)
        wanted = parts[-1] if len(parts) > 1 else ""  # of "the day into night", night
        if colour and " " in colour:  # the dark of dark blue is no change
            words = [word for word in words if word not in colour.split()]
            wanted = wanted.replace(colour, "")
        if self._alter(_words(wanted), wanted) or self._alter(words, " ".join(words)):
            return
        if colour:
            self.found.colour = colour
        elif not is_beyond:
            self._cannot(clause)

    def _remove(self, clause: Clause) -> None:
        if {"background", "backdrop"} & set(clause.words) or clause.phrase in ("isolate", "cut out", "extract"):
            self.found.backdrop = "clear"
        elif {"color", "colors", "colour", "colours"} & set(clause.words):
            self.found.changes.append("black and white")
        else:
            self.found.unmet.append(f"{_short(clause.whole)} ({NOT_FOUND}: mark them with a mask)")

    def _replace(self, clause: Clause) -> None:
        target, _, new = re.sub(r"\b(?:with|by|for)\b", "\0", clause.text, count=1).partition("\0")
        if re.search(r"\b(background|backdrop|surroundings|scenery)\b", target):
            self._new_backdrop(clause, new)
        elif re.search(r"\bsky\b", target) and self._alter(_words(new), clause.whole):
            return
        else:
            self.found.unmet.append(f"{_short(target.strip())} stays ({NOT_FOUND})")
            self._add_drawn(new or target, "", clause)

    def _write(self, clause: Clause) -> None:
        lettering = read(f"the words {clause.text}", self.pack).lettering
        if not lettering:
            said = re.split(r"\s+(?:on|at|in|across|over|below|above)\s+", clause.text.strip(), maxsplit=1)[0]
            lettering = [Lettering(text=said.strip(" .:,"))] if said.strip(" .:,") else []
        if "bottom" in clause.words or "below" in clause.words:
            lettering = [replace(each, place="caption") for each in lettering]
        self.found.lettering += lettering

    def _add(self, clause: Clause) -> None:
        if (lettering := read(clause.text, self.pack).lettering) and self._is_text(clause):
            self.found.lettering += lettering
            return
        given = re.match(r"\s*(?:it|him|her|them|(?:the|my|this|his|her)\s+[\w'-]+)\s+(?=\w)", clause.text)
        if clause.phrase == "give" and given:
            self._add_drawn(clause.text[given.end() :], given[0], clause)
        elif clause.phrase == "dress":
            self._add_drawn(re.split(r"\b(?:in|with)\b", clause.text, maxsplit=1)[-1], "", clause)
        else:
            for part in _each_with_its_place(clause.text):
                thing, place = _split(part)
                if not self._paste(thing, place, part):
                    self._add_drawn(thing, place, clause)

    def _is_text(self, clause: Clause) -> bool:
        """What is quoted is to be added, and not said of a thing: "add the words 'Hello'", "add 'Hello' at the top"."""
        is_named = bool(TEXTS & set(clause.words))
        return is_named or not clause.words or clause.words[0] in ("at", "on", "in", "above", "below")

    def _add_drawn(self, thing: str, place: str, clause: Clause) -> None:
        """Draw what `thing` names, or make the change that it names: "add snow"."""
        draft = read(thing, self.pack)
        if self._alter(_words(thing), clause.whole) and not draft.subjects:
            return
        if draft.subjects:
            self.found.additions.append(Addition(draft, _spots(_words(place)), _anchor(place)))
        lacking = _lacking(draft) or ([] if draft.subjects else [clause.whole])
        self.found.unmet += [f"{_short(word)} (there is no art of it)" for word in lacking]

    def _paste(self, thing: str, place: str, text: str) -> bool:
        """Put one of the caller's pictures onto another, or into a new scene."""
        words = _words(thing)
        number = self._picture(words)
        if number is None:
            return False
        where = read(f"{_joint(text)} {place}", self.pack)
        base = self._picture(_words(place), of_ordinals=True)
        if self.count > 1 and (base is not None or not where.said.get("setting")):
            self.found.base = base or 0
            others = [n for n in range(self.count) if n != self.found.base]
            chosen = [number] if number != self.found.base and _is_one(words) else others
            spots = _spots(_words(place))
            is_flat = "chest" in spots or bool({"logo", "logos", "sticker", "text"} & set(words))
            self.found.pastes += [Paste(n, spots, is_flat) for n in chosen]
            return True
        if where.said.get("setting") or where.subjects or where.backdrop:
            self.found.scene, self.found.backdrop = where, "new"
            return True
        return False

    # ----------------------------------------------------------------------------------------- what describes a picture

    def _describe(self, text: str) -> None:
        """A description: of a new picture around the caller's, or of what theirs is to look like."""
        draft, words = read(text, self.pack), _words(text)
        found = self.found
        found.described = draft
        known = _words_of((self.lexicon.changes, self.lexicon.styles, self.lexicon.turns, self.lexicon.beyond), words)
        lacking = [each for each in _lacking(draft) if not known.issuperset(each.split())]
        found.unmet += [f"{_short(each)} (there is no art of it)" for each in lacking]
        is_somewhere = bool(draft.said.keys() & {"setting", "room"} or draft.backdrop)
        found.spoken = self._spoken_of(words)
        is_new = self.count > 1 or (found.spoken is not None and (is_somewhere or bool(draft.subjects)))
        if is_new or is_somewhere:
            found.scene, found.backdrop, found.scene_is_likely = draft, "new", is_new
        if is_new:
            self._note_beyond(words)
            found.changes += _every(self.lexicon.styles, words)[:1]
            return
        self._alter(words, text)
        self._note_beyond(words)
        if found.spoken is None and not (lacking and HAVING.intersection(words)):
            self._add_described(draft)  # of an otter wearing what there is no art of, nothing is new
        if found.does_nothing and not found.unmet:
            found.unmet.append(f"{_short(text)} (nothing in it is known)")

    def _add_described(self, draft: Draft) -> None:
        """Of a described picture, what its subject wears or holds is new; or all of it, where it has nothing."""
        self.found.lettering += draft.lettering
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
        self.found.changes += [kind for kind in _every(lexicon.changes, words) if not self._is_named(words, kind)]
        self.found.changes += _every(lexicon.styles, words)[:1]
        self.found.turns += _every(lexicon.turns, words)[:1]  # type: ignore[arg-type]
        if "colourise" in self.found.changes and "vintage" in self.found.changes:
            self.found.changes.remove("vintage")  # the old photo is what is given, not what is wanted
        return len(self.found.changes) + len(self.found.turns) > before

    def _is_named(self, words: Sequence[str], kind: str) -> bool:
        """The word belongs to a thing: "a warm scarf", "an old dark castle"."""
        phrases = " ".join(words)
        return bool(re.search(rf"\b(?:an?|two|three)\s+{re.escape(kind)}\s+\w", phrases))

    def _note_beyond(self, words: Sequence[str]) -> bool:
        """Tell of a style that is asked for and that nothing here has."""
        for at in range(len(words)):
            length, _ = self.lexicon.beyond.at(words, at)
            if length:
                self.found.unmet.append(f'"{" ".join(words[at : at + length])}" (not a style of this engine)')
                return True
        return False

    def _new_backdrop(self, clause: Clause, text: str) -> None:
        words = _words(text)
        if {"transparent", "remove", "none"} & set(words):
            self.found.backdrop = "clear"
            return
        new = re.sub(r"\b(?:the\s+)?(?:background|backdrop)\b\s*(?:to|into|as|be|with|of)?", " ", text)
        draft = read(f"in {new}" if not re.match(r"\s*(?:in|on|at)\b", new) else new, self.pack)
        colour = _last_colour(words)
        if colour and not draft.said.get("setting"):
            draft.said["setting"], draft.backdrop = "plain", colour
        if draft.said.get("setting"):
            self.found.scene, self.found.backdrop = draft, "new"
        elif not self._alter(words, text):
            self._cannot(clause)

    def _cannot(self, clause: Clause) -> None:
        self.found.unmet.append(f"{_short(clause.whole)} (not understood)")


def _every(phrases: Phrases, words: Sequence[str]) -> list[str]:
    """The meanings of all phrases that `words` hold, in order; the longest at each place counts."""
    found, place = [], 0
    while place < len(words):
        length, meanings = phrases.at(words, place)
        found += meanings[:1] if length else []
        place += length or 1
    return list(dict.fromkeys(found))


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


def _split(text: str) -> tuple[str, str]:
    """What is added, and where: "a red hat", "the dog"."""
    found = re.search(WHERE, text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].strip(), text[found.end() :].strip(" ,")


def _each_with_its_place(text: str) -> list[str]:
    """ "balloons on the left and a bird at the top" are two; "a cat and a dog on the left" is one."""
    parts = re.split(r"\s+and\s+", text)
    return parts if len(parts) > 1 and all(_split(part)[1] for part in parts) else [text]


def _joint(text: str) -> str:
    found = re.search(WHERE, text)
    return found[0] if found else "in"


def _anchor(place: str) -> str:
    """What something goes on, in the caller's words: "the dog"; nothing for a mere direction."""
    words = [word for word in _words(place) if word not in Grammar.built_in().determiners]
    is_place = bool(_spots(words)) or {"picture", "image", "photo", "scene", "corner", "side"} & set(words)
    return "" if is_place or not words else " ".join(words[:4])


def _spots(words: Sequence[str]) -> tuple[Spot, ...]:
    return tuple(_every(Lexicon.built_in().spots, words))  # type: ignore[arg-type]


def _is_one(words: Sequence[str]) -> bool:
    """The words speak of one picture: "the logo", not "the logos" or "both"."""
    return not any(word in ("both", "all", "these", "those", "them") or word.endswith("s") for word in words)


def _last_colour(words: Sequence[str]) -> str | None:
    """The colour word that a clause ends with, in up to three words: "turn the logo to dark green"."""
    for at in range(len(words), 0, -1):
        for length in (3, 2, 1):
            text = " ".join(words[max(0, at - length) : at])
            colour = named(text) if at >= length else None
            if colour and colour not in (RAINBOW, ASSORTED):
                return text
    return None


def _words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[^\W_]+(?:['’&\-][^\W_]+)*", text)]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text if len(text) <= MAX_QUOTE else text[:MAX_QUOTE] + "…"}"'
