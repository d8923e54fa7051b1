"""Makes the masked part of a picture anew: filled from its surroundings, with what the prompt names drawn into it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.edits.fill import STAGES, fill
from pinxit.engines.storybook.edits.placing import drawn, lit_as, place, wade
from pinxit.engines.storybook.paint import DETAIL, Operation, Painter
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
WATER = frozenset(["pool", "water", "lake", "pond", "sea", "ocean", "river", "fountain", "bath", "bathtub"])

Mask = NDArray[np.bool_]


class Hole:
    """One masked job. `canvas` is the picture so far, RGB, of the job's size."""

    def __init__(self, job: Job, base: Image.Image, scene: Scene, *, has_setting: bool, pack: Arts) -> None:
        assert job.mask is not None, "a job without a mask has no hole"
        self.job = job
        self.pack = pack
        self.canvas = base
        self.mask = job.mask
        self.hole: Mask = np.asarray(job.mask) < KEPT
        self.scene = scene
        surrounds = self._surrounds()
        self.paints_setting = has_setting and (surrounds or not scene.subjects)
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
            stages = fill(self.canvas, self._image_of(self.hole), seed=self.job.seed, detail=detail)
            yield from (lambda: self._take(next(stages)) for _ in range(STAGES[detail]))
        if self.draws_things:
            yield self._draw_things

    def _take(self, stage: Image.Image) -> None:
        self.canvas = stage

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
        painter = Painter(empty, job, self.pack)
        for operation in painter.operations():
            operation()
        soft = max(1.0, FEATHER * min(self.canvas.size))
        inner = self._image_of(self.hole).filter(ImageFilter.GaussianBlur(soft))
        self.canvas = Image.composite(painter.picture(), self.canvas, inner)

    def _draw_things(self) -> None:
        """The things of the scene, as large as the hole's shape lets them be, in the light around it."""
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
        return bool(WATER & set(re.findall(r"[a-z]+", self.job.prompt.lower())))

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
