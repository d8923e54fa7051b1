"""The ground of every setting as it is seen from above: grass, sand, snow, water, stones or boards, and no sky."""

from collections.abc import Callable
from dataclasses import replace
from math import cos, sin, tau
from random import Random

from pinxit.engines.storybook.scene import Setting
from pinxit.engines.storybook.settings.brush import Layer, Point, blade, blob, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.heavens import plain, space
from pinxit.engines.storybook.settings.plants import bloom
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.water import shell, starfish
from pinxit.engines.storybook.settings.weather import falling, vignette

TILED = frozenset(["bathroom", "clinic"])
"""Rooms with tiles; in all others boards are looked down on."""


def paint_from_above(setting: Setting, view: View) -> Backdrop:
    """The ground of the setting as a plan, on which things lie all over."""
    if setting == "space":
        return space(view)
    easel = Easel(f"above/{setting}", view)
    if setting == "plain":
        return _all_over(replace(plain(view), layers=plain(view).layers[:1]), view)
    layer = easel.layer("plan")
    colour = _GROUNDS[setting](layer, easel, easel.dice("plan"))
    finished = easel.hang((layer,), (*falling(easel), vignette(easel, strength=0.16)), ground=colour)
    return _all_over(finished, view)


def _all_over(backdrop: Backdrop, view: View) -> Backdrop:
    return replace(backdrop, horizon=0.0, ground=(0.03 * view.height, 0.97 * view.height))


def _spread(easel: Easel, dice: Random, count: int) -> list[Point]:
    """About `count` places for each 1000 units of height, all over the picture: one in each field of a grid."""
    count = max(1, round(count * easel.height / 1000))
    across = max(1, round((count * easel.width / easel.height) ** 0.5))
    down = max(1, round(count / across))
    return [
        ((column + dice.random()) / across * easel.width, (row + dice.random()) / down * easel.height)
        for row in range(down)
        for column in range(across)
    ]


def _floor(layer: Layer, easel: Easel, dice: Random, tone: str) -> None:
    """One colour, lit in the middle, with soft patches of a lighter and a darker one."""
    layer.box(0, 0, easel.width, easel.height, tone)
    layer.soft(easel.width / 2, easel.height * 0.46, easel.width * 0.62, easel.height * 0.6, lighter(tone, 0.4), 0.55)
    for x, y in _spread(easel, dice, easel.many(6, 12, 20)):
        size = dice.uniform(90, 220)
        tint = lighter(tone, 0.3) if dice.random() < 0.5 else darker(tone, 0.28)
        layer.soft(x, y, size, size * dice.uniform(0.6, 1.0), tint, 0.4)


def _grass(layer: Layer, easel: Easel, dice: Random) -> str:
    """Grass, its tufts spread like stars, with flowers in it, or with leaves."""
    palette = easel.palette
    tone = palette.tone(mix(palette.grass, palette.pine, 0.25) if easel.setting.endswith("forest") else palette.grass)
    _floor(layer, easel, dice, tone)
    for x, y in _spread(easel, dice, easel.many(40, 90, 170)):
        turn, size = dice.uniform(0, tau), dice.uniform(12, 24)
        tuft = "".join(
            f"M{x:.1f} {y:.1f}l{cos(turn + k * 1.1) * size:.1f} {sin(turn + k * 1.1) * size * 0.8:.1f}"
            for k in range(4)
        )
        layer.line(tuft, darker(tone, 0.3) if dice.random() < 0.6 else lighter(tone, 0.35), 3.2, 0.5)
    season = easel.view.season
    if season == "autumn" or easel.setting.endswith("forest"):
        hues = palette.foliage if season == "autumn" else (palette.pine, *palette.foliage)
        for x, y in _spread(easel, dice, easel.many(14, 30, 50)):
            size, turn = dice.uniform(16, 32), dice.uniform(-1, 1)
            leaf = blade(x, y, size * 1.6, size * turn, size * 0.34)
            layer.path(leaf, darker(palette.tone(dice.choice(hues)), 0.12), 0.8)
    if not palette.is_snowy and season != "winter":
        lush = 2.2 if easel.setting.endswith("garden") else 1.0
        for x, y in _spread(easel, dice, round(lush * easel.many(9, 18, 28))):
            hue = dice.choice(palette.flowers)
            for _ in range(dice.randint(1, 4)):
                bloom(layer, easel, dice, x + dice.gauss(0, 32), y + dice.gauss(0, 24), dice.uniform(26, 44), hue)
    return tone


