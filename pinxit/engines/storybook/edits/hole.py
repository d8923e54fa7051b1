"""Makes the masked part of a picture anew: filled from its surroundings, with what the prompt names drawn into it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from pinxit import pictures
from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.edits.fill import STAGES, fill
from pinxit.engines.storybook.edits.light import lit_as
from pinxit.engines.storybook.edits.pasting import drawn, place, wade
from pinxit.engines.storybook.edits.pool import FEET, Basin, Water, basin, shape_in
from pinxit.engines.storybook.layout.sizes import seen_height
from pinxit.engines.storybook.painting.page import DETAIL, PagePainter
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.scene import Scene
from pinxit.jobs import Job

KEPT = 250
"""A mask's level from which a pixel is kept; below it the new shows through, more and more."""
LOOK = 64
"""Pixels along the longer side of the small mask in which a place for the things is looked for."""
INSIDE = 0.985
"""The share of a thing that must be within the hole, so that the mask's edge cuts nothing off."""
SCALES = (1.0, 0.92, 0.85, 0.78, 0.71, 0.64, 0.57, 0.5, 0.43, 0.36, 0.3)
"""How large a thing is tried, of the largest that the hole's box holds."""
SURROUNDS = 0.5
"""A hole with this share of the picture that reaches three of its edges is what lies around a subject."""
FEATHER = 0.006
"""Of the shorter side: how softly a drawn setting meets what is kept."""
BANK = 0.96
"""The share of the hole's width that a pool takes at most."""
BATHER = 0.6
"""Of a pool's width: how tall a grown person is drawn who stands in it."""
AROUND, BLUE, MOSTLY = 0.05, 0.16, 0.55
"""Of the shorter side, how far around the hole's lower half is looked for water; how much bluer than red it is, of its
brightness; and the share that must be water, so that a pool is there already."""
DARK = 90
"""Levels of 255: what is darker than this is not known to be water, since nights are blue."""
WATER = frozenset(["water", "sea", "ocean", "river", "fountain", "bath", "bathtub"])

Mask = NDArray[np.bool_]


