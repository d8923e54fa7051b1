"""A look: what a style does with each drawing, layer, thing and page while it is painted."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from PIL import Image

from pinxit.engines.storybook.painting.looks.flatten import flat
from pinxit.engines.storybook.scene import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The page that is painted on."""

    width: int
    height: int
    unit: float
    """Pixels in a thousandth of the shorter side: the measure of pens and brushes."""
    seed: int
    detail: int
    """0, 1 or 2 for low, medium and high quality."""
    is_clear: bool
    """Only the things are painted, on nothing."""
    horizon: float
    """The row of pixels where the ground begins."""
    setting: Setting = "plain"
    floats: bool = False
    """Nothing stands on a ground."""

    @property
    def has_land(self) -> bool:
        """There is ground out of doors, that runs to the horizon."""
        return not self.floats and self.setting not in ("room", "plain", "cave", "forest")

    def dice(self, name: int) -> np.random.Generator:
        """Chance for one part of a look."""
        return np.random.default_rng((self.seed, name))


class Look:
    """Our own manner: everything stays as it was drawn. Other looks change the parts that they care for."""

    is_flat: ClassVar[bool] = False
    """Drawings are made in even colours, without light and shade."""
    shadow: ClassVar[Literal["soft", "hard", "none"]] = "soft"
    """What things throw on the ground."""
    margin: ClassVar[float] = 0.0
    """Units by which a thing grows on every side: its outline, its glow."""
    most_detail: ClassVar[int] = 2
    """How much of the setting's detail is painted at most."""
    is_finished: ClassVar[bool] = True
    """High quality ends with a glow and the paper's grain."""
    paints_page: ClassVar[bool] = False
    """The page as a whole is worked on before the words are set."""
    is_outlined: ClassVar[bool] = False
    """The page's work draws a line around what stands on white; others would smear the white into it."""
    largest: ClassVar[tuple[int, int, int]] = (1536, 1536, 1536)
    """Pixels along the longer side at which the page is worked on at most, by detail."""
    face: ClassVar[str | None] = None
    """The face of letters for which none was asked."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def drawing(self, body: str) -> str:
        """A thing's SVG body as this look draws it."""
        return flat(body) if self.is_flat else body

    def scenery(self, body: str, near: float) -> str:
        """A layer's SVG body as this look draws it; `near` is 0 for the farthest and 1 for the nearest."""
        return flat(body, is_banded=near == 0) if self.is_flat else body

    def layer(self, image: Image.Image, near: float, unit: float) -> Image.Image:
        """A layer of the setting, from the farthest (0) to the nearest (1), at `unit` pixels to the page's unit."""
        return image

    def setting(self, canvas: Image.Image) -> Image.Image:
        """All that lies behind the things."""
        return canvas

    def thing(self, image: Image.Image, unit: float) -> Image.Image:
        """A thing at `unit` pixels to the page's unit; it has a clear margin of `border(unit)` on every side."""
        return image

    def border(self, unit: float) -> int:
        """The margin in pixels."""
        return int(np.ceil(self.margin * unit)) if self.margin else 0

    def page(self, image: Image.Image) -> Image.Image:
        """The page, RGB, before its words."""
        return image

    def alpha(self, alpha: Image.Image) -> Image.Image:
        """What is seen of a clear page."""
        return alpha

    def letters(self, image: Image.Image) -> Image.Image:
        """Words as they were set, RGBA. Their shapes stay."""
        return image
