"""Looks made of pieces: pixel art, stained glass, low poly, embroidery."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from pinxit.engines.storybook.edits.changes import strokes
from pinxit.engines.storybook.edits.changes.facets import faceted
from pinxit.engines.storybook.edits.changes.planes import Plane, blur, floats, mix, noise, picture, ramp, rgb
from pinxit.engines.storybook.edits.changes.tiles import seams, shards
from pinxit.engines.storybook.painting.looks.effects import (
    contours,
    grown,
    is_full,
    lined,
    ramped,
    saturated,
    shrunk,
    with_rgb,
)
from pinxit.engines.storybook.painting.looks.lined import outlined
from pinxit.engines.storybook.painting.looks.look import Look, Sheet
from pinxit.engines.storybook.painting.looks.toys import Render

BLOCKS, SHARDED = 104, 560
"""Blocks of pixel art along the longer side, and pixels along it at which glass is cut."""
PALETTE = 32
BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], dtype=np.float32) / 16 - 0.47
LEAD = "#0d0b0a"


class PixelArt(Look):
    """A game of old: square pixels in few colours, a dark outline one pixel wide, dithered skies."""

    is_flat = False
    shadow = "hard"
    most_detail = 0
    paints_page = True
    is_finished = False
    face = "pixel"
    largest = (8192, 8192, 8192)

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self.block = max(2, round(max(sheet.width, sheet.height) / BLOCKS))

    def border(self, unit: float) -> int:
        return int(np.ceil(1.2 * self.block * unit / self.sheet.unit))

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        return saturated(image, 1.3)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        shape = Image.merge(
            "RGBA", (*Image.new("RGB", image.size).split(), image.getchannel("A").point(ramped(90, 170)))
        )
        width = 1.7 * self.block * unit / self.sheet.unit
        return lined(saturated(image, 1.3), contours(shape, width), "#1a1030")

    def page(self, image: Image.Image) -> Image.Image:
        small = image.resize(self._blocks(image.size), Image.Resampling.BOX)
        values = np.asarray(small, dtype=np.float32)
        screen = np.tile(BAYER, (-(-small.height // 4), -(-small.width // 4)))[: small.height, : small.width, None]
        few = small.quantize(PALETTE, Image.Quantize.MAXCOVERAGE, 3, dither=Image.Dither.NONE)
        dithered = Image.fromarray(np.clip(values + 20 * screen, 0, 255).astype(np.uint8))
        pixels = dithered.quantize(palette=few, dither=Image.Dither.NONE).convert("RGB")
        return pixels.resize(image.size, Image.Resampling.NEAREST)

    def alpha(self, alpha: Image.Image) -> Image.Image:
        small = alpha.resize(self._blocks(alpha.size), Image.Resampling.BOX).point([0] * 128 + [255] * 128)
        return small.resize(alpha.size, Image.Resampling.NEAREST)

    def _blocks(self, size: tuple[int, int]) -> tuple[int, int]:
        return max(8, round(size[0] / self.block)), max(8, round(size[1] / self.block))


class StainedGlass(Look):
    """A window: panes of glowing glass, with lead along every form."""

    is_flat = True
    margin = 8.0
    shadow = "none"
    most_detail = 0
    paints_page = True
    is_finished = False

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        solid = image.copy()
        solid.putalpha(image.getchannel("A").point(ramped(90, 150)))
        return lined(_glassy(solid), contours(solid, 7.0 * unit, of_shape=not is_full(image)), "#000000")

    def setting(self, canvas: Image.Image) -> Image.Image:
        small = shrunk(canvas.convert("RGB"), SHARDED)
        unit = self.sheet.unit * small.width / canvas.width
        labels, centres = shards(floats(small), 7, self.sheet.dice(21), even=1.3)
        tones = self.sheet.dice(22).normal(1.0, 0.13, len(centres)).astype(np.float32)
        light = Image.fromarray(np.clip(178 * tones[labels], 0, 255).astype(np.uint8))
        plate = grown(light, canvas.size).point([min(255, round(level * 1.43)) for level in range(256)])
        panes = ImageChops.multiply(canvas.convert("RGB"), Image.merge("RGB", (plate,) * 3))
        lead = Image.fromarray((255 * seams(labels, max(1.4, 6.5 * unit))).astype(np.uint8))
        panes.paste("#000000", mask=grown(lead, canvas.size))
        return with_rgb(canvas, panes)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        return outlined(_glassy(image), image, 11.0 * unit, 6.0 * unit, "#000000")

    def page(self, image: Image.Image) -> Image.Image:
        size, unit, dice, own = image.size, self.sheet.unit, self.sheet.dice(23), floats(image)
        lead = ramp(own.max(axis=0), 0.20, 0.08)
        streaks = noise(dice, *size, 70 * unit, octaves=4) - 0.5
        seeds = strokes.hatching(dice, *size, 20, 160 * unit, 18 * unit) - 0.5
        glass = strokes.saturated(own, 1.5) * (1.04 + 0.30 * streaks + 0.10 * seeds)
        ys, xs = np.linspace(-1, 1, size[1])[:, None], np.linspace(-1, 1, size[0])[None, :]
        glow = (1.16 - 0.34 * (xs * xs + (ys + 0.2) ** 2)).astype(np.float32)
        glass = glass * glow * (1 - 0.45 * blur(lead, 7 * unit))
        shine = np.clip(blur(lead, 1.2 * unit) - np.roll(blur(lead, 1.2 * unit), (2, 2), axis=(0, 1)), 0, 1) * 0.35
        window = mix(np.clip(glass, 0, 1), rgb(LEAD), lead) + shine
        return picture(np.clip(window, 0, 1))


class LowPoly(Render):
    """Facets of few flat triangles."""

    is_flat = False
    depth_of_field = 0.0
    margin = 20.0

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        return saturated(image, 1.25)

    def setting(self, canvas: Image.Image) -> Image.Image:
        return with_rgb(canvas, faceted(canvas, 17, self.sheet.dice(31), 0.05).convert("RGB"))

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        solid = super().thing(image, unit)
        facets = faceted(image, 17, self.sheet.dice(32 + image.width), 0.14)
        alpha = image.getchannel("A").point(ramped(90, 170))
        cut = facets.copy()
        cut.putalpha(alpha)
        solid.alpha_composite(cut)
        fine = contours(image, 3 * unit, of_shape=False).filter(ImageFilter.MaxFilter(3))
        return Image.composite(_over(solid, image), solid, fine.point([round(0.55 * level) for level in range(256)]))


class Embroidery(Look):
    """Stitches of shining thread on linen."""

    is_flat = True
    margin = 6.0
    shadow = "none"
    most_detail = 0
    paints_page = True
    is_finished = False

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        light = Image.blend(saturated(image, 1.1).convert("RGB"), Image.new("RGB", image.size, "#efe6d2"), 0.35)
        return with_rgb(image, light)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        return outlined(saturated(image, 1.3), image, 7.0 * unit, 3.5 * unit, "#3b2a3a")

    def page(self, image: Image.Image) -> Image.Image:
        size, unit, dice = image.size, self.sheet.unit, self.sheet.dice(41)
        labels = np.asarray(image.quantize(20, Image.Quantize.MAXCOVERAGE, 1, dither=Image.Dither.NONE)) % 3
        thread = np.zeros(labels.shape, dtype=np.float32)
        for turn, degrees in enumerate((38.0, 142.0, 90.0)):
            thread = np.where(labels == turn, _stitches(size, degrees, max(2.4, 5.2 * unit), 46 * unit, dice), thread)
        dents = blur(seams(labels.astype(np.int32), max(1.0, 1.6 * unit)), max(0.8, 2.2 * unit))
        colours = strokes.saturated(floats(image), 1.15)
        lit = 0.66 + 0.52 * thread - 0.5 * np.minimum(dents, 0.6)
        gleam = 0.16 * ramp(thread, 0.75, 1.0)
        return picture(np.clip(colours * lit + gleam, 0, 1))


def _stitches(size: tuple[int, int], degrees: float, pitch: float, length: float, dice: np.random.Generator) -> Plane:
    """Threads side by side: 1 on the top of a thread, 0 between two and where one stitch ends."""
    angle = np.radians(degrees)
    ys, xs = np.arange(size[1], dtype=np.float32)[:, None], np.arange(size[0], dtype=np.float32)[None, :]
    across = (xs * np.float32(np.cos(angle)) + ys * np.float32(np.sin(angle))) / np.float32(pitch)
    along = (ys * np.float32(np.cos(angle)) - xs * np.float32(np.sin(angle))) / np.float32(length)
    number = np.floor(across)
    shift = dice.random(4096, dtype=np.float32)[number.astype(np.int32) % 4096]
    place = along + shift
    round_ = np.sqrt(np.clip(1 - (2 * (across - number) - 1) ** 2, 0, 1))
    ends = np.clip(np.abs(place - np.floor(place) - 0.5) * 2, 0, 1) ** 8
    thread: Plane = round_ * (1 - 0.8 * ends)
    return thread


def _glassy(image: Image.Image) -> Image.Image:
    """Colours that light comes through: nothing as dark as lead."""
    lifted = saturated(image, 1.35).convert("RGB").point([round(70 + level * 0.725) for level in range(256)] * 3)
    return with_rgb(image, lifted)


def _over(solid: Image.Image, image: Image.Image) -> Image.Image:
    under = solid.copy()
    under.alpha_composite(image)
    return under
