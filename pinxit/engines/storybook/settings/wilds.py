"""Wild land: the forest and the mountains."""

from random import Random

from pinxit.engines.storybook.settings.brush import Layer, Point, blade, blob, height_at, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.land import (
    boulder,
    fallen_leaves,
    ground,
    grove,
    growth,
    hedge,
    hill,
    path_way,
    scatter,
)
from pinxit.engines.storybook.settings.plants import bush, bush_colour, crown, lobes, mushrooms, trunk
from pinxit.engines.storybook.settings.sky import paint_sky
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import falling, tufts, vignette


def forest(view: View) -> Backdrop:
    """A clearing among tall trees with light falling in."""
    easel = Easel("forest", view, 400)
    palette = easel.palette
    own = mix(palette.grass, palette.foliage[0], 0.35) if not palette.is_snowy else palette.grass
    sky = paint_sky(easel, orb=palette.is_dark)
    leafy = mix(palette.sky[3], palette.tone(palette.foliage[0]), 0.28)
    sky.box(
        0,
        0,
        easel.width,
        easel.horizon + 60,
        sky.down((leafy, 0.85), (mix(leafy, palette.sky[3], 0.5), 0.55), (palette.haze, 0.1)),
    )
    sky.soft(
        easel.x(-0.1), easel.horizon - 150, 420, 330, lighter(palette.glow, 0.3), 0.12 if palette.is_dark else 0.75
    )
    far, middle = easel.layer("far"), easel.layer("middle")
    row(far, easel, easel.dice("row3"), easel.horizon - 12, 0.80, 15, 30)
    row(far, easel, easel.dice("row2"), easel.horizon + 6, 0.62, 9, 46)
    far.soft(easel.width / 2, easel.horizon, easel.width * 0.6, 90, palette.haze, 0.75)
    crest = hill(middle, easel, easel.dice("rise"), easel.horizon + 4, 20, own, 0.36, length=800)
    undergrowth(middle, easel, easel.dice("under"), crest)
    row(middle, easel, easel.dice("row1"), easel.horizon + 30, 0.36, 5, 66, clear=0.42)
    base, dice = easel.layer("ground"), easel.dice("ground")
    ground(base, easel, dice, own, mix(own, palette.grass_light, 0.6), rise=22, drop=36)
    path_way(base, easel, easel.dice("path"), top=easel.horizon + 40)
    growth(base, easel, easel.dice("growth"), own, flowers=view.season == "spring")
    litter(base, easel, easel.dice("litter"))
    near_trunks(base, easel, easel.dice("near"))
    beams = (light_beams(easel),) if not palette.is_dark and palette.overcast < 0.6 else ()
    return easel.hang(
        (sky, far, middle, base),
        (*beams, tufts(easel), *falling(easel), vignette(easel, darker(palette.tone(own), 1.0), 0.34)),
        ground=palette.tone(own),
    )


def row(
    layer: Layer, easel: Easel, dice: Random, y: float, far: float, count: int, width: float, clear: float = 0.0
) -> None:
    """A row of trunks whose crowns close above the picture; `clear` (0 to 1) keeps the middle open."""
    palette = easel.palette
    total = max(3, round(count * easel.width / 1000))
    bark = palette.tone("trunk", far)
    leaves = [palette.tone(own, far) for own in palette.foliage]
    for index in range(total):
        place = ((index + dice.uniform(0.15, 0.85)) / total) * 2 - 1
        place = place if abs(place) > clear else (clear + 0.5 * abs(place)) * (1 if place > 0 else -1)
        x, tall = easel.width * (0.5 + 0.54 * place), y + 60
        trunk(layer, dice, x, y + dice.uniform(-6, 16), tall, width * dice.uniform(0.35, 0.6), bark)
    canopy(layer, easel, dice, leaves, bark, width, y)


def canopy(layer: Layer, easel: Easel, dice: Random, leaves: list[str], bark: str, width: float, y: float) -> None:
    """Leaves along the top edge, deeper at the sides; only a dusting of twigs in winter."""
    if easel.palette.is_bare:
        boughs = ""
        for _ in range(easel.many(5, 9, 13)):
            x, top, side = dice.uniform(0, easel.width), dice.uniform(0.02, 0.5) * y, dice.choice((-1, 1))
            reach = dice.uniform(60, 130)
            tip = x + side * reach, top - reach * dice.uniform(0.4, 0.8)
            fork = x + side * reach * 0.5, top - reach * 0.14
            boughs += smooth([(x, top), fork, tip])
            boughs += smooth(
                [fork, (fork[0] + side * reach * 0.4, fork[1] - 4), (fork[0] + side * reach * 0.75, fork[1] - 26)]
            )
        layer.line(boughs, bark, width * 0.1, 0.8)
        return
    for depth, colour in enumerate(leaves[:3]):
        shape = ""
        count = max(9, round(15 * easel.width / 1000))
        for index in range(count):
            place = (index + dice.uniform(0.2, 0.8)) / count * 2 - 1
            size = width * dice.uniform(0.8, 1.4)
            deep = y * (0.03 + 0.24 * abs(place) ** 1.5) * dice.uniform(0.75, 1.2) - depth * width * 0.8
            shape += lobes(
                dice, easel.width * (0.5 + 0.55 * place), deep - size * 0.4, size * 1.2, size * 0.7, 6, size * 0.4
            )
        layer.path(shape, layer.down(darker(colour, 0.4), darker(colour, 0.12), lighter(colour, 0.16)))
        if easel.view.detail == 0:
            break


