"""The shore: the beach and the open sea."""

from math import pi, sin, tau
from random import Random

from pinxit.engines.storybook.settings.brush import Layer, Point, blob, filled, height_at, ridge, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.land import scatter
from pinxit.engines.storybook.settings.plants import grass, palm
from pinxit.engines.storybook.settings.sky import birds, paint_sky
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import falling, tufts, vignette

WINTRY = "#c3d3de"
"""What the colours of the sea come near to in winter."""


def open_water(layer: Layer, easel: Easel, dice: Random, top: float, foot: float) -> None:
    """The sea from the horizon at `top` down to `foot`, with light on its waves."""
    palette = easel.palette
    near, deep = (palette.tone(cold(easel, name)) for name in ("sea", "sea_deep"))
    hazy = mix(palette.tone("sea", 0.5), palette.sky[3], 0.55)
    layer.box(0, top, easel.width, foot - top, layer.down(hazy, mix(hazy, deep, 0.45), mix(deep, near, 0.5), near))
    layer.box(
        0,
        top - 26,
        easel.width,
        62,
        layer.down((palette.haze, 0.0), (palette.haze, 0.7), (palette.haze, 0.55), (palette.haze, 0.0)),
    )
    shine = mix(palette.orb, palette.glow, 0.5)
    if palette.overcast < 0.7:
        glints = ""
        x = easel.x(-0.52)
        for _ in range(easel.many(8, 22, 36)):
            y = top + (foot - top) * dice.random() ** 1.3
            half = 8 + 34 * (y - top) / (foot - top)
            glints += (
                f"M{x + dice.gauss(0, 34) - half:.1f} {y:.1f}q{half:.1f} {dice.uniform(-3, 3):.1f} {2 * half:.1f} 0"
            )
        layer.line(glints, shine, 3.2, 0.55)
    light, dark = "", ""
    for index in range(easel.many(10, 34, 60)):
        share = dice.random()
        y, half = top + 8 + (foot - top - 8) * share, 10 + 46 * share
        wave = (
            f"M{dice.uniform(0, easel.width):.1f} {y:.1f}q{half * 0.5:.1f} {-half * 0.14:.1f} {half:.1f} 0t{half:.1f} 0"
        )
        light, dark = (light + wave, dark) if index % 2 else (light, dark + wave)
    layer.line(light, lighter(near, 0.6), 2.6, 0.45)
    layer.line(dark, darker(deep, 0.25), 2.6, 0.32)


def cold(easel: Easel, name: str) -> str:
    """A thing's colour of the palette, paler and greyer in winter."""
    own = easel.palette.things[name]
    return mix(own, WINTRY, 0.34) if easel.palette.is_snowy else own


def far_coast(easel: Easel, horizon: float) -> Layer:
    """A headland far off, a sail, and gulls in fair weather."""
    layer, dice, palette = easel.layer("far"), easel.dice("coast"), easel.palette
    side = easel.side
    for reach, tall, far in ((0.34, 64, 0.76), (0.2, 96, 0.62)):
        base = easel.width * (0.5 + 0.5 * side)
        line: list[Point] = [
            (base + side * 60, horizon - tall),
            (base - side * easel.width * reach * 0.4, horizon - tall * 0.8),
            (base - side * easel.width * reach * 0.8, horizon - tall * 0.34),
            (base - side * easel.width * reach, horizon + 3),
        ]
        line.sort()
        tone = palette.tone(mix(palette.grass, "#8fa7ad", 0.2 if palette.is_snowy else 0.5), far)
        layer.path(filled(line, horizon + 4), layer.down(lighter(tone, 0.15), mix(tone, palette.haze, 0.4)))
    x = easel.x(-dice.uniform(0.08, 0.3))
    if easel.wants("boat"):
        sail(layer, easel, x, horizon + 7, 58)
    if easel.wants("bird") and not palette.is_dark and easel.view.weather in ("clear", "cloudy"):
        birds(layer, dice, easel.x(-0.2), horizon * 0.48, 4, darker(palette.sky[1], 0.5))
    return layer


