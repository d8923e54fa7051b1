"""The farm: ploughed fields, a barn with its silo, fences and bales."""

from random import Random

from pinxit.engines.storybook.settings.brush import Layer, Point, height_at, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.land import ground, grove, growth, hedge, hill, path_way
from pinxit.engines.storybook.settings.outdoors import far_hills
from pinxit.engines.storybook.settings.sky import paint_sky
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import falling, tufts, vignette


def farm(view: View) -> Backdrop:
    """Ploughed fields, a barn with its silo and a fence."""
    easel = Easel("farm", view)
    palette = easel.palette
    middle, dice = easel.layer("middle"), easel.dice("middle")
    crest = hill(
        middle,
        easel,
        dice,
        easel.horizon - 4,
        22,
        mix(palette.grass, "#d8c078", 0.1 if palette.is_snowy else 0.4),
        0.27,
        length=1000,
    )
    furrows(middle, easel, crest)
    grove(middle, easel, dice, crest, -easel.side, easel.many(3, 4, 6), 130, 0.26, firs=0.1, spread=0.22)
    place = easel.x(0.56)
    barn(middle, easel, place, height_at(crest, place) + 22, 190, 0.14)
    base, dice = easel.layer("ground"), easel.dice("ground")
    crest = ground(base, easel, dice, palette.grass, palette.grass_light, rise=18)
    hedge(base, easel, easel.dice("hedge"), crest, 0.2, 18)
    path_way(base, easel, easel.dice("path"), top=easel.horizon + 24)
    rail_fence(base, easel, easel.dice("fence"), crest)
    for x, y in (
        (easel.x(0.82), easel.horizon + 126),
        (easel.x(0.94), easel.horizon + 158),
        (easel.x(-0.9), easel.horizon + 104),
    ):
        bale(base, easel, x, y, 44 + 0.12 * (y - easel.horizon))
    growth(base, easel, easel.dice("growth"), palette.grass)
    return easel.hang(
        (paint_sky(easel), far_hills(easel, 0.75), middle, base), (tufts(easel), *falling(easel), vignette(easel))
    )


def furrows(layer: Layer, easel: Easel, crest: list[Point]) -> None:
    """The lines of a ploughed field, running together on the hill."""
    tone = darker(easel.palette.tone(mix(easel.palette.grass, "#d8c078", 0.3), 0.27), 0.22)
    goal = easel.x(-0.1), easel.horizon - 60
    shape = ""
    for index in range(-12, 13):
        foot = easel.x(-0.1) + index * 95
        start = goal[0] + (foot - goal[0]) * 0.42
        shape += (
            f"M{start:.1f} {height_at(crest, start) + 6:.1f}Q{(start + foot) / 2 - 8:.1f} {easel.horizon + 14:.1f}"
            f" {foot:.1f} {easel.horizon + 80:.1f}"
        )
    layer.line(shape, tone, 4, 0.4)


