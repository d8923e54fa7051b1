"""Looks that are a change to the whole page: the styles that are known from paintings, and tones."""

from typing import ClassVar

from PIL import Image

from pinxit.engines.storybook.edits.changes import Change, apply
from pinxit.engines.storybook.painting.looks.effects import with_rgb
from pinxit.engines.storybook.painting.looks.lined import framed
from pinxit.engines.storybook.painting.looks.look import Look


class Filtered(Look):
    """The page as a change makes it, with its words set on it after that."""

    paints_page = True
    largest = (8192, 8192, 8192)  # changes have a limit of their own, and keep fine detail above it
    kind: ClassVar[str]

    def page(self, image: Image.Image) -> Image.Image:
        sheet = self.sheet
        return apply(Change(self.kind), image, seed=sheet.seed, detail=sheet.detail, fidelity="low")


class Brushed(Filtered):
    """Strokes, facets and inks are broad: they need no more pixels than these to be seen as such."""

    largest = (640, 768, 1152)


class Impressionist(Brushed):
    kind = "impressionist"


class VanGogh(Brushed):
    kind = "van gogh"


class Cubist(Brushed):
    kind = "cubist"


class JapanesePrint(Brushed):
    kind = "japanese print"


class PopArt(Brushed):
    is_flat = True
    is_outlined = True
    most_detail = 1
    kind = "pop art"


class Mosaic(Filtered):
    is_flat = True
    most_detail = 1
    kind = "mosaic"


class _Toned(Filtered):
    """A tone falls on the words as on all else: their shapes stay."""

    def letters(self, image: Image.Image) -> Image.Image:
        return with_rgb(image, self.page(image.convert("RGB")))


class BlackAndWhite(_Toned):
    kind = "black and white"


class Sepia(_Toned):
    kind = "sepia"


class Vintage(Filtered):
    """An old print with a pale border."""

    kind = "vintage"

    def page(self, image: Image.Image) -> Image.Image:
        print_ = super().page(image)
        return print_ if self.sheet.is_clear else framed(print_, "#efe3c6", "#c9b78f", 0.035, 0.002)
