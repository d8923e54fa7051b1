"""Patches of a picture at one scale: their traits, and where each patch of a hole is copied from."""

from dataclasses import dataclass, field

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from pinxit.engines.storybook.edits.filling.grids import Floats, Mask, Places, grow, multiply

RADIUS = 3
"""Pixels around the middle of a patch: 7 x 7, as Newson et al. 2014 have it."""
SIDE = 2 * RADIUS + 1
CHANNELS = 5
"""Red, green, blue, and how busy the picture is across and down."""
COMPONENTS = 12
"""Numbers that stand for a patch's colours: with two for its texture and two for its place they fill a cache line."""
TRAITS = COMPONENTS + 4
BLOCK = 4
"""Patches that are projected at once: they share most of their pixels, so that less is copied."""
SAMPLE, ITERATIONS = 500, 8
"""Patches that the principal components are those of, and steps towards these."""
BAND = 32
"""Rows that are projected at once, so that what is between stays in the cache."""
TEXTURE = 2.0
"""What a difference in texture counts beside one in colour."""
FAR_DOWN, FAR_ACROSS = 65.0, 8.0
"""What a patch a picture's side away costs, in levels of its pixels: down more than across, so horizons stay level."""
FADE = 1.3
"""By this factor a patch has less to say for each pixel further from what is known (Wexler et al. 2007)."""
DEEPEST = 12
"""Pixels from what is known after which that no longer matters."""


@dataclass(slots=True)
class Level:
    """A picture at one scale, RADIUS or more pixels larger on each side so that a patch is around every pixel.

    Places are flat: y * width + x.
    """

    pixels: Floats
    """(height, width, CHANNELS), levels of 255."""
    hole: Mask
    is_source: Mask
    """Whether the patch around a place is known and may be copied, (height * width)."""
    sources: Places
    targets: Places
    """The middles of all patches that reach into the hole."""
    found: Places
    """For every place what it is copied from: a source for a target, itself for others, (height * width)."""
    cost: Floats
    """How unlike each place is to what was found, mean squared levels, (height * width)."""
    trust: Floats
    """How much each target has to say: 1 at the rim of the hole, and less the deeper it is, (targets,)."""
    traits: Floats = field(default_factory=lambda: np.empty((0, TRAITS), np.float32))
    basis: Floats = field(default_factory=lambda: np.empty(0, np.float32))

    @property
    def width(self) -> int:
        return int(self.hole.shape[1])

    def forget(self) -> None:
        """Let go of the traits, which are most of what a level takes, when nothing is searched for any more."""
        self.traits = np.empty((0, TRAITS), np.float32)

    def inner(self, shape: tuple[int, ...]) -> Floats:
        """The pixels without what was added around them; a view."""
        return self.pixels[RADIUS : RADIUS + shape[0], RADIUS : RADIUS + shape[1]]


def make_level(pixels: Floats, hole: Mask) -> Level:
    """A level from (height, width, CHANNELS) pixels and where the hole is; its traits are for `survey` to note."""
    height, width = hole.shape
    wide = [(RADIUS, RADIUS), (RADIUS, RADIUS + -(width + 2 * RADIUS) % BLOCK)]
    inside = np.pad(np.ones(hole.shape, dtype=bool), wide)
    pixels = np.pad(pixels, [*wide, (0, 0)], mode="edge")
    hole = np.pad(np.pad(hole, RADIUS, mode="edge"), [(0, 0), (0, wide[1][1] - RADIUS)])
    reached = grow(hole, RADIUS) & inside
    # A source's whole patch is in the picture.
    is_source = np.zeros(hole.shape, dtype=bool)
    is_source[2 * RADIUS : height, 2 * RADIUS : width] = ~reached[2 * RADIUS : height, 2 * RADIUS : width]
    sources, targets = (np.flatnonzero(mask).astype(np.int32) for mask in (is_source, reached))
    found, cost = np.arange(hole.size, dtype=np.int32), np.zeros(hole.size, np.float32)
    return Level(pixels, hole, is_source.ravel(), sources, targets, found, cost, _trust(hole, targets))


def _trust(hole: Mask, targets: Places) -> Floats:
    depth, inner = np.zeros(hole.size, np.float32), hole
    for _ in range(DEEPEST):
        depth += inner.ravel()
        inner = ~grow(~inner, 1)
    return np.float32(FADE) ** -depth[targets]


def survey(level: Level, rng: np.random.Generator) -> None:
    """Note the traits of all patches, by the principal components of the picture's own.

    The squared distance of two is about the mean squared difference of the patches' pixels, and what their distance
    costs. Texture is compared beside colour so that a hole is not filled with what is merely smooth
    (Newson et al. 2014).
    """
    some = level.sources[rng.integers(0, len(level.sources), min(SAMPLE, len(level.sources)))]
    patches = patches_at(level, some)
    patches -= patches.mean(axis=0)
    level.basis = _principal(np.einsum("ij,ik->jk", patches, patches)) / np.float32(SIDE)
    level.traits = _traits(level, 0, 0, *level.hole.shape)


