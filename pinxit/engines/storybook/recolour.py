"""Paints a thing in another colour: its shading, eyes and small accents stay as they were."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.engines.storybook.colour import ASSORTED, RAINBOW, named
from pinxit.engines.storybook.oklch import Floats, Pixels, lch, to_lch, to_rgb

GRAY_CHROMA = 0.032
"""The OKLCh chroma below which a pixel is taken for white, gray or black."""
PAPER_LIGHTNESS = 0.955
"""Nothing is painted flat white: above this there would be no room for highlights."""
INK_LIGHTNESS = 0.36
"""The OKLCh lightness below which a pixel without colour is taken for an eye or an outline."""
TINT_CHROMA = 0.08
"""Below this the light violet that white things are shaded with is taken for white."""
FAIR_SHARE = 0.13
"""A family of colours with this share of what is seen is recoloured with the largest."""
LESSER_SHARE = 0.3
"""Leaves and wood have less than this share."""
GLASS_SHARE = 0.42
"""A vehicle's windows, or the water around it, have less than this share."""
PALE_SHARE = 0.5
"""Above this share white or gray is what a thing is made of, rather than a part such as a wheel."""
LEAST_SHARE, MOST_FAMILIES = 0.012, 7
YELLOW_LIGHTNESS = 0.8
"""Below this yellow turns to orange, since it would look like olive."""
HANDLED = ("tool", "musical-instrument", "household", "sport", "arts-crafts")
"""Groups of art whose things have wooden handles."""


def recolour(pixels: Pixels, colour: str, *, group: str = "", keep: NDArray[np.bool_] | None = None) -> Pixels:
    """A copy of a sprite with all its large families of colours moved to `colour`; alpha is untouched.

    `pixels` is (height, width, 4) with straight alpha. `colour` is #rrggbb, "rainbow", or any word that `named` knows;
    for "assorted", which is for several things, nothing changes. `group` is that of the thing's art: plants and food
    keep their leaves, tools their wooden handles, vehicles their windows and tyres. Pixels where `keep` is True are
    left alone. Works in OKLCh, where equal steps look equal; raises ValueError for a colour that is none.
    """
    target = named(colour)
    if target is None:
        raise ValueError(f"{colour!r} is not a colour: give #rrggbb or a colour word")
    painted = pixels[..., 3] > 0 if keep is None else (pixels[..., 3] > 0) & ~keep
    where = np.flatnonzero(painted)
    result = pixels.copy()
    if not len(where) or target == ASSORTED:
        return result
    before = pixels.reshape(-1, 4)[where, :3]
    colours = to_lch(before)
    if target == RAINBOW:
        wanted = _rainbow(where, pixels.shape[1])
    else:
        wanted = np.array(lch(target), dtype=np.float32)[:, None]
    families, spared = _families(colours, group)
    change = np.zeros(before.shape, dtype=np.float32)
    weights = _shares(colours, families, spared)
    for family, weight, lightness in zip(families, weights, _lightnesses(families, wanted[0]), strict=True):
        after = to_rgb(_move(colours, family, np.stack([lightness, wanted[1], wanted[2]])))
        change += (after - before) * weight[:, None]
    result.reshape(-1, 4)[where, :3] = np.rint(np.clip(before + change, 0, 255)).astype(np.uint8)
    return result


@dataclass(frozen=True, slots=True)
class _Family:
    """Colours that a part of a thing is made of, by their middle in OKLCh; `gray` if they have no hue."""

    lightness: float
    chroma: float
    hue: float
    gray: bool
    share: float
    """Of all that is seen."""

    @property
    def is_leaf(self) -> bool:
        return not self.gray and 105 < self.hue < 165 and self.share < LESSER_SHARE

    @property
    def is_wood(self) -> bool:
        brown = self.hue < 85 or self.hue > 345
        return not self.gray and brown and self.lightness < 0.7 and self.chroma < 0.125 and self.share < LESSER_SHARE

    @property
    def is_glass(self) -> bool:
        return not self.gray and 195 < self.hue < 270 and self.lightness > 0.5 and self.share < GLASS_SHARE

    @property
    def is_rubber(self) -> bool:
        return self.lightness < 0.45 and (self.gray or (self.chroma < 0.13 and self.hue > 240))

    def is_part(self, group: str) -> bool:
        """Whether it is that part of things of this group which has a colour of its own."""
        if group.startswith(("plant", "food")):
            return self.is_leaf or self.is_wood
        if group.startswith("transport"):
            return self.is_glass or self.is_rubber
        return group in HANDLED and self.is_wood


