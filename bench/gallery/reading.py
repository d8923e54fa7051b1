"""The words in a picture, as a reader of print reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import numpy as np
from PIL import Image
from rapidocr_onnxruntime import RapidOCR

SAME_LINE = 0.5
"""Pieces whose middles are nearer than this share of the higher one's height are on one line."""

MARGIN = 2.6
"""How much room the reader leaves around a line; with less, which is its own choice, it misses spaces."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that were read together, in pixels."""

    text: str
    left: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text that was asked for was read back."""

    asked: str
    read: str

    @property
    def is_exact(self) -> bool:
        return self.asked == self.read

    @property
    def accuracy(self) -> float:
        """The share of characters that are right: 1 less the edits from one to the other, per character asked."""
        return max(0.0, 1 - distance(self.asked, self.read) / max(1, len(self.asked)))


def words_in(image: Image.Image) -> list[list[str]]:
    """Everything that is read in a picture, piece by piece, line by line: first from near, then from afar."""
    small = image.reduce(2)
    return [_pieces(image), _pieces(small)]


def _pieces(image: Image.Image) -> list[str]:
    found, _ = _reader()(np.asarray(image.convert("RGB"))[..., ::-1])
    pieces = [Piece(text.strip(), *_span(corners)) for corners, text, _ in found or []]
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: each.top + each.bottom):
        if lines and _is_on_line(piece, lines[-1][0]):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [piece.text for line in lines for piece in sorted(line, key=lambda each: each.left)]


def read_back(asked: str, looks: Sequence[Sequence[str]]) -> Reading:
    """The run of pieces, of any of the looks, that is most like the text; a line's end counts as a space."""
    asked = " ".join(asked.split())
    likely_pieces = [[piece for piece in pieces if _is_of(piece, asked)] for pieces in looks]
    runs = [
        " ".join(pieces[start:end])
        for pieces in likely_pieces
        for start in range(len(pieces))
        for end in range(start + 1, len(pieces) + 1)
    ]
    likely = sorted(runs, key=lambda run: -SequenceMatcher(None, asked, run).ratio())[:8]
    return Reading(asked, min(likely, key=lambda run: distance(asked, run), default=""))


def distance(one: str, other: str) -> int:
    """The least number of characters to put in, take out or change."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, against in enumerate(other, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != against))
    return row[-1]


def _is_of(piece: str, asked: str) -> bool:
    """Whether half of a piece is in the text; what is not is something else in the picture that was read."""
    matcher = SequenceMatcher(None, piece, asked, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) >= len(piece) / 2


@cache
def _reader() -> RapidOCR:
    return RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1, det_unclip_ratio=MARGIN)


def _span(corners: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(ys)


def _is_on_line(piece: Piece, first: Piece) -> bool:
    high = max(piece.bottom - piece.top, first.bottom - first.top)
    return abs(piece.top + piece.bottom - first.top - first.bottom) / 2 < SAME_LINE * high
