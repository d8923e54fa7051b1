"""Whether pixels are of a colour, as one would call it."""

import numpy as np
from PIL import Image

LEAST, LEAST_WORN = 0.15, 0.03
"""The share of a thing's own pixels that must be of its colour; of what it wears, the share of the wearer's."""

#: Hue in degrees from and to, saturation and value (0 to 1) from and to.
RANGES: dict[str, list[tuple[float, float, float, float, float, float]]] = {
    "red": [(345, 360, 0.45, 1, 0.35, 1), (0, 14, 0.45, 1, 0.35, 1)],
    "orange": [(12, 40, 0.5, 1, 0.6, 1)],
    "yellow": [(38, 66, 0.35, 1, 0.65, 1)],
    "gold": [(32, 56, 0.35, 1, 0.5, 1)],
    "green": [(70, 170, 0.2, 1, 0.2, 1)],
    "turquoise": [(160, 200, 0.25, 1, 0.35, 1)],
    "blue": [(195, 250, 0.25, 1, 0.25, 1)],
    "purple": [(250, 315, 0.2, 1, 0.25, 1)],
    "pink": [(300, 360, 0.15, 0.75, 0.6, 1), (0, 12, 0.15, 0.55, 0.75, 1)],
    "brown": [(8, 45, 0.3, 0.9, 0.15, 0.68)],
    "black": [(0, 360, 0, 0.5, 0, 0.42)],
    "white": [(0, 360, 0, 0.2, 0.8, 1)],
    "gray": [(0, 360, 0, 0.22, 0.25, 0.85)],
}


def share_of(pixels: np.ndarray, colour: str) -> float:
    """The share of `pixels`, n x 3, that are of a colour in RANGES."""
    if not len(pixels):
        return 0.0
    row = Image.fromarray(np.ascontiguousarray(pixels)[None], "RGB").convert("HSV")
    hue, saturation, value = (np.asarray(row, dtype=np.float32)[0] / 255).T
    hue *= 360
    found = np.zeros(len(pixels), dtype=bool)
    for low, high, dull, full, dark, bright in RANGES[colour]:
        found |= (
            (hue >= low) & (hue <= high) & (saturation >= dull) & (saturation <= full)
            & (value >= dark) & (value <= bright)
        )  # fmt: skip
    return float(found.mean())
