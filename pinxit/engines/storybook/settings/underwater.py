"""The world under the sea: light from above, rocks, weeds, corals and bubbles."""

from math import sin, tau
from random import Random

from pinxit.engines.storybook.settings.brush import Layer, filled, height_at, puffs, ridge, ring, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.land import scatter
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import vignette


def underwater(view: View) -> Backdrop:
    """Under the sea: light from above, rocks, weeds and corals on a sandy floor."""
    easel = Easel("underwater", view, 250)
    palette = easel.palette
    tint = mix("#7fcbd0", palette.sky[0], 0.3)
    clear = [
        palette.tone(mix(colour, palette.sky[index], 0.05))
        for index, colour in enumerate(("#bfe8e2", "#84cdd2", "#5aabc2", "#4a93b3"))
    ]
    water = easel.layer("sky")
    water.box(0, 0, easel.width, easel.height, water.down(*clear))
    water.soft(
        easel.x(-0.2),
        0,
        easel.width * 0.55,
        easel.height * 0.5,
        lighter(clear[0], 0.6),
        0.25 if palette.is_dark else 0.7,
    )
    sunbeams(water, easel, easel.dice("beams"), mix(lighter(clear[0], 0.5), palette.glow, 0.4))
    far, dice = easel.layer("far"), easel.dice("far")
    for drop, share, tall in ((-130.0, 0.66, 80.0), (-50.0, 0.42, 60.0)):
        line = ridge(dice, easel.width, easel.horizon + drop, tall, 420, 0.15)
        tone = mix(palette.tone("#3f7d93"), clear[3], share)
        far.path(
            filled(line, easel.height),
            far.between(easel.horizon + drop - tall, easel.height, tone, mix(tone, clear[3], 0.7)),
        )
        for _ in range(easel.many(4, 8, 12)):
            x = easel.x(dice.choice((-1, 1)) * dice.uniform(0.35, 1))
            kelp(
                far,
                dice,
                x,
                height_at(line, x) + 20,
                dice.uniform(120, 260) * (1.2 - share),
                mix(palette.tone("weed"), clear[3], share),
            )
    base, dice = easel.layer("ground"), easel.dice("ground")
    floor = palette.tone(mix("#ecd9ae", tint, 0.35))
    sandy_floor(base, easel, dice, floor, clear[3])
    reef(base, easel, easel.dice("reef"))
    bubbles = bubble_layer(easel)
    red, green, blue = palette.subjects
    return easel.hang(
        (water, far, base),
        (corner_reef(easel), bubbles, vignette(easel, darker(clear[3], 1.0), 0.36)),
        ground=floor,
        floats=True,
        light=(0.92 * red, 0.98 * green, blue),
        far=0.2,
    )


def sunbeams(layer: Layer, easel: Easel, dice: Random, colour: str) -> None:
    """Rays that fan out from the surface."""
    strength = 0.10 if easel.palette.is_dark else 0.34 * (1 - 0.6 * easel.palette.overcast)
    for index in range(6):
        top = easel.x(-0.2) + (index - 2.5) * 76 + dice.uniform(-20, 20)
        foot, wide = easel.x(-0.2) + (index - 2.5) * 230 + dice.uniform(-40, 40), dice.uniform(50, 120)
        for share in (1.2, 0.8, 0.45):
            half, low = 18 * share, wide * share
            beam = (
                f"M{top - half:.1f} -10L{top + half:.1f} -10L{foot + low:.1f} {easel.horizon + 60:.1f}"
                f"L{foot - low:.1f} {easel.horizon + 60:.1f}z"
            )
            top_y = -10 - dice.uniform(0, 160)  # Else the steps of the faint gradients show as bands.
            stops = (colour, strength * 0.5), (colour, strength * 0.25), (colour, 0.0)
            layer.path(beam, layer.between(top_y, easel.horizon + 60, *stops))


def kelp(layer: Layer, dice: Random, x: float, y: float, tall: float, colour: str) -> None:
    """A ribbon of weed that sways, its foot at (x, y)."""
    width, phase = tall * 0.045, dice.uniform(0, tau)
    left = [(x + sin(phase + k * 0.9) * tall * 0.06 - width * (1 - k / 7), y - tall * k / 7) for k in range(8)]
    right = [(a + 2 * width * (1 - k / 7), b) for k, (a, b) in enumerate(left)]
    layer.path(
        smooth(left) + "L" + smooth(right[::-1])[1:] + "z",
        layer.down(lighter(colour, 0.2), colour, darker(colour, 0.25)),
    )


