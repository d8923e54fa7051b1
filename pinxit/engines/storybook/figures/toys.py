"""Bodies for faces that are no person's: a sitting plush toy, or a robot of tin."""

from dataclasses import dataclass

import numpy as np

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.figures.page import Page, symmetric
from pinxit.engines.storybook.figures.sampling import INK, PAPER, PLUM, distance, luma, mix, mode, sample
from pinxit.engines.storybook.painting.raster import Pixels
from pinxit.engines.storybook.settings.colour import parts

BUSHY = frozenset("fox wolf raccoon unicorn horse".split())
THIN = frozenset("cat dog tiger lion monkey mouse cow pig moose dragon boar".split())
WINGED = frozenset("chicken chick rooster bird duck owl eagle".split())
PIED = frozenset(["cow"])
MANED = frozenset("unicorn horse".split())
FUR = {
    frozenset(["frog"]): (0.1, 0.1, 0.9, 0.45),
    frozenset(["lion"]): (0.3, 0.3, 0.7, 0.6),
    MANED: (0.0, 0.2, 0.45, 0.9),
}
"""Where the body's colour is found on heads that have more than one: left, top, right and bottom shares."""


def plush(page: Page, art: Art, words: frozenset[str], garment: str | None) -> None:
    """A sitting toy: pear-shaped torso, belly patch, two arms, two feet with pads, sometimes a tail."""
    look = _coat(art, words)
    scale = 52.0 / max(1.0, ((art.box[2] - art.box[0]) * (art.box[3] - art.box[1])) ** 0.5)
    side = page.choice.choice((-1, 1))
    _tail(page, words, look, side)
    torso = symmetric("M0 -13", "11 -13 16 -3 19 8", "23 20 24 28 20 36", "17 42 9 43 0 43")
    page.path(torso, page.ball(garment or look.fur))
    page.include(-23, -13, 23, 43)
    if garment is None:
        page.oval(0, 23, 12.5, 14.5, page.fall(look.belly, 8, 38, 0.12))
    else:
        _knit(page, torso, garment)
    page.shadow(0, -1, 20, 9, 0.38, torso)
    for foot in (-1, 1):
        page.shadow(foot * 13.5, 35, 13, 9, 0.35, torso)
        page.oval(foot * 14.5, 38.4, 9.6, 7.6, page.ball(look.feet))
        page.oval(foot * 14.8, 39.6, 5.4, 4.4, mix(look.feet, look.pad, 0.75))
    waves = page.choice.random() < 0.4
    for arm in (-1, 1):
        raised = waves and arm == side
        points = ((14.5, 4), (27, 8), (28.5, -5)) if raised else ((15.5, 5), (25.5, 13), (16.5, 23.5))
        low, high = (-10.0, 10.0) if raised else (0.0, 28.0)
        if garment:
            paw = points[-1]
            page.oval(arm * paw[0], paw[1], 5.2, 5.2, page.ball(look.limb))
            points = (points[0], points[1], ((paw[0] + points[1][0]) / 2, (paw[1] + points[1][1]) / 2))
        page.limb([(arm * x, y) for x, y in points], 10.5, page.fall(garment or look.limb, low, high))
    page.joints.neck, page.joints.hand, page.joints.back = ((-14.0, 2.5), (14.0, 2.5)), (17.0, 24.0), (0.0, 20.0)
    page.place(art, scale, 1.5, page.choice.uniform(-3, 3), profile=True)


def _knit(page: Page, torso: str, garment: str) -> None:
    """The ribs of a sweater and the darker band around its hem."""
    dark, clip = mix(garment, PLUM, 0.3), page.within(torso)
    ribs = "".join(f"M{x} -14Q{x * 1.25:g} 14 {x} 44" for x in range(-21, 22, 3))
    page.path(ribs, "none", f'stroke="{dark}" stroke-width=".6" stroke-opacity=".4" {clip}')
    page.pattern_on(torso, garment, (-27, -14, 27, 46))
    page.path("M-26 33Q0 42 26 33V46H-26Z", dark, f'fill-opacity=".55" {clip}')


def _tail(page: Page, words: frozenset[str], look: "_Coat", side: int) -> None:
    if words & BUSHY:
        d = f"M{side * 10} 38C{side * 26} 44 {side * 42} 36 {side * 41} 20C{side * 40} 10 {side * 33} 6 {side * 31} 6"
        page.path(f"{d}C{side * 31} 16 {side * 27} 24 {side * 12} 26Z", page.ball(look.accent))
        page.include(-42, 6, 42, 40)
    elif words & THIN:
        tip = side * 30, 12
        page.limb([(side * 12, 38), (side * 36, 40), tip], 5, page.fall(look.limb, 12, 42))


