"""Pictures in pieces: pixel art, mosaic, stained glass, and the shards that follow what is shown."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.engines.storybook.edits.changes import strokes
from pinxit.engines.storybook.edits.changes.planes import (
    Colours,
    Plane,
    blur,
    floats,
    luma,
    mix,
    picture,
    ramp,
    resized,
    rgb,
)
from pinxit.engines.storybook.edits.changes.view import View

Labels = NDArray[np.int32]
"""(height, width): the number of the piece to which each pixel belongs."""
BLOCKS, FAITHFUL_BLOCKS = (112, 128, 144), 192
"""Blocks of pixel art along the longer side, by detail, and where fidelity is high."""
PALETTE, FAITHFUL_PALETTE = 28, 48
"""Colours of pixel art."""
SHARD_SIDE = 300
"""Pixels along the longer side at which shards are fitted to a picture."""
ROUNDS = 3
"""How often the shards' centres are moved to the middle of what they hold."""
NEIGHBOURS = tuple((dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
"""The places in the grid whose piece may hold a pixel."""
GROUT, LEAD = "#6f675c", "#15120f"
"""What lies between the stones of a mosaic and between the panes of a window."""


def pixel_art(image: Image.Image, view: View) -> Image.Image:
    """Big clean pixels in few colours."""
    longest = FAITHFUL_BLOCKS if view.is_faithful else int(view.many(*BLOCKS))
    scale = min(1.0, min(longest, max(image.size) // 3) / max(image.size))
    width, height = (max(8, round(side * scale)) for side in image.size)
    fine = image.resize((min(image.width, 4 * width), min(image.height, 4 * height)), Image.Resampling.BOX)
    small = resized(strokes.patched(floats(fine), 1.2), width, height)
    small = small + 0.9 * (small - blur(small, 1.0))
    small = strokes.saturated(small, 1.25)
    few = picture(np.clip(small, 0, 1)).quantize(
        FAITHFUL_PALETTE if view.is_faithful else PALETTE, Image.Quantize.MEDIANCUT, 2, dither=Image.Dither.NONE
    )
    return few.convert("RGB").resize(image.size, Image.Resampling.NEAREST)


def mosaic(image: Image.Image, view: View) -> Image.Image:
    """Small stones set in mortar, each of one colour and a little different from the next."""
    unit, own = strokes.unit_of(image), floats(image)
    labels, centres = shards(own, 56 if view.is_faithful else 36, view.dice("stones"), even=1.6)
    differ = view.dice("colours").normal(0, 0.035, len(centres)).astype(np.float32)
    plain = flat(strokes.saturated(own, 1.2), labels, len(centres))
    stones = plain + differ[labels]
    if view.is_faithful:
        stones = stones + 0.5 * (luma(own) - luma(plain))
    lit = slope(labels, centres, np.full(len(centres), 0.8)) / (100 * unit)
    stones = stones * (1 - np.clip(lit, -0.13, 0.13))
    return picture(mix(stones, rgb(GROUT), seams(labels, max(1.2, 2.4 * unit))))


def stained_glass(image: Image.Image, view: View) -> Image.Image:
    """Panes of glowing glass between strips of lead."""
    unit, own = strokes.unit_of(image), floats(image)
    labels, centres = shards(own, 26 if view.is_faithful else 17, view.dice("panes"), even=0.4)
    panes = strokes.saturated(flat(own, labels, len(centres)), 1.75)
    light = luma(panes)
    glass = panes * (0.6 + 0.75 * (1 - light)) + 0.14
    streaks = strokes.hatching(view.dice("glass"), image.width, image.height, 25, 120 * unit, 14 * unit) - 0.5
    glass = glass * (1 + 0.12 * streaks)
    if view.is_faithful:
        glass = glass + 0.5 * (luma(own) - light)
    lead = seams(labels, max(1.6, 6.0 * unit))
    glass = glass * (1.06 - 0.4 * blur(lead, 6 * unit))
    shine = np.clip(lead - np.roll(lead, (1, 1), axis=(0, 1)), 0, 1) * 0.35
    return picture(mix(glass, rgb(LEAD), lead) + shine)


def slope(labels: Labels, centres: Plane, turns: Plane) -> Plane:
    """How far a pixel lies from the middle of its piece in the direction `turns` (radians, one a piece), in pixels."""
    ys, xs = np.mgrid[0 : labels.shape[0], 0 : labels.shape[1]].astype(np.float32)
    across, down = np.cos(turns).astype(np.float32), np.sin(turns).astype(np.float32)
    away: Plane = across[labels] * (xs - centres[:, 1][labels]) + down[labels] * (ys - centres[:, 0][labels])
    return away


def seams(labels: Labels, width: float) -> Plane:
    """Lines about `width` pixels wide between the pieces, 0 to 1."""
    border = np.zeros(labels.shape, dtype=np.float32)
    border[1:] = labels[1:] != labels[:-1]
    border[:, 1:] = np.maximum(border[:, 1:], labels[:, 1:] != labels[:, :-1])
    spread = 0.5 * width
    return ramp(blur(border, spread) * np.float32(spread * 2.5), 0.30, 0.85)


def shards(colours: Colours, across: float, dice: np.random.Generator, *, even: float) -> tuple[Labels, Plane]:
    """A picture cut into pieces, `across` along its shorter side; the more `even`, the less they follow its colours.

    Answers the pieces, and their centres as (count, 2) of y and x in pixels. Achanta and others' superpixels (2012):
    the nearest of centres in place and colour, on a jittered grid.
    """
    height, width = colours.shape[1:]
    shrink = min(1.0, SHARD_SIDE / max(height, width))
    small = resized(colours, max(4, round(width * shrink)), max(4, round(height * shrink)))
    small = strokes.patched(small, 2)
    step = min(small.shape[1:]) / across
    rows, columns = (max(1, round(side / step)) for side in small.shape[1:])
    ys, xs = (np.arange(rows) + 0.5)[:, None] / rows, (np.arange(columns) + 0.5)[None, :] / columns
    jitter = dice.uniform(-0.32, 0.32, (2, rows, columns))
    seeds = np.stack([ys + jitter[0] / rows, xs + jitter[1] / columns]).astype(np.float32)
    tones = small[:, (seeds[0] * small.shape[1]).astype(int), (seeds[1] * small.shape[2]).astype(int)]
    for _ in range(ROUNDS):
        labels = _nearest(small, seeds, tones, even)
        seeds, tones = _recentred(small, labels, seeds, tones)
    centres = seeds.reshape(2, -1).T * np.array([height, width], dtype=np.float32)
    return _nearest(resized(small, width, height), seeds, tones, even), centres


def _nearest(colours: Colours, seeds: Plane, tones: Colours, even: float) -> Labels:
    """The piece of each pixel."""
    height, width = colours.shape[1:]
    rows, columns = seeds.shape[1:]
    row = (np.arange(height) * rows // height)[:, None]
    column = (np.arange(width) * columns // width)[None, :]
    ys = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
    xs = ((np.arange(width, dtype=np.float32) + 0.5) / width)[None, :]
    table = np.concatenate([seeds, tones]).reshape(5, -1)
    best, labels = np.full((height, width), np.inf, dtype=np.float32), np.zeros((height, width), dtype=np.int32)
    for dy, dx in NEIGHBOURS:
        number = np.clip(row + dy, 0, rows - 1) * columns + np.clip(column + dx, 0, columns - 1)
        y, x, *tone = (np.take(values, number) for values in table)
        away = np.float32(even) * ((np.float32(rows) * (ys - y)) ** 2 + (np.float32(columns) * (xs - x)) ** 2)
        for band, value in zip(colours, tone, strict=True):
            away += 6 * (band - value) ** 2
        nearer = away < best
        best, labels = np.minimum(best, away), np.where(nearer, number, labels).astype(np.int32)
    return labels


def _recentred(colours: Colours, labels: Labels, seeds: Plane, tones: Colours) -> tuple[Plane, Colours]:
    """The seeds in the middle of their pieces, and the pieces' mean colours; pieces without a pixel stay."""
    height, width = labels.shape
    count = seeds[0].size
    sizes = np.bincount(labels.ravel(), minlength=count)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    planes = ((ys + 0.5) / height, (xs + 0.5) / width, *colours)
    sums = np.stack([np.bincount(labels.ravel(), plane.ravel(), minlength=count) for plane in planes])
    means = (sums / np.maximum(sizes, 1)).reshape(5, *seeds.shape[1:]).astype(np.float32)
    filled = (sizes > 0).reshape(seeds.shape[1:])
    return np.where(filled, means[:2], seeds), np.where(filled, means[2:], tones)


def flat(colours: Colours, labels: Labels, count: int) -> Colours:
    """Every piece in its mean colour."""
    sizes = np.maximum(np.bincount(labels.ravel(), minlength=count), 1)
    means = [np.bincount(labels.ravel(), band.ravel(), minlength=count) / sizes for band in colours]
    return np.stack(means).astype(np.float32)[:, labels]
