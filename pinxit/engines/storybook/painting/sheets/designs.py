"""The look of designed sheets, read from designs.toml: palettes, ornaments and faces by theme."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from pinxit.engines.storybook.scene import Scene
from pinxit.engines.storybook.settings.colour import parts

LEAST_CONTRAST = 3.0
"""Of large letters to their ground, as accessibility guidelines have it."""
LIGHT_INK = "#fff6e3"
"""Words on a dark ground."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one sheet, as #rrggbb."""

    ground: str
    paper: str
    ink: str
    accent: str
    second: str
    dark: bool = False
    """The ground is dark, so that words on it are light."""

    def on(self, ground: str) -> "Palette":
        """The same with another ground."""
        dark = is_dark(ground)
        ink = self.ink if dark or not is_dark(self.ground) else self.ground
        return replace(self, ground=ground, dark=dark, ink=ink)

    @property
    def on_ground(self) -> str:
        """The colour of words on the ground."""
        return LIGHT_INK if self.dark else self.ink


@dataclass(frozen=True, slots=True)
class Design:
    """How one sheet looks."""

    palette: Palette
    art: tuple[str, ...]
    """What its ornaments show, in words."""
    pieces: str
    """What is strewn over its ground: "confetti", "stars", "hearts", "snow", "leaves" or "dots"."""
    face: str


@cache
def table() -> dict[str, Any]:
    """The whole table of designs."""
    text = files("pinxit.engines.storybook.painting.sheets").joinpath("designs.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def design_of(scene: Scene, seed: int) -> Design:
    """The look that suits what the sheet is for, or else what it shows; the seed chooses among those that do."""
    tables = table()
    name = scene.theme or tables["settings"].get(scene.setting)
    chosen = tables["themes"].get(name, tables["any"])
    palette = "slate" if scene.variety == "chalk" else Random(f"design/{seed}").choice(chosen["palettes"])
    colours = dict(tables["palettes"][palette])
    return Design(Palette(**colours), tuple(chosen["art"]), chosen["pieces"], chosen["face"])


def grounds(kind: str, seed: int) -> list[Any]:
    """The grounds for "fields", "patterns" or "tiles", the seed's choice first."""
    choices: list[Any] = table()["grounds"][kind]
    first = Random(f"grounds/{seed}").randrange(len(choices))
    return [*choices[first:], *choices[:first]]


def readable(colours: Sequence[str], ground: str) -> str:
    """The first of the colours that words can be read in on this ground; the last, if none is."""
    return next((colour for colour in colours if contrast(colour, ground) >= LEAST_CONTRAST), colours[-1])


def contrast(one: str, other: str) -> float:
    """How much two colours stand out from each other: 1 for the same, 21 for black and white."""
    low, high = sorted((_luminance(one) + 0.05, _luminance(other) + 0.05))
    return high / low


def _luminance(colour: str) -> float:
    red, green, blue = (float((part / 255) ** 2.2) for part in parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_dark(colour: str) -> bool:
    """Whether light words stand out better on it than dark ones."""
    red, green, blue = parts(colour)
    return 0.3 * red + 0.59 * green + 0.11 * blue < 140
