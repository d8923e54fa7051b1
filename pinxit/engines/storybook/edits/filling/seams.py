"""Seams between pieces that were copied from different places, smoothed away by their gradients."""

import numpy as np

from pinxit.engines.storybook.edits.filling.grids import Floats, Mask, Places
from pinxit.engines.storybook.edits.filling.membrane import solve

EDGE, EDGE_PER_BUSY = 34.0, 1.5
"""Levels: a step much larger than this, and so much for each level of texture, is an edge of something and stays."""
SMOOTH_EDGE = 70.0
"""The same where all around is smooth, so that hardly anything else is to be expected in the hole."""
CALM, BUSY = 2.0, 6.0
"""Levels of texture below which a correction may reach across the hole, and from which on it reaches least."""
REACH, FARTHEST = 30, 120
"""Pixels that a correction reaches in the busiest texture; further it would only carry one side's chance colour."""
MOST = 40.0
"""Levels that a correction nears but never passes."""


def blend(pixels: Floats, hole: Mask, sources: Places, busy: Floats, smooth: bool, cycles: int) -> None:
    """Correct in place the colours of a hole that was copied, until they step at seams as the copied places do.

    `pixels` is (height, width, 3), levels of 255; `sources` (height, width) tells the flat place from which each was
    copied, which is its own where it is known; `busy` (height, width) is how many levels neighbours differ by. `smooth`
    tells that all around the hole is smooth. Solves Poisson's equation (Perez et al. 2003) for the correction alone, so
    that where nothing is wrong nothing changes; two `cycles` leave less than a level of error on average.
    """
    y, x = np.nonzero(hole)
    area = np.s_[max(0, y.min() - 1) : y.max() + 2, max(0, x.min() - 1) : x.max() + 2]
    inside, busy = hole[area], busy[area]
    edge = np.full_like(busy, SMOOTH_EDGE) if smooth else EDGE + EDGE_PER_BUSY * busy
    load = _load(pixels, area, inside, sources[area], edge)
    if smooth:
        pixels[area] += solve(load, inside, np.zeros_like(busy), 2 * cycles)
        return
    hold = np.clip((busy - CALM) / (BUSY - CALM), 0, 1) / np.float32(REACH**2) + np.float32(1 / FARTHEST**2)
    correction = solve(load, inside, hold, cycles)
    correction /= np.sqrt(1 + np.square(correction / np.float32(MOST)))
    pixels[area] += correction


def _load(pixels: Floats, area: tuple[slice, slice], inside: Mask, sources: Places, edge: Floats) -> Floats:
    """The divergence of what is wrong with the steps between neighbours, (height, width, 3) of the area."""
    load, now = np.zeros((*inside.shape, 3), np.float32), pixels[area]
    for axis, before, after in ((0, np.s_[:-1], np.s_[1:]), (1, np.s_[:, :-1], np.s_[:, 1:])):
        one, other = sources[before], sources[after]
        step = np.int32(pixels.shape[1] if axis == 0 else 1)
        seam = (inside[before] | inside[after]) & ~(inside[before] & inside[after] & (other - one == step))
        rises = _rises(pixels, one[seam], axis, 1), _rises(pixels, other[seam], axis, -1)
        weights = rises[0][1] * inside[before][seam], rises[1][1] * inside[after][seam]
        wrong = rises[0][0] * weights[0][:, None] + rises[1][0] * weights[1][:, None]
        wrong /= np.maximum(weights[0] + weights[1], 1)[:, None]
        wrong -= now[after][seam] - now[before][seam]
        excess = np.einsum("ij,ij->i", wrong, wrong) / (3 * edge[before][seam] ** 2)
        wrong *= ((weights[0] + weights[1] > 0) / (1 + excess**4))[:, None]
        load[before][seam] += wrong
        load[after][seam] -= wrong
    load *= inside[..., None]
    return load


def _rises(pixels: Floats, places: Places, axis: int, sign: int) -> tuple[Floats, Floats]:
    """How much brighter the next pixel is than each place, or than the one before it, and 0 where there is none."""
    height, width = pixels.shape[:2]
    flat, along = pixels.reshape(-1, 3), (places // width, places % width)[axis]
    beside = places + np.int32(sign * (width if axis == 0 else 1))
    rise = flat.take(beside, axis=0, mode="clip")
    rise -= flat.take(places, axis=0)
    rise *= np.float32(sign)
    return rise, (along != ((height, width)[axis] - 1 if sign > 0 else 0)).astype(np.float32)


def settle(pixels: Floats, hole: Mask, sources: Places, rounds: int) -> None:
    """Move in place the borders between copied pieces, pixel by pixel, to where the pieces differ least.

    A pixel may join the piece of any of its four neighbours; it takes the one that would show at all four most nearly
    what is there. Every second pixel moves at a time, so that two neighbours do not swap for ever.
    """
    height, width = hole.shape
    flat, at = pixels.reshape(-1, 3), sources.reshape(-1)
    own = np.arange(hole.size, dtype=np.int32).reshape(hole.shape)
    odd = (np.arange(height)[:, None] + np.arange(width)) % 2
    inner = np.zeros(hole.shape, dtype=bool)
    inner[1:-1, 1:-1] = hole[1:-1, 1:-1]
    steps = np.array([[1], [-1], [width], [-width]], np.int32)
    for turn in range(rounds):
        places = np.flatnonzero(_borders(sources - own) & inner & (odd == turn % 2)).astype(np.int32)
        beside = places + steps
        shown = flat.take(at[beside], axis=0)
        best, least = at[places], np.full(len(places), np.inf, np.float32)
        for move in (best - places, *(at[beside] - beside)):
            price = flat.take(beside + move, axis=0, mode="clip")
            price -= shown
            cost = np.einsum("ijk,ijk->j", price, price)
            source = np.clip(places + move, 0, len(flat) - 1)
            cost[hole.ravel()[source]] = np.inf
            better = cost < least
            best[better], least[better] = source[better], cost[better]
        at[places] = best


def _borders(moves: Places) -> Mask:
    """Where a neighbour is copied with another offset."""
    borders = np.zeros(moves.shape, dtype=bool)
    for before, after in ((np.s_[:-1], np.s_[1:]), (np.s_[:, :-1], np.s_[:, 1:])):
        differs = moves[before] != moves[after]
        borders[before] |= differs
        borders[after] |= differs
    return borders
