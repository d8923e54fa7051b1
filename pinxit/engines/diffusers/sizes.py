"""At which size an open model paints a picture that is wanted at any other."""

import math

from pinxit.checkpoints import Checkpoint

MEGA = 1_000_000
#: How much more a wrong shape counts than a wrong number of pixels, when the nearest native size is looked for.
SHAPE_WEIGHT = 8.0


def native_size(width: int, height: int, checkpoint: Checkpoint, quality: str) -> tuple[int, int]:
    """Width and height, in pixels, at which `checkpoint` paints a picture of `width` x `height`: width first.

    The size itself where the model can paint it; else one of nearly the same shape, with at least the model's fewest
    pixels and at most those of the quality, both edges multiples of what the model works in.
    """
    most = checkpoint.level(quality).megapixels * MEGA
    least = min(checkpoint.min_megapixels * MEGA, most)
    pixels = min(max(width * height, least), most)
    if pixels == width * height and width % checkpoint.multiple == 0 and height % checkpoint.multiple == 0:
        return width, height
    scale = math.sqrt(pixels / (width * height))
    wide, high = (_near(edge * scale, checkpoint.multiple) for edge in (width, height))
    fitting = [(w, h) for w in wide for h in high if w * h <= most * 1.02] or [(wide[0], high[0])]

    def distance(size: tuple[int, int]) -> float:
        shape = abs(math.log(size[0] / size[1] * height / width))
        return SHAPE_WEIGHT * shape + abs(math.log(size[0] * size[1] / pixels))

    return min(fitting, key=distance)


def _near(edge: float, multiple: int) -> list[int]:
    """The multiples around `edge`, the smallest first."""
    below = max(1, math.floor(edge / multiple))
    return [number * multiple for number in range(max(1, below - 2), below + 4)]


def shrunk(width: int, height: int, megapixels: float) -> tuple[int, int]:
    """The size in the same shape that has at most so many pixels, in millions."""
    scale = min(1.0, math.sqrt(megapixels * MEGA / (width * height)))
    return max(1, round(width * scale)), max(1, round(height * scale))
