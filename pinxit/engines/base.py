"""The one contract that an engine keeps, and the watch of whoever runs one by hand."""

from collections.abc import Hashable, Sequence
from typing import Protocol, runtime_checkable

from PIL.Image import Image

from pinxit.jobs import Job, Picture, Watch


class Engine(Protocol):
    """Paints pictures. Blocking and single-threaded: the scheduler owns the thread."""

    def load(self) -> None:
        """Bring what is needed to the device. Called once, first, in the engine's own thread."""

    def render(self, job: Job, watch: Watch) -> Picture:
        """Paint `job` at exactly `job.width` x `job.height`, RGB, or RGBA when `job.transparent`.

        Calls `watch.step` exactly `job.steps` times. Lets `Cancelled` pass through, and cleans up with `finally`. What
        `job.mask` keeps is restored afterwards, for every engine alike.
        """

    def close(self) -> None:
        """Give the device back."""


@runtime_checkable
class BatchEngine(Engine, Protocol):
    """An engine that gains by painting several jobs at once."""

    def batch(self, job: Job) -> tuple[Hashable, int]:
        """What jobs must have in common to be painted with `job`, and how many may be at most.

        The first is to hold every choice that changes the picture but the prompt and the seed, and the pictures to work
        from by their identity: two callers' never go into one call. Called from any thread.
        """

    def render_batch(self, jobs: Sequence[Job], watches: Sequence[Watch]) -> Sequence[Picture | BaseException]:
        """Paint `jobs`, whose batch is the same, as `render` would each; what one of them raises is in its place.

        Whoever leaves, leaves the others alone. It raises itself only what is everybody's: each is then painted alone.
        """


class NobodyWaits:
    """A `Watch` for an engine that is run by hand: nothing is waited for, shown or heard."""

    def step(self) -> bool:
        return False

    def show(self, image: Image) -> None:
        raise AssertionError("no preview was due")

    def tell(self, note: str) -> None:
        pass
