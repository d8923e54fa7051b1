"""Seconds that storybook takes for a page, on one core: `python bench/storybook.py [--sheet docs/gallery.jpg]`.

Draws the prompts below at 1024x1024 in each quality, and with --sheet writes the medium pages as one picture.
"""

import argparse
import multiprocessing
import os
import resource
import statistics
import textwrap
import time

os.environ["VIPS_CONCURRENCY"] = "1"

from PIL import Image, ImageDraw, ImageFont

from pinxit.catalog import Catalog
from pinxit.engines.base import NobodyWaits
from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.jobs import Job, Quality

PROMPTS = [
    "A children's book drawing of a veterinarian using a stethoscope to listen to the heartbeat of a baby otter.",
    "A gray tabby cat hugging an otter with an orange scarf",
    "Seven little ducks swimming on a pond at sunset",
    "A knight fighting a green dragon in front of a castle",
    "A fox reading a book under a tree in autumn",
    'A robot with a sign that says "Fresh Lemonade" in a garden',
    "A penguin wearing a red scarf and a top hat in the snow at night",
    "A rocket and three planets in space",
    "A bear driving a yellow taxi through a rainy city",
    'A birthday cake and two cupcakes with the words "Happy Birthday, Mia!"',
    "A girl in a blue dress flying a kite on the beach",
    "A big blue whale and five small orange fish under the sea",
]
QUALITIES: tuple[Quality, ...] = ("low", "medium", "high")
CELL, TEXT = 380, 44


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheet", help="write the pages as one picture")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print("quality  first page  median   worst  memory at most")
    for quality in QUALITIES:
        # a process of its own for each, since the engine keeps the sprites that it has drawn
        with multiprocessing.get_context("spawn").Pool(1) as fresh:
            pages = fresh.apply(draw, (quality,))
        if arguments.sheet and quality == "medium":
            sheet_of(pages).save(arguments.sheet, quality=88)


def draw(quality: Quality) -> list[Image.Image]:
    """Draw every prompt, and print how long it took; the first page includes loading the engine."""
    started = time.perf_counter()
    engine = StorybookEngine()
    engine.load()
    steps = Catalog.built_in().count_steps("storybook", quality)
    spent, pages = [], []
    for prompt in PROMPTS:
        job = Job(prompt=prompt, width=1024, height=1024, seed=4, steps=steps, quality=quality)
        pages.append(engine.render(job, NobodyWaits()).image)
        spent.append(time.perf_counter() - started)
        started = time.perf_counter()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    median, worst = statistics.median(spent), max(spent[1:])
    print(f"{quality:7}  {spent[0]:8.2f} s  {median:.2f} s  {worst:.2f} s  {megabytes} MB", flush=True)
    return pages


def sheet_of(pages: list[Image.Image], columns: int = 3) -> Image.Image:
    rows = -(-len(pages) // columns)
    sheet = Image.new("RGB", (columns * CELL, rows * (CELL + TEXT)), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    for number, (page, prompt) in enumerate(zip(pages, PROMPTS, strict=True)):
        x, y = number % columns * CELL, number // columns * (CELL + TEXT)
        sheet.paste(page.resize((CELL - 8, CELL - 8), Image.Resampling.LANCZOS), (x + 4, y + 4))
        draw.multiline_text((x + 6, y + CELL), "\n".join(textwrap.wrap(prompt, 56)[:2]), fill="black", font=font)
    return sheet


if __name__ == "__main__":
    main()
