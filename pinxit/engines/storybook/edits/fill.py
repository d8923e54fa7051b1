"""Holes in pictures, filled from their surroundings as if what was there had never been."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.engines.storybook.edits.filling.grids import Floats, Mask, grow
from pinxit.engines.storybook.edits.filling.membrane import membrane
from pinxit.engines.storybook.edits.filling.patches import Level
from pinxit.engines.storybook.edits.filling.scales import (
    Effort,
    Scale,
    complete,
    is_copyable,
    is_smooth,
    make_scales,
    spell_out,
)
from pinxit.engines.storybook.edits.filling.seams import blend, settle

Pixels = NDArray[np.uint8]

EFFORTS = (
    Effort((2.0,), most_targets=36_000, most_places=280_000, rounds=2, polish=1, context=0.6),
    Effort((2.0, 1.0, 5.0, 0.5), most_targets=36_000, most_places=500_000, rounds=3, polish=2, context=0.75),
    Effort((2.0, 1.0, 5.0, 0.5, 2.0), most_targets=150_000, most_places=1_300_000, rounds=3, polish=2, context=0.75),
)
"""By detail: what takes about half a second, one, and two for a hole of 300 x 300 in a photo of 1024 x 1024."""
STAGES = (2, 3, 4)
"""By detail: how many pictures `fill` yields."""
LEAST_CONTEXT = 48
"""Pixels around a hole that it is filled from, at least."""
CELL = 32
"""Pixels: holes further apart than this are two."""
OVERHEAD = 150_000
"""What a hole of its own costs, in pixels of its surroundings: nearer ones are filled together."""
RIM = 3
"""Pixels around a hole that may show a trace of what was in it, since masks are often drawn tight."""
STAIN = 24
"""Levels of 255: a pixel of the rim further than this from all that is seen around it is such a trace."""
LOOKED_AT = (-8, -4, 0, 4, 8)
"""Pixels down and across from one of the rim at which its surroundings are looked at."""


def fill(image: Image.Image, hole: Image.Image, *, seed: int, detail: int) -> Iterator[Image.Image]:
    """The picture with its hole filled from around it, better and better; the last is the result.

    `image` is RGB; `hole` is "L" of the same size, over 0 where the picture is to be made anew: blobs, lines, borders,
    up to all but a rim. `detail` is 0, 1 or 2 for low, medium or high quality, and yields 2, 3 or 4 pictures: first a
    smooth surface, then what is copied in patches at coarse scales (Wexler et al. 2007, Barnes et al. 2009, Newson et
    al. 2014), at last pixels that are copied at full size and blended. Where the hole is 0 all are `image`. The same
    `seed` gives the same pictures.
    """
    pixels, gone = np.asarray(image), np.asarray(hole) > 0
    plots = _plots(gone, EFFORTS[detail].context)
    seeds = np.random.default_rng(seed).spawn(len(plots))
    stages = [
        _restore(pixels[plot.area].astype(np.float32), gone[plot.area], rng, detail)
        for plot, rng in zip(plots, seeds, strict=True)
    ]
    for _ in range(STAGES[detail]):
        made = pixels.copy()
        for plot, stage in zip(plots, stages, strict=True):
            np.copyto(made[plot.area], _levels(next(stage)), where=plot.hole[..., None])
        yield Image.fromarray(made)


def _levels(values: Floats) -> Pixels:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


# ------------------------------------------------------------------------------------------------------------ where


@dataclass(frozen=True, slots=True)
class _Plot:
    """A part of the picture that is filled on its own."""

    area: tuple[slice, slice]
    hole: Mask
    """Within the area; other holes there are others' to fill."""


@dataclass(frozen=True, slots=True)
class _Box:
    top: int
    left: int
    bottom: int
    right: int
    labels: tuple[int, ...]
    context: float

    def wide(self, shape: tuple[int, ...]) -> tuple[slice, slice]:
        """The box with the surroundings that it is filled from."""
        margin = max(LEAST_CONTEXT, round(self.context * max(self.bottom - self.top, self.right - self.left)))
        return (
            slice(max(0, self.top - margin), min(shape[0], self.bottom + margin)),
            slice(max(0, self.left - margin), min(shape[1], self.right + margin)),
        )

    def cost(self, shape: tuple[int, ...]) -> int:
        rows, columns = self.wide(shape)
        return int(OVERHEAD + (rows.stop - rows.start) * (columns.stop - columns.start))

    def joined(self, other: "_Box") -> "_Box":
        return _Box(
            min(self.top, other.top), min(self.left, other.left), max(self.bottom, other.bottom),
            max(self.right, other.right), self.labels + other.labels, self.context,
        )  # fmt: skip


def _plots(gone: Mask, context: float) -> list[_Plot]:
    """The holes, those together that are less work so."""
    height, width = gone.shape
    labels = _labels(np.pad(gone, [(0, -height % CELL), (0, -width % CELL)]))
    boxes: list[_Box] = []
    for label in np.unique(labels[labels > 0]):
        box = _tight(gone, labels, int(label), context)
        while near := next((each for each in boxes if _is_less(box, each, gone.shape)), None):
            boxes.remove(near)
            box = box.joined(near)
        boxes.append(box)
    plots = []
    for box in boxes:
        area = box.wide(gone.shape)
        own = np.isin(labels, box.labels).repeat(CELL, axis=0).repeat(CELL, axis=1)[:height, :width]
        plots.append(_Plot(area, (gone & own)[area]))
    return plots


