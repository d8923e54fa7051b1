"""Leads each model's jobs to the scheduler of what paints it, and speaks for all schedulers together."""

from collections.abc import Mapping

from pinxit.painters import Painter, Painters
from pinxit.scheduler import Scheduler, State


class Dispatcher:
    """The schedulers, by the engines behind them. Only the default painter's is started before it is needed."""

    def __init__(self, painters: Painters, schedulers: Mapping[str, Scheduler]) -> None:
        self.painters = painters
        self.schedulers = schedulers

    def painter(self, model: str) -> Painter:
        """Who paints for `model`, a public id."""
        return self.painters.of(model)

    def scheduler(self, model: str) -> Scheduler:
        """Where the jobs for `model`, a public id, are painted."""
        return self.schedulers[self.painters.of(model).engine]

    @property
    def state(self) -> State:
        """Whether the default painter can be asked; the others begin when they are."""
        return self.schedulers[self.painters.default.engine].state

    @property
    def waiting(self) -> int:
        """Jobs that wait or are being painted."""
        return sum(scheduler.waiting for scheduler in self.schedulers.values())

    @property
    def progress(self) -> float:
        """How much of all admitted jobs is done, 0 to 1."""
        done, steps = (sum(counts) for counts in zip(*(each.steps for each in self.schedulers.values()), strict=True))
        return done / steps if steps else 1.0

    def start(self) -> None:
        """Begin to load the default painter's engine; returns at once, and jobs wait behind it."""
        self.schedulers[self.painters.default.engine].start()

    async def stop(self) -> None:
        """Cancel what is painted within a step, close the engines, and refuse what comes."""
        for scheduler in self.schedulers.values():
            await scheduler.stop()
