"""Words in a picture, exactly as written: wrapped, balanced, scaled to fit, and outlined to stand on any backdrop."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageFilter

from pinxit.engines.storybook import fonts, pictograms
from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.fonts import FACES
from pinxit.engines.storybook.painting.lines import fit, paragraphs
from pinxit.engines.storybook.painting.typesetting import RULER, Pen, pen_for

__all__ = ["CREAM", "FACES", "PLUM", "Style", "letter", "set_line", "set_within"]

OUTLINE = 0.075
"""The outline's width as a share of the letter size."""
SHADOW_BLUR = 0.06
"""The shadow's spread, likewise."""

CREAM, PLUM = "#fff8e7", "#35204f"


def letter(
    text: str,
    *,
    face: str = "storybook",
    width: int,
    max_height: int,
    colour: str | None = None,
    backdrop_luminance: float | None = None,
) -> Image.Image:
    """Sets `text` as large as fits in `width` x `max_height` pixels; the RGBA answer is cropped to what is painted.

    `colour` is #rrggbb; without one it is chosen against `backdrop_luminance` (0 black to 1 white; None means unknown).
    Line breaks in the text are kept. Letters that the face lacks are set in the broad fallback.
    """
    dark = backdrop_luminance is not None and backdrop_luminance < 0.55
    fill = colour or (CREAM if dark else PLUM)
    style = Style(fill, _outline(fill), OUTLINE, shadow=True)
    return set_within(text, face, width, max_height, style)


@dataclass(frozen=True, slots=True)
class Style:
    """How letters are painted: their colour, and the outline and shadow that lift them off a backdrop."""

    fill: str
    outline: str | None
    outline_share: float
    shadow: bool


def set_within(text: str, face: str, width: int, max_height: int, style: Style) -> Image.Image:
    """The largest setting that fits: measured first, then painted, and painted smaller while the ink is too big."""
    plain, pictures = pictograms.held(text)
    choice = fonts.choose(plain, face)
    plain, pictures = _settable(plain, choice, pictures)
    texts = paragraphs(plain)
    if not any(texts):
        return Image.new("RGBA", (1, 1))
    pen = pen_for(choice, pictures)
    size, lines = (found := fit(texts, pen.ruler, RULER, pen.leading, width, max_height)).size, found.lines
    while size > 2 and (over := _excess(lines, pen, size, style, width, max_height)) > 1:
        size = max(2, min(size - 1, int(size / over)))
    while True:
        picture = _ink(lines, pen, size, style)
        if (picture.width <= width and picture.height <= max_height) or size <= 2:
            return picture.crop((0, 0, min(width, picture.width), min(max_height, picture.height)))
        over = max(picture.width / width, picture.height / max_height)
        size = max(2, min(size - 1, int(size / over)))


def set_line(text: str, face: str, size: int, width: int, style: Style) -> Image.Image:
    """One line at `size` pixels, or smaller where it is wider than `width`. All lines of one size and face have one
    height, so that their letters stand on one line where they are put side by side."""
    plain, pictures = pictograms.held(" ".join(text.split()))
    choice = fonts.choose(plain, face)
    plain, pictures = _settable(plain, choice, pictures)
    if not plain:
        return Image.new("RGBA", (1, 1))
    pen = pen_for(choice, pictures)
    size = max(2, min(size, int(size * width / max(1.0, pen.extent([plain], size)[0]))))
    picture, margin = _painted([plain], pen, size, style)
    box = picture.getchannel("A").getbbox() or (0, 0, 1, 1)
    top, low = margin - round(0.2 * size), picture.height - margin + round(0.3 * size)
    return picture.crop((box[0], min(top, box[1]), box[2], max(low, box[3])))


def _settable(text: str, choice: fonts.Choice, pictures: dict[str, Art]) -> tuple[str, dict[str, Art]]:
    """The text without what no face has, which would be drawn as a box; the layout engine sets no pictures."""
    kept = {} if choice.shaped else pictures
    letters = [c for c in text if c in kept or c not in pictures and fonts.is_set_in(choice, c)]
    return "".join(letters), kept


def _excess(lines: Sequence[str], pen: Pen, size: int, style: Style, width: int, max_height: int) -> float:
    """The size of the ink over the size of the box, as near as it can be told without painting."""
    wide, high = pen.extent(lines, size)
    edge = 2 * (round(size * style.outline_share) + (2 * SHADOW_BLUR * size if style.shadow else 0))
    return max((wide + edge) / width, (high + edge) / max_height)


def _ink(lines: Sequence[str], pen: Pen, size: int, style: Style) -> Image.Image:
    """The lines centred, cropped to what is painted."""
    picture, _ = _painted(lines, pen, size, style)
    box = picture.getchannel("A").point(lambda a: 255 * (a > 3)).getbbox()
    return picture.crop(box) if box else picture


def _painted(lines: Sequence[str], pen: Pen, size: int, style: Style) -> tuple[Image.Image, int]:
    """Paints the lines centred: shadow, outline, then letters a little lighter above than below; and the margin."""
    stroke = max(1, round(size * style.outline_share)) if style.outline else 0
    blur = size * SHADOW_BLUR if style.shadow else 0.0
    margin = stroke + round(3 * blur) + size
    masks = pen.paint(lines, size, stroke, margin)
    picture = Image.new("RGBA", masks.letters.size, ImageColor.getrgb(style.fill)[:3] + (0,))
    if style.shadow:
        picture.alpha_composite(_shadow(masks.around, blur, size))
    if style.outline:
        picture.alpha_composite(_coloured(masks.around, style.outline))
    picture.alpha_composite(_coloured(masks.letters, style.fill, lift=0.16 if style.shadow else 0.0))
    for image, x, y in masks.pictures:
        picture.alpha_composite(image, (x, y))
    return picture, margin


def _shadow(mask: Image.Image, blur: float, size: int) -> Image.Image:
    soft = ImageChops.offset(mask, 0, max(1, round(size * 0.045))).filter(ImageFilter.GaussianBlur(blur))
    return _coloured(soft.point(lambda a: round(a * 0.42)), "#1d1030")


def _coloured(mask: Image.Image, colour: str, lift: float = 0.0) -> Image.Image:
    """The mask in one colour, or with `lift` (0 to 1) in a fall from lighter above to the colour below."""
    base = np.array(ImageColor.getrgb(colour)[:3], dtype=float)
    box = mask.getbbox() or (0, 0, 1, 1)
    share = np.clip((np.arange(mask.height) - box[1]) / max(1, box[3] - box[1]), 0, 1)[:, None]
    rows = base + (255 - base) * lift * (1 - share)
    pixels = np.empty((mask.height, mask.width, 4), dtype=np.uint8)
    pixels[..., :3] = np.rint(rows)[:, None, :]
    pixels[..., 3] = np.asarray(mask)
    return Image.fromarray(pixels)


def _outline(fill: str) -> str:
    """White around dark letters; around light ones their own colour, taken far down."""
    red, green, blue = ImageColor.getrgb(fill)[:3]
    if 0.299 * red + 0.587 * green + 0.114 * blue < 140:
        return "#fffdf6"
    dark = ImageColor.getrgb(PLUM)[:3]
    return "#" + "".join(
        f"{round(0.14 * own + 0.86 * low):02x}" for own, low in zip((red, green, blue), dark, strict=True)
    )
