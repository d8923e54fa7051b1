"""What is worn on the head: hats of the art pack on their seats, and painted ones that it lacks."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from pinxit.engines.storybook.anchors import Anchors, Point
from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.figures.sampling import PAPER, PLUM, mix
from pinxit.engines.storybook.wardrobe.brush import HUES, Brush, placed, plain
from pinxit.engines.storybook.wardrobe.costume import bubble, deerstalker, peaked, pirate


@dataclass(frozen=True, slots=True)
class Crown:
    """The top of a head on the drawing: its middle, width and lean, in the drawing's own lengths."""

    at: Point
    width: float
    lean: float
    is_side_on: bool
    faces_right: bool = False

    def group(self, content: str, tilt: float = 0.0) -> str:
        """Shapes around (0, 0), the middle of the crown, where the head is 100 wide."""
        return (
            f'<g transform="translate({self.at[0]:.3f} {self.at[1]:.3f}) rotate({self.lean + tilt:.2f}) '
            f'scale({self.width / 100:.5f})">{content}</g>'
        )


@dataclass(frozen=True, slots=True)
class Seat:
    """How a piece of art sits: its width for a head of 100, the share of its box that rests, and how far that sinks."""

    width: float
    x: float
    y: float
    sink: float


SEATS = {
    "top hat": Seat(116, 0.5, 0.86, 10),
    "crown": Seat(90, 0.5, 0.93, 10),
    "womans hat": Seat(158, 0.5, 0.7, 6),
    "billed cap": Seat(128, 0.62, 0.68, 12),
    "graduation cap": Seat(142, 0.46, 0.66, 12),
    "rescue workers helmet": Seat(122, 0.5, 0.56, 12),
    "military helmet": Seat(132, 0.46, 0.56, 8),
}
"""By the title of the art."""
POINTED_LEFT = frozenset(["billed cap"])
"""Hats whose peak points to the left, where most art looks."""
STRAPS = {"fluent:rescue-workers-helmet": 0.6, "noto:rescue-workers-helmet": 0.66}
"""Helmets that hang a strap below the rim, which would lie across the face: the share of their height that is drawn."""


def seated(crown: Crown, art: Art, colour: str | None, tilt: float) -> str:
    """A hat of the art pack."""
    seat = SEATS[art.title]
    hat = placed(art, colour, (seat.x, seat.y), (0.0, seat.sink), seat.width, cut=STRAPS.get(art.name, 1.0))
    if crown.faces_right and art.title in POINTED_LEFT:
        hat = f'<g transform="scale(-1 1)">{hat}</g>'
    return crown.group(hat, tilt)


def party(brush: Brush, colour: str, seed: int) -> str:
    """A paper cone with slanting stripes and a tuft."""
    cone = "M-31 8Q0 20 31 8L4 -86Q0 -91 -4 -86Z"
    light = mix(plain(colour), PAPER, 0.7)
    stripes = "".join(
        f'<path d="M-40 {y}L40 {y - 26}" stroke="{tint}" stroke-width="9"/>'
        for y, tint in zip((22, -4, -30, -56), (light, HUES[2], light, HUES[2]), strict=True)
    )
    tuft = "".join(
        f'<circle cx="{9 * math.cos(turn):.1f}" cy="{-90 + 9 * math.sin(turn):.1f}" r="7" '
        f'fill="{brush.ball(HUES[2])}"/>'
        for turn in (index * math.tau / 6 + seed for index in range(6))
    )
    return (
        f'<path d="{cone}" fill="{brush.fall(colour, 0.1, 0.2)}"/><g {brush.clip(cone)}>{stripes}</g>'
        f'<path d="{cone}" fill="{brush.edges(0.4)}"/>{tuft}<circle cy="-90" r="7.5" fill="{brush.ball(HUES[1])}"/>'
    )


def santa(brush: Brush, colour: str, seed: int) -> str:
    """A red cap that falls to one side, with white fur."""
    cap = "M-46 -2C-44 -54 -6 -84 34 -66C54 -57 64 -36 66 -18C52 -30 44 -34 40 -30C46 -20 48 -10 46 -2Z"
    puffs = "".join(
        f'<circle cx="{x}" cy="{2 + 4 * (1 - (x / 50) ** 2):.1f}" r="11.5" fill="{brush.ball("#fbf8f4", 0.5, 0.2)}"/>'
        for x in range(-48, 49, 12)
    )
    fold = (
        f'<path d="M6 -58Q34 -52 40 -30" stroke="{mix(plain(colour), PLUM, 0.45)}" stroke-opacity=".5" '
        'stroke-width="4" fill="none"/>'
    )
    return (
        f'<path d="{cap}" fill="{brush.fall(colour)}"/>{fold}<circle cx="65" cy="-14" r="13" '
        f'fill="{brush.ball("#fbf8f4", 0.5, 0.2)}"/>{puffs}'
    )


