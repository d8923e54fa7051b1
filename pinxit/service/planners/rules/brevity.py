"""Long texts cut short while rules read them: the middle becomes one mark, and comes back when they are done."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pinxit.service.planners.base import Drawing, Entry

LIMIT = 1500
"""Characters of a text that is read whole."""
FRONT, BACK = 800, 400
"""Characters of a longer one that are read at its beginning and at its end, up to the ends of sentences."""
MARKERS = range(0xE000, 0xF8FF)
MARKED = re.compile("[\ue000-\uf8ff]")
"""Unicode's private use area: characters that mean nothing to anyone."""


class Brevity:
    """Cuts texts short, and puts back what it took."""

    def __init__(self, texts: Iterable[str]) -> None:
        known = {char for text in texts for char in MARKED.findall(text)}
        self._free = (chr(code) for code in MARKERS if chr(code) not in known)
        self._middles: dict[str, str] = {}

    def short(self, text: str) -> str:
        """`text`, or its beginning and end with a mark between them."""
        if len(text) <= LIMIT:
            return text
        front = max(text.rfind(end, FRONT // 2, FRONT) for end in (". ", "! ", ".\n", "\n\n")) + 1 or FRONT
        back = text.find(". ", len(text) - BACK, len(text) - BACK // 2) + 1 or len(text) - BACK
        marker = next(self._free)
        while back < len(text) - 1 and text[back].isspace():
            back += 1
        self._middles[f" {marker} "] = text[front:back]
        return f"{text[:front]} {marker} {text[back:]}"

    def entries(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """The same entries with short texts."""
        return tuple(
            replace(entry, prompt=self.short(entry.prompt))
            if isinstance(entry, Drawing)
            else replace(entry, text=self.short(entry.text))
            for entry in entries
        )

    def whole(self, text: str) -> str:
        """`text` with all that was taken out of it."""
        for marker, middle in self._middles.items():
            text = text.replace(marker, middle).replace(marker.strip(), middle.strip())
        return text


def is_short(text: str) -> bool:
    """Whether something was taken out of `text`."""
    return MARKED.search(text) is not None
