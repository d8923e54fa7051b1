"""Changes to whole pictures: hours, weather, seasons, tones and styles."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from pinxit.engines.storybook.edits.changes import drawn, graphic, light, painted, seasons, snow, tiles, tone, weather
from pinxit.engines.storybook.edits.changes.carry import carried
from pinxit.engines.storybook.edits.changes.colourise import colourise
from pinxit.engines.storybook.edits.changes.view import View

__all__ = ["CHANGES", "Change", "View", "apply"]

LARGEST = 1536 * 1536
"""Pixels that are changed at most; the change to a larger picture is made at this size and carried over to it."""

CHANGES: dict[str, Callable[[Image.Image, View], Image.Image]] = {
    "day": light.day,
    "night": light.night,
    "dawn": light.dawn,
    "sunset": light.sunset,
    "snow": snow.snow,
    "rain": weather.rain,
    "fog": weather.fog,
    "storm": weather.storm,
    "cloudy": weather.cloudy,
    "sunny": weather.sunny,
    "spring": seasons.spring,
    "summer": seasons.summer,
    "autumn": seasons.autumn,
    "winter": snow.winter,
    "warm": tone.warm,
    "cool": tone.cool,
    "bright": tone.bright,
    "dark": tone.dark,
    "contrast": tone.contrast,
    "soft": tone.soft,
    "vivid": tone.vivid,
    "muted": tone.muted,
    "black and white": tone.black_and_white,
    "sepia": tone.sepia,
    "vintage": tone.vintage,
    "colourise": colourise,
    "tint": tone.tint,
    "duotone": tone.duotone,
    "negative": tone.negative,
    "watercolour": painted.watercolour,
    "oil": painted.oil,
    "impressionist": painted.impressionist,
    "van gogh": painted.van_gogh,
    "cubist": painted.cubist,
    "abstract": painted.abstract,
    "japanese print": painted.japanese_print,
    "pencil": drawn.pencil,
    "ink": drawn.ink,
    "comic": drawn.comic,
    "pop art": drawn.pop_art,
    "children's book": drawn.childrens_book,
    "pixel art": tiles.pixel_art,
    "mosaic": tiles.mosaic,
    "stained glass": tiles.stained_glass,
    "flat": graphic.flat,
    "poster": graphic.poster,
    "neon": graphic.neon,
    "low poly": graphic.low_poly,
    "line art": graphic.line_art,
    "crayon": graphic.crayon,
}
"""What can be done to a picture: RGB in, RGB of the same size out."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a whole picture."""

    kind: str
    """A key of `CHANGES`."""
    colour: str | None = None
    """#rrggbb for the kinds that take one: tint and duotone."""


def apply(
    change: Change, image: Image.Image, *, seed: int, detail: int, fidelity: Literal["low", "high"] = "low"
) -> Image.Image:
    """An RGB picture of the same size with the change made, the same for the same seed.

    `detail` is 0, 1 or 2 for low, medium and high quality. With high `fidelity` edges, faces and lettering are kept
    more faithfully; with low the change rules. Raises ValueError for a kind or a colour that is none.
    """
    if change.kind not in CHANGES:
        raise ValueError(f"{change.kind!r} is not a change: give one of {', '.join(CHANGES)}")
    if change.colour is not None and not re.fullmatch("#[0-9a-fA-F]{6}", change.colour):
        raise ValueError(f"{change.colour!r} is not a colour: give #rrggbb")
    view = View(seed=seed, detail=detail, fidelity=fidelity, colour=change.colour)
    make, picture = CHANGES[change.kind], image.convert("RGB")
    if picture.width * picture.height <= LARGEST or make is tiles.pixel_art:
        return make(picture, view)
    scale = (LARGEST / (picture.width * picture.height)) ** 0.5
    small = picture.resize(
        (max(1, int(picture.width * scale)), max(1, int(picture.height * scale))), Image.Resampling.BOX
    )
    return carried(make(small, view), small, picture)
