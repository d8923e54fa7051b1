"""Rooms by kind, each furnished at its sides and free in its middle."""

from collections.abc import Callable

from pinxit.engines.storybook.settings.brush import Layer, blob, ring, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter
from pinxit.engines.storybook.settings.furniture import (
    bed,
    block,
    chest,
    picture,
    pot_plant,
    shade,
    shelf,
    sofa,
    standing_lamp,
    table_lamp,
    toys,
)  # fmt: skip
from pinxit.engines.storybook.settings.halls import classroom, library, museum
from pinxit.engines.storybook.settings.households import bathroom, dining_room, stove
from pinxit.engines.storybook.settings.interior import Interior, bunting, floor, pendant, wall
from pinxit.engines.storybook.settings.sky import sparkle
from pinxit.engines.storybook.settings.stage import stage
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import vignette
from pinxit.engines.storybook.settings.window import sunlight, window

_NEAREST = {
    "nursery": "bedroom",
    "attic": "bedroom",
    "hospital": "clinic",
    "laboratory": "clinic",
    "school": "classroom",
    "office": "library",
    "study": "library",
    "theatre": "stage",
    "theater": "stage",
    "gallery": "museum",
    "hall": "museum",
    "cafe": "dining room",
    "restaurant": "dining room",
    "bakery": "kitchen",
    "shop": "kitchen",
}


def room(view: View) -> Backdrop:
    """The room that `view.room` names, or the nearest to it."""
    name = view.room if view.room in _FURNISH or view.room == "stage" else _NEAREST.get(view.room, "living room")
    if name == "stage":
        return stage(view)
    interior = Interior(name, view)
    back, base, things = wall(interior), floor(interior), interior.layer("things")
    if view.height > 1200:
        pendant(back, interior)
    _FURNISH[name](back, things, interior)
    sunlight(base, interior)
    tint = darker(interior.part("wall"), 1.0)
    return interior.hang(
        (back, base, things),
        (vignette(interior, tint, 0.26),),
        ground=interior.part("floor"),
        light=interior.subjects,
        far=0.26,
    )


def living_room(back: Layer, things: Layer, interior: Interior) -> None:
    """A sofa, a lamp, a bookcase and pictures."""
    dice, foot = interior.dice("things"), interior.horizon
    window(back, interior, interior.x(-0.42) - 125, foot - 500, 250, 300)
    for place, high in ((0.14, 400), (0.36, 430)):
        picture(back, interior, dice, interior.x(place) - 55, foot - high, 110, 140 if place > 0.2 else 110)
    sofa(things, interior, interior.x(-0.62), foot + 46, 360, "#93adb0")
    wide = 190.0
    shelf(things, interior, dice, interior.x(0.78) - wide / 2, foot + 14, wide, 430)
    standing_lamp(things, interior, interior.x(0.46), foot + 26, 390)
    pot_plant(things, interior, dice, interior.x(-0.12) if interior.width > 1300 else interior.x(-0.97), foot + 66, 170)


def bedroom(back: Layer, things: Layer, interior: Interior) -> None:
    """A bed under a window, a chest with a lamp, flags and toys."""
    dice, foot = interior.dice("things"), interior.horizon
    bunting(back, interior, 54, ("#efc3c6", "#f3dcae", "#b9d3c6", "#c3c0e6"))
    window(back, interior, interior.x(0.34) - 120, foot - 500, 240, 280)
    picture(back, interior, dice, interior.x(-0.24) - 60, foot - 400, 120, 130)
    chest(things, interior, interior.x(0.12) - 62, foot + 16, 124, 128, "#e2c49c")
    table_lamp(things, interior, interior.x(0.12), foot - 112)
    bed(things, interior, interior.x(0.66), foot + 60, 400, interior.side)
    shelf(things, interior, dice, interior.x(-0.76) - 85, foot + 14, 170, 300, "#e6cfae")
    toys(things, interior, interior.x(-0.66), foot + 104)


def kitchen(back: Layer, things: Layer, interior: Interior) -> None:
    """A counter with a stove, shelves with plates and jars, and a window with short curtains."""
    dice, foot = interior.dice("things"), interior.horizon
    window(back, interior, interior.x(-0.5) - 130, foot - 520, 260, 250)
    for drop in (410, 300):
        board = interior.tone("wood")
        left = interior.x(0.5) - 170
        back.box(left, foot - drop, 340, 14, back.down(lighter(board, 0.3), darker(board, 0.2)), corner=4)
        crockery(back, interior, left + 20, foot - drop, drop == 410)
    counter(things, interior, interior.x(0.56) - 250, foot + 34, 500)
    counter(things, interior, interior.x(-0.72) - 160, foot + 34, 320)
    stove(things, interior, interior.x(0.36) - 75, foot + 38)
    kettle(things, interior, interior.x(0.36), foot - 138)
    pot_plant(things, interior, dice, interior.x(-0.8), foot - 118, 96)


