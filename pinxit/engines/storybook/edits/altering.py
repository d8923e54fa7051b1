"""Reads what is asked of a picture as a whole: its hour, weather, season, tone, style, turn and backdrop."""

import re
from collections.abc import Sequence
from typing import cast

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.edits.asked import Instruction, Turn, short
from pinxit.engines.storybook.edits.clauses import Clause, Lexicon, every, split_words
from pinxit.engines.storybook.edits.colouring import colouring
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.parse import read

TIMES = {"dawn": "dawn", "dusk": "sunset", "night": "night", "day": "day"}
WEATHERS = {"rain": "rain", "storm": "storm", "snow": "snow", "fog": "fog", "cloudy": "cloudy", "clear": "sunny"}
ORDER = (
    "spring", "summer", "autumn", "dawn", "sunset", "winter", "cloudy", "sunny", "fog", "rain", "storm", "snow", "day",
    "night", "colourise", "warm", "cool", "bright", "dark", "contrast", "soft", "vivid", "muted", "tint", "negative",
    "black and white", "sepia", "vintage",
)  # fmt: skip
"""Changes are made in this order, and styles after them: snow lies before it grows dark,
and after the sun has set: golden light would make sand of it."""


class Altering:
    """Notes such changes in `found`."""

    def __init__(self, found: Instruction, pack: ArtPack) -> None:
        self.found = found
        self.pack = pack
        self.lexicon = Lexicon.built_in()

    def alter(self, words: Sequence[str], text: str) -> bool:
        """Note the changes of the whole picture that `words` name; False where they name none."""
        before = len(self.found.changes) + len(self.found.turns)
        said = read(text, self.pack).said
        wanted = [TIMES.get(said.get("time", "")), said.get("season"), WEATHERS.get(said.get("weather", ""))]
        if said.get("season") == "winter" and said.get("weather") == "snow":
            wanted.remove("winter")
        self.found.changes += [kind for kind in wanted if kind]
        lexicon = self.lexicon
        self.found.changes += [kind for kind in every(lexicon.changes, words) if not self._is_named(words, kind)]
        self.found.changes += self.style(words)
        self.found.turns += cast("list[Turn]", every(lexicon.turns, words)[:1])
        if "colourise" in self.found.changes and "vintage" in self.found.changes:
            self.found.changes.remove("vintage")  # the old photo is what is given, not what is wanted
        return len(self.found.changes) + len(self.found.turns) > before

    def style(self, words: Sequence[str]) -> list[str]:
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

    def note_beyond(self, words: Sequence[str]) -> bool:
        """Tell of a style that is asked for and that nothing here has."""
        for at in range(len(words)):
            length, _ = self.lexicon.beyond.at(words, at)
            if length:
                self.found.unmet.append(f'"{" ".join(words[at : at + length])}" (not a style of this engine)')
                return True
        return False

    def new_backdrop(self, clause: Clause, text: str) -> None:
        """Read what is to be behind the subject: nothing, a colour, or a place."""
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
        elif not self.alter(words, text):
            self.cannot(clause)

    def cannot(self, clause: Clause) -> None:
        """Note that the clause was not understood."""
        self.found.unmet.append(f"{short(clause.whole)} (not understood)")
