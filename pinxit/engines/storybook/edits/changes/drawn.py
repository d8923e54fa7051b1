"""Drawings: pencil, ink, comic, pop art and a page of a children's book."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes import strokes
from pinxit.engines.storybook.edits.changes.planes import (
    Colours,
    Plane,
    blur,
    factors,
    floats,
    levelled,
    luma,
    mix,
    noise,
    picture,
    ramp,
    rgb,
)
from pinxit.engines.storybook.edits.changes.sky import lab
from pinxit.engines.storybook.edits.changes.view import View

GRAPHITE, DRAWING_PAPER = "#2f2f34", "#f7f4ec"
INK, INK_PAPER = "#16161c", "#f6f0e2"
OUTLINE = "#4a3328"
"""What is drawn with, and on; the outline is that of a children's book."""
HATCHES = ((56, 0.70, 0.40), (118, 0.40, 0.48), (28, 0.20, 0.55))
"""Layers of pencil strokes: their direction in degrees, the brightness below which they begin, and their darkness."""
TONES = 5
"""Steps of brightness in a comic."""
POP = ("#111318", "#5b1f8f", "#e6007e", "#ff4b1f", "#ffd500", "#00a0e3", "#39b54a", "#ffb9c6", "#fff6df", "#ffffff")
"""The inks of pop art."""


def _stretched(light: Plane) -> Plane:
    """Brightness so that the picture's darkest and brightest places are black and white."""
    low, high = np.quantile(light[::4, ::4], (0.02, 0.98))
    stretched: Plane = np.clip((light - np.float32(low)) / np.float32(max(high - low, 0.15)), 0, 1)
    return stretched


def pencil(image: Image.Image, view: View) -> Image.Image:
    """Graphite: outlines, and layers of hatching where it is dark, on white paper."""
    unit, dice = strokes.unit_of(image), view.dice("pencil")
    light = _stretched(luma(floats(image)))
    tone = levelled(light, 6 * unit, 0.1)
    soft = blur(1 - light, (6 if view.is_faithful else 9) * unit)
    dodged = np.minimum(light / np.maximum(1 - soft, 0.04), 1)
    lines = ramp(dodged, 0.35, 0.97) * (0.35 + 0.65 * strokes.inked(light, max(0.7, 1.1 * unit), level=0.012))
    shade = np.ones_like(light)
    for degrees, begin, depth in HATCHES:
        grain = strokes.hatching(dice, image.width, image.height, degrees, 70 * unit, max(1.3, 1.9 * unit))
        shade *= 1 - depth * ramp(tone, begin, begin - 0.45) * (0.35 + 0.65 * ramp(grain, 0.35, 0.75))
    tooth = noise(dice, image.width, image.height, max(2.0, 2.5 * unit), octaves=2)
    drawn = np.clip(shade * lines, 0, 1)
    drawn = np.clip(drawn + (0.16 * (tooth - 0.4)) * ramp(drawn, 1.0, 0.6), 0, 1)
    return picture(mix(rgb(GRAPHITE), rgb(DRAWING_PAPER), drawn))


def ink(image: Image.Image, view: View) -> Image.Image:
    """Pen and brush: black lines, solid shadows, fine hatching and a gray wash."""
    unit, dice = strokes.unit_of(image), view.dice("ink")
    light = _stretched(luma(floats(image)))
    smooth = luma(strokes.patched(np.repeat(light[None], 3, axis=0), max(1.0, 2.5 * unit)))
    lines = strokes.inked(smooth, max(0.8, 1.5 * unit), level=0.014, hardness=90)
    if view.is_faithful:
        lines = np.minimum(lines, strokes.inked(light, max(0.6, 0.9 * unit), level=0.016, hardness=70))
    grain = strokes.hatching(dice, image.width, image.height, 52, 160 * unit, max(1.6, 3.4 * unit))
    cross = strokes.hatching(dice, image.width, image.height, 128, 160 * unit, max(1.6, 3.4 * unit))
    hatch = ramp(grain - 1.5 * (0.46 - smooth), 0.0, 0.16)
    hatch = hatch * ramp(cross - 1.6 * (0.3 - smooth), 0.0, 0.16)
    solid = ramp(smooth, 0.10, 0.17)
    wash = 1 - 0.24 * ramp(blur(smooth, 5 * unit), 0.6, 0.15)
    drawn = np.clip(lines * hatch * solid, 0, 1)
    sheet = rgb(INK_PAPER) * strokes.paper(dice, image.width, image.height, unit, 0.025) * wash
    return picture(mix(rgb(INK), sheet, drawn))


