"""What is worn at the neck: scarf, bow tie, necktie, beads, kerchief, or anything small on a ribbon."""

import math
from dataclasses import dataclass

from pinxit.engines.storybook.anchors import Point
from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.colour import RAINBOW
from pinxit.engines.storybook.figures.sampling import PAPER, PLUM, luma, mix
from pinxit.engines.storybook.wardrobe.brush import HUES, Brush, placed, plain


@dataclass(frozen=True, slots=True)
class Neck:
    """A collar on the drawing: its two ends, in the drawing's own lengths, and how thick worn things may be there."""

    throat: Point
    nape: Point
    unit: float
    """The length that a hundred units of the shapes here have down the neck."""
    is_side_on: bool

    @property
    def length(self) -> float:
        """From throat to nape."""
        return math.dist(self.throat, self.nape)

    @property
    def slant(self) -> float:
        """Degrees, clockwise, from level."""
        return math.degrees(math.atan2(self.nape[1] - self.throat[1], self.nape[0] - self.throat[0]))

    def collar(self, content: str) -> str:
        """Shapes whose x runs from -50 at the throat to 50 at the nape, and whose y runs down the body."""
        x, y = (self.throat[0] + self.nape[0]) / 2, (self.throat[1] + self.nape[1]) / 2
        return (
            f'<g transform="translate({x:.3f} {y:.3f}) rotate({self.slant:.2f}) '
            f'scale({self.length / 100:.5f} {self.unit / 100:.5f})">{content}</g>'
        )

    def hung(self, x: float, y: float, content: str, sway: float = 0.0) -> str:
        """Shapes that hang straight down from the collar's place (x, y), but for a `sway` in degrees."""
        turn = math.radians(self.slant)
        along, down = x / 100 * self.length, y / 100 * self.unit
        left = (self.throat[0] + self.nape[0]) / 2 + along * math.cos(turn) - down * math.sin(turn)
        top = (self.throat[1] + self.nape[1]) / 2 + along * math.sin(turn) + down * math.cos(turn)
        return (
            f'<g transform="translate({left:.3f} {top:.3f}) rotate({sway:.2f}) '
            f'scale({self.unit / 100:.5f})">{content}</g>'
        )


def scarf(brush: Brush, neck: Neck, colour: str, side: int) -> str:
    """A knitted band with a knot and two fringed tails; `side` (-1 or 1) is where it is tied from the front."""
    tied = -20.0 if neck.is_side_on else 17.0 * side
    band = "M-50 -15C-58 -15 -60 14 -51 18Q0 42 51 18C60 14 58 -15 50 -15Q0 8 -50 -15Z"
    shadow = '<path d="M-46 14Q0 44 46 14L42 26Q0 54 -42 26Z" fill="#4a2566" fill-opacity=".22"/>'
    dark, light = mix(plain(colour), PLUM, 0.3), mix(plain(colour), PAPER, 0.35)
    ribs = "".join(
        f'<path d="M{x:g} {_top(x) + 3:.1f}q{-0.07 * x:.1f} 12 {-0.02 * x:.1f} {_low(x) - _top(x) - 6:.1f}" '
        f'stroke="{tint}" '
        f'stroke-opacity="{much}" stroke-width="2.2" stroke-linecap="round"/>'
        for shift, tint, much in ((0.0, dark, 0.42), (3.0, light, 0.4))
        for x in (shift + step * 7.4 for step in range(-6, 7))
    )
    fold = f'<path d="M-55 1Q0 25 55 1" stroke="{dark}" stroke-opacity=".5" stroke-width="2.6"/>'
    wrapped = (
        f'{shadow}<path d="{band}" fill="{brush.fall(colour)}"/><g fill="none">{ribs}{fold}</g>'
        f'<path d="{band}" fill="{brush.edges()}"/>'
    )
    middle = (_top(tied) + _low(tied)) / 2
    lean = 1 if tied < 0 else -1
    knot = (
        f'<ellipse rx="13.5" ry="16.5" fill="{brush.ball(colour, 0.22)}"/>'
        f'<g fill="none" stroke="{dark}" stroke-opacity=".4" stroke-width="2" stroke-linecap="round">'
        '<path d="M-6 -11Q-9 0 -5 12"/><path d="M0 -13Q-2 0 1 14"/><path d="M6 -11Q6 0 6 11"/></g>'
    )
    return (
        neck.collar(wrapped)
        + neck.hung(tied, middle + 6, _tail(brush, colour, 58), -15 * lean)
        + neck.hung(tied, middle + 4, _tail(brush, colour, 76), 6 * lean)
        + neck.hung(tied, middle, knot, 8 * lean)
    )


