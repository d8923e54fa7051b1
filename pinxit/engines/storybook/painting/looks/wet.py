"""Looks of wet paint: watercolour on rough paper, oil on canvas, and the painted backdrops of an animated film."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from pinxit.engines.storybook.edits.changes import strokes
from pinxit.engines.storybook.edits.changes.planes import Plane, blur, floats, luma, mix, noise, picture, ramp, rgb
from pinxit.engines.storybook.painting.looks.effects import (
    blurred,
    coloured,
    contours,
    grown,
    is_full,
    saturated,
    shrunk,
    softened,
    tinted,
    with_rgb,
)
from pinxit.engines.storybook.painting.looks.lined import Anime
from pinxit.engines.storybook.painting.looks.look import Look

PAPER_WHITE = "#fdfaf2"
WORKED = (640, 880, 1200)
"""Pixels along the longer side at which wet paint is worked, by detail; it is soft, and scaled up from there."""
BRUSHES = ((46.0, 1.0, 0), (24.0, 0.8, 7), (12.0, 0.6, 14), (5.5, 0.7, 30))
"""Widths of the brushes in units, broad first, how dense their strokes lie, and how many levels must be off for one."""

BRISTLES = ((-0.3, 40), (0.02, -34), (0.3, 30))
"""What the bristles of a brush leave: how far from the middle, in widths, and how high or deep, in levels."""


class Watercolour(Look):
    """Washes with pigment at their edges, white paper between them and around."""

    largest = WORKED
    margin = 9.0
    shadow = "soft"
    most_detail = 1
    paints_page = True
    is_finished = False

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        if is_full(image):
            return image
        return with_rgb(image, _pooled(image.convert("RGB"), image.getchannel("A"), 7 * unit, 0.34))

    def setting(self, canvas: Image.Image) -> Image.Image:
        return with_rgb(canvas, tinted(saturated(canvas.convert("RGB"), 1.25), PAPER_WHITE, 0.30))

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        alpha = image.getchannel("A")
        thin = Image.blend(saturated(image, 1.25).convert("RGB"), Image.new("RGB", image.size, PAPER_WHITE), 0.16)
        line = contours(image, 2.4 * unit, of_shape=False).point([round(0.34 * level) for level in range(256)])
        thin = Image.composite(ImageChops.multiply(thin, thin), thin, line)
        wash = with_rgb(image, _pooled(thin, alpha, 7 * unit, 0.52))
        bare = coloured(
            softened(alpha, max(1.0, 4.5 * unit), 0.25).point([round(0.85 * a) for a in range(256)]), PAPER_WHITE
        )
        bare.alpha_composite(wash)
        return bare

    def page(self, image: Image.Image) -> Image.Image:
        unit, dice, (wide, high) = self.sheet.unit, self.sheet.dice(9), image.size
        washes = strokes.wobbled(floats(image), dice, 4.0 * unit, 46 * unit)
        pools = noise(dice, wide, high, 170 * unit, octaves=5) - 0.5
        grain = noise(dice, wide, high, max(2.5, 5 * unit), octaves=2) - 0.5
        pigment = 1 - luma(washes)
        tide = np.abs(noise(dice, wide, high, 260 * unit, octaves=3) - 0.5)
        tide = ramp(tide, 0.020, 0.0) * ramp(pools, -0.05, 0.2)  # where a wash dried at its edge
        washes = 1 - (1 - washes) * (1 + 0.75 * pools + 0.42 * grain * (0.3 + pigment) + 0.20 * tide)
        if not self.sheet.is_clear:
            washes = mix(rgb(PAPER_WHITE), washes, self._brushed_out(wide, high))
        paper = strokes.paper(dice, wide, high, unit, 0.060)
        return picture(np.clip(washes, 0, 1) * paper)

    def _brushed_out(self, wide: int, high: int) -> Plane:
        """1 where there is paint, 0 on the paper that is left white around it, with a ragged edge."""
        ys, xs = np.linspace(0, 1, high)[:, None], np.linspace(0, 1, wide)[None, :]
        side = min(wide, high)
        border = np.minimum(np.minimum(ys, 1 - ys) * high, np.minimum(xs, 1 - xs) * wide) / side
        ragged = noise(self.sheet.dice(10), wide, high, 0.18 * side, octaves=5)
        return ramp((border - 0.065 * ragged).astype(np.float32), 0.0, 0.014)


class Oil(Look):
    """Oil on canvas: strokes that follow the forms, with the light on their ridges."""

    most_detail = 1
    paints_page = True
    is_finished = False

    largest = WORKED

    def page(self, image: Image.Image) -> Image.Image:
        small, unit = saturated(image, 1.22), self.sheet.unit
        paint, ridges = brushed(small, self.sheet.dice(11), unit)
        relief = np.asarray(ridges.filter(ImageFilter.GaussianBlur(0.7)), dtype=np.float32) / 255
        step = max(1, round(1.2 * unit))
        lit = relief - np.roll(relief, (step, step), axis=(0, 1))
        weave = strokes.paper(self.sheet.dice(12), *small.size, unit, 0.02)
        own = floats(small)
        fine = luma(own) - blur(luma(own), max(1.0, 5 * unit))
        colours = floats(paint) + 0.55 * fine + 0.42 * np.clip(lit, -0.22, 0.22)
        return picture(np.clip(strokes.saturated(colours, 1.08) * weave, 0, 1))


class Ghibli(Anime):
    """Characters with thin lines before a backdrop in gouache: lush greens, tall white clouds, warm light."""

    line = "#4a3026"

    def setting(self, canvas: Image.Image) -> Image.Image:
        small = shrunk(canvas.convert("RGB"), WORKED[self.sheet.detail])
        unit = self.sheet.unit * small.width / canvas.width
        dice = self.sheet.dice(13)
        own = floats(small)
        gouache = strokes.patched(own, max(1.4, 5 * unit))
        dabs = noise(dice, *small.size, 15 * unit, octaves=2) - 0.5
        broad = noise(dice, *small.size, 150 * unit, octaves=3) - 0.5
        gouache = mix(gouache, own, 0.25)
        gouache = strokes.saturated(gouache, 1.22) * (1 + 0.10 * dabs + 0.10 * broad)
        warm = np.array((1.03, 1.01, 0.95), dtype=np.float32)[:, None, None]
        painted = grown(picture(np.clip(gouache * warm, 0, 1)), canvas.size)
        return with_rgb(canvas, painted)


def brushed(image: Image.Image, dice: np.random.Generator, unit: float) -> tuple[Image.Image, Image.Image]:
    """A picture painted in strokes of ever finer brushes, and the height of the paint.

    Hertzmann's layers (1998): a finer brush paints only where the broader ones left too much to be seen. Strokes run
    along the edges of what is shown, and where there are none along slow swirls.
    """
    angles = _flow(image, dice, unit)
    paint = blurred(image, 10 * unit)
    ridges = Image.new("L", image.size, 128)
    for width, dense, least in BRUSHES:
        _paint_layer(paint, ridges, image, angles, dice, max(2.0, width * unit), dense, least)
    return paint, ridges


def _paint_layer(
    paint: Image.Image,
    ridges: Image.Image,
    image: Image.Image,
    angles: Plane,
    dice: np.random.Generator,
    width: float,
    dense: float,
    least: int,
) -> None:
    """One brush's strokes, in place."""
    wanted = blurred(image, width * 0.28)
    off = ImageChops.difference(wanted, paint).convert("L").filter(ImageFilter.BoxBlur(width * 0.4))
    step = width * 0.62 / dense
    ys, xs = np.mgrid[step / 2 : image.height : step, step / 2 : image.width : step]
    xs = np.clip(xs + dice.uniform(-step, step, xs.shape) * 0.6, 0, image.width - 1).ravel()
    ys = np.clip(ys + dice.uniform(-step, step, ys.shape) * 0.6, 0, image.height - 1).ravel()
    errors = np.asarray(off)[ys.astype(int), xs.astype(int)]
    colours = np.asarray(wanted)[ys.astype(int), xs.astype(int)].astype(np.float32)
    turns = angles[(ys * angles.shape[0] / image.height).astype(int), (xs * angles.shape[1] / image.width).astype(int)]
    lengths = width * dice.uniform(1.4, 3.2, xs.shape)
    colours = np.clip(colours * dice.normal(1, 0.045, (len(xs), 1)) + dice.normal(0, 3, colours.shape), 0, 255)
    pens = ImageDraw.Draw(paint), ImageDraw.Draw(ridges)
    bend, levels = dice.normal(0, 0.16, xs.shape), dice.integers(88, 168, xs.shape)
    broad, thin = max(1, round(width)), max(1, round(width / 7))
    bristles = BRISTLES if thin > 1 else BRISTLES[:1]
    for at in dice.permutation(len(xs)).tolist():
        if errors[at] < least:
            continue
        along, x, y = lengths[at] / 2, xs[at], ys[at]
        cos, sin = np.cos(turns[at]) * along, np.sin(turns[at]) * along
        bow_x, bow_y = -sin * bend[at], cos * bend[at]
        points = [(x - cos, y - sin), (x + bow_x, y + bow_y), (x + cos, y + sin)]
        pens[0].line(points, fill=tuple(map(int, colours[at])), width=broad)
        pens[1].line(points, fill=int(levels[at]), width=broad)
        for side, level in bristles:
            shift_x, shift_y = -sin / along * side * width, cos / along * side * width
            pens[1].line([(px + shift_x, py + shift_y) for px, py in points], fill=int(levels[at]) + level, width=thin)


