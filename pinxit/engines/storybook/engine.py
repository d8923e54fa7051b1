"""Storybook: the embedded engine, which draws picture-book pages from open art with no weights and no GPU.

parse -> scene -> layout -> paint: a prompt is read into a scene, its things are given places, and the page is painted.
Where pictures are given, `edits` works on them: instruct -> cut out, fill, change, add -> paint. Of a picture that it
drew itself, `amending` changes the scene, which is then painted again.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Protocol

from PIL import Image

from pinxit.engines.storybook.amending.amend import amend
from pinxit.engines.storybook.amending.keeping import placed_as, recomposed, reframed
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.described import describe
from pinxit.engines.storybook.edits.edit import Edit
from pinxit.engines.storybook.edits.styled import Anew, Styled, is_for_pixels
from pinxit.engines.storybook.edits.vary import Variation
from pinxit.engines.storybook.painting.painter import Operation
from pinxit.engines.storybook.painting.painters import painter_of
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.scene import Scene
from pinxit.engines.storybook.scenes import from_json, to_json
from pinxit.jobs import Job, Picture, Quality, Watch

SUPERSAMPLING: dict[Quality, float] = {"xhigh": 1.5, "max": 2.0}
"""How much larger a page is painted than it is asked for, per side; edges and grain come out finer."""
MAX_PIXELS = 8_294_400
"""Of a page that is painted larger than it is asked for."""


ANY_PAGE = 'a cat in a hat with a sign that says "Hello"'
"""A page that needs what most pages need."""


class Work(Protocol):
    """A picture in the making."""

    scene: Scene | None
    """What is to be seen in the end, where that is known."""

    def operations(self) -> Iterator[Operation]:
        """What is to be done, in order; each is a visible stage of the picture."""

    def picture(self) -> Image.Image:
        """A copy of what is painted so far."""


class StorybookEngine:
    """Deterministic by seed: the same job paints the same pixels."""

    def load(self) -> None:
        """Open the art pack, and read the tables that every page needs: a quarter of a second, once in a process, that
        the first page need not wait for. Raises ValueError if the pack is missing."""
        self.pack = ArtPack()
        _read_tables()

    def render(self, job: Job, watch: Watch) -> Picture:
        return self._carry_out(self._begin(job, watch), job, watch)

    def read(self, prompt: str) -> Scene:
        """What `prompt` is understood to show."""
        return parse(prompt, self.pack)

    def draw(self, scene: Scene, job: Job, watch: Watch) -> Picture:
        """Paint `scene`, whatever the words of `job` are."""
        return self._carry_out(Styled(scene, _enlarged(job), self.pack), job, watch)

    def _carry_out(self, work: Work, job: Job, watch: Watch) -> Picture:
        for stage in _stages(list(work.operations()), job.steps):
            for operation in stage:
                operation()
            if watch.step():
                watch.show(_fitted(work.picture(), job))
        caption = describe(work.scene) if work.scene else None
        is_of_words = isinstance(work, Styled) and work.is_of_words
        made_of = to_json(work.scene, indent=None) if work.scene and is_of_words else None
        return Picture(_fitted(work.picture(), job), caption=caption, scene=made_of)

    def close(self) -> None:
        self.pack.close()

    def _begin(self, job: Job, watch: Watch) -> Work:
        """The work that the job asks for."""
        if job.task == "generate":
            return Styled(self._read(job.prompt, watch), _enlarged(job), self.pack)
        drawn = self._drawn(job)
        if job.task == "vary":
            return self._varied(drawn, _enlarged(job)) if drawn else Variation(job, self.pack)
        if job.mask or is_for_pixels(job.prompt, self.pack, has_scene=drawn is not None):
            return Edit(job, self.pack, watch.tell)
        if drawn and (amended := amend(drawn, job.prompt, self.pack)):
            same = () if amended.scene != drawn or job.transparent else ("the picture shows that already",)
            for note in (*amended.notes, *same):
                watch.tell(note)
            return Anew(amended.scene, _enlarged(job), self.pack, watch.tell, is_sure=True)
        if job.description is None:
            return Edit(job, self.pack, watch.tell)
        scene = self._read(job.description, watch)
        scene = placed_as(scene, drawn) if drawn else scene
        return Anew(scene, _enlarged(job), self.pack, watch.tell)

    def _varied(self, scene: Scene, job: Job) -> Styled:
        """The scene in another composition: the order, the way round and the distance of its things."""
        work = Styled(recomposed(scene, job.seed), job, self.pack)
        assert work.scene is not None, "a styled page is of a scene"
        return Styled(reframed(work.scene, job.seed), job, self.pack)

    def _drawn(self, job: Job) -> Scene | None:
        """The scene that the only input was drawn of, if it was; whoever sent it may have changed that."""
        if job.scene is None:
            return self.read(job.description) if job.task == "vary" and job.description else None
        try:
            return from_json(job.scene, self.pack)
        except ValueError:
            return None

    def _read(self, prompt: str, watch: Watch) -> Scene:
        scene = self.read(prompt)
        for missing in scene.missing:
            watch.tell(f'"{missing}" (not drawn)')
        return scene


@cache
def _read_tables() -> None:
    """Read what `ANY_PAGE` needs, up to its first stroke."""
    pack = ArtPack()
    job = Job(prompt=ANY_PAGE, width=64, height=64, seed=0, steps=1, quality="low")
    painter_of(parse(ANY_PAGE, pack), job, pack)
    pack.close()


def _enlarged(job: Job) -> Job:
    """The job at the size that it is painted at, before it is scaled down: larger for the qualities above high."""
    factor = SUPERSAMPLING.get(job.quality, 1.0)
    factor = min(factor, max(1.0, math.sqrt(MAX_PIXELS / (job.width * job.height))))
    return replace(job, width=round(job.width * factor), height=round(job.height * factor))


def _fitted(image: Image.Image, job: Job) -> Image.Image:
    size = job.width, job.height
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _stages(operations: list[Operation], steps: int) -> list[list[Operation]]:
    """Share the operations out over exactly `steps` steps, in order."""
    edges = [len(operations) * step // steps for step in range(steps + 1)]
    return [operations[start:end] for start, end in zip(edges, edges[1:], strict=False)]
