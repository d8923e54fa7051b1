"""Who sets a line of letters: Pillow where they simply follow each other, Pango where they join, stack or turn."""

import html
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Protocol

import numpy as np
import pyvips
from PIL import Image, ImageChops, ImageDraw

from pinxit.engines.storybook import fonts
from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.painting.raster import rasterise

RULER = 96
"""The size in pixels at which words are measured before the size is known."""
EMOJI_WIDTH, EMOJI_RISE = 1.16, 0.86
"""The room that an emoji takes in a line, and how far it stands above the foot of the letters, as shares of size."""
_loading = Lock()


class Pen(Protocol):
    """Sets lines in one choice of faces."""

    leading: float
    """The height of a line as a share of size."""

    def ruler(self, text: str) -> float:
        """How wide `text` is at RULER pixels."""

    def extent(self, lines: Sequence[str], size: int) -> tuple[float, float]:
        """How wide and how high the ink of the centred lines is, as near as can be told without painting."""

    def paint(self, lines: Sequence[str], size: int, stroke: int, margin: int) -> "Masks":
        """The centred lines, with `margin` pixels around them."""


class Masks:
    """Letters, the same with their outline around them, and the pictures that stand among them."""

    def __init__(self, letters: Image.Image, around: Image.Image, pictures: list[tuple[Image.Image, int, int]]) -> None:
        self.letters = letters
        self.around = around
        self.pictures = pictures


def pen_for(choice: fonts.Choice, emoji: Mapping[str, Art] | None = None) -> Pen:
    """Who sets a text in this choice; `emoji` are art by the private characters that hold their places."""
    return _Shaping(choice.names) if choice.shaped else _Plain(choice.names[0], emoji or {})


class _Plain:
    """One letter after the other, and emoji between them."""

    def __init__(self, name: str, emoji: Mapping[str, Art]) -> None:
        self.name = name
        self.emoji = emoji
        face = fonts.face_of(name)
        self.leading, self.swell = face.leading, face.swell

    def ruler(self, text: str) -> float:
        return self._width(text, RULER)

    def _width(self, text: str, size: int) -> float:
        if not self.emoji:
            return _ruler(self.name)(text) if size == RULER else fonts.font(self.name, size).getlength(text)
        return sum(
            EMOJI_WIDTH * size if part in self.emoji else fonts.font(self.name, size).getlength(part)
            for part in self._parts(text)
        )

    def _parts(self, line: str) -> list[str]:
        """Runs of letters, and emoji by themselves."""
        parts = [""]
        for c in line:
            if c in self.emoji:
                parts += [c, ""]
            else:
                parts[-1] += c
        return [part for part in parts if part]

    def extent(self, lines: Sequence[str], size: int) -> tuple[float, float]:
        font = fonts.font(self.name, size)
        wide, boxes = 0.0, []
        for line in lines:
            if not line:
                continue
            plain = "".join("M" if c in self.emoji else c for c in line)
            left, top, right, low = font.getbbox(plain, anchor="ms")
            if plain != line:
                half = self._width(line, size) / 2
                left, right = min(left, -half), max(right, half)
                top, low = min(top, -EMOJI_RISE * size), max(low, (1 - EMOJI_RISE) * size)
            wide = max(wide, -2 * left, 2 * right)
            boxes.append((top, low))
        high = boxes[-1][1] - boxes[0][0] + (len(lines) - 1) * self.leading * size
        return wide + 2 * self.swell * size, high + 2 * self.swell * size

    def paint(self, lines: Sequence[str], size: int, stroke: int, margin: int) -> Masks:
        font, step = fonts.font(self.name, size), self.leading * size
        own = round(self.swell * size)
        strokes = own, own + stroke
        wide = int(max(self._width(line, size) for line in lines)) + 2 * margin
        high = int(step * len(lines)) + 2 * margin
        letters, around = Image.new("L", (wide, high)), Image.new("L", (wide, high))
        pens, pictures = (ImageDraw.Draw(letters), ImageDraw.Draw(around)), []
        for number, line in enumerate(lines):
            y, x = margin + size * 0.8 + number * step, wide / 2
            if not self.emoji:
                for pen, width in zip(pens, strokes, strict=True):
                    pen.text((x, y), line, fill=255, font=font, anchor="ms", stroke_width=width)
                continue
            x -= self._width(line, size) / 2
            for part in self._parts(line):
                if part in self.emoji:
                    at = round(x + (EMOJI_WIDTH - 1) / 2 * size), round(y - EMOJI_RISE * size)
                    pictures.append((_drawn(self.emoji[part], size), *at))
                else:
                    for pen, width in zip(pens, strokes, strict=True):
                        pen.text((x, y), part, fill=255, font=font, anchor="ls", stroke_width=width)
                x += self._width(part, size)
        return Masks(letters, around, pictures)


class _Shaping:
    """The layout engine: it joins and stacks letters, turns what runs from right to left, and mixes faces."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.leading = max(fonts.face_of(name).leading for name in names)

    def ruler(self, text: str) -> float:
        return _shaped_width(self.names, text)

    def extent(self, lines: Sequence[str], size: int) -> tuple[float, float]:
        # one setting at a known size tells of all
        mask = _shaped(self.names, tuple(lines), RULER)
        return mask.width * size / RULER, mask.height * size / RULER

    def paint(self, lines: Sequence[str], size: int, stroke: int, margin: int) -> Masks:
        mask = _shaped(self.names, tuple(lines), size)
        letters = Image.new("L", (mask.width + 2 * margin, mask.height + 2 * margin))
        letters.paste(mask, (margin, margin))
        return Masks(letters, _grown(letters, stroke), [])


@cache
def _ruler(name: str) -> Callable[[str], float]:
    return lru_cache(maxsize=4096)(fonts.font(name, RULER).getlength)


@lru_cache(maxsize=4096)
def _shaped_width(names: tuple[str, ...], text: str) -> float:
    if not text.strip():
        return 0.28 * RULER * len(text)
    return float(_shaped(names, (text,), RULER).width)


@lru_cache(maxsize=64)
def _shaped(names: tuple[str, ...], lines: tuple[str, ...], size: int) -> Image.Image:
    """The ink of the lines, centred below each other."""
    for name in names:
        _load(name)
    families = ",".join(fonts.face_of(name).family for name in names)
    text = html.escape("\n".join(lines), quote=False)
    mask = pyvips.Image.text(text, font=f"{families} Bold {size}", fontfile=fonts.face_of(names[0]).path,
                             dpi=72, align="centre")  # fmt: skip
    pixels = np.asarray(mask)
    return Image.fromarray(pixels.reshape(pixels.shape[:2]))


@cache
def _load(name: str) -> None:
    """Make the face known to the layout engine, which then finds it by its family's name."""
    with _loading:
        pyvips.Image.text("x", fontfile=fonts.face_of(name).path, dpi=72).avg()


@lru_cache(maxsize=32)
def _drawn(art: Art, size: int) -> Image.Image:
    return Image.fromarray(rasterise(art.body, art.box, size, size, stretch=False))


def _grown(mask: Image.Image, stroke: int) -> Image.Image:
    """The mask, wider by `stroke` pixels all around."""
    grown, count = mask, max(8, 3 * stroke)
    for number in range(count if stroke else 0):
        angle = 2 * math.pi * number / count
        shift = round(stroke * math.cos(angle)), round(stroke * math.sin(angle))
        grown = ImageChops.lighter(grown, ImageChops.offset(mask, *shift))
    return grown
