"""Shadows: of what stands on the ground, of what is over it, and of what lies on a ground that is looked down on."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

UNDER = ((1.12, 0.2, 0.42, 0.04), (0.78, 0.09, 0.5, 0.0))
"""The soft shadow of what stands and the darker one where it touches the ground: width and height as shares of the
thing's, strength, and how far to the right."""
AWAY = ((0.8, 0.12, 0.34, 0.0),)
"""The one shadow of what is in the air over it."""
HARD = (1.06, 0.13, 0.34)
"""The one shadow with an edge, of looks that know no soft ones: width, height and strength likewise."""
DROP, DROP_STRENGTH, DROP_BLUR = 0.035, 0.46, 0.022
"""How far below a thing that lies its shadow is, how dark, and how soft: shares of the thing's mean side."""


def below(
    width: float, height: float, colour: str, *, touches: bool = True
) -> Iterator[tuple[Image.Image, float, float]]:
    """The shadows of a thing of this size in pixels: each with how far its middle is to the right of the thing's, and
    its lower edge below the thing's."""
    channels = _channels(colour)
    for across, down, strength, shift in UNDER if touches else AWAY:
        size = max(2, round(width * across)), max(2, round(min(width, height) * down))
        mask = _soft_spot().resize(size, Image.Resampling.BILINEAR)
        mask = mask.point(lambda value, strength=strength: round(value * strength))
        image = Image.merge("RGBA", [*(Image.new("L", mask.size, channel) for channel in channels), mask])
        yield image, shift * width, size[1] * 0.45


def hard(
    width: float, height: float, colour: str, *, touches: bool = True
) -> Iterator[tuple[Image.Image, float, float]]:
    """The same, as one ellipse with an edge."""
    across, down, strength = HARD
    size = round(across * width), max(2, round(down * min(width, height)))
    mask = Image.new("L", (4 * size[0], 4 * size[1]))
    ImageDraw.Draw(mask).ellipse((0, 0, mask.width - 1, mask.height - 1), fill=round(255 * strength))
    image = Image.merge("RGBA", [*(Image.new("L", size, channel) for channel in _channels(colour)), mask.resize(size)])
    yield image, 0.0, size[1] * 0.5


def dropped(image: Image.Image, colour: str) -> tuple[Image.Image, int, int]:
    """The soft shadow of a thing (RGBA) that lies under the eye, and how far to the right and down it is."""
    side = (image.width + image.height) / 2
    blur = max(1.0, DROP_BLUR * side)
    pad = round(3 * blur)
    alpha = Image.new("L", (image.width + 2 * pad, image.height + 2 * pad), 0)
    alpha.paste(image.getchannel("A"), (pad, pad))
    alpha = alpha.filter(ImageFilter.GaussianBlur(blur)).point(lambda value: round(value * DROP_STRENGTH))
    shadow = Image.merge("RGBA", [*(Image.new("L", alpha.size, channel) for channel in _channels(colour)), alpha])
    return shadow, round(0.5 * DROP * side), round(DROP * side) + pad


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


@lru_cache(maxsize=1)
def _soft_spot() -> Image.Image:
    """A round spot that fades to nothing at its edge, 128 x 128."""
    across = np.linspace(-1, 1, 128)
    distance = np.sqrt(across[:, None] ** 2 + across[None, :] ** 2)
    return Image.fromarray((255 * np.clip(1 - distance, 0, 1) ** 0.8).astype(np.uint8))
