"""Trees, bushes, grass and flowers."""

from math import cos, pi, sin, tau
from random import Random

from pinxit.engines.storybook.settings.brush import Layer, Point, blade, blob, puffs, ring, smooth
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel

SNOW = "#f4f8fd"


def tree(layer: Layer, easel: Easel, dice: Random, x: float, y: float, height: float, far: float = 0.0) -> None:
    """A tree of the season with its foot at (x, y), `height` units tall."""
    if not easel.wants("tree"):
        return
    palette = easel.palette
    colour = palette.tone(dice.choice(palette.foliage), far)
    layer.soft(x + height * 0.06, y, height * 0.34, height * 0.05, darker(palette.tone(palette.grass, far), 0.8), 0.55)
    if palette.is_bare:
        bare_tree(layer, easel, dice, x, y, height, far)
        return
    trunk(layer, dice, x, y, height * 0.62, height * 0.075, palette.tone("trunk", far))
    crown(layer, easel, dice, x, y - height * 0.64, height * 0.36, colour, far)


def trunk(layer: Layer, dice: Random, x: float, y: float, height: float, width: float, colour: str) -> None:
    """A trunk with its foot at (x, y), flared where it meets the ground."""
    lean = dice.uniform(-0.12, 0.12) * min(height, 320)
    bark = layer.across(lighter(colour, 0.14), colour, darker(colour, 0.4))
    layer.path(
        f"M{x - width:.1f} {y:.1f}Q{x - width * 0.4:.1f} {y - height * 0.2:.1f} {x + lean * 0.4 - width * 0.4:.1f}"
        f" {y - height * 0.6:.1f}L{x + lean - width * 0.2:.1f} {y - height:.1f}L{x + lean + width * 0.2:.1f}"
        f" {y - height:.1f}L{x + lean * 0.4 + width * 0.4:.1f} {y - height * 0.6:.1f}Q{x + width * 0.4:.1f}"
        f" {y - height * 0.2:.1f} {x + width:.1f} {y:.1f}Q{x:.1f} {y + width * 0.35:.1f} {x - width:.1f} {y:.1f}z",
        bark,
    )


def crown(
    layer: Layer, easel: Easel, dice: Random, x: float, y: float, radius: float, colour: str, far: float = 0.0
) -> None:
    """A round crown of leaves in three tones about (x, y), its edge lobed like leaves in clusters."""
    detail = easel.view.detail if radius > 22 else 0
    count = 7 + 2 * detail
    dark = darker(colour, 0.34)
    light = easel.palette.tone(SNOW, far) if easel.palette.is_snowy else lighter(colour, 0.34)
    layer.path(lobes(dice, x, y, radius * 0.70, radius * 0.62, count, radius * 0.34), layer.ball(dark, 0.9))
    middle = layer.down(lighter(colour, 0.1), colour, (colour, 0.75), (colour, 0.0))
    layer.path(
        lobes(dice, x - radius * 0.04, y - radius * 0.1, radius * 0.62, radius * 0.54, count, radius * 0.3), middle
    )
    if radius > 14:
        crest = layer.down((light, 0.95), (light, 0.5), (light, 0.0))
        layer.path(
            lobes(dice, x - radius * 0.16, y - radius * 0.36, radius * 0.42, radius * 0.28, count - 2, radius * 0.22),
            crest,
        )
    if detail:
        right = lobes(dice, x + radius * 0.32, y + radius * 0.08, radius * 0.26, radius * 0.16, 5, radius * 0.15)
        layer.path(right, layer.down((light, 0.5), (light, 0.0)))
        dabs(layer, dice, x, y, radius, colour, 14 * detail)


def lobes(dice: Random, x: float, y: float, across: float, down: float, count: int, size: float) -> str:
    """One path of `count` rounds set around an ellipse of these radii, and one that fills it: a cluster of leaves."""
    turn = dice.uniform(0, tau)
    steps = [ring(x, y, across, down)]
    for index in range(count):
        angle = turn + (index + dice.uniform(-0.25, 0.25)) * tau / count
        reach = dice.uniform(0.86, 1.08)
        own = size * dice.uniform(0.8, 1.2)
        steps.append(ring(x + cos(angle) * across * reach, y + sin(angle) * down * reach, own, own * 0.92))
    return "".join(steps)


