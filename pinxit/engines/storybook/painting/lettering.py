"""Words in a picture, exactly as written: wrapped, balanced, scaled to fit, and outlined to stand on any backdrop."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

RULER = 96
"""The size in pixels at which words are measured before the size is known."""
UNBROKEN_LETTERS = 24
"""A word longer than this may be broken to fit."""
OUTLINE = 0.075
"""The outline's width as a share of the letter size."""
SHADOW_BLUR = 0.06
"""The shadow's spread, likewise."""

CREAM, PLUM = "#fff8e7", "#35204f"


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface: where its file lies, its variable axes if it has any, and the height of a line as a share of size."""

    package: str
    file: str
    axes: tuple[float, ...] = ()
    leading: float = 1.12


FACES = {
    "storybook": Face("fontpkg_fredoka", "Fredoka[wdth,wght].ttf", (600, 100), 1.08),
    "serif": Face("fontpkg_lora", "Lora[wght].ttf", (700,), 1.2),
    "sans": Face("fontpkg_nunito", "Nunito[wght].ttf", (800,), 1.14),
    "script": Face("fontpkg_pacifico", "Pacifico-Regular.ttf", (), 1.36),
    "hand": Face("fontpkg_caveat", "Caveat[wght].ttf", (700,), 1.0),
    "pixel": Face("fontpkg_press_start_2p", "PressStart2P-Regular.ttf", (), 1.45),
    "broad": Face("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", (700, 100), 1.2),
}
"""The faces of `Lettering.face`, and "broad" for letters that one of them lacks."""


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
    paragraphs = _paragraphs(text)
    if not any(paragraphs):
        return Image.new("RGBA", (1, 1))
    name = _face_for("".join(word for words in paragraphs for word in words), face)
    size, lines = _fit(paragraphs, name, width, max_height)
    while size > 2 and (over := _excess(lines, name, size, style, width, max_height)) > 1:
        size = max(2, min(size - 1, int(size / over)))
    while True:
        picture = _ink(lines, name, size, style)
        if (picture.width <= width and picture.height <= max_height) or size <= 2:
            return picture.crop((0, 0, min(width, picture.width), min(max_height, picture.height)))
        over = max(picture.width / width, picture.height / max_height)
        size = max(2, min(size - 1, int(size / over)))


def _excess(lines: Sequence[str], name: str, size: int, style: Style, width: int, max_height: int) -> float:
    """The size of the ink over the size of the box, as near as it can be told without painting."""
    font = _font(name, size)
    boxes = [font.getbbox(line, anchor="ms") for line in lines if line]
    edge = round(size * style.outline_share) + (2 * SHADOW_BLUR * size if style.shadow else 0)
    wide = 2 * max(max(-box[0], box[2]) for box in boxes) + 2 * edge
    high = boxes[-1][3] - boxes[0][1] + (len(lines) - 1) * FACES[name].leading * size + 2 * edge
    return max(wide / width, high / max_height)


def _paragraphs(text: str) -> list[list[str]]:
    """The words of each written line. Control characters are dropped, and endless words cut into pieces that fit."""
    lines = []
    for line in unicodedata.normalize("NFC", text).strip().splitlines():
        clean = "".join(c for c in line if not unicodedata.category(c).startswith("C") or c == "\t")
        lines.append([piece for word in clean.split() for piece in _pieces(word)])
    return lines


def _pieces(word: str) -> list[str]:
    if len(word) <= UNBROKEN_LETTERS:
        return [word]
    count = -(-len(word) // UNBROKEN_LETTERS)
    step = -(-len(word) // count)
    return [word[start : start + step] for start in range(0, len(word), step)]


def _fit(paragraphs: list[list[str]], name: str, width: int, max_height: int) -> tuple[int, list[str]]:
    """The largest size in pixels whose lines fit, by bisection, and those lines, as even as they can be."""
    ruler = _measure(name)
    low, high = 2, max(3, max_height * 2)
    while high - low > 1:
        size = (low + high) // 2
        lines = _wrap(paragraphs, ruler, width * RULER / size)
        tall = (len(lines) - 1) * FACES[name].leading * size + 0.72 * size
        if tall <= max_height and max(map(ruler, lines)) * size / RULER <= width:
            low = size
        else:
            high = size
    return low, _even(paragraphs, ruler, width * RULER / low)


def _wrap(paragraphs: list[list[str]], ruler: Callable[[str], float], limit: float) -> list[str]:
    """Each line takes as many words as `limit` (pixels at the ruler's size) lets it."""
    lines = []
    for words in paragraphs:
        line = ""
        for word in words:
            longer = f"{line} {word}" if line else word
            if line and ruler(longer) > limit:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _even(paragraphs: list[list[str]], ruler: Callable[[str], float], limit: float) -> list[str]:
    """Each paragraph in as few lines as before, with the breaks that make the lines most alike."""
    lines: list[str] = []
    for words in paragraphs:
        count = len(_wrap([words], ruler, limit))
        starts = _breaks(words, ruler, limit, count) if count > 1 else [0]
        ends = [*starts[1:], len(words)]
        lines += [" ".join(words[start:end]) for start, end in zip(starts, ends, strict=True)]
    return lines if max(map(ruler, lines)) <= limit else _wrap(paragraphs, ruler, limit)


def _breaks(words: list[str], ruler: Callable[[str], float], limit: float, count: int) -> list[int]:
    """Where each of `count` lines starts, so that the squares of what they differ from the mean sum to the least.

    A line that ends in a stop or a comma counts for less, so that breaks fall where one would breathe.
    """
    widths, space = [ruler(word) for word in words], ruler(" ")
    mean = (sum(widths) + space * (len(widths) - count)) / count
    best: list[tuple[float, list[int]] | None] = [(0.0, [])] + [None] * len(widths)
    for _ in range(count):
        longer: list[tuple[float, list[int]] | None] = [None] * len(best)
        for start, known in enumerate(best[:-1]):
            if known is None:
                continue
            wide = -space
            for end in range(start + 1, len(best)):
                wide += space + widths[end - 1]
                if wide > limit and end > start + 1:
                    break
                cost = known[0] + (wide - mean) ** 2 * (0.6 if words[end - 1][-1] in ".,:;!?…—" else 1)
                kept = longer[end]
                if kept is None or cost < kept[0]:
                    longer[end] = cost, [*known[1], start]
        best = longer
    last = best[-1]
    return last[1] if last else [0]


def _ink(lines: Sequence[str], name: str, size: int, style: Style) -> Image.Image:
    """Paints the lines centred: shadow, outline, then letters a little lighter above than below."""
    font = _font(name, size)
    stroke = max(1, round(size * style.outline_share)) if style.outline else 0
    blur = size * SHADOW_BLUR if style.shadow else 0.0
    margin = stroke + round(3 * blur) + size
    step = FACES[name].leading * size
    wide = int(max(font.getlength(line) for line in lines)) + 2 * margin
    high = int(step * len(lines)) + 2 * margin
    letters, around = Image.new("L", (wide, high)), Image.new("L", (wide, high))
    pens = ImageDraw.Draw(letters), ImageDraw.Draw(around)
    for number, line in enumerate(lines):
        at = (wide / 2, margin + size * 0.8 + number * step)
        pens[0].text(at, line, fill=255, font=font, anchor="ms")
        pens[1].text(at, line, fill=255, font=font, anchor="ms", stroke_width=stroke)
    picture = Image.new("RGBA", (wide, high), ImageColor.getrgb(style.fill)[:3] + (0,))
    if style.shadow:
        picture.alpha_composite(_shadow(around, blur, size))
    if style.outline:
        picture.alpha_composite(_coloured(around, style.outline))
    picture.alpha_composite(_coloured(letters, style.fill, lift=0.16 if style.shadow else 0.0))
    box = picture.getchannel("A").point(lambda a: 255 * (a > 3)).getbbox()
    return picture.crop(box) if box else picture


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


def _face_for(letters: str, face: str) -> str:
    """The asked face if it has every letter, else whichever of it and the broad one has more."""
    wanted = face if face in FACES else "storybook"
    distinct = set(letters)
    return max((wanted, "broad"), key=lambda name: sum(_has(name, c) for c in distinct))


@lru_cache(maxsize=4096)
def _has(name: str, character: str) -> bool:
    """Whether the face draws anything for the character but its sign for a missing one."""
    font = _font(name, 32)
    return bytes(font.getmask(character)) != bytes(font.getmask("\U0010fffe"))


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    face = FACES[name]
    font = ImageFont.truetype(
        str(files(face.package) / "files" / face.file), size, layout_engine=ImageFont.Layout.BASIC
    )
    if face.axes:
        font.set_variation_by_axes(list(face.axes))
    return font


@cache
def _measure(name: str) -> Callable[[str], float]:
    return lru_cache(maxsize=4096)(_font(name, RULER).getlength)
