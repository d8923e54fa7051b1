"""The last touches on a page of high quality: light that glows a little, and the grain of the paper."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter

GLOW_RADIUS = 0.02
"""Of the shorter side: how far light spreads."""
GLOW_SHARE = 0.2
GRAIN = 0.8
"""Standard deviation of the paper's grain, in levels of 255; it also breaks up the bands of smooth skies."""


def glow(image: Image.Image) -> Image.Image:
    """RGB with its bright places spreading softly into what is beside them."""
    small = image.resize((max(1, image.width // 4), max(1, image.height // 4)), Image.Resampling.BOX)
    bright = small.point(lambda level: max(0, level - 128) * 2)
    spread = bright.filter(ImageFilter.GaussianBlur(max(1.0, GLOW_RADIUS * min(small.size))))
    light = spread.resize(image.size, Image.Resampling.BILINEAR).point(lambda level: round(level * GLOW_SHARE))
    return ImageChops.screen(image, light)


def grain(image: Image.Image, seed: int) -> Image.Image:
    """RGB on paper: the same grain for the same seed, alike in all three channels."""
    noise = np.random.default_rng(seed).standard_normal((image.height, image.width, 1), dtype=np.float32)
    pixels = np.asarray(image).astype(np.float32) + GRAIN * noise
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))
