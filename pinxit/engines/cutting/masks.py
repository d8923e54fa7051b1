"""Masks and arrays of pixels: growing, finding what hangs together, and what is around it."""

from typing import TypeVar

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Floats = NDArray[np.float32]
Labels = NDArray[np.int32]
Mask = NDArray[np.bool_]
Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]
Number = TypeVar("Number", bound=np.generic)


def distances(mask: Mask) -> Floats:
    """How many pixels away a mask is, up to 40."""
    far = np.full(mask.shape, 40, dtype=np.float32)
    for step in range(1, 40):
        wider = spread(mask, 1)
        far[wider & ~mask] = step
        mask = wider
    return far


def extent(mask: Mask) -> Box:
    """The first row and column of a mask, and the first below and beyond it."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def filled(region: Mask) -> Mask:
    labels, _ = regions(np.pad(~region, 1, constant_values=True))
    return np.asarray((labels != labels[0, 0])[1:-1, 1:-1])


def smoothed(mask: Mask, radius: float) -> Mask:
    gray = Image.fromarray(mask.astype(np.uint8) * 255).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(gray) > 127


def summed(values: Floats) -> Floats:
    """Over the last axis, of three."""
    return np.asarray(values[..., 0] + values[..., 1] + values[..., 2])


def most(values: NDArray[Number]) -> NDArray[Number]:
    """The largest along the last axis, of three; numpy's own way is slow for so few."""
    return np.asarray(np.maximum(np.maximum(values[..., 0], values[..., 1]), values[..., 2]))


def blurred(values: Floats, passes: int = 1) -> Floats:
    """(height, width, n) blurred by a standard deviation of 0.7 pixels, or of more in several passes."""
    half, quarter = np.float32(0.5), np.float32(0.25)
    for _ in range(passes):
        tall = np.concatenate([values[:1], values, values[-1:]])
        values = (tall[:-2] + tall[2:]) * quarter + values * half
        wide = np.concatenate([values[:, :1], values, values[:, -1:]], axis=1)
        values = (wide[:, :-2] + wide[:, 2:]) * quarter + values * half
    return values


def spread(mask: Mask, steps: int, within: Mask | None = None) -> Mask:
    """`mask` grown by so many pixels, by squares and diamonds in turn so as to stay round, and only `within`."""
    for step in range(steps):
        wider = mask.copy()
        wider[1:] |= mask[:-1]
        wider[:-1] |= mask[1:]
        sides = wider.copy() if step % 2 else mask
        wider[:, 1:] |= sides[:, :-1]
        wider[:, :-1] |= sides[:, 1:]
        if within is not None:
            wider &= within
        mask = wider
    return mask


def highest(values: NDArray[Number], reach: int) -> NDArray[Number]:
    """The largest value in the square that reaches so many pixels to each side."""
    for _ in range(reach):
        down = values.copy()
        np.maximum(down[1:], values[:-1], out=down[1:])
        np.maximum(down[:-1], values[1:], out=down[:-1])
        values = down.copy()
        np.maximum(values[:, 1:], down[:, :-1], out=values[:, 1:])
        np.maximum(values[:, :-1], down[:, 1:], out=values[:, :-1])
    return values


def regions(mask: Mask) -> tuple[Labels, NDArray[np.intp]]:
    """A number for each connected region of a mask, 0 outside it, and the sizes in pixels by number."""
    found = np.asarray(pyvips.Image.new_from_array(mask.view(np.uint8)).labelregions().numpy())
    labels = np.where(mask, found.reshape(mask.shape) + 1, 0).astype(np.int32)
    return labels, np.bincount(labels.ravel())


def around(labels: Labels, count: int, values: NDArray[np.generic], where: Mask, reach: int) -> NDArray[np.float64]:
    """The mean of the values that are `where`, so near around each region."""
    grown = highest(labels, reach)
    rim = (labels == 0) & (grown > 0) & where
    total = np.bincount(grown[rim], weights=values[rim], minlength=count)
    return np.asarray(total / np.maximum(np.bincount(grown[rim], minlength=count), 1))
