"""The one contract that an engine keeps, and the watch of whoever runs one by hand."""

from typing import Protocol

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


class NobodyWaits:
    """A `Watch` for an engine that is run by hand: nothing is waited for, shown or heard."""

    def step(self) -> bool:
        return False

    def show(self, image: Image) -> None:
        raise AssertionError("no preview was due")

    def tell(self, note: str) -> None:
        pass
