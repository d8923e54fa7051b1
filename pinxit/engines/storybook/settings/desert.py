"""The desert: dunes, table hills and cactuses."""

from random import Random

from pinxit.engines.storybook.settings.brush import Layer, Point, blob, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.land import boulder, ground, growth, hill, scatter
from pinxit.engines.storybook.settings.sky import paint_sky
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import falling, tufts, vignette


def desert(view: View) -> Backdrop:
    """Dunes and table hills with cactuses."""
    easel = Easel("desert", view)
    palette = easel.palette
    cool = {"winter": 0.16, "spring": 0.04}.get(view.season, 0.0) + (0.25 if view.weather == "snow" else 0.0)
    sand = mix("#ecc892", "#eef1f5", cool)
    far, dice = easel.layer("far"), easel.dice("far")
    mesas(far, easel, dice)
    far.soft(easel.width / 2, easel.horizon, easel.width * 0.8, 90, palette.haze, 0.6)
    middle, dice = easel.layer("middle"), easel.dice("middle")
    dune(middle, easel, dice, easel.horizon - 34, 60, mix(sand, "#d9a67e", 0.25), 0.5)
    dune(middle, easel, dice, easel.horizon + 6, 44, sand, 0.3)
    for place, tall in ((-0.5, 88), (0.36, 62), (-0.84, 120)):
        cactus(middle, easel, dice, easel.x(place), easel.horizon + 34, tall, 0.26)
    base, dice = easel.layer("ground"), easel.dice("ground")
    ground(base, easel, dice, sand, mix(sand, "#fff1d2", 0.5), rise=26, drop=40)
    ripples(base, easel, dice, darker(palette.tone(sand), 0.22))
    cactus(base, easel, dice, easel.x(0.82), easel.horizon + 120, 300, 0.06)
    for x, y in scatter(easel, dice, easel.many(2, 4, 6), clear=0.55):
        boulder(base, easel, dice, x, y, 12 + 26 * easel.near(y))
    own = mix("#b9b27a", sand, 0.3)
    growth(base, easel, easel.dice("growth"), own, flowers=view.season == "spring")
    return easel.hang(
        (paint_sky(easel), far, middle, base),
        (
            tufts(easel, flowers=view.season == "spring", colour=own),
            *falling(easel),
            vignette(easel, darker(sand, 1.0)),
        ),
        ground=palette.tone(sand),
        far=0.3,
    )


def mesas(layer: Layer, easel: Easel, dice: Random) -> None:
    """Table hills far off, banded with strata."""
    palette = easel.palette
    for index, far in enumerate((0.78, 0.62)):
        for place in (easel.side * 0.62 - 0.2 * index, -easel.side * 0.5 + 0.3 * index):
            x, half, tall = (
                easel.width * (0.5 + 0.5 * place),
                dice.uniform(90, 170),
                dice.uniform(110, 190) * (1 - 0.25 * index),
            )
            y, tone = easel.horizon + 14, palette.tone("mesa", far)
            outline: list[Point] = [
                (x - half * 1.5, y),
                (x - half * 1.1, y - tall * 0.35),
                (x - half * 0.92, y - tall * 0.9),
                (x - half * 0.7, y - tall),
                (x + half * 0.66, y - tall * 0.98),
                (x + half * 0.88, y - tall * 0.9),
                (x + half * 1.06, y - tall * 0.4),
                (x + half * 1.5, y),
            ]
            shape = smooth(outline) + "z"
            layer.path(shape, layer.down(lighter(tone, 0.2), tone, mix(tone, palette.haze, 0.6)))
            bands = "".join(
                f"M{x - half:.1f} {y - tall * share:.1f}q{half:.1f} {dice.uniform(-8, 8):.1f} {half * 2:.1f} 0"
                for share in (0.55, 0.7, 0.84)
            )
            layer.line(bands, darker(tone, 0.25), 5, 0.3)


def dune(layer: Layer, easel: Easel, dice: Random, y: float, height: float, colour: str, far: float) -> None:
    """A range of dunes, each with a sharp crest and a shady side."""
    crest = hill(layer, easel, dice, y, height, colour, far, length=820)
    dark = darker(easel.palette.tone(colour, far), 0.3)
    tops = [
        index
        for index in range(1, len(crest) - 1)
        if crest[index][1] < crest[index - 1][1] and crest[index][1] <= crest[index + 1][1]
    ]
    for index in tops:
        run = crest[index : index + 9]
        back: list[Point] = [
            (run[-1][0] + 20, run[-1][1] + 60),
            (run[0][0] + 90, run[0][1] + 90),
            (run[0][0] + 36, run[0][1] + 34),
        ]
        layer.path(smooth(run) + "L" + smooth([*back, run[0]])[1:] + "z", layer.down((dark, 0.42), (dark, 0.0)))


def ripples(layer: Layer, easel: Easel, dice: Random, colour: str) -> None:
    """The wind's ripples in sand."""
    shape = ""
    for x, y in scatter(easel, dice, easel.many(5, 16, 30)):
        long = 40 + 130 * easel.near(y)
        shape += (
            f"M{x - long:.1f} {y:.1f}q{long * 0.5:.1f} {-long * 0.09:.1f} {long:.1f} 0t{long:.1f} {-long * 0.03:.1f}"
        )
    layer.line(shape, colour, 3, 0.3)


def cactus(layer: Layer, easel: Easel, dice: Random, x: float, y: float, tall: float, far: float) -> None:
    """A tall cactus with two arms, its foot at (x, y)."""
    palette = easel.palette
    tone, width = palette.tone("cactus", far), tall * 0.17
    layer.soft(x + tall * 0.1, y, tall * 0.3, tall * 0.04, darker(palette.tone("dune_shade", far), 0.7), 0.6)
    low, high = dice.uniform(0.36, 0.46), dice.uniform(0.5, 0.6)
    arms = (
        f"M{x:.1f} {y - tall * low:.1f}h{-tall * 0.15:.1f}q{-tall * 0.07:.1f} 0 {-tall * 0.07:.1f}"
        f" {-tall * 0.07:.1f}v{-tall * 0.2:.1f}"
    )
    arms += (
        f"M{x:.1f} {y - tall * high:.1f}h{tall * 0.14:.1f}q{tall * 0.07:.1f} 0 {tall * 0.07:.1f}"
        f" {-tall * 0.07:.1f}v{-tall * 0.14:.1f}"
    )
    layer.line(arms, darker(tone, 0.14), width * 0.66)
    layer.line(arms, lighter(tone, 0.10), width * 0.3, 0.5)
    skin = layer.across(lighter(tone, 0.28), tone, darker(tone, 0.35))
    layer.box(x - width / 2, y - tall, width, tall + 3, skin, corner=width / 2)
    ribs = "".join(f"M{x + share * width:.1f} {y - 4:.1f}V{y - tall * 0.94:.1f}" for share in (-0.2, 0.04, 0.26))
    layer.line(ribs, darker(tone, 0.4), max(1.0, width * 0.045), 0.4)
    if easel.view.season == "spring":
        layer.path(blob(dice, x, y - tall, width * 0.34, width * 0.26, 0.2, 7), palette.tone("#ee9fb4", far))