def barn(layer: Layer, easel: Easel, x: float, y: float, width: float, far: float) -> None:
    """A barn with a bent roof and a silo beside it, its foot at (x, y)."""
    if not easel.wants("house"):
        return
    palette = easel.palette
    red, top, trim = palette.tone("barn", far), palette.tone("barn_roof", far), palette.tone("fence", far)
    tall, left = width * 0.5, x - width / 2
    layer.soft(x, y, width * 0.85, width * 0.09, darker(palette.tone(palette.grass, far), 0.8), 0.55)
    silo, stone = x + easel.side * width * 0.66, palette.tone("#d5d0cb", far)
    layer.box(
        silo - width * 0.14,
        y - width * 0.86,
        width * 0.28,
        width * 0.86,
        layer.across(lighter(stone, 0.3), stone, darker(stone, 0.35)),
    )
    layer.path(
        f"M{silo - width * 0.15:.1f} {y - width * 0.85:.1f}a{width * 0.15:.1f} {width * 0.15:.1f} 0 0 1"
        f" {width * 0.3:.1f} 0z",
        layer.ball(top),
    )
    face = (
        f"M{left:.1f} {y:.1f}V{y - tall:.1f}L{left + width * 0.14:.1f} {y - tall - width * 0.22:.1f}L{x:.1f}"
        f" {y - tall - width * 0.36:.1f}L{x + width * 0.36:.1f} {y - tall - width * 0.22:.1f}L{left + width:.1f}"
        f" {y - tall:.1f}V{y:.1f}z"
    )
    layer.path(face, layer.down(lighter(red, 0.16), red, darker(red, 0.22)))
    boards = "".join(f"M{left + width * share / 10:.1f} {y:.1f}V{y - tall - width * 0.1:.1f}" for share in range(1, 10))
    layer.line(boards, darker(red, 0.4), 1.6, 0.3)
    edge = [
        (left - width * 0.06, y - tall + width * 0.05),
        (left + width * 0.13, y - tall - width * 0.24),
        (x, y - tall - width * 0.39),
    ]
    edge += [(2 * x - a, b) for a, b in edge[1::-1]]
    roof = "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in edge)
    layer.line(roof, palette.tone("snow", far) if palette.is_snowy else top, width * 0.085)
    for share in (-0.17, 0.0):
        door = x + share * width
        layer.box(door, y - tall * 0.72, width * 0.17, tall * 0.72, darker(red, 0.18))
        cross = (
            f"M{door:.1f} {y:.1f}V{y - tall * 0.72:.1f}H{door + width * 0.17:.1f}V{y:.1f}L{door:.1f}"
            f" {y - tall * 0.72:.1f}"
        )
        layer.line(cross, trim, width * 0.02, 0.9)
    pane = palette.glows("lamp", far) if palette.is_dark else darker(palette.tone("glass", far), 0.35)
    layer.box(x - width * 0.07, y - tall - width * 0.16, width * 0.14, width * 0.14, pane, corner=4)
    layer.line(
        f"M{x:.1f} {y - tall - width * 0.16:.1f}v{width * 0.14:.1f}m{-width * 0.07:.1f}"
        f" {-width * 0.07:.1f}h{width * 0.14:.1f}",
        trim,
        3,
    )


def rail_fence(layer: Layer, easel: Easel, dice: Random, crest: list[Point]) -> None:
    """Posts and two rails along the far edge, open where the path comes through."""
    if not easel.wants("fence"):
        return
    tone = easel.palette.tone("wood", 0.1)
    gap = easel.x(0.27)
    for low, high in ((-20.0, gap - 110), (gap + 110, easel.width + 20)):
        line = [(x, height_at(crest, x) + 30) for x in range(round(low), max(round(low) + 2, round(high)), 58)]
        if len(line) < 2:
            continue
        for share in (0.4, 0.8):
            layer.line(smooth([(x, y - 44 * share + dice.uniform(-1.5, 1.5)) for x, y in line]), tone, 5.5)
        posts = "".join(f"M{x:.1f} {y + 3:.1f}V{y - 50 + dice.uniform(-4, 4):.1f}" for x, y in line)
        layer.line(posts, darker(tone, 0.25), 9)


def bale(layer: Layer, easel: Easel, x: float, y: float, radius: float) -> None:
    """A round bale of straw that lies on its side with its foot at (x, y)."""
    tone = easel.palette.tone("straw", 0.06)
    layer.soft(x, y, radius * 1.5, radius * 0.24, darker(easel.palette.tone(easel.palette.grass), 0.9), 0.55)
    layer.box(
        x - radius * 0.9,
        y - radius * 1.5,
        radius * 1.7,
        radius * 1.5,
        layer.down(lighter(tone, 0.2), tone, darker(tone, 0.4)),
        corner=radius * 0.5,
    )
    face = x + easel.side * -radius * 0.4
    layer.oval(face, y - radius * 0.75, radius * 0.6, radius * 0.75, layer.ball(tone, 0.6))
    for share in (0.72, 0.46, 0.2):
        ring = (
            f'cx="{face:.1f}" cy="{y - radius * 0.75:.1f}" rx="{radius * 0.6 * share:.1f}"'
            f' ry="{radius * 0.75 * share:.1f}"'
        )
        layer.add(f'<ellipse {ring} fill="none" stroke="{darker(tone, 0.35)}" stroke-width="1.8" opacity="0.5"/>')
