"""A hole completed from coarse to fine: sketched when it is small, and made sharper at each larger scale."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pinxit.engines.storybook.edits.filling.grids import Floats, Mask, Places, grow, shrink
from pinxit.engines.storybook.edits.filling.lines import Stroke, draw_lines, find_lines
from pinxit.engines.storybook.edits.filling.membrane import membrane
from pinxit.engines.storybook.edits.filling.patches import CHANNELS, RADIUS, Level, make_level, mend, refine, survey
from pinxit.engines.storybook.edits.filling.search import search, search_all, vote
from pinxit.engines.storybook.edits.filling.sketch import sketch

COARSEST = 64
"""Pixels of the longer side below which a picture is not halved again: the sketch is made there."""
LINES_SIDE = 320
"""Pixels of the longer side at which lines are looked for: enough to tell their angles, and few enough to be fast."""
FEWEST_SOURCES = 32
"""A scale with fewer patches to copy is too coarse."""
MOST_SKETCHED = 8_000
"""Sources of a sketch: more take too long to compare, as around a scratch that is too thin for small scales."""
MOST_STARTED, MOST_PER_SOURCE = 60_000, 10
"""Patches that the coarsest scale may have to find, and for each source; more have too little around them to copy."""
SMOOTH, SMOOTH_SHARE, SMOOTH_RIM = 5.5, 0.98, 4
"""Around a smooth hole this share of the pixels of the coarsest scale, within so many, are within so many levels of the
mean of their neighbours."""
DRAFT_ROUNDS = 3
"""Searches and votes at the coarsest scale."""
REACHES = (12, 24, 48)
"""Pixels within which sources are drawn for a hole that is not sketched."""
REACH, LAST_REACH = 16, 4
"""Pixels within which better sources are looked for at random, and the last time."""
SOFTENING = 2
"""Pixels around each over which its texture is measured."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work a hole is worth."""

    stays: tuple[float, ...]
    """A sketch is made for each: how strongly it copies from nearby. The most consistent of them is taken."""
    most_targets: int
    """Patches that are searched for at one scale; larger scales copy by what was found at the one before."""
    most_places: int
    """Pixels of the largest scale at which patches are compared."""
    rounds: int
    """Searches and votes at each scale."""
    polish: int
    """Times that the borders of copied pieces may move by a pixel, and cycles in which their seams are blended."""
    context: float
    """How far around a hole it is filled from, of its longer side."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A picture with a hole at some size."""

    pixels: Floats
    """(height, width, CHANNELS): red, green, blue, and how busy it is across and down, levels of 255."""
    hole: Mask

    def halved(self) -> "Scale":
        """The same at half the size."""
        return Scale(*shrink(self.pixels, self.hole))

    def level(self) -> Level:
        """The scale as patches; the texture of each pixel is that of its surroundings."""
        level = make_level(self.pixels, self.hole)
        level.inner(self.hole.shape)[..., 3:] = _softened(self.pixels[..., 3:], self.hole)
        return level

    @property
    def side(self) -> int:
        """The longer side in pixels."""
        return int(max(self.hole.shape))

    @property
    def targets(self) -> int:
        """How many patches of it reach into the hole."""
        return int(grow(self.hole, RADIUS).sum())

    @property
    def sources(self) -> int:
        """How many patches of it are known."""
        free = ~grow(self.hole, RADIUS)
        return int(free[RADIUS:-RADIUS, RADIUS:-RADIUS].sum()) if min(free.shape) > 2 * RADIUS else 0


def make_scales(pixels: Floats, hole: Mask) -> list[Scale]:
    """The picture (height, width, 3), and each time at half the size, as long as that leaves a hole and sources."""
    scales = [Scale(_textured(pixels, hole), hole)]
    while scales[-1].side > COARSEST:
        smaller = scales[-1].halved()
        if grow(~smaller.hole, 1).all() or smaller.sources < FEWEST_SOURCES:
            break
        scales.append(smaller)
    return scales


