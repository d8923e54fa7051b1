"""Runs jobs on engines, each in a thread of its own, behind one bounded queue."""

import asyncio
import logging
import math
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from PIL.Image import Image

from pinxit.engines.base import BatchEngine, Engine
from pinxit.errors import Busy, Cancelled, Closing, EngineFailed, PinxitError
from pinxit.jobs import Frame, Job, Picture, Preview

logger = logging.getLogger(__name__)

T = TypeVar("T")
State = Literal["idle", "loading", "ready", "failed", "closed"]
#: A caller who is told to wait is told at most this; the SDKs honour up to 60 s (contract 6.5).
MAX_RETRY_SECONDS = 30


@dataclass(eq=False, slots=True)
class _Seat:
    """An engine and the thread that it lives in."""

    engine: Engine
    thread: threading.Thread | None = None
    state: Literal["loading", "ready", "failed"] = "loading"
    fault: str = ""
    """Why it could not be loaded."""
    has_left: bool = False
    """Whether it failed, and left the jobs to another."""


class Scheduler:
    """A bounded queue in front of engines that are replicas of each other: whichever is free takes the oldest job.

    Built and used on one event loop. Jobs that an engine says belong together are painted together.
    """

    def __init__(self, *engines: Engine, max_waiting: int = 32) -> None:
        self.max_waiting = max_waiting
        self.tickets: list[_Ticket] = []
        self._seats = [_Seat(engine) for engine in engines]
        self._queue: deque[_Ticket] = deque()
        self._change = threading.Condition()
        self._is_closed = False
        self._seconds_per_job = 1.0

    @property
    def state(self) -> State:
        """Of all engines together: one that is ready is enough."""
        if self._is_closed:
            return "closed"
        if all(seat.thread is None for seat in self._seats):
            return "idle"
        states = {seat.state for seat in self._seats}
        return "ready" if "ready" in states else "loading" if "loading" in states else "failed"

    @property
    def waiting(self) -> int:
        """Jobs that wait or are being painted."""
        return len(self.tickets)

    @property
    def steps(self) -> tuple[int, int]:
        """How many steps of all admitted jobs are done, and how many there are."""
        return sum(ticket.steps for ticket in self.tickets), sum(ticket.job.steps for ticket in self.tickets)

    def start(self) -> None:
        """Begin to load the engines, if that was not begun; returns at once, and jobs wait behind it."""
        for number, seat in enumerate(self._seats):
            if seat.thread is None and not self._is_closed:
                seat.thread = threading.Thread(target=self._live, args=(seat,), name=f"engine-{number}", daemon=True)
                seat.thread.start()

    async def stop(self) -> None:
        """Cancel what is painted within a step, close the engines, and refuse what comes."""
        with self._change:
            self._is_closed = True
            self._change.notify_all()
        for ticket in list(self.tickets):
            self._leave(ticket)
        for seat in self._seats:
            if seat.thread is not None:
                await asyncio.to_thread(seat.thread.join)

    async def run(self, jobs: Sequence[Job]) -> AsyncGenerator[tuple[int, Frame], None]:
        """Yield (number of the job, frame): each job's previews, then its picture, job after job.

        All jobs are admitted or none. Closing the iterator cancels what is left of them within a step.
        """
        self.check_room(len(jobs))
        self.start()
        loop = asyncio.get_running_loop()
        tickets = [_Ticket(job, loop) for job in jobs]
        self.tickets.extend(tickets)
        with self._change:
            self._queue.extend(tickets)
            self._change.notify_all()
        try:
            for number, ticket in enumerate(tickets):
                async for frame in ticket.frames():
                    yield number, frame
        finally:
            for ticket in tickets:
                self._leave(ticket)

    def check_room(self, count: int) -> None:
        """Raise `Closing` or `Busy` where `count` jobs would not be admitted: before the work of preparing them."""
        if self._is_closed:
            raise Closing("The server is shutting down.")
        if self.waiting and self.waiting + count > self.max_waiting:
            seconds = min(MAX_RETRY_SECONDS, math.ceil(self.waiting * self._seconds_per_job / len(self._seats)))
            message = f"{self.waiting} pictures are already waiting. Please try again in {seconds}s."
            raise Busy(message, retry_after_seconds=seconds)

    def _leave(self, ticket: "_Ticket") -> None:
        """Nobody waits for `ticket` any more: its engine is told at its next step, or never begins."""
        ticket.is_wanted = False
        with self._change:
            if ticket not in self._queue:
                return
            self._queue.remove(ticket)
        ticket.send(Cancelled("The job was cancelled before it began."))
        self._forget(ticket)

    def _forget(self, ticket: "_Ticket") -> None:
        ticket.call(self.tickets.remove, ticket)

    # ------------------------------------------------------------------------------------- in the thread of an engine

    def _live(self, seat: _Seat) -> None:
        """The life of an engine: load, paint until the scheduler is closed, close."""
        self._load(seat)
        while tickets := self._take(seat):
            started = time.monotonic()
            self._paint(seat, tickets)
            for ticket in tickets:
                self._forget(ticket)
            self._seconds_per_job += ((time.monotonic() - started) / len(tickets) - self._seconds_per_job) / 4
        if seat.state == "ready":
            try:
                seat.engine.close()
            except Exception:
                logger.exception("the engine cannot be closed")

    def _load(self, seat: _Seat) -> None:
        try:
            seat.engine.load()
            seat.state = "ready"
        except BaseException as exc:  # an engine may raise anything, and its jobs must hear of it
            logger.exception("the engine cannot be loaded")
            seat.fault = str(exc) or type(exc).__name__
            seat.state = "failed"

    def _take(self, seat: _Seat) -> "list[_Ticket]":
        """Wait for the oldest job, and take it with those that may be painted with it; nothing in the end."""
        with self._change:
            others = [other for other in self._seats if other is not seat and not other.has_left]
            if seat.state == "failed" and others:  # the last one stays, to tell the callers
                seat.has_left = True
                return []
            while not self._queue and not self._is_closed:
                self._change.wait()
            if self._is_closed:
                return []
            first = self._queue.popleft()
            if seat.state != "ready" or not isinstance(seat.engine, BatchEngine):
                return [first]
            key, most = seat.engine.batch(first.job)
            fitting = [each for each in self._queue if seat.engine.batch(each.job)[0] == key] if most > 1 else []
            for ticket in fitting[: most - 1]:
                self._queue.remove(ticket)
            return [first, *fitting[: most - 1]]

    def _paint(self, seat: _Seat, tickets: "list[_Ticket]") -> None:
        """Paint `tickets`. Never raises: what goes wrong travels as a frame."""
        if seat.state == "failed":
            for ticket in tickets:
                ticket.send(EngineFailed(f"The engine could not be loaded: {seat.fault}"))
        elif len(tickets) > 1:
            assert isinstance(seat.engine, BatchEngine)
            self._paint_batch(seat.engine, tickets)
        else:
            self._paint_one(seat.engine, tickets[0])

    def _paint_one(self, engine: Engine, ticket: "_Ticket") -> None:
        try:
            ticket.check_wanted()
            picture: object = engine.render(ticket.job, ticket)
        except BaseException as exc:  # SystemExit and CancelledError too: without a last frame the caller waits forever
            picture = exc
        ticket.finish(picture)

    def _paint_batch(self, engine: BatchEngine, tickets: "list[_Ticket]") -> None:
        """Paint several at once; if that fails for all of them, each alone, so that one's fault is nobody else's."""
        wanted = [ticket for ticket in tickets if ticket.is_wanted]
        for ticket in tickets:
            if ticket not in wanted:
                ticket.finish(Cancelled("The caller went away."))
        try:
            pictures = engine.render_batch([ticket.job for ticket in wanted], wanted)
            for ticket, picture in zip(wanted, pictures, strict=True):
                ticket.finish(picture)
        except BaseException:
            logger.exception("the engine failed on a batch of %d jobs; each is painted alone", len(wanted))
            for ticket in wanted:
                ticket.begin_again()
                self._paint_one(engine, ticket)


