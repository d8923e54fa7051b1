"""Above the ground: the night sky, space, the clouds; and the plain backdrop."""

from dataclasses import replace
from math import sin, tau
from random import Random

from pinxit.engines.storybook.settings.brush import Layer, blob, ring
from pinxit.engines.storybook.settings.colour import darker, grey, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.land import ground, grove, growth, hill
from pinxit.engines.storybook.settings.sky import birds, cloud, paint_orb, paint_sky, rainbow, sparkle, stars
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import falling, tufts, vignette


def night_sky(view: View) -> Backdrop:
    """A great sky full of stars over a low hill; dawn and dusk leave a glow at its foot."""
    easel = Easel("night sky", replace(view, time="night"), 270)
    palette = easel.palette
    foot = easel.horizon
    sky = paint_sky(easel, orb=False)
    warm = {"dusk": ("#e59a8f", 0.6), "dawn": ("#f3b9a4", 0.55), "day": ("#9fb6e6", 0.5)}.get(view.time)
    if warm:
        sky.soft(easel.width / 2, foot, easel.width * 0.9, foot * 0.5, *warm)
    milky_way(sky, easel, easel.dice("milk"), foot)
    if palette.overcast < 0.7:
        stars(sky, easel.dice("more"), easel.width, foot, easel.many(60, 130, 240) * foot / 730)
        shooting_star(sky, easel, foot)
    paint_orb(sky, easel, foot)
    far, dice = easel.layer("far"), easel.dice("far")
    hill(far, easel, dice, foot - 74, 46, "mountain", 0.6, length=700)
    crest = hill(far, easel, dice, foot - 30, 30, mix(palette.grass, palette.pine, 0.5), 0.4, length=620)
    for side in (-1, 1):
        grove(far, easel, dice, crest, side, easel.many(4, 7, 11), 74, 0.4, firs=0.7, spread=0.44)
    base = easel.layer("ground")
    crest = ground(base, easel, easel.dice("ground"), mix(palette.grass, palette.pine, 0.25), palette.grass, rise=20)
    grove(base, easel, easel.dice("near"), crest, easel.side, 3, 240, 0.1, spread=0.14)
    growth(base, easel, easel.dice("growth"), palette.grass)
    return easel.hang((sky, far, base), (tufts(easel), *falling(easel), vignette(easel)), far=0.34)


def milky_way(layer: Layer, easel: Easel, dice: Random, foot: float) -> None:
    """A band of light aslant across the sky."""
    strength = 0.5 * (1 - easel.palette.overcast)
    if strength < 0.1:
        return
    layer.add(f'<g transform="rotate({24 * easel.side} {easel.width / 2:.1f} {foot * 0.4:.1f})">')
    for index in range(7):
        x = easel.width * (index / 6 * 1.3 - 0.15)
        tint = ("#8c8fd0", "#a78fce", "#86a8dc")[index % 3]
        layer.soft(x, foot * 0.4 + dice.uniform(-30, 30), 220, dice.uniform(70, 130), tint, strength)
    grains = "".join(
        ring(dice.uniform(-0.1, 1.1) * easel.width, foot * 0.4 + dice.gauss(0, 52), 1.3, 1.3)
        for _ in range(easel.many(40, 120, 240))
    )
    layer.path(grains, "#f3ecff", 0.6)
    layer.add("</g>")


def shooting_star(layer: Layer, easel: Easel, foot: float) -> None:
    """One star that falls."""
    x, y, side = easel.x(0.36), foot * 0.2, easel.side
    tail = layer.across(*((("#fff8e0", 0.0), ("#fff8e0", 0.9)) if side < 0 else (("#fff8e0", 0.9), ("#fff8e0", 0.0))))
    layer.path(f"M{x:.1f} {y - 2.5:.1f}L{x + side * 150:.1f} {y - 62:.1f}L{x:.1f} {y + 2.5:.1f}z", tail)
    layer.path(sparkle(x, y, 13), "#fff8e0")


