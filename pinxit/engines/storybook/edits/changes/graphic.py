"""Prints and lights: flat shapes, a sprayed poster, neon tubes, facets, outlines, wax crayon."""

import numpy as np
from PIL import Image, ImageChops, ImageOps

from pinxit.engines.storybook.edits.changes import strokes
from pinxit.engines.storybook.edits.changes.facets import faceted
from pinxit.engines.storybook.edits.changes.planes import (
    Colours,
    Plane,
    blur,
    factors,
    floats,
    luma,
    mix,
    noise,
    picture,
    ramp,
    rgb,
)
from pinxit.engines.storybook.edits.changes.view import View

FLAT_COLOURS, POSTER_INKS = 18, 9
POSTER_PAPER, POSTER_NIGHT = "#f4e6c8", "#16283f"
"""What a poster is printed on, and its darkest ink."""
SCREEN = 0.18
"""How far the grain of the screen reaches, as a share of all levels: what is between two inks is sprayed."""
NIGHT, TUBE = "#0a0620", "#22e0ff"
"""The dark around neon, and the colour of tubes where nothing has a colour."""
WAX_PAPER = "#fffdf6"
FACETS = (34, 44, 54)
"""Triangles along the shorter side, by detail."""


def flat(image: Image.Image, view: View) -> Image.Image:
    """Flat design: calm shapes of few even colours, without texture."""
    unit = strokes.unit_of(image)
    calm = strokes.patched(floats(image), max(1.5, (3 if view.is_faithful else 7) * unit))
    calm = strokes.saturated(strokes.patched(calm, max(1.2, 4 * unit)), 1.2)
    few = picture(calm).quantize(
        2 * FLAT_COLOURS if view.is_faithful else FLAT_COLOURS, Image.Quantize.MEDIANCUT, 3, dither=Image.Dither.NONE
    )
    return picture(np.clip(strokes.patched(floats(few.convert("RGB")), max(1.0, 2.2 * unit)), 0, 1))


def poster(image: Image.Image, view: View) -> Image.Image:
    """A screen print: a few inks, sprayed where they meet."""
    unit = strokes.unit_of(image)
    calm = strokes.patched(floats(image), max(1.2, (2 if view.is_faithful else 5) * unit))
    return sprayed(picture(np.clip(strokes.saturated(calm, 1.3), 0, 1)), view.dice("screen"))


def sprayed(image: Image.Image, dice: np.random.Generator) -> Image.Image:
    """RGB in a poster's few inks."""
    aged = ImageOps.autocontrast(image, cutoff=1)
    grain = dice.normal(0, 42 * SCREEN, (image.height, image.width)) + 128
    spread = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))
    grainy = ImageChops.add(aged, Image.merge("RGB", (spread, spread, spread)), 1, -128)
    return grainy.quantize(palette=_inks(aged), dither=Image.Dither.NONE).convert("RGB")


def _inks(image: Image.Image) -> Image.Image:
    """The picture's own colours, a few of them, moved towards those of old posters; as a palette."""
    tiny = image.resize((96, 96), Image.Resampling.BOX)
    few = tiny.quantize(POSTER_INKS, Image.Quantize.MEDIANCUT, 3, dither=Image.Dither.NONE)
    own = np.array((few.getpalette() or [])[: 3 * POSTER_INKS], dtype=np.float32).reshape(-1, 3)
    light = own @ np.array((0.299, 0.587, 0.114), dtype=np.float32)
    low, high = (255 * rgb(colour)[:, 0, 0] for colour in (POSTER_NIGHT, POSTER_PAPER))
    share = np.clip((light - light.min()) / max(1.0, float(np.ptp(light))), 0, 1)[:, None]
    inks = np.clip(light[:, None] + 1.25 * (own - light[:, None]), 0, 255)
    inks = 0.68 * inks + 0.32 * (low + (high - low) * share)
    inks[int(light.argmax())], inks[int(light.argmin())] = high, low
    palette = Image.new("P", (1, 1))
    palette.putpalette([round(float(level)) for level in inks.ravel()])
    return palette