def beanie(brush: Brush, colour: str, seed: int) -> str:
    """A knitted cap with a turned-up rim and a bobble."""
    dome, rim = (
        "M-47 2C-48 -40 -26 -58 0 -58C26 -58 48 -40 47 2Z",
        "M-50 -8Q0 -2 50 -8Q54 4 50 14Q0 22 -50 14Q-54 4 -50 -8Z",
    )
    dark, light = mix(plain(colour), PLUM, 0.3), mix(plain(colour), PAPER, 0.3)
    ribs = "".join(
        f'<path d="M{x * 0.16:.1f} -57Q{x * 0.9:.1f} -44 {x} 2" stroke="{dark}" stroke-opacity=".35" '
        'stroke-width="2.4"/>'
        for x in range(-42, 43, 12)
    )
    rows = "".join(
        f'<path d="M{x} {-6 + 4 * (1 - (x / 50) ** 2):.1f}v20" stroke="{tint}" stroke-opacity=".5" stroke-width="2.4"/>'
        for x, tint in ((step * 5, dark if step % 2 else light) for step in range(-9, 10))
    )
    return (
        f'<circle cy="-62" r="13" fill="{brush.ball(light)}"/><path d="{dome}" fill="{brush.fall(colour)}"/><g '
        f'fill="none">{ribs}</g>'
        f'<path d="{rim}" fill="{brush.fall(light, 0.1, 0.3)}"/><g fill="none" {brush.clip(rim)}>{rows}</g>'
        f'<path d="{rim}" fill="{brush.edges(0.3)}"/>'
    )


def pointed(brush: Brush, colour: str, seed: int) -> str:
    """A wizard's or a witch's hat: a wide brim and a cone whose tip has given way."""
    cone = "M-42 2C-34 -34 -26 -62 -8 -88C2 -104 26 -112 40 -100C30 -98 24 -92 24 -84C30 -60 38 -28 42 2Q0 16 -42 2Z"
    brim = "M-80 6C-60 -10 60 -10 80 6C84 14 60 24 0 24C-60 24 -84 14 -80 6Z"
    band = "M-41 -6Q0 10 41 -6L43 4Q0 20 -43 4Z"
    star = "M0 -7L2 -2.2L7 -2.2L3 1L4.4 6L0 3L-4.4 6L-3 1L-7 -2.2L-2 -2.2Z"
    stars = "".join(
        f'<path transform="translate({x} {y}) scale({size})" d="{star}" fill="#ffd95e"/>'
        for x, y, size in ((-14, -32, 1.1), (16, -44, 0.9), (-4, -66, 0.8), (24, -18, 0.8))
    )
    return (
        f'<path d="{brim}" fill="{brush.fall(mix(plain(colour), PLUM, 0.12))}"/><path d="{cone}" '
        f'fill="{brush.fall(colour)}"/>'
        f'{stars}<path d="{cone}" fill="{brush.edges(0.36)}"/><path d="{band}" fill="{brush.fall("#e6a83a")}"/>'
    )


def cowboy(brush: Brush, colour: str, seed: int) -> str:
    """A dented crown over a brim that is rolled up at both sides."""
    crown = "M-40 6C-40 -24 -34 -52 -22 -56C-12 -58 -8 -48 0 -48C8 -48 12 -58 22 -56C34 -52 40 -24 40 6Z"
    brim = "M-84 -22C-76 -4 -58 0 -40 2Q0 8 40 2C58 0 76 -4 84 -22C90 6 60 22 0 22C-60 22 -90 6 -84 -22Z"
    band = "M-41 -10Q0 0 41 -10L41 2Q0 12 -41 2Z"
    return (
        f'<path d="{crown}" fill="{brush.fall(colour)}"/><path d="{crown}" fill="{brush.edges(0.3)}"/>'
        f'<path d="{band}" fill="{mix(plain(colour), PLUM, 0.5)}"/><path d="{brim}" '
        f'fill="{brush.fall(colour, 0.3, 0.3)}"/>'
    )


def toque(brush: Brush, colour: str, seed: int) -> str:
    """A cook's tall white hat."""
    puffs = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{brush.ball(colour, 0.5, 0.14)}"/>'
        for x, y, r in ((-32, -46, 24), (30, -48, 25), (0, -60, 28), (-14, -44, 22), (16, -42, 22))
    )
    fold = "".join(
        f'<path d="M{x} -34V2" stroke="#8c84a8" stroke-opacity=".3" stroke-width="2.5"/>' for x in (-20, 0, 20)
    )
    return f'{puffs}<path d="M-38 -36H38L42 8Q0 18 -42 8Z" fill="{brush.fall(colour, 0.5, 0.12)}"/>{fold}'


