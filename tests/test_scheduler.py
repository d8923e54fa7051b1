import asyncio
import threading

import pytest
from PIL import Image

from pinxit.engines.testcard import TestcardEngine
from pinxit.errors import Busy, Closing, EngineFailed
from pinxit.jobs import Job, Picture, Preview
from pinxit.scheduler import Scheduler
from tests.conftest import until
from tests.engines import BrokenEngine, GatedEngine, UnloadableEngine

pytestmark = pytest.mark.anyio
JOB = Job(prompt="x", width=8, height=8, seed=1, steps=4, previews=3)


async def collect(scheduler, *jobs):
    return [(number, type(frame)) async for number, frame in scheduler.run(jobs)]


async def test_previews_then_picture():
    scheduler = Scheduler(TestcardEngine())
    scheduler.start()
    assert await collect(scheduler, JOB) == [(0, Preview)] * 3 + [(0, Picture)]
    await scheduler.stop()


async def test_jobs_follow_each_other():
    scheduler = Scheduler(TestcardEngine())
    scheduler.start()
    plain = Job(prompt="x", width=8, height=8, seed=1, steps=4)
    assert await collect(scheduler, plain, JOB) == [(0, Picture)] + [(1, Preview)] * 3 + [(1, Picture)]
    await until(lambda: scheduler.waiting == 0)
    assert scheduler.steps == (0, 0)
    await scheduler.stop()


async def test_leaving_cancels_and_frees_the_queue():
    engine = GatedEngine()
    scheduler = Scheduler(engine)
    scheduler.start()
    frames = scheduler.run([JOB, JOB, JOB])
    engine.gate.release()
    await anext(frames)
    await frames.aclose()
    engine.gate.release()
    await asyncio.to_thread(engine.ended.wait, 10)
    await scheduler.stop()
    assert not engine.finished and engine.steps == 1
    await until(lambda: scheduler.waiting == 0)


async def test_stopping_ends_the_job_under_way_and_refuses_the_next():
    engine = GatedEngine()
    scheduler = Scheduler(engine)
    scheduler.start()
    call = asyncio.create_task(collect(scheduler, JOB, JOB))
    await asyncio.to_thread(engine.began.wait, 10)
    stop = asyncio.create_task(scheduler.stop())
    await until(lambda: not any(ticket.is_wanted for ticket in scheduler.tickets))
    engine.gate.release()
    await stop
    with pytest.raises(Exception, match="went away|cancelled"):
        await call
    with pytest.raises(Closing):
        await collect(scheduler, JOB)


async def test_a_broken_engine_fails_its_job_and_no_other():
    class Moody(TestcardEngine):
        def render(self, job, watch):
            if job.seed == 13:
                raise ZeroDivisionError("oops")
            return super().render(job, watch)

    scheduler = Scheduler(Moody())
    scheduler.start()
    bad = Job(prompt="x", width=8, height=8, seed=13, steps=4)
    with pytest.raises(EngineFailed):
        await collect(scheduler, bad)
    assert (await collect(scheduler, JOB))[-1] == (0, Picture)
    await scheduler.stop()


async def test_a_full_queue_admits_all_jobs_or_none():
    engine = GatedEngine()
    scheduler = Scheduler(engine, max_waiting=2)
    scheduler.start()
    first = asyncio.create_task(collect(scheduler, JOB))
    await asyncio.to_thread(engine.began.wait, 10)
    with pytest.raises(Busy) as info:
        await collect(scheduler, JOB, JOB)
    assert scheduler.waiting == 1
    assert 1 <= info.value.retry_after_seconds <= 30
    for _ in range(4):
        engine.gate.release()
    await first
    await scheduler.stop()


async def test_one_request_larger_than_the_queue_is_served_when_it_is_empty():
    scheduler = Scheduler(TestcardEngine(), max_waiting=1)
    scheduler.start()
    assert len(await collect(scheduler, *[Job(prompt="x", width=8, height=8, seed=1, steps=1)] * 3)) == 3
    await scheduler.stop()


async def test_jobs_wait_for_the_engine_to_load():
    go = threading.Event()

    class Slow(TestcardEngine):
        def load(self):
            assert go.wait(10)

    scheduler = Scheduler(Slow())
    scheduler.start()
    call = asyncio.create_task(collect(scheduler, JOB))
    await asyncio.sleep(0.01)
    assert scheduler.state == "loading" and not call.done()
    go.set()
    assert (await call)[-1] == (0, Picture)
    assert scheduler.state == "ready"
    await scheduler.stop()


async def test_render_that_breaks_is_logged_without_the_prompt(caplog):
    scheduler = Scheduler(BrokenEngine())
    scheduler.start()
    with pytest.raises(EngineFailed):
        await collect(scheduler, Job(prompt="a private wish", width=8, height=8, seed=1, steps=4))
    await scheduler.stop()
    assert "engine failed" in caplog.text and "private" not in caplog.text


class Recorded(TestcardEngine):
    def __init__(self):
        self.is_closed = False

    def close(self):
        self.is_closed = True


async def test_the_engine_is_closed_if_it_was_loaded():
    engine = Recorded()
    scheduler = Scheduler(engine)
    scheduler.start()
    await scheduler.stop()
    assert engine.is_closed

    class Unloadable(Recorded):
        def load(self):
            raise SystemExit("no licence")

        def close(self):
            raise AssertionError("it was never opened")

    scheduler = Scheduler(Unloadable())
    scheduler.start()
    with pytest.raises(EngineFailed, match="no licence"):
        await collect(scheduler, JOB)
    assert scheduler.state == "failed"
    await scheduler.stop()
    with pytest.raises(Closing):
        await collect(scheduler, JOB)