class Hole:
    """One masked job. `canvas` is the picture so far, RGB, or RGBA where a part of it is clear, of the job's size."""

    def __init__(
        self, job: Job, base: Image.Image, scene: Scene, *, has_setting: bool, water: Water | None, pack: Arts
    ) -> None:
        assert job.mask is not None, "a job without a mask has no hole"
        self.job = job
        self.pack = pack
        self.canvas = base
        self.mask = job.mask
        self.hole: Mask = np.asarray(job.mask) < KEPT
        self.scene = scene
        self.has_water = water is not None
        self.is_around = surrounds = self._surrounds()
        self.water = None if surrounds or (water and self._is_in_water()) else water
        """What is to be laid into the hole, unless it lies around something, or in water."""
        self.basin: tuple[Basin, int, int] | None = None
        """The water that was laid, and where its left upper corner is."""
        self.paints_setting = has_setting and (surrounds or not (scene.subjects or self.has_water))
        """The hole is the background, or the prompt names nothing but a setting: that is painted into it."""
        is_scenery = surrounds and has_setting and len(job.inputs) == 1  # then what it names is there already
        self.draws_things = bool(scene.subjects or scene.lettering) and not is_scenery

    def operations(self) -> Iterator[Operation]:
        """What is to be done, in order; each is a visible stage of the picture."""
        if not self.hole.any():
            return
        if self.paints_setting:
            yield self._paint_setting
        else:
            detail = DETAIL[self.job.quality]
            alpha = self._filled_alpha()
            stages = fill(self.canvas.convert("RGB"), self._image_of(self.hole), seed=self.job.seed, detail=detail)
            yield from (lambda: self._take(next(stages), alpha) for _ in range(STAGES[detail]))
        if self.water:
            yield self._lay_water
        if self.draws_things:
            yield self._draw_things

    def _take(self, stage: Image.Image, alpha: Image.Image | None) -> None:
        if alpha:
            stage.putalpha(alpha)
        self.canvas = stage

    def _filled_alpha(self) -> Image.Image | None:
        """Of a picture that is partly clear, what of the hole is: as what is around it."""
        if self.canvas.mode == "RGB":
            return None
        alpha = self.canvas.getchannel("A")
        known = np.asarray(alpha)[~self.hole]
        if not known.size or known.min() == known.max():
            return Image.new("L", alpha.size, int(known[0]) if known.size else 255)
        *_, filled = fill(Image.merge("RGB", [alpha] * 3), self._image_of(self.hole), seed=self.job.seed, detail=0)
        return filled.getchannel(0)

    def _image_of(self, mask: Mask) -> Image.Image:
        return Image.fromarray((255 * mask).astype(np.uint8))

    def _surrounds(self) -> bool:
        """The hole lies around something, rather than in the middle of something."""
        edges = (self.hole[0], self.hole[-1], self.hole[:, 0], self.hole[:, -1])
        return float(self.hole.mean()) >= SURROUNDS and sum(edge.mean() > 0.5 for edge in edges) >= 3

    def _paint_setting(self) -> None:
        """The setting of the scene, of the whole picture's size, seen through the hole."""
        empty = replace(self.scene, subjects=(), relations=(), lettering=())
        job = replace(self.job, task="generate", inputs=(), mask=None, transparent=False)
        painter = PagePainter(empty, job, self.pack)
        for operation in painter.operations():
            operation()
        soft = max(1.0, FEATHER * min(self.canvas.size))
        inner = self._image_of(self.hole).filter(ImageFilter.GaussianBlur(soft))
        self.canvas = Image.composite(painter.picture().convert(self.canvas.mode), self.canvas, inner)

    def _is_in_water(self) -> bool:
        """Most of what is around the lower half of the hole is blue."""
        if not self.hole.any():
            return False
        left, top, right, bottom = _box_of(self.hole)
        reach = max(2, round(AROUND * min(self.canvas.size)))
        rows, columns = slice((top + bottom) // 2, bottom + reach), slice(max(0, left - reach), right + reach)
        pixels = np.asarray(pictures.flatten(self.canvas), dtype=np.float32)[rows, columns]
        around = pixels[~self.hole[rows, columns]]
        if not len(around):
            return False
        is_blue = (around[:, 2] - around[:, 0] > BLUE * around.max(1)) & (around.max(1) > DARK)
        return float(is_blue.mean()) > MOSTLY

    def _lay_water(self) -> None:
        """A pool or a pond on the ground, as wide as the hole lets it be, in the light around it."""
        assert self.water is not None, "there is water to be laid"
        left, top, right, bottom = box = _box_of(self.hole)
        size = shape_in(max(8, round(BANK * (right - left))), bottom - top)
        scale, x, y = self._fit(basin(self.water, size, self.job.seed).image, box)
        made = basin(self.water, (max(8, round(size[0] * scale)), max(4, round(size[1] * scale))), self.job.seed)
        corner = round(x - made.image.width / 2), round(y) - made.image.height
        area = (*corner, corner[0] + made.image.width, corner[1] + made.image.height)
        self.canvas = place(self.canvas, lit_as(made.image, self.canvas, area), x, round(y), stands=False)
        self.basin = made, *corner

    def _draw_bathers(self, laid: Basin, left: int, top: int) -> None:
        """The things of the scene in the water that was laid, in the light around it."""
        x, y = left + laid.image.width / 2, top + round(FEET * laid.image.height)
        tall = max((seen_height(self.pack.get(each.art), each.size) for each in self.scene.subjects), default=1.0)
        room = y - _box_of(self.hole)[1]
        most = round(0.7 * laid.image.width), min(room, round(BATHER * tall * laid.image.width))
        image = drawn(self.scene, self.pack, most, seed=self.job.seed, quality=self.job.quality)
        if image is None:
            return
        for scale in SCALES:
            size = max(2, round(image.width * scale)), max(2, round(image.height * scale))
            bather = image.resize(size, Image.Resampling.LANCZOS)
            if self._share_inside(bather, round(x - size[0] / 2), y - size[1]) >= INSIDE:
                break
        box = round(x - size[0] / 2), y - size[1], round(x + size[0] / 2), y
        waded, bather = wade(self.canvas, lit_as(bather, self.canvas, box), (x, y))
        surface = Image.new("L", self.canvas.size)
        surface.paste(laid.surface, (left, top))
        self.canvas = Image.composite(waded, self.canvas, surface)
        self.canvas = place(self.canvas, bather, x, y, stands=False)

    def _share_inside(self, image: Image.Image, left: int, top: int) -> float:
        """The share of what is seen of `image`, with its left upper corner there, that is within the hole."""
        alpha = np.asarray(image.getchannel("A"), dtype=np.float32)
        hole = self._image_of(self.hole).crop((left, top, left + image.width, top + image.height))
        return float((alpha * (np.asarray(hole) > 0)).sum() / max(1.0, float(alpha.sum())))

    def _draw_things(self) -> None:
        """The things of the scene, as large as the hole's shape lets them be, in the light around it."""
        if self.basin:
            self._draw_bathers(*self.basin)
            return
        left, top, right, bottom = _box_of(self.hole)
        image = drawn(self.scene, self.pack, (right - left, bottom - top), seed=self.job.seed, quality=self.job.quality)
        if image is None:
            return
        scale, x, y = self._fit(image, (left, top, right, bottom))
        size = max(2, round(image.width * scale)), max(2, round(image.height * scale))
        image = image.resize(size, Image.Resampling.LANCZOS)
        box = round(x - size[0] / 2), round(y - size[1]), round(x + size[0] / 2), round(y)
        image = lit_as(image, self.canvas, box)
        if self.is_wet:
            self.canvas, image = wade(self.canvas, image, (x, y))
        self.canvas = place(self.canvas, image, x, y, stands=not self.is_wet and not self._floats())

    @property
    def is_wet(self) -> bool:
        """The things stand in water."""
        return self.has_water or bool(WATER & set(re.findall(r"[a-z]+", self.job.prompt.lower())))

    def _floats(self) -> bool:
        return all(self.pack.get(subject.art).stance == "floats" for subject in self.scene.subjects)

    def _fit(self, image: Image.Image, box: tuple[int, int, int, int]) -> tuple[float, float, float]:
        """The scale of `image`, and the middle of its lower edge in pixels, so that the hole holds nearly all of it."""
        left, top, right, bottom = box
        shrink = LOOK / max(right - left, bottom - top)
        small = self._image_of(self.hole[top:bottom, left:right])
        small = small.resize((max(1, round(small.width * shrink)), max(1, round(small.height * shrink))))
        room = np.asarray(small, dtype=np.float32) / np.float32(255)
        alpha = image.getchannel("A")
        best = (0.0, SCALES[-1], room.shape[1] / 2, float(room.shape[0]))
        for scale in SCALES:
            size = max(1, round(image.width * scale * shrink)), max(1, round(image.height * scale * shrink))
            if size[0] > room.shape[1] or size[1] > room.shape[0]:
                continue
            inside, x, y = _best_place(room, np.asarray(alpha.resize(size), dtype=np.float32) / np.float32(255))
            if inside > best[0] + 0.01:
                best = inside, scale, x, y
            if inside >= INSIDE:
                break
        _, scale, x, y = best
        return scale, left + x / shrink, top + y / shrink


def _best_place(room: NDArray[np.float32], alpha: NDArray[np.float32]) -> tuple[float, float, float]:
    """Where in `room` (1 where there is a hole) a thing of `alpha` is covered most: the share of it that is, and the
    middle of its lower edge. Of places that are alike the lowest and the most central is taken."""
    total = max(float(alpha.sum()), 1e-6)
    high, wide = alpha.shape
    best = (-1.0, 0.0, 0.0)
    middle = (room.shape[1] - wide) / 2
    for top in range(room.shape[0] - high, -1, -1):
        for left in sorted(range(room.shape[1] - wide + 1), key=lambda at: abs(at - middle)):
            inside = float((room[top : top + high, left : left + wide] * alpha).sum()) / total
            if inside > best[0] + 0.005:
                best = inside, left + wide / 2, float(top + high)
        if best[0] >= 0.999:
            break
    return best


def _box_of(mask: Mask) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