def sail(layer: Layer, easel: Easel, x: float, y: float, tall: float) -> None:
    """A sailing boat far off, its keel at (x, y)."""
    palette = easel.palette
    cloth, hull = palette.tone("#fffaf2", 0.12), palette.tone("barn", 0.3)
    layer.path(
        f"M{x:.1f} {y - tall:.1f}q{tall * 0.5:.1f} {tall * 0.5:.1f} {tall * 0.5:.1f}"
        f" {tall * 0.82:.1f}h{-tall * 0.5:.1f}z",
        cloth,
    )
    layer.path(
        f"M{x - 3:.1f} {y - tall * 0.86:.1f}q{-tall * 0.3:.1f} {tall * 0.4:.1f} {-tall * 0.34:.1f}"
        f" {tall * 0.68:.1f}h{tall * 0.34:.1f}z",
        darker(cloth, 0.14),
    )
    layer.path(
        f"M{x - tall * 0.45:.1f} {y - tall * 0.14:.1f}h{tall:.1f}q{-tall * 0.1:.1f} {tall * 0.2:.1f} {-tall * 0.25:.1f}"
        f" {tall * 0.2:.1f}h{-tall * 0.52:.1f}z",
        hull,
    )


def beach(view: View) -> Backdrop:
    """Sand along a calm sea, with a palm or dune grass."""
    easel = Easel("beach", view, 380)
    palette = easel.palette
    horizon = easel.horizon - 110
    sky, coast = paint_sky(easel, foot=horizon), far_coast(easel, horizon)
    water, base, dice = easel.layer("middle"), easel.layer("ground"), easel.dice("ground")
    open_water(water, easel, easel.dice("water"), horizon, easel.horizon + 60)
    sand = mix("#f0dcb4", "#f2f5fa", 0.72 if palette.is_snowy else 0.0)
    shore(base, easel, dice, sand)
    dry = palette.tone(sand)
    for x, y in scatter(easel, dice, easel.many(4, 10, 16)):
        across = (80 + 170 * easel.near(y)) * dice.uniform(0.7, 1.2)
        tint = lighter(dry, 0.4) if dice.random() < 0.5 else darker(dry, 0.2)
        base.soft(x, y + 40, across, across * 0.12, tint, 0.4)
    shells(base, easel, easel.dice("shells"))
    if easel.wants("palm") and view.season in ("spring", "summer"):
        palm(base, easel, easel.dice("palm"), easel.x(0.84), easel.horizon + 110, 470, -110.0 * easel.side)
    dune_grass(base, easel, easel.dice("dunes"), sand)
    weeds = mix("#b7b983", sand, 0.25)
    return easel.hang(
        (sky, coast, water, base),
        (tufts(easel, flowers=False, colour=weeds), *falling(easel), vignette(easel, strength=0.16)),
        ground=dry,
        far=0.36,
    )


def shore(layer: Layer, easel: Easel, dice: Random, sand: str) -> None:
    """Wet sand, dry sand and three lines of foam where the sea runs out."""
    palette = easel.palette
    dry, wet = palette.tone(sand), palette.tone(mix("#d9bd93", sand, 0.35))
    foam = palette.tone("foam")
    for drop, opacity in ((26, 0.5), (46, 0.75)):
        line = ridge(dice, easel.width, easel.horizon + drop - 22, 13, 430)
        layer.line(smooth(line), foam, 5, opacity)
    edge = ridge(dice, easel.width, easel.horizon + 44, 15, 520)
    layer.path(
        filled(edge, easel.height),
        layer.between(easel.horizon + 20, easel.horizon + 120, mix(wet, palette.tone("sea"), 0.3), wet),
    )
    layer.line(smooth(edge), foam, 13, 0.5)
    layer.line(smooth(edge), foam, 7, 0.95)
    upper = [(x, y + 46 + 12 * sin(x / 210)) for x, y in edge]
    layer.path(
        filled(upper, easel.height + 5),
        layer.between(easel.horizon + 70, easel.height, mix(wet, dry, 0.6), lighter(dry, 0.28), dry, darker(dry, 0.16)),
    )
    layer.soft(easel.width / 2, easel.horizon + 250, easel.width * 0.44, 110, lighter(dry, 0.6), 0.5)


