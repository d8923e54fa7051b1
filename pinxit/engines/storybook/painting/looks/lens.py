"""Looks of a camera: as near to a photograph and to a film as drawn things come."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from pinxit.engines.storybook.edits.changes.planes import Colours, factors, floats, luma, mix, picture, ramp
from pinxit.engines.storybook.painting.looks.effects import blurred, dropped, saturated, with_rgb
from pinxit.engines.storybook.painting.looks.look import Look
from pinxit.engines.storybook.painting.looks.relief import Relief, lit

TEAL, ORANGE = (0.78, 1.03, 1.16), (1.14, 1.0, 0.80)
"""What a film's shadows and lights are tinted with."""


class Photo(Look):
    """Depth of field, soft light from a window, a vignette and the grain of film."""

    margin = 24.0
    paints_page = True
    is_finished = False
    aperture = 13.0
    """Units by which the farthest is blurred."""
    grain, vignette = 0.020, 0.30

    def setting(self, canvas: Image.Image) -> Image.Image:
        radius, unit = self.aperture, self.sheet.unit
        lights = _bokeh(canvas.convert("RGB"), 15 * unit, self.sheet.dice(51))
        far = Image.blend(blurred(canvas.convert("RGB"), radius * unit), lights, 0.35)
        near = blurred(canvas.convert("RGB"), 0.22 * radius * unit)
        top, low = self.sheet.horizon, self.sheet.height
        ys = np.clip((np.arange(low) - top) / max(1.0, 0.75 * (low - top)), 0, 1)
        mask = Image.fromarray(np.repeat((255 * (1 - ys)).astype(np.uint8)[:, None], canvas.width, axis=1))
        return with_rgb(canvas, Image.composite(far, near, mask))

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        relief = Relief(image, swell=0.8, groove=0.5)
        size = max(8, image.height // 2), max(8, image.width // 2)
        fur = self.sheet.dice(image.width).standard_normal(size, dtype=np.float32)
        fur = (fur + np.roll(fur, 1, axis=0) + np.roll(fur, (1, 1), axis=(0, 1))) * np.float32(1 / 3)
        textured = lit(saturated(image, 0.92), 1 + np.float32(0.045) * fur)
        shine = 0.20 * relief.shine(14.0) + 0.34 * relief.rim()
        solid = lit(textured, 0.30 + 0.70 * relief.diffuse(), shine, "#2a2433")
        under = dropped(image, "#120c18", 0.36, max(1.0, 8 * unit), (round(6 * unit), round(5 * unit)))
        under.alpha_composite(solid)
        return under

    def page(self, image: Image.Image) -> Image.Image:
        colours = self.graded(floats(image))
        ys = np.linspace(-1, 1, image.height, dtype=np.float32)[:, None]
        xs = np.linspace(-1, 1, image.width, dtype=np.float32)[None, :]
        dark = 1 - np.float32(self.vignette) * ramp(np.sqrt(xs * xs + ys * ys), 0.55, 1.45)
        noise = self.sheet.dice(52).standard_normal((image.height, image.width), dtype=np.float32)
        return picture(np.clip(colours * dark + np.float32(self.grain) * noise, 0, 1))

    def graded(self, colours: Colours) -> Colours:
        """The film's own tones: deep shadows, soft lights, a little warmth."""
        light = luma(colours)
        curved = colours * (0.72 + 0.34 * ramp(light, 0.0, 0.8))
        toned = mix(luma(curved), curved, 0.92)
        return np.clip(toned * factors(1.05, 1.0, 0.93) + 0.015, 0, 1)


class Cinematic(Photo):
    """A frame of a film: teal shadows, orange lights, a wide screen's black bars."""

    grain, vignette = 0.024, 0.42
    bars = 0.055

    def graded(self, colours: Colours) -> Colours:
        light = luma(colours)
        deep = colours * (0.55 + 0.50 * ramp(light, 0.0, 0.75))
        return np.clip(deep * mix(factors(*TEAL), factors(*ORANGE), ramp(light, 0.12, 0.72)), 0, 1)

    def page(self, image: Image.Image) -> Image.Image:
        shot = super().page(image)
        if not self.sheet.is_clear:
            bar = round(self.bars * image.height)
            pen = ImageDraw.Draw(shot)
            pen.rectangle((0, 0, image.width, bar - 1), fill="#000000")
            pen.rectangle((0, image.height - bar, image.width, image.height), fill="#000000")
        return shot


def _bokeh(rgb: Image.Image, radius: float, dice: np.random.Generator) -> Image.Image:
    """Bright places as soft discs of light."""
    small = rgb.resize((max(1, rgb.width // 4), max(1, rgb.height // 4)), Image.Resampling.BOX)
    discs = Image.new("RGB", small.size)
    pen, values = ImageDraw.Draw(discs), np.asarray(small)
    light = values.max(axis=2)
    level = max(150.0, float(np.quantile(light, 0.86)))
    ys, xs = np.nonzero(light >= level)
    for at in dice.permutation(len(ys))[:46].tolist():
        size = radius / 4 * dice.uniform(0.7, 2.0)
        colour = tuple(int(v) for v in values[ys[at], xs[at]])
        pen.ellipse((xs[at] - size, ys[at] - size, xs[at] + size, ys[at] + size), fill=colour)
    soft = discs.filter(ImageFilter.GaussianBlur(max(0.6, radius / 30))).resize(rgb.size, Image.Resampling.BICUBIC)
    base = blurred(rgb, radius * 0.8)
    return ImageChops.lighter(base, soft)
