"""Storybook: the embedded engine, which draws picture-book pages from open art with no weights and no GPU.

parse -> scene -> layout -> paint: a prompt is read into a scene, its things are given places, and the page is painted.
"""

from pinxit.engines.storybook.art import ArtPack
from pinxit.engines.storybook.paint import Operation, Painter
from pinxit.engines.storybook.parse import parse
from pinxit.jobs import Job, Picture, Watch


class StorybookEngine:
    """Deterministic by seed: the same job paints the same pixels."""

    def load(self) -> None:
        """Open the art pack: milliseconds. Raises ValueError if it is missing."""
        self.pack = ArtPack()

    def render(self, job: Job, watch: Watch) -> Picture:
        scene = parse(job.prompt, self.pack)
        painter = Painter(scene, job, self.pack)
        for stage in _stages(list(painter.operations()), job.steps):
            for operation in stage:
                operation()
            if watch.step():
                watch.show(painter.picture())
        return Picture(painter.picture(), caption=scene.describe())

    def close(self) -> None:
        self.pack.close()


def _stages(operations: list[Operation], steps: int) -> list[list[Operation]]:
    """Share the operations out over exactly `steps` steps, in order."""
    edges = [len(operations) * step // steps for step in range(steps + 1)]
    return [operations[start:end] for start, end in zip(edges, edges[1:], strict=False)]
