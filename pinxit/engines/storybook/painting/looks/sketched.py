"""Looks of a dry hand: pencil, pen and ink, chalk on a board, wax crayon on paper."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from pinxit.engines.storybook.edits.changes import strokes
from pinxit.engines.storybook.edits.changes.graphic import waxed
from pinxit.engines.storybook.edits.changes.planes import Plane, floats, luma, mix, noise, picture, ramp, rgb
from pinxit.engines.storybook.painting.looks.effects import contours, is_full, lined, saturated, with_rgb
from pinxit.engines.storybook.painting.looks.lined import outlined
from pinxit.engines.storybook.painting.looks.look import Look

GRAPHITE, DRAWING_PAPER = "#2c2c33", "#f8f5ee"
INK, INK_PAPER = "#0c0c10", "#fbf8ef"
BOARD = "#24332f"
TONE_FLOOR = 92
"""Tones are no darker than this level, and lines darker: so a page knows one from the other."""
HATCHES = ((57, 226, 0.46), (121, 186, 0.50), (24, 148, 0.56))
"""Layers of pencil strokes: their direction in degrees, the level of tone below which they begin, their darkness."""


class _Toned(Look):
    """Gray tones and dark lines, that the page turns into strokes."""

    is_flat = True
    margin = 6.0
    shadow = "none"
    most_detail = 1
    paints_page = True
    is_finished = False
    outer, inner, behind = 4.8, 3.0, 2.2
    far = 0.62
    """How much the setting keeps of its tone."""

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        lifted = [round(255 - (255 - TONE_FLOOR) * self.far * (255 - level) / 255) for level in range(256)]
        gray = with_rgb(image, image.convert("L").point(lifted))
        return lined(gray, contours(image, self.behind * unit, of_shape=not is_full(image)), "#202020", 0.75)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        lifted = [round(TONE_FLOOR + (255 - TONE_FLOOR) * (level / 255) ** 0.8) for level in range(256)]
        gray = with_rgb(image, image.convert("L").point(lifted))
        return outlined(gray, image, self.outer * unit, self.inner * unit, "#000000")

    def letters(self, image: Image.Image) -> Image.Image:
        return with_rgb(image, image.convert("L"))

    def parts(self, image: Image.Image) -> tuple[Plane, Plane]:
        """How much line there is, 0 to 1, and the tone as levels."""
        gray = np.asarray(image.convert("L"), dtype=np.float32)
        return ramp(gray, TONE_FLOOR - 4.0, 40.0), np.maximum(gray, TONE_FLOOR)


class Pencil(_Toned):
    """Graphite: soft lines drawn twice, and layers of hatching."""

    def page(self, image: Image.Image) -> Image.Image:
        unit, dice = self.sheet.unit, self.sheet.dice(5)
        wide, high = image.size
        line, tone = self.parts(image)
        twice = strokes.wobbled(line[None], dice, 3.4 * unit, 60 * unit)[0]
        shade = np.ones_like(line)
        for degrees, begin, depth in HATCHES:
            grain = strokes.hatching(dice, wide, high, degrees, 80 * unit, max(1.2, 2.1 * unit))
            shade *= 1 - depth * ramp(tone, begin + 30.0, begin - 40.0) * ramp(grain, 0.3, 0.75)
        tooth = noise(dice, wide, high, max(2.0, 2.6 * unit), octaves=2)
        drawn = shade * (1 - 0.95 * line) * (1 - 0.55 * twice)
        drawn = np.clip(drawn + (0.26 * (tooth - 0.42)) * ramp(drawn, 1.0, 0.55), 0, 1)
        return picture(mix(rgb(GRAPHITE), rgb(DRAWING_PAPER), drawn))


class Ink(_Toned):
    """Pen and ink: black and white alone, with hatching for every tone between."""

    outer, inner, behind = 5.4, 3.2, 2.4
    far = 0.62

    def page(self, image: Image.Image) -> Image.Image:
        unit, dice = self.sheet.unit, self.sheet.dice(6)
        wide, high = image.size
        line, tone = self.parts(image)
        drawn = 1 - line
        for degrees, begin in ((48.0, 216.0), (132.0, 168.0), (92.0, 128.0)):
            wave = _engraved(wide, high, degrees, max(3.4, 7.0 * unit), dice, unit)
            share = np.clip((begin - tone) / 150, 0, 0.52) + 0.12 * (tone < begin)
            drawn = np.minimum(drawn, ramp(wave - share, -0.05, 0.10))
        drawn = np.minimum(drawn, ramp(tone, 140.0, 148.0))
        return picture(mix(rgb(INK), rgb(INK_PAPER), np.clip(drawn, 0, 1)))


class Chalk(Look):
    """Chalk on a board: pale outlines, and colour rubbed in with the side of the chalk."""

    is_flat = True
    margin = 6.0
    shadow = "none"
    most_detail = 0
    paints_page = True
    is_finished = False

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        dim = Image.blend(Image.new("RGB", image.size, BOARD), _light(image), 0.34)
        lines = contours(image, 2.8 * unit, of_shape=not is_full(image))
        return lined(with_rgb(image, dim), lines, "#cfd6cf", 0.7)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        body = with_rgb(image, Image.blend(Image.new("RGB", image.size, BOARD), _light(image), 0.86))
        return outlined(body, image, 5.0 * unit, 3.0 * unit, "#fbfaf2")

    def page(self, image: Image.Image) -> Image.Image:
        unit, dice = self.sheet.unit, self.sheet.dice(7)
        wide, high = image.size
        rubbed = strokes.hatching(dice, wide, high, 58, 90 * unit, max(1.4, 4.2 * unit))
        tooth = noise(dice, wide, high, max(2.0, 3.2 * unit), octaves=2)
        cover = ramp(0.50 * rubbed + 0.75 * tooth, 0.34, 0.70)
        colours = floats(image)
        bright = ramp(luma(colours), 0.62, 0.85)  # lines are pressed harder
        cover = np.maximum(0.22 + 0.78 * cover, bright * ramp(tooth, 0.22, 0.5))
        dust = noise(dice, wide, high, 260 * unit, octaves=4)
        board = rgb(BOARD) * (0.92 + 0.22 * dust) + 0.035 * ramp(dust, 0.5, 0.8)
        return picture(mix(board, colours, cover))

    def letters(self, image: Image.Image) -> Image.Image:
        return with_rgb(image, ImageOps.colorize(image.convert("L"), "#fbfaf2", "#33443f"))


class Crayon(Look):
    """Wax crayons on white paper: strokes that leave the paper's tooth bare, by a hand that wobbles."""

    largest = (700, 900, 1400)

    is_flat = True
    margin = 6.0
    shadow = "none"
    most_detail = 1
    paints_page = True
    is_finished = False

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        light = Image.blend(saturated(image, 1.5).convert("RGB"), Image.new("RGB", image.size, "#ffffff"), 0.22)
        return _edged(with_rgb(image, light), contours(image, 4.0 * unit, of_shape=not is_full(image)))

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        bright = saturated(image, 1.5)
        return outlined(_edged(bright, contours(image, 6.0 * unit)), image, 5.5 * unit, 3.4 * unit, "#2b2536")

    def page(self, image: Image.Image) -> Image.Image:
        return waxed(floats(image), self.sheet.dice(8), self.sheet.unit)


