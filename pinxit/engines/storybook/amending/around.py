"""Changes of what lies around the things of a scene: setting, hour, weather, season, backdrop, and style."""

import re
from collections.abc import Sequence

from pinxit.engines.storybook.amending.wording import Wording
from pinxit.engines.storybook.amending.working import Working
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.edits.clauses import Lexicon, every, split_words
from pinxit.engines.storybook.edits.colouring import mentions
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.parse import read
from pinxit.engines.storybook.scene import PAINTED_STYLES, STYLE

BACKDROP = frozenset(["background", "backdrop", "backgrounds", "surroundings", "scenery", "setting"])


class Around:
    """Carries out the clauses about the scene as a whole."""

    def __init__(self, working: Working) -> None:
        self.working = working
        self.wording = Wording.built_in()

    def change(self, text: str) -> bool:
        """Take what `text` says of where, when and how it all is painted; False where it says nothing of that."""
        wanted = self._last_part(text)
        return self._backdrop(text) or self._surround(wanted) or self._style(text)

    def is_all(self, text: str) -> bool:
        """Whether the words speak of nothing but that: "in winter", "at night, in the rain", "in watercolour"."""
        draft = read(text, self.working.pack)
        words = split_words(text)
        if not (draft.said or draft.style or every(Lexicon.built_in().styles, words) or BACKDROP.intersection(words)):
            return False
        return not self.rest(words)

    def rest(self, words: Sequence[str]) -> list[str]:
        """The words that say nothing of that."""
        styles, grammar = Lexicon.built_in().styles, Grammar.built_in()
        nothing = self.wording.empty | BACKDROP | grammar.adjectives | grammar.adverbs | grammar.determiners
        kept, place = [], 0
        while place < len(words):
            length = max(table.at(words, place)[0] for table in (styles, grammar.places, grammar.styles))
            if not length and not (words[place] in nothing or named(words[place])):
                kept.append(words[place])
            place += length or 1
        return kept

    def clear(self, words: Sequence[str]) -> bool:
        """Take the weather away: "no more clouds", "stop the rain"."""
        if not self.wording.weathers.intersection(words) or self.working.scene.weather == "clear":
            return False
        self.working.set(weather="clear")
        return True

    def remove_backdrop(self, words: Sequence[str]) -> bool:
        """Leave nothing behind the things but white, where the words speak of the background."""
        if not BACKDROP.intersection(words):
            return False
        self.working.surround({"setting": "plain"}, "white")
        return True

    def _last_part(self, text: str) -> str:
        """Of "the day into night" the night, and of "from summer to winter" the winter."""
        parts = re.split(r"\b(?:into|to)\b", text)
        return parts[-1] if len(parts) > 1 and read(parts[-1], self.working.pack).said else text

    def _surround(self, text: str) -> bool:
        said = dict(read(text, self.working.pack).said)
        if not said:
            return False
        self.working.surround(said, read(text, self.working.pack).backdrop)
        return True

    def _backdrop(self, text: str) -> bool:
        """ "the background blue", "the background to a forest", "a transparent background"."""
        words = split_words(text)
        if not BACKDROP.intersection(words):
            return False
        if {"transparent", "clear"}.intersection(words):
            return True  # the page is painted without one
        new = re.sub(r"\b(?:the\s+)?(?:background|backdrop|surroundings|scenery|setting)\b", " ", text)
        new = re.sub(r"^\W*(?:to|into|as|be|is|with|of)\b", " ", new)
        draft = read(f"in {new.strip()}", self.working.pack)
        colours = mentions(split_words(new))
        if colours and not draft.said.get("setting") or draft.said.get("setting") == "plain":
            last = colours[-1] if colours else None
            colour = " ".join(split_words(new)[last.start : last.end]) if last else "white"
            self.working.surround({"setting": "plain"}, colour)
            return True
        if draft.said:
            self.working.surround(dict(draft.said), draft.backdrop)
            return True
        if {"plain", "simple", "blank", "solid", "empty"}.intersection(words):
            self.working.surround({"setting": "plain"}, "white")
            return True
        return False

    def _style(self, text: str) -> bool:
        words = split_words(text)
        found = [style for style in [read(text, self.working.pack).style] if style]
        found += every(Lexicon.built_in().styles, words)
        found = [style for style in found if style in PAINTED_STYLES or style == STYLE]
        tones = [tone for tone in every(Lexicon.built_in().changes, words) if tone in PAINTED_STYLES]
        style = next(iter([*found, *tones]), None)
        if style is None:
            return False
        self.working.set(style=None if style == STYLE else style)
        return True
