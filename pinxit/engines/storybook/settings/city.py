"""The city: a skyline in the haze, a row of houses and a street."""

from random import Random

from pinxit.engines.storybook.settings.brush import Layer, ring
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.easel import Easel
from pinxit.engines.storybook.settings.plants import SNOW, bush, bush_colour, tree
from pinxit.engines.storybook.settings.sky import birds, paint_sky
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import falling, vignette

_FACADES = ("#ecc9b2", "#e9d5b0", "#cfdccb", "#c3d3de", "#dfc6d0", "#e3b9a4", "#d8d0e0")
_ROOFS = ("#b7806f", "#8f93a8", "#a58a76", "#7f95a0")


def city(view: View) -> Backdrop:
    """A friendly street with shops, lamps and trees."""
    easel = Easel("city", view, 350)
    palette = easel.palette
    far, middle = easel.layer("far"), easel.layer("middle")
    skyline(far, easel, easel.dice("skyline1"), 0.84, 330)
    skyline(far, easel, easel.dice("skyline2"), 0.68, 220)
    far.soft(easel.width / 2, easel.horizon, easel.width * 0.7, 110, palette.haze, 0.7)
    if not palette.is_dark and view.weather in ("clear", "cloudy"):
        birds(far, easel.dice("birds"), easel.x(-0.1), easel.horizon * 0.3, 3, darker(palette.sky[1], 0.5))
    houses(middle, easel, easel.dice("houses"))
    base = easel.layer("ground")
    street(base, easel, easel.dice("street"))
    furniture(base, easel, easel.dice("furniture"))
    return easel.hang(
        (paint_sky(easel), far, middle, base),
        (*falling(easel), vignette(easel, strength=0.24)),
        ground=palette.tone("pavement"),
        far=0.22,
    )


def skyline(layer: Layer, easel: Easel, dice: Random, far: float, tall: float) -> None:
    """Towers far off as one soft shape, with lit windows at night."""
    palette = easel.palette
    tone = palette.tone("#8f9fb6", far)
    shape, panes, x = "", "", -20.0
    while x < easel.width + 20:
        wide, high = dice.uniform(46, 104), tall * dice.uniform(0.45, 1.0)
        top = easel.horizon - high
        roof = dice.choice(
            (
                f"l{wide / 2:.1f} -26l{wide / 2:.1f} 26",
                f"q{wide / 2:.1f} -30 {wide:.1f} 0",
                f"h{wide * 0.3:.1f}v-22h{wide * 0.4:.1f}v22h{wide * 0.3:.1f}",
                f"h{wide:.1f}",
            )
        )
        shape += f"M{x:.1f} {easel.horizon + 30:.1f}V{top:.1f}{roof}V{easel.horizon + 30:.1f}z"
        for line in range(int(high / 26)):
            for column in range(int(wide / 18)):
                if dice.random() < 0.4:
                    panes += f"M{x + 8 + column * 17:.1f} {top + 10 + line * 24:.1f}h7v10h-7z"
        x += wide * dice.uniform(0.8, 1.3)
    layer.path(shape, layer.between(easel.horizon - tall, easel.horizon, tone, mix(tone, palette.haze, 0.7)))
    if panes:
        layer.path(
            panes,
            palette.glows("lamp", far) if palette.is_dark else lighter(tone, 0.35),
            0.75 if palette.is_dark else 0.5,
        )


def houses(layer: Layer, easel: Easel, dice: Random) -> None:
    """A row of houses along the street, lowest in the middle of the picture."""
    x = -dice.uniform(10, 60)
    last = ""
    while x < easel.width + 10:
        wide = dice.uniform(150, 205)
        edge = abs((x + wide / 2) / easel.width * 2 - 1)
        storeys = 1 + round(edge * 1.7 + dice.uniform(0, 0.8))
        facade = dice.choice([colour for colour in _FACADES if colour != last])
        house(layer, easel, dice, x, wide, min(4, storeys), facade)
        last = facade
        x += wide + dice.choice((0, 0, 4, 34))
    palette = easel.palette
    layer.box(0, easel.horizon - 90, easel.width, 110, layer.down((palette.haze, 0.0), (palette.haze, 0.2)))


def house(layer: Layer, easel: Easel, dice: Random, x: float, wide: float, storeys: int, facade: str) -> None:
    """A house of these storeys with a shop or a door below, its left foot at `x`."""
    palette = easel.palette
    wall, roof = palette.tone(facade, 0.24), palette.tone(dice.choice(_ROOFS), 0.26)
    foot, step = easel.horizon + 16, 98.0
    top = foot - 122 - (storeys - 1) * step - 26
    layer.box(x, top, wide, foot - top, layer.across(lighter(wall, 0.14), wall, darker(wall, 0.14)))
    gable(layer, easel, dice, x, wide, top, roof)
    lit_share = 0.7 if palette.is_dark else 0.4 if palette.overcast > 0.75 else 0.0
    columns = 3 if wide > 185 else 2
    for storey in range(storeys - 1):
        for column in range(columns):
            left = x + wide * (column + 0.5) / columns - 17
            window(layer, easel, left, top + 30 + storey * step, 34, 54, wall, dice.random() < lit_share)
    line = top + 26 + (storeys - 1) * step
    layer.box(x, line - 7, wide, 7, lighter(wall, 0.4), 0.8)
    shop(layer, easel, dice, x, wide, foot, wall)


