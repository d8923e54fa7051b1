"""Rooms for many: the classroom, the library and the museum."""

from math import cos, sin, tau

from pinxit.engines.storybook.settings.brush import Layer, blob, ring, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter
from pinxit.engines.storybook.settings.furniture import (
    block,
    books,
    chest,
    picture,
    pot_plant,
    shade,
    shelf,
    table_lamp,
)  # fmt: skip
from pinxit.engines.storybook.settings.interior import Interior, bunting
from pinxit.engines.storybook.settings.window import window


def classroom(back: Layer, things: Layer, interior: Interior) -> None:
    """A blackboard, a bookcase and paper stars."""
    dice, foot = interior.dice("things"), interior.horizon
    bunting(back, interior, 34, ("#e8b8a6", "#f0dca8", "#b9c9a4", "#a9c6cb"))
    board, wide = interior.tone("#7d9a8b"), min(560.0, interior.width * 0.5)
    left = interior.width / 2 - wide / 2 + 40 * interior.side
    block(back, left - 14, foot - 142, wide + 28, 318, interior.tone("wood"), 8)
    back.box(left, foot - 446, wide, 290, back.down(darker(board, 0.12), board, lighter(board, 0.06)), corner=4)
    chalk = interior.tone("#f4f3e8")
    drawings(back, left, wide, foot, chalk)
    window(back, interior, interior.x(-0.76) - 75, foot - 490, 150, 260, curtains=False)
    shelf(things, interior, dice, interior.x(0.82) - 85, foot + 16, 170, 270)
    globe(things, interior, interior.x(0.82), foot - 254)
    chest(things, interior, interior.x(-0.76) - 90, foot + 34, 180, 130, "wood")
    pot_plant(things, interior, dice, interior.x(-0.78), foot - 100, 90)


def drawings(layer: Layer, left: float, wide: float, foot: float, chalk: str) -> None:
    """What the children drew on the blackboard: a sun, a house, a flower, and sums to come."""
    x, y = left + 74, foot - 376
    rays = "".join(
        f"M{x + cos(k * tau / 8) * 36:.1f} {y + sin(k * tau / 8) * 36:.1f}l{cos(k * tau / 8) * 16:.1f} "
        f"{sin(k * tau / 8) * 16:.1f}"
        for k in range(8)
    )
    layer.line(ring(x, y, 24, 24) + rays, chalk, 5, 0.6)
    x, y = left + wide - 96, foot - 196
    layer.line(f"M{x - 44:.1f} {y:.1f}v-62h88v62zm-12 -60l56 -46l56 46m-70 60v-30h22v30", chalk, 5, 0.6)
    x, y = left + wide - 190, foot - 196
    petals = "".join(ring(x + cos(k * tau / 5) * 14, y - 66 + sin(k * tau / 5) * 14, 9, 9) for k in range(5))
    layer.line(f"M{x:.1f} {y:.1f}v-48m0 30q16 -20 28 -14q-8 16 -28 14{petals}", chalk, 4.5, 0.6)
    layer.line(smooth([(left + 46 + k * 24, foot - 230 + (12 if k % 2 else -8)) for k in range(8)]), chalk, 4.5, 0.4)
    layer.line(f"M{left + wide - 200:.1f} {foot - 402:.1f}h120m-120 34h84", chalk, 4.5, 0.4)


def globe(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """A globe on its foot at (x, y)."""
    wood, water, land = interior.tone("wood"), interior.tone("#a3c6d4"), interior.tone("#b5c99a")
    layer.box(x - 28, y - 10, 56, 12, darker(wood, 0.2), corner=5)
    layer.line(f"M{x:.1f} {y - 10:.1f}v-16m34 -84a52 52 0 0 1 -34 84", wood, 7)
    layer.path(ring(x, y - 68, 42, 42), layer.ball(water))
    layer.path(
        blob(interior.dice("land"), x - 14, y - 78, 16, 13, 0.3)
        + blob(interior.dice("isle"), x + 16, y - 56, 12, 16, 0.3),
        land,
        0.85,
    )


def library(back: Layer, things: Layer, interior: Interior) -> None:
    """Bookcases from wall to wall, a window between them, a lamp and a ladder."""
    dice, foot = interior.dice("things"), interior.horizon
    x = -30.0
    gap = interior.x(-0.1)
    while x < interior.width:
        if not gap - 250 < x < gap + 60:
            shelf(things, interior, dice, x, foot + 12, 190, min(foot - 40, 560), "#a97f5c")
        x += 192
    window(back, interior, gap - 105, foot - 500, 210, 330)
    chest(things, interior, gap - 110, foot + 20, 220, 110, "#9c7453")
    table_lamp(things, interior, gap + 60, foot - 92)
    books(things, interior, dice, gap - 96, foot - 94, 96, 52)
    rail = interior.x(0.7)
    ladder = (
        f"M{rail - 40:.1f} {foot + 40:.1f}L{rail - 14:.1f} {foot - 470:.1f}M{rail + 44:.1f}"
        f" {foot + 40:.1f}L{rail + 32:.1f} {foot - 470:.1f}"
    )
    steps = "".join(f"M{rail - 38 + 4 * k:.1f} {foot - 10 - 84 * k:.1f}H{rail + 43 - 2 * k:.1f}" for k in range(6))
    things.line(ladder + steps, interior.tone("#d0a577"), 10)


def museum(back: Layer, things: Layer, interior: Interior) -> None:
    """Columns, framed pictures and a vase on a plinth."""
    dice, foot = interior.dice("things"), interior.horizon
    stone = interior.tone("#efe9df")
    for place, high in ((-0.36, 470), (0.0, 490), (0.36, 470)):
        picture(back, interior, dice, interior.x(place) - 85, foot - high, 170, 200 if place else 240)
    for place in (-0.62, 0.62) if interior.width < 1800 else (-0.8, -0.2, 0.2, 0.8):
        x = interior.x(place)
        shade(things, interior, x, foot + 18, 64)
        things.box(x - 36, 0, 72, foot + 14, things.across(lighter(stone, 0.35), stone, darker(stone, 0.25)))
        flutes = "".join(f"M{x + k * 15:.1f} 0V{foot - 6:.1f}" for k in (-1.5, -0.5, 0.5, 1.5))
        things.line(flutes, darker(stone, 0.25), 4, 0.4)
        block(things, x - 52, foot + 20, 104, 32, stone, 5)
    x, vase = interior.x(0.86), interior.tone("#9fb7c6")
    block(things, x - 56, foot + 46, 112, 170, stone, 5)
    things.path(
        f"M{x - 20:.1f} {foot - 124:.1f}q-46 -60 -2 -112q-10 -14 -6 -22h56q4 8 -6 22q44 52 -2 112z", things.ball(vase)
    )