def _sand(layer: Layer, easel: Easel, dice: Random) -> str:
    """Sand, combed by the wind, with shells and pebbles on it; along a beach's upper edge the water runs out."""
    palette = easel.palette
    tone = palette.tone("#ecd2a2" if easel.setting.endswith("desert") else "#f0dcb4")
    _floor(layer, easel, dice, tone)
    for number in range(round(easel.height / 62)):
        y, phase = number * 62 + dice.uniform(-10, 10), dice.uniform(0, tau)
        line = [(x, y + 9 * sin(x / 120 + phase) + 4 * sin(x / 47)) for x in range(-40, round(easel.width) + 60, 40)]
        layer.line(smooth(line), darker(tone, 0.22), 4, 0.26)
        layer.line(smooth([(x, y + 5) for x, y in line]), lighter(tone, 0.5), 3, 0.4)
    is_beach = easel.setting.endswith("beach")
    for number, (x, y) in enumerate(_spread(easel, dice, easel.many(5, 10, 16))):
        size = dice.uniform(9, 17)
        if is_beach and number % 3 == 0:
            starfish(layer, dice, x, y, size * 1.2, palette.tone("coral"))
        elif is_beach and number % 3 == 1:
            shell(layer, x, y, size, palette.tone(dice.choice(("#f3cfc4", "#f2e3cd", "#dcc6dd"))))
        else:
            layer.path(blob(dice, x, y, size, size * 0.8, 0.12, 7), layer.ball(palette.tone("rock")))
    if is_beach:
        _surf(layer, easel, dice)
    return tone


def _surf(layer: Layer, easel: Easel, dice: Random) -> None:
    """The last of a wave, along the upper edge."""
    palette, phase = easel.palette, dice.uniform(0, tau)
    edge = [
        (x, 0.11 * easel.height + 22 * sin(x / 150 + phase) + 9 * sin(x / 61))
        for x in range(-60, round(easel.width) + 80, 40)
    ]
    for lift, colour, opacity in (
        (26, "#c9b083", 0.5),
        (8, palette.tone("foam"), 0.95),
        (-8, palette.tone("sea"), 0.9),
    ):
        line = smooth([(x, y + lift) for x, y in edge])
        layer.path(line + f"L{easel.width + 80:.0f} -10L-80 -10z", colour, opacity)


def _snow(layer: Layer, easel: Easel, dice: Random) -> str:
    """Snow with blue hollows and a track of small feet."""
    tone = easel.palette.tone("#eef3fb")
    layer.box(0, 0, easel.width, easel.height, tone)
    hollow = easel.palette.tone("#b3c5e3")
    for x, y in _spread(easel, dice, easel.many(8, 14, 22)):
        layer.soft(x, y, dice.uniform(90, 200), dice.uniform(60, 140), hollow, 0.34)
    phase = dice.uniform(0, tau)
    for step in range(round(easel.height / 46)):
        x = easel.width * 0.16 + 60 * sin(step / 3 + phase) + (13 if step % 2 else -13)
        layer.oval(x, step * 46, 9, 14, darker(hollow, 0.1), 0.7)
    for x, y in _spread(easel, dice, easel.many(14, 34, 60)):
        layer.oval(x, y, 3, 3, "#ffffff", 0.9)
    return tone


def _water(layer: Layer, easel: Easel, dice: Random) -> str:
    """Water, with light that wanders over it in nets."""
    tone = easel.palette.tone("sea")
    _floor(layer, easel, dice, tone)
    for x, y in _spread(easel, dice, easel.many(30, 60, 100)):
        half = dice.uniform(22, 58)
        wave = f"M{x - half:.1f} {y:.1f}q{half / 2:.1f} {-half * 0.3:.1f} {half:.1f} 0t{half:.1f} 0"
        is_light = dice.random() < 0.6
        layer.line(wave, lighter(tone, 0.65) if is_light else darker(tone, 0.24), 4, 0.5)
    return tone


def _seabed(layer: Layer, easel: Easel, dice: Random) -> str:
    """Sand under water, with nets of light on it."""
    tone = easel.palette.tone(mix("#efdcb0", "#58b4c4", 0.5))
    _floor(layer, easel, dice, tone)
    for x, y in _spread(easel, dice, easel.many(14, 26, 40)):
        layer.line(blob(dice, x, y, dice.uniform(50, 100), dice.uniform(36, 70), 0.25, 7), lighter(tone, 0.7), 5, 0.32)
    for x, y in _spread(easel, dice, easel.many(5, 9, 14)):
        size = dice.uniform(10, 20)
        layer.path(blob(dice, x, y, size, size * 0.8, 0.12, 7), layer.ball(mix(tone, "#7f97a5", 0.6)))
    return tone