def _light(image: Image.Image) -> Image.Image:
    """A drawing's colours as chalk has them: pale."""
    return Image.blend(saturated(image, 1.2).convert("RGB"), Image.new("RGB", image.size, "#ffffff"), 0.34)


def _edged(image: Image.Image, lines: Image.Image) -> Image.Image:
    """Lines in a darker tone of the colour that they are on."""
    rgb_ = image.convert("RGB")
    dark = ImageChops.multiply(rgb_, Image.new("RGB", image.size, "#9a92a6"))
    return with_rgb(image, Image.composite(dark, rgb_, lines.filter(ImageFilter.GaussianBlur(0.6))))


def _engraved(wide: int, high: int, degrees: float, pitch: float, dice: np.random.Generator, unit: float) -> Plane:
    """Parallel lines `pitch` pixels apart that sway a little: 0 in the middle of a line to 1 between two."""
    angle = np.radians(degrees)
    ys, xs = np.arange(high, dtype=np.float32)[:, None], np.arange(wide, dtype=np.float32)[None, :]
    sway = noise(dice, wide, high, 90 * unit, octaves=2) * np.float32(1.6 * pitch)
    across = xs * np.float32(np.cos(angle)) + ys * np.float32(np.sin(angle)) + sway
    phase: Plane = across / np.float32(pitch)
    middle: Plane = np.abs(phase - np.floor(phase) - np.float32(0.5)) * 2
    return middle
