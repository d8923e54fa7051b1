"""What a picture's background would be everywhere, from what its border shows: one smooth surface, or two that meet."""

import numpy as np
from numpy.typing import NDArray

from pinxit.engines.cutting.masks import Floats, Mask, most

PLAIN = 16.0
"""Levels, of 255, that the border may differ from a smooth surface and still be explained by it."""
TWO_PARTS = 2.0
"""Mean levels off, from which on two surfaces, a wall and a table, are tried."""


def border_model(pixels: Floats, ring: Mask) -> tuple[Floats, Mask, float]:
    """The smooth surface through most of the border, where two of them meet, and the share of it they explain."""
    height, width = shape = ring.shape[0], ring.shape[1]
    rows, columns = (each[::5] for each in np.nonzero(ring))
    inputs, colours = terms((rows, columns), shape, 2), pixels[rows, columns]
    # A subject that covers one side would bend the surface towards itself: each side is left out in turn at first.
    sides = (rows < height, rows < 0.6 * height, rows > 0.4 * height, columns < 0.6 * width, columns > 0.4 * width)
    order = np.argsort(np.arctan2(rows - height / 2, columns - width / 2))
    fits = [_fitted(inputs, colours, side) for side in sides]
    factors = max(fits, key=lambda fit: _credit(inputs @ fit - colours, order))
    away = most(np.abs(inputs @ factors - colours))
    misfit, share = np.minimum(away, PLAIN).mean(), float((away < PLAIN).mean())
    parted = _parted(pixels, ring) if misfit > TWO_PARTS else None
    return parted or (surface(factors, shape, 2), np.zeros(shape, dtype=np.bool_), share)


def _credit(off: Floats, order: NDArray[np.intp]) -> float:
    """How well a surface explains the border, the best 1, less for each stretch that it misses.

    `off` is (n, 3), and `order` goes around the border. A bust leaves one stretch; a surface that is bent so as to
    run through some of its clothes as well leaves more.
    """
    away = most(np.abs(off))
    misses = np.cumsum(np.concatenate([away[order] > 8] * 2))
    width = len(order) // 10
    missed = misses[width:] - misses[:-width] > width / 2
    stretches = np.count_nonzero(np.diff(missed[: len(order)].astype(np.int8)) > 0)
    return float((1 / (1 + (away / 2.5) ** 2)).mean()) - 0.1 * stretches


def _fitted(inputs: Floats, colours: Floats, start: Mask) -> Floats:
    """Factors of a surface through most of the colours, tried first on those at the `start`.

    Least squares, weighted anew by Geman and McClure's function of ever smaller spread, so that outliers drop out.
    """
    factors = solved(inputs, colours, start.astype(np.float32))
    for spread in (60, 40, 27, 18, 12, 8, 6, 5) if start.all() else (8, 6, 5, 5):
        away = most(np.abs(inputs @ factors - colours))
        factors = solved(inputs, colours, np.asarray(1 / (1 + (away / spread) ** 2) ** 2, dtype=np.float32))
    return factors


def solved(inputs: Floats, colours: Floats, weights: Floats) -> Floats:
    weighted = inputs.T * weights
    ridge = np.eye(len(weighted), dtype=np.float32) * np.float32(1e-4 * weights.sum() + 1e-6)
    return np.asarray(np.linalg.solve(weighted @ inputs + ridge, weighted @ colours), dtype=np.float32)


def terms(places: tuple[NDArray[np.intp], NDArray[np.intp]], shape: tuple[int, int], degree: int) -> Floats:
    """The (n, terms) values of y**i * x**j with i + j up to `degree` at rows and columns, y and x from -1 to 1."""
    down, across = (_powers(size, degree)[at] for size, at in zip(shape, places, strict=True))
    return np.stack([down[:, i] * across[:, j] for i in range(degree + 1) for j in range(degree + 1 - i)], axis=-1)


def surface(factors: Floats, shape: tuple[int, int], degree: int) -> Floats:
    """The sums of the terms by their factors, at every pixel."""
    table = np.zeros((degree + 1, degree + 1, factors.shape[-1]), dtype=np.float32)
    table[tuple(np.transpose([(i, j) for i in range(degree + 1) for j in range(degree + 1 - i)]))] = factors
    down, across = (_powers(size, degree) for size in shape)
    return np.asarray(np.einsum("hi,ijc,wj->hwc", down, table, across, optimize=True))


def _powers(size: int, degree: int) -> Floats:
    places = np.linspace(-1, 1, size, dtype=np.float32)
    return np.stack([places**power for power in range(degree + 1)], axis=-1)


def _parted(pixels: Floats, ring: Mask) -> tuple[Floats, Mask, float] | None:
    """Two surfaces that meet at a straight line from left to right, such as a wall and a table; or None."""
    height, width = shape = ring.shape[0], ring.shape[1]
    left, right = _largest_step(pixels[:, :4].mean(1)), _largest_step(pixels[:, -4:].mean(1))
    line = left + (right - left) * np.arange(width) / (width - 1)
    under = np.arange(height)[:, None] - line
    parts = ring & (under < -2), ring & (under > 2)
    if min(part.sum() for part in parts) < 0.15 * ring.sum():
        return None
    places = [(rows[::3], columns[::3]) for rows, columns in map(np.nonzero, parts)]
    fits = [_fitted(terms(at, shape, 2), pixels[at], np.ones(len(at[0]), dtype=np.bool_)) for at in places]
    top, bottom = (surface(fit, shape, 2) for fit in fits)
    over, beneath = (np.clip(np.rint(line + step).astype(int), 0, height - 1) for step in (-5, 5))
    columns = np.arange(width)
    is_top, is_bottom = (most(np.abs(pixels - each)) < PLAIN for each in (top, bottom))
    share = float(np.where(under < 0, is_top, is_bottom)[ring].mean())
    is_seen = is_top[over, columns] & is_bottom[beneath, columns]
    # Shoulders rise above the line between their ends, as a table does not.
    is_crossed = is_bottom[over, columns] & ~is_top[over, columns]
    is_step = is_seen & (most(np.abs(top - bottom))[over, columns] > PLAIN)
    if share < 0.85 or is_step.mean() < 0.2 or is_crossed.mean() > 0.1:
        return None
    model, seam = np.where(under[..., None] < 0, top, bottom), np.abs(under) < 5
    way = (bottom - top)[seam]
    along = ((pixels - top)[seam] * way).sum(1) / np.maximum((way * way).sum(1), 1)
    model[seam] = top[seam] + np.clip(along, 0, 1)[:, None] * way
    return model, seam, share


def _largest_step(column: Floats) -> int:
    """The row of the largest change in a (height, 3) column of colours."""
    reach = max(2, len(column) // 40)
    sums = np.cumsum(np.pad(column, ((1, 0), (0, 0))), axis=0)
    means = (sums[reach:] - sums[:-reach]) / reach
    return int(np.argmax(np.abs(means[reach:] - means[:-reach]).max(1))) + reach
