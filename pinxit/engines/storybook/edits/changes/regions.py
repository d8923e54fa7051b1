"""What is sky, greenery, ground and skin in a picture, and how far away it is: guessed from colour and place."""

from functools import cached_property

import numpy as np

from pinxit.engines.storybook.edits.changes.guide import Guide
from pinxit.engines.storybook.edits.changes.planes import Colours, Plane, blur, factors, like, luma, mix, ramp, resized
from pinxit.engines.storybook.edits.changes.sky import find_sky, lab, spread

SMALL = 256
"""Pixels along the longer side of the picture in which regions are looked for."""
FACE_SIZES = (0.03, 0.06, 0.1)
"""Of the longer side: how wide a face is looked for."""
FACE_LEAST, FACE_SURE = 0.3, 0.6
"""How much more skin there is in a face than around it."""
GRAY = 0.004
"""Below this mean OKLab chroma a picture is gray: no skin can be told in it, and anybody may be portrayed."""


class Regions:
    """The maps of one picture, each made when it is first asked for. Maps are as large as the picture, 0 to 1."""

    def __init__(self, colours: Colours) -> None:
        self.colours = colours
        self.height, self.width = int(colours.shape[1]), int(colours.shape[2])
        shrink = min(1.0, SMALL / max(self.height, self.width))
        self.small: Colours = resized(colours, max(2, round(self.width * shrink)), max(2, round(self.height * shrink)))
        """The picture in which regions are looked for."""
        self._lab = lab(self.small)
        self._guide = Guide(self.small, colours)

    def follow(self, coarse: Plane, *, fine: bool = False) -> Plane:
        """A map of the small picture at the size of the picture, along its edges."""
        return self._guide.follow(coarse, fine=fine)

    @cached_property
    def luma(self) -> Plane:
        """Brightness."""
        return luma(self.colours)

    @cached_property
    def face(self) -> float:
        """How surely somebody is portrayed, 0 to 1: skin that stands out from what is around it, not at the foot."""
        side, found = max(self._lab.shape), 0.0
        for size in FACE_SIZES:
            inside, around = blur(self.small_skin, size * side), blur(self.small_skin, 3 * size * side)
            found = max(found, float((inside - around)[: -(-2 * len(inside) // 3)].max()))
        return float(np.clip((found - FACE_LEAST) / (FACE_SURE - FACE_LEAST), 0, 1))

    @cached_property
    def small_skin(self) -> Plane:
        """Where skin may be in the small picture."""
        lightness, red, yellow = self._lab
        chroma, hue = np.hypot(red, yellow), np.degrees(np.arctan2(yellow, red))
        coloured = ramp(chroma, 0.02, 0.04) * ramp(chroma, 0.17, 0.13)
        return ramp(np.abs(hue - 50), 32, 22) * coloured * ramp(lightness, 0.3, 0.45)

    @cached_property
    def skin(self) -> Plane:
        """Where skin may be; also where wood and sand are."""
        return self.follow(self.small_skin)

    @cached_property
    def _sky(self) -> Plane:
        is_gray = float(np.hypot(self._lab[1], self._lab[2]).mean()) < GRAY
        return find_sky(self._lab, max(self.face, 0.5) if is_gray else self.face)

    @cached_property
    def has_sky(self) -> bool:
        """Whether any sky is seen."""
        return bool(self._sky.mean() > 0.02)

    @cached_property
    def sky(self) -> Plane:
        """Where the sky is, through branches too."""
        if not self.has_sky:
            return np.zeros((self.height, self.width), dtype=np.float32)
        return ramp(self.follow(self._sky, fine=True), 0.12, 0.85)

    @cached_property
    def _sky_colours(self) -> Colours:
        """The colours of the sky in the small picture as if nothing stood before it, smooth."""
        return _spread(self.small, ramp(self._sky, 0.8, 1.0))

    @cached_property
    def sky_middle(self) -> tuple[float, float, float]:
        """The mean red, green and blue behind the whole picture, as if there were nothing but sky."""
        red, green, blue = (float(band.mean()) for band in self._sky_colours)
        return red, green, blue

    @cached_property
    def land(self) -> Colours:
        """The picture without the sky that shines through leaves and over edges."""
        if not self.has_sky:
            return self.colours
        around = resized(_spread(self.small, ramp(self._sky, 0.5, 0.1)), self.width, self.height)
        rows, columns = np.nonzero((self.sky > 0.004) & (self.sky < 0.996))
        share, place = self.sky[rows, columns], (slice(None), rows, columns)
        high, wide = self.small.shape[1:]
        sky = self._sky_colours[:, rows * high // self.height, columns * wide // self.width]
        sharp = np.clip((self.colours[place] - share * sky) / np.maximum(1 - share, 0.2), 0, 1)
        land = np.where(self.sky > 0.5, around, self.colours)
        land[place] = mix(sharp, around[place], ramp(share, 0.3, 0.75))
        return land

    @cached_property
    def clouds(self) -> Plane:
        """How much brighter or darker a place in the sky is than the sky around it, about -0.3 to 0.3."""
        sky = ramp(self._sky, 0.5, 0.9)
        light = luma(self.small)
        wide = 0.14 * max(sky.shape)
        around = blur(light * sky, wide) / np.maximum(blur(sky, wide), 1e-3)
        return like((light - around) * sky, self.colours)

    @cached_property
    def white_clouds(self) -> Plane:
        """Where white clouds stand in the sky of a bright day."""
        return ramp(self.clouds, 0.02, 0.08) * ramp(self.luma, 0.62, 0.8) * self.sky

    @cached_property
    def daylight(self) -> float:
        """How bright the day is, 0.25 (night) to 1: by the sky, or by the brighter half of a picture without one."""
        if not self.has_sky:
            return float(np.clip(np.quantile(self.luma[::4, ::4], 0.7) / 0.4, 0.25, 1))
        return float(np.clip((max(self.sky_middle) - 0.2) / 0.4, 0.25, 1))  # by one channel: deep blue is bright

    @cached_property
    def outdoor_light(self) -> Colours:
        """What a sky painted for full daylight is multiplied by in this picture's: darker, and bluer, at night."""
        return mix(factors(0.68, 0.86, 1.3), factors(1, 1, 1), self.daylight) * np.float32(self.daylight)

    @cached_property
    def open_sky(self) -> Plane:
        """The sky at a distance from whatever is before it, where stars may stand."""
        return like(ramp(blur(self._sky, 2.0), 0.9, 1.0), self.colours)

    @cached_property
    def horizon(self) -> float:
        """The height at which the ground begins, 0 (top) to 1: where the sky ends, or a guess without one."""
        if not self.has_sky:
            return 0.12
        ends = self._ends()
        return float(np.clip(np.quantile(ends, 0.75), 0.05, 0.92))

    def _ends(self) -> Plane:
        """How far down the sky reaches in each column of the small picture that has any, 0 to 1."""
        sky = self._sky > 0.5
        ends = (len(sky) - np.argmax(sky[::-1], axis=0)) / len(sky)
        return np.asarray(ends[sky.any(axis=0)], dtype=np.float32)

    def _rise(self) -> Plane:
        """How much of what stands in each column of the small picture rises above the horizon, 0 to 1."""
        if not self.has_sky:
            return np.zeros(1, dtype=np.float32)
        sky = self._sky > 0.5
        ends = np.where(sky.any(axis=0), 1 - np.argmax(sky[::-1], axis=0) / len(sky), 0).astype(np.float32)
        rise = ramp(self.horizon - ends, 0.04, 0.2)
        smooth: Plane = blur(rise[None], 2.0)[0]
        return smooth

    @cached_property
    def down(self) -> Plane:
        """The height of each row, 0 (top) to 1, as a column to be spread over a picture: (height, 1)."""
        return _middles(self.height)

    @cached_property
    def depth(self) -> Plane:
        """How far away: 0 at the lower edge, 1 at the horizon and in the sky; less for what stands up from the land."""
        rows = len(self._sky)
        flat = np.clip((1 - self._rows) / (1 - self.horizon), 0, 1) + 0 * self._sky
        away, standing = flat.copy(), 1 - self._ground
        for row in range(rows - 2, -1, -1):  # what stands is about as far away as its foot
            carried = away[row + 1] + np.float32(0.15) * (flat[row] - flat[row + 1])
            away[row] = flat[row] + standing[row] * np.minimum(carried - flat[row], 0)
        away = np.where(self._sky > 0.5, 1, blur(away, 2.0))
        return np.maximum(self.follow(away), self.sky)

    @cached_property
    def dry(self) -> Plane:
        """Where grass or leaves are brown or straw-coloured, as far as colour and place can tell; 0 in portraits."""
        half = resized(self.colours, max(2, self.width // 2), max(2, self.height // 2))
        red, green, blue = half
        light = red + green + blue + np.float32(0.06)
        straw = ramp((green - red) / light, -0.15, -0.09) * ramp((green - red) / light, 0.02, -0.03)
        straw = straw * ramp((green - blue) / light, 0.03, 0.08) * ramp(light, 0.3, 0.6)
        return like(straw, self.colours) * self.ground * (1 - self.face) * (1 - self.green)

    @cached_property
    def green(self) -> Plane:
        """Where leaves and grass are, by their colour alone; dark olive counts, yellow and turquoise do not."""
        half = resized(self.colours, max(2, self.width // 2), max(2, self.height // 2))
        red, green, blue = half
        light = red + green + blue + np.float32(0.06)
        over_red, over_blue = (green - red) / light, ramp((green - blue) / light, 0.03, 0.1) * ramp(light, 0.12, 0.25)
        limit = 0.03 * ramp(light, 2.0, 1.2)
        around = ramp(blur(ramp(over_red + limit, -0.003, 0.035) * over_blue, 0.012 * max(half.shape)), 0.2, 0.6)
        return like(ramp(over_red + limit + 0.035 * around, -0.003, 0.035) * over_blue, self.colours) * (1 - self.sky)

    @cached_property
    def ground(self) -> Plane:
        """What lies below the horizon and is neither water nor brightly coloured; 0 indoors and in portraits."""
        return self.follow(self._ground) * (1 - self.sky) * self.outdoors

    @cached_property
    def _ground(self) -> Plane:
        down = self._rows - 0.35 * self._rise() * (1 - self.horizon)
        chroma = np.hypot(self._lab[1], self._lab[2])
        leafy = ramp(-self._lab[1], 0.01, 0.03)
        dull = np.maximum(ramp(chroma, 0.13, 0.07) * ramp(self._lab[2], -0.06, -0.03), leafy)
        below = ramp(down, self.horizon - 0.03, self.horizon + 0.05)
        return below * dull * (0.3 + 0.7 * self._like_the_foot()) * (1 - self._sky) * (1 - self._standing())

    def _standing(self) -> Plane:
        """What is all of one piece with something that stands against the sky, in the small picture, 0 to 1."""
        above = (self._rows < self.horizon - 0.02) & (self._sky < 0.3)
        if not self.has_sky or not above.any():
            return np.zeros_like(self._sky)
        down, across = np.gradient(blur(self._lab, 1.2), axis=(1, 2))
        step = np.sqrt((down**2 + across**2).sum(axis=0))
        return ramp(spread(10 * np.maximum(step - 0.012, 0) + np.float32(0.002), above), 1.0, 0.4)

    @cached_property
    def _rows(self) -> Plane:
        return _middles(len(self._sky))

    def _like_the_foot(self) -> Plane:
        """How much a pixel of the small picture has a colour that is found along the picture's lower edge, 0 to 1."""
        half = resized(self._lab, max(2, self._lab.shape[2] // 2), max(2, self._lab.shape[1] // 2))
        half = half * factors(0.5, 1.0, 1.0)
        foot = half[:, -max(1, half.shape[1] // 8) :: 2, :: max(1, half.shape[2] // 16)].reshape(3, -1)
        total = np.zeros(half.shape[1:], dtype=np.float32)
        for colour in foot.T:
            total += np.exp(((half - colour[:, None, None]) ** 2).sum(axis=0) * np.float32(-0.5 / 0.032**2))
        return like(ramp(total / foot.shape[1], 0.03, 0.1), self._sky)

    @cached_property
    def outdoors(self) -> float:
        """How surely the picture was taken outdoors, 0 to 1: by its sky, or by much greenery."""
        leafy = float(self.green.mean())
        by_green = float(np.clip((leafy - 0.06) / 0.2, 0, 1))
        return 1.0 if self.has_sky else by_green * (1 - 0.5 * self.face)


def _spread(colours: Colours, known: Plane) -> Colours:
    """The colours where they are known (1), spread smoothly to where they are not (0)."""
    weighted = np.concatenate([colours * known, known[None]])
    total = blur(weighted, 3.0) + np.float32(0.01) * blur(weighted, 24.0) + np.float32(1e-5) * blur(weighted, 90.0)
    spread_out: Colours = total[:3] / np.maximum(total[3], np.float32(1e-7))
    return spread_out


def _middles(count: int) -> Plane:
    """The heights of the middles of so many rows, 0 (top) to 1: (count, 1)."""
    middles: Plane = (np.arange(count, dtype=np.float32) + np.float32(0.5)) / np.float32(count)
    return middles[:, None]
