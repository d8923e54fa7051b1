"""Pictures and masks as arrays, made larger and smaller."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Places = NDArray[np.int32]
"""Flat places in a picture: y * width + x."""

PIECE = 16
"""Rows that `multiply` takes at once."""


def halve(values: Floats) -> Floats:
    """The means of all squares of 2 x 2 pixels of (height, width, ...); an odd last row or column counts twice."""
    height, width = values.shape[:2]
    if height % 2 or width % 2:
        values = np.pad(values, [(0, height % 2), (0, width % 2), *[(0, 0)] * (values.ndim - 2)], mode="edge")
    total = values[::2, ::2] + values[1::2, ::2]
    total += values[::2, 1::2]
    total += values[1::2, 1::2]
    total *= np.float32(0.25)
    return total


def double(values: Floats, shape: tuple[int, ...]) -> Floats:
    """The (height, width, channels) values at twice the size, cut to `shape`, with straight lines between them."""
    for axis in (0, 1):
        last = values.shape[axis] - 1
        before = values.take(np.maximum(np.arange(last + 1) - 1, 0), axis)
        after = values.take(np.minimum(np.arange(last + 1) + 1, last), axis)
        most = values * np.float32(0.75)
        before *= np.float32(0.25)
        after *= np.float32(0.25)
        before += most
        after += most
        sides = list(values.shape)
        sides[axis] *= 2
        values = np.stack([before, after], axis + 1).reshape(sides)
    return values[: shape[0], : shape[1]]


def shrink(pixels: Floats, hole: Mask) -> tuple[Floats, Mask]:
    """Half the size: the means of what is known, and a hole where more than half is unknown."""
    known: Floats = (~hole).astype(np.float32)[..., None]
    share = halve(known)
    means = halve(pixels * known) / np.maximum(share, np.float32(1e-6))
    return np.asarray(means, dtype=np.float32), share[..., 0] < 0.5


def grow(mask: Mask, radius: int) -> Mask:
    """The mask with a square of 2 * radius + 1 around each of its pixels."""
    for axis in (0, 1):
        grown = mask.copy()
        into, lanes = (grown, mask) if axis == 0 else (grown.T, mask.T)
        for step in range(1, radius + 1):
            into[step:] |= lanes[:-step]
            into[:-step] |= lanes[step:]
        mask = grown
    return mask


def multiply(rows: Floats, matrix: Floats, product: Floats) -> None:
    """A matrix product in pieces for which OpenBLAS starts no threads.

    Where all cores are busy its threads wait for each other: on two busy cores products of this size took fifty times
    as long. `matrix` has up to 16 000 numbers.
    """
    whole = len(rows) // PIECE * PIECE
    pieces = product[:whole].reshape(-1, PIECE, matrix.shape[1])
    np.matmul(rows[:whole].reshape(-1, PIECE, len(matrix)), matrix, out=pieces)
    np.matmul(rows[whole:], matrix, out=product[whole:])
