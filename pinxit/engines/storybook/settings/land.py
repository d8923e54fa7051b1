"""Hills, meadows, paths, fences and small houses."""

from math import sin, tau
from random import Random

from pinxit.engines.storybook.settings.brush import Layer, Point, blob, filled, height_at, ridge, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.plants import SNOW, bush, bush_colour, flower, grass, pine, tree


def hill(
    layer: Layer,
    easel: Easel,
    dice: Random,
    y: float,
    height: float,
    colour: str,
    far: float,
    *,
    length: float = 620.0,
    rough: float = 0.0,
) -> list[Point]:
    """A range of hills around `y`, its crest lit and its foot lost in haze. Its crest, to plant things on."""
    palette = easel.palette
    tone = palette.tone(colour, far)
    crest = ridge(dice, easel.width, y, height, length, rough)
    top = y - height
    foot = mix(tone, palette.haze, 0.25 + 0.35 * far)
    layer.path(
        filled(crest, easel.height),
        layer.between(top, top + 260, lighter(tone, 0.16), tone, mix(tone, foot, 0.6), foot),
    )
    layer.line(smooth(crest), lighter(tone, 0.3), 9.0, 0.22)
    if easel.view.detail:
        folds(layer, easel, dice, crest, tone)
    return crest


def folds(layer: Layer, easel: Easel, dice: Random, crest: list[Point], tone: str) -> None:
    """Soft light and shade on a hillside."""
    for _ in range(easel.many(0, 4, 7)):
        x, across = dice.uniform(0, easel.width), dice.uniform(90, 220)
        y = height_at(crest, x) + across * 0.34
        colour = lighter(tone, 0.4) if dice.random() < 0.5 else darker(tone, 0.35)
        layer.soft(x, y, across, across * 0.26, colour, 0.28)


def ground(
    layer: Layer, easel: Easel, dice: Random, colour: str, light: str, *, rise: float = 34.0, drop: float = 24.0
) -> list[Point]:
    """The ground on which subjects stand: lit in the middle, its far edge rising in a soft line. Its far edge."""
    palette = easel.palette
    near, pale = palette.tone(colour), palette.tone(light, 0.10)
    top = easel.horizon + drop
    crest = ridge(dice, easel.width, top, rise, 1100.0)
    layer.path(
        filled(crest, easel.height + 5),
        layer.between(
            top - rise,
            easel.height,
            mix(pale, palette.haze, 0.25),
            pale,
            mix(pale, near, 0.7),
            near,
            darker(near, 0.18),
        ),
    )
    layer.soft(
        easel.width / 2, easel.horizon + 0.55 * (easel.height - easel.horizon), easel.width * 0.46,
        0.3 * (easel.height - easel.horizon), lighter(pale, 0.45), 0.5,
    )  # fmt: skip
    strokes = easel.many(3, 9, 16)
    for _ in range(strokes):
        y = easel.horizon + (easel.height - easel.horizon) * dice.uniform(0.16, 1)
        across = (70 + 190 * easel.near(y)) * dice.uniform(0.7, 1.2)
        tint = lighter(pale, 0.3) if dice.random() < 0.5 else darker(near, 0.3)
        layer.soft(dice.uniform(0, easel.width), y, across, across * 0.13, tint, 0.34)
    return crest


def scatter(easel: Easel, dice: Random, count: int, *, clear: float = 0.0) -> list[Point]:
    """Places on the ground, far ones first; `clear` (0 to 1) keeps the middle free."""
    places = []
    for index in range(count):
        share = 0.14 + 0.86 * (index + dice.random()) / max(1, count)
        place = dice.uniform(-1, 1)
        if abs(place) < clear:
            place = (clear + (1 - clear) * dice.random()) * (1 if place > 0 else -1)
        places.append((easel.width * (0.5 + 0.52 * place), easel.horizon + share * (easel.height - easel.horizon)))
    return places


def growth(layer: Layer, easel: Easel, dice: Random, colour: str, *, flowers: bool = True) -> None:
    """Tufts over the ground and clusters of flowers at its sides, larger the nearer they are."""
    palette = easel.palette
    for x, y in scatter(easel, dice, easel.many(16, 44, 90)):
        size = 8 + 20 * easel.near(y)
        tone = palette.tone(colour, 0.12 * (1 - easel.near(y)))
        tint = darker(tone, 0.34) if dice.random() < 0.5 else lighter(tone, 0.28)
        grass(layer, dice, [(x, y)], size, tint, 0.6)
    fallen_leaves(layer, easel, dice, easel.many(6, 16, 30), clear=0.3)
    if not flowers or palette.is_snowy:
        return
    for x, y in scatter(easel, dice, easel.many(3, 7, 11), clear=0.5):
        bloom, size = dice.choice(palette.flowers), 7 + 13 * easel.near(y)
        patch = [
            (x + dice.gauss(0, 2.6) * size, y + dice.gauss(0, 0.6) * size) for _ in range(4 + 2 * easel.view.detail)
        ]
        for left, foot in sorted(patch, key=lambda point: point[1]):
            flower(layer, easel, dice, left, foot, size * dice.uniform(0.8, 1.2), bloom)