def gable(layer: Layer, easel: Easel, dice: Random, x: float, wide: float, top: float, roof: str) -> None:
    """A roof: pointed, stepped back or flat with a cornice."""
    kind = dice.choice(("pointed", "bent", "flat"))
    rise = wide * dice.uniform(0.34, 0.46)
    if kind == "pointed":
        shape = f"M{x - 8:.1f} {top + 4:.1f}L{x + wide / 2:.1f} {top - rise:.1f}L{x + wide + 8:.1f} {top + 4:.1f}z"
    elif kind == "bent":
        shape = (
            f"M{x - 6:.1f} {top + 4:.1f}L{x + wide * 0.12:.1f}"
            f" {top - rise * 0.7:.1f}H{x + wide * 0.88:.1f}L{x + wide + 6:.1f} {top + 4:.1f}z"
        )
    else:
        shape = f"M{x - 5:.1f} {top + 6:.1f}v-20h{wide + 10:.1f}v20z"
    if kind != "flat":
        layer.box(x + wide * 0.7, top - rise * 0.95, 18, rise * 0.7, darker(roof, 0.2), corner=2)
    layer.path(shape, layer.down(lighter(roof, 0.14), roof, darker(roof, 0.2)))
    if easel.palette.is_snowy:
        snow = easel.palette.tone(SNOW, 0.2)
        layer.path(shape, layer.down(snow, (snow, 0.9), (snow, 0.1)))


def window(layer: Layer, easel: Easel, x: float, y: float, wide: float, tall: float, wall: str, is_lit: bool) -> None:
    """A window with a frame and a sill, its upper left corner at (x, y)."""
    palette = easel.palette
    glass = palette.tone("#a9c3d2", 0.24)
    pane = palette.glows("lamp", 0.3) if is_lit else layer.down(mix(glass, palette.sky[2], 0.4), darker(glass, 0.2))
    layer.box(x - 4, y - 4, wide + 8, tall + 8, lighter(wall, 0.5), corner=5)
    layer.box(x, y, wide, tall, pane, corner=3)
    layer.line(
        f"M{x + wide / 2:.1f} {y:.1f}v{tall:.1f}M{x:.1f} {y + tall * 0.4:.1f}h{wide:.1f}", lighter(wall, 0.5), 2.6
    )
    layer.box(x - 7, y + tall + 3, wide + 14, 6, darker(wall, 0.16), corner=2)
    if easel.view.season in ("spring", "summer") and not palette.is_snowy and round(x) % 3 == 0:
        layer.path(
            "".join(ring(x + wide * k / 4, y + tall + 1 + (k % 2) * 3, 7, 6) for k in range(5)),
            palette.tone("#9cb987", 0.2),
        )
        layer.path(
            "".join(ring(x + wide * (k + 0.5) / 4, y + tall - 2, 3.4, 3.4) for k in range(4)),
            palette.tone(palette.flowers[0], 0.15),
        )


def shop(layer: Layer, easel: Easel, dice: Random, x: float, wide: float, foot: float, wall: str) -> None:
    """The ground floor: a door, and a shop window under a striped awning."""
    palette = easel.palette
    tone = palette.tone(dice.choice(("#c98f86", "#8fb0a4", "#93a6c4", "#d3ab76")), 0.2)
    lit_up = palette.is_dark or palette.overcast > 0.75
    pane = palette.glows("lamp", 0.25) if lit_up else mix(palette.tone("#b6ccd6", 0.24), palette.sky[2], 0.3)
    door = x + wide * dice.choice((0.08, 0.68))
    layer.box(door, foot - 88, wide * 0.24, 88, darker(tone, 0.2), corner=5)
    layer.box(door + wide * 0.05, foot - 80, wide * 0.14, 34, pane, corner=4)
    left = x + wide * (0.40 if door < x + wide * 0.4 else 0.08)
    layer.box(left - 4, foot - 78, wide * 0.5 + 8, 62, lighter(wall, 0.5), corner=4)
    layer.box(left, foot - 74, wide * 0.5, 54, layer.down(pane, mix(pane, wall, 0.3)), corner=3)
    if palette.is_dark:
        layer.soft(left + wide * 0.25, foot - 40, wide * 0.5, 80, palette.glows("lamp", 0.1), 0.4)
    if dice.random() < 0.75:
        part = (wide * 0.5 + 20) / 6
        for index in range(6):
            tint = lighter(tone, 0.1) if index % 2 else palette.tone("#f7efe2", 0.2)
            start = left - 10 + index * part
            layer.path(
                f"M{start:.1f} {foot - 92:.1f}h{part:.1f}v26q{-part / 2:.1f} 12 {-part:.1f} 0z",
                layer.down(lighter(tint, 0.1), darker(tint, 0.14)),
            )


