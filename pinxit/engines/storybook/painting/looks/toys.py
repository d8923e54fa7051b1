"""Rounded looks: a 3D render of toys on a little stage, and clay pressed by thumbs."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from pinxit.engines.storybook.edits.changes.strokes import wobbled
from pinxit.engines.storybook.painting.looks.effects import blurred, dropped, is_full, saturated
from pinxit.engines.storybook.painting.looks.look import Look
from pinxit.engines.storybook.painting.looks.relief import Relief, lit

SHADE = "#4a3a6b"
"""The colour that light falls off to."""


class Render(Look):
    """Plastic toys, softly lit, before scenery that is out of focus."""

    is_flat = True
    margin = 26.0
    most_detail = 1
    paints_page = True
    depth_of_field = 7.0
    """Units by which the farthest is blurred."""
    gloss, hardness = 0.62, 34.0

    def scenery(self, body: str, near: float) -> str:
        return body

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        if is_full(image):
            return image
        relief = Relief(image, swell=0.55, groove=0.0)
        solid = lit(image, 0.25 + 0.75 * relief.diffuse(), 0.12 * relief.shine(self.hardness), SHADE)
        reach = max(1.0, 13 * unit)
        under = dropped(image, "#241a40", 0.34, reach, (round(4 * unit), round(-3 * unit)))
        under.alpha_composite(solid)
        return under

    def setting(self, canvas: Image.Image) -> Image.Image:
        radius = self.depth_of_field * self.sheet.unit
        canvas = saturated(canvas, 1.22)
        far = blurred(canvas, radius)
        top, low = self.sheet.horizon, self.sheet.height
        ys = np.clip((np.arange(low) - top) / max(1.0, 0.7 * (low - top)), 0, 1)
        mask = Image.fromarray(np.repeat((255 * (1 - ys)).astype(np.uint8)[:, None], canvas.width, axis=1))
        return Image.composite(far, canvas, mask)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        relief = Relief(image)
        shine = self.gloss * relief.shine(self.hardness) + 0.30 * relief.rim()
        solid = lit(saturated(image, 1.15), relief.diffuse(), shine, SHADE)
        under = dropped(image, "#1c1236", 0.34, max(1.0, 9 * unit), (round(8 * unit), round(7 * unit)))
        under.alpha_composite(solid)
        return under

    def page(self, image: Image.Image) -> Image.Image:
        return _studio(image)

    def letters(self, image: Image.Image) -> Image.Image:
        relief = Relief(image, groove=0.8)
        return lit(image, 0.2 + 0.8 * relief.diffuse(), 0.4 * relief.shine(self.hardness))


class Clay(Render):
    """Modelling clay: matt, uneven, with the marks of thumbs."""

    gloss, hardness = 0.14, 8.0
    depth_of_field = 4.0

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        dice = self.sheet.dice(image.width)
        pressed = _pressed(_pressed(_kneaded(image, dice, unit), dice, unit, 0.13, 26.0), dice, unit, 0.06, 7.0)
        return super().thing(saturated(pressed, 0.92), unit)

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        return super().layer(_pressed(image, self.sheet.dice(round(1000 * near)), unit, 0.05, 34.0), near, unit)


def _kneaded(image: Image.Image, dice: np.random.Generator, unit: float) -> Image.Image:
    """The same with edges that a hand has shaped."""
    planes = np.asarray(image.convert("RGBa")).transpose(2, 0, 1)
    moved = wobbled(planes, dice, 7 * unit, 90 * unit).transpose(1, 2, 0)
    return Image.fromarray(np.ascontiguousarray(moved), "RGBa").convert("RGBA")


def _pressed(image: Image.Image, dice: np.random.Generator, unit: float, depth: float, size_of: float) -> Image.Image:
    """The same with dents as of fingers, `size_of` units wide, as light and shade."""
    size = max(4, round(image.width / unit / size_of)), max(4, round(image.height / unit / size_of))
    dents = Image.fromarray((255 * dice.random((size[1], size[0]), dtype=np.float32)).astype(np.uint8))
    dents = dents.filter(ImageFilter.GaussianBlur(1.0)).resize((size[0] * 6, size[1] * 6), Image.Resampling.BICUBIC)
    values = np.asarray(dents, dtype=np.float32) / 255
    slope = values - np.roll(values, (1, 1), axis=(0, 1))
    return lit(image, np.clip(1 + depth * slope / max(1e-3, float(slope.std())), 0.6, 1.4))


def _studio(image: Image.Image) -> Image.Image:
    """Soft light from above on the left, and darker corners."""
    glow = Image.new("L", (64, 64), 0)
    ImageDraw.Draw(glow).ellipse((-20, -30, 74, 66), fill=255)
    glow = glow.filter(ImageFilter.GaussianBlur(14)).resize(image.size, Image.Resampling.BICUBIC)
    dim = image.point([round(255 * (level / 255) ** 1.18 * 0.9) for level in range(256)] * 3)
    bright = image.point([round(255 * (level / 255) ** 0.9) for level in range(256)] * 3)
    return Image.composite(bright, dim, glow)
