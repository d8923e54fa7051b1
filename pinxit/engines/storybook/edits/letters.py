"""Sets words on a picture that is there: a title above, a ribbon above or below."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from pinxit.engines.storybook import boards, lettering
from pinxit.engines.storybook.colour import ASSORTED, RAINBOW, named
from pinxit.engines.storybook.scene import Lettering

TITLE_WIDTH, TITLE_HEIGHT = 0.86, 0.2
RIBBON_WIDTH, RIBBON_HEIGHT = 0.8, 0.14
MARGIN = 0.03
"""All shares of the picture's own width and height."""


def letter(picture: Image.Image, texts: Sequence[Lettering]) -> Image.Image:
    """`picture` (RGB) with `texts` set on it, exactly as written, from the top down and from the bottom up."""
    canvas = picture.convert("RGBA")
    top, bottom = MARGIN * canvas.height, (1 - MARGIN) * canvas.height
    for text in texts:
        image = _title(picture, text) if text.place == "title" else _ribbon(picture, text)
        left = (canvas.width - image.width) // 2
        if text.place == "caption":
            bottom -= image.height
            canvas.alpha_composite(image, (left, max(0, round(bottom))))
        else:
            canvas.alpha_composite(image, (left, min(round(top), canvas.height - 1)))
            top += image.height + MARGIN * canvas.height
    return canvas.convert("RGB")


def _title(picture: Image.Image, text: Lettering) -> Image.Image:
    """Letters that are seen on what is behind them."""
    high = max(8, round(picture.height * TITLE_HEIGHT))
    band = np.asarray(picture.crop((0, 0, picture.width, high)).convert("L"))
    return lettering.letter(
        text.text, face=text.face, width=max(8, round(picture.width * TITLE_WIDTH)), max_height=high,
        colour=_colour(text), backdrop_luminance=float(band.mean()) / 255,
    )  # fmt: skip


def _ribbon(picture: Image.Image, text: Lettering) -> Image.Image:
    wide, high = max(16, round(picture.width * RIBBON_WIDTH)), max(12, round(picture.height * RIBBON_HEIGHT))
    return boards.board(text.text, face=text.face, width=wide, max_height=high, colour=_colour(text), kind="ribbon")


def _colour(text: Lettering) -> str | None:
    colour = named(text.colour) if text.colour else None
    return None if colour in (RAINBOW, ASSORTED) else colour
