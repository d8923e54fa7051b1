"""Paints for worn things, lit from the upper left as the art is, and pieces of art in another colour."""

import re
from functools import lru_cache

import numpy as np

from pinxit.engines.storybook.anchors import Point
from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.colour import ASSORTED, RAINBOW, named
from pinxit.engines.storybook.figures.sampling import PAPER, PLUM, mix
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.recolour import recolour

COLOUR = re.compile(r'(?<=")#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?=")')
"""A colour in the art; the quote before it tells it from url(#id)."""
HUES = ("#e8504f", "#f59b3a", "#f7d154", "#62b86a", "#4b8fe0", "#9462c9")
SAMPLE = 64


class Brush:
    """Gradients with ids of their own; `definitions` goes into the <defs> of the drawing."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.definitions: list[str] = []

    def define(self, element: str, attributes: str, content: str) -> str:
        """Keeps a definition, and answers how it is referred to."""
        name = f"{self.prefix}{len(self.definitions)}"
        self.definitions.append(f'<{element} id="{name}" {attributes}>{content}</{element}>')
        return f"url(#{name})"

    def fall(self, colour: str, light: float = 0.24, depth: float = 0.3) -> str:
        """Lighter above, darker and plum below."""
        if colour == RAINBOW:
            return self._across([(index / 5, hue) for index, hue in enumerate(HUES)])
        stops = [(0.0, mix(colour, PAPER, light)), (0.4, colour), (1.0, mix(colour, PLUM, depth))]
        return self.define("linearGradient", 'x1="0" x2="0" y1="0" y2="1"', _stops(stops))

    def ball(self, colour: str, light: float = 0.4, depth: float = 0.3) -> str:
        """Round: lit from the upper left."""
        colour = plain(colour)
        stops = [(0.0, mix(colour, PAPER, light)), (0.5, colour), (1.0, mix(colour, PLUM, depth))]
        return self.define("radialGradient", 'cx=".36" cy=".3" r=".8"', _stops(stops))

    def edges(self, depth: float = 0.34) -> str:
        """A veil that darkens towards the left and the right, so that what wears it looks round."""
        content = "".join(
            f'<stop offset="{at}" stop-color="{PLUM}" stop-opacity="{much * depth:.3f}"/>'
            for at, much in ((0, 1), (0.28, 0), (0.68, 0), (1, 1))
        )
        return self.define("linearGradient", "", content)

    def _across(self, stops: list[tuple[float, str]]) -> str:
        return self.define("linearGradient", "", _stops(stops))

    def clip(self, d: str) -> str:
        """The attribute that keeps a shape within the path `d`."""
        return f'clip-path="{self.define("clipPath", "", f"<path d={d!r}/>")}"'


def plain(colour: str) -> str:
    """One colour for what cannot be a rainbow."""
    return HUES[0] if colour == RAINBOW else colour


def shown(colour: str | None, art: Art) -> str:
    """The #rrggbb or "rainbow" that a worn thing is asked in; its art's own colour if it is asked in none."""
    return told(colour) or art.colour


def told(colour: str | None) -> str | None:
    """The #rrggbb of a colour word; "rainbow" for any that means many, None for none."""
    found = named(colour) if colour else None
    return RAINBOW if found == ASSORTED else found


def placed(art: Art, colour: str | None, seat: Point, at: Point, width: float, *, cut: float = 1.0) -> str:
    """A piece of art, `width` wide, so that the place `seat` (in shares of its box) lies at `at`.

    What lies below the share `cut` of its height is left out.
    """
    left, top, right, low = art.box
    scale = width / (right - left)
    x, y = left + seat[0] * (right - left), top + seat[1] * (low - top)
    high = min(art.height, top + cut * (low - top)) if cut < 1 else art.height
    return (
        f'<g transform="translate({at[0]:.2f} {at[1]:.2f}) scale({scale:.4f}) translate({-x:.3f} {-y:.3f})">'
        f'<svg width="{art.width}" height="{high:.3f}" viewBox="0 0 {art.width} {high:.3f}">'
        f"{tinted(art, colour)}</svg></g>"
    )


def tinted(art: Art, colour: str | None) -> str:
    """The art's body with every colour in it moved as `recolour` moves those of the art's pixels."""
    target = told(colour)
    return art.body if target in (None, RAINBOW) else _tinted(art.body, art.width, art.height, str(target))


@lru_cache(maxsize=64)
def _tinted(body: str, width: float, height: float, colour: str) -> str:
    """The palette rides below the picture as one more row, so that both are moved alike."""
    picture = rasterise(body, (0, 0, width, height), SAMPLE, SAMPLE, stretch=False)
    palette = sorted(set(COLOUR.findall(body)))
    rows = -(-len(palette) // SAMPLE)
    table = np.zeros((rows * SAMPLE, 4), dtype=np.uint8)
    table[: len(palette)] = [[*_channels(each), 255] for each in palette]
    moved = recolour(np.concatenate([picture, table.reshape(rows, SAMPLE, 4)]), colour)[SAMPLE:].reshape(-1, 4)
    after = {each: "#{:02x}{:02x}{:02x}".format(*moved[index, :3]) for index, each in enumerate(palette)}
    return COLOUR.sub(lambda found: after[found[0]], body)


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _stops(stops: list[tuple[float, str]]) -> str:
    return "".join(f'<stop offset="{at:.3f}" stop-color="{colour}"/>' for at, colour in stops)
