"""The painted settings: whole, ordered, the same by seed, and true to the hour and the season."""

import itertools
import re
from typing import get_args
from xml.etree import ElementTree

import pytest
import pyvips

from pinxit.engines.storybook.scene import Season, Setting, Time, Weather
from pinxit.engines.storybook.settings import Backdrop, View, paint

SETTINGS: tuple[Setting, ...] = get_args(Setting)
TIMES: tuple[Time, ...] = get_args(Time)
WEATHERS: tuple[Weather, ...] = get_args(Weather)
SEASONS: tuple[Season, ...] = get_args(Season)
ROOMS = (
    "living room",
    "bedroom",
    "kitchen",
    "classroom",
    "clinic",
    "library",
    "stage",
    "museum",
    "attic",
    "bathroom",
    "dining room",
    "a room never heard of",
)
OUTDOORS = tuple(
    setting for setting in SETTINGS if setting not in ("night sky", "room", "plain", "space", "underwater")
)


def view(**changes: object) -> View:
    own: dict[str, object] = {
        "width": 1000, "height": 1000, "time": "day", "weather": "clear", "season": "summer", "seed": 1, "detail": 1,
    }  # fmt: skip
    return View(**(own | changes))  # type: ignore[arg-type]


def document(backdrop: Backdrop, seen: View) -> bytes:
    body = "".join((*backdrop.layers, *backdrop.front))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 {seen.width}'
        f' {seen.height}">{body}</svg>'
    ).encode()


def mean(setting: Setting, **changes: object) -> tuple[float, float, float]:
    seen = view(**({"detail": 0} | changes))
    image = pyvips.Image.svgload_buffer(document(paint(setting, seen), seen))
    return tuple(image[band].avg() for band in range(3))


def check(setting: Setting, seen: View) -> None:
    backdrop = paint(setting, seen)
    root = ElementTree.fromstring(document(backdrop, seen))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    text = "".join((*backdrop.layers, *backdrop.front))
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    assert "nan" not in text and "inf" not in text
    far, near = backdrop.ground
    assert 0 < backdrop.horizon < far < near < seen.height
    assert 2 <= len(backdrop.layers) <= 5
    assert re.fullmatch("#[0-9a-f]{6}", backdrop.shadow)
    assert all(0.3 < factor <= 1.0 for factor in backdrop.light)


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_hour_weather_and_season_is_whole(setting: Setting) -> None:
    every = itertools.product(TIMES, WEATHERS, SEASONS)
    for index, (time, weather, season) in enumerate(every):
        check(
            setting,
            view(time=time, weather=weather, season=season, detail=(0, 0, 1, 0, 0, 0, 2)[index % 7], seed=index),
        )


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_detail_and_ratio_is_whole(setting: Setting) -> None:
    for detail in (0, 1, 2):
        check(setting, view(detail=detail))
    for width, height in ((1500, 1000), (1000, 1500), (3000, 1000), (1000, 3000)):
        check(setting, view(width=width, height=height))


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_whole(room: str) -> None:
    for time in TIMES:
        check("room", view(room=room, time=time))
        check("room", view(room=room, time=time, width=3000))


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_seed_decides(setting: Setting) -> None:
    assert paint(setting, view(seed=5)) == paint(setting, view(seed=5))
    assert paint(setting, view(seed=5)) != paint(setting, view(seed=6))


@pytest.mark.parametrize("setting", OUTDOORS)
def test_night_is_darker_than_day(setting: Setting) -> None:
    assert sum(mean(setting, time="night")) < 0.75 * sum(mean(setting, time="day"))
    assert paint(setting, view(time="night")).light < paint(setting, view()).light


@pytest.mark.parametrize("setting", OUTDOORS)
def test_every_time_and_weather_shows(setting: Setting) -> None:
    fair = mean(setting)
    changes = [("time", "dawn"), ("time", "dusk"), *(("weather", weather) for weather in WEATHERS[1:])]
    for name, value in changes:
        other = mean(setting, **{name: value})
        assert sum(abs(a - b) for a, b in zip(fair, other, strict=True)) > 3, value


@pytest.mark.parametrize("setting", OUTDOORS)
def test_winter_is_not_summer(setting: Setting) -> None:
    assert paint(setting, view(season="winter")) != paint(setting, view(season="summer"))


@pytest.mark.parametrize("setting", ("meadow", "forest", "mountains", "farm", "garden", "city", "sea"))
def test_snow_lies_in_winter(setting: Setting) -> None:
    assert sum(mean(setting, season="winter")) > sum(mean(setting, season="summer"))


def test_a_plain_backdrop_has_the_colour_asked_for() -> None:
    red, green, blue = mean("plain", colour="#3366cc")
    assert blue > green > red and blue - red > 80


def test_rooms_differ() -> None:
    painted = [paint("room", view(room=room)).layers for room in ROOMS[:8] + ("bathroom", "dining room")]
    assert len(set(painted)) == len(painted)


def test_a_river_runs_through_the_meadow_only_when_asked() -> None:
    for time, season in itertools.product(TIMES, SEASONS):
        check("meadow", view(water=True, time=time, season=season))
    for detail in (0, 2):
        check("meadow", view(water=True, detail=detail, width=2000))
    dry, wet = paint("meadow", view()), paint("meadow", view(water=True))
    assert dry.layers[:3] == wet.layers[:3] and dry.layers[3] != wet.layers[3]
    assert wet.ground[0] > dry.ground[0]


def test_it_is_dimmer_in_a_cave() -> None:
    assert max(paint("cave", view()).light) < 1.0
