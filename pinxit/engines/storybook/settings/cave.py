"""The cave: rock all around, its mouth open to the hills outside."""

from random import Random

from pinxit.engines.storybook.settings.brush import Layer, Point, blob, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.land import boulder, scatter
from pinxit.engines.storybook.settings.outdoors import far_hills
from pinxit.engines.storybook.settings.sky import paint_sky
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import vignette

_ROCK = "#a08d8c"
_CRYSTALS = ("#9fd3e6", "#c9a9e0", "#f0c3d4")


def cave(view: View) -> Backdrop:
    """A cave that looks out on the hills, with hanging stones above and crystals at its sides."""
    easel = Easel("cave", view, 400)
    palette = easel.palette
    rock, base = easel.layer("rock"), easel.layer("ground")
    for index, (share, tint) in enumerate(((0.0, 0.0), (0.5, 0.22), (1.0, 0.42))):
        mouth(rock, easel, easel.dice(f"mouth{index}"), share, darker(palette.tone(_ROCK), tint))
    hanging(rock, easel, easel.dice("hanging"))
    cave_floor(base, easel, easel.dice("floor"))
    red, green, blue = palette.subjects
    return easel.hang(
        (paint_sky(easel), far_hills(easel, 1.3), rock, base),
        (vignette(easel, darker(palette.tone(_ROCK), 1.0), 0.34),),
        ground=darker(palette.tone(_ROCK), 0.1),
        light=(0.94 * red, 0.94 * green, 0.94 * blue),
        far=0.3,
    )


def mouth(layer: Layer, easel: Easel, dice: Random, near: float, tone: str) -> None:
    """A wall of rock with an opening in it; `near` from 0, the mouth itself, to 1, the rock about the viewer."""
    palette = easel.palette
    x, foot = easel.x(0.1 - 0.08 * near), easel.horizon + 40 + 40 * near
    half = min(easel.width * 0.31, 400.0) + (easel.width * 0.44 - min(easel.width * 0.31, 400.0)) * near
    top = easel.horizon * (0.3 - 0.2 * near)
    points: list[Point] = []
    for across, down in (
        (-1.0, 1.0), (-1.06, 0.7), (-0.96, 0.42), (-0.72, 0.2), (-0.4, 0.06), (0.0, 0.0), (0.36, 0.08), (0.7, 0.18),
        (0.94, 0.44), (1.04, 0.72), (0.98, 1.0),
    ):  # fmt: skip
        points.append(
            (x + across * half + dice.uniform(-24, 24), top + down * (foot - top) + dice.uniform(-20, 20) * (down < 1))
        )
    hole = smooth(points) + "z"
    edge = easel.horizon + 90
    layer.add(
        f'<path fill-rule="evenodd" d="M-9 -9H{easel.width + 9:.1f}V{edge:.1f}H-9z{hole}"'
        f' fill="{layer.across(darker(tone, 0.2), tone, lighter(tone, 0.05), darker(tone, 0.25))}"/>'
    )
    layer.line(smooth(points), mix(lighter(tone, 0.5), palette.haze, 0.3), 9 - 4 * near, 0.5)
    for _ in range(easel.many(0, 4, 7)):
        side = dice.choice((-1, 1))
        left = x + side * half * dice.uniform(1.12, 1.6)
        y, size = dice.uniform(0.1, 0.9) * foot, dice.uniform(50, 110)
        tint = lighter(tone, 0.2) if dice.random() < 0.5 else darker(tone, 0.3)
        layer.path(blob(dice, left, y, size, size * 0.6, 0.2, 8), tint, 0.28)


def hanging(layer: Layer, easel: Easel, dice: Random) -> None:
    """Stones that hang from the roof, longest at the sides."""
    tone = darker(easel.palette.tone(_ROCK), 0.34)
    count = max(7, round(11 * easel.width / 1000))
    for index in range(count):
        place = (index + dice.uniform(0.2, 0.8)) / count * 2 - 1
        x, half = easel.width * (0.5 + 0.5 * place), dice.uniform(16, 36)
        long = easel.horizon * (0.1 + 0.2 * abs(place) ** 1.5) * dice.uniform(0.7, 1.35)
        layer.path(
            f"M{x - half:.1f} -6Q{x - half * 0.3:.1f} {long * 0.5:.1f} {x:.1f} {long:.1f}"
            f"Q{x + half * 0.3:.1f} {long * 0.5:.1f} {x + half:.1f} -6z",
            layer.across(lighter(tone, 0.22), tone, darker(tone, 0.3)),
        )


def cave_floor(layer: Layer, easel: Easel, dice: Random) -> None:
    """A floor of rock with the daylight from the mouth on it, boulders and crystals at the sides."""
    palette = easel.palette
    tone, top = palette.tone(mix(_ROCK, "#c9b49c", 0.45)), easel.horizon + 34
    crest = [(easel.width * k / 8, top + dice.uniform(-9, 9)) for k in range(-1, 10)]
    shape = smooth(crest) + f"L{easel.width + 130:.1f} {easel.height + 9:.1f}L-130 {easel.height + 9:.1f}z"
    layer.path(shape, layer.between(top, easel.height, lighter(tone, 0.2), tone, darker(tone, 0.3)))
    deep = easel.height - top
    layer.soft(
        easel.x(0.04),
        top + deep * 0.36,
        easel.width * 0.4,
        deep * 0.34,
        mix(lighter(tone, 0.6), palette.glow, 0.3),
        0.6,
    )
    for x, y in scatter(easel, dice, easel.many(3, 9, 15)):
        across = 40 + 120 * easel.near(y)
        layer.soft(x, max(y, top + 30), across, across * 0.16, darker(tone, 0.35), 0.32)
    for x, y in scatter(easel, dice, easel.many(3, 5, 7), clear=0.62):
        boulder(layer, easel, dice, x, max(y, top + 30), 16 + 40 * easel.near(y))
    for place, drop, size in ((0.92, 70, 96.0), (-0.94, 100, 116.0), (0.8, 190, 70.0)):
        crystals(layer, easel, dice, easel.x(place), top + drop, size)


def crystals(layer: Layer, easel: Easel, dice: Random, x: float, y: float, size: float) -> None:
    """A cluster of crystals that glimmer, its foot at (x, y)."""
    colour = dice.choice(_CRYSTALS)
    tone = mix(easel.palette.tone(colour), colour, 0.45)
    layer.soft(x, y - size * 0.3, size * 1.3, size, lighter(tone, 0.3), 0.35)
    for lean, tall, wide in ((-0.55, 0.62, 0.13), (0.5, 0.7, 0.14), (-0.2, 0.85, 0.15), (0.16, 1.0, 0.17)):
        tip, half, high = x + lean * size * 0.8, wide * size, tall * size
        left = x + lean * size * 0.3
        shoulder = high * 0.78
        middle = left + (tip - left) * 0.78
        layer.path(
            f"M{left - half:.1f} {y:.1f}L{middle - half:.1f} {y - shoulder:.1f}L{tip:.1f} {y - high:.1f}"
            f"L{middle + half * 0.2:.1f} {y - shoulder * 0.94:.1f}L{left + half * 0.2:.1f} {y:.1f}z",
            lighter(tone, 0.35),
        )
        layer.path(
            f"M{left + half * 0.2:.1f} {y:.1f}L{middle + half * 0.2:.1f} {y - shoulder * 0.94:.1f}L{tip:.1f}"
            f" {y - high:.1f}L{middle + half:.1f} {y - shoulder:.1f}L{left + half:.1f} {y:.1f}z",
            darker(tone, 0.12),
        )