def undergrowth(layer: Layer, easel: Easel, dice: Random, crest: list[Point]) -> None:
    """Bushes and ferns between the trunks."""
    hedge(layer, easel, dice, crest, 0.34, 38)
    palette = easel.palette
    for _ in range(easel.many(2, 4, 6)):
        x = easel.x(dice.choice((-1, 1)) * dice.uniform(0.5, 1.0))
        fern(
            layer,
            dice,
            x,
            height_at(crest, x) + 30,
            dice.uniform(46, 76),
            darker(palette.tone(mix(palette.grass, palette.pine, 0.6), 0.25), 0.1),
        )


def fern(layer: Layer, dice: Random, x: float, y: float, size: float, colour: str) -> None:
    """A fern with its foot at (x, y): fronds that bend to both sides."""
    for index in range(7):
        lean = (index - 3) / 3 * size * 1.1 + dice.uniform(-6, 6)
        tall = size * (1.05 - 0.16 * abs(index - 3))
        tint = lighter(colour, 0.18) if index % 2 else darker(colour, 0.16)
        layer.path(blade(x, y, tall, lean, size * 0.09), tint)


def litter(layer: Layer, easel: Easel, dice: Random) -> None:
    """Fallen leaves in autumn, toadstools and ferns at other times."""
    palette = easel.palette
    fallen_leaves(layer, easel, dice, easel.many(10, 34, 70))
    if not palette.is_snowy:
        for x, y in scatter(easel, dice, max(2, easel.many(1, 3, 4)), clear=0.66):
            mushrooms(layer, easel, dice, x, y, 16 + 30 * easel.near(y))


def near_trunks(layer: Layer, easel: Easel, dice: Random) -> None:
    """Two great trees at the edges that frame the clearing."""
    palette = easel.palette
    for place, width in ((0.93, 76.0), (-0.97, 62.0)):
        x, y = easel.x(place), easel.horizon + 112
        layer.soft(x, y, width * 2.6, width * 0.4, darker(palette.tone(palette.grass), 0.95), 0.6)
        trunk(layer, dice, x, y, y + 120, width, palette.tone("trunk", 0.08))
        if palette.is_bare:
            continue
        for _ in range(3):
            left, top = x + dice.uniform(-90, 90), dice.uniform(-40, 120)
            crown(
                layer,
                easel,
                dice,
                left,
                top,
                dice.uniform(110, 150),
                palette.tone(dice.choice(palette.foliage), 0.1),
                0.1,
            )
    for place in (-0.86, 0.8):
        bush(layer, easel, dice, easel.x(place), easel.horizon + 130, 64, bush_colour(easel, dice, 0.05))


def light_beams(easel: Easel) -> Layer:
    """Shafts of light that fall aslant through the leaves, soft at their edges."""
    layer, dice = easel.layer("beams"), easel.dice("beams")
    glow = lighter(easel.palette.glow, 0.3)
    foot, slant = easel.horizon + 190, easel.side * 210
    for _ in range(4):
        x, wide = easel.x(dice.uniform(-0.7, 0.3)), dice.uniform(26, 70)
        for share in (1.3, 1.0, 0.7, 0.4) if easel.view.detail else (1.2, 0.6):
            top, low = wide * share / 2, wide * share * 1.4
            shift = dice.uniform(0, 130)  # Else the steps of the faint gradients fall together and show as bands.
            paint = layer.between(-20 - shift, foot, (glow, 0.0), (glow, 0.11), (glow, 0.06), (glow, 0.0))
            layer.path(
                f"M{x - top:.1f} -20L{x + top:.1f} -20L{x + slant + low:.1f} {foot:.1f}L{x + slant - low:.1f}"
                f" {foot:.1f}z",
                paint,
            )
    return layer


