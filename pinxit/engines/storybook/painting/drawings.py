"""A thing as pixels: at its size, in its colours and its clothes, in the setting's light and the look of the page."""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from pinxit.engines.storybook.colour import assorted, own_gray
from pinxit.engines.storybook.layout.placed import Placed
from pinxit.engines.storybook.painting.looks import Look
from pinxit.engines.storybook.painting.patterns import Dye, dyed
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.painting.sprites import Sprites
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import Scene

LIGHT_SHARE = 0.7
"""How much of the setting's light falls on the subjects; they keep a little of their own, so as to stand out."""
SHADED = (8e6, 12e6, 30e6)
"""Pixels times soft shades that a sprite is rasterised with, by detail; beyond that it is scaled up."""
LARGEST_SPRITE = 1400
"""Pixels along the longer side that a sprite is rasterised at; a larger one is scaled up from it."""
Light = tuple[float, float, float]
"""Factors for red, green and blue."""


class Drawings:
    """Draws the things of one page. `light` is None where none falls on them, as on a transparent page."""

    def __init__(
        self, scene: Scene, sprites: Sprites, look: Look, *, scale: float, detail: int, light: Light | None
    ) -> None:
        self.scene = scene
        self.sprites = sprites
        self.look = look
        self.scale = scale
        self.detail = detail
        self.light = light
        self.kept: dict[tuple[object, ...], Image.Image] = {}

    def _coarseness(self, thing: Placed, wide: int, high: int) -> float:
        """At which share of its size a thing is rasterised: art full of soft shades takes long where it is large."""
        shades = self.sprites.of(thing).body.count("<filter")
        soft = math.sqrt(SHADED[self.detail] / (wide * high * shades)) if shades else 1.0
        return min(1.0, LARGEST_SPRITE / max(wide, high), soft)

    def drawn(self, thing: Placed, wide: int, high: int) -> Image.Image:
        """A thing in the look, with the look's margin around it. Kept, since a scene of twelve balloons draws one."""
        shrink, subject = self._coarseness(thing, wide, high), self.scene.subjects[thing.subject]
        asked = assorted(subject.colour, thing.copy, subject.count)
        key = (id(self.sprites.of(thing)), asked, wide, high, self.sprites.is_mirrored(thing), thing.worn)
        if key not in self.kept:
            image = self._draw(thing, max(1, round(wide * shrink)), max(1, round(high * shrink)))
            border, unit = self.look.border(self.scale * shrink), self.scale * shrink
            image = self.look.thing(ImageOps.expand(image, border, (0, 0, 0, 0)) if border else image, unit)
            full = wide + 2 * self.look.border(self.scale), high + 2 * self.look.border(self.scale)
            self.kept[key] = image if image.size == full else _enlarged(image, full)
        return self.kept[key]

    def _draw(self, thing: Placed, wide: int, high: int) -> Image.Image:
        sprite, subject = self.sprites.of(thing), self.scene.subjects[thing.subject]
        is_dressed = sprite.art.shape in ("face", "bust") and sprite.art.is_person
        leaves = Grammar.built_in().seasonal[self.scene.season].get(sprite.art.title)
        asked = assorted(subject.colour, thing.copy, subject.count) or own_gray(sprite.art.title, sprite.art.group)
        dye = Dye() if is_dressed else Dye(asked or leaves, subject.pattern, subject.second)
        dressed = self.sprites.outfit(thing)
        if sprite.art.picture is not None:
            pixels = np.asarray(sprite.art.picture.resize((wide, high), Image.Resampling.LANCZOS))
        elif dressed:
            layers = ((dressed.behind, Dye()), (dressed.body, dye), (dressed.before, Dye()))
            group = sprite.art.group
            drawings = [(self.look.drawing(body), own) for body, own in layers if body]
            parts = [_sprite_pixels(body, dressed.box, wide, high, own, group) for body, own in drawings]
            pixels = _stacked(parts)
        else:
            body = self.look.drawing(sprite.body)
            pixels = _sprite_pixels(body, sprite.box, wide, high, dye, sprite.art.group)
        if self.light and sprite.art.title not in Grammar.built_in().lights:
            pixels = _lit(pixels, self.light)
        image = Image.fromarray(pixels)
        if self.sprites.is_mirrored(thing):
            image = ImageOps.mirror(image)
        return image if image.size == (wide, high) else image.resize((wide, high), Image.Resampling.LANCZOS)


def _enlarged(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """RGBA at a larger size, its steps smoothed away."""
    factor = size[0] / image.width
    image = image.convert("RGBa").resize(size, Image.Resampling.BICUBIC)
    return (image.filter(ImageFilter.GaussianBlur(0.4 * factor)) if factor > 1.3 else image).convert("RGBA")


@lru_cache(maxsize=48)
def _sprite_pixels(
    body: str, box: tuple[float, float, float, float], width: int, height: int, dye: Dye, group: str
) -> NDArray[np.uint8]:
    """A sprite at its size, in its colour. Kept, since a scene of twelve balloons draws one."""
    shrink = min(1.0, LARGEST_SPRITE / max(width, height))
    wide, high = max(1, round(width * shrink)), max(1, round(height * shrink))
    pixels = rasterise(body, box, wide, high)
    return dyed(pixels, dye, group)


def _stacked(layers: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Pictures of one size, each over those before it."""
    under = Image.fromarray(layers[0])
    for layer in layers[1:]:
        under = Image.alpha_composite(under, Image.fromarray(layer))
    return np.asarray(under)


def _lit(pixels: NDArray[np.uint8], light: Light) -> NDArray[np.uint8]:
    """The same pixels in coloured light: a factor for red, green and blue."""
    if tuple(light) == (1.0, 1.0, 1.0):
        return pixels
    factors = np.array([*(1 - LIGHT_SHARE * (1 - factor) for factor in light), 1.0], dtype=np.float32)
    lit: NDArray[np.uint8] = np.minimum(pixels * factors, 255).astype(np.uint8)
    return lit
