"""Text to lines: where a line may be broken in any script, and the breaks that make the lines most alike."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

UNBROKEN_LETTERS = 24
"""A word longer than this may be broken to fit."""
NOT_FIRST = frozenset("、。，．・：；？！）］｝〉》」』】〕’”ー々ゝぁぃぅぇぉっゃゅょァィゥェォッャュョ,.!?:;)]}…")
"""Signs that no line begins with."""
NOT_LAST = frozenset("（［｛〈《「『【〔‘“([{")
"""Signs that no line ends with."""
LEADING_VOWELS = frozenset("เแโใไ")
"""Thai vowels that are written first in their syllable: before one a line may always be broken."""

Ruler = Callable[[str], float]
Words = Sequence[str]
"""Pieces that a line may be broken after; one that a space follows carries it."""


def paragraphs(text: str) -> list[list[str]]:
    """The words of each written line. Control characters are dropped, and endless words cut into pieces that fit."""
    lines = []
    for line in unicodedata.normalize("NFC", text).strip().splitlines():
        clean = "".join(c for c in line if unicodedata.category(c)[0] != "C" or c in "\t\u200c\u200d" or _is_held(c))
        words = [piece for word in clean.split() for piece in _pieces(word)]
        lines.append([*words[:-1], words[-1].rstrip()] if words else [])
    return lines


def _is_held(character: str) -> bool:
    """One of the private characters that hold the place of an emoji."""
    return unicodedata.category(character) == "Co"


def _pieces(word: str) -> list[str]:
    """A word and the space after it; of scripts that write no spaces, each sign that a line may end with."""
    if any(_is_wide(c) or c in LEADING_VOWELS for c in word):
        pieces = _signs(word)
    else:
        pieces = [word]
    cut = [part for piece in pieces for part in _cut(piece)]
    return [*cut[:-1], cut[-1] + " "]


def _signs(word: str) -> list[str]:
    """The word, cut wherever its script lets a line end."""
    cuts = [0]
    for at, (one, next_one) in enumerate(pairwise(word), 1):
        is_wide = _is_wide(one) or _is_wide(next_one)
        is_held = next_one in NOT_FIRST or one in NOT_LAST or unicodedata.category(next_one)[0] == "M"
        is_vowel = next_one in LEADING_VOWELS and one not in LEADING_VOWELS
        if (is_wide and not is_held) or is_vowel:
            cuts.append(at)
    return [word[start:end] for start, end in pairwise([*cuts, len(word)])]


def _is_wide(character: str) -> bool:
    """Of a script that writes no spaces between words: Chinese and Japanese. Korean has spaces."""
    name = unicodedata.name(character, "")
    return unicodedata.east_asian_width(character) in "WF" and not name.startswith("HANGUL")


def _cut(word: str) -> list[str]:
    """An endless word in parts of one length; what belongs to one letter stays together."""
    if len(word) <= UNBROKEN_LETTERS:
        return [word]
    letters: list[str] = []
    for c in word:
        joins = letters and (unicodedata.category(c)[0] == "M" or c in "\u200c\u200d" or _joins(letters[-1][-1]))
        letters[-1:] = [letters[-1] + c] if joins else [*letters[-1:], c]
    count = -(-len(letters) // UNBROKEN_LETTERS)
    step = -(-len(letters) // count)
    return ["".join(letters[start : start + step]) for start in range(0, len(letters), step)]


def _joins(mark: str) -> bool:
    """A sign that binds the next letter to the one before it: the virama of Indic scripts."""
    return unicodedata.combining(mark) == 9 or mark == "\u200d"


@dataclass(frozen=True, slots=True)
class Fit:
    """The largest size in pixels whose lines fit, and those lines."""

    size: int
    lines: list[str]


def fit(texts: Sequence[Words], ruler: Ruler, unit: int, leading: float, width: int, max_height: int) -> Fit:
    """By bisection; `ruler` measures at `unit` pixels. The lines are as even as they can be."""
    low, high = 2, max(3, max_height * 2)
    while high - low > 1:
        size = (low + high) // 2
        lines = wrap(texts, ruler, width * unit / size)
        tall = (len(lines) - 1) * leading * size + 0.72 * size
        if tall <= max_height and max(map(ruler, lines)) * size / unit <= width:
            low = size
        else:
            high = size
    return Fit(low, even(texts, ruler, width * unit / low))


def wrap(texts: Sequence[Words], ruler: Ruler, limit: float) -> list[str]:
    """Each line takes as many words as `limit` (pixels at the ruler's size) lets it."""
    lines = []
    for words in texts:
        line = ""
        for word in words:
            if line and ruler((line + word).rstrip()) > limit:
                lines.append(line.rstrip())
                line = ""
            line += word
        lines.append(line.rstrip())
    return lines


def even(texts: Sequence[Words], ruler: Ruler, limit: float) -> list[str]:
    """Each paragraph in as few lines as before, with the breaks that make the lines most alike."""
    lines: list[str] = []
    for words in texts:
        count = len(wrap([words], ruler, limit))
        starts = _breaks(words, ruler, limit, count) if count > 1 else [0]
        ends = [*starts[1:], len(words)]
        lines += ["".join(words[start:end]).rstrip() for start, end in zip(starts, ends, strict=True)]
    return lines if max(map(ruler, lines)) <= limit else wrap(texts, ruler, limit)


def _breaks(words: Words, ruler: Ruler, limit: float, count: int) -> list[int]:
    """Where each of `count` lines starts, so that the squares of what they differ from the mean sum to the least.

    A line that ends in a stop or a comma counts for less, so that breaks fall where one would breathe.
    """
    space = ruler(" ")
    widths = [(ruler(word.rstrip()), space if word.endswith(" ") else 0.0) for word in words]
    mean = sum(wide + gap for wide, gap in widths) / count
    best: list[tuple[float, list[int]] | None] = [(0.0, [])] + [None] * len(widths)
    for _ in range(count):
        longer: list[tuple[float, list[int]] | None] = [None] * len(best)
        for start, known in enumerate(best[:-1]):
            if known is None:
                continue
            wide, gap = 0.0, 0.0
            for end in range(start + 1, len(best)):
                wide += gap + widths[end - 1][0]
                gap = widths[end - 1][1]
                if wide > limit and end > start + 1:
                    break
                stop = words[end - 1].rstrip()[-1] in ".,:;!?…—。、！？"
                cost = known[0] + (wide - mean) ** 2 * (0.6 if stop else 1)
                kept = longer[end]
                if kept is None or cost < kept[0]:
                    longer[end] = cost, [*known[1], start]
        best = longer
    last = best[-1]
    return last[1] if last else [0]
