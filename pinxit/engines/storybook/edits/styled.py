"""Pages that are painted from words, and then painted over in the style that they ask for."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from PIL import Image

from pinxit import pictures
from pinxit.engines.storybook.art import ArtPack
from pinxit.engines.storybook.edits.changes import Change, apply
from pinxit.engines.storybook.edits.edit import BLENDS, OUTLINED, SAID, Edit
from pinxit.engines.storybook.edits.instruction import instruct
from pinxit.engines.storybook.edits.spread import spread
from pinxit.engines.storybook.painting.page import DETAIL
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.painting.painters import painter_of
from pinxit.engines.storybook.scene import PAINTED_STYLES, Scene
from pinxit.jobs import Fidelity, Job

PIXELS = "pixel art"
CELL, SAME, LEAST_OTHER = 8, 6, 0.001
"""Two pictures show the same where their means over cells of so many pixels a side differ by at most so many levels of
255, but for such a share of the cells: files lose a little of what they hold."""


class Styled:
    """Paints one scene in its style. `operations` are run in order; `picture` shows what there is so far."""

    def __init__(self, scene: Scene, job: Job, pack: ArtPack) -> None:
        self.job = job
        self.scene: Scene | None = scene
        self.painter = painter_of(scene, job, pack)
        self.kind = scene.style if scene.style in PAINTED_STYLES else None
        self.layers: tuple[Image.Image, Image.Image] | None = None
        """The page, and the page in its style."""
        self.canvas: Image.Image | None = None
        self.alpha: Image.Image | None = None
        self.fidelity: Fidelity = "low" if self.kind == PIXELS and not scene.lettering else "high"
        """High keeps words legible, and low makes pixels that are seen as such."""

    def operations(self) -> Iterator[Operation]:
        """What is to be done, in order; each is a visible stage of the picture."""
        yield from self.painter.operations()
        if self.kind:
            yield partial(self._paint_over, self.kind)
            yield from (partial(self._blend, share) for share in BLENDS)

    @property
    def is_of_words(self) -> bool:
        """Whether the same scene and seed would paint the same picture again."""
        return True

    def picture(self) -> Image.Image:
        """A copy of what is painted so far, RGBA for a transparent job and RGB for any other."""
        if self.canvas is None:
            return self.painter.picture()
        if self.alpha is None:
            return self.canvas.copy()
        picture = self.canvas.convert("RGBA")
        picture.putalpha(self.alpha)
        return picture

    def _paint_over(self, kind: str) -> None:
        """The whole page in its style."""
        page = self.painter.picture()
        if page.mode == "RGBA":
            self.alpha = page.getchannel("A")
            if kind == PIXELS:
                self.alpha = (
                    self._changed(kind, self.alpha.convert("RGB")).convert("L").point(lambda level: level // 128 * 255)
                )
            page = pictures.flatten(page) if kind in OUTLINED else spread(page, on_paper=True)
        self.layers = page, self._changed(kind, page)

    def _changed(self, kind: str, image: Image.Image) -> Image.Image:
        job = self.job
        return apply(Change(kind), image, seed=job.seed, detail=DETAIL[job.quality], fidelity=self.fidelity)

    def _blend(self, share: float) -> None:
        assert self.layers is not None, "it was painted over"
        self.canvas = Image.blend(*self.layers, share)


class Anew(Styled):
    """A picture that was made of words, painted again from what it is to show now: by the same seed, so that what stays
    looks the same. Where that would change nothing, the picture itself is changed as well as it can be."""

    def __init__(self, scene: Scene, job: Job, pack: ArtPack, tell: Callable[[str], None]) -> None:
        super().__init__(scene, job, pack)
        self.pack = pack
        self.tell = tell
        self.edited: Image.Image | None = None

    def operations(self) -> Iterator[Operation]:
        yield from super().operations()
        yield self._change_what_is_the_same

    @property
    def is_of_words(self) -> bool:
        return self.edited is None

    def picture(self) -> Image.Image:
        return self.edited.copy() if self.edited else super().picture()

    def _change_what_is_the_same(self) -> None:
        if _shows_the_same(pictures.flatten(self.picture()), pictures.flatten(self.job.inputs[0])):
            edit = Edit(self.job, self.pack, self.tell)
            for operation in edit.operations():
                operation()
            self.edited = edit.picture()


def _shows_the_same(one: Image.Image, other: Image.Image) -> bool:
    size = max(1, one.width // CELL), max(1, one.height // CELL)
    cells = [np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.int16) for image in (one, other)]
    return bool((np.abs(cells[0] - cells[1]).max(axis=2) > SAME).mean() < LEAST_OTHER)


def is_for_pixels(prompt: str, pack: ArtPack) -> bool:
    """Whether an instruction asks only for a style, a tone or a turn, which change a picture and not its scene."""
    asked = instruct(prompt, pack, 1)
    is_more = asked.additions or asked.colour or asked.scene or asked.lettering or asked.water or asked.unmet
    is_scenic = any(kind in SAID for kind in asked.changes)
    return bool(asked.changes or asked.turns) and not (is_more or is_scenic or asked.backdrop == "new")
