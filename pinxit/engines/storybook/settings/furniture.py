"""Furniture and things on walls, each with its foot or its upper left corner at a point in units."""

from random import Random

from pinxit.engines.storybook.settings.brush import Layer, blade, blob, ring
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.interior import Interior
from pinxit.engines.storybook.settings.sky import sparkle

_SPINES = ("#c98f86", "#8fa9bd", "#d9b778", "#9fb697", "#b69bb8", "#dcc4a4", "#87a0a0", "#cf9f7c")


def shade(layer: Layer, interior: Interior, x: float, y: float, across: float) -> None:
    """The soft shadow under a piece of furniture."""
    layer.soft(x, y, across, across * 0.12, darker(darker(interior.part("floor"), 1.0), 0.5), 0.6)


def block(layer: Layer, x: float, y: float, wide: float, tall: float, tone: str, corner: float = 8.0) -> None:
    """A box with its foot at `y` and its left side at `x`, lit from the left."""
    layer.box(x, y - tall, wide, tall, layer.across(lighter(tone, 0.16), tone, darker(tone, 0.2)), corner=corner)


def sofa(layer: Layer, interior: Interior, x: float, y: float, wide: float, colour: str) -> None:
    """A sofa about `x`, its foot at `y`."""
    tone, left = interior.tone(colour), x - wide / 2
    shade(layer, interior, x, y, wide * 0.58)
    layer.box(left + wide * 0.05, y - 14, 16, 14, interior.tone("wood"), corner=4)
    layer.box(left + wide * 0.9, y - 14, 16, 14, interior.tone("wood"), corner=4)
    layer.box(
        left + wide * 0.05,
        y - wide * 0.5,
        wide * 0.9,
        wide * 0.42,
        layer.down(lighter(tone, 0.16), darker(tone, 0.12)),
        corner=wide * 0.1,
    )
    for place in (0.12, 0.51):
        layer.box(
            left + wide * place,
            y - wide * 0.29,
            wide * 0.37,
            wide * 0.16,
            layer.down(lighter(tone, 0.26), tone),
            corner=wide * 0.05,
        )
    layer.box(
        left + wide * 0.06,
        y - wide * 0.17,
        wide * 0.88,
        wide * 0.14,
        layer.down(tone, darker(tone, 0.25)),
        corner=wide * 0.03,
    )
    for place in (0.0, 0.85):
        layer.box(
            left + wide * place, y - wide * 0.33, wide * 0.15, wide * 0.31, layer.ball(tone, 0.7), corner=wide * 0.065
        )
    cushion = interior.tone("#e6c27f")
    layer.add(f'<g transform="rotate(-12 {left + wide * 0.25:.1f} {y - wide * 0.33:.1f})">')
    layer.box(
        left + wide * 0.18, y - wide * 0.42, wide * 0.17, wide * 0.17, layer.ball(cushion, 0.7), corner=wide * 0.04
    )
    layer.add("</g>")


def standing_lamp(layer: Layer, interior: Interior, x: float, y: float, tall: float) -> None:
    """A lamp on a tall foot, lit from dusk on."""
    wood, cloth = interior.tone("wood"), interior.tone("#f2dcae")
    shade(layer, interior, x, y, 50)
    layer.oval(x, y - 5, 38, 9, layer.down(lighter(wood, 0.2), darker(wood, 0.3)))
    layer.line(f"M{x:.1f} {y - 8:.1f}V{y - tall * 0.75:.1f}", darker(wood, 0.15), 8)
    glow_lamp(layer, interior, x, y - tall * 0.86, tall * 0.45)
    lit_up = interior.view.time in ("dusk", "night")
    layer.path(
        f"M{x - tall * 0.09:.1f} {y - tall:.1f}h{tall * 0.18:.1f}l{tall * 0.07:.1f}"
        f" {tall * 0.27:.1f}h{-tall * 0.32:.1f}z",
        "#ffe9b8" if lit_up else layer.across(lighter(cloth, 0.3), cloth, darker(cloth, 0.16)),
    )


def glow_lamp(layer: Layer, interior: Interior, x: float, y: float, reach: float) -> None:
    """The light of a lamp, from dusk on."""
    strength = {"dusk": 0.5, "night": 0.75}.get(interior.view.time, 0.0)
    if strength:
        layer.soft(x, y, reach * 1.5, reach * 1.5, "#ffd58a", strength)


