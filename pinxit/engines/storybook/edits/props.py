"""The caller's pictures as things of a scene: cut out, or printed with a white border where nothing can be cut out."""

from collections.abc import Sequence

from PIL import Image, ImageEnhance, ImageFilter

from pinxit.engines.cutting.cutout import Cutout
from pinxit.engines.storybook.art import Art, Arts
from pinxit.jobs import Fidelity

NAME = "input:{}"
"""How a scene's subjects name the picture of a number, counted from 0."""
SPAN = 0.3
"""The root of what a picture takes of a scene, in heights of a grown person: a bottle and a bar of soap take alike."""
LEAST_TALL, MOST_TALL = 0.06, 0.9
PRINT_SIDE, BORDER = 640, 0.05
"""Pixels of a print's longer side without its border, and the border's share of that."""
PAPER, EDGE = (252, 250, 244, 255), (205, 198, 186, 255)
BRUSH = 3
"""Pixels of the median that makes a reference of low fidelity look painted."""
PAINTED_COLOUR = 1.12


class Props:
    """The art of a pack, and the caller's pictures beside it."""

    def __init__(self, pack: Arts, cutouts: Sequence[Cutout], fidelity: Fidelity) -> None:
        self._pack = pack
        self._arts = {NAME.format(n): _art(n, each, fidelity) for n, each in enumerate(cutouts)}

    def get(self, name: str) -> Art:
        """As `ArtPack.get`."""
        return self._arts.get(name) or self._pack.get(name)


def _art(number: int, cutout: Cutout, fidelity: Fidelity) -> Art:
    image = cutout.image if cutout.is_clean else printed(cutout.image)
    if fidelity == "low" and cutout.is_clean:
        image = painted(image)
    shape = image.width / image.height
    tall = min(max((SPAN / shape**0.5) ** 2 * 4, LEAST_TALL), MOST_TALL)
    return Art(
        name=NAME.format(number), title="picture", body="", width=image.width, height=image.height,
        box=(0, 0, image.width, image.height), group="picture", shape="whole", stance="stands", tall=tall,
        faces="front", colour="#808080", picture=image,
    )  # fmt: skip


def printed(image: Image.Image) -> Image.Image:
    """A photograph on paper: the whole picture, small, with a white border."""
    image = image.convert("RGB")
    image.thumbnail((PRINT_SIDE, PRINT_SIDE), Image.Resampling.LANCZOS)
    border = max(2, round(BORDER * max(image.size)))
    sheet = Image.new("RGBA", (image.width + 2 * border, image.height + 2 * border), EDGE)
    sheet.paste(PAPER, (1, 1, sheet.width - 1, sheet.height - 1))
    sheet.paste(image, (border, border))
    return sheet


def painted(image: Image.Image) -> Image.Image:
    """A cut-out with its finest detail brushed over and its colours a little stronger, as the page around it is."""
    alpha = image.getchannel("A")
    brushed = ImageEnhance.Color(image.convert("RGB").filter(ImageFilter.MedianFilter(BRUSH))).enhance(PAINTED_COLOUR)
    brushed.putalpha(alpha)
    return brushed
