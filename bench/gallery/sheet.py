"""All pictures as one: a strip for each kind, each picture over its prompt, an edit beside what it was made from."""

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from bench.gallery.book import KINDS, Box
from pinxit.engines.storybook.fonts import FACES, has
from pinxit.engines.storybook.painting.lettering import Style, set_within

TEXT_LINES, LEADING, GAP, HEADING = 3, 1.4, 6, 26
MAX_BYTES = 2_400_000
"""Of a JPEG: it lies in the repository."""
ARROW = 22
"""Pixels between two pictures of which the second was made from the first."""


@dataclass(frozen=True)
class Strip:
    """Pictures that belong together: what was given, and what was made of it, each with its words."""

    kind: str
    pictures: list[tuple[Image.Image, str]]
    mask: Box | None = None
    """The part of the first picture that was to be made anew."""


def sheet_of(strips: Sequence[Strip], cell: int = 180, columns: int = 10) -> Image.Image:
    """Strips in rows, kind by kind; a strip is never broken, unless it is longer than a row."""
    blocks = [(kind, _rows([strip for strip in strips if strip.kind == kind], columns)) for kind in KINDS]
    blocks = [(kind, rows) for kind, rows in blocks if rows]
    size = max(9, cell // 17)
    high = cell + TEXT_LINES * round(size * LEADING) + 2 * GAP
    sheet = Image.new("RGB", (columns * cell, sum(HEADING + high * len(rows) for _, rows in blocks)), "white")
    pen, y = ImageDraw.Draw(sheet), 0
    for kind, rows in blocks:
        pen.text((GAP, y + 4), kind, fill="#205080", font=ImageFont.truetype(FACES["broad"].path, 17))
        y += HEADING
        for row in rows:
            x = 0
            for strip in row:
                for number, (image, words) in enumerate(strip.pictures):
                    hole = strip.mask if number == 0 else None
                    _put(sheet, (x, y), cell, image, hole, is_made_from_last=number > 0)
                    _write(sheet, (x + GAP, y + cell), words or "(no words)", cell - 2 * GAP, size)
                    x += cell
            y += high
    return sheet


def as_jpeg(sheet: Image.Image) -> bytes:
    """As fine as its size allows."""
    for quality in range(88, 40, -4):
        buffer = io.BytesIO()
        sheet.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= MAX_BYTES:
            break
    return buffer.getvalue()


def _rows(strips: Sequence[Strip], columns: int) -> list[list[Strip]]:
    rows: list[list[Strip]] = []
    for strip in strips:
        if not rows or sum(len(each.pictures) for each in rows[-1]) + len(strip.pictures) > columns:
            rows.append([])
        rows[-1].append(strip)
    return rows


def _put(
    sheet: Image.Image, at: tuple[int, int], cell: int, image: Image.Image, hole: Box | None, *, is_made_from_last: bool
) -> None:
    side = cell - GAP
    small = _checkered(image)
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    if hole:
        shares = [share * length for share, length in zip(hole, (*small.size, *small.size), strict=True)]
        ImageDraw.Draw(small).ellipse(shares, outline="#ff30c0", width=3)
    x, y = at[0] + (cell - small.width) // 2, at[1] + (cell - small.height) // 2
    sheet.paste(small, (x, y))
    if is_made_from_last:
        middle, left = at[1] + cell // 2, at[0] - ARROW // 2
        pen = ImageDraw.Draw(sheet)
        pen.ellipse((left, middle - ARROW // 2, left + ARROW, middle + ARROW // 2), fill="white", outline="#205080")
        pen.polygon([(left + 8, middle - 5), (left + 15, middle), (left + 8, middle + 5)], fill="#205080")


def _write(sheet: Image.Image, at: tuple[int, int], words: str, width: int, size: int) -> None:
    """Small type: the engine's own letters where a plain font has not all of them."""
    lines = textwrap.wrap(words, round(width / (size * 0.54)), max_lines=TEXT_LINES, placeholder=" …")
    font = ImageFont.truetype(FACES["broad"].path, size)
    if all(has("broad", letter) or letter.isspace() for letter in words):
        ImageDraw.Draw(sheet).multiline_text(at, "\n".join(lines), fill="black", font=font, spacing=2)
        return
    for number, line in enumerate(lines):
        image = set_within(line, "broad", width, round(size * 1.3), Style("#000000", None, 0, shadow=False))
        sheet.paste(image, (at[0], at[1] + round(number * size * LEADING) + 2), image)


def _checkered(image: Image.Image) -> Image.Image:
    """A copy; a transparent picture on the pattern that stands for nothing."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    under = Image.new("RGBA", image.size, "white")
    for x in range(0, image.width, 32):
        for y in range(x // 32 % 2 * 32, image.height, 64):
            under.paste((215, 215, 215, 255), (x, y, x + 32, y + 32))
    under.alpha_composite(image)
    return under.convert("RGB")
