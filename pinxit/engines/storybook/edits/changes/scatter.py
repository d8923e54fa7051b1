"""Leaves and blossoms: falling, lying on the ground, and out in trees and meadows."""

from math import cos, sin, tau

from pinxit.engines.storybook.edits.changes.planes import noise, ramp
from pinxit.engines.storybook.edits.changes.regions import Regions
from pinxit.engines.storybook.edits.changes.sketch import UNITS, sketched
from pinxit.engines.storybook.edits.changes.view import View
from pinxit.engines.storybook.painting.raster import Pixels
from pinxit.engines.storybook.settings.brush import ring

LEAVES, PETALS = 34, 26
"""In a square picture at high quality."""
LEAF_COLOURS = ("#d9822b", "#e8a72e", "#c4502a", "#b5382a", "#8f5a2b", "#dcb43c")
PETAL_COLOURS = ("#fbd3de", "#f7b8cb", "#fff1f4")
BLOSSOM_COLOURS = ("#ffd9e4", "#f9bfd2", "#fff3f6", "#f6a9c4")
LAWN_COLOURS = ("#ffffff", "#ffe16b", "#f7b8cb", "#c9b6f0", "#ffffff")
LITTER, BLOSSOMS = 420, 4500
"""In a square picture at high quality; of the blossoms only those are drawn that fall on a green cluster."""
POLLEN, FINEST_PETAL = "#e8b84a", 1.4
"""The colour of a flower's middle, and the radius of a petal in pixels below which a flower is a dot."""
MAPLE = (
    "M0 -12L2.4 -7L5.2 -8.4L4.6 -3.6L9.6 -5.4L8.2 -1.8L11 0L5.6 3.2L6.4 5.6L1 5L0.5 11L-0.5 11L-1 5L-6.4 5.6L-5.6 3.2"
    "L-11 0L-8.2 -1.8L-9.6 -5.4L-4.6 -3.6L-5.2 -8.4L-2.4 -7Z"
)
BEECH = "M0 -11C6 -7 7 3 0.6 9L0.4 13L-0.4 13L-0.6 9C-7 3 -6 -7 0 -11Z"
PETAL = "M0 -6C5 -5 5 4 0 6C-4 3 -4 -4 0 -6Z"
"""Outlines about 20 units high."""


def leaf_fall(width: int, height: int, view: View) -> Pixels:
    """Autumn leaves in the air."""
    return _tumbling(width, height, view, "leaves", LEAVES, (MAPLE, BEECH), LEAF_COLOURS, (0.7, 2.2))


def petal_fall(width: int, height: int, view: View) -> Pixels:
    """Petals in the air."""
    return _tumbling(width, height, view, "petals", PETALS, (PETAL,), PETAL_COLOURS, (0.6, 1.4))


def _tumbling(
    width: int, height: int, view: View, name: str, count: int, shapes: tuple[str, ...], colours: tuple[str, ...],
    sizes: tuple[float, float],
) -> Pixels:  # fmt: skip
    unit, dice = min(width, height) / UNITS, view.dice(name)
    wide, high = width / unit, height / unit
    share = view.many(0.5, 0.8, 1.0) * (0.5 if view.is_faithful else 1.0) * wide * high / UNITS**2
    body = ""
    for x, y, turn, tilt, size in dice.random((round(count * share), 5)):
        scale = sizes[0] + (sizes[1] - sizes[0]) * size**2
        place = f"translate({x * wide:.0f} {y * high:.0f}) rotate({360 * turn:.0f})"
        body += (
            f'<path d="{dice.choice(shapes)}" fill="{dice.choice(colours)}" opacity="0.93" '
            f'transform="{place} scale({scale:.2f} {scale * (0.35 + 0.65 * tilt):.2f})"/>'
        )
    return sketched(body, width, height)


def leaf_litter(regions: Regions, view: View) -> Pixels:
    """Leaves that lie on the ground, smaller farther away."""
    dice, (wide, high) = view.dice("litter"), _units(regions)
    count = round(view.many(0.4, 0.7, 1.0) * LITTER * _area(regions))
    body = ""
    for x, y, turn, size in dice.random((count, 4)):
        down = regions.horizon + (1 - regions.horizon) * y**0.7
        scale = 0.12 + 0.75 * max(0.0, (down - regions.horizon) / (1 - regions.horizon)) * (0.6 + 0.6 * size)
        place = f"translate({x * wide:.0f} {down * high:.0f}) scale(1 0.5) rotate({360 * turn:.0f})"
        body += f'<path d="{BEECH}" fill="{dice.choice(LEAF_COLOURS)}" transform="{place} scale({scale:.2f})"/>'
    return sketched(body, regions.width, regions.height)


def blossoms(regions: Regions, view: View) -> Pixels:
    """Blossoms on what is green: clusters of pink and white in trees, flowers of all colours in the grass near by."""
    dice, (wide, high) = view.dice("blossoms"), _units(regions)
    step = max(1, min(regions.height, regions.width) // 200)
    green, depth = regions.green[::step, ::step], regions.depth[::step, ::step]
    lawn = regions.ground[::step, ::step] * ramp(depth, 0.85, 0.5)
    clusters = noise(dice, green.shape[1], green.shape[0], 0.12 * max(green.shape), octaves=3)
    places = dice.random((round(view.many(0.4, 0.7, 1.0) * BLOSSOMS * _area(regions)), 4))
    rows, columns = (places[:, 1] * green.shape[0]).astype(int), (places[:, 0] * green.shape[1]).astype(int)
    grows = (green[rows, columns] > 0.6) & (clusters[rows, columns] > 0.38 + 0.3 * places[:, 3])
    petals: dict[str, list[str]] = {colour: [] for colour in (*LAWN_COLOURS, *BLOSSOM_COLOURS)}
    middles = []
    for (x, y, size, luck), row, column in zip(places[grows], rows[grows], columns[grows], strict=True):
        scale = (0.4 + 0.5 * size) * (1.1 - 0.9 * float(depth[row, column]))
        colour = str(dice.choice(LAWN_COLOURS if lawn[row, column] > 0.4 else BLOSSOM_COLOURS))
        left, top = x * wide, y * high
        if 3 * scale * regions.width / wide < FINEST_PETAL:
            petals[colour].append(ring(left, top, 5 * scale, 5 * scale))
            continue
        for angle in ((turn + luck) * tau / 5 for turn in range(5)):
            petals[colour].append(
                ring(left + 3.4 * scale * cos(angle), top + 3.4 * scale * sin(angle), *[3 * scale] * 2)
            )
        middles.append(ring(left, top, 1.7 * scale, 1.7 * scale))
    body = "".join(f'<path d="{"".join(paths)}" fill="{colour}"/>' for colour, paths in petals.items() if paths)
    return sketched(f'{body}<path d="{"".join(middles)}" fill="{POLLEN}"/>', regions.width, regions.height)


def _units(regions: Regions) -> tuple[float, float]:
    unit = min(regions.width, regions.height) / UNITS
    return regions.width / unit, regions.height / unit


def _area(regions: Regions) -> float:
    """Of the picture, in squares of its shorter side; long strips count as no more than two."""
    longer, shorter = max(regions.width, regions.height), min(regions.width, regions.height)
    return min(2.0, longer / shorter)