def space(view: View) -> Backdrop:
    """Deep space with a nebula, planets and stars."""
    easel = Easel("space", replace(view, time="night", weather="clear", season="summer"), 160)
    dice = easel.dice("space")
    lift = {"day": 0.16, "dawn": 0.1, "dusk": 0.06, "night": 0.0}[view.time]
    hue = dice.choice(
        (
            ("#1b1646", "#2b2470", "#3b3a8f", "#5a4a9c"),
            ("#101d47", "#1d3370", "#2d5390", "#4a6fa6"),
            ("#221442", "#3f2268", "#6a3a86", "#93589a"),
        )
    )
    tones = [lighter(colour, lift) for colour in hue]
    deep = easel.layer("sky")
    deep.box(0, 0, easel.width, easel.height, deep.between(0, easel.height, *tones))
    nebula(deep, easel, dice, tones)
    field = easel.layer("stars")
    stars(field, easel.dice("stars"), easel.width, easel.height, easel.many(70, 150, 260) * easel.height / 1000)
    worlds = easel.layer("worlds")
    side = easel.side
    if easel.wants("planet"):
        planets(worlds, easel, dice)
    crust = mix(tones[3], "#b9aecb", 0.5)
    worlds.oval(
        easel.width * (0.5 - 0.1 * side),
        easel.height + 360,
        easel.width * 0.86,
        480,
        worlds.radial(crust, crust, darker(crust, 0.2), lighter(crust, 0.2)),
    )
    for x, y in ((0.2, 66), (0.36, 30), (0.5, 74), (0.66, 36), (0.82, 62)):
        size = dice.uniform(22, 46)
        left, top = easel.width * x, easel.height - y
        worlds.oval(left, top, size, size * 0.3, worlds.down(darker(crust, 0.4), lighter(crust, 0.12)), 0.7)
    return easel.hang(
        (deep, field, worlds),
        (vignette(easel, darker(hue[0], 1.0), 0.4),),
        ground=crust,
        floats=True,
        light=(0.95, 0.94, 1.0),
    )


def nebula(layer: Layer, easel: Easel, dice: Random, tones: list[str]) -> None:
    """Clouds of glowing dust."""
    for index in range(easel.many(5, 9, 14)):
        share = index / max(1, easel.many(5, 9, 14))
        x, y = (
            easel.width * (0.05 + 0.9 * share) + dice.uniform(-60, 60),
            easel.height * (0.5 + 0.22 * sin(share * tau)) + dice.uniform(-90, 90),
        )
        colour = (lighter(tones[3], 0.15), "#c77fb4", "#6fa5d8", "#e0a08e")[index % 4]
        layer.soft(x, y, dice.uniform(170, 330), dice.uniform(90, 190), colour, 0.3)


def planets(layer: Layer, easel: Easel, dice: Random) -> None:
    """A large planet with rings, a small one, and a moon, away from the middle."""
    high = easel.height
    large, small = dice.choice(("#d99a86", "#cfa4c4", "#d8b48a")), dice.choice(("#86b5c9", "#93bfa8"))
    planet(layer, easel, easel.dice("large"), easel.x(0.74), high * 0.2, 130, large, rings=True)
    planet(layer, easel, easel.dice("small"), easel.x(-0.8), high * 0.34, 58, small, rings=False)
    planet(layer, easel, easel.dice("moon"), easel.x(-0.42), high * 0.10, 26, "#c9c3d6", rings=False)


def planet(
    layer: Layer, easel: Easel, dice: Random, x: float, y: float, radius: float, colour: str, *, rings: bool
) -> None:
    """A planet with soft bands, and rings if it has them."""
    layer.soft(x, y, radius * 1.5, radius * 1.5, lighter(colour, 0.3), 0.3)
    tilt = -18 * easel.side
    hoop = (
        f'fill="none" stroke="{lighter(colour, 0.45)}" stroke-width="{radius * 0.13:.1f}" opacity="0.75"'
        f' transform="rotate({tilt} {x:.1f} {y:.1f})"'
    )
    wide, thin = radius * 1.62, radius * 0.36
    if rings:
        layer.add(f'<path d="M{x - wide:.1f} {y:.1f}A{wide:.1f} {thin:.1f} 0 0 1 {x + wide:.1f} {y:.1f}" {hoop}/>')
    disc = ring(x, y, radius, radius)
    layer.path(disc, layer.ball(colour, 1.2))
    layer.add(f'<g clip-path="{layer.clip(disc)}" transform="rotate({tilt} {x:.1f} {y:.1f})">')
    for share in (-0.55, -0.18, 0.22, 0.6):
        tint = lighter(colour, 0.3) if dice.random() < 0.5 else darker(colour, 0.3)
        layer.path(
            blob(dice, x, y + share * radius, radius * 1.1, radius * dice.uniform(0.07, 0.15), 0.12, 12), tint, 0.35
        )
    layer.soft(x + radius * 0.7, y + radius * 0.8, radius * 1.3, radius * 1.3, darker(darker(colour, 1.0), 0.6), 0.6)
    layer.add("</g>")
    if rings:
        layer.add(f'<path d="M{x - wide:.1f} {y:.1f}A{wide:.1f} {thin:.1f} 0 0 0 {x + wide:.1f} {y:.1f}" {hoop}/>')


