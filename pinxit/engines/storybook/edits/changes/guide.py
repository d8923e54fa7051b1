"""From a coarse map to one that follows the edges of a picture: He, Sun and Tang's guided filter (2013, fast: 2015)."""

import numpy as np

from pinxit.engines.storybook.edits.changes.planes import Colours, Plane, blur, like, resized

SIGMA, NOISE = 3.0, 2e-4
"""How far a map follows the picture's edges, in pixels of the small one, and the variance of what is no edge."""
PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
"""Of the three channels."""


class Guide:
    """One picture, small and large, by whose three channels maps of the small one are brought to the large one."""

    def __init__(self, small: Colours, large: Colours) -> None:
        self._small, self._large = small, large
        height, width = large.shape[1:]
        self._half = resized(large, max(small.shape[2], width // 2), max(small.shape[1], height // 2))
        self._mean = blur(small, SIGMA)
        products = np.stack([small[one] * small[other] for one, other in PAIRS])
        spread = blur(products, SIGMA) - np.stack([self._mean[one] * self._mean[other] for one, other in PAIRS])
        spread[[0, 3, 5]] += np.float32(NOISE)
        self._inverse = _inverse(spread)

    def follow(self, coarse: Plane, *, fine: bool = False) -> Plane:
        """The map at the size of the large picture, 0 to 1; one that is not fine follows edges at half that size."""
        large = self._large if fine else self._half
        averages = blur(np.concatenate([self._small * coarse, coarse[None]]), SIGMA)
        middle = averages[3]
        slope = np.einsum("ijhw,jhw->ihw", self._inverse, averages[:3] - self._mean * middle)
        offset = middle - (slope * self._mean).sum(axis=0)
        smooth = blur(np.concatenate([slope, offset[None]]), SIGMA)
        total = like(smooth[3], large)
        for band in range(3):
            total = total + like(smooth[band], large) * large[band]
        return like(np.clip(total, 0, 1), self._large)


def _inverse(upper: Plane) -> Plane:
    """The inverses of symmetric 3 x 3 matrices: (6, height, width) upper halves to (3, 3, height, width)."""
    a, b, c, d, e, f = upper
    aa, bb, cc = d * f - e * e, c * e - b * f, b * e - c * d
    dd, ee, ff = a * f - c * c, b * c - a * e, a * d - b * b
    scale = 1 / (a * aa + b * bb + c * cc)
    inverse: Plane = np.stack([aa, bb, cc, bb, dd, ee, cc, ee, ff]) * scale
    return inverse.reshape(3, 3, *a.shape)
