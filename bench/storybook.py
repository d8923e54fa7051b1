"""What storybook draws of the prompts in bench/gallery.toml, how much of each is right, and how long it takes.

    python bench/storybook.py                                        the tables, on stdout
    python bench/storybook.py --sheet docs/gallery.jpg               all pictures as one, too
    python bench/storybook.py --kind counts --report failures.json   a part, and everything that is wrong in it
    python bench/storybook.py --only otter --open /tmp/pages         whatever has "otter" in its words, each as a file

Pages are drawn by the engine alone; edits, references, masks and turns go to a server through the official client. What
is seen is told from the boxes that were painted, and words are read back from the pixels. All runs on one core. Times
are taken where nothing is left out, or with --times.
"""

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

os.environ["VIPS_CONCURRENCY"] = os.environ["OMP_NUM_THREADS"] = "1"

from bench.gallery.asking import ask, serving
from bench.gallery.book import KINDS, Book, Entry, read
from bench.gallery.drawing import SEED, Drawn, draw_fresh
from bench.gallery.measures import Case, Mark, marks
from bench.gallery.painted import look
from bench.gallery.sheet import Strip, as_jpeg, sheet_of
from bench.gallery.table import SHARES, table_of
from pinxit.engines.storybook.artpack import ArtPack


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind; may be given again")
    parser.add_argument("--only", metavar="TEXT", help="only prompts that hold this")
    parser.add_argument("--times", action="store_true", help="take the times of a part, too")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write what is wrong, as JSON")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="write all pictures as one, a JPEG")
    parser.add_argument("--cell", type=int, default=180, help="pixels a side of a picture on the sheet")
    parser.add_argument("--columns", type=int, default=10, help="pictures in a row of the sheet")
    parser.add_argument("--open", type=Path, metavar="FOLDER", help="write every picture as a PNG")
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    book = read()
    entries = [entry for entry in book.pictures if _is_wanted(entry, options.kind, options.only)]
    given_strips, found, drawn = make(entries, book)
    print(table_of(found), flush=True)
    if drawn and (options.times or len(entries) == len(book.pictures)):
        pages = [entry for entry in entries if entry.is_drawn][::2]
        rows = [draw_fresh(pages, quality, keep=False).row() for quality in ("low", "medium", "high")]
        print("\n| quality | first page | median | worst | memory at most |", "|---|---|---|---|---|", *rows, sep="\n")
    if options.report:
        wrong = [mark.row() for mark in found if mark.share < (0.999 if mark.measure in SHARES else 1)]
        options.report.write_text(json.dumps(wrong, indent=1, ensure_ascii=False), encoding="utf-8")
    if options.sheet:
        options.sheet.write_bytes(as_jpeg(sheet_of(given_strips, options.cell, options.columns)))
    if options.open:
        open_all(given_strips, options.open)


def make(entries: Sequence[Entry], book: Book) -> tuple[list[Strip], list[Mark], Drawn | None]:
    """Make every picture and mark it."""
    pack = ArtPack()
    strips: list[Strip] = []
    found: list[Mark] = []
    pages = [entry for entry in entries if entry.is_drawn]
    drawn = draw_fresh(pages, "medium", keep=True) if pages else None
    for entry, (image, scene) in zip(pages, drawn.pictures if drawn else [], strict=True):
        found += marks(Case(entry, entry, look(image, scene, SEED, pack)), book, pack)
        strips.append(Strip(entry.kind, [(image, entry.prompt)]))
    others = [entry for entry in entries if not entry.is_drawn]
    if others:
        with serving() as client:
            for entry in others:
                given, cases = ask(entry, client, pack)
                for case in cases:
                    found += marks(case, book, pack)
                pictures = [(one.image, name) for one, name in zip(given, entry.given, strict=True)]
                pictures += [(case.painted.image, case.asked.prompt) for case in cases]
                strips.append(Strip(entry.kind, pictures, entry.mask))
    pack.close()
    return strips, found, drawn


def open_all(strips: Sequence[Strip], folder: Path) -> None:
    """Write every picture as a file of its own, numbered within its kind."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        mine = [strip for strip in strips if strip.kind == kind]
        for number, strip in enumerate(mine, start=1):
            for step, (image, _) in enumerate(strip.pictures):
                image.save(folder / f"{kind}-{number:02}{f'-{step}' if len(strip.pictures) > 1 else ''}.png")


def _is_wanted(entry: Entry, kinds: Sequence[str] | None, text: str | None) -> bool:
    words = " ".join([*entry.given, *(step.prompt for step in entry.steps)]).lower()
    return (not kinds or entry.kind in kinds) and (not text or text.lower() in words)


if __name__ == "__main__":
    main()
