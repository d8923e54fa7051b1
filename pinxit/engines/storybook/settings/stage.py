"""The stage: boards, curtains, footlights and a spotlight."""

from pinxit.engines.storybook.settings.brush import Layer, filled, ridge
from pinxit.engines.storybook.settings.colour import darker, lighter, mix
from pinxit.engines.storybook.settings.interior import Interior, floor
from pinxit.engines.storybook.settings.sky import cloud, sparkle
from pinxit.engines.storybook.settings.view import Backdrop, View
from pinxit.engines.storybook.settings.weather import vignette


def stage(view: View) -> Backdrop:
    """A theatre's stage with a painted cloth behind, as the audience sees it."""
    interior = Interior("stage", view, 330)
    back = interior.layer("cloth")
    foot = interior.horizon
    back.box(
        0, 0, interior.width, foot + 4, back.down(*(mix(colour, "#8c6f8f", 0.3) for colour in interior.palette.sky))
    )
    painted_cloth(back, interior)
    back.box(0, 0, interior.width, foot + 4, interior.tone("#d9b6b8"), 0.35)
    marks = "".join(
        sparkle(interior.width * (0.2 + 0.1 * k), foot * (0.3 + 0.08 * (k % 3)), 9 + 5 * (k % 2)) for k in range(7)
    )
    back.path(marks, "#fff3cf", 0.7)
    drapes, base = interior.layer("drapes"), floor(interior)
    light = interior.layer("light")
    x = interior.width / 2
    for start, goal in ((0.22, 0.58), (0.78, 0.42)):
        top, low = interior.width * start, interior.width * goal
        for share in (1.25, 1.0, 0.75, 0.5):
            cone = (
                f"M{top - 30 * share:.1f} -10h{60 * share:.1f}L{low + 210 * share:.1f}"
                f" {foot + 170:.1f}H{low - 210 * share:.1f}z"
            )
            top_y = -10 - 150 * share - 40 * start  # Else the steps of the faint gradients show as bands.
            fade = light.between(top_y, foot + 170, *(("#fff1c9", opacity) for opacity in (0.15, 0.09, 0.05, 0.0)))
            light.path(cone, fade)
    light.soft(x, foot + 180, 430, 120, "#fff1c9", 0.65)
    for side in (-1, 1):
        drape(drapes, interior, side)
    valance(drapes, interior)
    return interior.hang(
        (back, base, light, drapes),
        (footlights(interior), vignette(interior, darker(interior.part("wall"), 1.0), 0.28)),
        ground=interior.part("floor"),
        light=interior.subjects,
        far=0.25,
        near=90,
    )


def painted_cloth(layer: Layer, interior: Interior) -> None:
    """Hills, clouds and a sun as a stage painter makes them."""
    palette, dice, foot = interior.palette, interior.dice("cloth"), interior.horizon
    layer.soft(interior.x(-0.3), foot * 0.42, 170, 170, palette.glow, 0.9)
    layer.oval(interior.x(-0.3), foot * 0.42, 56, 56, palette.orb)
    for place, high in ((0.3, 0.4), (-0.02, 0.56)):
        cloud(layer, dice, interior.x(place), foot * high, 130, 52, palette.cloud, 1)
    for drop, own, far in (
        (150, mix(palette.grass, "#7f9fae", 0.4), 0.6),
        (86, palette.grass, 0.42),
        (34, palette.pine, 0.34),
    ):
        tone = palette.tone(own, far)
        line = ridge(dice, interior.width, foot - drop, 40 - 8 * far, 460)
        layer.path(filled(line, foot + 4), layer.down(lighter(tone, 0.2), tone))


def drape(layer: Layer, interior: Interior, side: int) -> None:
    """The curtain on one side, drawn back in folds."""
    tone = interior.part("curtain")
    edge = interior.width * (0.5 + 0.5 * side)
    wide = min(210.0, interior.width * 0.2)
    tall = interior.horizon + 92
    folds = 6
    for index in range(folds):
        outer = edge - side * wide * index / folds * 1.05
        hem = edge - side * wide * index / folds * 0.86
        part = -side * wide / folds * 1.2
        waist = tall * 0.62
        shape = (
            f"M{outer:.1f} -6C{outer:.1f} {waist * 0.6:.1f} {hem - part * 0.3:.1f} {waist:.1f} {hem:.1f}"
            f" {tall:.1f}q{part / 2:.1f} 16 {part:.1f} 0C{hem + part * 0.8:.1f} {waist:.1f} {outer + part * 1.1:.1f}"
            f" {waist * 0.6:.1f} {outer + part:.1f} -6z"
        )
        layer.path(shape, layer.across(darker(tone, 0.35), lighter(tone, 0.10), darker(tone, 0.25)))
    gold = interior.part("trim")
    layer.line(f"M{edge:.1f} {tall * 0.66:.1f}q{-side * wide * 0.5:.1f} 26 {-side * wide * 0.96:.1f} -8", gold, 11)


def valance(layer: Layer, interior: Interior) -> None:
    """Swags of curtain along the top with a golden hem."""
    tone, gold = interior.part("curtain"), interior.part("trim")
    count = max(4, round(interior.width / 210))
    wide = interior.width / count
    for index in range(count):
        x = index * wide
        shape = f"M{x - 6:.1f} -8h{wide + 12:.1f}v66q{-wide / 2 - 6:.1f} 92 {-wide - 12:.1f} 0z"
        layer.path(shape, layer.down(darker(tone, 0.35), lighter(tone, 0.06), darker(tone, 0.14)))
        layer.line(f"M{x - 6:.1f} 58q{wide / 2 + 6:.1f} 92 {wide + 12:.1f} 0", gold, 7)
        for share in (0.3, 0.7):
            layer.line(
                f"M{x + wide * share:.1f} 0Q{x + wide * share:.1f} 40 {x + wide * (0.5 + (share - 0.5) * 0.7):.1f} 92",
                darker(tone, 0.5),
                3,
                0.4,
            )


def footlights(interior: Interior) -> Layer:
    """The lamps in their shells along the edge of the stage."""
    layer = interior.layer("footlights")
    foot, gold = interior.height, interior.part("trim")
    edge = interior.tone("#a9785a")
    layer.box(0, foot - 30, interior.width, 34, layer.down(lighter(edge, 0.3), edge, darker(edge, 0.3)))
    count = max(5, round(interior.width / 160))
    for index in range(count):
        x = interior.width * (index + 0.5) / count
        layer.soft(x, foot - 56, 74, 46, "#fff0c4", 0.6)
        layer.path(
            f"M{x - 34:.1f} {foot - 18:.1f}Q{x - 36:.1f} {foot - 60:.1f} {x:.1f} {foot - 62:.1f}"
            f"Q{x + 36:.1f} {foot - 60:.1f} {x + 34:.1f} {foot - 18:.1f}z",
            layer.ball(gold, 0.8),
        )
        ribs = "".join(f"M{x:.1f} {foot - 18:.1f}L{x + lean:.1f} {foot - 56:.1f}" for lean in (-22, -8, 8, 22))
        layer.line(ribs, darker(gold, 0.5), 2.2, 0.4)
    return layer