def shelf(
    layer: Layer, interior: Interior, dice: Random, x: float, y: float, wide: float, tall: float, colour: str = "wood"
) -> None:
    """A bookcase with its left side at `x` and its foot at `y`, filled with books."""
    tone = interior.tone(colour)
    shade(layer, interior, x + wide / 2, y, wide * 0.6)
    block(layer, x, y, wide, tall, tone)
    rows = max(2, round(tall / 112))
    high = (tall - 24) / rows
    layer.box(x + 12, y - tall + 12, wide - 24, tall - 26, darker(tone, 0.55), corner=4)
    for line in range(rows):
        foot = y - tall + 12 + (line + 1) * high - 8
        books(layer, interior, dice, x + 16, foot, wide - 32, high - 22)
        layer.box(x + 8, foot, wide - 16, 11, layer.down(lighter(tone, 0.3), darker(tone, 0.1)), corner=2)


def books(layer: Layer, interior: Interior, dice: Random, x: float, y: float, wide: float, tall: float) -> None:
    """A row of books that stand from `x` on, with a gap here and there for a pot or a ball."""
    end = x + wide
    while x < end - 12:
        if dice.random() < 0.05 and end - x > 60:
            pot = interior.tone(dice.choice(("coral", "#9bbcc0", "#e0c486")))
            layer.path(blob(dice, x + 27, y - 20, 20, 20, 0.03), layer.ball(pot))
            x += 58
            continue
        thick, high = min(dice.uniform(11, 22), end - x), tall * dice.uniform(0.66, 1.0)
        tone = mix(interior.tone(dice.choice(_SPINES)), interior.part("wall"), 0.12)
        layer.box(x, y - high, thick - 1.5, high, tone, corner=2)
        if interior.view.detail:
            layer.box(x + 2, y - high * 0.82, max(1.0, thick - 5.5), high * 0.1, lighter(tone, 0.5), 0.7)
        x += thick


def picture(layer: Layer, interior: Interior, dice: Random, x: float, y: float, wide: float, tall: float) -> None:
    """A framed picture of hills, or of a leaf."""
    frame, paper = interior.tone("wood"), interior.tone("#f7efdf")
    layer.box(x + 5, y + 8, wide, tall, darker(interior.part("wall"), 0.8), 0.3, corner=5)
    layer.box(x, y, wide, tall, layer.across(lighter(frame, 0.25), frame, darker(frame, 0.2)), corner=5)
    layer.box(x + 9, y + 9, wide - 18, tall - 18, paper, corner=2)
    if dice.random() < 0.5:
        layer.box(x + 20, y + 20, wide - 40, tall - 40, layer.down(interior.tone("#c9dfe8"), interior.tone("#f3e6cf")))
        foot = y + tall - 20
        layer.path(
            f"M{x + 20:.1f} {foot:.1f}v{-tall * 0.2:.1f}q{wide * 0.2:.1f} {-tall * 0.22:.1f} {wide * 0.4:.1f}"
            f" 0t{wide - 40 - wide * 0.4:.1f} {-tall * 0.06:.1f}V{foot:.1f}z",
            interior.tone("#a9c19a"),
        )
        layer.oval(x + wide * 0.64, y + tall * 0.36, 12, 12, interior.tone("#f4d9a0"))
        return
    for index in range(5):
        side = -1 if index % 2 else 1
        layer.path(
            blade(x + wide / 2, y + tall * (0.78 - 0.1 * index), tall * 0.22, side * wide * 0.2, 6),
            interior.tone("#a5bd9c"),
        )
    layer.line(f"M{x + wide / 2:.1f} {y + tall * 0.82:.1f}V{y + tall * 0.24:.1f}", interior.tone("#8ca685"), 3)


def pot_plant(layer: Layer, interior: Interior, dice: Random, x: float, y: float, size: float) -> None:
    """A plant with long leaves in a pot, its foot at (x, y)."""
    pot, leaf = interior.tone("#d19a80"), interior.tone("#8fb28a")
    shade(layer, interior, x, y, size * 0.5)
    for index in range(9):
        lean = (index - 4) / 4 * size * 0.62 + dice.uniform(-6, 6)
        tint = lighter(leaf, 0.2) if index % 2 else darker(leaf, 0.2)
        layer.path(
            blade(x + (index - 4) * 3, y - size * 0.42, size * (1.05 - 0.09 * abs(index - 4)), lean, size * 0.055), tint
        )
    layer.path(
        f"M{x - size * 0.27:.1f} {y - size * 0.46:.1f}h{size * 0.54:.1f}l{-size * 0.08:.1f}"
        f" {size * 0.46:.1f}h{-size * 0.38:.1f}z",
        layer.across(lighter(pot, 0.22), pot, darker(pot, 0.3)),
    )
    layer.box(
        x - size * 0.3,
        y - size * 0.5,
        size * 0.6,
        size * 0.1,
        layer.across(lighter(pot, 0.3), darker(pot, 0.14)),
        corner=5,
    )