def mountains(view: View) -> Backdrop:
    """Peaks with snow on them over an alpine meadow and a lake."""
    easel = Easel("mountains", view)
    palette = easel.palette
    far, dice = easel.layer("far"), easel.dice("far")
    peaks(far, easel, dice, easel.horizon - 20, 300, 0.74, 4)
    far.soft(easel.width / 2, easel.horizon - 70, easel.width * 0.7, 90, palette.haze, 0.65)
    middle = easel.layer("middle")
    peaks(middle, easel, easel.dice("peaks"), easel.horizon + 10, 230, 0.48, 3)
    middle.soft(easel.width / 2, easel.horizon - 10, easel.width * 0.7, 74, palette.haze, 0.6)
    crest = hill(
        middle,
        easel,
        easel.dice("rise"),
        easel.horizon - 6,
        26,
        mix(palette.grass, palette.pine, 0.3),
        0.36,
        length=700,
    )
    for side in (-1, 1):
        grove(
            middle,
            easel,
            easel.dice(f"grove{side}"),
            crest,
            side,
            easel.many(7, 11, 16),
            92,
            0.36,
            firs=1.0,
            spread=0.42,
        )
    lake(middle, easel, easel.dice("lake"))
    base, dice = easel.layer("ground"), easel.dice("ground")
    crest = ground(base, easel, dice, palette.grass, palette.grass_light, rise=26, drop=46)
    for side, count in ((easel.side, 4), (-easel.side, 2)):
        grove(base, easel, easel.dice(f"near{side}"), crest, side, count, 230, 0.12, firs=1.0, spread=0.16)
    for x, y in scatter(easel, dice, easel.many(2, 5, 7), clear=0.55):
        boulder(base, easel, dice, x, y, 14 + 36 * easel.near(y))
    growth(base, easel, easel.dice("growth"), palette.grass)
    return easel.hang((paint_sky(easel), far, middle, base), (tufts(easel), *falling(easel), vignette(easel)), far=0.3)


def peaks(layer: Layer, easel: Easel, dice: Random, y: float, tall: float, far: float, count: int) -> None:
    """Mountains in a row with their feet at `y`, their shady side, and snow above."""
    palette = easel.palette
    total = max(2, round(count * easel.width / 1000))
    order = list(range(total))
    dice.shuffle(order)
    for index in order:
        x = easel.width * (index + dice.uniform(0.25, 0.75)) / total
        high, half = tall * dice.uniform(0.66, 1.12), tall * dice.uniform(0.78, 1.1)
        peak(
            layer,
            dice,
            x,
            y,
            high,
            half,
            palette.tone("mountain", far),
            palette.tone("#f8fafd", far * 0.8),
            palette.haze,
        )


def peak(
    layer: Layer, dice: Random, x: float, y: float, high: float, half: float, rock: str, snow: str, haze: str
) -> None:
    """One mountain, `high` units tall and `half` units wide to each side of (x, y)."""
    left = [
        (x - half * (1 - k / 5) + dice.uniform(-9, 9), y - high * (k / 5) ** 1.25 + dice.uniform(-8, 8))
        for k in range(5)
    ]
    right = [
        (x + half * (k / 5) + dice.uniform(-9, 9), y - high * (1 - k / 5) ** 1.25 + dice.uniform(-8, 8))
        for k in range(1, 6)
    ]
    outline = [*left, (x, y - high), *right]
    shape = smooth(outline) + "z"
    layer.path(shape, layer.down(rock, mix(rock, haze, 0.3), mix(rock, haze, 0.85)))
    spine = [
        (x, y - high),
        (x + half * 0.10, y - high * 0.72),
        (x - half * 0.03, y - high * 0.45),
        (x + half * 0.16, y - high * 0.2),
        (x + half * 0.1, y),
    ]
    shade = smooth(spine) + "L" + smooth([*right[::-1], (x, y - high)])[1:] + "z"
    dark = darker(rock, 0.3)
    layer.path(shade, layer.down((dark, 0.8), (mix(dark, haze, 0.4), 0.55), (haze, 0.0)))
    hem = [
        left[3],
        (x - half * 0.17, y - high * 0.62),
        (x - half * 0.08, y - high * 0.69),
        (x + half * 0.03, y - high * 0.56),
        (x + half * 0.12, y - high * 0.66),
        (x + half * 0.2, y - high * 0.58),
        right[1],
    ]
    cap = smooth([left[3], left[4], (x, y - high), right[0], right[1]]) + "L" + smooth(hem[::-1])[1:] + "z"
    layer.path(cap, layer.across(lighter(snow, 0.4), snow, darker(snow, 0.2)), 0.95)


def lake(layer: Layer, easel: Easel, dice: Random) -> None:
    """A still lake under the mountains that mirrors the sky."""
    palette = easel.palette
    x, y = easel.x(-0.12), easel.horizon + 40
    top, foot = mix(palette.sky[1], palette.tone("sea"), 0.35), mix(palette.sky[2], palette.tone("sea"), 0.15)
    layer.path(blob(dice, x, y, easel.width * 0.3, 26, 0.06, 12), layer.down(foot, top))
    lines = "".join(
        f"M{x + dice.uniform(-0.2, 0.1) * easel.width:.1f} {y + dice.uniform(-14, 12):.1f}h{dice.uniform(40, 110):.1f}"
        for _ in range(5)
    )
    layer.line(lines, lighter(foot, 0.6), 2, 0.6)
