"""A change that was made to a small picture, carried over to the large one with its own fine detail."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.edits.changes.planes import Plane, blur, resized

NEAR = 2.5
"""How far, in pixels of the small picture, detail is compared before and after."""
NOISE = 6e-4
"""The variance of brightness below which there is no detail."""
STRONGEST = 1.4
"""How much detail is strengthened at most."""
ROWS = 512
"""Of the large picture that are worked on at once."""


def carried(changed: Image.Image, small: Image.Image, large: Image.Image) -> Image.Image:
    """`changed`, which was made of `small`, at the size of `large`, of which `small` is a reduction; all are RGB.

    Detail too fine for the small picture is taken from the large one, as strong as the change left detail near by:
    He, Sun and Tang's guided filter (2013), without its smoothing.
    """
    gain = _gain(_light(changed), _light(small))
    result = changed.resize(large.size, Image.Resampling.BICUBIC)
    fine, coarse = large.convert("L"), small.convert("L").resize(large.size, Image.Resampling.BICUBIC)
    strength = Image.fromarray(gain).resize(large.size, Image.Resampling.BILINEAR)
    for top in range(0, large.height, ROWS):
        box = (0, top, large.width, min(top + ROWS, large.height))
        detail = np.asarray(fine.crop(box)).astype(np.float32) - np.asarray(coarse.crop(box))
        detail *= np.asarray(strength.crop(box))
        part = np.clip(np.asarray(result.crop(box)) + np.rint(detail)[..., None], 0, 255).astype(np.uint8)
        result.paste(Image.fromarray(part), box)
    return result


def _light(image: Image.Image) -> Plane:
    return np.asarray(image.convert("L")).astype(np.float32) / 255


def _gain(after: Plane, before: Plane) -> Plane:
    """How many times stronger detail is after a change than before it, by place, at a quarter of the size."""
    middle, changed = blur(before, NEAR), blur(after, NEAR)
    together = blur(before * after, NEAR) - middle * changed
    alone = blur(before * before, NEAR) - middle * middle
    gain = np.clip(together / (np.maximum(alone, 0) + np.float32(NOISE)), -STRONGEST, STRONGEST)
    return resized(gain, max(1, gain.shape[1] // 4), max(1, gain.shape[0] // 4))
