"""The look of designed sheets, read from designs.toml: palettes, ornaments and faces by theme."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import numpy as np
from PIL import Image

from pinxit.engines.storybook.scene import Scene
from pinxit.engines.storybook.settings.colour import join, mix, parts

LEAST_CONTRAST = 3.0
"""Of large letters to their ground, as accessibility guidelines have it."""
SHARES = tuple(step / 20 for step in range(1, 21))
"""Of black or white, that a colour takes on until it can be read."""
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


def apart(colour: str, ground: str, least: float = LEAST_CONTRAST) -> str:
    """The colour, made darker or lighter until words in it stand out from the ground: gold on cream becomes ochre."""
    nearest = min(
        (
            (share, mixed)
            for end in ("#000000", "#ffffff")
            for share in SHARES
            if contrast(mixed := mix(colour, end, share), ground) >= least
        ),
        default=(1.0, "#000000"),
    )
    return colour if contrast(colour, ground) >= least else nearest[1]


def contrast(one: str, other: str) -> float:
    """How much two colours stand out from each other: 1 for the same, 21 for black and white."""
    low, high = sorted((_luminance(one) + 0.05, _luminance(other) + 0.05))
    return high / low


def _luminance(colour: str) -> float:
    red, green, blue = (float((part / 255) ** 2.2) for part in parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mean_of(image: Image.Image, box: tuple[float, float, float, float]) -> str:
    """The mean colour of a part of an image."""
    left, top, right, bottom = box
    cut = image.crop((round(left), round(top), max(round(left) + 1, round(right)), max(round(top) + 1, round(bottom))))
    pixel = np.asarray(cut.convert("RGB").resize((1, 1), Image.Resampling.BOX))[0, 0]
    return join(*(float(level) for level in pixel))


def is_dark(colour: str) -> bool:
    """Whether light words stand out better on it than dark ones."""
    red, green, blue = parts(colour)
    return 0.3 * red + 0.59 * green + 0.11 * blue < 140