def sky(view: View) -> Backdrop:
    """High among the clouds."""
    easel = Easel("sky", view, 200)
    palette = easel.palette
    air = paint_sky(easel, foot=easel.height * 1.02)
    if view.weather in ("clear", "rain") and not palette.is_dark and easel.dice("bow").random() < 0.6:
        rainbow(air, easel.x(0.34), easel.height * 0.9, 470, 0.32)
    far = bank(easel, "far", easel.height - 190, 0.5, 0.75)
    middle = bank(easel, "middle", easel.height - 90, 0.25, 0.95)
    if easel.wants("bird") and not palette.is_dark:
        birds(far, easel.dice("birds"), easel.x(0.4), easel.height * 0.34, 4, darker(palette.sky[0], 0.5))
    season_tint(far, easel)
    front = easel.layer("wisps")
    dice = easel.dice("wisps")
    for side in (-1, 1):
        cloud(
            front, dice, easel.width * (0.5 + side * 0.46), easel.height + 40, 260, 96, palette.cloud, easel.view.detail
        )
    return easel.hang(
        (air, far, middle), (front, *falling(easel), vignette(easel, strength=0.16)), ground=palette.sky[2], floats=True
    )


def season_tint(layer: Layer, easel: Easel) -> None:
    """What the season sends up: petals, leaves or flakes on the wind."""
    if easel.view.season == "summer":
        return
    dice = easel.dice("drift")
    colours = {"spring": ("#f6c3d2", "#fbe3e8"), "autumn": ("#d9924f", "#e3b25e"), "winter": ("#ffffff", "#eef4fb")}[
        easel.view.season
    ]
    for _ in range(easel.many(8, 16, 28)):
        x, y, size = dice.uniform(0, easel.width), dice.uniform(0.1, 0.9) * easel.height, dice.uniform(4, 9)
        layer.path(blob(dice, x, y, size, size * 0.6, 0.3, 5), easel.palette.tone(dice.choice(colours)), 0.8)


def bank(easel: Easel, name: str, y: float, far: float, opacity: float) -> Layer:
    """A bank of clouds across the picture with its tops around `y`."""
    layer, dice, palette = easel.layer(name), easel.dice(name), easel.palette
    light, shade = (mix(colour, palette.haze, far) for colour in palette.cloud)
    count = max(5, round(7 * easel.width / 1000))
    for index in range(count):
        x = easel.width * (index + dice.uniform(0.2, 0.8)) / count
        across = dice.uniform(120, 200)
        edge = abs(x / easel.width * 2 - 1)
        cloud(
            layer,
            dice,
            x,
            y + 110 - 70 * edge + dice.uniform(-20, 20),
            across,
            across * 0.52,
            (light, shade),
            easel.view.detail,
        )
    layer.box(
        0,
        y + 60,
        easel.width,
        easel.height - y,
        layer.down((light, 0.0), (light, 0.7), (mix(light, shade, 0.4), 1.0)),
        opacity,
    )
    return layer


def plain(view: View) -> Backdrop:
    """One colour, laid on with a broad brush: a wall that curves softly into the floor."""
    easel = Easel("plain", view, 360)
    dice = easel.dice("plain")
    colour = view.colour or dice.choice(("#f3e3cc", "#d9e6df", "#e3dcec", "#f5dcd3", "#d7e5ef"))
    wall, base = easel.layer("wall"), easel.layer("floor")
    named = view.colour is not None
    edge = darker(colour, 0.06 if named else 0.14)
    wall.box(0, 0, easel.width, easel.height, wall.down(edge, colour, lighter(colour, 0.18)))
    wall.soft(easel.width / 2, easel.horizon - 120, easel.width * 0.62, 470, lighter(colour, 0.75), 0.5)
    for _ in range(easel.many(3, 7, 12)):
        across = dice.uniform(160, 380)
        tint = lighter(colour, 0.4) if dice.random() < 0.5 else darker(colour, 0.10)
        wall.soft(
            dice.uniform(0, easel.width),
            dice.uniform(0, easel.height),
            across,
            across * dice.uniform(0.25, 0.5),
            tint,
            0.22,
        )
    floor = darker(colour, 0.10)
    base.box(
        0,
        easel.horizon - 10,
        easel.width,
        easel.height - easel.horizon + 10,
        base.down((floor, 0.0), (floor, 0.55), (floor, 0.75), (darker(colour, 0.2), 0.9)),
    )
    base.soft(easel.width / 2, easel.horizon + 190, easel.width * 0.5, 130, lighter(colour, 0.5), 0.6)
    red, green, blue = easel.palette.subjects if view.time == "night" else (1.0, 1.0, 1.0)
    tint = darker(grey(colour, 0.2), 0.9)
    light = (0.5 + 0.5 * red, 0.5 + 0.5 * green, 0.5 + 0.5 * blue)
    return easel.hang((wall, base), (vignette(easel, tint, 0.14),), ground=darker(colour, 0.1), light=light)