def is_copyable(scales: list[Scale]) -> bool:
    """Whether there is enough around the hole to copy it from."""
    sources, targets = scales[-1].sources, scales[-1].targets
    return sources >= FEWEST_SOURCES and targets <= min(MOST_STARTED, MOST_PER_SOURCE * sources)


def is_smooth(scales: list[Scale]) -> bool:
    """Whether what is around the hole is, but for grain, as smooth as a wall or the sky, whatever its shades."""
    colours, hole = scales[-1].pixels[..., :3], scales[-1].hole
    around = (colours[:-2, 1:-1] + colours[2:, 1:-1] + colours[1:-1, :-2] + colours[1:-1, 2:]) / 4
    uneven = np.abs(colours[1:-1, 1:-1] - around).max(axis=-1)
    rim = (grow(hole, SMOOTH_RIM) & ~grow(hole, 1))[1:-1, 1:-1]
    return bool(rim.any() and np.quantile(uneven[rim], SMOOTH_SHARE) <= SMOOTH)


def complete(scales: list[Scale], effort: Effort, rng: np.random.Generator) -> Iterator[tuple[int, Level]]:
    """The number of a scale, and the picture at it with the hole painted, from the coarsest to the finest worth it."""
    strokes = _strokes(scales)
    number = len(scales) - 1
    if scales[number].sources > MOST_SKETCHED:
        level = _started(scales[number], rng)
    else:
        drafts = (_drafted(scales[number], strokes[number], stay, rng) for stay in effort.stays)
        level = min(drafts, key=lambda draft: float(draft.cost[draft.targets].mean()))
    yield number, level
    while number and _is_worth(scales[number - 1], effort):
        number -= 1
        rounds = effort.rounds - (number < 2)  # where there is most to do, and least to decide
        level = _refined(level, scales[number], strokes[number], rounds, rng)
        yield number, level


def _is_worth(scale: Scale, effort: Effort) -> bool:
    """Whether patches are searched for at this scale; not if specks left it without any that are known, either."""
    small = scale.targets <= effort.most_targets and scale.hole.size <= effort.most_places
    return small and scale.sources >= FEWEST_SOURCES


def _strokes(scales: list[Scale]) -> list[Stroke]:
    """For each scale what lines show there: none for those larger than lines are looked for at."""
    traced = next((number for number, scale in enumerate(scales) if scale.side <= LINES_SIDE), len(scales))
    lines = find_lines(scales[traced].pixels, scales[traced].hole) if traced < len(scales) else []
    return [
        draw_lines(lines if number >= traced else [], scale.hole, 0.5 ** (number - traced), CHANNELS)
        for number, scale in enumerate(scales)
    ]


def _drafted(scale: Scale, stroke: Stroke, stay: float, rng: np.random.Generator) -> Level:
    """The coarsest scale with the hole sketched, then painted by all patches."""
    level = scale.level()
    survey(level, rng)
    stroke.paint(level.inner(scale.hole.shape))
    sketch(level, _drawn(level, stroke), stay, rng)
    for _ in range(DRAFT_ROUNDS):
        search_all(level)
        vote(level)
        stroke.paint(level.inner(scale.hole.shape))
    search_all(level)
    search(level, rng, 2, 0)
    level.forget()
    return level


def _refined(coarse: Level, scale: Scale, stroke: Stroke, rounds: int, rng: np.random.Generator) -> Level:
    """The next larger scale painted, from what was found at the one before."""
    level = scale.level()
    survey(level, rng)
    refine(coarse, level)
    vote(level)
    stroke.paint(level.inner(scale.hole.shape))
    if len(stroke.y):
        # Few patches look like a thin line, so they are searched for among all; from here and there they spread.
        y, x = np.divmod(level.targets, np.int32(level.width))
        search_all(level, _drawn(level, stroke).ravel()[level.targets] & (y % 2 == 0) & (x % 2 == 0))
    for _ in range(rounds):
        search(level, rng, 1, REACH)
        vote(level)
        stroke.paint(level.inner(scale.hole.shape))
    search(level, rng, 1, LAST_REACH)
    level.forget()
    return level


