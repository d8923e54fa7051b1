"""Colours a sprite as its words ask: in one colour, in two, or in a pattern that follows its light and shade."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pinxit.engines.storybook.motifs import Marks, mark_colour, motif
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.recolour import recolour
from pinxit.engines.storybook.scene import Pattern

Pixels = NDArray[np.uint8]

SPACING = {"striped": 0.135, "spotted": 0.15, "checkered": 0.16, "starry": 0.17, "flowered": 0.19, "hearts": 0.17}
"""From one mark to the next, as a share of the sprite's lesser side."""
FUR = {"striped": 0.13, "spotted": 0.12}
HALVED = ("transport", "clothing", "household")
"""Groups of art whose things are of one colour above and another below, where they are of two."""


@dataclass(frozen=True, slots=True)
class Dye:
    """What a thing is coloured with; None keeps its own colours, and leaves the marks' colour to what suits it."""

    colour: str | None = None
    pattern: Pattern | None = None
    second: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is of one colour at most."""
        return self.pattern is None and self.second is None


def dyed(pixels: Pixels, dye: Dye, group: str) -> Pixels:
    """The sprite in its colour, with its pattern upon all that has that colour. Eyes and outlines stay as they are."""
    base = recolour(pixels, dye.colour, group=group) if dye.colour else pixels
    if dye.is_plain:
        return base
    is_fur = group.startswith("animal")
    marks: Marks = dye.pattern or ("patches" if is_fur else "halves" if group.startswith(HALVED) else "panels")
    other = recolour(pixels, mark_colour(dye.second, _mean(base), is_fur=is_fur), group=group)
    share = _mask(marks, base.shape[1], base.shape[0], is_fur)[..., None]
    mixed = base.copy()
    mixed[..., :3] = np.rint(base[..., :3] * (1 - share) + other[..., :3] * share)
    return mixed


def _mean(pixels: Pixels) -> str:
    """The commonest colour, roughly: the median of all that is seen."""
    seen = pixels[pixels[..., 3] > 128][:, :3]
    red, green, blue = np.median(seen, axis=0).astype(int) if len(seen) else (128, 128, 128)
    return f"#{red:02x}{green:02x}{blue:02x}"


@lru_cache(maxsize=16)
def _mask(marks: Marks, width: int, height: int, is_fur: bool) -> NDArray[np.float32]:
    """How much of each pixel is a mark, 0 to 1."""
    lesser = min(width, height)
    unit = lesser * (FUR.get(marks, 0.12) if is_fur else SPACING.get(marks, 0.15))
    box = (0.0, 0.0, float(width), float(height))
    drawn = rasterise(motif(marks, box, unit, "#000", is_fur=is_fur), box, width, height)
    return np.asarray(drawn[..., 3] / np.float32(255), dtype=np.float32)
