"""The colours of a picture by time, weather and season, read from palettes.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from pinxit.engines.storybook.scene import Season, Time, Weather
from pinxit.engines.storybook.settings.colour import Factor, grey, lit, mix, parts

_NEARLY_WHITE = 205
"""What has more than this of red, green and blue glimmers at night, as snow does."""
_HAZE = 0.74
"""How much of the haze the farthest thing takes in clear weather."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one picture. `sky` runs from the top to the horizon."""

    sky: tuple[str, str, str, str]
    haze: str
    haze_strength: float
    light: Factor
    subjects: Factor
    overcast: float
    orb: str
    orb_height: float
    glow: str
    cloud: tuple[str, str]
    """A cloud's lit and shaded colour."""
    cover: int
    grass: str
    grass_light: str
    foliage: tuple[str, ...]
    pine: str
    flowers: tuple[str, ...]
    things: Mapping[str, str]
    is_dark: bool
    is_snowy: bool
    """Snow lies on the ground."""
    is_bare: bool
    """The trees have no leaves."""

    def tone(self, colour: str, far: float = 0.0) -> str:
        """A thing's name or #rrggbb as it looks in this light, `far` from 0 (here) to 1 (at the horizon)."""
        own = self.things.get(colour, colour)
        red, green, blue = self.light
        if self.is_dark and min(parts(own)) > _NEARLY_WHITE:
            red, green, blue = red * 1.38, green * 1.34, blue * 1.22
        own = lit(own, (red, green, blue))
        faded = grey(own, min(0.6, 0.35 * self.overcast + 0.25 * far))
        veil = 0.10 if self.is_dark else 0.0
        return mix(faded, self.haze, min(0.94, veil + far * self.haze_strength))

    def glows(self, colour: str, far: float = 0.0) -> str:
        """The same for a thing that shines by itself, such as a lit window."""
        return mix(self.things.get(colour, colour), self.haze, 0.4 * far)


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """The whole table of colours."""
    text = files("pinxit.engines.storybook.settings").joinpath("palettes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _times(one: list[float], other: list[float]) -> Factor:
    return one[0] * other[0], one[1] * other[1], one[2] * other[2]


@lru_cache(maxsize=96)
def palette(time: Time, weather: Weather, season: Season) -> Palette:
    """The colours for this time of day, weather and season."""
    rows = table()
    hour, sort, year = rows["time"][time], rows["weather"][weather], rows["season"][season]
    overcast: float = sort["overcast"]
    dim = cast("Factor", tuple(sort["dim"]))

    def clouded(colour: str) -> str:
        return lit(mix(grey(colour, 0.8 * overcast), grey(hour["haze"], 0.6), 0.45 * overcast), dim)

    is_snowy = season == "winter" or weather == "snow"
    return Palette(
        sky=cast("tuple[str, str, str, str]", tuple(clouded(colour) for colour in hour["sky"])),
        haze=clouded(hour["haze"]),
        haze_strength=_HAZE + sort["haze"],
        light=_times(hour["light"], [1 - (1 - value) * (0.5 if time == "night" else 1.0) for value in sort["light"]]),
        subjects=_times(hour["subjects"], [min(1.0, 0.5 + 0.5 * value) for value in sort["light"]]),
        overcast=overcast,
        orb=hour["orb"],
        orb_height=hour["orb_height"],
        glow=hour["glow"],
        cloud=(lit(grey(hour["cloud"][0], 0.6 * overcast), dim), lit(grey(hour["cloud"][1], 0.6 * overcast), dim)),
        cover=sort["cover"],
        grass=rows["season"]["winter"]["grass"] if is_snowy else year["grass"],
        grass_light=rows["season"]["winter"]["grass_light"] if is_snowy else year["grass_light"],
        foliage=tuple(year["foliage"]),
        pine=year["pine"],
        flowers=tuple(year["flowers"]),
        things=rows["things"],
        is_dark=time == "night",
        is_snowy=is_snowy,
        is_bare=season == "winter",
    )
