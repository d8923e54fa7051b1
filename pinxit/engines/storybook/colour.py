"""Colour words, and painting a thing in another colour: its shading, eyes and small accents stay as they were."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import ImageColor

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

RAINBOW = "rainbow"
GRAY_CHROMA = 0.032
"""The OKLCh chroma below which a pixel is taken for white, gray or black."""
PAPER_LIGHTNESS = 0.955
"""Nothing is painted flat white: above this there would be no room for highlights."""
INK_LIGHTNESS = 0.36
"""The OKLCh lightness below which a pixel without colour is taken for an eye or an outline."""


def named(colour: str) -> str | None:
    """The #rrggbb of an English colour ("ginger", "dark green", "light sky-blue", "#fa0"), or None if it is not one.

    "rainbow" and its like are answered with the word "rainbow", which `recolour` takes too.
    """
    text = re.sub(r"[\s_-]+", " ", colour.strip().lower())
    text = re.sub(r"[ -]?(colou?red|colou?r)$", "", text).strip()
    if text.startswith("#"):
        return _css(text)
    for spelling in (text, re.sub(r"ddish$", "d", text), re.sub(r"ish$", "", text), re.sub(r"ish$", "e", text)):
        if found := _plain(spelling):
            return found
    return None


def _plain(text: str) -> str | None:
    return _vocabulary().names.get(text) or _modified(text) or _css(text.replace(" ", ""))


def _modified(text: str) -> str | None:
    first, _, rest = text.partition(" ")
    change = _vocabulary().modifiers.get(first)
    if change is None or not rest or (base := named(rest)) is None or base == RAINBOW:
        return None
    lightness, chroma, hue = _lch(base)
    move, gain = change
    lightness += move * ((0.99 - lightness) if move > 0 else lightness)
    return _from_lch(lightness, chroma * gain, hue)


def _css(text: str) -> str | None:
    try:
        red, green, blue = ImageColor.getrgb(text)[:3]
    except ValueError:
        return None
    return f"#{red:02x}{green:02x}{blue:02x}"


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    names: dict[str, str]
    modifiers: dict[str, tuple[float, float]]


@cache
def _vocabulary() -> _Vocabulary:
    table = tomllib.loads((files(__package__) / "words" / "colours.toml").read_text(encoding="utf-8"))
    return _Vocabulary(table["names"], {word: (move, gain) for word, (move, gain) in table["modifiers"].items()})


def recolour(pixels: Pixels, colour: str, *, keep: NDArray[np.bool_] | None = None) -> Pixels:
    """A copy of a sprite with its dominant family of colours moved to `colour`; alpha is untouched.

    `pixels` is (height, width, 4) with straight alpha. `colour` is #rrggbb, "rainbow", or any word that `named` knows.
    Pixels where `keep` is True are left alone. Works in OKLCh, where equal steps look equal; raises ValueError for
    a colour that is none.
    """
    target = named(colour)
    if target is None:
        raise ValueError(f"{colour!r} is not a colour: give #rrggbb or a colour word")
    painted = pixels[..., 3] > 0 if keep is None else (pixels[..., 3] > 0) & ~keep
    where = np.flatnonzero(painted)
    result = pixels.copy()
    if not len(where):
        return result
    before = pixels.reshape(-1, 4)[where, :3]
    colours = _to_lch(before)
    family = _dominant(colours)
    weight = _membership(colours, family)
    if target == RAINBOW:
        wanted = _rainbow(where, pixels.shape[1])
    else:
        wanted = np.array(_lch(target), dtype=np.float32)[:, None]
    after = _to_rgb(_move(colours, family, wanted))
    result.reshape(-1, 4)[where, :3] = np.rint(before + (after - before) * weight[:, None]).astype(np.uint8)
    return result


@dataclass(frozen=True, slots=True)
class _Family:
    """The colours that a thing is chiefly made of, by their middle in OKLCh; `gray` if they have no hue."""

    lightness: float
    chroma: float
    hue: float
    gray: bool


def _dominant(colours: Floats) -> _Family:
    sample = colours[:: max(1, len(colours) // 20_000)]
    lightness, chroma, hue = sample.T
    vivid = chroma > GRAY_CHROMA
    gray = ~vivid & (lightness > INK_LIGHTNESS)
    counts = np.bincount((hue[vivid] / 10).astype(int) % 36, minlength=36).astype(float)
    around = np.sum([np.roll(counts, shift) for shift in range(-3, 4)], axis=0)
    peak = int(np.argmax(around + 0.2 * counts))
    if around[peak] < 0.8 * gray.sum() or not vivid.any():
        chosen = gray if gray.any() else ~vivid
        return _Family(float(np.median(lightness[chosen])), float(np.median(chroma[chosen])), 0.0, True)
    near = vivid & (np.abs(_turn(hue, peak * 10 + 5)) < 40)
    middle = peak * 10 + 5 + float(np.median(_turn(hue[near], peak * 10 + 5)))
    return _Family(float(np.median(lightness[near])), float(np.median(chroma[near])), middle % 360, False)


def _membership(colours: Floats, family: _Family) -> Floats:
    """How much each pixel belongs to the family, 0 to 1."""
    lightness, chroma, hue = colours.T
    if family.gray:
        plain = 1 - _ramp(chroma, 0.05, 0.085)
        low = min(INK_LIGHTNESS, family.lightness - 0.12)
        return plain * _ramp(lightness, low, low + 0.14)
    reach = 1 - _ramp(np.abs(_turn(hue, family.hue)), 58, 82)
    light = min(INK_LIGHTNESS, family.lightness - 0.12)
    return reach * _ramp(chroma, 0.12 * family.chroma, 0.4 * family.chroma) * _ramp(lightness, light - 0.1, light)


def _move(colours: Floats, family: _Family, wanted: Floats) -> Floats:
    """The same light and shade around another colour; the steps shrink near white and near black."""
    lightness, chroma, hue = colours.T
    to_lightness, to_chroma, to_hue = np.minimum(wanted[0], PAPER_LIGHTNESS), wanted[1], wanted[2]
    step = lightness - family.lightness
    room = np.where(step > 0, (1 - to_lightness) / max(0.08, 1 - family.lightness), to_lightness / family.lightness)
    new_lightness = to_lightness + step * np.clip(room, 0.42, 1.25)
    new_lightness = np.clip(new_lightness, 0.08, 0.995)
    above = np.clip((new_lightness - to_lightness) / np.maximum(0.05, 1 - to_lightness), 0, 1)
    below = np.clip(new_lightness / to_lightness, 0, 1) ** 0.6
    strength = 1.0 if family.gray else np.clip(0.55 + 0.45 * chroma / family.chroma, 0.3, 1.25)
    new_chroma = to_chroma * strength * (1 - above**1.5) * below
    sway = 0.0 if family.gray else np.clip(_turn(hue, family.hue), -60, 60) * 0.3 * np.minimum(1, to_chroma / 0.1)
    new_hue = np.broadcast_to((to_hue + sway) % 360, lightness.shape)
    return np.stack([new_lightness, new_chroma, new_hue], axis=1).astype(np.float32)


def _rainbow(where: NDArray[np.intp], width: int) -> Floats:
    """Red to violet, slanting from the upper left to the lower right of what is painted."""
    along = (where // width) + 0.35 * (where % width)
    share = (along - along.min()) / max(1.0, float(np.ptp(along)))
    hue = 20 + 290 * share
    lightness = 0.7 + 0.1 * np.cos(np.radians(hue - 100))
    return np.stack([lightness, np.full_like(share, 0.17), hue]).astype(np.float32)


def _turn(hue: Floats, origin: float) -> Floats:
    """Degrees from `origin` to `hue`, -180 to 180."""
    turn = hue - np.float32(origin)
    turn -= np.float32(360) * np.rint(turn / np.float32(360))
    return np.asarray(turn, dtype=np.float32)


def _ramp(values: Floats, low: float, high: float) -> Floats:
    share = np.clip((values - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), dtype=np.float32)


def _to_lch(colours: Pixels) -> Floats:
    return _convert(colours, "srgb", "oklch")


def _to_rgb(colours: Floats) -> Floats:
    return _convert(colours, "oklch", "srgb").astype(np.float32)


def _convert(colours: "Pixels | Floats", origin: str, goal: str) -> Floats:
    """libvips' own conversion of an (n, 3) list of colours."""
    row = np.ascontiguousarray(colours)
    kind = "uchar" if row.dtype == np.uint8 else "float"
    image = pyvips.Image.new_from_memory(row.data, len(row), 1, 3, kind).copy(interpretation=origin)
    return np.asarray(image.colourspace(goal).numpy()).reshape(-1, 3)


@lru_cache(maxsize=512)
def _lch(colour: str) -> tuple[float, float, float]:
    lightness, chroma, hue = _to_lch(np.array([ImageColor.getrgb(colour)[:3]], dtype=np.uint8))[0]
    return float(lightness), float(chroma), float(hue)


def _from_lch(lightness: float, chroma: float, hue: float) -> str:
    red, green, blue = _to_rgb(np.array([[lightness, chroma, hue]], dtype=np.float32))[0]
    return f"#{round(float(red)):02x}{round(float(green)):02x}{round(float(blue)):02x}"
