"""Reads an instruction clause by clause, and changes a scene as it says.

clauses -> by their verb: add, remove, replace, change, move, resize, write; what has none is tried as a part of a
picture ("at night", "with a red hat", "one more balloon").
"""

import re
from dataclasses import replace

from pinxit.engines.storybook.amending.adding import Adding
from pinxit.engines.storybook.amending.amended import Amended
from pinxit.engines.storybook.amending.changing import Changing
from pinxit.engines.storybook.amending.fields import amend_fields
from pinxit.engines.storybook.amending.naming import Naming
from pinxit.engines.storybook.amending.texts import Texts
from pinxit.engines.storybook.amending.wording import Wording, factor_of
from pinxit.engines.storybook.amending.working import Working
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.edits.asked import short
from pinxit.engines.storybook.edits.clauses import Clause, Lexicon, clauses, every, split_words
from pinxit.engines.storybook.reading.prompt import tokenise
from pinxit.engines.storybook.scene import Scene

WITH = re.compile(
    r"\s*(?:(?:same|the same|this)\s+(?:picture|image|scene|one)?,?\s*)?(?:but\s+)?with\s+", re.IGNORECASE
)
WITHOUT = re.compile(r"\s*(?:.{0,24}?\bbut\s+)?(?:without|no more|no|lose|minus)\s+", re.IGNORECASE)
IS = re.compile(r"\b(?:should be|should have|should|could be|must be|needs to be|has to be|is|are|'s)\b", re.IGNORECASE)


def amend(scene: Scene, instruction: str, pack: ArtPack) -> Amended | None:
    """`scene`, changed as `instruction` says; None where that is not understood as a change of this scene."""

    def amend_page(page: Scene, words: str) -> Amended | None:
        return _Amending(page, pack).amended(words)

    return amend_fields(scene, instruction, amend_page) if scene.frames else amend_page(scene, instruction)


class _Amending:
    def __init__(self, scene: Scene, pack: ArtPack) -> None:
        self.notes: list[str] = []
        self.working = Working(scene, pack)
        self.naming = Naming(self.working)
        self.adding = Adding(self.working, self.naming, self.notes)
        self.changing = Changing(self.working, self.naming, self.adding, self.notes)
        self.texts = Texts(self.working)
        self.before = scene

    def amended(self, instruction: str) -> Amended | None:
        parts = clauses(instruction)
        if any(self._is_beyond(part) for part in parts):
            return None
        done = [self._carry_out(part) for part in parts]
        if not any(done):
            return None
        self.notes += [
            f"{short(part.whole)} (not understood)" for part, is_done in zip(parts, done, strict=True) if not is_done
        ]
        scene = self.working.finished()
        return Amended(scene, tuple(dict.fromkeys(self.notes)))

    def _is_beyond(self, clause: Clause) -> bool:
        """It speaks of the picture as a picture, to be put into another one, or to be changed as a whole."""
        words = split_words(clause.whole)
        if every(Lexicon.built_in().turns, words) or "photo" in words:
            return True
        is_new = clause.verb in (None, "compose") and bool(words) and words[0] in ("a", "an", "two", "three")
        return is_new and bool({"this", "these", "same", "reference"}.intersection(words))

    def _carry_out(self, clause: Clause) -> bool:
        changing = self.changing
        match clause.verb:
            case "add":
                return self._add(clause)
            case "remove":
                return changing.remove(clause)
            case "replace":
                return changing.replace(clause)
            case "change":
                return changing.change(clause)
            case "move":
                return self.texts.restyle(clause) or changing.moving.move(clause)
            case "resize":
                return changing.moving.resize(clause)
            case "write":
                return self.texts.write(clause)
            case _:
                return self._describe(clause)

    def _add(self, clause: Clause) -> bool:
        """What is there already is moved by "put the cat on the left", and goes elsewhere by "put them on a beach"."""
        text = clause.text
        if clause.phrase in ("put", "place") and self._is_there(text):
            return self._put(clause)
        if self.adding.add(clause):
            return True
        return self.changing.around.change(text)

    def _is_there(self, text: str) -> bool:
        first = split_words(text)[:1]
        wording = Wording.built_in()
        if first and first[0] in wording.one | wording.all and first[0] not in ("its", "his", "this", "that"):
            return True
        found = re.match(r"\s*(?:the|my|this|that|his|her|its|their)\s+(.+)", text, re.IGNORECASE)
        return found is not None and self.naming.is_named(re.split(r"\b(?:on|in|at|to|under|next)\b", found[1])[0])

    def _put(self, clause: Clause) -> bool:
        if self.changing.moving.move(clause):
            return True
        words = re.split(r"\b(?=on|in|at|into|onto|under|to)\b", clause.text, maxsplit=1)
        return len(words) > 1 and self.changing.around.change(words[1])

    def _describe(self, clause: Clause) -> bool:
        """A part of a picture, which this one is to have or to be without."""
        text = clause.text if clause.verb is None else clause.whole
        if found := WITHOUT.match(text):
            return self.changing.remove(_as(clause, text[found.end() :]))
        if found := WITH.match(text):
            return self.adding.add(_as(clause, text[found.end() :]))
        return self._describe_all(text, split_words(text)) or self._say(clause, text)

    def _describe_all(self, text: str, words: list[str]) -> bool:
        """Numbers, sizes, and what lies around."""
        if self.changing.fewer(words) or self.adding.more(text):
            return True
        if self.changing.around.is_all(text):
            return self.changing.around.change(text)
        if factor_of(words) and len(words) < 6:
            return self.changing.resize(text)
        if "background" in words:
            return self.changing.around.change(text)
        return False

    def _say(self, clause: Clause, text: str) -> bool:
        """ "the bear should be black", "it is night", "'CLOSED' on the sign"."""
        if found := IS.search(text):
            said = text[: found.start()] + " " + text[found.end() :]
            return (self.naming.is_named(text[: found.start()]) or _is_about_all(text[: found.start()])) and (
                self.changing.change(_as(clause, said))
            )
        if tokenise(text).texts and len(split_words(text)) < 8:
            return self.texts.change(clause)
        return False


def _is_about_all(text: str) -> bool:
    words = split_words(text)
    return len(words) < 3 and bool(set(words) & {"it", "everything", "they", "this", "that", "he", "she"})


def _as(clause: Clause, text: str) -> Clause:
    return replace(clause, text=text, words=tuple(split_words(text)))
