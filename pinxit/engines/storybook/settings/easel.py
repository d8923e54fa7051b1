"""What every setting paints with: its view, its palette, its dice and where its ground lies."""

from random import Random

from pinxit.engines.storybook.settings.brush import Layer
from pinxit.engines.storybook.settings.colour import Factor, darker
from pinxit.engines.storybook.settings.palette import Palette, palette
from pinxit.engines.storybook.settings.view import Backdrop, View


class Easel:
    """A picture in the making. `ground_height` is the ground's height in units in a square picture."""

    def __init__(self, setting: str, view: View, ground_height: float = 430.0) -> None:
        self.view = view
        self.setting = setting
        self.palette: Palette = palette(view.time, view.weather, view.season)
        self.width, self.height = view.width, view.height
        self.horizon = view.height - ground_height - 0.13 * (view.height - 1000)
        self.side = self.dice("side").choice((-1, 1))
        """-1 or 1: the side where the larger things are."""

    def wants(self, kind: str) -> bool:
        """The setting may paint things of this kind."""
        return kind not in self.view.without

    def dice(self, name: str) -> Random:
        """A fresh source of chance for one part, so that no part disturbs another."""
        return Random(f"{self.setting}/{self.view.seed}/{name}")

    def layer(self, name: str) -> Layer:
        """An empty layer."""
        return Layer(name)

    def many(self, low: float, medium: float, high: float) -> int:
        """How many to paint at this detail, given the numbers for 1000 units of width."""
        return round((low, medium, high)[min(2, max(0, self.view.detail))] * self.width / 1000)

    def x(self, place: float) -> float:
        """The x in units of a place from -1 (the small things' edge) over 0 to 1 (the large things' edge)."""
        return self.width * (0.5 + 0.5 * place * self.side)

    def near(self, y: float) -> float:
        """How near the ground at `y` is: 0 at the horizon, 1 at the bottom edge."""
        return (y - self.horizon) / (self.height - self.horizon)

    def hang(
        self,
        layers: tuple[Layer, ...],
        front: tuple[Layer, ...],
        *,
        ground: str | None = None,
        floats: bool = False,
        light: Factor | None = None,
        far: float = 0.27,
        near: float = 62.0,
    ) -> Backdrop:
        """The finished backdrop. `ground` is the ground's colour, which its shadows deepen; `far` is where standing
        begins, as a share of the ground's height; `near` is how many units above the bottom edge it ends."""
        colour = ground or self.palette.tone(self.palette.grass)
        return Backdrop(
            layers=tuple(layer.svg() for layer in layers),
            front=tuple(layer.svg() for layer in front if not layer.is_empty),
            horizon=self.horizon,
            ground=(self.horizon + far * (self.height - self.horizon), self.height - near),
            floats=floats,
            shadow=darker(darker(colour, 0.9), 0.35),
            light=light or self.palette.subjects,
        )
