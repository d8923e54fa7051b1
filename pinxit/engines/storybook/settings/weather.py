"""What passes in front of everything: rain, snow, fog, the grass at the bottom edge and the darker corners."""

from math import ceil

from pinxit.engines.storybook.settings.brush import Layer, ring
from pinxit.engines.storybook.settings.colour import darker, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.plants import flower, grass


def vignette(easel: Easel, colour: str | None = None, strength: float = 0.2) -> Layer:
    """The corners, a little darker, so that the eye stays in the picture; nothing at low detail, for it is slow."""
    layer = easel.layer("vignette")
    tint = colour or darker(easel.palette.sky[0], 0.85)
    paint = layer.radial((tint, 0.0), (tint, 0.0), (tint, 0.0), (tint, 0.25), (tint, 1.0))
    if easel.view.detail == 0:
        return layer
    wide, high = easel.width * 1.46, easel.height * 1.46
    shape = (
        f'x="{(easel.width - wide) / 2:.1f}" y="{(easel.height - high) / 2:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    )
    layer.add(f'<rect {shape} fill="{paint}" opacity="{strength:.2f}"/>')
    return layer


def falling(easel: Easel) -> tuple[Layer, ...]:
    """Rain, snow or fog over the picture, as the weather has it; nothing when it is dry."""
    weather = easel.view.weather
    if weather in ("rain", "storm"):
        return (rain(easel, 0.10 if weather == "rain" else 0.24),)
    if weather == "snow":
        return (snowfall(easel),)
    if weather == "fog":
        return (fog(easel),)
    return ()


def rain(easel: Easel, slant: float) -> Layer:
    """Streaks of rain, `slant` units aside for every unit down, and rings where they land."""
    layer, dice = easel.layer("rain"), easel.dice("rain")
    colour = mix(easel.palette.cloud[0], "#eaf3fb", 0.5)
    area = easel.height / 1000
    for width, opacity, length, share in ((1.6, 0.34, 34, 1.0), (2.6, 0.42, 62, 0.6)):
        shape = ""
        for _ in range(round(easel.many(60, 110, 180) * area * share)):
            x, y, long = (
                dice.uniform(-40, easel.width + 80),
                dice.uniform(-40, easel.height),
                length * dice.uniform(0.7, 1.2),
            )
            shape += f"M{x:.1f} {y:.1f}l{-slant * long:.1f} {long:.1f}"
        layer.line(shape, colour, width, opacity)
    drops = ""
    for _ in range(easel.many(8, 18, 30)):
        y = easel.horizon + (easel.height - easel.horizon) * dice.uniform(0.3, 1)
        size = 5 + 14 * easel.near(y)
        drops += ring(dice.uniform(0, easel.width), y, size, size * 0.3)
    layer.line(drops, colour, 1.8, 0.3)
    return layer


def snowfall(easel: Easel, density: float = 1.0) -> Layer:
    """Falling snow: many small flakes, some large and soft ones."""
    layer, dice = easel.layer("snowfall"), easel.dice("snowfall")
    area = easel.height / 1000 * density
    small, middle = "", ""
    for _ in range(round(easel.many(60, 120, 200) * area)):
        radius = dice.uniform(1.8, 3.6)
        small += ring(dice.uniform(0, easel.width), dice.uniform(0, easel.height), radius, radius)
    for _ in range(round(easel.many(16, 34, 55) * area)):
        radius = dice.uniform(4, 6.5)
        middle += ring(dice.uniform(0, easel.width), dice.uniform(0, easel.height), radius, radius)
    layer.path(small, "#ffffff", 0.75)
    layer.path(middle, "#ffffff", 0.8)
    for _ in range(round(easel.many(5, 10, 16) * area)):
        radius = dice.uniform(10, 20)
        layer.soft(dice.uniform(0, easel.width), dice.uniform(0, easel.height), radius, radius, "#ffffff", 0.6)
    return layer


def fog(easel: Easel) -> Layer:
    """Veils of fog, thickest over the horizon and thin where subjects stand."""
    layer, dice = easel.layer("fog"), easel.dice("fog")
    colour = mix(easel.palette.haze, easel.palette.sky[3], 0.4)
    low, high = easel.horizon - 330, easel.height
    paint = layer.between(low, high, (colour, 0.0), (colour, 0.30), (colour, 0.22), (colour, 0.05))
    layer.box(0, low, easel.width, high - low, paint)
    for index in range(ceil(easel.many(3, 5, 8))):
        x = easel.width * (index + dice.uniform(0, 1)) / max(1, easel.many(3, 5, 8))
        across = dice.uniform(240, 420)
        layer.soft(x, easel.horizon + dice.uniform(-80, 260), across, across * 0.2, colour, 0.5)
    return layer


def tufts(easel: Easel, *, flowers: bool = True, colour: str | None = None) -> Layer:
    """Grass and flowers along the bottom edge, tall in the corners and low in the middle."""
    layer, dice, palette = easel.layer("tufts"), easel.dice("tufts"), easel.palette
    own = colour or palette.grass
    tones = (
        darker(palette.tone(own), 0.5),
        darker(palette.tone(own), 0.22),
        palette.tone(mix(own, palette.grass_light, 0.4)),
    )
    if palette.is_snowy and colour is None:
        drift(easel, layer)
        tones = palette.tone("#c6b290"), palette.tone("#d8c8a8"), palette.tone("#b3a490")
    count = max(6, easel.many(10, 22, 34)) // (2 if palette.is_snowy else 1)
    for index in range(count):
        place = (index + dice.uniform(-0.4, 1.4)) / count * 2 - 1
        edge = abs(place) ** 2.2
        x = easel.width * (0.5 + 0.5 * place)
        size = (20 + 78 * edge) * dice.uniform(0.75, 1.15)
        grass(layer, dice, [(x, easel.height + 8)], size, tones[index % 3])
        if flowers and edge > 0.25 and not palette.is_snowy and dice.random() < 0.5:
            bloom = dice.choice(palette.flowers)
            flower(layer, easel, dice, x, easel.height + 4, 13 + 15 * edge, bloom)
    return layer


def drift(easel: Easel, layer: Layer) -> None:
    """Snow banked up in the two lower corners."""
    snow = easel.palette.tone("snow")
    for x, across in ((0.0, 260.0), (easel.width, 220.0)):
        paint = layer.radial((snow, 1.0), (snow, 1.0), (darker(snow, 0.12), 1.0))
        layer.oval(x, easel.height + 16, across, 66, paint)
