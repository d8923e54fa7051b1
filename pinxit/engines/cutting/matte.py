"""The subject at full size: its outline drawn anew, and its colours freed of the background's."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.engines.cutting.masks import (
    Box,
    Floats,
    Mask,
    Pixels,
    extent,
    highest,
    most,
    spread,
)
from pinxit.engines.cutting.view import TO_YCC


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of a picture around its subject."""

    box: Box
    part: tuple[float, float, float, float]
    """The same in work pixels."""
    scale: float
    """Pixels to a work pixel."""

    @classmethod
    def around(cls, subject: Mask, width: int, height: int) -> "_Window":
        across, down = width / subject.shape[1], height / subject.shape[0]
        first, left, last, right = extent(subject)
        left, top = int(max(0, left - 4) * across), int(max(0, first - 4) * down)
        right, bottom = min(width, int((right + 4) * across)), min(height, int((last + 4) * down))
        part = (left / across, top / down, right / across, bottom / down)
        return cls((left, top, right, bottom), part, max(across, down))

    def enlarged(self, values: NDArray[Any], kind: Image.Resampling) -> NDArray[Any]:
        left, top, right, bottom = self.box
        return np.asarray(Image.fromarray(values).resize((right - left, bottom - top), kind, self.part))

    def mask(self, mask: Mask) -> Mask:
        return self.enlarged(mask, Image.Resampling.NEAREST)


def matted(picture: Image.Image, ground: Mask, backdrop: Floats) -> tuple[Image.Image, tuple[int, int]]:
    """The subject at full size, RGBA, and where its left upper corner is in the picture.

    Its outline is drawn anew between what surely is `ground` and what surely is not.
    """
    window = _Window.around(~ground, *picture.size)
    core = ~spread(ground, max(3, round(2 / window.scale)))
    inside, outside = window.mask(core), window.mask(~spread(~ground, max(1, round(1.5 / window.scale))))
    where = np.flatnonzero(~inside & ~outside)
    pixels = np.array(picture.crop(window.box))
    colours = pixels.reshape(-1, 3)
    behind = window.enlarged(np.clip(backdrop, 0, 255).astype(np.uint8), Image.Resampling.BILINEAR).reshape(-1, 3)
    away = np.zeros(inside.shape, dtype=np.uint8)
    away.ravel()[where] = _apart(colours[where], behind[where])
    sample = np.flatnonzero(outside)[::17]
    noise = max(4.0, 1.5 * float(np.percentile(_apart(colours[sample], behind[sample]), 95))) if len(sample) else 4.0
    soft = window.enlarged((~ground).astype(np.float32), Image.Resampling.BILINEAR).ravel()[where]
    matte = inside.astype(np.float32)
    matte.ravel()[where] = _alpha(away, where, noise, soft, max(2, round(window.scale)))
    clear = outside | window.mask(ground) & (matte < 0.6)
    solid = inside | window.mask(~ground & ~spread(core, 5)) & (matte > 0.5)  # thin parts have no inside
    _tidy(matte, ~inside & ~outside, clear, solid, round(5 * window.scale) + 3)
    colours[where] = _unmixed(colours[where], behind[where], matte.ravel()[where][:, None])
    rgba = np.dstack([pixels, np.rint(matte * 255).astype(np.uint8)])
    rgba[rgba[..., 3] == 0] = 0
    return Image.fromarray(rgba), window.box[:2]


def _apart(one: Pixels, other: Pixels) -> Pixels:
    """How far the (n, 3) colours are from others, in light or, less strictly, in hue; levels up to 255."""
    apart = most(np.abs((one.astype(np.float32) - other) @ TO_YCC))
    return np.asarray(np.minimum(apart, 255), dtype=np.uint8)


def _alpha(away: Pixels, where: NDArray[np.intp], noise: float, soft: Floats, reach: int) -> Floats:
    """How much of each pixel is subject: how far it is from the background, of the farthest near it.

    Where nothing is far, `soft` is taken, which is the outline as it was found in the reduced picture.
    """
    near = away.ravel()[where].astype(np.float32)
    close = highest(away, reach)
    farthest = close.ravel()[where].astype(np.float32)
    alpha = np.clip((near - noise) / np.maximum(0.92 * farthest - noise, 1), 0, 1)
    around = highest(close, 2 * reach).ravel()[where].astype(np.float32)
    trust = np.clip((around - 2 * noise) / (2 * noise), 0, 1)
    return np.asarray(trust * alpha + (1 - trust) * soft, dtype=np.float32)


def _tidy(matte: Floats, band: Mask, clear: Mask, solid: Mask, steps: int) -> None:
    """Fill what the background cannot have reached, and clear what is joined to no solid part; changes `matte`."""
    reached = spread(clear, steps, clear | band & (matte < 0.6))
    matte[band & ~spread(reached, 2)] = 1
    matte[~spread(solid, steps, solid | (matte > 0.06))] = 0


def _unmixed(colours: Pixels, behind: Pixels, alpha: Floats) -> Pixels:
    """The subject's share of colours that are mixed with the background's."""
    own = behind + (colours - behind.astype(np.float32)) / np.maximum(alpha, np.float32(0.1))
    return np.asarray(np.clip(np.rint(own), 0, 255), dtype=np.uint8)