def dabs(layer: Layer, dice: Random, x: float, y: float, radius: float, colour: str, count: int) -> None:
    """Dabs of the brush for leaves: light ones above on the left, dark ones below on the right."""
    light, dark = "", ""
    for index in range(count):
        angle, reach = dice.uniform(0, tau), radius * dice.uniform(0.15, 0.92)
        left, top = x + cos(angle) * reach, y - sin(angle) * reach * 0.88
        size = radius * dice.uniform(0.05, 0.09)
        leaf = (
            f"M{left:.1f} {top:.1f}q{size:.1f} {-size:.1f} {size * 2:.1f} {size * 0.3:.1f}q{-size:.1f} {size * 0.9:.1f}"
            f" {-size * 2:.1f} {-size * 0.3:.1f}z"
        )
        if cos(angle) * 0.6 - sin(angle) < 0.1 or index % 6 == 0:
            light += leaf
        else:
            dark += leaf
    if light:
        layer.path(light, lighter(colour, 0.5), 0.6)
    if dark:
        layer.path(dark, darker(colour, 0.5), 0.35)


def bare_tree(layer: Layer, easel: Easel, dice: Random, x: float, y: float, height: float, far: float = 0.0) -> None:
    """A tree without leaves: branches drawn with a round pen, thinner from fork to fork, with a line of snow."""
    if not easel.wants("tree"):
        return
    levels = 4 if easel.view.detail and height > 60 else 3
    shapes = ["" for _ in range(levels)]
    bark = easel.palette.tone("trunk", far)

    def grow(left: float, top: float, angle: float, length: float, level: int) -> None:
        bend = angle + dice.uniform(-0.15, 0.15)
        tip = left + cos(bend) * length, top - sin(bend) * length
        middle = left + cos(angle) * length * 0.5, top - sin(angle) * length * 0.5
        shapes[level] += f"M{left:.1f} {top:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
        if level + 1 < levels:
            for turn in (-0.62, 0.0, 0.58) if level else (-0.55, 0.12, 0.6):
                grow(*tip, bend + turn * dice.uniform(0.7, 1.2), length * dice.uniform(0.58, 0.74), level + 1)

    grow(x, y, pi / 2 + dice.uniform(-0.06, 0.06), height * 0.38, 0)
    for level, shape in reversed(list(enumerate(shapes))):
        width = max(1.2, height * 0.06 * 0.52**level)
        layer.line(shape, mix(bark, easel.palette.haze, 0.1 * level), width)
        if easel.palette.is_snowy and 0 < level < 3:
            lift = width * 0.42
            layer.add(f'<g transform="translate({-lift * 0.3:.1f} {-lift:.1f})">')
            layer.line(shape, easel.palette.tone(SNOW, far), width * 0.5, 0.85)
            layer.add("</g>")


def pine(layer: Layer, easel: Easel, dice: Random, x: float, y: float, height: float, far: float = 0.0) -> None:
    """A fir with its foot at (x, y), `height` units tall, with snow on it when snow lies."""
    if not easel.wants("tree"):
        return
    palette = easel.palette
    colour = palette.tone(mix(palette.pine, "#7fae8f", dice.uniform(0, 0.3)), far)
    layer.soft(x + height * 0.05, y, height * 0.27, height * 0.04, darker(palette.tone(palette.grass, far), 0.8), 0.5)
    trunk(layer, dice, x, y, height * 0.3, height * 0.045, palette.tone("trunk", far))
    tiers = 4 if height > 80 else 3
    green = layer.ball(colour, 0.8)
    cap = palette.tone(SNOW, far)
    white = layer.down(cap, (cap, 0.95), (cap, 0.25))
    for index in range(tiers):
        foot = y - height * (0.10 + 0.66 * index / tiers)
        half = height * (0.29 - 0.19 * index / tiers) * dice.uniform(0.93, 1.07)
        top = foot - height * (0.40 - 0.04 * index)
        layer.path(tier(dice, x, foot, half, top), green)
        if palette.is_snowy:
            layer.path(tier(dice, x, foot - (foot - top) * 0.42, half * 0.56, top - 2, 0.32), white, 0.92)
    if not palette.is_snowy and easel.view.detail:
        layer.soft(x - height * 0.07, y - height * 0.55, height * 0.1, height * 0.32, lighter(colour, 0.4), 0.3)