def _top(x: float) -> float:
    """The band's upper edge."""
    return -3.5 - 11.5 * (x / 50) ** 2


def _low(x: float) -> float:
    return 30.0 - 12.0 * (x / 50) ** 2


def _tail(brush: Brush, colour: str, length: float) -> str:
    """A hanging end, 28 wide, with stripes and a fringe."""
    base = plain(colour)
    dark, light = mix(base, PLUM, 0.3), mix(base, PAPER, 0.62 if luma(base) < 190 else 0.0)
    stripe = light if luma(base) < 190 else mix(base, PLUM, 0.25)
    outline = (
        f"M-11 0C-13 {length * 0.4:g} -14 {length * 0.7:g} -15 {length:g}Q0 {length + 3:g} 14 {length:g}C13 "
        f"{length * 0.7:g} 12 {length * 0.4:g} 11 0Z"
    )
    fringe = "".join(
        f'<path d="M{x:g} {length - 1:g}q{sway:g} 7 {sway / 2:g} 14" stroke="{tint}" stroke-width="3.6"/>'
        for x, sway, tint in zip(
            (-12.6, -7.5, -2.5, 2.5, 7.3, 11.8), (-2, 1, -1, 1.5, -0.5, 2), (base, stripe) * 3, strict=True
        )
    )
    bars = "".join(
        f'<path d="M-18 {length - up:g}Q0 {length - up + 3:g} 18 {length - up:g}" stroke="{tint}" stroke-width="5"/>'
        for up, tint in (
            ((20, stripe), (10, stripe)) if colour != RAINBOW else zip((34, 26, 18, 10), HUES[2:], strict=False)
        )
    )
    ribs = "".join(
        f'<path d="M{x:g} 2q{x * 0.12:g} {length / 2:g} {x * 0.2:g} {length - 4:g}" stroke="{dark}" '
        'stroke-opacity=".34" '
        'stroke-width="1.8"/>'
        for x in (-7.5, -2.5, 2.5, 7.5)
    )
    return (
        f'<g fill="none" stroke-linecap="round">{fringe}</g><path d="{outline}" '
        f'fill="{brush.fall(colour, 0.1, 0.12)}"/>'
        f'<g fill="none" {brush.clip(outline)}>{bars}{ribs}</g><path d="{outline}" fill="{brush.edges(0.26)}"/>'
    )


def bow_tie(brush: Brush, neck: Neck, colour: str) -> str:
    """Two wings and a knot on a thin band."""
    at = (-30.0, 10.0) if neck.is_side_on else (0.0, 16.0)
    wing = "M3 -4C14 -22 32 -26 38 -20C43 -12 43 14 38 22C32 28 14 22 3 5Z"
    crease = (
        f'<path d="M10 -1Q22 -5 30 -8M10 3Q20 6 28 11" stroke="{mix(plain(colour), PLUM, 0.5)}" '
        'stroke-opacity=".5" stroke-width="2.4" stroke-linecap="round" fill="none"/>'
    )
    paint = brush.fall(colour)
    wings = "".join(f'<g transform="scale({flip} 1)"><path d="{wing}" fill="{paint}"/>{crease}</g>' for flip in (-1, 1))
    dots = "".join(
        f'<circle cx="{x * flip}" cy="{y}" r="2.6" fill="{mix(plain(colour), PAPER, 0.7)}"/>'
        for flip in (-1, 1)
        for x, y in ((26, 1), (33, -11), (33, 13), (19, -9), (19, 10))
    )
    knot = f'<rect x="-8" y="-10" width="16" height="21" rx="6" fill="{brush.ball(colour)}"/>'
    squeeze = "scale(.86 .9)" if neck.is_side_on else "scale(1.02)"
    return _band(brush, neck, colour) + neck.hung(
        *at, f'<g transform="{squeeze}">{wings}{dots}{knot}</g>', neck.slant * 0.3
    )


def _band(brush: Brush, neck: Neck, colour: str, width: float = 10.0) -> str:
    """A thin collar, on which other things hang."""
    path = "M-45 -3Q0 21 45 -3"
    dark = mix(plain(colour), PLUM, 0.3)
    return neck.collar(
        f'<g fill="none" stroke-linecap="round"><path d="{path}" stroke="{dark}" stroke-width="{width}"/>'
        f'<path d="M-44 -4.5Q0 18 44 -4.5" stroke="{plain(colour)}" stroke-width="{width * 0.55}"/></g>'
    )


