"""Seconds that storybook takes for edits, on one core: `python bench/edits.py [--sheet docs/edits.jpg]`.

Makes the edits below at 1024x1024 in medium quality from pictures that it draws itself and from three photographs, and
with --sheet writes them as one picture, each beside what it was made from.
"""

import argparse
import os
import resource
import statistics
import textwrap
import time
from dataclasses import dataclass
from pathlib import Path

os.environ["VIPS_CONCURRENCY"] = "1"

from PIL import Image, ImageDraw, ImageFont

from pinxit import pictures
from pinxit.catalog import Catalog
from pinxit.engines.base import NobodyWaits
from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.jobs import Fidelity, Job, Task

PHOTOS = Path(__file__).parent / "photos"
SIDE = 1024
#: What the pictures to work from are drawn of; the others are photographs.
DRAWN = {
    "lotion": "a lotion bottle on a white background", "soap": "a soap on a white background",
    "candle": "a candle on a white background", "gift": "a wrapped gift on a white background",
    "shoe": "a running shoe on a white background", "meadow": "a castle in a meadow", "pool": "a quiet lake",
    "rabbit": "a rabbit in a meadow", "logo": "a star on a white background",
}  # fmt: skip
CELL, TEXT, SMALL = 300, 40, 68


@dataclass(frozen=True)
class Edit:
    """One line of the sheet. `hole` is an ellipse: left, top, right and bottom as shares of the sides."""

    prompt: str
    inputs: tuple[str, ...]
    hole: tuple[float, float, float, float] | None = None
    task: Task = "edit"
    transparent: bool = False
    fidelity: Fidelity = "low"


EDITS = [
    Edit("A gift basket on a white background, labeled 'Relax & Unwind' with a ribbon and handwriting-like font, "
         "containing all the items in the reference pictures", ("lotion", "soap", "candle", "gift")),
    Edit("A pool with a flamingo in it", ("pool",), (0.3, 0.55, 0.75, 0.98)),
    Edit("Put this shoe on a beach at sunset", ("shoe",)),
    Edit("Make it snow", ("meadow",)),
    Edit("Make it night", ("meadow",)),
    Edit("Turn it into autumn", ("meadow",)),
    Edit("Remove the rabbit", ("rabbit",), (0.19, 0.28, 0.81, 0.97)),
    Edit("As a watercolour", ("coffee",)),
    Edit("A pencil sketch", ("cat",)),
    Edit("In the style of Van Gogh", ("astronaut",)),
    Edit("Add the logo to the woman's chest", ("astronaut", "logo"), fidelity="high"),
    Edit("Write 'Good morning' at the top", ("coffee",)),
    Edit("Turn the shoe green", ("shoe",)),
    Edit("Add three balloons on the left and a bird on the right", ("meadow",)),
    Edit("Remove the background", ("gift",), transparent=True),
    Edit("", ("shoe",), task="vary"),
]  # fmt: skip


class Listener(NobodyWaits):
    """Prints what is not done."""

    def tell(self, note: str) -> None:
        print(f"  not done: {note}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheet", help="write the pictures as one")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    engine = StorybookEngine()
    engine.load()
    steps = Catalog.built_in().count_steps("storybook", "medium")
    sources = {name: draw(engine, prompt, steps) for name, prompt in DRAWN.items()}
    sources |= {path.stem: Image.open(path).convert("RGB") for path in PHOTOS.glob("*.jpg")}
    made, spent = [], []
    for edit in EDITS:
        started = time.perf_counter()
        made.append(run(engine, edit, sources, steps))
        spent.append(time.perf_counter() - started)
        print(f"{spent[-1]:.2f} s  {edit.prompt[:70] or edit.task}", flush=True)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"median {statistics.median(spent):.2f} s, worst {max(spent):.2f} s, memory at most {megabytes} MB")
    if arguments.sheet:
        sheet_of(made, sources).save(arguments.sheet, quality=86)


def draw(engine: StorybookEngine, prompt: str, steps: int) -> Image.Image:
    return engine.render(Job(prompt=prompt, width=SIDE, height=SIDE, seed=4, steps=steps), NobodyWaits()).image


def run(engine: StorybookEngine, edit: Edit, sources: dict[str, Image.Image], steps: int) -> Image.Image:
    inputs = tuple(sources[name] for name in edit.inputs)
    mask = None
    if edit.hole:
        mask = Image.new("L", (SIDE, SIDE), 255)
        left, top, right, bottom = (round(share * SIDE) for share in edit.hole)
        ImageDraw.Draw(mask).ellipse((left, top, right, bottom), fill=0)
    job = Job(
        prompt=edit.prompt, width=SIDE, height=SIDE, seed=4, steps=steps, task=edit.task, inputs=inputs, mask=mask,
        transparent=edit.transparent, fidelity=edit.fidelity,
    )  # fmt: skip
    return pictures.keeper(inputs[0], mask)(engine.render(job, Listener()).image)


def sheet_of(made: list[Image.Image], sources: dict[str, Image.Image], columns: int = 4) -> Image.Image:
    """Every edit, with its inputs and its prompt below."""
    rows, high = -(-len(made) // columns), CELL + SMALL + TEXT
    sheet = Image.new("RGB", (columns * CELL, rows * high), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for number, (edit, image) in enumerate(zip(EDITS, made, strict=True)):
        x, y = number % columns * CELL, number // columns * high
        sheet.paste(checkered(image.resize((CELL - 8, CELL - 8), Image.Resampling.LANCZOS)), (x + 4, y + 4))
        for place, name in enumerate(edit.inputs):
            sheet.paste(small_of(sources[name], edit.hole), (x + 4 + place * (SMALL + 4), y + CELL))
        words = textwrap.shorten(edit.prompt or "(a variation)", 92, placeholder="…")
        pen.multiline_text((x + 6, y + CELL + SMALL + 2), "\n".join(textwrap.wrap(words, 46)), fill="black", font=font)
    return sheet


def small_of(image: Image.Image, hole: tuple[float, float, float, float] | None) -> Image.Image:
    """An input as the sheet shows it, its hole in magenta."""
    small = image.convert("RGB").resize((SMALL, SMALL), Image.Resampling.LANCZOS)
    if hole:
        ImageDraw.Draw(small).ellipse([share * SMALL for share in hole], fill="#ff30c0")
    return small


def checkered(image: Image.Image) -> Image.Image:
    """A transparent picture on the pattern that stands for nothing."""
    if image.mode == "RGB":
        return image
    under = Image.new("RGBA", image.size, "white")
    for x in range(0, image.width, 16):
        for y in range(x // 16 % 2 * 16, image.height, 32):
            under.paste((215, 215, 215, 255), (x, y, x + 16, y + 16))
    under.alpha_composite(image)
    return under.convert("RGB")


if __name__ == "__main__":
    main()
