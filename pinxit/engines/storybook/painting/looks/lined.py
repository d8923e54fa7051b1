"""Looks of clean lines: comic, anime, manga, a colouring page and a blueprint."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from pinxit.engines.storybook.painting.looks.effects import (
    contours,
    is_full,
    lined,
    ramped,
    saturated,
    shape_of,
    with_rgb,
)
from pinxit.engines.storybook.painting.looks.look import Look
from pinxit.engines.storybook.painting.looks.neon import bloom
from pinxit.engines.storybook.painting.looks.relief import Relief

BLUE, PALE = "#1d4e96", "#e8f1ff"
"""The paper of a blueprint, and its lines."""


class Comic(Look):
    """A comic book: thick black outlines, hard shade, dots, a panel's frame."""

    is_flat = True
    margin = 7.0
    shadow = "hard"
    most_detail = 1
    paints_page = True
    is_finished = False
    outer, inner, behind = 6.5, 3.2, 2.6
    """Widths of lines, in units: around things, within them, and in the setting."""

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        bright = saturated(image, 1.35)
        if near == 0:
            bright = with_rgb(bright, _dotted(bright.convert("RGB"), 9 * unit, 0.16, light=True))
        return lined(bright, contours(image, self.behind * unit, of_shape=not is_full(image)), strength=0.85)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        bright = saturated(image, 1.4)
        shade = _shade(image, 0.84)
        dark = ImageChops.multiply(bright.convert("RGB"), Image.new("RGB", image.size, "#a48fc4"))
        dark = _dotted(dark, 7 * unit, 0.18, light=False)
        body = with_rgb(image, Image.composite(dark, bright.convert("RGB"), shade))
        return outlined(body, image, self.outer * unit, self.inner * unit)

    def page(self, image: Image.Image) -> Image.Image:
        return image if self.sheet.is_clear else framed(image, "#ffffff", "#0b0b0f", 0.022, 0.006)


class Anime(Look):
    """A frame of animation: thin lines, two tones, and a bright painted backdrop."""

    is_flat = True
    margin = 5.0
    paints_page = True
    is_finished = False
    line = "#3a1f2b"

    def scenery(self, body: str, near: float) -> str:
        return body

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        return saturated(image, 1.35)

    def setting(self, canvas: Image.Image) -> Image.Image:
        bright = ImageEnhance.Brightness(canvas.convert("RGB")).enhance(1.05)
        return with_rgb(canvas, bright.filter(ImageFilter.GaussianBlur(1.6 * self.sheet.unit)))

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        bright = saturated(image, 1.25)
        dark = ImageChops.multiply(bright.convert("RGB"), Image.new("RGB", image.size, "#b79ad0"))
        body = with_rgb(image, Image.composite(dark, bright.convert("RGB"), _shade(image, 0.80)))
        light = ImageChops.multiply(_plate(Relief(image, groove=0.4).shine(26.0), image.size), image.getchannel("A"))
        gleam = light.point(ramped(150, 165, 150))
        body = lined(body, gleam, "#ffffff")
        return outlined(body, image, 4.0 * unit, 2.2 * unit, self.line)

    def page(self, image: Image.Image) -> Image.Image:
        return image if self.sheet.is_clear else Image.blend(image, bloom(image, self.sheet.unit), 0.18)


class Manga(Comic):
    """A page of manga: black ink and screen tone on white."""

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        gray = image.convert("L").point([round(150 + level * 0.44) for level in range(256)])
        return lined(with_rgb(image, gray), contours(image, self.behind * unit, of_shape=not is_full(image)))

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        gray = image.convert("L").point([0 if level < 58 else round(150 + level * 0.5) for level in range(256)])
        dark = gray.point([round(level * 0.72) for level in range(256)])
        body = with_rgb(image, Image.composite(dark, gray, _shade(image, 0.82)))
        return outlined(body, image, self.outer * unit, self.inner * unit)

    def page(self, image: Image.Image) -> Image.Image:
        gray = image.convert("L")
        screen = _screen(image.size, max(3.0, 6.4 * self.sheet.unit))
        toned = ImageChops.add(gray.point([min(255, round(level * 1.12)) for level in range(256)]), screen, 1, -128)
        dots = toned.point(ramped(112, 142))
        solid = gray.point(ramped(60, 100))
        print_ = ImageChops.darker(dots, solid)
        return super().page(print_.convert("RGB"))

    def letters(self, image: Image.Image) -> Image.Image:
        return with_rgb(image, image.convert("L"))


class LineArt(Look):
    """A page to colour in: black outlines on white, nothing filled."""

    is_flat = True
    margin = 7.0
    shadow = "none"
    most_detail = 0
    is_finished = False
    outer, inner, behind = 6.0, 3.6, 3.0
    line, paper = "#000000", "#ffffff"

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        solid = image.getchannel("A").point(ramped(100, 180))
        whole = image.copy()
        whole.putalpha(solid)
        blank = Image.new("RGBA", image.size, self.paper)
        blank.putalpha(solid)
        return lined(blank, contours(whole, self.behind * unit, of_shape=not is_full(image)), self.line)

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        blank = Image.new("RGBA", image.size, self.paper)
        blank.putalpha(image.getchannel("A"))
        return outlined(blank, image, self.outer * unit, self.inner * unit, self.line)

    def letters(self, image: Image.Image) -> Image.Image:
        return with_rgb(image, image.convert("L").point(ramped(110, 150)))


