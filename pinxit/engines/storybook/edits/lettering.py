"""Sets words on a picture that is there: a title above, a ribbon above or below, or what is said where it is said."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from pinxit import pictures
from pinxit.engines.storybook.colour import one_colour
from pinxit.engines.storybook.edits.adding import CHEST, Canvas
from pinxit.engines.storybook.edits.inscriptions import PlacedText
from pinxit.engines.storybook.edits.light import Box
from pinxit.engines.storybook.painting import boards, lettering
from pinxit.engines.storybook.scene import Lettering

TITLE_WIDTH, TITLE_HEIGHT = 0.86, 0.2
RIBBON_WIDTH, RIBBON_HEIGHT = 0.8, 0.14
SIDE_WIDTH, SIDE_HEIGHT = 0.42, 0.16
"""Of what stands in a corner or at a side."""
THING_WIDTH, THING_HEIGHT = 0.7, 0.35
"""Of a thing that is written on, the most that the words take."""
MARGIN = 0.03
"""All shares of the picture's own width and height."""
MIDDLE = (0.2, 0.3, 0.8, 0.7)
"""Where a thing is taken to be that is written on and cannot be told from what is around it."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a text goes: a box in pixels, and where in it, from 0 (left, top) to 1 (right, bottom)."""

    box: tuple[float, float, float, float]
    across: float
    down: float

    def corner(self, size: tuple[int, int]) -> tuple[int, int]:
        """The left upper corner of something of this size."""
        left, top, right, bottom = self.box
        x = left + self.across * (right - left - size[0])
        return max(0, int(x + 1e-6)), max(0, round(top + self.down * (bottom - top - size[1])))


def letter(canvas: Canvas, texts: Sequence[PlacedText]) -> Image.Image:
    """The picture with `texts` set on it, exactly as written, in its own mode; none of them hides another."""
    picture, taken = canvas.image.convert("RGBA"), list[Box]()
    low = [each for each in texts if _frame(canvas, each).down == 1.0]
    for each in [*(each for each in texts if each not in low), *reversed(low)]:
        frame = _frame(canvas, each)
        width, height = _most(canvas, each, frame)
        draw = _title if each.text.place in ("title", "on", "speech") else _ribbon
        image = draw(canvas.image, each.text, frame, (max(16, round(width)), max(8, round(height))))
        x, y = frame.corner(image.size)
        y = _free(y, (x, x + image.width), image.height, taken, upwards=frame.down == 1.0)
        y = min(max(0, y), picture.height - 1)
        taken.append((x, y, x + image.width, y + image.height))
        picture.alpha_composite(image, (min(x, picture.width - 1), y))
    return picture.convert(canvas.image.mode)


def _frame(canvas: Canvas, each: PlacedText) -> _Frame:
    wide, high = canvas.image.size
    if each.on or "chest" in each.spots:
        left, top, right, bottom = (share * side for share, side in zip(MIDDLE, (wide, high, wide, high), strict=True))
        box = (left, top, right, bottom)
        return _Frame((canvas.subject or box) if each.on else canvas.wearer, 0.5, 0.5 if each.on else CHEST)
    spots = set[str](each.spots)
    usual = "bottom" if each.text.place == "caption" else "top"
    across = 0.0 if "left" in spots else 1.0 if "right" in spots else 0.5
    spots = spots or {usual}
    down = 0.0 if "top" in spots else 1.0 if "bottom" in spots else 0.5
    return _Frame((MARGIN * wide, MARGIN * high, (1 - MARGIN) * wide, (1 - MARGIN) * high), across, down)


def _most(canvas: Canvas, each: PlacedText, frame: _Frame) -> tuple[float, float]:
    """The most width and height that a text takes, in pixels."""
    wide, high = canvas.image.size
    if each.on or "chest" in each.spots:
        left, top, right, bottom = frame.box
        return THING_WIDTH * (right - left), THING_HEIGHT * (bottom - top)
    if {"left", "right"}.intersection(each.spots):
        return SIDE_WIDTH * wide, SIDE_HEIGHT * high
    is_title = each.text.place == "title"
    return (TITLE_WIDTH * wide, TITLE_HEIGHT * high) if is_title else (RIBBON_WIDTH * wide, RIBBON_HEIGHT * high)


def _free(y: int, across: tuple[int, int], height: int, taken: Sequence[Box], *, upwards: bool) -> int:
    """The next height, from `y` on, at which something that is so wide and so high hides nothing that is taken."""
    gap = max(1, height // 8)
    for left, top, right, bottom in sorted(taken, key=lambda box: -box[1] if upwards else box[1]):
        if across[0] < right and across[1] > left and y < bottom and y + height > top:
            y = top - gap - height if upwards else bottom + gap
    return y


def _title(picture: Image.Image, text: Lettering, frame: _Frame, most: tuple[int, int]) -> Image.Image:
    """Letters that are seen on what is behind them."""
    left, top = frame.corner(most)
    is_across = frame.across == 0.5 and frame.down == 0.0
    band = (0, 0, picture.width, most[1]) if is_across else (left, top, left + most[0], top + most[1])
    behind = np.asarray(pictures.flatten(picture.crop(band)).convert("L"))
    return lettering.letter(
        text.text, face=text.face, width=most[0], max_height=most[1], colour=one_colour(text.colour),
        backdrop_luminance=float(behind.mean()) / 255,
    )  # fmt: skip


def _ribbon(picture: Image.Image, text: Lettering, frame: _Frame, most: tuple[int, int]) -> Image.Image:
    high = max(12, most[1])
    return boards.board(
        text.text, face=text.face, width=most[0], max_height=high, colour=one_colour(text.colour), kind="ribbon"
    )