def comic(image: Image.Image, view: View) -> Image.Image:
    """Flat bright colours in a few steps, black outlines, dots in the shade."""
    unit = strokes.unit_of(image)
    own = floats(image)
    smooth = strokes.patched(strokes.patched(own, max(1.2, 4.5 * unit)), max(1.0, 2.5 * unit))
    light = luma(smooth)
    steps: Plane = np.float32(0.07) + np.float32(0.95) * _stepped(light, TONES, 10.0)
    flat: Colours = smooth * (mix(light, steps, 0.7) / np.maximum(light, 0.06))
    flat = strokes.saturated(flat, 1.5)
    dots = _dots(image, max(4.0, 8 * unit), 45)
    shade = ramp(_stretched(light), 0.46, 0.2) * ramp(_stretched(light), 0.05, 0.15)
    flat = flat * (1 - 0.28 * np.clip((0.62 * shade - dots) * 8 + 0.5, 0, 1) * (shade > 0.05))
    width = max(0.8, (1.2 if view.is_faithful else 1.7) * unit)
    lines = strokes.inked(light, width, level=0.012, hardness=110)
    if view.is_faithful:
        flat = flat + 0.6 * (luma(own) - light)
    return picture(flat * (0.06 + 0.94 * lines))


def _stepped(light: Plane, count: int, hardness: float) -> Plane:
    """Brightness in so many flat steps with soft rises between them."""
    scaled = light * (count - 1)
    base = np.floor(scaled)
    rise = 0.5 + 0.5 * np.tanh(np.float32(hardness) * (scaled - base - 0.5)) / np.tanh(np.float32(hardness / 2))
    stepped: Plane = np.clip((base + rise) / (count - 1), 0, 1)
    return stepped


def _dots(image: Image.Image, pitch: float, degrees: float) -> Plane:
    """A screen of dots `pitch` pixels apart: 0 in the middle of a dot to 1 between them."""
    angle = np.radians(degrees)
    ys, xs = np.arange(image.height, dtype=np.float32)[:, None], np.arange(image.width, dtype=np.float32)[None, :]
    us = (xs * np.float32(np.cos(angle)) + ys * np.float32(np.sin(angle))) * np.float32(2 * np.pi / pitch)
    vs = (ys * np.float32(np.cos(angle)) - xs * np.float32(np.sin(angle))) * np.float32(2 * np.pi / pitch)
    return np.float32(0.5) - np.float32(0.25) * (np.cos(us) + np.cos(vs))


def pop_art(image: Image.Image, view: View) -> Image.Image:
    """A silk-screen print: few loud inks, dots, thick outlines."""
    unit, own = strokes.unit_of(image), floats(image)
    smooth = strokes.patched(strokes.patched(own, max(1.2, 4 * unit)), max(1.0, 3 * unit))
    light = _stretched(luma(smooth))
    seen = strokes.saturated(smooth * (0.35 + 0.75 * light) / np.maximum(luma(smooth), 0.1), 2.4)
    inks = np.concatenate([rgb(colour) for colour in POP], axis=2)[:, 0]
    wanted, known = lab(np.clip(seen, 0, 1)), lab(inks[:, None])[:, 0]
    away = [((wanted - known[:, at, None, None]) ** 2 * factors(1.0, 1.6, 1.6)).sum(axis=0) for at in range(len(POP))]
    print_ = inks[:, np.argmin(np.stack(away), axis=0)]
    print_ = blur(print_, 0.7)
    dots = _dots(image, max(5.0, 11 * unit), 30)
    middle = ramp(np.abs(light - 0.55), 0.3, 0.1)
    print_ = mix(print_, rgb("#ffffff"), 0.55 * np.clip((0.42 - dots) * 9, 0, 1) * middle)
    lines = strokes.inked(luma(smooth), max(0.9, (1.6 if view.is_faithful else 2.3) * unit), level=0.012, hardness=120)
    if view.is_faithful:
        print_ = print_ + 0.8 * (luma(own) - luma(smooth))
    return picture(print_ * (0.05 + 0.95 * lines))


def childrens_book(image: Image.Image, view: View) -> Image.Image:
    """Soft flat paint, rounded shapes, gentle brown outlines, a light and friendly tone."""
    unit, dice, own = strokes.unit_of(image), view.dice("book"), floats(image)
    smooth = strokes.patched(own, max(1.5, (4 if view.is_faithful else 7) * unit))
    smooth = strokes.patched(smooth, max(1.2, (3 if view.is_faithful else 4) * unit))
    light = luma(smooth)
    steps = mix(light, _stepped(light, 7, 6.0), 0.65)
    lifted = np.float32(0.12) + np.float32(0.88) * steps ** np.float32(0.72)
    flat = strokes.saturated(smooth * (lifted / np.maximum(light, 0.06)), 1.22)
    flat = mix(flat, rgb("#fff3dc"), 0.10)
    traced = luma(strokes.patched(own, max(1.6, 4 * unit)))  # finer than the paint, so that eyes stay
    lines = strokes.inked(traced, max(1.0, 2.2 * unit), reach=0.99, level=0.006, hardness=60)
    lines = blur(lines, 0.5)
    gouache = noise(dice, image.width, image.height, 60 * unit, octaves=4) - 0.5
    flat = flat * (1 + 0.04 * gouache)
    if view.is_faithful:
        flat = flat + 0.55 * (luma(own) - light)
    drawn = mix(rgb(OUTLINE), flat, 0.2 + 0.8 * lines)
    return picture(drawn * strokes.paper(dice, image.width, image.height, unit, 0.03))