def crockery(layer: Layer, interior: Interior, x: float, y: float, plates: bool) -> None:
    """Plates that lean on the wall, or jars, from `x` on along a shelf at `y`."""
    for index in range(5):
        tone = interior.tone(("#e8b8a6", "#a9c6cb", "#f0dca8", "#b9c9a4", "#d8bccd")[index])
        left = x + 30 + index * 62
        if plates:
            layer.path(ring(left, y - 28, 27, 28), layer.ball(lighter(tone, 0.35), 0.6))
            layer.add(
                f'<ellipse cx="{left:.1f}" cy="{y - 28:.1f}" rx="18" ry="19" fill="none" stroke="{tone}"'
                ' stroke-width="5"/>'
            )
        else:
            layer.box(left - 21, y - 58, 42, 58, layer.across(lighter(tone, 0.4), tone, darker(tone, 0.2)), corner=12)
            layer.box(left - 19, y - 68, 38, 14, interior.tone("wood"), corner=5)


def counter(layer: Layer, interior: Interior, x: float, y: float, wide: float) -> None:
    """A run of cupboards with a worktop, its left side at `x` and its foot at `y`."""
    tone, top = interior.tone("#b7cdc4"), interior.tone("#d8b68c")
    shade(layer, interior, x + wide / 2, y, wide * 0.55)
    block(layer, x, y, wide, 150, tone, 6)
    doors = round(wide / 125)
    part = wide / doors
    for index in range(doors):
        left = x + index * part + 9
        layer.box(left, y - 132, part - 18, 112, layer.down(lighter(tone, 0.3), darker(tone, 0.04)), corner=8)
        layer.box(left + 10, y - 122, part - 38, 92, layer.down(darker(tone, 0.06), lighter(tone, 0.16)), corner=5)
        layer.oval(left + (part - 34 if index % 2 == 0 else 16), y - 82, 6, 6, interior.tone("#d9b978"))
    layer.box(x - 10, y - 164, wide + 20, 24, layer.down(lighter(top, 0.3), darker(top, 0.14)), corner=7)