def sandy_floor(layer: Layer, easel: Easel, dice: Random, floor: str, deep: str) -> None:
    """The sea floor with the net of light that the waves throw."""
    line = ridge(dice, easel.width, easel.horizon + 20, 26, 700)
    layer.path(
        filled(line, easel.height + 5),
        layer.between(easel.horizon - 10, easel.height, mix(floor, deep, 0.6), floor, darker(floor, 0.18)),
    )
    net = ""
    for x, y in scatter(easel, dice, easel.many(6, 16, 28)):
        half = 20 + 50 * easel.near(y)
        net += (
            f"M{x - half:.1f} {y + 30:.1f}q{half * 0.5:.1f} {-half * 0.2:.1f} {half:.1f} 0t{half:.1f}"
            f" {dice.uniform(-6, 6):.1f}"
        )
    layer.line(net, lighter(floor, 0.5), 3.4, 0.4)


def reef(layer: Layer, easel: Easel, dice: Random) -> None:
    """Rocks, corals and weeds at the sides of the floor."""
    palette = easel.palette
    for side in (-1, 1):
        for index in range(easel.many(3, 5, 7) if easel.width < 1800 else 8):
            share = 0.6 + 0.42 * dice.random()
            x, y = easel.width * (0.5 + 0.5 * side * share), easel.horizon + 50 + 110 * dice.random()
            tall = dice.uniform(80, 180) * (0.5 + 0.6 * share)
            if index % 3 == 0:
                kelp(layer, dice, x, y, tall * 1.9, palette.tone("weed", 0.06))
                kelp(layer, dice, x + 26, y + 6, tall * 1.4, palette.tone("#86b87f", 0.06))
            elif index % 3 == 1:
                fan_coral(
                    layer, dice, x, y, tall, palette.tone(dice.choice(("coral", "coral_gold", "coral_violet")), 0.05)
                )
            else:
                stone = palette.tone("#8a93a6", 0.06)
                layer.path(
                    puffs(dice, x, y + 10, tall * 0.7, tall * 0.5, 4),
                    layer.down(lighter(stone, 0.3), darker(stone, 0.3)),
                )


def fan_coral(layer: Layer, dice: Random, x: float, y: float, tall: float, colour: str) -> None:
    """A branching coral with round tips, its foot at (x, y)."""
    shape = ""
    for index in range(6):
        lean = (index - 2.5) / 2.5 * tall * 0.55
        high = tall * dice.uniform(0.7, 1.0) * (1 - 0.12 * abs(index - 2.5))
        shape += f"M{x:.1f} {y:.1f}Q{x + lean * 0.2:.1f} {y - high * 0.5:.1f} {x + lean:.1f} {y - high:.1f}"
        shape += (
            f"M{x + lean * 0.42:.1f} {y - high * 0.56:.1f}q{lean * 0.2 + 4:.1f} {-high * 0.12:.1f}"
            f" {lean * 0.1 + 12:.1f} {-high * 0.34:.1f}"
        )
    layer.line(shape, darker(colour, 0.25), tall * 0.11)
    layer.add(f'<g transform="translate({-tall * 0.015:.1f} {-tall * 0.015:.1f})">')
    layer.line(shape, colour, tall * 0.075)
    layer.add("</g>")


def bubble_layer(easel: Easel) -> Layer:
    """Bubbles that rise in strings."""
    layer, dice = easel.layer("bubbles"), easel.dice("bubbles")
    shape, shine = "", ""
    for _ in range(easel.many(3, 4, 6)):
        x, y = dice.uniform(0.05, 0.95) * easel.width, dice.uniform(0.3, 0.95) * easel.height
        for step in range(dice.randint(4, 7)):
            radius = dice.uniform(3, 10)
            left, top = x + dice.uniform(-16, 16), y - step * dice.uniform(26, 44)
            shape += ring(left, top, radius, radius)
            shine += ring(left - radius * 0.35, top - radius * 0.35, radius * 0.22, radius * 0.22)
    layer.path(shape, "#eafcff", 0.16)
    layer.line(shape, "#eafcff", 1.5, 0.5)
    layer.path(shine, "#ffffff", 0.8)
    return layer


def corner_reef(easel: Easel) -> Layer:
    """Corals and weeds in the two lower corners, near the eye."""
    layer, dice, palette = easel.layer("corners"), easel.dice("corners"), easel.palette
    for side in (-1, 1):
        x = easel.width * (0.5 + 0.5 * side)
        for index in range(4):
            left = x - side * (index * 34 - 10)
            kelp(
                layer,
                dice,
                left,
                easel.height + 12,
                (190 - index * 38) * dice.uniform(0.85, 1.15),
                darker(palette.tone("weed"), 0.3),
            )
        fan_coral(
            layer,
            dice,
            x - side * 96,
            easel.height + 14,
            84,
            darker(palette.tone("coral" if side > 0 else "coral_violet"), 0.12),
        )
    return layer