@pytest.mark.parametrize("what", [None, "an image", SystemExit("bye"), asyncio.CancelledError(), "wrong size"])
async def test_a_caller_never_waits_for_an_engine_that_misbehaves(what):
    class Odd(TestcardEngine):
        def render(self, job, watch):
            if isinstance(what, BaseException):
                raise what
            return Picture(Image.new("RGB", (3, 3))) if what == "wrong size" else what

    scheduler = Scheduler(Odd())
    scheduler.start()
    async with asyncio.timeout(5):
        with pytest.raises(EngineFailed):
            await collect(scheduler, JOB)
    await scheduler.stop()


class Batching(TestcardEngine):
    """Paints up to three jobs of one size together, and keeps the seeds of each batch."""

    def __init__(self, breaks_on=()):
        self.batches = []
        self.breaks_on = breaks_on
        self.may_begin = threading.Event()

    def load(self):
        assert self.may_begin.wait(10)

    def batch(self, job):
        return (job.width, job.height), 3

    def render(self, job, watch):
        self.batches.append([job.seed])
        if job.seed in self.breaks_on:
            raise ZeroDivisionError("oops")
        return super().render(job, watch)

    def render_batch(self, jobs, watches):
        self.batches.append([job.seed for job in jobs])
        if any(job.seed in self.breaks_on for job in jobs):
            raise ZeroDivisionError("oops")
        pictures = []
        for job, watch in zip(jobs, watches, strict=True):
            try:
                pictures.append(super().render(job, watch))
            except Exception as exc:
                pictures.append(exc)
        return pictures


def sized(seed, width=8):
    return Job(prompt="x", width=width, height=8, seed=seed, steps=4, previews=1)


async def test_jobs_that_belong_together_are_painted_together():
    engine = Batching()
    scheduler = Scheduler(engine)
    scheduler.start()
    calls = [
        asyncio.create_task(collect(scheduler, *jobs)) for jobs in ([sized(1), sized(2, 16)], [sized(3), sized(4)])
    ]
    calls.append(asyncio.create_task(collect(scheduler, sized(5))))
    await until(lambda: scheduler.waiting == 5)
    engine.may_begin.set()
    for call, count in zip(calls, (2, 2, 1), strict=True):
        assert await call == [(number, kind) for number in range(count) for kind in (Preview, Picture)]
    assert engine.batches == [[1, 3, 4], [2], [5]]
    await scheduler.stop()


async def test_leaving_a_batch_leaves_the_others_alone():
    engine = Batching()
    scheduler = Scheduler(engine)
    scheduler.start()
    goes, stays = (asyncio.create_task(collect(scheduler, sized(seed))) for seed in (1, 2))
    await until(lambda: scheduler.waiting == 2)
    goes.cancel()
    await until(lambda: scheduler.waiting == 1)
    engine.may_begin.set()
    assert (await stays)[-1] == (0, Picture)
    assert engine.batches == [[2]]
    await scheduler.stop()


async def test_what_breaks_a_batch_fails_its_own_job_only():
    engine = Batching(breaks_on=[2])
    scheduler = Scheduler(engine)
    scheduler.start()
    calls = [asyncio.create_task(collect(scheduler, sized(seed))) for seed in (1, 2, 3)]
    await until(lambda: scheduler.waiting == 3)
    engine.may_begin.set()
    assert (await calls[0])[-1] == (await calls[2])[-1] == (0, Picture)
    with pytest.raises(EngineFailed):
        await calls[1]
    assert engine.batches == [[1, 2, 3], [1], [2], [3]]
    await scheduler.stop()


async def test_replicas_paint_side_by_side():
    engines = GatedEngine(), GatedEngine()
    scheduler = Scheduler(*engines)
    scheduler.start()
    calls = [asyncio.create_task(collect(scheduler, JOB)) for _ in range(2)]
    for engine in engines:
        assert await asyncio.to_thread(engine.began.wait, 10)
    third = asyncio.create_task(collect(scheduler, JOB))
    for _ in range(8):
        engines[1].gate.release()  # the second becomes free, and takes the third job too
    await until(lambda: calls[0].done() or calls[1].done())
    await third
    assert engines[1].steps == 8 and engines[0].steps == 0
    for _ in range(4):
        engines[0].gate.release()
    await asyncio.gather(*calls)
    await scheduler.stop()


async def test_a_replica_that_cannot_be_loaded_leaves_its_jobs_to_the_others():
    fails, loads = UnloadableEngine(), TestcardEngine()
    for engines in ((fails, loads), (loads, fails)):
        scheduler = Scheduler(*engines)
        for _ in range(3):
            assert (await collect(scheduler, JOB))[-1] == (0, Picture)
        assert scheduler.state == "ready"
        await scheduler.stop()
    scheduler = Scheduler(fails, UnloadableEngine())
    for _ in range(3):
        with pytest.raises(EngineFailed, match="weights are not there"):
            await collect(scheduler, JOB)
    await until(lambda: scheduler.state == "failed")
    await scheduler.stop()


async def test_an_engine_is_loaded_when_it_is_first_needed():
    scheduler = Scheduler(TestcardEngine())
    assert scheduler.state == "idle"
    assert (await collect(scheduler, JOB))[-1] == (0, Picture)
    assert scheduler.state == "ready"
    await scheduler.stop()
    never = Scheduler(UnloadableEngine())
    await never.stop()
    assert never.state == "closed"
