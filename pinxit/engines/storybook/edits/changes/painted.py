"""Paintings: watercolour, oil, impressionist, van Gogh, cubist, abstract and a Japanese print."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes import strokes
from pinxit.engines.storybook.edits.changes.networks import repainted
from pinxit.engines.storybook.edits.changes.planes import (
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
from pinxit.engines.storybook.edits.changes.tiles import flat, seams, shards, slope
from pinxit.engines.storybook.edits.changes.view import View

WASH, IMPASTO = {14: 1.0}, {5: 0.6, 2: 0.4}
IMPRESSION, SWIRLS = {12: 0.65, 5: 0.35}, {19: 1.0}
FACETS, SHAPES, PRINT = {4: 0.5, 22: 0.5}, {7: 0.65, 21: 0.35}, {24: 1.0}
"""Blends of the network's styles by their weights, chosen by eye on photographs and on pages of storybook."""
PAPER_WHITE = "#fdfaf2"
"""What is left unpainted around a watercolour."""


def watercolour(image: Image.Image, view: View) -> Image.Image:
    """Washes on rough paper: light and clear, darker where a wash dried at its edge, paper left white around."""
    unit, dice = strokes.unit_of(image), view.dice("watercolour")
    own = floats(image)
    washes = mix(strokes.patched(own, max(1.5, 4 * unit)), repainted(image, view, WASH, own_colours=0.92), 0.55)
    washes = strokes.saturated(strokes.wobbled(washes, dice, 3.2 * unit, 40 * unit), 1.22)
    washes = 1 - (1 - np.clip(washes, 0, 1)) * np.float32(0.88)
    even = blur(washes, 2.2 * unit)
    rim = np.clip(luma(blur(washes, 9 * unit)) - luma(even), 0, 0.12)
    pools = noise(dice, image.width, image.height, 130 * unit, octaves=5) - 0.5
    pigment = 1 - luma(washes)
    washes = washes * (1 - 1.1 * rim) * (1 + 0.2 * pools * (0.4 + pigment)) + 0.05 * pools
    if not view.is_faithful:
        washes = mix(rgb(PAPER_WHITE), washes, _brushed_out(image, view))
    return picture(np.minimum(washes, 1) * strokes.paper(dice, image.width, image.height, unit, 0.055))


def _brushed_out(image: Image.Image, view: View) -> Plane:
    """1 where there is paint, 0 on the paper that is left white around it, with a ragged edge."""
    ys, xs = np.linspace(0, 1, image.height)[:, None], np.linspace(0, 1, image.width)[None, :]
    side = min(image.size)
    border = np.minimum(np.minimum(ys, 1 - ys) * image.height, np.minimum(xs, 1 - xs) * image.width) / side
    ragged = noise(view.dice("border"), image.width, image.height, 0.16 * side, octaves=5)
    return ramp((border - 0.075 * ragged).astype(np.float32), 0.0, 0.012)


def oil(image: Image.Image, view: View) -> Image.Image:
    """Thick paint in patches of colour, with the light on the ridges of the brush."""
    unit = strokes.unit_of(image)
    paint = strokes.patched(floats(image), max(1.5, (3 if view.is_faithful else 6) * unit))
    brushed = repainted(image, view, IMPASTO, own_colours=0.85)
    paint = mix(paint, brushed, 0.3 if view.is_faithful else 0.45)
    relief = luma(brushed) - blur(luma(brushed), 5 * unit)
    step = max(1, round(1.6 * unit))
    lit = relief - np.roll(relief, (step, step), axis=(0, 1))
    bristles = strokes.hatching(view.dice("oil"), image.width, image.height, 62, 60 * unit, 2.2 * unit) - 0.5
    return picture(strokes.saturated(paint, 1.18) + 0.35 * np.clip(lit, -0.25, 0.25) + 0.035 * bristles)


def impressionist(image: Image.Image, view: View) -> Image.Image:
    """Dabs of light, broken colour."""
    paint = repainted(image, view, IMPRESSION, own_colours=0.72)
    unit = strokes.unit_of(image)
    dabs = noise(view.dice("dabs"), image.width, image.height, 16 * unit, octaves=2) - 0.5
    broken = strokes.saturated(paint, 1.2) + 0.10 * dabs * factors(1.0, 0.1, -1.0)
    return picture(broken * strokes.paper(view.dice("canvas"), image.width, image.height, unit, 0.03))


def van_gogh(image: Image.Image, view: View) -> Image.Image:
    """Swirling strokes in deep blue and yellow, with something of the picture's own colours."""
    return picture(strokes.saturated(repainted(image, view, SWIRLS, own_colours=0.38), 1.12))


def cubist(image: Image.Image, view: View) -> Image.Image:
    """Facets: the picture broken into flat shards, each with its own light."""
    paint = np.clip(repainted(image, view, FACETS, own_colours=0.5), 0, 1)
    labels, centres = shards(paint, 9 if view.is_faithful else 7, view.dice("shards"), even=0.55)
    plain = flat(paint, labels, len(centres))
    turns = view.dice("facets").uniform(0, 2 * np.pi, len(centres))
    lit = 1 + np.clip(slope(labels, centres, turns) / (110 * strokes.unit_of(image)), -0.25, 0.25)
    facets = mix(paint, plain, 0.35 if view.is_faithful else 0.6) * lit
    return picture(strokes.saturated(facets * (1 - 0.5 * seams(labels, max(1.2, 2.0 * strokes.unit_of(image)))), 1.15))


def abstract(image: Image.Image, view: View) -> Image.Image:
    """Bold shapes of few, strong colours in which the picture is just to be guessed."""
    small = image.resize([max(32, side // 2) for side in image.size], Image.Resampling.LANCZOS)
    broad = picture(strokes.patched(floats(small), max(1.5, (3 if view.is_faithful else 7) * strokes.unit_of(small))))
    paint = repainted(broad.resize(image.size, Image.Resampling.BICUBIC), view, SHAPES, own_colours=0.12)
    if view.is_faithful:
        paint = mix(paint, luma(floats(image)), 0.25)
    return picture(strokes.saturated(paint, 1.05))


def japanese_print(image: Image.Image, view: View) -> Image.Image:
    """A woodblock print: indigo lines, flat pale colours, graded skies."""
    paint = repainted(image, view, PRINT, own_colours=0.42)
    unit = strokes.unit_of(image)
    printed = mix(strokes.patched(paint, max(1.0, 3 * unit)), paint, 0.5)
    return picture(printed * strokes.paper(view.dice("washi"), image.width, image.height, unit, 0.035))
