"""Pictures as planes of floats: blurring, resizing, ramps, noise, and the way back to bytes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Plane = NDArray[np.floating[Any]]
"""(height, width)."""
Colours = NDArray[np.floating[Any]]
"""(3, height, width): red, green and blue from 0 to 1. Any of these may be 1 long: it then holds for the others."""

LUMA = np.array((0.299, 0.587, 0.114), dtype=np.float32)
"""What red, green and blue add to brightness (ITU-R BT.601)."""
FINEST_SIGMA, FINEST_SMALL_SIGMA, SMALL_PLANE = 2.0, 4.0, 2**17
"""A blur that is wider than this, in pixels, is done on a smaller plane; for planes of few pixels that pays later."""
DITHER_TILE = 256
"""Pixels along a side of the noise that hides the steps between levels."""


def floats(image: Image.Image) -> Colours:
    """An RGB picture as floats."""
    return np.stack([np.asarray(band) for band in image.split()]).astype(np.float32) * np.float32(1 / 255)


def picture(colours: Colours) -> Image.Image:
    """Floats as an RGB picture. What lies between two levels is dithered, so that a painted sky shows no bands."""
    height, width = colours.shape[1:]
    tile = np.random.default_rng(0).random((DITHER_TILE, DITHER_TILE), dtype=np.float32)
    grain = np.tile(tile, (-(-height // DITHER_TILE), -(-width // DITHER_TILE)))[:height, :width]
    bands = []
    for band in colours:
        levels = band * np.float32(255)
        levels += grain
        bands.append(Image.fromarray(np.clip(levels, 0, 255, out=levels).astype(np.uint8)))
    return Image.merge("RGB", bands)


def luma(colours: Colours) -> Plane:
    """Brightness, 0 to 1."""
    light: Plane = LUMA[0] * colours[0]
    for weight, band in zip(LUMA[1:], colours[1:], strict=True):
        light += weight * band
    return light


def ramp(plane: Plane, low: float, high: float) -> Plane:
    """0 where `plane` is at `low`, 1 where it is at `high`, smooth in between; `low` may be the greater."""
    share = plane - np.float32(low)
    share *= np.float32(1 / (high - low))
    np.clip(share, 0, 1, out=share)
    smooth: Plane = share * share  # all in place: this is called often
    share *= np.float32(-2)
    share += np.float32(3)
    smooth *= share
    return smooth


def mix(one: Colours | Plane, other: Colours | Plane, share: Plane | float) -> Colours:
    """`one` with `share` (0 to 1, or a plane) of `other`; each may be a picture, a plane or a colour."""
    weight = np.asarray(share, dtype=np.float32)
    step = other - one
    if step.shape == np.broadcast_shapes(step.shape, weight.shape, one.shape):  # in place: half of the time
        step *= weight
        step += one
        return step
    mixed: Colours = one + step * weight
    return mixed


def rgb(colour: str) -> Colours:
    """#rrggbb as a colour that holds for every pixel: (3, 1, 1)."""
    return factors(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))


def factors(red: float, green: float, blue: float) -> Colours:
    """Three numbers for the three channels of every pixel: (3, 1, 1)."""
    return np.array((red, green, blue), dtype=np.float32)[:, None, None]


def resized(plane: Plane, width: int, height: int) -> Plane:
    """A plane, or a stack of planes, at another size: averaged where it shrinks, smooth where it grows."""
    if plane.shape[-2:] == (height, width):
        return plane
    if plane.ndim == 3:
        return np.stack([resized(band, width, height) for band in plane])
    method = Image.Resampling.BOX if width < plane.shape[1] else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(plane).resize((width, height), method))


def like(plane: Plane, other: Plane) -> Plane:
    """`plane` at the size of `other`."""
    return resized(plane, other.shape[-1], other.shape[-2])


def blur(plane: Plane, sigma: float) -> Plane:
    """A plane, or a stack of planes, blurred as by a Gaussian of `sigma` pixels; beyond an edge its border goes on."""
    height, width = plane.shape[-2:]
    shrink = max(1.0, sigma / (FINEST_SMALL_SIGMA if height * width < SMALL_PLANE else FINEST_SIGMA))
    small = resized(plane, max(1, round(width / shrink)), max(1, round(height / shrink)))
    spread = max(0.3, sigma * small.shape[-1] / width)
    reach = int(3 * spread + 0.5)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / spread) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    for axis in (-2, -1):
        small = _weighted(small, weights, axis)
    return resized(small, width, height)


def levelled(light: Plane, sigma: float, step: float = 0.14) -> Plane:
    """Brightness without its texture: blurred by `sigma` pixels, but not over edges that are higher than `step`.

    He, Sun and Tang's guided filter with the plane as its own guide.
    """
    shrink = max(1.0, sigma / FINEST_SIGMA)
    height, width = light.shape
    small = resized(light, max(1, round(width / shrink)), max(1, round(height / shrink)))
    sigma *= small.shape[1] / width
    middle = blur(small, sigma)
    variance = np.maximum(blur(small * small, sigma) - middle * middle, 0)
    slope = variance / (variance + np.float32(step * step))
    offset = blur(middle - slope * middle, sigma)
    return like(blur(slope, sigma), light) * light + like(offset, light)


def _weighted(plane: Plane, weights: Plane, axis: int) -> Plane:
    """Each pixel as a weighted sum of those around it along one of the last two axes."""
    reach, length = len(weights) // 2, plane.shape[axis]
    padding = [(0, 0)] * plane.ndim
    padding[axis] = (reach, reach)
    wide = np.pad(plane, padding, mode="edge")
    total = np.zeros_like(plane)
    for at, weight in enumerate(weights):
        total += weight * (wide[..., at : at + length, :] if axis == -2 else wide[..., at : at + length])
    return total


def noise(dice: np.random.Generator, width: int, height: int, grain: float, octaves: int = 4) -> Plane:
    """Fractal noise, from 0 to 1 around 0.5, whose largest lumps are about `grain` pixels across."""
    shrink = max(1.0, grain / 2**octaves)
    across, down = max(2, round(width / shrink)), max(2, round(height / shrink))
    total = np.zeros((down, across), dtype=np.float32)
    for octave in range(octaves):
        lump = max(1.0, grain / shrink / 2**octave)
        lumps = Image.fromarray(dice.random((round(down / lump) + 2, round(across / lump) + 2), dtype=np.float32))
        total += np.float32(0.5**octave) * np.asarray(lumps.resize((across, down), Image.Resampling.BICUBIC))
    total = (total - total.mean()) / (4 * max(float(total.std()), 1e-3)) + np.float32(0.5)
    return resized(np.clip(total, 0, 1), width, height)
