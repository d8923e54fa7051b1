"""Tended land: the meadow, the garden and the snowy hills."""

from math import sin
from random import Random

from pinxit.engines.storybook.settings.brush import Layer, Point, filled, height_at, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.land import cottage, fence, ground, grove, growth, hedge, hill, path_way, scatter
from pinxit.engines.storybook.settings.plants import bush, bush_colour, flower, grass, tree
from pinxit.engines.storybook.settings.sky import birds, paint_sky
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import falling, snowfall, tufts, vignette


def far_hills(easel: Easel, tall: float = 1.0) -> Layer:
    """Two or three ranges that fade into the haze; `tall` scales their height."""
    layer, dice, palette = easel.layer("far"), easel.dice("far"), easel.palette
    tall *= 1 + 0.4 * (easel.height / 1000 - 1)
    hill(layer, easel, dice, easel.horizon - 150 * tall, 56 * tall, "mountain", 0.82, length=760)
    own = mix(palette.grass, "#7f9fae", 0.45)
    hill(layer, easel, dice, easel.horizon - 88 * tall, 44 * tall, own, 0.68, length=640)
    crest = hill(
        layer, easel, dice, easel.horizon - 44 * tall, 34 * tall, mix(palette.grass, own, 0.4), 0.5, length=560
    )
    for side in (-1, 1):
        grove(layer, easel, dice, crest, side, easel.many(3, 5, 8), 46, 0.56, spread=0.48)
    if easel.wants("bird") and not palette.is_dark and easel.view.weather in ("clear", "cloudy"):
        birds(layer, dice, easel.x(0.15), easel.horizon * 0.42, 3, darker(palette.sky[1], 0.5))
    layer.soft(easel.width / 2, easel.horizon, easel.width * 0.7, 70, palette.haze, 0.55)
    return layer


def middle_hill(easel: Easel, *, house: bool) -> Layer:
    """The nearest hill with its trees and perhaps a cottage."""
    layer, dice, palette = easel.layer("middle"), easel.dice("middle"), easel.palette
    crest = hill(layer, easel, dice, easel.horizon - 2, 30, palette.grass, 0.27, length=900)
    if house and easel.wants("house"):
        place = easel.x(dice.uniform(0.34, 0.46))
        cottage(layer, easel, dice, place, height_at(crest, place) + 14, 92, 0.28)
    grove(layer, easel, dice, crest, easel.side, easel.many(3, 4, 6), 185, 0.22, spread=0.16)
    grove(layer, easel, dice, crest, -easel.side, easel.many(3, 5, 6), 150, 0.26, spread=0.24)
    return layer


def meadow(view: View) -> Backdrop:
    """A meadow among hills with a path to a cottage, or with a river where `view.water` asks for one."""
    easel = Easel("meadow", view)
    palette = easel.palette
    base, dice = easel.layer("ground"), easel.dice("ground")
    crest = ground(base, easel, dice, palette.grass, palette.grass_light)
    hedge(base, easel, easel.dice("hedge"), crest, 0.16)
    bank = river(base, easel, easel.dice("river")) if view.water else []
    if not view.water:
        path_way(base, easel, easel.dice("path"), top=easel.horizon + 26)
    frame = easel.dice("frame")
    if frame.random() < 0.7:
        x, foot = easel.x(-frame.uniform(0.84, 0.96)), easel.horizon + frame.uniform(70, 110)
        if bank:
            foot = height_at(bank, x) + 16
        tree(base, easel, frame, x, foot, frame.uniform(340, 460), 0.08)
    growth(base, easel, easel.dice("growth"), palette.grass)
    return easel.hang(
        (paint_sky(easel), far_hills(easel), middle_hill(easel, house=True), base),
        (tufts(easel), *falling(easel), vignette(easel)),
        far=0.46 if view.water else 0.27,
    )