def shells(layer: Layer, easel: Easel, dice: Random) -> None:
    """Shells, pebbles and a starfish on the sand."""
    palette = easel.palette
    for index, (x, y) in enumerate(scatter(easel, dice, easel.many(4, 9, 15), clear=0.35)):
        size, foot = 6 + 13 * easel.near(y), max(y, easel.horizon + 140)
        if index % 3 == 0:
            starfish(layer, dice, x, foot, size * 1.1, palette.tone("coral"))
        elif index % 3 == 1:
            layer.path(blob(dice, x, foot, size * 0.8, size * 0.45, 0.1, 7), layer.ball(palette.tone("rock")))
        else:
            shell(layer, x, foot, size, palette.tone(dice.choice(("#f3cfc4", "#f2e3cd", "#dcc6dd"))))


def starfish(layer: Layer, dice: Random, x: float, y: float, size: float, colour: str) -> None:
    """A starfish that lies at (x, y), `size` units from its middle to its tips."""
    turn = dice.uniform(0, tau)
    points = []
    for index in range(10):
        reach = size if index % 2 == 0 else size * 0.46
        angle = turn + index * tau / 10
        points.append((x + sin(angle) * reach, y - sin(angle + pi / 2) * reach * 0.66))
    layer.soft(x + 2, y + size * 0.3, size * 1.2, size * 0.6, darker(colour, 0.9), 0.3)
    layer.path(smooth(points, closed=True), layer.ball(colour))


def shell(layer: Layer, x: float, y: float, size: float, colour: str) -> None:
    """A scallop shell that lies at (x, y)."""
    layer.soft(x + 2, y + size * 0.1, size * 1.2, size * 0.4, darker(colour, 0.9), 0.3)
    layer.path(
        f"M{x:.1f} {y + size * 0.3:.1f}L{x - size * 0.8:.1f} {y - size * 0.3:.1f}Q{x:.1f} {y - size * 1.3:.1f}"
        f" {x + size * 0.8:.1f} {y - size * 0.3:.1f}z",
        layer.ball(colour),
    )
    ribs = "".join(
        f"M{x:.1f} {y + size * 0.25:.1f}L{x + share * size:.1f} {y - size * 0.6:.1f}" for share in (-0.4, 0, 0.4)
    )
    layer.line(ribs, darker(colour, 0.35), 1.3, 0.5)


def dune_grass(layer: Layer, easel: Easel, dice: Random, sand: str) -> None:
    """A low dune with long grass on either side."""
    palette = easel.palette
    tone = palette.tone(mix("#a9b37c", sand, 0.2))
    for side, across, y in ((easel.side, 230.0, easel.horizon + 118), (-easel.side, 190.0, easel.horizon + 150)):
        x = easel.width * (0.5 + 0.5 * side)
        body = palette.tone(sand)
        layer.oval(x, y + 22, across, 56, layer.down(lighter(body, 0.4), body, (body, 0.0)))
        places = [
            (x - side * dice.uniform(-20, across * 0.75), y - 6 + dice.uniform(-14, 26))
            for _ in range(6 + 4 * easel.view.detail)
        ]
        for index, place in enumerate(sorted(places, key=lambda point: point[1])):
            grass(
                layer, dice, [place], dice.uniform(44, 84), darker(tone, 0.3) if index % 2 else lighter(tone, 0.1), 0.9
            )