def fallen_leaves(layer: Layer, easel: Easel, dice: Random, count: int, *, clear: float = 0.0) -> None:
    """What the trees have dropped: leaves in autumn, petals in spring."""
    season = easel.view.season
    colours = {"autumn": easel.palette.foliage, "spring": ("#f6cfd6", "#fbe6ea")}.get(season, ())
    for x, y in scatter(easel, dice, count if colours else 0, clear=clear):
        size = (3 + 8 * easel.near(y)) * (1.0 if season == "autumn" else 0.55)
        layer.path(blob(dice, x, y, size, size * 0.5, 0.25, 6), easel.palette.tone(dice.choice(colours)), 0.85)


def path_way(layer: Layer, easel: Easel, dice: Random, colour: str = "path", *, top: float | None = None) -> None:
    """A path that winds from the bottom edge to the horizon and leads the eye there."""
    if not easel.wants("path"):
        return
    far_y = easel.horizon + 18 if top is None else top
    near_x, far_x = easel.x(-dice.uniform(0.05, 0.3)), easel.x(dice.uniform(0.15, 0.35))
    sway = dice.uniform(0.8, 1.3) * 120 * easel.side
    left, right = [], []
    for index in range(15):
        share = index / 14
        y = easel.height + 12 + (far_y - easel.height - 12) * (1 - (1 - share) ** 1.7)
        x = near_x + (far_x - near_x) * share + sway * sin(share * 1.6 * tau) * (1 - share) ** 0.8 * share**0.5
        half = (5 + 98 * (1 - share) ** 2.1) * dice.uniform(0.94, 1.06)
        left.append((x - half, y))
        right.append((x + half, y))
    shape = smooth(left) + "L" + smooth(right[::-1])[1:] + "z"
    sandy = easel.palette.tone(mix(colour_of(easel, colour), SNOW, 0.55 if easel.palette.is_snowy else 0.0))
    pale = mix(sandy, easel.palette.haze, 0.35)
    layer.line(smooth(left) + smooth(right), darker(easel.palette.tone(easel.palette.grass), 0.4), 7, 0.22)
    layer.path(shape, layer.between(far_y, easel.height, pale, lighter(sandy, 0.2), sandy, darker(sandy, 0.16)))
    if easel.view.detail:
        for _ in range(8 * easel.view.detail):
            share = dice.random() ** 1.6
            index = round((1 - share) * 13)
            x = left[index][0] + (right[index][0] - left[index][0]) * dice.uniform(0.15, 0.85)
            size = 3 + 15 * share**2
            layer.path(blob(dice, x, left[index][1], size, size * 0.4, 0.15, 7), darker(sandy, 0.3), 0.35)


def colour_of(easel: Easel, thing: str) -> str:
    """The own colour of a thing by name, before light and haze."""
    return easel.palette.things.get(thing, thing)


def grove(
    layer: Layer, easel: Easel, dice: Random, crest: list[Point], side: float, count: int, height: float, far: float,
    *, firs: float = 0.3, spread: float = 0.36,
) -> None:  # fmt: skip
    """Trees in a group on a crest, on the side `side` (-1 or 1) of the picture, tallest at the edge; far ones first."""
    places = sorted((dice.random() for _ in range(count)), reverse=True)
    for share in places:
        x = easel.width * (0.5 + side * (0.54 - spread * share))
        y = height_at(crest, x) + dice.uniform(2, 18)
        tall = height * (1.05 - 0.45 * share) * dice.uniform(0.8, 1.15)
        if dice.random() < firs:
            pine(layer, easel, dice, x, y, tall * 1.05, far)
        else:
            tree(layer, easel, dice, x, y, tall, far)


def hedge(layer: Layer, easel: Easel, dice: Random, crest: list[Point], far: float, size: float = 26.0) -> None:
    """Bushes along a crest in loose groups, so that it is no hard line."""
    x = dice.uniform(-40, 60)
    while x < easel.width + 40:
        for _ in range(dice.randint(1, 4)):
            across = size * dice.uniform(0.5, 1.25)
            bush(layer, easel, dice, x, height_at(crest, x) + across * 0.3, across, bush_colour(easel, dice, far), far)
            x += across * dice.uniform(0.9, 1.6)
        x += dice.uniform(40, 170)