def river(layer: Layer, easel: Easel, dice: Random) -> list[Point]:
    """A calm river across the far half of the ground, wide on the side of the small things. Its near bank."""
    palette = easel.palette
    deep = easel.height - easel.horizon
    far_bank, near_bank = [], []
    for index in range(13):
        share = index / 12 if easel.side > 0 else 1 - index / 12
        x = easel.width * index / 12 * 1.08 - easel.width * 0.04
        bend = 9 * sin(share * 5.2 + dice.uniform(-0.2, 0.2))
        far_bank.append((x, easel.horizon + deep * (0.16 - 0.03 * share) + bend))
        near_bank.append((x, easel.horizon + deep * (0.42 - 0.17 * share**1.4) + 1.4 * bend))
    shape = smooth(far_bank) + "L" + smooth(near_bank[::-1])[1:] + "z"
    top = mix(mix(palette.sky[2], palette.tone("sea"), 0.4), palette.haze, 0.2)
    low = mix(palette.tone("sea"), palette.tone("sea_deep"), 0.35)
    if palette.is_snowy:
        top, low = mix(top, palette.tone("#e8f1fa"), 0.45), mix(low, palette.tone("#cfe0f0"), 0.4)
    soil = palette.tone(mix("#b59b78", palette.grass, 0.45))
    layer.line(smooth(far_bank), darker(palette.tone(palette.grass), 0.45), 6, 0.35)
    layer.line(smooth(near_bank), soil, 22, 0.7)
    layer.path(
        shape, layer.between(easel.horizon + deep * 0.13, easel.horizon + deep * 0.42, top, mix(top, low, 0.7), low)
    )
    layer.line(smooth([(x, y + 5) for x, y in far_bank]), darker(palette.tone(palette.pine), 0.1), 13, 0.16)
    glints, shades = "", ""
    for index in range(easel.many(5, 16, 26)):
        x, share = dice.uniform(0, easel.width), dice.uniform(0.12, 0.88)
        upper, lower = height_at(far_bank, x), height_at(near_bank, x)
        half = (14 + 44 * share) * dice.uniform(0.6, 1.2)
        y, lift = upper + (lower - upper) * share, dice.uniform(-5, 5)
        wave = f"M{x - half:.1f} {y:.1f}q{half:.1f} {lift:.1f} {2 * half:.1f} 0"
        glints, shades = (glints + wave, shades) if index % 3 else (glints, shades + wave)
    if glints:
        layer.line(glints, lighter(top, 0.7), 3, 0.6)
    if shades:
        layer.line(shades, darker(low, 0.25), 3, 0.35)
    layer.line(smooth([(x, y - 7) for x, y in near_bank]), lighter(top, 0.8), 4, 0.6)
    for place in (-0.95, -0.84, 0.72, 0.86, 0.97):
        x = easel.x(place + dice.uniform(-0.03, 0.03))
        reeds(layer, easel, dice, x, height_at(near_bank, x) + 8)
    for _ in range(easel.many(2, 5, 7)):
        x = easel.x(dice.choice((-1, 1)) * dice.uniform(0.35, 1.0))
        y, size = height_at(near_bank, x) + dice.uniform(-8, 6), dice.uniform(9, 20)
        stone = palette.tone("stone")
        layer.oval(x, y, size, size * 0.55, layer.down(lighter(stone, 0.25), darker(stone, 0.25)))
    return near_bank


def reeds(layer: Layer, easel: Easel, dice: Random, x: float, y: float) -> None:
    """A stand of reeds, some with brown heads, with its foot at (x, y)."""
    tone = easel.palette.tone(mix(easel.palette.grass, easel.palette.pine, 0.35))
    head = easel.palette.tone("#8d6b4c")
    grass(layer, dice, [(x - 12, y), (x + 10, y + 3)], 62, darker(tone, 0.15), 0.95)
    for _ in range(3):
        left, tall, lean = x + dice.uniform(-22, 22), dice.uniform(58, 92), dice.uniform(-10, 10)
        layer.line(f"M{left:.1f} {y:.1f}q0 {-tall * 0.6:.1f} {lean:.1f} {-tall:.1f}", lighter(tone, 0.1), 3)
        layer.line(f"M{left + lean:.1f} {y - tall:.1f}l{lean * 0.1:.1f} -22", head, 9)