class Blueprint(LineArt):
    """A draughtsman's plan: pale lines on blue, on a grid."""

    line, paper = PALE, BLUE
    outer, inner, behind = 4.2, 2.2, 1.8
    paints_page = True

    def page(self, image: Image.Image) -> Image.Image:
        if self.sheet.is_clear:
            return image
        grid = Image.new("L", image.size)
        pen, unit = ImageDraw.Draw(grid), self.sheet.unit
        for step, level in ((25, 26), (125, 70)):
            for at in np.arange(step, 1 + max(image.size) / unit, step) * unit:
                pen.line((at, 0, at, image.height), fill=level, width=max(1, round(unit)))
                pen.line((0, at, image.width, at), fill=level, width=max(1, round(unit)))
        plan = ImageChops.screen(image, ImageOps.colorize(grid, "#000000", PALE))
        return framed(plan, BLUE, PALE, 0.02, 0.004)

    def letters(self, image: Image.Image) -> Image.Image:
        mask = image.convert("L").point(ramped(110, 150))
        return with_rgb(image, ImageOps.colorize(mask, PALE, BLUE))


def outlined(body: Image.Image, drawing: Image.Image, outer: float, inner: float, line: str = "#0b0b0f") -> Image.Image:
    """A body with a thick line around it and thinner ones where the colours of its drawing meet."""
    body = lined(body, contours(drawing, inner, of_shape=False), line)
    body = lined(body, _small_darks(drawing, 3.2 * outer), line)
    return lined(body, contours(shape_of(drawing), outer), line)


def framed(image: Image.Image, paper: str, line: str, edge: float, width: float) -> Image.Image:
    """RGB with a border of paper and a line within it; widths are shares of the shorter side."""
    border, pen = round(edge * min(image.size)), max(1, round(width * min(image.size)))
    frame = ImageOps.expand(ImageOps.crop(image, border), border, paper)
    box = (border - pen // 2, border - pen // 2, image.width - border + pen // 2, image.height - border + pen // 2)
    ImageDraw.Draw(frame).rectangle(box, outline=line, width=pen)
    return frame


def _small_darks(image: Image.Image, reach: float) -> Image.Image:
    """Dark spots that are narrower than `reach` pixels: eyes, noses and buttons, which stay filled."""
    dark = ImageChops.darker(image.convert("L").point(ramped(112, 96)), image.getchannel("A"))
    shrink = max(1.0, reach / 5)
    small = dark.resize((max(1, round(dark.width / shrink)), max(1, round(dark.height / shrink))), Image.Resampling.BOX)
    side = 2 * max(1, round(reach / shrink / 2)) + 1
    broad = small.filter(ImageFilter.MinFilter(side)).filter(ImageFilter.MaxFilter(side + 4))
    return ImageChops.subtract(dark, broad.resize(dark.size, Image.Resampling.BILINEAR)).point(ramped(90, 160))


def _plate(plane: np.ndarray[tuple[int, ...], np.dtype[np.float32]], size: tuple[int, int]) -> Image.Image:
    gray = Image.fromarray(np.clip(plane * 200, 0, 255).astype(np.uint8))
    return gray.resize(size, Image.Resampling.BICUBIC)


def _shade(image: Image.Image, level: float) -> Image.Image:
    """Where a drawing lies in its own shade, with a hard edge."""
    return _plate(Relief(image, groove=0.0).diffuse(), image.size).point(ramped(200 * level + 3, 200 * level - 3))


@lru_cache(maxsize=8)
def _screen(size: tuple[int, int], pitch: float) -> Image.Image:
    """A screen of dots in rows of 45 degrees: brightest in the middle of a dot, gray around 128."""
    side = max(4, round(pitch * 2**0.5))
    wave = np.cos(np.arange(side) / side * 2 * np.pi)
    round_ = wave[:, None] + wave[None, :]
    staggered = np.maximum(round_, np.roll(round_, (side // 2, side // 2), axis=(0, 1)))
    rank = np.argsort(np.argsort(staggered.ravel())).reshape(side, side) / (side * side)
    tile = (255 * rank).astype(np.uint8)
    rows, columns = -(-size[1] // side), -(-size[0] // side)
    return Image.fromarray(np.tile(tile, (rows, columns))[: size[1], : size[0]].copy())


def _dotted(rgb: Image.Image, pitch: float, depth: float, *, light: bool) -> Image.Image:
    """RGB with a screen of lighter or darker dots."""
    dots = _screen(rgb.size, max(3.0, pitch)).point(ramped(150, 180, 255 * depth))
    return Image.composite(Image.new("RGB", rgb.size, "#ffffff" if light else "#150a2a"), rgb, dots)
