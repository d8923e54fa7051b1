"""A look's work on whole layers and pages: on no more pixels than it needs, and with what is clear kept clear."""

from copy import copy
from dataclasses import replace

from PIL import Image

from pinxit import pictures
from pinxit.engines.storybook.edits.spread import spread
from pinxit.engines.storybook.painting.looks.effects import grown, shrunk
from pinxit.engines.storybook.painting.looks.look import Look

ROOM = 34.0
"""Units around what is painted on a layer, for its lines and shadows."""


def over(look: Look, image: Image.Image) -> Image.Image:
    """RGBA of the page, worked over; RGB goes in for a page that is full, RGBA for one with clear parts."""
    if image.mode == "RGB":
        return _worked(look, image).convert("RGBA")
    page = pictures.flatten(image) if look.is_outlined else spread(image, on_paper=True)
    worked = _worked(look, page).convert("RGBA")
    worked.putalpha(look.alpha(image.getchannel("A")))
    return worked


def _worked(look: Look, image: Image.Image) -> Image.Image:
    """The page as the look leaves it, worked at a size that it can afford."""
    small = shrunk(image, look.largest[look.sheet.detail])
    if small is image:
        return look.page(image)
    share, other = small.width / image.width, copy(look)
    other.sheet = replace(
        look.sheet, width=small.width, height=small.height, unit=share * look.sheet.unit,
        horizon=share * look.sheet.horizon,
    )  # fmt: skip
    return grown(other.page(small), image.size)


def on_layer(look: Look, image: Image.Image, near: float, unit: float) -> tuple[Image.Image, tuple[int, int]]:
    """A layer of the setting in the look, cut to what is painted on it, and where its corner is."""
    box = image.getchannel("A").getbbox() if type(look).layer is not Look.layer else None
    if box is None:
        return image, (0, 0)
    room = round(ROOM * unit)
    left, top = max(0, box[0] - room), max(0, box[1] - room)
    cut = image.crop((left, top, min(image.width, box[2] + room), min(image.height, box[3] + room)))
    return look.layer(cut, near, unit), (left, top)
