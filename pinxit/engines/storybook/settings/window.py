"""A window in a room: its curtains, what is seen through it, and the light it lets in."""

from random import Random

from pinxit.engines.storybook.settings.brush import Layer, filled, puffs, ridge, ring
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.interior import Interior
from pinxit.engines.storybook.settings.sky import cloud, stars


def window(
    layer: Layer, interior: Interior, x: float, y: float, wide: float, tall: float, *, curtains: bool = True
) -> None:
    """A window with its upper left corner at (x, y), the world of this time, weather and season behind it."""
    trim = interior.part("trim")
    layer.box(
        x - 18, y - 18, wide + 36, tall + 36, layer.across(lighter(trim, 0.3), trim, darker(trim, 0.16)), corner=10
    )
    layer.add(f'<g clip-path="{layer.clip(f"M{x:.1f} {y:.1f}h{wide:.1f}v{tall:.1f}h{-wide:.1f}z")}">')
    outside(layer, interior, interior.dice("outside"), x, y, wide, tall)
    layer.add("</g>")
    bars = f"M{x + wide / 2:.1f} {y:.1f}v{tall:.1f}M{x:.1f} {y + tall * 0.42:.1f}h{wide:.1f}"
    layer.line(bars, darker(trim, 0.12), 10)
    layer.line(bars, lighter(trim, 0.2), 6)
    layer.box(x - 32, y + tall + 12, wide + 64, 20, layer.down(lighter(trim, 0.4), darker(trim, 0.2)), corner=6)
    if curtains:
        for side in (-1, 1):
            curtain(layer, interior, x + wide / 2 + side * (wide / 2 + 14), y - 46, wide * 0.34, tall + 120, side)
        layer.line(f"M{x - wide * 0.26:.1f} {y - 48:.1f}H{x + wide * 1.26:.1f}", interior.tone("wood"), 9)
    interior.panes.append((x, wide))


def sunlight(layer: Layer, interior: Interior) -> None:
    """The light that falls through the windows on to the floor, with the shadow of the bars in it."""
    palette = interior.palette
    strength = (0.1 if palette.is_dark else 0.5) * (1 - palette.overcast)
    if strength < 0.08:
        return
    deep = interior.height - interior.horizon
    for x, wide in interior.panes:
        lean = (interior.width / 2 - x - wide / 2) * 0.28
        for row in (0, 1):
            for column in (0, 1):
                corners = []
                for a, b in ((0.04, 0.05), (0.96, 0.05), (0.96, 0.95), (0.04, 0.95)):
                    down = (row + b) / 2
                    left = x + wide * (column + a) / 2
                    grown = (left - x - wide / 2) * (1 + 0.35 * down) + x + wide / 2
                    corners.append(
                        f"{grown + lean * (0.4 + down):.1f} {interior.horizon + deep * (0.14 + 0.42 * down):.1f}"
                    )
                layer.path(
                    "M" + "L".join(corners) + "z", layer.down((palette.glow, strength), (palette.glow, strength * 0.6))
                )


def outside(layer: Layer, interior: Interior, dice: Random, x: float, y: float, wide: float, tall: float) -> None:
    """What is seen through a window: sky, hills, a tree and the weather."""
    palette = interior.palette
    layer.box(x, y, wide, tall, layer.down(*palette.sky))
    if palette.overcast < 0.7:
        orb_x, orb_y = x + wide * 0.72, y + tall * min(0.6, 0.22 + 0.4 * palette.orb_height)
        layer.soft(orb_x, orb_y, 110, 110, palette.glow, 0.8)
        layer.oval(orb_x, orb_y, 22, 22, palette.orb)
    if palette.is_dark and palette.overcast < 0.7:
        layer.add(f'<g transform="translate({x:.1f} {y:.1f})">')
        stars(layer, dice, wide, tall * 0.7, 16)
        layer.add("</g>")
    if palette.cover:
        cloud(layer, dice, x + wide * 0.3, y + tall * 0.34, wide * 0.26, wide * 0.1, palette.cloud, 0)
    for drop, own, far in ((0.68, mix(palette.grass, "#7f9fae", 0.4), 0.6), (0.82, palette.grass, 0.3)):
        line = [(x + left * 0.5 - 20, top) for left, top in ridge(dice, wide * 2 + 80, y + tall * drop, 16, 420)]
        layer.path(filled(line, y + tall + 4), palette.tone(own, far))
    foot = x + wide * 0.24, y + tall * 0.88
    layer.line(
        f"M{foot[0]:.1f} {foot[1]:.1f}v{-tall * 0.3:.1f}m0 {tall * 0.1:.1f}l{wide * 0.07:.1f} {-tall * 0.12:.1f}",
        palette.tone("trunk", 0.25),
        8,
    )
    leaves = palette.tone("snow", 0.2) if palette.is_bare else palette.tone(dice.choice(palette.foliage), 0.25)
    layer.path(
        puffs(dice, foot[0], foot[1] - tall * 0.2, wide * 0.15, wide * 0.15, 4),
        layer.down(lighter(leaves, 0.2), darker(leaves, 0.2)),
        0.6 if palette.is_bare else 1,
    )
    weather_at(layer, interior, dice, x, y, wide, tall)


def weather_at(layer: Layer, interior: Interior, dice: Random, x: float, y: float, wide: float, tall: float) -> None:
    """Rain, snow or fog behind a window pane."""
    weather = interior.view.weather
    if weather in ("rain", "storm"):
        drops = "".join(f"M{x + dice.random() * wide:.1f} {y + dice.random() * tall:.1f}l-5 24" for _ in range(34))
        layer.line(drops, "#eaf3fb", 2, 0.5)
    elif weather == "snow":
        layer.path(
            "".join(ring(x + dice.random() * wide, y + dice.random() * tall, 3.4, 3.4) for _ in range(40)),
            "#ffffff",
            0.85,
        )
    elif weather == "fog":
        layer.box(x, y, wide, tall, interior.palette.haze, 0.55)


def curtain(layer: Layer, interior: Interior, x: float, y: float, wide: float, tall: float, side: int) -> None:
    """One curtain, gathered by a tie; `x` is its outer edge's hook, `side` where it hangs (-1 left, 1 right)."""
    tone = interior.part("curtain")
    inner, outer = x - side * wide * 0.72, x + side * wide * 0.36
    waist = x + side * wide * 0.02
    layer.path(
        f"M{outer:.1f} {y:.1f}H{inner:.1f}Q{inner:.1f} {y + tall * 0.4:.1f} {waist:.1f}"
        f" {y + tall * 0.6:.1f}Q{inner + side * wide * 0.3:.1f} {y + tall * 0.8:.1f} {inner + side * wide * 0.34:.1f}"
        f" {y + tall:.1f}H{outer:.1f}z",
        layer.across(lighter(tone, 0.14), darker(tone, 0.16), lighter(tone, 0.1), darker(tone, 0.22)),
    )
    folds = "".join(
        f"M{inner + (outer - inner) * share:.1f} {y + 4:.1f}Q{inner + (outer - inner) * share:.1f} {y + tall * 0.4:.1f}"
        f" {waist + (outer - waist) * share:.1f} {y + tall * 0.6:.1f}"
        for share in (0.2, 0.42, 0.64, 0.86)
    )
    layer.line(folds, darker(tone, 0.4), 3, 0.4)
    layer.line(
        f"M{waist:.1f} {y + tall * 0.6:.1f}Q{(waist + outer) / 2:.1f} {y + tall * 0.63:.1f} {outer:.1f}"
        f" {y + tall * 0.58:.1f}",
        lighter(tone, 0.4),
        9,
    )
