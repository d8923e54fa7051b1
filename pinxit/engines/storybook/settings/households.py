"""Rooms of the house that need furniture of their own: the bathroom and the dining room, and the kitchen's stove."""

from pinxit.engines.storybook.settings.brush import Layer, ring
from pinxit.engines.storybook.settings.colour import darker, lighter
from pinxit.engines.storybook.settings.furniture import block, chest, picture, pot_plant, shade, table_lamp
from pinxit.engines.storybook.settings.interior import Interior
from pinxit.engines.storybook.settings.window import window


def bathroom(back: Layer, things: Layer, interior: Interior) -> None:
    """A basin under a mirror, a shelf with bottles and towels, a window; no tub, which may be a subject."""
    dice, foot = interior.dice("things"), interior.horizon
    window(back, interior, interior.x(-0.5) - 105, foot - 520, 210, 240)
    mirror(back, interior, interior.x(0.62), foot - 350)
    washing_shelf(back, interior, interior.x(0.16) - 90, foot - 300, 180)
    towel_rail(back, interior, interior.x(0.16) - 76, foot - 262, 152)
    basin(things, interior, interior.x(0.62), foot + 36)
    pot_plant(things, interior, dice, interior.x(0.96), foot + 62, 140)


def mirror(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """An oval mirror on the wall, its middle at (x, y)."""
    frame, glass = interior.tone("#d9b978"), interior.tone("#d3e9f1")
    layer.oval(x + 5, y + 9, 96, 122, darker(interior.part("wall"), 0.8), 0.28)
    layer.oval(x, y, 96, 122, layer.across(lighter(frame, 0.35), frame, darker(frame, 0.2)))
    layer.oval(x, y, 83, 109, layer.down(lighter(glass, 0.5), glass, darker(glass, 0.1)))
    layer.line(f"M{x - 44:.1f} {y + 22:.1f}L{x + 4:.1f} {y - 62:.1f}", "#ffffff", 15, 0.45)
    layer.line(f"M{x - 14:.1f} {y + 44:.1f}L{x + 36:.1f} {y - 44:.1f}", "#ffffff", 7, 0.4)


def washing_shelf(layer: Layer, interior: Interior, x: float, y: float, wide: float) -> None:
    """A board on the wall with bottles and a pile of towels; its upper left corner at (x, y)."""
    board = interior.tone("wood")
    layer.box(x, y, wide, 14, layer.down(lighter(board, 0.3), darker(board, 0.2)), corner=4)
    for left, tall, colour in ((16, 58, "#e2a79c"), (48, 44, "#9fc0b0"), (80, 66, "#e8cc8f")):
        tone = interior.tone(colour)
        layer.box(x + left, y - tall, 26, tall, layer.across(lighter(tone, 0.4), tone, darker(tone, 0.15)), corner=8)
        layer.box(x + left + 7, y - tall - 12, 12, 14, interior.tone("#f7f4ec"), corner=3)
    for index, colour in enumerate(("#efc3c6", "#f7f0e2", "#a9c6cb")):
        tone = interior.tone(colour)
        top = y - 20 * (index + 1)
        layer.box(x + wide - 66, top, 58, 20, layer.down(lighter(tone, 0.3), darker(tone, 0.08)), corner=9)


def towel_rail(layer: Layer, interior: Interior, x: float, y: float, wide: float) -> None:
    """A rail with a striped towel; its left end at (x, y)."""
    steel, cloth = interior.tone("#c3c9cf"), interior.tone("#efb9b2")
    layer.line(f"M{x:.1f} {y:.1f}h{wide:.1f}", steel, 8)
    shape = f"M{x + 26:.1f} {y - 5:.1f}h92q3 70 -2 144q-44 7 -88 0q-5 -74 -2 -144z"
    layer.path(shape, layer.across(lighter(cloth, 0.3), cloth, darker(cloth, 0.12)))
    layer.line(f"M{x + 27:.1f} {y + 98:.1f}q45 6 90 0m-90 17q45 6 90 0", interior.tone("#fbf6ee"), 6, 0.9)


def basin(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """A washbasin on a cupboard with a tap, about `x`, its foot at `y`."""
    tone, white, steel = interior.tone("#b9d3d8"), interior.tone("#fbfbf8"), interior.tone("#b9c1c9")
    shade(layer, interior, x, y, 150)
    block(layer, x - 120, y, 240, 140, tone, 8)
    for side in (-1, 1):
        left = x - 108 if side < 0 else x + 6
        layer.box(left, y - 122, 102, 104, layer.down(lighter(tone, 0.3), darker(tone, 0.04)), corner=8)
        layer.oval(x + side * 18, y - 70, 6, 6, interior.tone("#d9b978"))
    layer.line(f"M{x:.1f} {y - 176:.1f}v-34q0 -20 22 -18q14 2 12 22", steel, 11)
    layer.line(f"M{x - 20:.1f} {y - 182:.1f}h40", steel, 8)
    layer.path(
        f"M{x - 134:.1f} {y - 176:.1f}h268q8 40 -22 50h-224q-30 -10 -22 -50z",
        layer.down(lighter(white, 0.5), white, darker(white, 0.16)),
    )
    layer.box(x - 138, y - 184, 276, 16, layer.down(lighter(white, 0.6), darker(white, 0.08)), corner=8)


def dining_room(back: Layer, things: Layer, interior: Interior) -> None:
    """A window, pictures and plates on the wall, and a sideboard with a lamp and a bowl of fruit."""
    dice, foot = interior.dice("things"), interior.horizon
    window(back, interior, interior.x(-0.4) - 130, foot - 520, 260, 300)
    picture(back, interior, dice, interior.x(0.12) - 62, foot - 440, 124, 150)
    for place, high, size in ((0.48, 420, 46.0), (0.66, 452, 36.0), (0.84, 416, 44.0)):
        plate(back, interior, interior.x(place), foot - high, size)
    wide = 330.0
    x = interior.x(0.64)
    chest(things, interior, x - wide / 2, foot + 30, wide, 158, "#b98a64", 2)
    table_lamp(things, interior, x + 104 * interior.side, foot - 130)
    fruit_bowl(things, interior, x - 44 * interior.side, foot - 130)
    pot_plant(things, interior, dice, interior.x(-0.88), foot + 64, 170)


def plate(layer: Layer, interior: Interior, x: float, y: float, size: float) -> None:
    """A painted plate that hangs on the wall, `size` units from its middle to its rim."""
    white, tone = interior.tone("#fbf8ee"), interior.tone("#8fa9bd")
    layer.oval(x + 4, y + 7, size, size, darker(interior.part("wall"), 0.8), 0.25)
    layer.path(ring(x, y, size, size), layer.ball(white, 0.5))
    layer.add(
        f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{size * 0.8:.1f}" ry="{size * 0.8:.1f}" fill="none"'
        f' stroke="{tone}" stroke-width="{size * 0.1:.1f}"/>'
    )
    petals = "".join(
        ring(x + a * size * 0.24, y + b * size * 0.24, size * 0.16, size * 0.16)
        for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1))
    )
    layer.path(petals, tone, 0.8)