def garden(view: View) -> Backdrop:
    """A lawn between flower beds, with a picket fence and a tree."""
    easel = Easel("garden", view, 450)
    palette = easel.palette
    middle, dice = easel.layer("middle"), easel.dice("middle")
    crest = hill(middle, easel, dice, easel.horizon - 12, 22, palette.grass, 0.3, length=900)
    grove(middle, easel, dice, crest, -easel.side, easel.many(3, 4, 5), 190, 0.28, firs=0, spread=0.3)
    grove(middle, easel, dice, crest, easel.side, easel.many(2, 3, 4), 150, 0.3, firs=0.2, spread=0.2)
    base, dice = easel.layer("ground"), easel.dice("ground")
    crest = ground(base, easel, dice, palette.grass, palette.grass_light, rise=14, drop=30)
    hedge(base, easel, easel.dice("hedge"), crest, 0.2, 36)
    fence(base, easel, easel.dice("fence"), [(x, y + 14) for x, y in crest], 74, 27, far=0.12)
    tree(base, easel, easel.dice("tree"), easel.x(0.8), easel.horizon + 84, 440, 0.06)
    stepping_stones(base, easel, easel.dice("stones"))
    growth(base, easel, easel.dice("growth"), palette.grass, flowers=False)
    for side in (-1, 1):
        bed(base, easel, easel.dice(f"bed{side}"), side)
    return easel.hang(
        (paint_sky(easel), far_hills(easel, 0.8), middle, base),
        (tufts(easel), *falling(easel), vignette(easel)),
        far=0.33,
    )


def stepping_stones(layer: Layer, easel: Easel, dice: Random) -> None:
    """Flat stones that lead across a lawn."""
    stone = easel.palette.tone(mix("#d6cdc2", "#f4f8fd", 0.6 if easel.palette.is_snowy else 0))
    for index in range(9):
        share = index / 8
        y = easel.horizon + 62 + (easel.height - easel.horizon - 70) * share**1.5
        x = easel.x(0.34 - 0.42 * share) + dice.uniform(-10, 10) + (26 * share if index % 2 else -26 * share)
        across = 12 + 56 * share
        layer.oval(
            x + 2, y + across * 0.1, across, across * 0.3, darker(easel.palette.tone(easel.palette.grass), 0.5), 0.4
        )
        layer.oval(x, y, across, across * 0.28, layer.down(lighter(stone, 0.25), darker(stone, 0.12)))


def bed(layer: Layer, easel: Easel, dice: Random, side: int) -> None:
    """A flower bed along one side, narrow far off and wide near by."""
    palette = easel.palette
    top, deep = easel.horizon + 60, easel.height - easel.horizon - 40
    outer: list[Point] = []
    for index in range(9):
        share = index / 8
        reach = 176 * share**0.7 + dice.uniform(-8, 8)
        outer.append((easel.width * (0.5 + 0.5 * side) - side * reach * (share > 0), top + deep * share))
    edge = easel.width * 0.5 + side * (easel.width * 0.5 + 60)
    shape = smooth(outer) + f"L{edge:.1f} {outer[-1][1]:.1f}L{edge:.1f} {outer[0][1]:.1f}z"
    soil = palette.tone(mix("#9c8468", palette.grass, 0.85 if palette.is_snowy else 0.35))
    layer.line(smooth(outer), darker(palette.tone(palette.grass), 0.35), 14, 0.35)
    layer.path(shape, layer.down(lighter(soil, 0.12), soil))
    plants, total = [], (10, 26, 38)[easel.view.detail]
    for index in range(total):
        share = (index + dice.random()) / total
        rim = height_at([(y, x) for x, y in outer], top + deep * share)
        wall = abs(rim - easel.width * (0.5 + 0.5 * side))
        plants.append((top + deep * share + 10, rim + side * dice.uniform(0, wall + 20), share))
    for y, x, share in sorted(plants):
        if dice.random() < 0.42 or palette.is_snowy:
            bush(layer, easel, dice, x, y, 16 + 34 * share, bush_colour(easel, dice, 0.08))
        else:
            grass(layer, dice, [(x, y)], 14 + 20 * share, darker(palette.tone(palette.grass), 0.3), 0.9)
            bloom = dice.choice(palette.flowers)
            for _ in range(3):
                left, foot = x + dice.gauss(0, 9 + 12 * share), y + dice.uniform(-5, 5)
                flower(layer, easel, dice, left, foot, 10 + 20 * share, bloom)