def kettle(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """A kettle that stands at (x, y)."""
    tone = interior.tone("#d79284")
    layer.line(f"M{x - 32:.1f} {y - 54:.1f}q32 -52 64 0", interior.tone("#7d7480"), 7)
    layer.path(f"M{x + 26:.1f} {y - 22:.1f}q26 -4 34 -34l10 4q-4 40 -40 52z", darker(tone, 0.2))
    layer.path(f"M{x - 42:.1f} {y:.1f}q-8 -62 42 -64q50 2 42 64z", layer.ball(tone))
    layer.oval(x, y - 66, 8, 7, darker(tone, 0.3))


def clinic(back: Layer, things: Layer, interior: Interior) -> None:
    """An examination couch, a cabinet with bottles, a chart, posters and a lamp."""
    dice, foot = interior.dice("things"), interior.horizon
    window(back, interior, interior.x(-0.46) - 120, foot - 520, 240, 270)
    poster(back, interior, interior.x(0.12) - 55, foot - 470, "heart")
    poster(back, interior, interior.x(0.36) - 55, foot - 500, "paw")
    ruler(back, interior, interior.x(-0.06), foot - 40)
    cabinet(things, interior, interior.x(0.78) - 105, foot + 16)
    couch(things, interior, interior.x(-0.62), foot + 60)
    pot_plant(things, interior, dice, interior.x(0.98) if interior.width < 1200 else interior.x(0.52), foot + 66, 150)


def poster(layer: Layer, interior: Interior, x: float, y: float, kind: str) -> None:
    """A poster with a heart or a paw on it, its upper left corner at (x, y)."""
    paper = interior.tone("#fdf8ec")
    layer.box(x + 4, y + 6, 110, 146, darker(interior.part("wall"), 0.8), 0.25, corner=5)
    layer.box(x, y, 110, 146, layer.down(lighter(paper, 0.2), darker(paper, 0.05)), corner=5)
    middle, top = x + 55, y + 66
    if kind == "heart":
        tone = interior.tone("#e39a98")
        layer.path(
            f"M{middle:.1f} {top + 40:.1f}C{middle - 70:.1f} {top - 4:.1f} {middle - 34:.1f} {top - 52:.1f}"
            f" {middle:.1f} {top - 18:.1f}C{middle + 34:.1f} {top - 52:.1f} {middle + 70:.1f} {top - 4:.1f}"
            f" {middle:.1f} {top + 40:.1f}z",
            layer.ball(tone),
        )
        layer.line(f"M{middle - 34:.1f} {top:.1f}h18l8 -16l12 32l8 -16h20", paper, 4.5, 0.9)
    else:
        tone = interior.tone("#8fb6b3")
        pads = "".join(ring(middle + a, top + b, 9.5, 12) for a, b in ((-30, -6), (-11, -26), (11, -26), (30, -6)))
        layer.path(pads, layer.down(lighter(tone, 0.15), tone))
        layer.path(blob(interior.dice("paw"), middle, top + 20, 25, 21, 0.06), layer.ball(tone))
    layer.line(f"M{x + 26:.1f} {y + 122:.1f}h58m-48 11h38", interior.tone("#c9c6bd"), 4, 0.9)


def ruler(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """A measure for children's height on the wall, its foot at (x, y)."""
    tone = interior.tone("#f3d9a0")
    layer.box(x - 20, y - 380, 40, 380, layer.across(lighter(tone, 0.25), tone), corner=8)
    marks = "".join(f"M{x + 18:.1f} {y - 14 - index * 18:.1f}h{-18 if index % 5 == 0 else -9}" for index in range(20))
    layer.line(marks, interior.tone("#b58f6c"), 2.6, 0.8)
    for index in range(3):
        layer.path(sparkle(x - 6, y - 60 - index * 120, 11), interior.tone("#e59c8f"), 0.9)


def cabinet(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """A white cabinet with bottles behind glass and a cross on its door."""
    tone, glass = interior.tone("#f3f4ee"), interior.tone("#bfdad8")
    shade(layer, interior, x + 105, y, 120)
    block(layer, x, y, 210, 420, tone, 12)
    layer.box(x + 16, y - 402, 178, 206, layer.down(lighter(glass, 0.35), glass), corner=8)
    for line in range(2):
        foot = y - 302 + line * 100
        for index in range(4):
            bottle = interior.tone(("#e2a79c", "#9fc0b0", "#e8cc8f", "#a7b4d6")[(index + line) % 4])
            left, tall = x + 30 + index * 41, 44 + 16 * ((index * 7 + line * 3) % 3)
            layer.box(
                left, foot - tall, 28, tall, layer.across(lighter(bottle, 0.4), bottle, darker(bottle, 0.15)), corner=8
            )
            layer.box(left + 7, foot - tall - 12, 14, 14, darker(tone, 0.2), corner=3)
        layer.box(x + 16, foot, 178, 8, darker(tone, 0.16))
    layer.path(f"M{x + 16:.1f} {y - 402:.1f}h60l-60 120z", "#ffffff", 0.25)
    layer.box(x + 16, y - 178, 178, 160, layer.down(lighter(tone, 0.4), darker(tone, 0.06)), corner=8)
    cross = interior.tone("#e0908c")
    layer.path(f"M{x + 93:.1f} {y - 132:.1f}h24v22h22v24h-22v22h-24v-22h-22v-24h22z", layer.ball(cross, 0.6))


def couch(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """An examination couch with a roll of paper, about `x`, its foot at `y`."""
    pad, steel, paper = interior.tone("#8fbdbb"), interior.tone("#c3c9cf"), interior.tone("#fcfaf3")
    shade(layer, interior, x, y, 210)
    layer.line(
        f"M{x - 140:.1f} {y - 110:.1f}L{x - 148:.1f} {y - 3:.1f}M{x + 140:.1f} {y - 110:.1f}L{x + 148:.1f}"
        f" {y - 3:.1f}M{x - 144:.1f} {y - 42:.1f}H{x + 144:.1f}",
        steel,
        11,
    )
    layer.box(x - 176, y - 150, 352, 48, layer.down(lighter(pad, 0.3), pad, darker(pad, 0.22)), corner=22)
    layer.path(
        smooth(
            [(x - 60, y - 152), (x, y - 154), (x + 84, y - 152), (x + 84, y - 84), (x + 12, y - 90), (x - 60, y - 84)],
            closed=False,
        )
        + "z",
        layer.down(lighter(paper, 0.3), darker(paper, 0.08)),
        0.95,
    )
    layer.box(x - interior.side * 126 - 50, y - 186, 100, 42, layer.ball(lighter(pad, 0.2), 0.7), corner=20)


_FURNISH: dict[str, Callable[[Layer, Layer, Interior], None]] = {
    "living room": living_room, "bedroom": bedroom, "kitchen": kitchen, "bathroom": bathroom,
    "dining room": dining_room, "classroom": classroom,
    "clinic": clinic, "library": library, "museum": museum,
}  # fmt: skip
ROOMS = frozenset([*_FURNISH, "stage", *_NEAREST])
"""The kinds of room that can be asked for."""