def tier(dice: Random, x: float, foot: float, half: float, top: float, scallop: float = 0.14) -> str:
    """One skirt of a fir as a path, `half` units wide to each side, its hem scalloped."""
    points = [(x - half, foot)]
    for index in range(1, 5):
        points.append((x - half + half * 0.5 * index, foot + half * scallop * dice.uniform(0.5, 1.3)))
    hem = "".join(
        f"Q{(one[0] + two[0]) / 2:.1f} {max(one[1], two[1]) + half * scallop:.1f} {two[0]:.1f} {two[1]:.1f}"
        for one, two in zip(points, points[1:], strict=False)
    )
    return (
        f"M{x - half:.1f} {foot:.1f}{hem}Q{x + half * 0.5:.1f} {foot - (foot - top) * 0.32:.1f} {x + half * 0.06:.1f}"
        f" {top:.1f}Q{x:.1f} {top - half * 0.12:.1f} {x - half * 0.06:.1f} {top:.1f}Q{x - half * 0.5:.1f}"
        f" {foot - (foot - top) * 0.32:.1f} {x - half:.1f} {foot:.1f}z"
    )


def palm(layer: Layer, easel: Easel, dice: Random, x: float, y: float, height: float, lean: float) -> None:
    """A palm with its foot at (x, y) whose top is `lean` units to the side."""
    bark, leaf = easel.palette.tone("bark"), easel.palette.tone("#7fb07c")
    tip = x + lean, y - height
    width = height * 0.035
    layer.soft(x + lean * 0.5, y + 4, height * 0.4, height * 0.045, darker(bark, 0.8), 0.45)
    knee = x + lean * 0.15, y - height * 0.55
    layer.path(
        f"M{x - width * 1.5:.1f} {y:.1f}Q{knee[0] - width:.1f} {knee[1]:.1f} {tip[0] - width * 0.6:.1f} {tip[1]:.1f}"
        f"L{tip[0] + width * 0.6:.1f} {tip[1]:.1f}Q{knee[0] + width:.1f} {knee[1]:.1f} {x + width * 1.5:.1f} {y:.1f}z",
        layer.across(lighter(bark, 0.2), bark, darker(bark, 0.45)),
    )
    for index in range(8):
        angle = index / 7 * pi * 1.16 - 0.08 * pi + dice.uniform(-0.1, 0.1)
        reach = height * dice.uniform(0.36, 0.46)
        end = tip[0] + cos(angle) * reach, tip[1] - sin(angle) * reach * 0.55 + reach * 0.34
        high = tip[0] + cos(angle) * reach * 0.6, tip[1] - sin(angle) * reach * 0.75 - reach * 0.16
        low = tip[0] + cos(angle) * reach * 0.45, tip[1] - sin(angle) * reach * 0.3
        shade = mix(darker(leaf, 0.3), lighter(leaf, 0.16), abs(4 - index) % 3 / 2)
        layer.path(
            f"M{tip[0]:.1f} {tip[1]:.1f}Q{high[0]:.1f} {high[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
            f"Q{low[0]:.1f} {low[1]:.1f} {tip[0]:.1f} {tip[1] + width:.1f}z",
            shade,
        )


def bush_colour(easel: Easel, dice: Random, far: float = 0.0) -> str:
    """A bush of the season as it looks here: evergreen where the others are bare."""
    palette = easel.palette
    if palette.is_bare:
        return palette.tone(mix(palette.pine, "#8d9c83", dice.uniform(0, 0.5)), far)
    meadow = palette.pine if palette.is_snowy else palette.grass
    share = 0.2 if easel.view.season == "spring" else 0.55  # Blossom stirred into green would turn grey.
    return palette.tone(mix(meadow, dice.choice(palette.foliage), share), far)


