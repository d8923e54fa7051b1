"""The shell of a room: wall, floor, rug, ceiling and flags."""

from math import pi, sin
from typing import Any

from pinxit.engines.storybook.settings.brush import Layer, blob
from pinxit.engines.storybook.settings.colour import Factor, darker, lighter, lit
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.palette import table
from pinxit.engines.storybook.settings.sky import sparkle
from pinxit.engines.storybook.settings.view import View


class Interior(Easel):
    """A room in the making. `look` is its row in the table of rooms; its horizon is where wall and floor meet."""

    def __init__(self, room: str, view: View, ground_height: float = 340.0) -> None:
        super().__init__(f"room/{room}", view, ground_height)
        self.look: dict[str, Any] = table()["room"][room]
        self.panes: list[tuple[float, float]] = []
        """The left edge and the width of every window, in units."""
        hour = table()["indoors"][view.time]
        gloom = 0.94 if view.weather in ("rain", "storm") else 1.0
        self.light: Factor = tuple(value * gloom for value in hour["light"])
        self.subjects: Factor = tuple(hour["subjects"])

    def tone(self, colour: str) -> str:
        """A thing's name or #rrggbb as it looks in this room."""
        return lit(self.palette.things.get(colour, colour), self.light)

    def part(self, name: str) -> str:
        """The colour of a part of the room, such as its "wall", as it looks here."""
        return self.tone(self.look[name])


def wall(interior: Interior) -> Layer:
    """The back wall with its paper and the skirting."""
    layer, tone, foot = interior.layer("wall"), interior.part("wall"), interior.horizon
    layer.box(0, 0, interior.width, foot + 4, layer.down(darker(tone, 0.16), tone, lighter(tone, 0.14)))
    paper(layer, interior, tone)
    for _ in range(interior.many(2, 5, 8)):
        dice = interior.dice(f"wall{_}")
        across = dice.uniform(180, 360)
        tint = lighter(tone, 0.4) if dice.random() < 0.5 else darker(tone, 0.16)
        layer.soft(dice.uniform(0, interior.width), dice.uniform(0, foot), across, across * 0.6, tint, 0.22)
    layer.soft(interior.width / 2, foot - 230, interior.width * 0.5, 330, lighter(tone, 0.7), 0.38)
    for side in (0.0, interior.width):
        layer.soft(side, foot * 0.5, 260, foot * 0.8, darker(tone, 0.7), 0.3)
    return layer


def paper(layer: Layer, interior: Interior, tone: str) -> None:
    """The wallpaper's pattern, hardly darker than the wall."""
    shape = _PATTERNS[interior.look["pattern"]](interior)
    if interior.look["pattern"] == "panel":
        top = interior.horizon - 190
        layer.box(0, top, interior.width, 190, darker(tone, 0.14), 0.6)
        layer.box(0, top - 8, interior.width, 14, interior.part("trim"), 0.9)
    if shape:
        layer.path(shape, lighter(tone, 0.5), 0.42)


def stripes(interior: Interior) -> str:
    """Broad stripes as a path."""
    bottom = interior.horizon - 30
    return "".join(f"M{x} 0h24V{bottom:.1f}h-24z" for x in range(8, round(interior.width), 56))


def small_stars(interior: Interior) -> str:
    """Stars in staggered rows as a path."""
    rows, columns = int(interior.horizon / 92) + 1, int(interior.width / 104) + 2
    return "".join(
        sparkle(column * 104 + 52 * (row % 2), 40 + row * 92, 10) for row in range(rows) for column in range(columns)
    )


def wall_tiles(interior: Interior) -> str:
    """Six rows of tiles above the skirting as a path."""
    foot, columns = interior.horizon - 60, int(interior.width / 62) + 2
    return "".join(
        f"M{column * 62 - 31 * (row % 2)} {foot - row * 44:.1f}h58v40h-58z"
        for row in range(6)
        for column in range(columns)
    )


def panels(interior: Interior) -> str:
    """Panels in a wainscot as a path."""
    top = interior.horizon - 162
    return "".join(f"M{x} {top:.1f}h132v118h-132z" for x in range(16, round(interior.width), 165))


def blank(interior: Interior) -> str:
    """No pattern at all."""
    return ""


_PATTERNS = {"stripes": stripes, "stars": small_stars, "tiles": wall_tiles, "panel": panels, "plain": blank}


def floor(interior: Interior) -> Layer:
    """The floor in perspective, with the skirting that meets it and the rug that lies on it."""
    layer, tone, top = interior.layer("floor"), interior.part("floor"), interior.horizon
    deep = interior.height - top
    layer.box(
        0, top, interior.width, deep, layer.down(darker(tone, 0.24), tone, lighter(tone, 0.14), darker(tone, 0.08))
    )
    if interior.look["boards"] == "checks":
        checks(layer, interior, tone)
    else:
        planks(layer, interior, tone)
    trim = interior.part("trim")
    layer.box(0, top - 26, interior.width, 30, layer.down(lighter(trim, 0.3), trim, darker(trim, 0.28)))
    layer.box(0, top + 3, interior.width, 26, layer.down((darker(tone, 0.9), 0.5), (darker(tone, 0.9), 0.0)))
    layer.soft(interior.width / 2, top + deep * 0.56, interior.width * 0.42, deep * 0.32, lighter(tone, 0.6), 0.45)
    if interior.look["rug"]:
        rug(layer, interior, interior.part("rug"))
    return layer