def wreath(brush: Brush, colour: str, seed: int) -> str:
    """A crown of flowers and leaves."""
    choice = random.Random(seed)
    parts = []
    for step in range(-4, 5):
        x, y = step * 12.5, 6 - 10 * (1 - (step / 4) ** 2) + 6
        tint = choice.choice((*HUES[:3], "#f7a6c4", HUES[5])) if colour == "#f7a6c4" else colour
        petals = "".join(
            f'<circle cx="{5.5 * math.cos(turn):.1f}" cy="{5.5 * math.sin(turn):.1f}" r="4.6" fill="{plain(tint)}"/>'
            for turn in (index * math.tau / 5 + step for index in range(5))
        )
        parts.append(
            f'<g transform="translate({x} {y:.1f})"><ellipse cx="6" cy="-8" rx="4" ry="9" transform="rotate(30)" '
            f'fill="#5aa64b"/>{petals}<circle r="3.6" fill="#ffd95e"/></g>'
        )
    return "".join(parts)


Painted = Callable[[Brush, str, int], str]
PAINTED: dict[str, tuple[Painted, str]] = {
    "party hat": (party, "#e8437a"),
    "birthday hat": (party, "#4c9be0"),
    "cone hat": (party, "#e8437a"),
    "santa hat": (santa, "#d9363e"),
    "christmas hat": (santa, "#d9363e"),
    "nightcap": (santa, "#6f8fd6"),
    "beanie": (beanie, "#4c7fd9"),
    "winter hat": (beanie, "#d84a4a"),
    "woolly hat": (beanie, "#d84a4a"),
    "wool hat": (beanie, "#d84a4a"),
    "knit hat": (beanie, "#2f9e8f"),
    "knitted hat": (beanie, "#2f9e8f"),
    "knit cap": (beanie, "#2f9e8f"),
    "bobble hat": (beanie, "#4c7fd9"),
    "wizard hat": (pointed, "#4b4fb5"),
    "magic hat": (pointed, "#4b4fb5"),
    "witch hat": (pointed, "#4a3560"),
    "pointed hat": (pointed, "#6b4bb0"),
    "pointy hat": (pointed, "#6b4bb0"),
    "cowboy hat": (cowboy, "#a8703f"),
    "sombrero": (cowboy, "#d9a441"),
    "chef hat": (toque, "#f7f4ee"),
    "toque": (toque, "#f7f4ee"),
    "pirate hat": (pirate, "#33303c"),
    "space helmet": (bubble, "#e9edf3"),
    "astronaut helmet": (bubble, "#e9edf3"),
    "police hat": (peaked, "#2c4380"),
    "police cap": (peaked, "#2c4380"),
    "captain hat": (peaked, "#f4f1ea"),
    "captain cap": (peaked, "#f4f1ea"),
    "sailor hat": (peaked, "#f4f1ea"),
    "pilot hat": (peaked, "#2c4380"),
    "detective hat": (deerstalker, "#9a6b45"),
    "deerstalker": (deerstalker, "#9a6b45"),
    "flower crown": (wreath, "#f7a6c4"),
    "flower wreath": (wreath, "#f7a6c4"),
}
"""Hats by what they are called, and the colour of each where none is asked for."""


def painted(brush: Brush, word: str, colour: str | None, seed: int) -> str | None:
    """The hat that a caller's word names, if it is one of those painted here."""
    words = word.lower().replace("'s", "").replace("’s", "")
    found = next((name for name in PAINTED if name in words), None)
    if found is None:
        return None
    draw, usual = PAINTED[found]
    return draw(brush, colour or usual, seed)


def headphones(brush: Brush, crown: Crown, anchors: Anchors, drop: float, colour: str) -> str:
    """A band over the crown and a cup on each ear, `drop` below it; from the side one cup behind the eye."""
    down = drop / crown.width * 100
    dark = mix(plain(colour), PLUM, 0.35)

    def cup(x: float, squeeze: float = 1.0) -> str:
        return (
            f'<g transform="translate({x} {down:.1f}) scale({squeeze} 1)"><rect x="-13" y="-21" width="26" '
            'height="42" rx="12" '
            f'fill="{brush.ball(colour)}"/><rect x="-6" y="-14" width="12" height="28" rx="6" fill="{dark}"/></g>'
        )

    if crown.is_side_on:
        arch = (
            f'<path d="M14 {down - 10:.1f}Q10 -10 -2 2" fill="none" stroke="{plain(colour)}" stroke-width="9" '
            'stroke-linecap="round"/>'
        )
        return crown.group(arch + cup(14, 1.1))
    arch = (
        f'<path d="M-52 {down - 10:.1f}C-56 {-26 - down * 0.3:.1f} 56 {-26 - down * 0.3:.1f} 52 '
        f'{down - 10:.1f}" fill="none"'
    )
    return crown.group(
        f'{arch} stroke="{dark}" stroke-width="11"/>{arch} stroke="{plain(colour)}" '
        f'stroke-width="6.5"/>{cup(-52)}{cup(52)}'
    )