def bed(layer: Layer, interior: Interior, x: float, y: float, wide: float, side: int) -> None:
    """A bed about `x` with its head on the side `side`, its foot at `y`."""
    wood, sheet, quilt = interior.tone("#d3ab82"), interior.tone("#fbf6ee"), interior.tone("#a9b8df")
    shade(layer, interior, x, y, wide * 0.6)
    head, toe = x + side * wide / 2, x - side * wide / 2
    block(layer, min(head, head - side * 26), y, 26, wide * 0.54, wood, 12)
    block(layer, min(toe, toe + side * 22), y, 22, wide * 0.34, wood, 10)
    low = min(head, toe)
    layer.box(low + 18, y - wide * 0.17, wide - 36, wide * 0.11, layer.down(wood, darker(wood, 0.25)), corner=6)
    layer.box(
        low + 20,
        y - wide * 0.29,
        wide - 40,
        wide * 0.15,
        layer.down(lighter(sheet, 0.2), darker(sheet, 0.14)),
        corner=18,
    )
    layer.oval(head - side * wide * 0.17, y - wide * 0.31, wide * 0.13, wide * 0.06, layer.ball(sheet, 0.6))
    start, end = sorted((toe + side * 16, head - side * wide * 0.30))
    layer.path(
        f"M{start:.1f} {y - wide * 0.10:.1f}V{y - wide * 0.27:.1f}Q{(start + end) / 2:.1f} {y - wide * 0.39:.1f}"
        f" {end:.1f} {y - wide * 0.30:.1f}V{y - wide * 0.10:.1f}Q{(start + end) / 2:.1f} {y - wide * 0.06:.1f}"
        f" {start:.1f} {y - wide * 0.10:.1f}z",
        layer.down(lighter(quilt, 0.28), quilt, darker(quilt, 0.2)),
    )
    marks = "".join(
        sparkle(start + (end - start) * a, y - wide * b, 9)
        for a, b in ((0.2, 0.24), (0.45, 0.16), (0.7, 0.25), (0.88, 0.15), (0.14, 0.14), (0.5, 0.29))
    )
    layer.path(marks, lighter(quilt, 0.6), 0.8)


def chest(
    layer: Layer, interior: Interior, x: float, y: float, wide: float, tall: float, colour: str, drawers: int = 2
) -> None:
    """A chest of drawers with its left side at `x` and its foot at `y`."""
    tone = interior.tone(colour)
    shade(layer, interior, x + wide / 2, y, wide * 0.6)
    block(layer, x, y, wide, tall, tone)
    layer.box(x - 6, y - tall - 4, wide + 12, 14, layer.down(lighter(tone, 0.35), darker(tone, 0.06)), corner=5)
    step = (tall - 24) / drawers
    for index in range(drawers):
        top = y - tall + 18 + index * step
        layer.box(x + 10, top, wide - 20, step - 10, layer.down(lighter(tone, 0.2), darker(tone, 0.06)), corner=6)
        layer.oval(x + wide / 2, top + step / 2 - 5, 7, 6, layer.ball(interior.tone("#d9b978")))


def table_lamp(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """A small lamp that stands at (x, y)."""
    foot, cloth = interior.tone("#8fb0b4"), interior.tone("#f6e3b6")
    glow_lamp(layer, interior, x, y - 70, 130)
    layer.path(blob(interior.dice("lamp"), x, y - 22, 19, 23, 0.02), layer.ball(foot))
    lit_up = interior.view.time in ("dusk", "night")
    layer.path(
        f"M{x - 22:.1f} {y - 96:.1f}h44l18 54h-80z",
        "#ffedc0" if lit_up else layer.across(lighter(cloth, 0.3), darker(cloth, 0.14)),
    )


def toys(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """A ball and a tower of bricks on the floor."""
    shade(layer, interior, x, y, 90)
    for left, top, colour in ((0.0, 0.0, "#e0a79b"), (46.0, 0.0, "#a7c3b0"), (22.0, 44.0, "#e5c983")):
        tone = interior.tone(colour)
        layer.box(x - 60 + left, y - 44 - top, 43, 43, layer.ball(tone, 0.7), corner=7)
    layer.path(ring(x + 62, y - 26, 28, 28), layer.ball(interior.tone("#9fb3dc")))
    layer.line(f"M{x + 36:.1f} {y - 32:.1f}q26 14 52 0", interior.tone("#fbf3e4"), 7, 0.9)
