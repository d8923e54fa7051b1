"""Headgear of parts that are played: a pirate's hat, an astronaut's bubble, a uniform's cap, a deerstalker."""

from pinxit.engines.storybook.figures.sampling import PLUM, mix
from pinxit.engines.storybook.wardrobe.brush import Brush, plain


def pirate(brush: Brush, colour: str, seed: int) -> str:
    """A black hat that is turned up in front, with a skull on it."""
    shape = (
        "M-86 -2C-70 -10 -52 -22 -44 -44C-32 -70 32 -70 44 -44"
        "C52 -22 70 -10 86 -2C60 18 30 22 0 22C-30 22 -60 18 -86 -2Z"
    )
    edge = mix(plain(colour), "#f2e6c9", 0.75)
    bones = (
        '<path d="M-17 4L17 -8M17 4L-17 -8" stroke="#f7f1e3" stroke-width="4.4" stroke-linecap="round"/>'
        '<path d="M0 -37C14 -37 18 -26 14 -18L8 -14V-8H-8V-14L-14 -18C-18 -26 -14 -37 0 -37Z" fill="#f7f1e3"/>'
        '<circle cx="-5.6" cy="-23" r="4" fill="#3a3346"/><circle cx="5.6" cy="-23" r="4" fill="#3a3346"/>'
    )
    return (
        f'<path d="{shape}" fill="{brush.fall(colour, 0.12, 0.3)}"/><path d="{shape}" fill="{brush.edges(0.3)}"/>'
        f'<path d="M-86 -2C-60 10 -30 14 0 14C30 14 60 10 86 -2" fill="none" stroke="{edge}" stroke-width="4.5" '
        f'stroke-linecap="round"/>{bones}'
    )


def bubble(brush: Brush, colour: str, seed: int) -> str:
    """A clear sphere around the whole head, on a ring."""
    tone = plain(colour)
    ring = "M-56 112C-40 126 40 126 56 112L50 130C30 142 -30 142 -50 130Z"
    return (
        f'<circle cy="44" r="92" fill="#dff1ff" fill-opacity=".26" stroke="{mix(tone, PLUM, 0.12)}" '
        f'stroke-width="7"/><circle cy="44" r="87" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="3"/>'
        f'<path d="M-66 8C-58 -20 -36 -36 -12 -40" fill="none" stroke="#fff" stroke-opacity=".9" stroke-width="10" '
        f'stroke-linecap="round"/><path d="{ring}" fill="{brush.fall(tone, 0.3, 0.3)}"/>'
        '<circle cx="0" cy="128" r="6" fill="#e8504f"/>'
    )


def peaked(brush: Brush, colour: str, seed: int) -> str:
    """A uniform's cap with a shining badge."""
    dome = "M-52 -8C-70 -26 -58 -46 -40 -48C-20 -56 20 -56 40 -48C58 -46 70 -26 52 -8Q0 6 -52 -8Z"
    dark = mix(plain(colour), PLUM, 0.55)
    return (
        f'<path d="{dome}" fill="{brush.fall(colour)}"/><path d="{dome}" fill="{brush.edges(0.3)}"/>'
        f'<path d="M-50 -10Q0 4 50 -10L48 8Q0 20 -48 8Z" fill="{dark}"/>'
        f'<path d="M-48 6Q0 18 48 6C46 24 26 30 0 30C-26 30 -46 24 -48 6Z" fill="{brush.fall("#2c2836", 0.3, 0.2)}"/>'
        '<path d="M0 -40L4 -31L13 -30L6 -24L8 -15L0 -20L-8 -15L-6 -24L-13 -30L-4 -31Z" fill="#f6cf5a"/>'
    )


def deerstalker(brush: Brush, colour: str, seed: int) -> str:
    """A checked cap with a peak on either side and a bow on top."""
    dome = "M-48 2C-48 -38 -28 -58 0 -58C28 -58 48 -38 48 2Q0 14 -48 2Z"
    dark, light = mix(plain(colour), PLUM, 0.42), mix(plain(colour), "#ffffff", 0.35)
    checks = "".join(
        f'<path d="M{x} -60V12" stroke="{dark}" stroke-width="5" stroke-opacity=".4"/>' for x in range(-40, 41, 20)
    ) + "".join(
        f'<path d="M-50 {y}H50" stroke="{light}" stroke-width="4" stroke-opacity=".5"/>' for y in (-42, -22, -2)
    )
    peaks = "".join(
        f'<path d="M{side * 30} 0C{side * 56} -8 {side * 78} 2 {side * 84} 16C{side * 62} 20 {side * 44} 16 '
        f'{side * 24} 10Z" fill="{brush.fall(colour, 0.1, 0.36)}"/>'
        for side in (-1, 1)
    )
    return (
        f'{peaks}<path d="{dome}" fill="{brush.fall(colour)}"/><g {brush.clip(dome)}>{checks}</g>'
        f'<path d="{dome}" fill="{brush.edges(0.34)}"/>'
        f'<path d="M0 -58C-14 -70 -24 -62 -18 -52ZM0 -58C14 -70 24 -62 18 -52Z" fill="{dark}"/>'
    )