def ribbon(brush: Brush, neck: Neck, colour: str) -> str:
    """A soft bow with two loops and two tails."""
    at = (-24.0, 8.0) if neck.is_side_on else (0.0, 14.0)
    return _band(brush, neck, colour, 8) + neck.hung(*at, bow(brush, colour))


def bow(brush: Brush, colour: str) -> str:
    """The bow alone, about 80 wide, around its knot."""
    paint, inner = brush.fall(colour), mix(plain(colour), PLUM, 0.42)
    tail = "M1 3C10 14 16 26 20 42L9 38L2 46C0 30 -2 16 -2 4Z"
    loop = "M2 -3C12 -24 34 -30 41 -20C46 -10 40 10 32 14C22 17 10 11 2 4Z"
    half = (
        f'<path d="{tail}" fill="{brush.fall(colour, 0.0, 0.4)}"/><path d="{loop}" fill="{paint}"/>'
        f'<path d="M9 -1C17 -11 28 -15 32 -11C34 -5 30 4 26 6C20 7 13 4 9 -1Z" fill="{inner}"/>'
    )
    return f'<g transform="scale(-1 1)">{half}</g>{half}<ellipse rx="8" ry="9" fill="{brush.ball(colour)}"/>'


def necktie(brush: Brush, neck: Neck, colour: str) -> str:
    """A knot and a long blade with slanting stripes."""
    at = (-34.0, 4.0) if neck.is_side_on else (0.0, 14.0)
    blade = "M-7 8L7 8L15 66L0 84L-15 66Z"
    light = mix(plain(colour), PAPER, 0.55)
    stripes = "".join(f'<path d="M-20 {y}L20 {y - 18}" stroke="{light}" stroke-width="5"/>' for y in (32, 52, 72, 90))
    knot = f'<path d="M-10 -7Q0 -10 10 -7L6.5 9H-6.5Z" fill="{brush.fall(mix(plain(colour), PLUM, 0.08))}"/>'
    tie = f'<path d="{blade}" fill="{brush.fall(colour)}"/><g {brush.clip(blade)}>{stripes}</g>{knot}'
    return _band(brush, neck, colour, 8) + neck.hung(*at, tie)


def beads(brush: Brush, neck: Neck, colour: str) -> str:
    """A string of beads that sags, the largest in front."""
    paint = brush.ball(colour, 0.6)
    middle = -16.0 if neck.is_side_on else 0.0
    spots = []
    for step in range(13):
        share = step / 6 - 1
        x = 49 * share
        deep = max(0.0, 1 - ((x - middle) / 66) ** 2)
        spots.append((x, -6 + 44 * deep - (44 * max(0.0, 1 - ((49 + abs(middle)) / 66) ** 2)), 4.6 + 2.6 * deep))
    ratio = neck.unit / max(neck.length, 1e-6)
    return neck.collar(
        "".join(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{r * ratio:.2f}" ry="{r:.2f}" fill="{paint}"/>'
            for x, y, r in spots
        )
    )


def kerchief(brush: Brush, neck: Neck, colour: str) -> str:
    """A triangle of cloth tied behind, with its point down in front."""
    tip = (-22.0, 62.0) if neck.is_side_on else (0.0, 64.0)
    cloth = f"M-51 -12Q0 10 51 -12Q56 0 47 12Q{tip[0] + 26} 40 {tip[0]} {tip[1]}Q{tip[0] - 22} 40 -47 12Q-56 0 -51 -12Z"
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="3.4" fill="{mix(plain(colour), PAPER, 0.75)}"/>'
        for x, y in ((-36, 8), (-18, 14), (0, 16), (18, 14), (36, 8), (-22, 32), (-6, 36), (10, 32), (-14, 50))
    )
    return neck.collar(
        f'<path d="{cloth}" fill="{brush.fall(colour)}"/><g {brush.clip(cloth)}>{dots}</g><path d="{cloth}" '
        f'fill="{brush.edges()}"/>'
    )


def pendant(brush: Brush, neck: Neck, art: Art, colour: str | None) -> str:
    """Anything else, small, on a ribbon."""
    at = (-24.0, 6.0) if neck.is_side_on else (0.0, 10.0)
    return _band(brush, neck, "#c8453d", 6) + neck.hung(*at, placed(art, colour, (0.5, 0.0), (0.0, 0.0), 44.0))
