"""Engines for tests: each does one thing that a real engine might do."""

import threading
import time

from PIL import Image

from pinxit.engines.testcard import TestcardEngine
from pinxit.jobs import Picture


class GatedEngine(TestcardEngine):
    """Waits at every step until the test lets it go on; counts its steps."""

    def __init__(self):
        self.gate = threading.Semaphore(0)
        self.began = threading.Event()
        self.ended = threading.Event()
        self.steps = 0
        self.finished = False

    def render(self, job, watch):
        self.began.set()
        image = Image.new("RGB", (job.width, job.height))
        try:
            for _ in range(job.steps):
                assert self.gate.acquire(timeout=20), "the test forgot the gate"
                if watch.step():
                    watch.show(image.copy())
                self.steps += 1
            self.finished = True
            return Picture(image)
        finally:
            self.ended.set()


class BrokenEngine(TestcardEngine):
    def render(self, job, watch):
        raise ZeroDivisionError("a secret of the engine")


class UnloadableEngine(TestcardEngine):
    def load(self):
        raise RuntimeError("the weights are not there")


class BreaksAfterPreviewEngine(TestcardEngine):
    def render(self, job, watch):
        for _ in range(job.steps):
            if watch.step():
                watch.show(Image.new("RGB", (job.width, job.height)))
                raise ZeroDivisionError("a secret of the engine")


class RecordingEngine(TestcardEngine):
    """Keeps the jobs that it was given."""

    def __init__(self):
        self.jobs = []

    def render(self, job, watch):
        self.jobs.append(job)
        return super().render(job, watch)


class SlowEngine(TestcardEngine):
    """Takes two seconds."""

    def render(self, job, watch):
        for _ in range(job.steps):
            time.sleep(2 / job.steps)
            watch.step()
        return Picture(Image.new("RGB", (job.width, job.height)))


class HardToEncodeEngine(TestcardEngine):
    """Its pictures cannot be read before the test says so."""

    def __init__(self):
        self.is_encoding = threading.Event()
        self.go_on = threading.Event()

    def render(self, job, watch):
        engine = self

        class Hard(Image.Image):
            def load(self):
                engine.is_encoding.set()
                assert engine.go_on.wait(10), "the event loop was held up"
                return super().load()

        picture = super().render(job, watch)
        picture.image.__class__ = Hard
        return picture