def _is_less(one: _Box, other: _Box, shape: tuple[int, ...]) -> bool:
    return one.joined(other).cost(shape) <= one.cost(shape) + other.cost(shape)


def _labels(gone: Mask) -> NDArray[np.int64]:
    """A number over 0 for each cell with a hole, the same for cells that touch; 0 for cells without."""
    rows, columns = gone.shape[0] // CELL, gone.shape[1] // CELL
    cells = gone.reshape(rows, CELL, columns, CELL).any(axis=(1, 3))
    labels = np.where(cells, np.arange(1, cells.size + 1).reshape(cells.shape), 0)
    while True:
        wide = np.pad(labels, 1)
        around = [wide[y : y + rows, x : x + columns] for y in range(3) for x in range(3)]
        largest = np.max(around, axis=0) * cells
        if (largest == labels).all():
            return labels
        labels = largest


def _tight(gone: Mask, labels: NDArray[np.int64], label: int, context: float) -> _Box:
    y, x = np.nonzero(labels == label)
    top, left = int(y.min()) * CELL, int(x.min()) * CELL
    y, x = np.nonzero(gone[top : (int(y.max()) + 1) * CELL, left : (int(x.max()) + 1) * CELL])
    bottom, right = top + int(y.max()) + 1, left + int(x.max()) + 1
    return _Box(top + int(y.min()), left + int(x.min()), bottom, right, (label,), context)


# ------------------------------------------------------------------------------------------------------------- what


def _restore(pixels: Floats, hole: Mask, rng: np.random.Generator, detail: int) -> Iterator[Floats]:
    """Part of a picture (height, width, 3) with its hole filled, STAGES[detail] times, better and better."""
    hole = hole | _stains(pixels, hole)
    surface = membrane(pixels, hole)
    yield surface
    scales = make_scales(pixels, hole)
    if not is_copyable(scales):
        yield from [surface + _noise(pixels, hole, rng)] * (STAGES[detail] - 1)
        return
    drafts = STAGES[detail] - 2
    for number, level in complete(scales, EFFORTS[detail], rng):
        if drafts:
            drafts -= 1
            yield _enlarged(level, scales[number], number, hole.shape)
    for _ in range(drafts):  # of a hole with fewer scales than pictures to show
        yield _enlarged(level, scales[number], number, hole.shape)
    yield _copied(surface, hole, level, number, is_smooth(scales), EFFORTS[detail].polish)


def _enlarged(level: Level, scale: Scale, number: int, shape: tuple[int, ...]) -> Floats:
    """What a scale shows, at full size."""
    small = Image.fromarray(_levels(level.inner(scale.hole.shape)[..., :3]))
    large = small.resize((small.width << number, small.height << number), Image.Resampling.BICUBIC)
    return np.asarray(large)[: shape[0], : shape[1]].astype(np.float32)


def _copied(surface: Floats, hole: Mask, level: Level, number: int, smooth: bool, polish: int) -> Floats:
    """The picture with its hole copied at full size from where a scale found it, over a surface that is smooth."""
    sources = spell_out(level, number, hole)
    settle(surface, hole, sources, polish + number)
    result = surface.reshape(-1, 3).take(sources.ravel(), axis=0).reshape(surface.shape)
    busy = level.inner(level.hole.shape)[..., 3:].sum(axis=-1)
    busy = busy.repeat(1 << number, axis=0).repeat(1 << number, axis=1)[: hole.shape[0], : hole.shape[1]]
    blend(result, hole, sources, busy, smooth, polish)
    return result


def _stains(pixels: Floats, hole: Mask) -> Mask:
    """Where the rim of the hole shows what is not seen further from it: a trace of what was in the hole."""
    near = grow(hole, RIM)
    y, x = np.nonzero(near & ~hole)
    seen, least = pixels[y, x], np.full(len(y), np.inf, np.float32)
    for down in LOOKED_AT:
        for across in LOOKED_AT:
            at = np.clip(y + down, 0, hole.shape[0] - 1), np.clip(x + across, 0, hole.shape[1] - 1)
            apart = np.abs(pixels[at] - seen).max(axis=-1)
            least = np.where(near[at], least, np.minimum(least, apart))
    stains = np.zeros(hole.shape, dtype=bool)
    stains[y, x] = (least > STAIN) & np.isfinite(least)
    return grow(stains, 1) & near & ~hole


def _noise(pixels: Floats, hole: Mask, rng: np.random.Generator) -> Floats:
    """Grain like that of what is known, drawn from how its pixels differ from their four neighbours."""
    known = ~grow(hole, 1)[1:-1, 1:-1]
    middle = pixels[1:-1, 1:-1]
    around = (pixels[:-2, 1:-1] + pixels[2:, 1:-1] + pixels[1:-1, :-2] + pixels[1:-1, 2:]) / 4
    # A mean of four varies a quarter as much as one, which adds to what the pixel itself varies by.
    grain = (middle - around)[known] / np.float32(np.sqrt(1.25))
    result = np.zeros_like(pixels)
    if len(grain):
        size = np.abs(grain).max(axis=1)
        grain = grain[size <= 3 * np.median(size)]  # what is larger is the edge of something
        result[hole] = grain[rng.integers(len(grain), size=int(hole.sum()))]
    return result
