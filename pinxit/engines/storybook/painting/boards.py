"""Boards that words stand on in a scene: a plank on a post, a cloth ribbon, a sheet of paper."""

import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image, ImageColor, ImageFilter

from pinxit.engines.storybook.painting.lettering import CREAM, PLUM, Style, set_within
from pinxit.engines.storybook.painting.raster import rasterise

Board = Literal["sign", "ribbon", "page", "slate", "billboard", "neon", "tubes", "plate", "tag"]

BARK, CHALK, PINK = "#4a2f1c", "#f6f3e8", "#ff5ecb"


def board(
    text: str,
    *,
    face: str = "storybook",
    width: int,
    max_height: int,
    colour: str | None = None,
    kind: Board = "sign",
    finish: str = "plain",
) -> Image.Image:
    """The text on a painted thing that can stand in a scene, at most `width` x `max_height` pixels, RGBA.

    A "sign" is a plank on a post that ends at the bottom edge, a "ribbon" a cloth banner, a "page" a sheet of paper,
    a "slate" a framed blackboard on an easel, lettered in chalk, a "billboard" a broad panel on two posts. A "neon" is
    a dark panel with glowing letters on posts, "tubes" the same without them; a "plate" is a small label, and a "tag"
    a dark one. `colour` (#rrggbb) is that of the letters.
    """
    drawing = _BOARDS[kind]
    fill = colour or drawing.ink
    style = Style(fill, None, 0.0, shadow=False)
    max_height = min(max_height, max(12, round(width * drawing.tallest)))
    inside = max(1, int(width * drawing.inner_width)), max(1, int(max_height * drawing.inner_height))
    words = set_within(text, face, *inside, style)
    words = _chalked(words) if "chalk" in (finish, drawing.finish) else words
    wide = min(width, max(round(words.width / drawing.inner_width), round(max_height * drawing.least_width)))
    wide = max(wide, min(width, 24))
    plank = min(words.height / drawing.inner_height * drawing.plank_share, max_height * drawing.plank_share)
    plank = max(plank, wide * 0.16)
    high = max(words.height + 2, min(max_height, round(plank / drawing.plank_share)))
    seed = zlib.crc32(f"{text} {kind}".encode())
    svg = drawing.draw(wide, high, high * drawing.plank_share, random.Random(seed))
    picture = Image.fromarray(rasterise(svg, (0, 0, wide, high), wide, high))
    middle = high * drawing.plank_share / 2
    words = _glowing(words, fill, (wide, high)) if drawing.finish == "neon" else words
    picture.alpha_composite(words, ((wide - words.width) // 2, max(0, round(middle - words.height / 2))))
    return picture


def _sign(width: float, height: float, plank: float, choice: random.Random) -> str:
    """A plank with a wavering edge, grain and two nails, on a post with tufts at its foot."""
    wave = plank * 0.02
    inset = width * 0.02 + 1

    def waver() -> float:
        return choice.uniform(-wave, wave)

    top, low, right, turn = inset, plank - inset, width - inset, plank * 0.12
    outline = (
        f"M{inset + turn} {top + waver()}Q{width / 2} {top + waver() * 2} {right - turn} {top + waver()}"
        f"Q{right} {top} {right + waver() / 2} {top + turn}L{right - wave} {low - turn}"
        f"Q{right} {low} {right - turn} {low}Q{width / 2} {low + waver() * 2} {inset + turn} {low}"
        f"Q{inset} {low} {inset + wave} {low - turn}L{inset} {top + turn}Q{inset} {top} {inset + turn} {top}Z"
    )
    grain = "".join(
        f'<path d="M{x} {y}q{w / 2} {waver() * 3} {w} {waver()}" stroke="#9c6436" stroke-opacity=".35" fill="none" '
        f'stroke-width="{max(1.0, plank * 0.012):.2f}" stroke-linecap="round"/>'
        for x, y, w in (
            (width * choice.uniform(0.05, 0.6), plank * (0.12 + 0.11 * row), width * choice.uniform(0.12, 0.32))
            for row in range(8)
        )
    )
    post, nail = min(width * 0.1, plank * 0.22), max(1.5, plank * 0.025)
    nails = "".join(
        f'<circle cx="{x}" cy="{plank / 2}" r="{nail}" fill="#6d4526"/>' for x in (width * 0.05, width * 0.95)
    )
    left = width / 2 - post / 2
    return (
        f"<defs>{_fall('w', '#e9bd80', '#bd8048')}{_fall('p', '#b9824f', '#865431', across=True)}</defs>"
        f'<rect x="{left}" y="{plank / 2}" width="{post}" height="{height - plank / 2}" rx="{post / 5}" '
        f'fill="url(#p)"/>'
        f'<rect x="{left}" y="{plank * 0.9}" width="{post}" height="{plank / 5}" fill="#4a2a18" fill-opacity=".35"/>'
        f'<path d="{outline}" fill="url(#w)" stroke="#a36a3a" stroke-width="{max(1.5, plank / 50):.2f}"/>{grain}{nails}'
    )


def _fall(name: str, first: str, last: str, across: bool = False) -> str:
    turn = "" if across else 'x2="0" y2="1"'
    stops = f'<stop stop-color="{first}"/><stop offset="1" stop-color="{last}"/>'
    return f'<linearGradient id="{name}" {turn}>{stops}</linearGradient>'


def _ribbon(width: float, height: float, plank: float, choice: random.Random) -> str:
    """A cloth banner: two folded tails behind a gently bowed band."""
    end, fold, drop, bow = width * 0.12, width * 0.06, height * 0.16, height * 0.05
    low, notch = height - drop, (height + drop) / 2
    tail = f"M0 {drop}H{end + fold}V{height}H0L{end * 0.42} {notch}Z"
    tails = "".join(
        f'<g transform="{flip}"><path d="{tail}" fill="url(#t)"/><path d="M{end} {low}H{end + fold}V{height}Z" '
        f'fill="#7d1f2e"/></g>'
        for flip in ("", f"translate({width} 0) scale(-1 1)")
    )
    band = f"M{end} {bow}Q{width / 2} {-bow} {width - end} {bow}V{low}Q{width / 2} {low - 2 * bow} {end} {low}Z"
    falls = _fall("b", "#f0605d", "#cf3645") + _fall("t", "#c93545", "#a42a3c", across=True)
    return f'<defs>{falls}</defs>{tails}<path d="{band}" fill="url(#b)"/>'


def _slate(width: float, height: float, plank: float, choice: random.Random) -> str:
    """A blackboard in a wooden frame with a chalk ledge, on the legs of an easel."""
    frame = min(width, plank) * 0.06 + 2
    leg = frame * 0.85
    legs = "".join(
        f'<path d="M{width * top} {plank * 0.6}L{width * foot} {height}" stroke="url(#p)" stroke-width="{leg:.2f}"/>'
        for top, foot in ((0.24, 0.15), (0.76, 0.85))
    )
    smears = "".join(
        f'<path d="M{width * choice.uniform(0.12, 0.5)} {plank * choice.uniform(0.2, 0.8)}'
        f"q{width * 0.15} {plank * choice.uniform(-0.1, 0.1)} {width * choice.uniform(0.2, 0.4)} "
        f'{plank * choice.uniform(-0.06, 0.06)}" '
        f'stroke="{CHALK}" stroke-opacity=".06" stroke-width="{plank * 0.12:.2f}" stroke-linecap="round" fill="none"/>'
        for _ in range(4)
    )
    ledge = plank - frame * 0.35
    return (
        f"<defs>{_fall('w', '#d9a669', '#a86f3d')}{_fall('p', '#b9824f', '#865431', across=True)}"
        f"{_fall('s', '#3d5a50', '#2c443f')}</defs>{legs}"
        f'<rect x="1" y="1" width="{width - 2}" height="{plank - 2}" rx="{frame * 0.5}" fill="url(#w)" '
        f'stroke="#8a5a30" stroke-width="{max(1.0, frame / 9):.2f}"/>'
        f'<rect x="{frame}" y="{frame}" width="{width - 2 * frame}" height="{plank - 2 * frame}" rx="{frame * 0.25}" '
        f'fill="url(#s)"/>{smears}'
        f'<path d="M{frame} {plank - frame}V{frame}H{width - frame}" stroke="#16241f" stroke-opacity=".45" '
        f'stroke-width="{max(1.0, frame / 5):.2f}" fill="none"/>'
        f'<rect x="{width * 0.1}" y="{ledge - frame * 0.3}" width="{width * 0.8}" height="{frame * 0.65}" '
        f'rx="{frame * 0.2}" fill="#c08a50"/>'
        f'<rect x="{width * 0.2}" y="{ledge - frame * 0.5}" width="{frame * 1.3}" height="{frame * 0.34}" '
        f'rx="{frame * 0.15}" fill="{CHALK}"/>'
        f'<rect x="{width * 0.66}" y="{ledge - frame * 0.5}" width="{frame}" height="{frame * 0.34}" '
        f'rx="{frame * 0.15}" fill="#f4b9c4"/>'
    )


def _chalked(words: Image.Image) -> Image.Image:
    """The same letters with the grain of the board showing through."""
    grain = np.random.default_rng(7).uniform(0.72, 1.0, (words.height, words.width))
    pixels = np.array(words)
    pixels[..., 3] = np.rint(pixels[..., 3] * grain)
    return Image.fromarray(pixels)


def _glowing(words: Image.Image, colour: str, room: tuple[int, int]) -> Image.Image:
    """The same letters as lit tubes: nearly white within, their colour around, and its light on what is behind."""
    reach = max(2, words.height // 16)
    size = min(room[0], words.width + 6 * reach), min(room[1], words.height + 6 * reach)
    alpha = Image.new("L", size)
    alpha.paste(words.getchannel("A"), ((size[0] - words.width) // 2, (size[1] - words.height) // 2))
    ink, light = ImageColor.getrgb(colour)[:3], Image.new("RGBA", size)
    for radius, strength in ((1.6 * reach, 1.1), (0.5 * reach, 0.9)):
        halo = alpha.filter(ImageFilter.GaussianBlur(radius)).point(lambda a, s=strength: min(255, round(a * s)))
        glow = Image.new("RGBA", size, (*ink, 0))
        glow.putalpha(halo)
        light.alpha_composite(glow)
    core = Image.new("RGBA", size, (*(round(0.22 * part + 0.78 * 255) for part in ink), 0))
    core.putalpha(alpha)
    light.alpha_composite(core)
    return light


def _lamp_panel(width: float, height: float, plank: float, choice: random.Random) -> str:
    """A dark panel with a thin frame, on two thin posts where it stands."""
    frame, turn = max(1.5, plank * 0.025), plank * 0.12
    posts = "".join(
        f'<rect x="{width * x - frame}" y="{plank * 0.9}" width="{2 * frame}" height="{height - plank * 0.9}" '
        f'fill="#3b3a4a"/>'
        for x in ((0.2, 0.8) if height > 1.05 * plank else ())
    )
    return (
        f"<defs>{_fall('n', '#2a2340', '#171226')}</defs>{posts}"
        f'<rect x="{frame}" y="{frame}" width="{width - 2 * frame}" height="{plank - 2 * frame}" rx="{turn}" '
        f'fill="url(#n)" stroke="#51496e" stroke-width="{frame:.2f}"/>'
    )


def _billboard(width: float, height: float, plank: float, choice: random.Random) -> str:
    """A broad panel in a steel frame, on two posts with a brace."""
    frame, post = max(2.0, plank * 0.05), min(width * 0.05, plank * 0.12)
    posts = "".join(
        f'<rect x="{width * x - post / 2}" y="{plank * 0.9}" width="{post}" height="{height - plank * 0.9}" '
        f'fill="#6f7683"/>'
        for x in (0.24, 0.76)
    )
    brace = (
        f'<path d="M{width * 0.24} {plank}L{width * 0.76} {(height + plank) / 2}M{width * 0.76} {plank}'
        f'L{width * 0.24} {(height + plank) / 2}" stroke="#7e8592" stroke-width="{post * 0.4:.2f}"/>'
    )
    return (
        f"<defs>{_fall('b', '#fffdf5', '#f1ead6')}</defs>{brace}{posts}"
        f'<rect x="1" y="1" width="{width - 2}" height="{plank - 2}" rx="{frame * 0.5}" fill="#565d6b"/>'
        f'<rect x="{frame}" y="{frame}" width="{width - 2 * frame}" height="{plank - 2 * frame}" fill="url(#b)"/>'
    )


def _tag(width: float, height: float, plank: float, choice: random.Random) -> str:
    """The same for light letters."""
    return (
        f"<defs>{_fall('k', '#4a3566', '#35204f')}</defs>"
        f'<rect x="1" y="1" width="{width - 2}" height="{height - 2}" rx="{height * 0.16}" fill="url(#k)" '
        f'stroke="#1f1232" stroke-width="{max(1.0, height * 0.02):.2f}"/>'
    )


def _plate(width: float, height: float, plank: float, choice: random.Random) -> str:
    """A small paper label with round corners."""
    return (
        f"<defs>{_fall('l', '#fffdf6', '#f6ecd6')}</defs>"
        f'<rect x="1" y="1" width="{width - 2}" height="{height - 2}" rx="{height * 0.16}" fill="url(#l)" '
        f'stroke="#cdb58a" stroke-width="{max(1.0, height * 0.02):.2f}"/>'
    )


def _page(width: float, height: float, plank: float, choice: random.Random) -> str:
    """A sheet of paper with a soft edge and one turned corner."""
    fold = min(width, height) * 0.12
    right, low = width - 2, height - 3
    sheet = f"M4 2H{right - 2}Q{right} 2 {right} 4V{low - fold}L{right - fold} {low}H4Q2 {low} 2 {low - 2}V4Q2 2 4 2Z"
    return (
        f"<defs>{_fall('s', '#fffaf0', '#f3e6cb')}</defs>"
        f'<path d="{sheet}" fill="url(#s)" stroke="#d9c49c" stroke-width="1.6"/>'
        f'<path d="M{right} {low - fold}H{right - fold}V{low}Z" fill="#dcc79f"/>'
    )


@dataclass(frozen=True, slots=True)
class _Board:
    """How a board is drawn, the shares that words may fill and that are not post, and the bounds of its proportions."""

    draw: Callable[[float, float, float, random.Random], str]
    inner_width: float
    inner_height: float
    plank_share: float
    least_width: float
    tallest: float
    ink: str
    finish: str = "plain"


_BOARDS: dict[Board, _Board] = {
    "sign": _Board(_sign, 0.8, 0.42, 0.64, 0.5, 1.2, BARK),
    "ribbon": _Board(_ribbon, 0.66, 0.5, 0.84, 2.4, 0.3, CREAM),
    "slate": _Board(_slate, 0.82, 0.54, 0.78, 0.8, 1.1, CHALK, "chalk"),
    "billboard": _Board(_billboard, 0.86, 0.46, 0.62, 1.0, 0.75, PLUM),
    "neon": _Board(_lamp_panel, 0.8, 0.4, 0.66, 0.9, 0.8, PINK, "neon"),
    "tubes": _Board(_lamp_panel, 0.82, 0.62, 1.0, 1.2, 0.8, PINK, "neon"),
    "tag": _Board(_tag, 0.86, 0.74, 1.0, 0.6, 1.4, CREAM),
    "plate": _Board(_plate, 0.86, 0.74, 1.0, 0.6, 1.4, PLUM),
    "page": _Board(_page, 0.8, 0.74, 1.0, 0.6, 1.4, PLUM),
}
