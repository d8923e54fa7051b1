"""The sky over a setting: its colours, sun, moon, stars and clouds."""

from math import cos, sin, tau
from random import Random

from pinxit.engines.storybook.settings.brush import Layer, blob, puffs, ring, smooth
from pinxit.engines.storybook.settings.colour import lighter, mix
from pinxit.engines.storybook.settings.easel import Easel


def paint_sky(easel: Easel, *, name: str = "sky", foot: float | None = None, orb: bool = True) -> Layer:
    """The whole sky as a layer. `foot` is the y in units of its lowest colour; `orb` False leaves out sun and moon."""
    layer = easel.layer(name)
    palette = easel.palette
    foot = easel.horizon if foot is None else foot
    layer.box(0, 0, easel.width, easel.height, layer.between(0, foot, *palette.sky, palette.sky[3]))
    wash(layer, easel, easel.dice("wash"), foot)
    if palette.is_dark and palette.overcast < 0.7 and easel.wants("star"):
        stars(layer, easel.dice("stars"), easel.width, foot * 0.9, easel.many(30, 60, 110) * foot / 570)
    if orb:
        paint_orb(layer, easel, foot)
    clouds(layer, easel, foot)
    if easel.view.weather == "storm":
        lightning(layer, easel, foot)
    return layer


def wash(layer: Layer, easel: Easel, dice: Random, foot: float) -> None:
    """Broad soft strokes of the sky's own colours, as a wet brush leaves them."""
    for _ in range(easel.many(2, 5, 8)):
        colour = lighter(dice.choice(easel.palette.sky), 0.35)
        across = dice.uniform(180, 420)
        layer.soft(dice.uniform(0, easel.width), dice.uniform(0, foot), across, across * 0.22, colour, 0.28)


def paint_orb(layer: Layer, easel: Easel, foot: float) -> None:
    """The sun or the moon with its glow, on the side away from the large things."""
    if not easel.wants("moon" if easel.palette.is_dark else "sun"):
        return
    palette, dice = easel.palette, easel.dice("orb")
    x, y = orb_place(easel, foot)
    shine = 1 - palette.overcast
    reach = 300.0 if palette.is_dark else 430.0
    layer.soft(x, y, reach, reach, palette.glow, 0.25 + 0.45 * shine)
    if shine < 0.3:
        return
    radius = 52.0 if palette.is_dark else 58.0
    layer.soft(x, y, radius * 2.1, radius * 2.1, palette.glow, 0.75 * shine)
    face = layer.ball(mix(palette.orb, palette.sky[1], 0.12 if palette.is_dark else 0.0), 0.5)
    layer.path(blob(dice, x, y, radius, radius, 0.02, 12), face, 0.3 + 0.7 * shine)
    if palette.is_dark:
        for left, down, size in ((-0.3, -0.15, 0.2), (0.25, 0.3, 0.26), (0.2, -0.42, 0.12), (-0.28, 0.42, 0.13)):
            spot = blob(dice, x + left * radius, y + down * radius, size * radius, size * radius * 0.9, 0.1)
            layer.path(spot, mix(palette.orb, palette.sky[2], 0.45), 0.45 * shine)


def orb_place(easel: Easel, foot: float) -> tuple[float, float]:
    """Where the sun or the moon stands, in units."""
    height = easel.palette.orb_height
    x = easel.x(-easel.dice("orb place").uniform(0.42, 0.62))
    return x, min(foot * height, foot - 110) if height < 0.5 else foot * height


def stars(layer: Layer, dice: Random, width: float, foot: float, count: float, colour: str = "#fff6dc") -> None:
    """Stars over a sky `foot` units high: many small, some bright with a glow, a few with rays."""
    small, large = "", ""
    for index in range(round(count)):
        x, y = dice.uniform(0, width), foot * dice.random() ** 1.3
        radius = dice.uniform(0.9, 2.3)
        if index % 9 == 0:
            large += sparkle(x, y, radius * 4.2)
            layer.soft(x, y, radius * 8, radius * 8, colour, 0.4)
        elif index % 2:
            small += ring(x, y, radius, radius)
        else:
            large += ring(x, y, radius * 1.2, radius * 1.2)
    if small:
        layer.path(small, colour, 0.6)
    if large:
        layer.path(large, colour, 0.9)


def sparkle(x: float, y: float, reach: float) -> str:
    """A four-pointed star as a path, `reach` units from middle to point."""
    inner = reach * 0.16
    steps = [f"M{x:.1f} {y - reach:.1f}"]
    for index in range(1, 9):
        angle = index * tau / 8
        length = inner if index % 2 else reach
        steps.append(f"L{x + sin(angle) * length:.1f} {y - cos(angle) * length:.1f}")
    return "".join(steps) + "z"


