"""Colours in OKLCh, where equal steps look equal, there and back."""

from functools import lru_cache

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import ImageColor

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


def to_lch(colours: Pixels) -> Floats:
    """An (n, 3) list of sRGB bytes as lightness, chroma and hue in degrees."""
    return _convert(colours, "srgb", "oklch")


def to_rgb(colours: Floats) -> Floats:
    """The way back: an (n, 3) list of sRGB, 0 to 255, not yet rounded or clipped."""
    return _convert(colours, "oklch", "srgb").astype(np.float32)


def _convert(colours: "Pixels | Floats", origin: str, goal: str) -> Floats:
    """libvips' own conversion of an (n, 3) list of colours."""
    row = np.ascontiguousarray(colours)
    kind = "uchar" if row.dtype == np.uint8 else "float"
    image = pyvips.Image.new_from_memory(row.data, len(row), 1, 3, kind).copy(interpretation=origin)
    return np.asarray(image.colourspace(goal).numpy()).reshape(-1, 3)


@lru_cache(maxsize=512)
def lch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue of #rrggbb."""
    lightness, chroma, hue = to_lch(np.array([ImageColor.getrgb(colour)[:3]], dtype=np.uint8))[0]
    return float(lightness), float(chroma), float(hue)


def from_lch(lightness: float, chroma: float, hue: float) -> str:
    """The #rrggbb of a lightness, a chroma and a hue."""
    red, green, blue = to_rgb(np.array([[lightness, chroma, hue]], dtype=np.float32))[0]
    return f"#{round(float(red)):02x}{round(float(green)):02x}{round(float(blue)):02x}"