def fruit_bowl(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """A bowl of fruit that stands at (x, y)."""
    clay = interior.tone("#f3efe4")
    for left, top, colour in ((-30, 46, "#e0a05f"), (4, 54, "#d98a80"), (34, 45, "#b9c27c")):
        layer.path(ring(x + left, y - top, 23, 22), layer.ball(interior.tone(colour)))
    layer.path(
        f"M{x - 66:.1f} {y - 44:.1f}h132q-8 44 -44 44h-44q-36 0 -44 -44z",
        layer.across(lighter(clay, 0.4), clay, darker(clay, 0.18)),
    )


def stove(layer: Layer, interior: Interior, x: float, y: float) -> None:
    """A stove with an oven, its left side at `x` and its foot at `y`."""
    tone, iron = interior.tone("#f4f1e8"), interior.tone("#7d7480")
    shade(layer, interior, x + 75, y, 90)
    block(layer, x, y, 150, 168, tone, 8)
    layer.box(x - 4, y - 176, 158, 16, layer.down(lighter(iron, 0.2), darker(iron, 0.2)), corner=5)
    for index in range(4):
        layer.oval(x + 24 + index * 34, y - 144, 8, 8, layer.ball(iron))
    layer.box(x + 14, y - 124, 122, 102, layer.down(lighter(tone, 0.3), darker(tone, 0.06)), corner=9)
    layer.box(x + 28, y - 98, 94, 60, layer.down(darker(iron, 0.35), iron, interior.tone("#c98a64")), corner=7)
    layer.box(x + 26, y - 116, 98, 9, iron, corner=4)