def neon(image: Image.Image, view: View) -> Image.Image:
    """Night, with glowing tubes along every outline."""
    unit, own = strokes.unit_of(image), floats(image)
    calm = strokes.patched(own, max(1.2, (2 if view.is_faithful else 4) * unit))
    light = luma(calm)
    lines = 1 - strokes.inked(_lifted(light), max(0.8, 1.5 * unit), level=0.008, hardness=150)
    vivid = _pure(blur(calm, max(1.0, 3 * unit)))
    body = rgb(NIGHT) + (0.42 if view.is_faithful else 0.26) * calm * factors(0.8, 0.55, 1.25)
    tubes = mix(vivid, rgb("#ffffff"), 0.35) * lines
    glow = 1.5 * blur(vivid * lines, max(1.0, 3.5 * unit)) + 1.6 * blur(vivid * lines, max(2.0, 14 * unit))
    return picture(np.clip(1 - (1 - np.clip(body, 0, 1)) * (1 - np.clip(glow, 0, 1)) * (1 - tubes), 0, 1))


def _pure(colours: Colours) -> Colours:
    """The same hues as bright and as pure as light can be."""
    low, high = colours.min(axis=0), colours.max(axis=0)
    pure = (colours - 0.9 * low) / np.maximum(high - 0.9 * low, np.float32(1e-3))
    return mix(rgb(TUBE), pure, ramp(high - low, 0.06, 0.16))


def _lifted(light: Plane) -> Plane:
    """Brightness in which no even place is so dark that a pen would fill it: only edges draw lines."""
    return np.float32(0.30) + np.float32(0.70) * light


def low_poly(image: Image.Image, view: View) -> Image.Image:
    """Flat triangles whose corners lie on the edges of what is shown."""
    across = round((1.6 if view.is_faithful else 1.0) * view.many(*FACETS))
    bright = picture(np.clip(strokes.saturated(floats(image), 1.2), 0, 1))
    return faceted(bright.convert("RGBA"), across, view.dice("facets"), 0.05).convert("RGB")


def line_art(image: Image.Image, view: View) -> Image.Image:
    """Black outlines on white, nothing filled."""
    unit = strokes.unit_of(image)
    calm = luma(strokes.patched(floats(image), max(1.2, (2.5 if view.is_faithful else 5) * unit)))
    lines: Plane = strokes.inked(_lifted(calm), max(0.9, 1.8 * unit), level=0.008, hardness=200)
    return picture(np.repeat(np.clip(lines, 0, 1)[None], 3, axis=0))


def crayon(image: Image.Image, view: View) -> Image.Image:
    """Wax crayons on white paper."""
    unit, dice = strokes.unit_of(image), view.dice("crayon")
    own = strokes.patched(floats(image), max(1.4, (3 if view.is_faithful else 6) * unit))
    lines = strokes.inked(_lifted(luma(own)), max(1.0, 2.2 * unit), level=0.008, hardness=120)
    bright = strokes.saturated(own, 1.5) * (0.30 + 0.70 * lines)
    return waxed(np.clip(bright, 0, 1), dice, unit)


def waxed(colours: Colours, dice: np.random.Generator, unit: float) -> Image.Image:
    """Colours in strokes of wax that leave the paper's tooth bare, by a hand that wobbles."""
    high, wide = colours.shape[1:]
    colours = strokes.wobbled(colours, dice, 4.2 * unit, 60 * unit)
    one = strokes.hatching(dice, wide, high, 38, 120 * unit, max(1.6, 5.5 * unit))
    two = strokes.hatching(dice, wide, high, 71, 120 * unit, max(1.6, 5.5 * unit))
    tooth = noise(dice, wide, high, max(2.0, 3.4 * unit), octaves=2)
    pressed = 1 - luma(colours)
    cover = ramp(0.30 * one + 0.22 * two + 0.85 * tooth + 0.34 * pressed, 0.52, 0.84)
    wax = colours * (0.92 + 0.16 * one)
    return picture(mix(rgb(WAX_PAPER), np.clip(wax, 0, 1), 0.10 + 0.90 * cover))