def snow(view: View) -> Backdrop:
    """Snowy hills with firs, whatever the season."""
    wintry = View(
        width=view.width, height=view.height, time=view.time, weather=view.weather, season="winter",
        seed=view.seed, detail=view.detail,
    )  # fmt: skip
    easel = Easel("snow", wintry)
    palette = easel.palette
    far, dice = easel.layer("far"), easel.dice("far")
    hill(far, easel, dice, easel.horizon - 150, 76, "#a9bdd6", 0.78, length=520, rough=0.12)
    hill(far, easel, dice, easel.horizon - 84, 44, "#c6d5ea", 0.6, length=640)
    crest = hill(far, easel, dice, easel.horizon - 40, 30, "#d5e1f1", 0.44, length=700)
    for side in (-1, 1):
        grove(far, easel, dice, crest, side, easel.many(6, 10, 16), 62, 0.5, firs=1.0, spread=0.46)
    far.soft(easel.width / 2, easel.horizon, easel.width * 0.7, 70, palette.haze, 0.6)
    middle, dice = easel.layer("middle"), easel.dice("middle")
    crest = hill(middle, easel, dice, easel.horizon - 4, 28, "#e2eaf6", 0.2, length=860)
    place = easel.x(-dice.uniform(0.42, 0.56))
    if easel.wants("house"):
        cottage(middle, easel, dice, place, height_at(crest, place) + 14, 88, 0.22)
    grove(middle, easel, dice, crest, easel.side, easel.many(4, 6, 8), 210, 0.18, firs=0.85, spread=0.2)
    grove(middle, easel, dice, crest, -easel.side, easel.many(2, 3, 4), 170, 0.22, firs=1.0, spread=0.12)
    base = easel.layer("ground")
    snowfield(base, easel)
    season = {"spring": 0.0, "summer": 0.0, "autumn": 0.3, "winter": 0.5}[view.season]
    flakes = (snowfall(easel, season),) if season and view.weather in ("clear", "cloudy") else ()
    return easel.hang(
        (paint_sky(easel), far, middle, base),
        (tufts(easel, flowers=False), *flakes, *falling(easel), vignette(easel, strength=0.16)),
    )


def snowfield(layer: Layer, easel: Easel) -> None:
    """Deep snow with blue hollows, a trodden path and a glint here and there."""
    palette, dice = easel.palette, easel.dice("snowfield")
    ground(layer, easel, dice, "#e4ecf7", "#fbfdff")
    blue = palette.tone("#b3c5e3")
    for x, y in scatter(easel, dice, easel.many(3, 7, 10)):
        across = 90 + 220 * easel.near(y)
        layer.soft(x, y, across, across * 0.15, blue, 0.5)
    path_way(layer, easel, easel.dice("path"), "#cfdcef", top=easel.horizon + 26)
    points = [(x, y) for x, y in scatter(easel, dice, easel.many(0, 26, 50))]
    if points:
        layer.path(
            "".join(f"M{x:.1f} {y - 4:.1f}l1.6 4l-1.6 4l-1.6 -4z" for x, y in points),
            lighter(palette.tone("#ffffff"), 0.7),
            0.85,
        )
    bank = [(-20, easel.height - 60), (easel.width * 0.16, easel.height - 46), (easel.width * 0.34, easel.height + 20)]
    layer.path(filled(bank, easel.height + 30), palette.tone("#dbe5f4"), 0.7)