def sea(view: View) -> Backdrop:
    """The open sea with a swell that carries what floats on it."""
    easel = Easel("sea", view, 500)
    palette = easel.palette
    sky, coast = paint_sky(easel), far_coast(easel, easel.horizon)
    water, swell_layer = easel.layer("middle"), easel.layer("ground")
    open_water(water, easel, easel.dice("water"), easel.horizon, easel.height)
    rough = 2.1 if view.weather == "storm" else 1.3 if view.weather in ("rain", "snow") else 1.0
    for index in range(4):
        swell(swell_layer, easel, easel.dice(f"swell{index}"), index / 3, rough)
        if palette.is_snowy:
            floes(swell_layer, easel, easel.dice(f"floes{index}"), index / 3)
    return easel.hang(
        (sky, coast, water, swell_layer),
        (near_wave(easel, rough), *falling(easel), vignette(easel, strength=0.18)),
        ground=palette.tone(cold(easel, "sea_deep")),
        far=0.22,
        near=96,
    )


def swell(layer: Layer, easel: Easel, dice: Random, near: float, rough: float) -> None:
    """One long wave with light on its crest; `near` runs from 0 (far) to 1."""
    palette = easel.palette
    y = easel.horizon + (easel.height - easel.horizon) * (0.16 + 0.6 * near)
    tone = palette.tone(mix(cold(easel, "sea_deep"), cold(easel, "sea"), 0.75 - 0.5 * near))
    line = ridge(dice, easel.width, y, (7 + 13 * near) * rough, 260 + 240 * near)
    layer.path(
        filled(line, y + 170), layer.between(y - 20, y + 170, (lighter(tone, 0.4), 0.85), (tone, 0.5), (tone, 0.0))
    )
    layer.line(smooth(line), lighter(tone, 0.7), 2 + 2.6 * near, 0.55)
    caps = ""
    for _ in range(easel.many(2, 5, 8) * round(rough)):
        x, half = dice.uniform(0, easel.width), (16 + 26 * near)
        caps += (
            f"M{x - half:.1f} {height_at(line, x - half) + 6:.1f}Q{x:.1f} {height_at(line, x) + 2:.1f} {x + half:.1f}"
            f" {height_at(line, x + half) + 7:.1f}"
        )
    layer.line(caps, palette.tone("foam"), 3 + 4 * near, 0.6)


def floes(layer: Layer, easel: Easel, dice: Random, near: float) -> None:
    """Ice with snow on it that floats on one wave; `near` runs from 0 (far) to 1."""
    palette = easel.palette
    snow, edge = palette.tone("snow", 0.3 * (1 - near)), palette.tone("#a9c9dc", 0.3 * (1 - near))
    middle = easel.horizon + (easel.height - easel.horizon) * (0.16 + 0.6 * near)
    for _ in range(easel.many(2, 4, 6)):
        x, y = dice.uniform(0, easel.width), middle + dice.uniform(-8, 34) * (0.6 + near)
        across = (34 + 92 * near) * dice.uniform(0.6, 1.3)
        down, thick = across * 0.2, 5 + 10 * near
        outline = blob(dice, 0, 0, across, down, 0.13, 9)
        layer.soft(x, y + thick + down * 0.5, across * 1.15, down, darker(edge, 0.5), 0.25)
        for drop, paint in ((thick, layer.down(edge, darker(edge, 0.18))), (0.0, layer.down(lighter(snow, 0.5), snow))):
            layer.add(f'<g transform="translate({x:.1f} {y + drop:.1f})">')
            layer.path(outline, paint)
            layer.add("</g>")


def near_wave(easel: Easel, rough: float) -> Layer:
    """A clear wave along the bottom edge, which wets the feet of what is in front."""
    layer, dice, palette = easel.layer("wave"), easel.dice("wave"), easel.palette
    tone = palette.tone(cold(easel, "sea_deep"))
    line = ridge(dice, easel.width, easel.height - 66, 12 * min(1.5, rough), 420)
    layer.path(
        filled(line, easel.height + 5),
        layer.between(easel.height - 80, easel.height, (lighter(tone, 0.3), 0.55), (darker(tone, 0.15), 0.85)),
    )
    layer.line(smooth(line), palette.tone("foam"), 5, 0.75)
    low = [(x, y + 26) for x, y in ridge(dice, easel.width, easel.height - 50, 10, 330)]
    layer.line(smooth(low), lighter(tone, 0.6), 3, 0.45)
    return layer
