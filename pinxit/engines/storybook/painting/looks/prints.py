"""Looks of even colour: flat design, a screen-printed poster, paper cut-outs and a silhouette."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from pinxit.engines.storybook.edits.changes.graphic import POSTER_NIGHT, POSTER_PAPER, sprayed
from pinxit.engines.storybook.painting.looks.effects import (
    coloured,
    dropped,
    ramped,
    saturated,
    softened,
    tinted,
    with_rgb,
)
from pinxit.engines.storybook.painting.looks.look import Look

BUILT = frozenset(["city", "room", "forest", "farm"])
"""Settings of trunks and walls: melted into one another they would be shapes of nothing."""


class Flat(Look):
    """Flat design: even colours, no texture, things with a lit and a shaded half and one hard shadow."""

    is_flat = True
    shadow = "hard"
    most_detail = 1
    is_finished = False

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        return tinted(saturated(image, 1.05), "#ffffff", 0.10)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        image = saturated(image, 1.15)
        rgb = image.convert("RGB")
        dark = ImageChops.multiply(rgb, Image.new("RGB", rgb.size, "#d3c8dc"))
        dark.paste(rgb.crop((0, 0, rgb.width // 2, rgb.height)), (0, 0))
        return with_rgb(image, dark)


class Minimal(Flat):
    """Flat design with as little in it as there can be."""

    most_detail = 0

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        alpha = image.getchannel("A")
        if near and self.sheet.setting in BUILT:
            return tinted(saturated(image, 0.55), "#ffffff", 0.62 - 0.30 * near)
        alpha = softened(alpha, max(1.0, 16 * unit), 0.5)  # drops trees, flowers, all that is small
        mean = image.convert("RGBa").resize((1, 1), Image.Resampling.BOX).convert("RGBA").convert("RGB")
        calm = tinted(saturated(mean, 0.85), "#ffffff", 0.62 - 0.30 * near).resize(image.size)
        calm.putalpha(alpha)
        return calm


class Poster(Look):
    """A screen-printed travel poster: a few inks, sprayed where they meet, and a border of bare paper."""

    most_detail = 1
    paints_page = True
    is_finished = False
    face = "sans"
    edge = 0.042
    """The border's width as a share of the shorter side."""

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        return saturated(image, 1.3)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        return saturated(image, 1.35)

    def page(self, image: Image.Image) -> Image.Image:
        print_ = sprayed(image, self.sheet.dice(3))
        return print_ if self.sheet.is_clear else self._framed(print_)

    def _framed(self, image: Image.Image) -> Image.Image:
        edge = round(self.edge * min(image.size))
        framed = ImageOps.expand(ImageOps.crop(image, edge), edge, POSTER_PAPER)
        line = max(1, edge // 9)
        box = (edge - line, edge - line, image.width - edge + line - 1, image.height - edge + line - 1)
        ImageDraw.Draw(framed).rectangle(box, outline=POSTER_NIGHT, width=line)
        return framed


class CutOut(Look):
    """Coloured paper, cut with scissors and glued in layers that throw shadows."""

    is_flat = True
    margin = 22.0
    shadow = "none"
    most_detail = 1
    is_finished = False

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        solid = image.copy()
        solid.putalpha(image.getchannel("A").point(ramped(70, 150)))
        return self._glued(solid, unit, 13.0, round(1000 * near), (0.4, -0.5))

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        alpha = image.getchannel("A")
        cut = coloured(softened(alpha, max(1.0, 6.5 * unit), 0.12), "#fffaf0")
        cut.alpha_composite(saturated(image, 1.1))
        return self._glued(cut, unit, 9.0, image.width)

    def letters(self, image: Image.Image) -> Image.Image:
        return self._glued(ImageOps.expand(image, round(12 * self.sheet.unit), (0, 0, 0, 0)), self.sheet.unit, 6.0, 1)

    def _glued(
        self, image: Image.Image, unit: float, lift: float, number: int, shift: tuple[float, float] = (0.5, 0.8)
    ) -> Image.Image:
        """A sheet of paper with the shadow that it throws."""
        fibres = _fibres(self.sheet.seed + number % 7).resize((512, 512))
        paper = Image.new("L", image.size)
        for left in range(0, image.width, 512):
            for top in range(0, image.height, 512):
                paper.paste(fibres, (left, top))
        rgb = ImageChops.multiply(image.convert("RGB"), Image.merge("RGB", (paper,) * 3))
        across, down = (round(lift * unit * each) for each in shift)
        under = dropped(image, "#2a1a2e", 0.55, max(0.8, 0.8 * lift * unit), (across, down))
        under.alpha_composite(with_rgb(image, rgb))
        return under


class Silhouette(Look):
    """Black shapes before a glowing sky."""

    is_flat = True
    shadow = "none"
    is_finished = False
    most_detail = 1

    def scenery(self, body: str, near: float) -> str:
        return body if near == 0 else super().scenery(body, near)

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        if near == 0:
            warm = ImageOps.colorize(image.convert("L"), "#4a2168", "#ffe6a0", "#f58060", midpoint=140)
            ys = np.linspace(0, 1, 64, dtype=np.float32) ** 1.4
            fall = Image.fromarray((255 * ys).astype(np.uint8)[:, None]).resize(image.size, Image.Resampling.BICUBIC)
            dusk = ImageOps.colorize(fall, "#5a2a7c", "#ffe08a", "#ff8a5a", midpoint=110)
            return with_rgb(image, Image.blend(warm, dusk, 0.72))
        share = 0.70 - 0.44 * near
        return with_rgb(image, tinted(Image.new("RGB", image.size, "#160a22"), "#ff7a52", share))

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        mask = image.getchannel("A").point(ramped(60, 180))
        lit = max(1, round(2.2 * unit))
        shape = coloured(mask, "#ffc37a")
        shape.alpha_composite(coloured(ImageChops.darker(ImageChops.offset(mask, lit, lit), mask), "#0b0612"))
        return shape


@lru_cache(maxsize=8)
def _fibres(seed: int) -> Image.Image:
    """The light on a sheet of coloured paper, 512 pixels square."""
    dice = np.random.default_rng(seed)
    fine = Image.fromarray(dice.integers(0, 256, (512, 512), dtype=np.uint8))
    long = Image.fromarray(dice.integers(0, 256, (128, 512), dtype=np.uint8)).resize(
        (512, 512), Image.Resampling.BICUBIC
    )
    mixed = Image.blend(fine.filter(ImageFilter.GaussianBlur(0.8)), long.filter(ImageFilter.GaussianBlur(0.9)), 0.5)
    values = np.asarray(mixed, dtype=np.float32)
    values = (values - values.mean()) / max(1.0, float(values.std()))
    return Image.fromarray(np.clip(241 + 6 * values, 200, 255).astype(np.uint8))
