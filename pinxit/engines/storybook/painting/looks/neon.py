"""Glowing tubes in the dark: every outline shines in its own colour, over a grid that runs to the horizon."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from pinxit.engines.storybook.painting.looks.effects import coloured, contours, dropped, is_full, with_rgb
from pinxit.engines.storybook.painting.looks.look import Look
from pinxit.engines.storybook.painting.raster import rasterise

NIGHT = "#07051a"
SKY = "#38125e"
TUBES = ("#ff2fd0", "#b44cff", "#22e0ff", "#ff5a8a", "#38ffd0")
"""Colours of the setting's outlines, far to near."""
GRID = "#ff2fd0"


class Neon(Look):
    """Neon light: dark shapes, bright edges, bloom."""

    is_flat = True
    shadow = "none"
    margin = 10.0
    most_detail = 1
    paints_page = True
    is_finished = False

    def scenery(self, body: str, near: float) -> str:
        return super().scenery(body, 1.0)

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        dark = ImageOps.colorize(image.convert("L"), NIGHT, "#5a2a9a", "#1d1046", midpoint=150)
        if near == 0:
            dark = self._sky(image)
        body = with_rgb(image, dark)
        tube = TUBES[round(near * 10) % len(TUBES)]
        lines = contours(image, 2.4 * unit, of_shape=not is_full(image))
        body.alpha_composite(coloured(lines.point(lambda level: round(0.5 * level)), tube))
        return body

    def _sky(self, image: Image.Image) -> Image.Image:
        high = max(2, round(self.sheet.horizon)) if self.sheet.has_land else image.height
        fall = np.clip(np.linspace(0, image.height / high, image.height), 0, 1)
        plane = Image.fromarray((255 * fall**2.2).astype(np.uint8)[:, None]).resize(
            image.size, Image.Resampling.BICUBIC
        )
        sky = ImageOps.colorize(plane, NIGHT, "#c02a8c", "#38125e", midpoint=170)
        light = ImageOps.colorize(image.convert("L"), "#000000", "#3a2a5c", "#100a20", midpoint=170)
        return ImageChops.add(sky, light)

    def setting(self, canvas: Image.Image) -> Image.Image:
        if not self.sheet.has_land:
            return canvas
        wide, high = canvas.width / self.sheet.unit, canvas.height / self.sheet.unit
        foot = self.sheet.horizon / self.sheet.unit + 20
        rows = [foot + (high - foot) * (row / 9) ** 2.2 for row in range(1, 10)]
        lines = "".join(f"M0 {y:.1f}H{wide:.1f}" for y in rows)
        lines += "".join(
            f"M{wide / 2 + 46 * column:.1f} {foot:.1f}L{wide / 2 + 330 * column:.1f} {high:.1f}"
            for column in range(-16, 17)
        )
        where = f'gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="{foot:.0f}" y2="{high:.0f}"'
        fade = (
            f'<defs><linearGradient id="g" {where}>'
            f'<stop offset="0" stop-color="{GRID}" stop-opacity="0.15"/><stop offset="1" stop-color="{GRID}"/>'
            "</linearGradient></defs>"
        )
        svg = f'{fade}<path d="{lines}" fill="none" stroke="url(#g)" stroke-width="3.2" opacity="0.75"/>'
        grid = Image.fromarray(rasterise(svg, (0, 0, wide, high), canvas.width, canvas.height))
        canvas.alpha_composite(grid)
        return canvas

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        own = vivid(_spread(image, max(1, round(3 * unit))))
        rgb = image.convert("RGB")
        dark = ImageChops.add(
            rgb.point([round(0.30 * level) for level in range(256)] * 3), Image.new("RGB", image.size, "#0c0628")
        )
        body = with_rgb(image, dark)
        for width, white in ((7.0, 0.0), (2.6, 0.55)):
            lines = contours(image, max(1.6, width * unit))
            tube = Image.blend(own, Image.new("RGB", image.size, "#ffffff"), white).convert("RGBA")
            tube.putalpha(lines if white else lines.point(lambda level: round(0.8 * level)))
            body.alpha_composite(tube)
        return body

    def page(self, image: Image.Image) -> Image.Image:
        return bloom(image, self.sheet.unit)

    def letters(self, image: Image.Image) -> Image.Image:
        """Letters that shine: light within, their colour around."""
        unit = self.sheet.unit
        border = round(16 * unit)
        wide = ImageOps.expand(image, border, (0, 0, 0, 0))
        light = Image.blend(vivid(wide.convert("RGB")), wide.convert("RGB"), 0.5)
        glow = dropped(wide, "#ff2fd0", 0.85, max(1.0, 8 * unit), (0, 0))
        glow.alpha_composite(with_rgb(wide, light))
        return glow


def vivid(rgb: Image.Image) -> Image.Image:
    """The same hues as bright and as pure as light can be; grays become cyan."""
    values = np.asarray(rgb, dtype=np.float32)
    low, high = values.min(axis=2, keepdims=True), values.max(axis=2, keepdims=True)
    spread = high - low
    pure = np.where(spread > 26, (values - 0.86 * low) / np.maximum(high - 0.86 * low, 1) * 255, (70, 225, 255))
    return Image.fromarray(np.clip(pure, 0, 255).astype(np.uint8))


def _spread(image: Image.Image, reach: int) -> Image.Image:
    """RGB whose colours go on beyond the shape's edge."""
    soft = image.convert("RGBa").filter(ImageFilter.GaussianBlur(1.5 * reach)).convert("RGBA").convert("RGB")
    soft.paste(image.convert("RGB"), mask=image.getchannel("A").point([0] * 250 + [255] * 6))
    return soft


def bloom(image: Image.Image, unit: float) -> Image.Image:
    """RGB with its lights spreading into the dark."""
    small = image.resize((max(1, image.width // 4), max(1, image.height // 4)), Image.Resampling.BOX)
    bright = small.point([max(0, round((level - 70) * 1.35)) for level in range(256)] * 3)
    for radius, share in ((2.2, 0.75), (9.0, 0.65)):
        light = bright.filter(ImageFilter.GaussianBlur(max(0.6, radius * unit)))
        light = light.point([min(255, round(level * share * 1.5)) for level in range(256)] * 3)
        image = ImageChops.screen(image, light.resize(image.size, Image.Resampling.BILINEAR))
    return image
