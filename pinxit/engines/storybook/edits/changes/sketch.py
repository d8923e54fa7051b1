"""What is drawn over a picture as SVG: brought to its pixels, and laid on where anything is drawn."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes.planes import Colours, Plane
from pinxit.engines.storybook.painting.raster import Pixels, rasterise

UNITS = 1000
"""Units along the shorter side of what is drawn."""
LARGEST = 1400
"""Pixels along the longer side that are rasterised at most; a larger drawing is scaled up."""


def sketched(body: str, width: int, height: int) -> Pixels:
    """SVG in units as (height, width, 4) pixels with straight alpha."""
    unit = min(width, height) / UNITS
    shrink = min(1.0, LARGEST / max(width, height))
    wide, high = max(1, round(width * shrink)), max(1, round(height * shrink))
    pixels = rasterise(body or "<g/>", (0, 0, width / unit, height / unit), wide, high)
    if (wide, high) == (width, height):
        return pixels
    return np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BILINEAR))


def lay(scene: Colours, drawing: Pixels, light: Plane | float, where: Plane | float = 1.0) -> None:
    """Put a drawing on a scene, in place: in this light, a factor, and as much as `where` (0 to 1) lets it be seen."""
    rows, columns = np.nonzero(drawing[..., 3])
    paint = drawing[rows, columns].T * np.float32(1 / 255)
    lit = paint[:3] * (light[rows, columns] if isinstance(light, np.ndarray) else np.float32(light))
    share = paint[3] * (where[rows, columns] if isinstance(where, np.ndarray) else np.float32(where))
    below = scene[:, rows, columns]
    scene[:, rows, columns] = below + (lit - below) * share
