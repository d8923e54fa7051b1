"""Smooth surfaces over holes: what a picture would be if only its surroundings pulled at it."""

import numpy as np

from pinxit.engines.storybook.edits.filling.grids import Floats, Mask, double, halve

DAMPING = 0.85
"""Of a Jacobi step: near the share that smooths short waves fastest in two dimensions (4/5)."""
BEFORE, AFTER = 1, 2
"""Jacobi steps before and after each visit to the coarser grid."""
LAST = 12
"""Jacobi steps on the coarsest grid."""
FREE_SHARE = 0.6
"""A cell of a coarser grid is free if more than this share of it is."""
SMALLEST = 4
"""Pixels: the side of a grid that is not halved again."""


def solve(load: Floats, free: Mask, hold: Floats, cycles: int) -> Floats:
    """The values (height, width, channels), 0 where not `free`, whose Laplacian is the load.

    `hold` (height, width) draws them to 0: their Laplacian is load + hold * values, so that with 1 / L ** 2 nothing
    reaches much further than L pixels. Multigrid by V-cycles (Brandt 1977). The border of the picture lets nothing
    through (Neumann).
    """
    values, share = np.zeros_like(load), free[..., None].astype(np.float32)
    for _ in range(cycles):
        _cycle(values, load, share, hold[..., None])
    return values


def _cycle(values: Floats, load: Floats, free: Floats, hold: Floats) -> None:
    if min(values.shape[:2]) < SMALLEST:
        _relax(values, load, free, hold, LAST)
        return
    _relax(values, load, free, hold, BEFORE)
    rest = load - _neighbours(values)
    rest += (4 + hold) * values
    rest *= free
    coarse = (halve(free) > FREE_SHARE).astype(np.float32)
    error = np.zeros((*coarse.shape[:2], values.shape[2]), np.float32)
    _cycle(error, halve(rest) * 4, coarse, halve(hold) * 4)
    error = double(error, values.shape)
    error *= free
    values += error
    _relax(values, load, free, hold, AFTER)


def _relax(values: Floats, load: Floats | float, free: Floats, hold: Floats | float, times: int) -> None:
    """Steps of Jacobi's method, in place."""
    pull = free * np.float32(DAMPING) / (4 + hold)
    rest = 1 - pull * (4 + hold)
    for _ in range(times):
        step = _neighbours(values)
        step -= load
        step *= pull
        values *= rest
        values += step


def _neighbours(values: Floats) -> Floats:
    """The sum of the four neighbours; at the border the pixel itself stands for the one that is missing."""
    total = np.empty_like(values)
    total[1:-1] = values[:-2]
    total[1:-1] += values[2:]
    for edge, inner in ((0, 1), (-1, -2)):
        total[edge] = values[edge] + values[inner] if len(values) > 1 else 2 * values[edge]
    total[:, 1:] += values[:, :-1]
    total[:, :1] += values[:, :1]
    total[:, :-1] += values[:, 1:]
    total[:, -1:] += values[:, -1:]
    return total


def membrane(pixels: Floats, hole: Mask) -> Floats:
    """A copy of (height, width, channels) pixels with a smooth surface in the hole, close to that of Laplace.

    First means of what is known at ever larger scales (push-pull, Gortler et al. 1996), which are then relaxed.
    A picture that is all hole stays as it is.
    """
    result = pixels.copy()
    if hole.any() and not hole.all():
        y, x = np.nonzero(hole)
        area = np.s_[max(0, y.min() - 2) : y.max() + 3, max(0, x.min() - 2) : x.max() + 3]
        result[area] = _pushed(pixels[area], hole[area])
    return result


def _pushed(pixels: Floats, hole: Mask) -> Floats:
    known = (~hole).astype(np.float32)[..., None]
    scales = [(pixels * known, known)]
    while not scales[-1][1].all():
        means, share = halve(scales[-1][0]), halve(scales[-1][1])
        means /= np.maximum(share, np.float32(1e-6))
        share = (share > 0).astype(np.float32)
        scales.append((means, share))
    surface = scales[-1][0]
    for means, share in reversed(scales[:-1]):
        surface = double(surface, means.shape)
        surface *= 1 - share
        surface += means
        _relax(surface, 0.0, 1 - share, 0.0, BEFORE)
    return surface