def _drawn(level: Level, stroke: Stroke) -> Mask:
    """Where on the level the stroke is."""
    drawn = np.zeros(level.hole.shape, dtype=bool)
    drawn[stroke.y + RADIUS, stroke.x + RADIUS] = True
    return drawn


def _started(scale: Scale, rng: np.random.Generator) -> Level:
    """The coarsest scale with its hole, which is thin, painted from a smooth surface on."""
    level = scale.level()
    level.inner(scale.hole.shape)[:] = membrane(level.inner(scale.hole.shape), scale.hole)
    survey(level, rng)
    _scatter(level, rng)
    for _ in range(DRAFT_ROUNDS):
        search(level, rng, 2, REACHES[-1])
        vote(level)
    search(level, rng, 1, REACHES[0])
    level.forget()
    return level


def _scatter(level: Level, rng: np.random.Generator) -> None:
    """Give each target any source nearby."""
    lost = level.targets
    for reach in REACHES:
        down, across = rng.integers(-reach, reach + 1, (2, len(lost)), dtype=np.int32)
        level.found[lost] = np.clip(lost + down * np.int32(level.width) + across, 0, level.hole.size - 1)
        lost = lost[~level.is_source[level.found[lost]]]
    mend(level)


def spell_out(level: Level, number: int, hole: Mask) -> Places:
    """The flat place in the whole picture that each of its pixels is copied from, by what was found at a scale.

    That is its own place for what is known, and where nothing known was found nearby.
    """
    height, width = hole.shape
    sources = np.arange(hole.size, dtype=np.int32)
    y, x = (each.astype(np.int32) for each in np.nonzero(hole))
    parents = ((y >> number) + RADIUS) * np.int32(level.width) + (x >> number) + RADIUS
    above, left = np.divmod(level.found[parents], np.int32(level.width))
    rest = (1 << number) - 1
    above, left = (above - RADIUS << number) + (y & rest), (left - RADIUS << number) + (x & rest)
    inside = (above >= 0) & (above < height) & (left >= 0) & (left < width)
    lost = y * np.int32(width) + x
    sources[lost[inside]] = (above * np.int32(width) + left)[inside]
    # At a larger scale a place that was copied may turn out to lie in the hole, or outside: the pixel, which is still
    # its own source, follows a neighbour instead.
    unknown = hole.ravel()
    for shift in (1, -1, width, -width) * (2 << number):
        lost = lost[unknown[sources[lost]]]
        if not len(lost):
            break
        sources[lost] = np.clip(sources.take(lost + shift, mode="clip") - shift, 0, hole.size - 1)
    return sources.reshape(hole.shape)


def _textured(pixels: Floats, hole: Mask) -> Floats:
    """The pixels with two more channels: by how much what is known differs across, and down."""
    gray, known = pixels.mean(axis=-1), ~hole
    result = np.zeros((*hole.shape, CHANNELS), np.float32)
    result[..., :3] = pixels
    result[:, 1:-1, 3] = np.abs(gray[:, 2:] - gray[:, :-2]) / 2 * (known[:, 2:] & known[:, :-2])
    result[1:-1, :, 4] = np.abs(gray[2:] - gray[:-2]) / 2 * (known[2:] & known[:-2])
    return result


def _softened(texture: Floats, hole: Mask) -> Floats:
    """Each pixel's texture (height, width, 2) as that of what is known in the square around it."""
    known = ~hole
    planes = np.stack([texture[..., 0] * known, texture[..., 1] * known, known.astype(np.float32)])
    for _ in (0, 1):
        total = planes.copy()
        for step in range(1, SOFTENING + 1):
            total[:, step:] += planes[:, :-step]
            total[:, :-step] += planes[:, step:]
        planes = total.swapaxes(1, 2)
    planes[:2] /= np.maximum(planes[2], 1)
    return planes[:2].transpose(1, 2, 0)
