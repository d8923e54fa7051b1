"""Pages that are painted from words, and pictures of a conversation that are painted anew."""

from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

from pinxit import pictures
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.edits.edit import Edit
from pinxit.engines.storybook.edits.instruction import instruct
from pinxit.engines.storybook.edits.newpage import SAID
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.painting.painters import painter_of
from pinxit.engines.storybook.scene import PAINTED_STYLES, Scene
from pinxit.jobs import Job

CELL, SAME, LEAST_OTHER = 8, 6, 0.001
"""Two pictures show the same where their means over cells of so many pixels a side differ by at most so many levels of
255, but for such a share of the cells: files lose a little of what they hold."""


class Styled:
    """Paints one scene in its style. `operations` are run in order; `picture` shows what there is so far."""

    def __init__(self, scene: Scene, job: Job, pack: ArtPack) -> None:
        self.job = job
        self.painter = painter_of(scene, job, pack)
        self.scene: Scene | None = self.painter.scene

    def operations(self) -> Iterator[Operation]:
        """What is to be done, in order; each is a visible stage of the picture."""
        yield from self.painter.operations()

    @property
    def is_of_words(self) -> bool:
        """Whether the same scene and seed would paint the same picture again."""
        return True

    def picture(self) -> Image.Image:
        """A copy of what is painted so far, RGBA for a transparent job and RGB for any other."""
        return self.painter.picture()


class Anew(Styled):
    """A picture that was made of words, painted again from what it is to show now: by the same seed, so that what stays
    looks the same. Where that would change nothing, the picture itself is changed as well as it can be."""

    def __init__(
        self, scene: Scene, job: Job, pack: ArtPack, tell: Callable[[str], None], *, is_sure: bool = False
    ) -> None:
        super().__init__(scene, job, pack)
        self.is_sure = is_sure
        """The scene was changed, however little of it is seen."""
        self.pack = pack
        self.tell = tell
        self.edited: Image.Image | None = None

    def operations(self) -> Iterator[Operation]:
        yield from super().operations()
        if not self.is_sure:
            yield self._change_what_is_the_same

    @property
    def is_of_words(self) -> bool:
        """Whether all that is seen was made of words, and nothing of a given picture."""
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


def is_for_pixels(prompt: str, pack: ArtPack, *, has_scene: bool) -> bool:
    """Whether an instruction asks only for a tone or a turn, which change a picture and not its scene; or for a style,
    where no scene is known that could have it."""
    asked = instruct(prompt, pack, 1)
    is_more = asked.additions or asked.colour or asked.scene or asked.lettering or asked.water or asked.unmet
    is_scenic = any(kind in SAID or has_scene and kind in PAINTED_STYLES for kind in asked.changes)
    return bool(asked.changes or asked.turns) and not (is_more or is_scenic or asked.backdrop == "new")
