"""Runs jobs on an engine, one at a time, in the engine's own thread, behind a bounded queue."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Literal, TypeVar

from PIL.Image import Image

from pinxit.engines.base import Engine
from pinxit.errors import Busy, Cancelled, Closing, EngineFailed, PinxitError
from pinxit.jobs import Frame, Job, Picture, Preview

logger = logging.getLogger(__name__)

T = TypeVar("T")
State = Literal["loading", "ready", "failed", "closed"]
#: A caller who is told to wait is told at most this; the SDKs honour up to 60 s (contract 6.5).
MAX_RETRY_SECONDS = 30


class Scheduler:
    """A bounded queue in front of one engine. Built and used on one event loop."""

    def __init__(self, engine: Engine, *, max_waiting: int = 32) -> None:
        self.engine = engine
        self.max_waiting = max_waiting
        self.state: State = "loading"
        self.tickets: list[_Ticket] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="engine")
        self._load_fault: str | None = None
        self._has_loaded = False
        self._seconds_per_job = 1.0

    @property
    def waiting(self) -> int:
        """Jobs that wait or are being painted."""
        return len(self.tickets)

    @property
    def progress(self) -> float:
        """How much of all admitted jobs is done, 0 to 1."""
        steps = sum(ticket.job.steps for ticket in self.tickets)
        return sum(ticket.steps for ticket in self.tickets) / steps if steps else 1.0

    async def start(self) -> None:
        """Begin to load the engine; returns at once, and jobs wait behind it."""
        self._thread.submit(self._load)

    async def stop(self) -> None:
        """Cancel what is painted within a step, close the engine, and refuse what comes."""
        self.state = "closed"
        for ticket in list(self.tickets):
            ticket.leave()
        try:
            # what was still loading is waited for, and closed if it came up
            await asyncio.wrap_future(self._thread.submit(lambda: None))
            if self._has_loaded:
                await asyncio.wrap_future(self._thread.submit(self.engine.close))
        finally:
            self._thread.shutdown()

    async def run(self, jobs: Sequence[Job]) -> AsyncGenerator[tuple[int, Frame], None]:
        """Yield (number of the job, frame): each job's previews, then its picture, job after job.

        All jobs are admitted or none. Closing the iterator cancels what is left of them within a step.
        """
        tickets = self._admit(jobs)
        try:
            for number, ticket in enumerate(tickets):
                async for frame in ticket.frames():
                    yield number, frame
        finally:
            for ticket in tickets:
                ticket.leave()

    def check_room(self, count: int) -> None:
        """Raise `Closing` or `Busy` where `count` jobs would not be admitted: before the work of preparing them."""
        if self.state == "closed":
            raise Closing("The server is shutting down.")
        if self.waiting and self.waiting + count > self.max_waiting:
            seconds = min(MAX_RETRY_SECONDS, math.ceil(self.waiting * self._seconds_per_job))
            message = f"{self.waiting} pictures are already waiting. Please try again in {seconds}s."
            raise Busy(message, retry_after_seconds=seconds)

    def _admit(self, jobs: Sequence[Job]) -> "list[_Ticket]":
        self.check_room(len(jobs))
        loop = asyncio.get_running_loop()
        tickets = [_Ticket(job, loop) for job in jobs]
        self.tickets.extend(tickets)
        for ticket in tickets:
            ticket.future = self._thread.submit(self._work, ticket)
            ticket.future.add_done_callback(partial(self._forget, ticket))
        return tickets

    def _forget(self, ticket: "_Ticket", ended: Future[None]) -> None:
        ticket.call(self.tickets.remove, ticket)

    def _load(self) -> None:
        try:
            self.engine.load()
        except BaseException as exc:  # an engine may raise anything, and its jobs must hear of it
            logger.exception("the engine cannot be loaded")
            self._load_fault = str(exc) or type(exc).__name__
        else:
            self._has_loaded = True
        if self.state == "loading":
            self.state = "ready" if self._has_loaded else "failed"

    def _work(self, ticket: "_Ticket") -> None:
        """Paint, in the engine's thread. Never raises: what goes wrong travels as a frame."""
        started = time.monotonic()
        try:
            ticket.check_wanted()
            if self._load_fault is not None:
                raise EngineFailed(f"The engine could not be loaded: {self._load_fault}")
            picture = _checked(self.engine.render(ticket.job, ticket), ticket.job)
            ticket.send(replace(picture, notes=tuple(ticket.notes)))
        except PinxitError as exc:
            ticket.send(exc)
        except BaseException:  # SystemExit and CancelledError too: without a last frame the caller would wait forever
            logger.exception("the engine failed on a %dx%d job", ticket.job.width, ticket.job.height)
            ticket.send(EngineFailed("The engine failed to paint this picture."))
        else:
            self._seconds_per_job += (time.monotonic() - started - self._seconds_per_job) / 4


def _checked(picture: object, job: Job) -> Picture:
    """What an engine returned, if it is what was promised to the caller."""
    if not isinstance(picture, Picture):
        raise TypeError(f"render returned a {type(picture).__name__}, not a Picture")
    if picture.image.size != (job.width, job.height):
        raise ValueError(f"render returned {picture.image.size} pixels, not {(job.width, job.height)}")
    return picture


class _Ticket:
    """One job's passage between the event loop, where it is awaited, and the engine's thread.

    It is the `Watch` that the engine sees.
    """

    def __init__(self, job: Job, loop: asyncio.AbstractEventLoop) -> None:
        self.job = job
        self.steps = 0
        self.notes: list[str] = []
        self.future: Future[None] | None = None
        self._shown = 0
        self._due = {job.steps * number // (job.previews + 1) for number in range(1, job.previews + 1)}
        self.is_wanted = True
        self._loop = loop
        self._queue: asyncio.Queue[Frame | PinxitError] = asyncio.Queue()

    async def frames(self) -> AsyncGenerator[Frame, None]:
        while True:
            frame = await self._queue.get()
            if isinstance(frame, PinxitError):
                raise frame
            yield frame
            if isinstance(frame, Picture):
                return

    def leave(self) -> None:
        """Nobody waits any more: the engine is told at its next step, or never begins."""
        self.is_wanted = False
        if self.future is not None and self.future.cancel():
            self.send(Cancelled("The job was cancelled before it began."))

    def step(self) -> bool:
        self.check_wanted()
        self.steps += 1
        return self.steps in self._due

    def show(self, image: Image) -> None:
        self.send(Preview(self._shown, image, tuple(self.notes)))
        self._shown += 1

    def tell(self, note: str) -> None:
        self.notes.append(note)

    def check_wanted(self) -> None:
        if not self.is_wanted:
            raise Cancelled("The caller went away.")

    def send(self, frame: Frame | PinxitError) -> None:
        self.call(self._queue.put_nowait, frame)

    def call(self, function: Callable[[T], None], argument: T) -> None:
        """Call `function` on the event loop, from any thread; a loop that has ended wants nothing any more."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, argument)
