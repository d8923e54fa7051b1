"""What is drawn around somebody who does something: dust behind a runner, a sleeper's Z's, rings where one swims."""

import numpy as np
from PIL import Image

from pinxit.engines.storybook.layout.placed import Placed

SUNK = 0.3
"""The share of a swimmer that is under water."""
DEPTHS = (0.62, 0.12)
"""How much of a swimmer is seen through the water: at its surface and at the lowest point."""


def sunk(image: Image.Image) -> Image.Image:
    """A swimmer (RGBA) whose lowest part is seen through the water."""
    pixels = np.asarray(image).copy()
    start = round((1 - SUNK) * image.height)
    fade = np.linspace(*DEPTHS, image.height - start)[:, None]
    pixels[start:, :, 3] = (pixels[start:, :, 3] * fade).astype(np.uint8)
    return Image.fromarray(pixels)


def behind(thing: Placed) -> str:
    """SVG in units of the page, painted before the thing; empty for most."""
    if thing.pose != "running" or thing.aloft:
        return ""
    side = 1 if thing.faces == "left" else -1  # dust is where one came from
    foot, size = thing.y, min(thing.width, thing.height)
    x = thing.x + side * 0.42 * thing.width
    puffs = ((0.02, 0.0, 0.1, 0.8), (0.15, 0.05, 0.075, 0.62), (0.27, 0.02, 0.052, 0.45), (0.36, 0.07, 0.034, 0.32))
    dust = "".join(
        f'<circle cx="{x + side * along * size:.1f}" cy="{foot - (up + radius * 0.7) * size:.1f}" '
        f'r="{radius * size:.1f}" fill="#f4ead9" opacity="{opacity}"/>'
        for along, up, radius, opacity in puffs
    )
    lines = "".join(
        f'<path d="M{x + side * 0.1 * size:.1f} {foot - up * thing.height:.1f}h{side * long * size:.1f}" '
        f'stroke="#ffffff" stroke-opacity="0.7" stroke-width="{max(2.0, 0.014 * size):.1f}" stroke-linecap="round"/>'
        for up, long in ((0.34, 0.2), (0.5, 0.3), (0.66, 0.18))
    )
    return dust + lines


def before(thing: Placed, *, on_water: bool) -> str:
    """SVG in units of the page, painted over the thing; empty for most."""
    if thing.pose == "sleeping":
        return _sleep(thing)
    return _rings(thing) if thing.pose == "swimming" and on_water else ""


def _sleep(thing: Placed) -> str:
    """Three Z's that rise from the head, the last the largest."""
    size = 0.13 * min(thing.width, thing.height) + 12
    side = -1 if thing.faces == "left" else 1
    high = (thing.height + thing.width) / 2 if abs(thing.tilt) == 90 else thing.height  # one who lies is not high
    x, y = thing.x + side * 0.3 * thing.width, max(thing.y - high, 2.3 * size)
    letters = ""
    for number, factor in enumerate((0.55, 0.78, 1.05)):
        own = size * factor
        left, top = x + side * number * 0.86 * size - own / 2, y - number * 0.72 * size - own * 0.5
        shape = f"M{left:.1f} {top:.1f}h{own:.1f}l{-own:.1f} {own:.1f}h{own:.1f}"
        for colour, width in (("#ffffff", 0.42), ("#6f7fd0", 0.2)):
            letters += (
                f'<path d="{shape}" fill="none" stroke="{colour}" stroke-width="{width * own:.1f}" '
                f'stroke-linecap="round" stroke-linejoin="round"/>'
            )
    return letters


def _rings(thing: Placed) -> str:
    """Rings of light on the water around a swimmer."""
    y = thing.y - SUNK * thing.height
    wide, pen = thing.width, max(2.5, 0.012 * thing.width)
    return "".join(
        f'<ellipse cx="{thing.x:.1f}" cy="{y + down * thing.height:.1f}" rx="{across * wide:.1f}" '
        f'ry="{0.16 * across * wide:.1f}" fill="none" stroke="#ffffff" stroke-opacity="{opacity}" '
        f'stroke-width="{pen:.1f}" stroke-dasharray="{0.5 * wide:.0f} {gap * wide:.0f}"/>'
        for across, down, opacity, gap in ((0.5, 0.02, 0.8, 0.12), (0.64, 0.05, 0.5, 0.3), (0.78, 0.08, 0.32, 0.4))
    )