def _checked(picture: object, job: Job) -> Picture:
    """What an engine returned, if it is what was promised to the caller."""
    if not isinstance(picture, Picture):
        raise TypeError(f"render returned a {type(picture).__name__}, not a Picture")
    if picture.image.size != (job.width, job.height):
        raise ValueError(f"render returned {picture.image.size} pixels, not {(job.width, job.height)}")
    return picture


class _Ticket:
    """One job's passage between the event loop, where it is awaited, and an engine's thread.

    It is the `Watch` that the engine sees.
    """

    def __init__(self, job: Job, loop: asyncio.AbstractEventLoop) -> None:
        self.job = job
        self.steps = 0
        self.notes: list[str] = []
        self.is_wanted = True
        self._shown = 0
        self._due = {job.steps * number // (job.previews + 1) for number in range(1, job.previews + 1)}
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

    def step(self) -> bool:
        self.check_wanted()
        self.steps += 1
        return self.steps in self._due

    def show(self, image: Image) -> None:
        self.send(Preview(self._shown, image, tuple(self.notes)))
        self._shown += 1

    def tell(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def check_wanted(self) -> None:
        if not self.is_wanted:
            raise Cancelled("The caller went away.")

    def begin_again(self) -> None:
        """The steps count anew; what was shown stays shown, and is not shown again."""
        self.steps = 0
        self._due = set(sorted(self._due)[self._shown :])

    def finish(self, picture: object) -> None:
        """Send the last frame: the picture that an engine returned, or what to say of what it raised."""
        try:
            if isinstance(picture, BaseException):
                raise picture
            self.send(replace(_checked(picture, self.job), notes=tuple(self.notes)))
        except PinxitError as exc:
            self.send(exc)
        except BaseException:
            logger.exception("the engine failed on a %dx%d job", self.job.width, self.job.height)
            self.send(EngineFailed("The engine failed to paint this picture."))

    def send(self, frame: Frame | PinxitError) -> None:
        self.call(self._queue.put_nowait, frame)

    def call(self, function: Callable[[T], None], argument: T) -> None:
        """Call `function` on the event loop, from any thread; a loop that has ended wants nothing any more."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, argument)
