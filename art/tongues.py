"""What other languages call the art: emojibase's labels and tags of each emoji, as plain English phrases."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

LANGUAGES = ("de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "uk", "zh")
EMOJI = "emoji"
"""The language of the emoji themselves."""
MAX_WORDS = 4
MIN_OVERLAP = 0.5
"""A tag means the English word that is on the same emoji, if at least this share of theirs is the same."""
VARIATION = "\ufe0f"
ALSO = {"zh": "zh-hant"}
"""The same language in other characters."""

Names = Mapping[str, str]
"""English title of the art by the code of its emoji."""
Known = Mapping[str, int]
"""English phrases that art is found by, and how surely: 0 is its name."""


class Tongue:
    """The words of one language, set beside those of English by the emoji that both are on."""

    def __init__(self, entries: Sequence[Any], english: Mapping[str, set[str]], titles: Names, known: Known) -> None:
        self._labels = {entry["hexcode"]: entry["label"].casefold() for entry in entries if "label" in entry}
        self._english = english
        self._titles = titles
        self._known = known
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in english.keys() & known.keys():
            for code in english[word]:
                self._words[code].append(word)
        self._emoji: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            for word in (entry.get("label", ""), *entry.get("tags", ())):
                self._emoji[word.casefold()].add(entry["hexcode"])

    def phrases(self, fold: Callable[[str], str]) -> dict[str, str]:
        """English by phrase, the label of a piece of art before any tag; also without the marks on letters."""
        found = {}
        for code, label in self._labels.items():
            if code in self._titles:
                found.setdefault(label, self._titles[code])
        for word, codes in self._emoji.items():
            if word not in found and (english := self._alike(codes)):
                found[word] = english
        kept = {word: english for word, english in found.items() if len(word.split()) <= MAX_WORDS and word}
        folded = {fold(word): english for word, english in reversed(list(kept.items()))}
        return folded | kept

    def _alike(self, codes: set[str]) -> str | None:
        """The English phrase on the same emoji: "apfel" is on the red and the green one, and so is "apple"."""
        best, best_rank = None, (-MIN_OVERLAP, 9, 9)
        titles = {self._titles.get(code) for code in codes}
        for word in sorted({word for code in codes for word in self._words[code]}):
            theirs = self._english[word]
            overlap = len(codes & theirs) / len(codes | theirs)
            rank = (-overlap, int(word not in titles), self._known[word])
            if rank < best_rank:
                best, best_rank = word, rank
        return best


def rows(data: Path, titles: Names, known: Known, fold: Callable[[str], str]) -> list[tuple[str, str, str]]:
    """Language, phrase and English, in the order of the table; the emoji themselves are a language of their own."""

    def entries(language: str) -> Any:
        return json.loads((data / language / "data.json").read_text("utf-8"))

    found = {}
    english: dict[str, set[str]] = defaultdict(set)
    for entry in entries("en"):
        code = entry["hexcode"]
        name = titles.get(code, entry["label"])
        for word in {name, *entry.get("tags", ())}:
            english[word.casefold()].add(code)
        found[EMOJI, entry["emoji"].replace(VARIATION, "")] = name
    for language in LANGUAGES:
        for folder in (language, ALSO.get(language)):
            phrases = Tongue(entries(folder), english, titles, known).phrases(fold) if folder else {}
            for phrase, meaning in phrases.items():
                found.setdefault((language, phrase), meaning)
    return sorted((*key, meaning) for key, meaning in found.items())
