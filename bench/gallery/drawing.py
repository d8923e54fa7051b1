"""Draws the prompts with the engine alone, in a process of its own, and says how long each took."""

import pickle
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL.Image import Image

from bench.gallery.book import Entry
from pinxit.catalog import Catalog
from pinxit.engines.base import NobodyWaits
from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.jobs import Job, Picture, Quality

SEED = 4


@dataclass(frozen=True)
class Drawn:
    """The pages of one quality. `seconds` are those that the core worked, so that other work on it counts for nothing;
    those of the first page begin with the process."""

    quality: Quality
    pictures: list[tuple[Image, str | None]]
    """Each with its scene as JSON."""
    seconds: list[float]
    megabytes: int

    def row(self) -> str:
        rest = self.seconds[1:] or self.seconds
        times = f"{self.seconds[0]:.2f} s | {statistics.median(rest):.2f} s | {max(rest):.2f} s"
        return f"| {self.quality} | {times} | {self.megabytes} MB |"


def draw_fresh(entries: Sequence[Entry], quality: Quality, *, keep: bool) -> Drawn:
    """Draw in a fresh process, since the engine keeps the sprites that it has drawn; return the pictures if `keep`.

    The process has this module alone, so that its first page and its memory are those of the engine.
    """
    asked = pickle.dumps((list(entries), quality, keep))
    done = subprocess.run([sys.executable, "-m", __name__], input=asked, stdout=subprocess.PIPE, check=True)
    drawn: Drawn = pickle.loads(done.stdout)
    return drawn


def draw(entries: Sequence[Entry], quality: Quality, keep: bool) -> Drawn:
    engine = StorybookEngine()
    engine.load()
    steps = Catalog.built_in().count_steps("storybook", quality)
    pictures: list[tuple[Image, str | None]] = []
    seconds, began = [], 0.0
    for entry in entries:
        width, height = map(int, entry.size.split("x"))
        job = Job(
            prompt=entry.prompt, width=width, height=height, seed=SEED, steps=steps, quality=quality,
            transparent=entry.transparent,
        )  # fmt: skip
        picture: Picture = engine.render(job, NobodyWaits())
        now = time.process_time()
        seconds.append(now - began)
        began = now
        if keep:
            pictures.append((picture.image, picture.scene))
    return Drawn(quality, pictures, seconds, _megabytes_at_most())


def _megabytes_at_most() -> int:
    """Of this process alone; `getrusage` counts what the process that started it had."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) // 1024


if __name__ == "__main__":
    from bench.gallery import drawing  # so that what is pickled is known by the name of its module

    sys.stdout.buffer.write(pickle.dumps(drawing.draw(*pickle.load(sys.stdin.buffer))))