def street(layer: Layer, easel: Easel, dice: Random) -> None:
    """A pavement before the houses, a kerb and the cobbled street."""
    palette = easel.palette
    cover = 0.7 if palette.is_snowy else 0.0
    pave = palette.tone(mix("#dfd3c4", "#eef3fa", cover), 0.1)
    road = palette.tone(mix("#cdbfb4", "#e9eff8", cover * 0.9))
    top, kerb = easel.horizon + 12, easel.horizon + 74
    layer.box(0, top, easel.width, kerb - top, layer.down(darker(pave, 0.12), pave, lighter(pave, 0.2)))
    layer.box(0, kerb, easel.width, 10, darker(pave, 0.28))
    layer.box(
        0,
        kerb + 9,
        easel.width,
        easel.height - kerb,
        layer.down(darker(road, 0.1), lighter(road, 0.12), road, darker(road, 0.14)),
    )
    vanish = easel.width / 2
    joints = "".join(f"M{vanish + k * 60:.1f} {top:.1f}L{vanish + k * 66:.1f} {kerb:.1f}" for k in range(-26, 27))
    layer.line(joints, darker(pave, 0.25), 1.6, 0.4)
    cobbles(layer, easel, dice, kerb + 14, road)
    layer.soft(easel.width / 2, easel.horizon + 220, easel.width * 0.45, 100, lighter(road, 0.5), 0.55)
    if easel.view.weather in ("rain", "storm"):
        for _ in range(easel.many(3, 5, 7)):
            layer.soft(
                dice.uniform(0, easel.width),
                dice.uniform(kerb + 40, easel.height),
                dice.uniform(90, 180),
                dice.uniform(10, 22),
                palette.sky[2],
                0.6,
            )
    if easel.view.season == "autumn":
        for _ in range(easel.many(8, 20, 36)):
            x, y = dice.uniform(0, easel.width), dice.uniform(top + 10, easel.height)
            layer.path(
                ring(x, y, 4 + 6 * easel.near(y), 2 + 3 * easel.near(y)),
                palette.tone(dice.choice(palette.foliage)),
                0.8,
            )


def cobbles(layer: Layer, easel: Easel, dice: Random, top: float, road: str) -> None:
    """Rows of cobbles, larger the nearer they are, left out here and there."""
    light, dark = "", ""
    y, tall = top, 11.0
    while y < easel.height:
        wide, x = tall * 2.9, -dice.uniform(0, 40)
        while x < easel.width:
            if dice.random() < (0.10, 0.34, 0.55)[easel.view.detail]:
                stone = ring(x + wide / 2, y + tall / 2, wide * 0.44, tall * 0.4)
                light, dark = (light + stone, dark) if dice.random() < 0.55 else (light, dark + stone)
            x += wide
        y += tall * 1.06
        tall *= 1.13
    layer.path(light, lighter(road, 0.3), 0.32)
    layer.path(dark, darker(road, 0.25), 0.26)


def furniture(layer: Layer, easel: Easel, dice: Random) -> None:
    """Trees in grates, planters and lamps along the kerb."""
    kerb = easel.horizon + 78
    palette = easel.palette
    for place in (-0.62, 0.9) if easel.width < 1400 else (-0.9, -0.5, 0.62, 0.95):
        tree(layer, easel, dice, easel.x(place), kerb - 6, 250, 0.14)
    for place in (-0.9, 0.56) if easel.width < 1400 else (-0.7, 0.4, 0.8):
        lamp(layer, easel, easel.x(place), kerb, 290)
    for place in (-0.36, 0.72):
        x, pot = easel.x(place), palette.tone("#b98d78", 0.1)
        bush(layer, easel, dice, x, kerb - 30, 26, bush_colour(easel, dice, 0.1), 0.1)
        layer.path(
            f"M{x - 26:.1f} {kerb - 36:.1f}h52l-6 34h-40z", layer.across(lighter(pot, 0.2), pot, darker(pot, 0.3))
        )


def lamp(layer: Layer, easel: Easel, x: float, y: float, tall: float) -> None:
    """A street lamp with its foot at (x, y), lit in the dark."""
    palette = easel.palette
    iron = palette.tone("#6d7486", 0.12)
    layer.soft(x, y, 34, 7, darker(iron, 0.6), 0.4)
    layer.path(
        f"M{x - 13:.1f} {y:.1f}l6 -22l3 {-tall * 0.72:.1f}h8l3 {tall * 0.72:.1f}l6 22z",
        layer.across(lighter(iron, 0.25), iron, darker(iron, 0.3)),
    )
    top = y - tall * 0.79
    lit_up = palette.is_dark or palette.overcast > 0.75 or easel.view.time == "dusk"
    if lit_up:
        layer.soft(x, top - 22, 130, 130, "#ffe0a0", 0.75)
        layer.soft(x, y + 20, 120, 24, "#ffe0a0", 0.3)
    layer.path(f"M{x - 13:.1f} {top:.1f}l-7 -44h40l-7 44z", "#fff0c4" if lit_up else palette.tone("#e8eef0", 0.1))
    layer.path(f"M{x - 26:.1f} {top - 42:.1f}q26 -34 52 0z", iron)
    layer.box(x - 16, top - 2, 32, 7, iron, corner=3)
