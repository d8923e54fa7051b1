"""A look's work on the whole page: at a size that it can afford, and with the clear parts of a page kept clear."""

from PIL import Image

from pinxit import pictures
from pinxit.engines.storybook.edits.spread import spread
from pinxit.engines.storybook.painting.looks.look import Look


def over(look: Look, image: Image.Image) -> Image.Image:
    """RGBA of the page, worked over; RGB goes in for a page that is full, RGBA for one with clear parts."""
    if image.mode == "RGB":
        return look.page(image).convert("RGBA")
    worked = look.page(pictures.flatten(image) if look.is_outlined else spread(image, on_paper=True)).convert("RGBA")
    worked.putalpha(look.alpha(image.getchannel("A")))
    return worked