def bush(
    layer: Layer, easel: Easel, dice: Random, x: float, y: float, across: float, colour: str, far: float = 0.0
) -> None:
    """A bush with its foot at `y`, `across` units from its middle to its side; `colour` as it looks here."""
    down = across * 0.62
    layer.soft(x, y, across * 1.1, across * 0.16, darker(easel.palette.tone(easel.palette.grass, far), 0.8), 0.5)
    layer.path(puffs(dice, x, y + down * 0.2, across, down, 4), layer.down(colour, darker(colour, 0.28)))
    light = lighter(colour, 0.3)
    layer.path(
        puffs(dice, x - across * 0.06, y - down * 0.12, across * 0.82, down * 0.82, 5),
        layer.down(lighter(colour, 0.14), colour, (colour, 0.0)),
    )
    layer.path(
        puffs(dice, x - across * 0.16, y - down * 0.42, across * 0.5, down * 0.5, 4),
        layer.down((light, 0.85), (light, 0.0)),
    )
    if easel.palette.is_snowy:
        cap = easel.palette.tone(SNOW, far)
        layer.path(
            puffs(dice, x, y - down * 0.46, across * 0.84, down * 0.62, 5), layer.down(cap, (cap, 0.95), (cap, 0.15))
        )
    elif easel.view.detail and across > 24:
        dabs(layer, dice, x, y - down * 0.5, across * 0.72, colour, 8 * easel.view.detail)


def grass(layer: Layer, dice: Random, places: list[Point], size: float, colour: str, opacity: float = 1.0) -> None:
    """Tufts of three to five blades at the places, about `size` units tall."""
    shape = ""
    for x, y in places:
        for _ in range(dice.randint(3, 5)):
            tall = size * dice.uniform(0.6, 1.15)
            shape += blade(x + dice.uniform(-0.4, 0.4) * size, y, tall, dice.uniform(-0.45, 0.45) * tall, size * 0.06)
    if shape:
        layer.path(shape, colour, opacity)


def flower(layer: Layer, easel: Easel, dice: Random, x: float, y: float, size: float, colour: str) -> None:
    """A flower on a stem with its foot at (x, y), its head `size` units across; plain where it is small."""
    if not easel.wants("flower"):
        return
    stem = easel.palette.tone(mix("#7fa667", easel.palette.grass, 0.35))
    lean, tall = dice.uniform(-0.5, 0.5) * size, size * dice.uniform(1.1, 2.0)
    head = x + lean, y - tall
    layer.line(f"M{x:.1f} {y:.1f}Q{x:.1f} {y - tall * 0.6:.1f} {head[0]:.1f} {head[1]:.1f}", stem, max(1.2, size * 0.1))
    if size > 15:
        layer.path(blade(x, y - tall * 0.1, tall * 0.6, size * 0.5, size * 0.07), stem)
    bloom(layer, easel, dice, *head, size, colour)


def bloom(layer: Layer, easel: Easel, dice: Random, x: float, y: float, size: float, colour: str) -> None:
    """The head of a flower, `size` units across."""
    tone, turn = easel.palette.tone(colour), dice.uniform(0, tau)
    petals = "".join(
        ring(
            x + cos(turn + k * tau / 5) * size * 0.27,
            y + sin(turn + k * tau / 5) * size * 0.25,
            size * 0.22,
            size * 0.2,
        )
        for k in range(5)
    )
    layer.path(petals, layer.down(lighter(tone, 0.25), darker(tone, 0.14)) if size > 12 else tone)
    layer.oval(x, y, size * 0.14, size * 0.13, easel.palette.tone("#f2cd73" if colour != "#f7d774" else "#d9985a"))


def mushrooms(layer: Layer, easel: Easel, dice: Random, x: float, y: float, size: float) -> None:
    """Two or three toadstools around (x, y)."""
    if not easel.wants("mushroom"):
        return
    for index in range(dice.randint(2, 3)):
        left, foot, wide = (
            x + (index - 1) * size * 0.8,
            y + dice.uniform(-0.1, 0.2) * size,
            size * dice.uniform(0.4, 0.62),
        )
        stalk, cap = easel.palette.tone("#efe3d0"), easel.palette.tone("#c97b68")
        layer.path(
            blob(dice, left, foot - wide * 0.5, wide * 0.26, wide * 0.62, 0.05), layer.across(stalk, darker(stalk, 0.3))
        )
        layer.path(
            smooth(
                [
                    (left - wide, foot - wide),
                    (left - wide * 0.6, foot - wide * 1.6),
                    (left, foot - wide * 1.85),
                    (left + wide * 0.6, foot - wide * 1.6),
                    (left + wide, foot - wide),
                    (left, foot - wide * 0.82),
                ],
                closed=True,
            ),
            layer.ball(cap, 0.9),
        )
        spots = ((-0.4, 1.25), (0.1, 1.5), (0.45, 1.2))
        layer.path(
            "".join(ring(left + a * wide, foot - b * wide, wide * 0.13, wide * 0.1) for a, b in spots), stalk, 0.85
        )
