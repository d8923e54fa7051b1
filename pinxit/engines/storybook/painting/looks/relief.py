"""Height from a drawing: a shape is blown up like a toy, and light falls on it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from pinxit.engines.storybook.painting.looks.effects import blurred, contours, with_rgb

LARGEST = 360
"""Pixels along the longer side at which heights are found; light and shade are smooth, and scaled up."""
SWELL = (0.010, 0.026, 0.06, 0.13)
"""How far from its edge a shape rises, in shares of its size: small rounds and the whole body."""
KEY = np.array((-0.52, -0.62, 0.59), dtype=np.float32)
"""Where the light comes from: left, above and before the page."""

Plane = NDArray[np.float32]


class Relief:
    """The light on an RGBA drawing, as planes at the drawing's size or smaller."""

    def __init__(self, image: Image.Image, swell: float = 1.0, groove: float = 1.0) -> None:
        shrink = min(1.0, LARGEST / max(image.size))
        size = max(8, round(image.width * shrink)), max(8, round(image.height * shrink))
        small = image.convert("RGBa").resize(size, Image.Resampling.BOX).convert("RGBA")
        alpha = small.getchannel("A")
        edge = contours(small, 1.6, of_shape=False) if groove else None
        height = np.zeros((size[1], size[0]), dtype=np.float32)
        side = min(size)
        for share in SWELL:
            reach = max(0.8, share * side)
            soft = np.asarray(blurred(alpha, reach), dtype=np.float32) / 255
            height += swell * reach * np.sqrt(np.clip(2 * soft - 1, 0, 1))
            if edge is not None and share < 0.05:
                cut = np.asarray(edge.filter(ImageFilter.GaussianBlur(reach)), dtype=np.float32) / 255
                height -= 1.1 * groove * reach * np.minimum(1, 1.6 * cut)
        height = _blurred(height, 0.007 * side + 0.5)
        down, across = np.gradient(height)
        length = 1 / np.sqrt(across**2 + down**2 + 1)
        self.normal: tuple[Plane, Plane, Plane] = (-across * length, -down * length, length)

    def diffuse(self) -> Plane:
        """Light from the key and from the sky: 1 on what faces the page's front."""
        x, y, z = self.normal
        key = np.clip(x * KEY[0] + y * KEY[1] + z * KEY[2], 0, None) / KEY[2]
        sky = 1 - 0.45 * y
        light: Plane = 0.56 * key + 0.44 * sky * (0.45 + 0.55 * z)
        return light

    def shine(self, hardness: float) -> Plane:
        """The light's reflection, 0 to 1."""
        x, y, z = self.normal
        half = (KEY + np.array((0, 0, 1), dtype=np.float32)) / np.linalg.norm(KEY + np.array((0, 0, 1)))
        shine: Plane = np.clip(x * half[0] + y * half[1] + z * half[2], 0, 1) ** np.float32(hardness)
        return shine

    def rim(self) -> Plane:
        """Light from behind on the right edge."""
        x, y, z = self.normal
        rim: Plane = np.clip(1 - z, 0, 1) ** 2 * np.clip(x + 0.2, 0, 1)
        return rim


def _blurred(plane: Plane, radius: float) -> Plane:
    low, high = float(plane.min()), float(plane.max())
    if high <= low:
        return plane
    reach = max(1, round(2 * radius))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / radius) ** 2).astype(np.float32)
    weights /= weights.sum()
    for axis in (0, 1):
        padding = [(reach, reach) if axis == each else (0, 0) for each in (0, 1)]
        wide = np.pad(plane, padding, mode="edge")
        length = plane.shape[axis]
        total = np.zeros_like(plane)
        for at, weight in enumerate(weights):
            total += weight * (wide[at : at + length] if axis == 0 else wide[:, at : at + length])
        plane = total
    return plane


def lit(image: Image.Image, light: Plane, shine: Plane | None = None, tint: str | None = None) -> Image.Image:
    """RGBA in this light (1 leaves it as it is) with this shine (0 is none)."""
    rgb = image.convert("RGB")
    rgb = ImageChops.multiply(rgb, _plate(np.minimum(light, 1), image.size, tint))
    above = np.clip(light - 1, 0, 1) * 0.75 + (0 if shine is None else shine)
    if float(above.max()) > 0.01:
        rgb = ImageChops.screen(rgb, _plate(above, image.size, None))
    return with_rgb(image, rgb)


def _plate(plane: Plane, size: tuple[int, int], tint: str | None) -> Image.Image:
    gray = Image.fromarray(np.clip(plane * 255, 0, 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    if tint is None:
        return Image.merge("RGB", (gray, gray, gray))
    low = [int(tint[at : at + 2], 16) for at in (1, 3, 5)]
    return Image.merge("RGB", [gray.point([round(base + (255 - base) * level / 255) for level in range(256)])
                               for base in low])  # fmt: skip