def _flow(image: Image.Image, dice: np.random.Generator, unit: float) -> Plane:
    """The direction of a stroke at each place, in radians, on a coarse grid."""
    gray = image.convert("L").resize((max(8, image.width // 6), max(8, image.height // 6)), Image.Resampling.BOX)
    light = np.asarray(gray, dtype=np.float32) / 255
    down, across = np.gradient(blur(light, 1.2))
    tensor = np.stack([across * across - down * down, 2 * across * down])
    tensor = blur(tensor, max(1.0, 16 * unit / 6))
    swirl = (noise(dice, gray.width, gray.height, 60.0, octaves=2) - 0.5) * np.float32(5.0) + np.float32(0.35)
    calm = np.float32(2.5e-4)
    doubled: Plane = np.arctan2(-tensor[1] + calm * np.sin(2 * swirl), -tensor[0] + calm * np.cos(2 * swirl))
    return np.float32(0.5) * doubled


def _pooled(rgb_: Image.Image, alpha: Image.Image, reach: float, depth: float) -> Image.Image:
    """A wash whose pigment has gathered at its edge."""
    inside = blurred(alpha, max(1.0, reach))
    rim = inside.point([round(1.6 * depth * (255 - level)) for level in range(256)])
    rim = ImageChops.darker(rim, alpha)
    dark = ImageChops.multiply(rgb_, rgb_)
    return Image.composite(dark, rgb_, rim)