def _principal(covariance: Floats) -> Floats:
    """The first COMPONENTS eigenvectors, nearly: by subspace iteration, since all of them take ten times as long."""
    vectors = np.eye(len(covariance), COMPONENTS, dtype=np.float32)
    for _ in range(ITERATIONS):
        vectors = np.linalg.qr(covariance @ vectors)[0]
    return vectors


def patches_at(level: Level, places: Places) -> Floats:
    """The colours of the patches around some places, (places, SIDE * SIDE * 3), row by row."""
    height, width = level.hole.shape
    windows = sliding_window_view(level.pixels[..., :3].reshape(height, width * 3), (SIDE, SIDE * 3))
    y, x = np.divmod(places, width)
    return np.asarray(windows[y - RADIUS, (x - RADIUS) * 3].reshape(len(places), -1))


def _traits(level: Level, top: int, left: int, bottom: int, right: int) -> Floats:
    """The traits of all patches within a box that is a multiple of BLOCK wide, (rows * columns, TRAITS).

    They are 0 for RADIUS pixels along the box's border, where no patch fits.
    """
    rows, columns = bottom - top, right - left
    result = np.zeros((rows * columns, TRAITS), np.float32)
    # A patch's traits are written where its middle is, which is this much after its corner.
    corner = RADIUS * columns + RADIUS
    blocks = columns // BLOCK
    product = result[corner : corner + (rows - 2 * RADIUS) * columns].reshape(-1, BLOCK * TRAITS)
    area = np.pad(level.pixels[top:bottom, left:right, :3], [(0, 0), (0, SIDE - 1), (0, 0)]).reshape(rows, -1)
    windows = sliding_window_view(area, (SIDE, (SIDE + BLOCK - 1) * 3))[:, :: BLOCK * 3]
    projection = _projection(level.basis)
    for row in range(0, len(windows), BAND):
        some = windows[row : row + BAND].reshape(-1, len(projection))
        multiply(some, projection, product[row * blocks : row * blocks + len(some)])
    square = result.reshape(rows, columns, TRAITS)
    square[..., COMPONENTS : COMPONENTS + 2] = level.pixels[top:bottom, left:right, 3:] * np.float32(TEXTURE)
    far = max(level.hole.shape)
    square[..., -2] = np.arange(top, bottom, dtype=np.float32)[:, None] * np.float32(FAR_DOWN / far)
    square[..., -1] = np.arange(left, right, dtype=np.float32) * np.float32(FAR_ACROSS / far)
    return result


def _projection(basis: Floats) -> Floats:
    """The basis once for each of BLOCK neighbouring patches, (pixels of all, BLOCK * TRAITS)."""
    wide = np.zeros((SIDE, SIDE + BLOCK - 1, 3, BLOCK, TRAITS), np.float32)
    square = basis.reshape(SIDE, SIDE, 3, COMPONENTS)
    for place in range(BLOCK):
        wide[:, place : place + SIDE, :, place, :COMPONENTS] = square
    return wide.reshape(-1, BLOCK * TRAITS)


def target_traits(level: Level) -> Floats:
    """The traits of what is now painted at the targets, (targets, TRAITS)."""
    y, x = np.divmod(level.targets, np.int32(level.width))
    top, bottom = int(y[0]) - RADIUS, int(y[-1]) + RADIUS + 1
    left, right = int(x.min()) - RADIUS, int(x.max()) + RADIUS + 1
    left = max(0, left - -(right - left) % BLOCK)
    right += -(right - left) % BLOCK  # as the level's width is a multiple of BLOCK, that fits
    traits: Floats = _traits(level, top, left, bottom, right)[(y - top) * (right - left) + x - left]
    return traits


def refine(coarse: Level, fine: Level) -> None:
    """Take what was found at half the scale over to this one."""
    y, x = np.divmod(fine.targets, np.int32(fine.width))
    y, x = y - RADIUS, x - RADIUS
    parents = (y // 2 + RADIUS) * np.int32(coarse.width) + x // 2 + RADIUS
    above, left = np.divmod(coarse.found[parents], np.int32(coarse.width))
    above, left = (above - RADIUS) * 2 + y % 2, (left - RADIUS) * 2 + x % 2
    fine.cost[fine.targets] = coarse.cost[parents]
    fine.found[fine.targets] = np.clip((above + RADIUS) * fine.width + left + RADIUS, 0, fine.hole.size - 1)
    mend(fine)


def mend(level: Level) -> None:
    """Give targets whose place is no source the offset of a neighbour, or at last any source."""
    for shift in (1, -1, level.width, -level.width, 1, -1, level.width, -level.width):
        lost = level.targets[~level.is_source[level.found[level.targets]]]
        level.found[lost] = np.clip(level.found.take(lost + shift, mode="clip") - shift, 0, level.hole.size - 1)
    lost = level.targets[~level.is_source[level.found[level.targets]]]
    level.found[lost] = level.sources[np.arange(len(lost)) % len(level.sources)]
