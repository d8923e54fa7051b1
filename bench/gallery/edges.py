"""Whether a picture can be laid side by side without a seam."""

import numpy as np
from PIL import Image

LIKE = 1.6
"""A seam is no larger than this many times the step between neighbouring rows or columns near the edge."""
NEAR = 24
"""So many rows and columns at each edge are looked at."""


def is_seamless(image: Image.Image) -> bool:
    """Whether the opposite edges go on into each other as any two neighbouring rows and columns do."""
    pixels = np.asarray(image.convert("RGB"), dtype=np.float32)
    return all(_seam(side) <= LIKE * _steps(side) + 0.5 for side in (pixels, pixels.transpose(1, 0, 2)))


def _seam(pixels: np.ndarray) -> float:
    return float(np.abs(pixels[0] - pixels[-1]).mean())


def _steps(pixels: np.ndarray) -> float:
    """The largest mean step between neighbours near the two edges."""
    ends = pixels[:NEAR], pixels[-NEAR:]
    return max(float(np.abs(np.diff(end, axis=0)).mean(axis=(1, 2)).max()) for end in ends)
