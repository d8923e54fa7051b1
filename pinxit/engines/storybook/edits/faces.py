"""Finds somebody's face in a picture, by its skin: enough to put a hat above it and glasses on it."""

import numpy as np
import pyvips
from PIL import Image

from pinxit.engines.storybook.edits.changes.planes import blur, floats
from pinxit.engines.storybook.edits.changes.regions import Regions

Box = tuple[int, int, int, int]

SIZES = (0.05, 0.08, 0.12)
"""Of the longer side: the radius of the disc in which a face is looked for."""
STANDS_OUT = 0.42
"""How much more skin there is in a face than around it; below this there is none."""
SKIN = 0.35
"""From this on a place is taken for skin."""
ROUND = (0.5, 1.0)
"""The width over the height that a face may have."""
TALLEST = 1.35
"""The most of its width that a face is high; what is below is a neck."""
SHARES = (0.004, 0.32)
"""Of the picture, the least and the most that a face takes."""


def find_face(image: Image.Image) -> Box | None:
    """Left, top, right and bottom, in pixels, of the face that stands out most in an RGB picture; None for none."""
    if min(image.size) < 32:
        return None
    regions = Regions(floats(image.convert("RGB")))
    skin = np.asarray(regions.small_skin, dtype=np.float32)
    spot = _most_skin(skin)
    box = _around(skin > SKIN, spot) if spot else None
    if box is None:
        return None
    left, top, right, bottom = box
    wide, high = right - left, min(bottom - top, round(TALLEST * (right - left)))
    share = wide * high / skin.size
    if not (ROUND[0] <= wide / high <= ROUND[1] and SHARES[0] <= share <= SHARES[1]):
        return None
    scale_x, scale_y = image.width / skin.shape[1], image.height / skin.shape[0]
    return round(left * scale_x), round(top * scale_y), round(right * scale_x), round((top + high) * scale_y)


def _most_skin(skin: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> tuple[int, int] | None:
    """The row and the column where skin stands out most from what is around it, in the upper three quarters."""
    best, place = STANDS_OUT, None
    for size in SIZES:
        side = size * max(skin.shape)
        out = (blur(skin, side) - blur(skin, 3 * side))[: 3 * len(skin) // 4]
        at = np.unravel_index(int(out.argmax()), out.shape)
        if out[at] > best:
            best, place = float(out[at]), (int(at[0]), int(at[1]))
    return place


def _around(skin: np.ndarray[tuple[int, int], np.dtype[np.bool_]], spot: tuple[int, int]) -> Box | None:
    """The box of the patch of skin at `spot`, without what hangs together with it by a thread."""
    cleaned = pyvips.Image.new_from_array((255 * skin).astype(np.uint8)).median(5) > 128
    labels = np.asarray(cleaned.labelregions())
    patch = (labels == labels[spot]) & np.asarray(cleaned).astype(bool)
    if not patch[spot]:
        return None
    columns, rows = patch.sum(0), patch.sum(1)
    across = np.flatnonzero(columns > 0.25 * columns.max())
    down = np.flatnonzero(rows > 0.2 * rows.max())
    return int(across[0]), int(down[0]), int(across[-1]) + 1, int(down[-1]) + 1
