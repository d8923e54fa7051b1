"""What is worn at the eyes: glasses, sunglasses and goggles; narrowed and shifted on a face seen from the side."""

from dataclasses import dataclass

from pinxit.engines.storybook.anchors import Point
from pinxit.engines.storybook.figures.sampling import PAPER, PLUM, mix
from pinxit.engines.storybook.wardrobe.brush import Brush, plain

LENSES = {"glasses": ("#cfe9ff", 0.36), "sunglasses": ("#2a2140", 0.94), "goggles": ("#7fd0ff", 0.62)}
"""By the title of the art: the colour of the glass and how much it hides."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """A pair of eyes on the drawing, in its own lengths; a `gap` of 0 is one eye, seen from the side."""

    at: Point
    gap: float
    head: float
    lean: float
    ahead: float
    """How much of the face lies before the eye, from the side."""
    faces_right: bool


def eyewear(brush: Brush, eyes: Eyes, title: str, colour: str) -> str:
    """`title` is a key of LENSES, `colour` that of the frame."""
    glass, hides = LENSES[title]
    broad = {"glasses": 1.0, "sunglasses": 1.12, "goggles": 1.16}[title]
    if eyes.gap == 0:
        radius, content = 0.21 * eyes.head * broad, _profile(brush, title, colour, glass, hides)
        if eyes.ahead > 1.7 * radius:
            content = _lens(brush, -13.4, 3.4, colour, glass, hides, title) + content
    else:
        radius = min(max(0.45 * eyes.gap, 0.15 * eyes.head), 0.3 * eyes.head, 0.49 * eyes.gap) * (
            broad if title == "glasses" else 1.06
        )
        content = _pair(brush, eyes.gap / 2 / radius * 10, eyes.head / radius * 5, title, colour, glass, hides)
    flip = "scale(-1 1)" if eyes.faces_right and eyes.gap == 0 else ""
    return (
        f'<g transform="translate({eyes.at[0]:.3f} {eyes.at[1]:.3f}) rotate({eyes.lean:.2f}) '
        f'scale({radius / 10:.5f}) {flip}">{content}</g>'
    )


def _lens(brush: Brush, x: float, wide: float, colour: str, glass: str, hides: float, title: str) -> str:
    """One lens of height 20 around (x, 0)."""
    shape = (
        f"M{x - wide:.2f} -5Q{x - wide:.2f} -9.5 {x:.2f} -9.5Q{x + wide:.2f} -9.5 {x + wide:.2f} "
        f"-4C{x + wide:.2f} 6 {x + wide * 0.5:.2f} 10 {x:.2f} 10"
        f"C{x - wide * 0.5:.2f} 10 {x - wide:.2f} 6 {x - wide:.2f} -5Z"
    )
    stroke = 3.4 if title == "goggles" else 2.2
    gleam = (
        f'<path d="M{x - wide * 0.5:.2f} -1Q{x - wide * 0.45:.2f} -6 {x:.2f} -6.5" fill="none" stroke="{PAPER}" '
        f'stroke-opacity=".85" stroke-width="1.7" stroke-linecap="round"/>'
    )
    dark = mix(plain(colour), PLUM, 0.3)
    return (
        f'<path d="{shape}" fill="{brush.fall(glass, 0.1, 0.3)}" fill-opacity="{hides}"/>{gleam}'
        f'<path d="{shape}" fill="none" stroke="{dark}" stroke-width="{stroke}"/>'
        f'<path d="{shape}" fill="none" stroke="{plain(colour)}" stroke-width="{stroke * 0.6:.2f}" '
        'transform="translate(-.25 -.35)"/>'
    )


def _pair(brush: Brush, apart: float, half: float, title: str, colour: str, glass: str, hides: float) -> str:
    wide = min(10.0, apart - 0.8)
    dark = mix(plain(colour), PLUM, 0.15)
    outer = max(apart + wide + 1.5, min(half * 0.96, apart + wide + 7))
    arms = "".join(f'<path d="M{side * (apart + wide)} -4L{side * outer:.2f} -5.5"/>' for side in (-1, 1))
    if title == "goggles":
        arms = "".join(
            f'<path d="M{side * (apart + wide)} 0L{side * outer:.2f} -2" stroke-width="7"/>' for side in (-1, 1)
        )
    bridge = f'<path d="M{-apart + wide - 0.5:.2f} -3Q0 -7 {apart - wide + 0.5:.2f} -3"/>'
    lenses = "".join(_lens(brush, side * apart, wide, colour, glass, hides, title) for side in (-1, 1))
    return f'<g fill="none" stroke="{dark}" stroke-width="2.4" stroke-linecap="round">{arms}{bridge}</g>{lenses}'


def _profile(brush: Brush, title: str, colour: str, glass: str, hides: float) -> str:
    """A lens over the one eye, the rim of the other before it, an arm to the ear. Looks to the left."""
    dark = mix(plain(colour), PLUM, 0.15)
    arm = "M8 -4L27 -6" if title != "goggles" else "M8 -1L30 -4"
    return (
        f'<g fill="none" stroke="{dark}" stroke-width="{7 if title == "goggles" else 2.4}" stroke-linecap="round">'
        f'<path d="{arm}"/></g>'
        f'<path d="M-8 -3Q-9.5 -5.5 -11 -3" fill="none" stroke="{dark}" stroke-width="2.2"/>'
        f"{_lens(brush, -0.5, 8.2, colour, glass, hides, title)}"
    )