def _families(colours: Floats, group: str) -> tuple[list[_Family], list[_Family]]:
    """The families to be recoloured, the largest first, and the smaller ones next to them that keep their colours."""
    sample = colours[:: max(1, len(colours) // 20_000)]
    lightness, chroma, hue = sample.T
    tint = (lightness > 0.72) & (chroma < TINT_CHROMA) & (np.abs(_turn(hue, 300)) < 35)
    plain = (chroma <= GRAY_CHROMA) | tint
    gray, vivid = plain & (lightness > INK_LIGHTNESS), ~plain
    hues = _by_hue(sample, vivid)
    largest = max((family.share for family, _ in hues), default=0.0)
    pale = gray if gray.any() or not plain.any() else plain
    middle = _Family(
        float(np.median(lightness[pale])), float(np.median(chroma[pale])), 0.0, True, float(pale.mean())
    ) if pale.any() else None  # fmt: skip
    parts = [family for family, _ in hues if family.is_part(group)]
    own = [family for family, _ in hues if family not in parts]
    chief = [family for family in own if family.share >= FAIR_SHARE and family.lightness > INK_LIGHTNESS]
    if middle and (middle.share > PALE_SHARE or middle.share > 1.25 * largest and not chief):
        chief.insert(0, middle)
    if not chief:
        chief = [max([*own, *([middle] if middle else []), *parts], key=lambda family: family.share)]
    chief.sort(key=lambda family: -family.share)
    separate = [family for family, is_own in hues if family not in chief and (is_own or family in parts)]
    return chief, separate


def _by_hue(sample: Floats, vivid: NDArray[np.bool_]) -> list[tuple[_Family, bool]]:
    """Families by hue, the largest first, and of each whether it is one, rather than the end of another's shading."""
    lightness, chroma, hue = sample.T
    all_counts = np.bincount((hue[vivid] / 10).astype(int) % 36, minlength=36).astype(float)
    left, counts = vivid.copy(), all_counts.copy()
    found: list[tuple[_Family, bool]] = []
    peaks: list[int] = []
    while len(found) < MOST_FAMILIES and counts.sum() > LEAST_SHARE * len(sample):
        around = np.sum([np.roll(counts, shift) for shift in range(-3, 4)], axis=0)
        peak = int(np.argmax(around + 0.2 * counts))
        middle = peak * 10.0 + 5
        for _ in range(2):  # around the peak, then around the middle of what was found there
            near = left & (np.abs(_turn(hue, middle)) < 40)
            middle += float(np.median(_turn(hue[near], middle))) if near.any() else 0.0
        if near.mean() < LEAST_SHARE:
            break
        family = _Family(
            float(np.median(lightness[near])), float(np.median(chroma[near])), middle % 360, False, float(near.mean())
        )
        top = int(np.argmax(np.where(np.abs(_turn(np.arange(36, dtype=np.float32) * 10 + 5, middle)) < 40, counts, -1)))
        found.append((family, all(_is_apart(all_counts, top, other) for other in peaks)))
        peaks.append(top)
        left &= ~near
        counts = np.bincount((hue[left] / 10).astype(int) % 36, minlength=36).astype(float)
    return sorted(found, key=lambda each: -each[0].share)


def _is_apart(counts: NDArray[np.float64], one: int, other: int) -> bool:
    """Whether the hues between two peaks are rarer than those at the first."""
    way = (other - one + 18) % 36 - 18
    between = [counts[(one + step) % 36] for step in range(0, way, 1 if way > 0 else -1)]
    return abs(way) >= 3 and min(between[1:]) < 0.35 * counts[one]


def _shares(colours: Floats, families: list[_Family], spared: list[_Family]) -> list[Floats]:
    """How much of each pixel each family moves, 0 to 1, where those nearest in hue have the most to say."""
    members = [_membership(colours, family) for family in families]
    if len(families) + len(spared) == 1:
        return members
    weights = [*members, *[_ramp(colours[:, 1], 0.02, 0.06)] * len(spared)]
    claims = [weight * _nearness(colours, each) for weight, each in zip(weights, (*families, *spared), strict=True)]
    total = np.maximum(np.sum(claims, axis=0), 1e-6)
    most = np.max(members, axis=0)
    return [np.asarray(most * claim / total, dtype=np.float32) for claim in claims[: len(families)]]


def _nearness(colours: Floats, family: _Family) -> Floats:
    if family.gray:
        return np.ones(len(colours), dtype=np.float32)
    return np.asarray(np.exp(-((_turn(colours[:, 2], family.hue) / 22) ** 2)) + 1e-4, dtype=np.float32)


def _lightnesses(families: list[_Family], wanted: Floats) -> list[Floats]:
    """The lightness for each family: the largest has the wanted one, the others stay lighter or darker than it."""
    wanted = np.minimum(wanted, PAPER_LIGHTNESS)
    reach = 0.13 if float(wanted.mean()) > 0.4 else 0.1
    steps = [float(np.clip(0.5 * (each.lightness - families[0].lightness), -reach, reach)) for each in families]
    over = min(max(0.0, float(wanted.max()) + max(steps) - PAPER_LIGHTNESS), 0.09)
    return [np.asarray(np.clip(wanted + step - over, 0.16, PAPER_LIGHTNESS), dtype=np.float32) for step in steps]


def _membership(colours: Floats, family: _Family) -> Floats:
    """How much each pixel belongs to the family, 0 to 1."""
    lightness, chroma, hue = colours.T
    if family.gray:
        plain = 1 - _ramp(chroma, 0.05, 0.085)
        if family.chroma > 0.015:  # white that is shaded with violet
            violet = 1 - _ramp(np.abs(_turn(hue, 300)), 35, 55)
            plain = np.maximum(plain, violet * (1 - _ramp(chroma, 0.1, 0.14)) * _ramp(lightness, 0.5, 0.62))
        low = min(INK_LIGHTNESS, family.lightness - 0.12)
        return np.asarray(plain * _ramp(lightness, low, low + 0.14), dtype=np.float32)
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
    is_yellow = np.clip(1 - np.abs(to_hue - 92) / 25, 0, 1)
    sway = sway - 90 * is_yellow * np.clip(YELLOW_LIGHTNESS - new_lightness, 0, 0.25)
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
