"""What a change is given besides the picture."""

from dataclasses import dataclass
from typing import Literal
from zlib import crc32

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The choices of one change."""

    seed: int
    detail: int
    """0 low, 1 medium, 2 high: how much is painted. What is changed is the same in all three."""
    fidelity: Literal["low", "high"] = "low"
    """High keeps edges, faces and lettering more faithfully; low lets the change rule."""
    colour: str | None = None
    """#rrggbb for the kinds that take one; None leaves the choice to them."""

    @property
    def is_faithful(self) -> bool:
        """Whether the picture's own fine detail comes before the change."""
        return self.fidelity == "high"

    def dice(self, name: str) -> np.random.Generator:
        """Chance for one part of a change, so that no part's draws move another's."""
        return np.random.default_rng((self.seed, crc32(name.encode())))

    def many(self, low: float, medium: float, high: float) -> float:
        """One of three numbers, by detail."""
        return (low, medium, high)[min(max(self.detail, 0), 2)]
