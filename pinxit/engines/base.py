"""The one contract that an engine keeps."""

from typing import Protocol

from pinxit.jobs import Job, Picture, Watch


class Engine(Protocol):
    """Paints pictures. Blocking and single-threaded: the scheduler owns the thread."""

    def load(self) -> None:
        """Bring what is needed to the device. Called once, first, in the engine's own thread."""

    def render(self, job: Job, watch: Watch) -> Picture:
        """Paint `job` at exactly `job.width` x `job.height`, RGB, or RGBA when `job.transparent`.

        Calls `watch.step` exactly `job.steps` times. Lets `Cancelled` pass through, and cleans up with `finally`.
        """

    def close(self) -> None:
        """Give the device back."""
