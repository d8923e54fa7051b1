"""A shelf that is large enough for the caller's pictures, which stand on its boards."""

from collections.abc import Sequence
from math import ceil, sqrt

from PIL import Image

from pinxit.engines.storybook.edits.pasting import place
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.settings.brush import Layer

WOOD = ("#c48a52", "#a96d38", "#8a5529")
BACK = ("#6b4527", "#7d5331")
SIDES, TOP, BOTTOM, UNDER_TITLE = 0.06, 0.06, 0.95, 0.24
"""Shares of the picture that the shelf leaves free, and where its foot is; the third is for one under a title."""
BOARD = 0.022
"""Of the shorter side: how thick its wood is."""
ONE_ROW = 3
"""Pictures that stand on one board."""
TALLEST = 1.3
"""The height over the width of one picture's place at most."""
FILLED = (0.84, 0.86)
"""The shares of its place that a picture takes at most."""


def shelve(picture: Image.Image, images: Sequence[Image.Image], *, has_title: bool) -> Image.Image:
    """`picture` (RGB or RGBA) with a shelf on it that bears all of `images` (RGBA), in rows, in its own mode."""
    wide, high = picture.size
    thick = max(2.0, BOARD * min(wide, high))
    top, foot = (UNDER_TITLE if has_title else TOP) * high, BOTTOM * high
    left, right = SIDES * wide, (1 - SIDES) * wide
    rows = 1 if len(images) <= ONE_ROW else max(1, round(sqrt(0.9 * len(images) * (foot - top) / (right - left))))
    across = ceil(len(images) / rows)
    rows = ceil(len(images) / across)
    cell = (right - left - 2 * thick) / max(across, ONE_ROW)
    row_height = min((foot - top - thick) / rows - thick, TALLEST * cell)
    top = max(top, (top + foot - thick - rows * (row_height + thick)) / 2)
    boards = [top + thick + number * (row_height + thick) + row_height for number in range(rows)]
    box = (left, top, right, boards[-1] + thick)
    drawn = Image.fromarray(rasterise(_unit(box, boards, thick), (0, 0, wide, high), wide, high))
    canvas = place(picture, drawn, wide / 2, high, stands=False)
    for number, image in enumerate(images):
        row, column = divmod(number, across)
        in_row = min(across, len(images) - row * across)
        x = (left + right) / 2 + (column - (in_row - 1) / 2) * cell
        scale = min(FILLED[0] * cell / image.width, FILLED[1] * row_height / image.height)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        small = image.resize(size, Image.Resampling.LANCZOS)
        canvas = place(canvas, small, x, boards[row] + 0.2 * thick, stands=True)
    return canvas


def _unit(box: tuple[float, float, float, float], boards: Sequence[float], thick: float) -> str:
    """The empty shelf: its back, its boards with the shadows under them, its sides."""
    left, top, right, bottom = box
    layer = Layer("shelf")
    layer.box(left, top, right - left, bottom - top, layer.down(*BACK), corner=thick / 3)
    for y in (top, *boards):
        layer.box(left, y + thick, right - left, 1.6 * thick, layer.down(("#1d1008", 0.4), ("#1d1008", 0.0)))
    for y in (top, *boards):
        layer.box(left, y, right - left, thick, layer.down(*WOOD[:2]), corner=thick / 5)
    for x in (left, right - thick):
        layer.box(x, top, thick, bottom - top, layer.across(*WOOD), corner=thick / 5)
    return layer.svg()