def cottage(layer: Layer, easel: Easel, dice: Random, x: float, y: float, width: float, far: float) -> None:
    """A small house with its foot at (x, y), its windows lit at night."""
    palette = easel.palette
    wall, top = (
        palette.tone(dice.choice(("wall", "plaster")), far),
        palette.tone(dice.choice(("roof", "roof_blue")), far),
    )
    tall, left = width * 0.62, x - width / 2
    layer.soft(x, y, width * 0.8, width * 0.1, darker(palette.tone(palette.grass, far), 0.8), 0.5)
    layer.box(left + width * 0.68, y - tall - width * 0.52, width * 0.13, width * 0.4, darker(wall, 0.3))
    layer.path(
        f"M{left:.1f} {y:.1f}L{left + 2:.1f} {y - tall:.1f}L{left + width:.1f} {y - tall - 1:.1f}L{left + width:.1f}"
        f" {y:.1f}z",
        layer.across(lighter(wall, 0.2), wall, darker(wall, 0.25)),
    )
    eave = width * 0.13
    roof = (
        f"M{left - eave:.1f} {y - tall * 0.94:.1f}Q{left + width * 0.1:.1f} {y - tall - width * 0.22:.1f}"
        f" {left + width * 0.22:.1f} {y - tall - width * 0.42:.1f}L{left + width * 0.78:.1f}"
        f" {y - tall - width * 0.44:.1f}Q{left + width * 0.92:.1f} {y - tall - width * 0.2:.1f}"
        f" {left + width + eave:.1f} {y - tall * 0.94:.1f}z"
    )
    layer.path(roof, layer.down(lighter(top, 0.18), top, darker(top, 0.3)))
    if palette.is_snowy:
        snow = palette.tone(SNOW, far)
        layer.path(roof, layer.down(snow, (snow, 0.9), (snow, 0.0)))
    pane = (
        palette.glows("lamp", far)
        if palette.is_dark or palette.overcast > 0.7
        else darker(palette.tone("glass", far), 0.25)
    )
    if palette.is_dark:
        layer.soft(x, y - tall * 0.4, width, width * 0.7, palette.glows("lamp", far), 0.35)
    for place in (0.16, 0.66):
        layer.box(left + width * place, y - tall * 0.72, width * 0.17, tall * 0.34, lighter(wall, 0.5), corner=3)
        layer.box(left + width * place + 2, y - tall * 0.72 + 2, width * 0.17 - 4, tall * 0.34 - 4, pane, corner=2)
    layer.box(
        left + width * 0.41, y - tall * 0.62, width * 0.17, tall * 0.62, palette.tone("door", far), corner=width * 0.07
    )


def fence(
    layer: Layer,
    easel: Easel,
    dice: Random,
    line: list[Point],
    height: float,
    gap: float,
    colour: str = "fence",
    far: float = 0.1,
) -> None:
    """A picket fence along a line of points, `height` units tall, a picket every `gap` units."""
    if not easel.wants("fence"):
        return
    tone = easel.palette.tone(colour, far)
    rails = [[(x, y - height * share) for x, y in line] for share in (0.32, 0.72)]
    for rail in rails:
        layer.line(smooth(rail), darker(tone, 0.3), height * 0.13)
        layer.line(smooth(rail), tone, height * 0.09)
    shape, x = "", line[0][0]
    half = gap * 0.22
    while x <= line[-1][0]:
        foot = height_at(line, x) + 2
        top = foot - height * dice.uniform(0.94, 1.06)
        shape += (
            f"M{x - half:.1f} {foot:.1f}V{top + half:.1f}L{x:.1f} {top - half:.1f}L{x + half:.1f}"
            f" {top + half:.1f}V{foot:.1f}z"
        )
        x += gap
    layer.path(shape, layer.down(lighter(tone, 0.3), tone, darker(tone, 0.25)))


def boulder(layer: Layer, easel: Easel, dice: Random, x: float, y: float, size: float) -> None:
    """A stone with its foot at (x, y), `size` units from its middle to its side."""
    tone = easel.palette.tone("rock", 0.06)
    layer.soft(x, y, size * 1.5, size * 0.24, darker(easel.palette.tone(easel.palette.grass), 0.95), 0.55)
    layer.path(blob(dice, x, y - size * 0.42, size, size * 0.56, 0.12, 8), layer.ball(tone))
    cover = easel.palette.tone("snow") if easel.palette.is_snowy else lighter(tone, 0.35)
    layer.path(
        blob(dice, x - size * 0.12, y - size * 0.74, size * 0.62, size * 0.2, 0.12, 7),
        cover,
        0.9 if easel.palette.is_snowy else 0.5,
    )