def _stones(layer: Layer, easel: Easel, dice: Random) -> str:
    """Paving stones in rows."""
    is_cave = easel.setting.endswith("cave")
    tone = easel.palette.tone("rock" if is_cave else "#d8cdbf")
    _floor(layer, easel, dice, darker(tone, 0.2))
    size = 92.0
    for row in range(-1, round(easel.height / size) + 1):
        for column in range(-1, round(easel.width / size) + 2):
            x = (column + 0.5 * (row % 2)) * size + size / 2
            shade = mix(tone, dice.choice((lighter(tone, 0.25), darker(tone, 0.16))), dice.random())
            stone = blob(dice, x, row * size + size / 2, size * 0.52, size * 0.5, 0.05, 8)
            layer.path(stone, layer.down(lighter(shade, 0.16), shade), 0.95)
    return tone


def _boards(layer: Layer, easel: Easel, dice: Random) -> str:
    """The boards of a table or a floor, with their grain; tiles in rooms that have them."""
    if easel.view.room in TILED:
        return _tiles(layer, easel)
    tone = easel.palette.tone("#c89b6d")
    layer.box(0, 0, easel.width, easel.height, tone)
    wide = 168.0
    for number in range(round(easel.height / wide) + 1):
        top = number * wide
        own = mix(tone, dice.choice((lighter(tone, 0.3), darker(tone, 0.18))), dice.random())
        layer.box(0, top, easel.width, wide, layer.between(top, top + wide, lighter(own, 0.12), own, darker(own, 0.08)))
        for _ in range(easel.many(3, 6, 9)):
            y, x = top + dice.uniform(14, wide - 14), dice.uniform(-80, easel.width)
            long, bend = dice.uniform(160, 420), dice.uniform(-9, 9)
            layer.line(f"M{x:.1f} {y:.1f}q{long / 2:.1f} {bend:.1f} {long:.1f} 0", darker(own, 0.28), 2.6, 0.3)
        layer.box(0, top - 2, easel.width, 4.5, darker(tone, 0.6), 0.5)
    layer.soft(easel.width / 2, easel.height * 0.44, easel.width * 0.6, easel.height * 0.55, lighter(tone, 0.7), 0.35)
    return tone


def _tiles(layer: Layer, easel: Easel) -> str:
    tone = easel.palette.tone("#dfe9e8")
    layer.box(0, 0, easel.width, easel.height, tone)
    size, shape = 125.0, ""
    for row in range(round(easel.height / size) + 1):
        for column in range(round(easel.width / size) + 1):
            if (row + column) % 2:
                shape += f"M{column * size:.0f} {row * size:.0f}h{size:.0f}v{size:.0f}h{-size:.0f}z"
    layer.path(shape, darker(tone, 0.2), 0.55)
    layer.soft(easel.width / 2, easel.height * 0.44, easel.width * 0.6, easel.height * 0.55, lighter(tone, 0.8), 0.4)
    return tone


def _fields(layer: Layer, easel: Easel, dice: Random) -> str:
    """The country as birds see it: fields, hedges and the shadows of clouds."""
    palette = easel.palette
    tone = palette.tone(palette.grass)
    layer.box(0, 0, easel.width, easel.height, tone)
    hues = [palette.grass, palette.grass_light, "#e3cf86", "#b9a06c", palette.pine]
    size = 250.0
    for row in range(-1, round(easel.height / size) + 1):
        for column in range(-1, round(easel.width / size) + 2):
            x, y = (column + 0.3 * (row % 3)) * size, row * size
            own = palette.tone(dice.choice(hues))
            layer.box(x + 5, y + 5, size - 10, size - 10, layer.down(lighter(own, 0.14), own), corner=14)
            furrows = "".join(f"M{x + 20:.0f} {y + 26 + 28 * k:.0f}h{size - 40:.0f}" for k in range(8))
            if dice.random() < 0.5:
                layer.line(furrows, darker(own, 0.16), 4, 0.45)
    for x, y in _spread(easel, dice, easel.many(8, 14, 22)):
        layer.path(blob(dice, x, y, 22, 20, 0.2, 8), layer.ball(palette.tone(palette.foliage[0])))
    for x, y in _spread(easel, dice, 3):
        layer.soft(x, y, 190, 120, "#ffffff", 0.75)
    return tone


_GROUNDS: dict[Setting, Callable[[Layer, Easel, Random], str]] = {
    "meadow": _grass, "forest": _grass, "garden": _grass, "farm": _grass, "mountains": _grass, "night sky": _grass,
    "beach": _sand, "desert": _sand, "snow": _snow, "sea": _water, "underwater": _seabed, "city": _stones,
    "cave": _stones, "room": _boards, "sky": _fields,
}  # fmt: skip