def planks(layer: Layer, interior: Interior, tone: str) -> None:
    """Floorboards that run together towards the wall."""
    top, foot, middle = interior.horizon, interior.height, interior.width / 2
    dice, shape, ends = interior.dice("planks"), "", ""
    step, reach = 62.0, int(interior.width / 62) + 6
    for index in range(-reach, reach + 1):
        shape += f"M{middle + index * step:.1f} {top:.1f}L{middle + index * step * 1.75:.1f} {foot:.1f}"
        if interior.view.detail:
            share = dice.random()
            spread = 1 + 0.75 * share
            ends += f"M{middle + index * step * spread:.1f} {top + (foot - top) * share:.1f}h{step * spread:.1f}"
    layer.line(shape, darker(tone, 0.4), 2.2, 0.42)
    if ends:
        layer.line(ends, darker(tone, 0.4), 2.2, 0.38)


def checks(layer: Layer, interior: Interior, tone: str) -> None:
    """Tiles in two tones, in perspective."""
    top, foot, middle = interior.horizon, interior.height, interior.width / 2
    edges, y, tall = [top], top, 24.0
    while y < foot:
        y += tall
        tall *= 1.28
        edges.append(y)
    reach, shape = int(interior.width / 100) + 2, ""
    for line, (high, low) in enumerate(zip(edges, edges[1:], strict=False)):
        wide, next_wide = (78 * (1 + 0.9 * (edge - top) / (foot - top)) for edge in (high, low))
        for index in range(-reach, reach):
            if (index + line) % 2:
                shape += (
                    f"M{middle + index * wide:.1f} {high:.1f}h{wide:.1f}L{middle + (index + 1) * next_wide:.1f}"
                    f" {low:.1f}h{-next_wide:.1f}z"
                )
    layer.path(shape, darker(tone, 0.34), 0.3)


def rug(layer: Layer, interior: Interior, tone: str) -> None:
    """A round rug in the middle of the floor."""
    x, y = interior.width / 2, interior.horizon + 0.56 * (interior.height - interior.horizon)
    across = min(430.0, interior.width * 0.4)
    down = across * 0.29
    layer.soft(x, y + 10, across * 1.08, down * 1.12, darker(interior.part("floor"), 0.9), 0.4)
    dice = interior.dice("rug")
    layer.path(blob(dice, x, y, across, down, 0.015, 18), layer.down(darker(tone, 0.1), lighter(tone, 0.12)))
    for share, tint in ((0.9, lighter(tone, 0.4)), (0.8, tone), (0.5, lighter(tone, 0.25)), (0.44, lighter(tone, 0.1))):
        layer.oval(x, y, across * share, down * share, tint, 0.8)


def pendant(layer: Layer, interior: Interior) -> None:
    """A ceiling with its cornice, and a lamp that hangs from it where the room is tall."""
    trim, cloth = interior.part("trim"), interior.tone("#e9c28f")
    layer.box(0, 0, interior.width, 58, layer.down(darker(trim, 0.1), trim))
    layer.box(0, 58, interior.width, 16, layer.down(lighter(trim, 0.3), darker(trim, 0.3)))
    x, y = interior.x(0.04), interior.horizon - 760
    if y < 190:
        return
    layer.line(f"M{x:.1f} 70V{y:.1f}", interior.tone("#8c7a70"), 6)
    lit_up = interior.view.time in ("dusk", "night")
    if lit_up:
        layer.soft(x, y + 90, 330, 300, "#ffd58a", 0.6)
    layer.oval(x, y + 102, 36, 20, "#fff3d0" if lit_up else lighter(cloth, 0.6))
    layer.path(
        f"M{x - 30:.1f} {y:.1f}h60q70 20 82 100h-224q12 -80 82 -100z",
        layer.across(lighter(cloth, 0.3), cloth, darker(cloth, 0.2)),
    )


def bunting(layer: Layer, interior: Interior, y: float, colours: tuple[str, ...]) -> None:
    """A string of small flags along the wall, `y` units from the top at its ends."""
    gap, total = 62.0, int(interior.width / 62) + 1
    drop = [y + 46 * sin(index / 5.0 * pi) ** 2 for index in range(total + 1)]
    layer.line(
        "M" + "L".join(f"{index * gap:.1f} {top:.1f}" for index, top in enumerate(drop)),
        interior.tone("wood"),
        2.5,
        0.8,
    )
    for index, top in enumerate(drop[:-1]):
        tone = interior.tone(colours[index % len(colours)])
        layer.path(
            f"M{index * gap + 9:.1f} {top + 2:.1f}L{index * gap + 53:.1f}"
            f" {top + (drop[index + 1] - top) * 0.8 + 2:.1f}L{index * gap + 31:.1f} {top + 50:.1f}z",
            layer.down(lighter(tone, 0.2), tone),
        )
