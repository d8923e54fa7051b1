"""A first sketch of a hole at a small scale, patch by patch, lines before plains."""

import numpy as np
from numpy.typing import NDArray

from pinxit.engines.storybook.edits.filling.grids import Floats, Mask, Places, grow
from pinxit.engines.storybook.edits.filling.patches import CHANNELS, FAR_ACROSS, FAR_DOWN, RADIUS, Level, patches_at

PLAIN = 8.0
"""Levels of contrast that a plain front counts as, so that it is filled too."""
LOOSE, LEAST_LOOSE = 1.15, 1.0
"""A patch is drawn from those whose cost is within this factor, and these squared levels, of the best."""
REPEAT = 0.2
"""By this share a patch costs more each time that it, or one that overlaps it, was drawn."""
DRAWN = 0.7
"""How sure what was drawn as a line is, where what is known has 1."""


def sketch(level: Level, drawn: Mask, stay: float, rng: np.random.Generator) -> None:
    """Fill the hole with whole patches, those first whose surroundings are sure and full of contrast.

    The order is that of Criminisi et al. 2004; which patch is drawn among the best follows Efros and Leung 1999.
    Pixels in `drawn` are kept as if they were known. `stay` is how much more it costs to copy from another height
    than FAR_DOWN says. Changes the level's pixels.
    """
    board = _Board(level, drawn, stay)
    while (places := np.flatnonzero(board.blank & board.inside & grow(~board.blank, 1)).astype(np.int32)).size:
        around = board.around(places)
        sure = board.sureness.take(around).mean(axis=(1, 2))
        first = int(np.argmax(sure * (board.contrast(around) + PLAIN)))
        board.paste(around[first], places[first], float(sure[first]), rng)


class _Board:
    """The level while it is being sketched."""

    def __init__(self, level: Level, drawn: Mask, stay: float) -> None:
        self.level, self.stay = level, stay
        self.patches = patches_at(level, level.sources)
        self.squares = (self.patches**2).reshape(len(self.patches), -1, 3).sum(axis=-1)
        self.y, self.x = np.divmod(level.sources, np.int32(level.width))
        self.used = np.zeros(len(self.y), np.float32)
        self.blank = level.hole & ~drawn
        self.inside = np.zeros(level.hole.shape, dtype=bool)
        self.inside.ravel()[level.targets] = True
        self.sureness = np.where(self.blank, 0, np.where(level.hole, DRAWN, 1)).astype(np.float32)
        self.gray = level.pixels[..., :3].mean(axis=-1)
        steps = np.arange(-RADIUS, RADIUS + 1, dtype=np.int32)
        self.window = steps[:, None] * np.int32(level.width) + steps

    def around(self, places: Places) -> Places:
        """The places of the patches around some, (places, SIDE, SIDE)."""
        return np.clip(places[:, None, None] + self.window, 0, self.level.hole.size - 1)

    def contrast(self, around: Places) -> Floats:
        """The strongest contrast along each patch's front: of lines that run into the blank, and not along it."""
        blank, gray = self.blank.take(around), self.gray.take(around)
        down, across = np.zeros_like(gray), np.zeros_like(gray)
        down[:, 1:-1] = (gray[:, 2:] - gray[:, :-2]) * ~(blank[:, 2:] | blank[:, :-2])
        across[:, :, 1:-1] = (gray[:, :, 2:] - gray[:, :, :-2]) * ~(blank[:, :, 2:] | blank[:, :, :-2])
        steps = np.arange(-RADIUS, RADIUS + 1, dtype=np.float32)
        y, x = blank.sum(axis=2) @ steps, blank.sum(axis=1) @ steps
        length = np.hypot(y, x) + np.float32(1e-6)
        along = across * (y / length)[:, None, None] - down * (x / length)[:, None, None]
        return np.asarray(np.abs(along).max(axis=(1, 2)))

    def paste(self, window: Places, middle: Places, sure: float, rng: np.random.Generator) -> None:
        """Fill what is blank of one patch, and note how sure that is."""
        blank = self.blank.take(window)
        source = self.level.sources[self._choose(window, ~blank.ravel(), int(middle), rng)] + self.window
        into, origin = window[blank], source[blank]
        pixels = self.level.pixels.reshape(-1, CHANNELS)
        pixels[into] = pixels[origin]
        self.gray.ravel()[into] = self.gray.ravel()[origin]
        self.sureness.ravel()[into] = sure
        self.blank.ravel()[into] = False

    def _choose(self, window: Places, known: NDArray[np.bool_], middle: int, rng: np.random.Generator) -> int:
        """The number of a source that fits what is known of a patch."""
        share = known.astype(np.float32)
        colours = self.level.pixels.reshape(-1, CHANNELS)[window.ravel(), :3] * share[:, None]
        # Not by @: for products of this size OpenBLAS starts threads, which takes longer where cores are busy.
        cost = np.einsum("ij,j->i", self.squares, share)
        cost -= 2 * np.einsum("ij,j->i", self.patches, colours.ravel())
        cost += (colours**2).sum()
        cost /= share.sum() * 3
        y, x = divmod(middle, self.level.width)
        far = max(self.level.hole.shape)
        cost += ((self.y - y) * np.float32(FAR_DOWN * self.stay / far)) ** 2
        cost += ((self.x - x) * np.float32(FAR_ACROSS / far)) ** 2
        cost *= 1 + REPEAT * self.used
        near = np.flatnonzero(cost <= cost.min() * LOOSE + LEAST_LOOSE)
        chosen = int(near[rng.integers(len(near))])
        self.used += (np.abs(self.y - self.y[chosen]) <= RADIUS) & (np.abs(self.x - self.x[chosen]) <= RADIUS)
        return chosen