def machine(page: Page, art: Art, garment: str | None) -> None:
    """A tin body with a dial, jointed arms and boots."""
    metal = garment or mix(mode(sample(art), 0.2, 0.3, 0.8, 0.95), PAPER, 0.1)
    accent = art.colour if distance(art.colour, metal) > 60 else "#e8437a"
    joint = mix(metal, INK, 0.45)
    for side in (-1, 1):
        page.limb([(side * 14, 8), (side * 27, 10), (side * 26, 22)], 5.5, page.fall(joint, 5, 25))
        page.oval(side * 26, 25.5, 5.4, 5.4, page.ball(accent))
        page.limb([(side * 8, 34), (side * 8.5, 38), (side * 8.5, 42)], 7.5, page.fall(joint, 32, 46))
        page.path(
            f"M{side * 8.5 - 8} 50v-3a6 6 0 0 1 6-6h4a6 6 0 0 1 6 6v3z", page.fall(mix(metal, PLUM, 0.15), 41, 50)
        )
    page.include(-32, 0, 32, 50)
    torso = "M-12 -4H12Q19 -4 19 3V28Q19 37 10 37H-10Q-19 37 -19 28V3Q-19 -4 -12 -4Z"
    page.path(torso, page.ball(metal))
    page.path("M-11 9H11Q13 9 13 11V25Q13 27 11 27H-11Q-13 27 -13 25V11Q-13 9 -11 9Z", page.fall(joint, 8, 28))
    page.oval(-5, 18, 5, 5, page.ball("#ffd35c"))
    for y, colour in ((14, accent), (18.5, "#5ad1c4"), (23, "#7aa7ff")):
        page.oval(6.5, y, 1.7, 1.7, colour)
    page.shadow(0, -2, 20, 8, 0.5, torso)
    page.joints.neck, page.joints.hand, page.joints.back = ((-13.0, 0.5), (13.0, 0.5)), (26.0, 25.5), (0.0, 16.0)
    page.place(art, 48 / (art.box[3] - art.box[1]), 0.5)


@dataclass(frozen=True, slots=True)
class _Coat:
    """The colours of an animal: fur, lighter belly, limbs, pads, and the tail's accent."""

    fur: str
    belly: str
    limb: str
    feet: str
    pad: str
    accent: str


def _coat(art: Art, words: frozenset[str]) -> _Coat:
    pixels = sample(art)
    part = (0.1, 0.15, 0.9, 0.95)
    for kinds, place in FUR.items():
        part = place if words & kinds else part
    fur = "#f7f3f1" if words & PIED else mode(pixels, *part)
    ears = mode(pixels, 0.0, 0.0, 0.22, 0.3)
    mane = _apart(pixels, fur) if words & MANED else fur
    dark = luma(ears) < luma(fur) - 70 and not words & (WINGED | MANED | PIED)
    limb = ears if dark else mix(fur, PLUM, 0.06)
    feet = (
        "#f5a623" if words & WINGED else "#5d4a4a" if words & PIED else mix(mane, INK, 0.2) if words & MANED else limb
    )
    belly = "#f9c9b8" if words & PIED else _belly(pixels, fur)
    return _Coat(fur, belly, limb, feet, "#f3b3b0" if luma(feet) > 90 else "#d9a5a8", mane)


def _apart(pixels: Pixels, fur: str) -> str:
    """The commonest colour of the right half that is not like the fur: a mane."""
    half = pixels[:, pixels.shape[1] // 2 :].reshape(-1, 4)
    other = half[np.abs(half[:, :3].astype(int) - np.array(parts(fur))).sum(axis=1) > 110]
    return mode(other[None]) if (other[:, 3] > 200).sum() > 60 else fur


def _belly(pixels: Pixels, fur: str) -> str:
    """The lighter colour of the lower face, if it has a fair share of one; else a lighter fur."""
    lower = pixels[int(0.45 * len(pixels)) :].reshape(-1, 4)
    brightness = lower[:, :3] @ np.array([0.299, 0.587, 0.114])
    light = lower[(brightness > luma(fur) + 24) & (lower[:, 3] > 200)]
    if len(light) < 0.1 * (lower[:, 3] > 200).sum():
        return mix(fur, PAPER, 0.5)
    belly, (red, green, _), (fur_red, fur_green, _) = mode(light[None]), parts(mode(light[None])), parts(fur)
    is_snout = red - green > fur_red - fur_green + 30
    return mix(fur, PAPER, 0.5) if is_snout else mix(belly, PAPER, 0.12)