def clouds(layer: Layer, easel: Easel, foot: float) -> None:
    """As many clouds as the weather brings, smaller and flatter towards the horizon."""
    if not easel.wants("cloud"):
        return
    dice, palette = easel.dice("clouds"), easel.palette
    count = round(palette.cover * min(2.6, easel.width * max(foot, 300) / 570_000) ** 0.8)
    places = sorted(
        (foot * (0.10 + 0.72 * (index + dice.uniform(0.1, 0.9)) / max(1, count)), dice.uniform(-0.05, 1.05))
        for index in range(count)
    )
    heavy = 1.0 + 0.7 * palette.overcast
    orb = orb_place(easel, foot)
    for y, place in reversed(places):
        if abs(place * easel.width - orb[0]) < 190 and abs(y - orb[1]) < 130 and palette.overcast < 0.4:
            place += 0.34 * easel.side
        size = (1.1 - 0.75 * y / foot) * dice.uniform(0.8, 1.2) * heavy
        cloud(layer, dice, place * easel.width, y, 165 * size, 66 * size, palette.cloud, easel.view.detail)


def cloud(
    layer: Layer,
    dice: Random,
    x: float,
    y: float,
    across: float,
    down: float,
    colours: tuple[str, str],
    detail: int = 1,
) -> None:
    """A cloud with its foot at `y`; `across` and `down` are its radii, `colours` its lit and shaded colour."""
    light, shade = colours
    foot = layer.down((light, 0.97), (light, 0.93), (mix(light, shade, 0.6), 0.8), (shade, 0.12))
    layer.path(puffs(dice, x, y, across, down, 5 + detail), foot)
    if detail:
        crown = layer.radial((light, 0.95), (light, 0.75), (light, 0.0))
        for _ in range(2 + detail):
            radius = down * dice.uniform(0.4, 0.62)
            layer.oval(
                x + dice.uniform(-0.5, 0.45) * across, y - down * dice.uniform(0.6, 1.0), radius * 1.25, radius, crown
            )
    layer.soft(x, y - down * 0.08, across * 0.95, down * 0.24, shade, 0.28)


def lightning(layer: Layer, easel: Easel, foot: float) -> None:
    """A bolt far off, with the cloud lit around it."""
    dice = easel.dice("lightning")
    x, y = easel.x(dice.uniform(0.3, 0.6)), foot * 0.26
    layer.soft(x, y + 20, 210, 130, "#f4f0ff", 0.5)
    points = [(x, y)]
    while points[-1][1] < foot * 0.86:
        last = points[-1]
        points.append((last[0] + dice.choice((-1, 1)) * dice.uniform(14, 40), last[1] + dice.uniform(36, 66)))
    bolt = "M" + "L".join(f"{left:.1f} {top:.1f}" for left, top in points)
    fork = points[len(points) // 2]
    bolt += f"M{fork[0]:.1f} {fork[1]:.1f}l{30 * easel.side} 34l-6 22l{22 * easel.side} 30"
    for width, opacity in ((16, 0.16), (8, 0.3), (3.4, 0.95)):
        layer.line(bolt, "#fdf6e0", width, opacity)


def rainbow(layer: Layer, x: float, y: float, radius: float, opacity: float = 0.4) -> None:
    """A rainbow around (x, y), `radius` units to its outer rim."""
    for index, colour in enumerate(("#f2a3a0", "#f7c99b", "#f8eaa6", "#b9deb0", "#a9cdea", "#c3b4e2")):
        reach = radius - index * radius * 0.032
        arc = f"M{x - reach:.1f} {y:.1f}A{reach:.1f} {reach:.1f} 0 0 1 {x + reach:.1f} {y:.1f}"
        layer.line(arc, colour, radius * 0.034, opacity)


def birds(layer: Layer, dice: Random, x: float, y: float, count: int, colour: str) -> None:
    """A few birds far off, around (x, y)."""
    shape = ""
    for _ in range(count):
        left, top, span = x + dice.uniform(-90, 90), y + dice.uniform(-45, 45), dice.uniform(9, 17)
        wing = [(left - span, top - span * 0.25), (left - span * 0.4, top - span * 0.5), (left, top)]
        shape += smooth(wing) + smooth(
            [(left, top), (left + span * 0.4, top - span * 0.5), (left + span, top - span * 0.2)]
        )
    layer.line(shape, colour, 2.6, 0.6)
