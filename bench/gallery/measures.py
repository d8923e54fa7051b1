"""Holds a finished picture against what was asked: one mark for each thing that was to be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from bench.gallery.book import Book, Entry, Expected
from bench.gallery.colours import LEAST, LEAST_WORN, share_of
from bench.gallery.edges import is_seamless
from bench.gallery.keeping import hole, share_kept, spoken_of
from bench.gallery.painted import Painted, own_pixels
from bench.gallery.reading import read_back, words_in
from bench.gallery.relations import is_at, stands
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.scene import PAINTED_STYLES

Measure = Literal[
    "subjects", "nothing else", "counts", "colours", "relations", "scene", "sheet", "words", "characters", "kept"
]
MEASURES: tuple[Measure, ...] = (
    "subjects", "nothing else", "counts", "colours", "relations", "scene", "sheet", "words", "characters", "kept",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that was asked, and how much of it is in the picture: 0 to 1."""

    kind: str
    prompt: str
    measure: Measure
    asked: str
    found: str
    share: float

    def row(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Case:
    """One picture, what it was made from, and what was asked of it."""

    entry: Entry
    asked: Expected
    painted: Painted
    before: Painted | None = None
    """The picture that it was to change."""

    def mark(self, measure: Measure, asked: str, found: str, share: float) -> Mark:
        return Mark(self.entry.kind, self.asked.prompt, measure, asked, found, share)


def marks(case: Case, book: Book, pack: ArtPack) -> Iterator[Mark]:
    """Every mark of one picture. What cannot be known, since the picture has no scene, has none."""
    if case.painted.scene:
        yield from _things(case, book)
        yield from _colours(case, book, pack)
        yield from _relations(case, book)
        yield from _scene(case)
    yield from _sheet(case)
    yield from _words(case)
    yield from _kept(case, book)


def _things(case: Case, book: Book) -> Iterator[Mark]:
    for noun in case.asked.see:
        shown = case.painted.shown(noun, book)
        yield case.mark("subjects", noun, _titles(case.painted) if not shown else noun, float(bool(shown)))
    for noun in case.asked.absent:
        gone = not case.painted.shown(noun, book)
        yield case.mark("subjects", f"no {noun}", "none" if gone else noun, float(gone))
    asked = {"table", *(noun for step in case.entry.steps for noun in step.all_nouns)}  # small things lie on a table
    others = {each.title for each in case.painted.things if not any(book.shows(noun, each.title) for noun in asked)}
    if asked > {"table"} or (case.entry.is_drawn and case.entry.kind != "abstract"):
        yield case.mark("nothing else", "nothing else", ", ".join(sorted(others)) or "nothing else", float(not others))
    for noun, count in case.asked.counts.items():
        number = len(case.painted.shown(noun, book))
        yield case.mark("counts", f"{count} {noun}", str(number), float(number == count))


def _colours(case: Case, book: Book, pack: ArtPack) -> Iterator[Mark]:
    """Each thing that is seen must be of its colour; what is not seen has been marked as such."""
    for noun, colours in case.asked.colours.items():
        if shares := [max(each) for each in _shares(case, noun, colours, book, pack)]:
            told = ", ".join(f"{share:.2f}" for share in shares) + " of the least share"
            yield case.mark("colours", f"{'/'.join(colours)} {noun}", told, float(min(shares) >= 1))
    for noun, colours in case.asked.assorted.items():
        seen = [max(of_colour) for of_colour in zip(*_shares(case, noun, colours, book, pack), strict=True)]
        for colour, share in zip(colours, seen, strict=False):
            yield case.mark("colours", f"one {colour} {noun}", f"{share:.2f} of the least share", float(share >= 1))


def _shares(case: Case, noun: str, colours: Sequence[str], book: Book, pack: ArtPack) -> list[list[float]]:
    """How much of each colour each thing has, 1 for as much as makes it a thing of that colour."""
    shares = []
    for thing in case.painted.shown(noun, book):
        pixels = own_pixels(case.painted, thing, pack)
        least = LEAST if thing.wearer is None else LEAST_WORN
        shares.append([share_of(pixels, colour) / least for colour in colours])
    return shares


def _relations(case: Case, book: Book) -> Iterator[Mark]:
    width, height = case.painted.image.size
    for one, kind, *other in case.asked.relations:
        things = case.painted.shown(one, book)
        others = case.painted.shown(other[0], book) if other else []
        if other:
            holds = stands(things, kind, others)
        else:
            holds = bool(things) and all(is_at(thing, kind, width, height) for thing in things)
        boxes = "; ".join(
            f"{each.title} {each.left:.0f},{each.top:.0f},{each.right:.0f},{each.bottom:.0f}"
            for each in things + others
        )
        yield case.mark("relations", " ".join([one, kind, *other]), boxes, float(holds))


def _scene(case: Case) -> Iterator[Mark]:
    scene = case.painted.scene
    for field, right in case.asked.scene.items():
        value = str(getattr(scene, field))
        is_painted = value in right and (field != "style" or value in PAINTED_STYLES)
        yield case.mark("scene", f"{field} {'/'.join(right)}", value, float(is_painted))


def _sheet(case: Case) -> Iterator[Mark]:
    image, scene = case.painted.image, case.painted.scene
    if case.asked.frames is not None and scene:
        found = len(scene.frames)
        yield case.mark("sheet", f"{case.asked.frames} frames", str(found), float(found == case.asked.frames))
    if case.asked.seamless:
        meets = is_seamless(image)
        yield case.mark("sheet", "seamless", "seamless" if meets else "a seam", float(meets))
    if case.entry.transparent:
        low, high = image.getchannel("A").getextrema() if "A" in image.getbands() else (255, 255)
        yield case.mark("sheet", "transparent", f"alpha from {low} to {high}", float(low == 0 and high == 255))


def _words(case: Case) -> Iterator[Mark]:
    looks = words_in(case.painted.image) if case.asked.texts else []
    for text in case.asked.texts:
        reading = read_back(text, looks)
        yield case.mark("words", reading.asked, reading.read, float(reading.is_exact))
        yield case.mark("characters", reading.asked, reading.read, reading.accuracy)


def _kept(case: Case, book: Book) -> Iterator[Mark]:
    if case.before is None or case.asked.named is None:
        return
    before, after = case.before, case.painted
    if case.entry.mask:
        free = hole(after.image.size, case.entry.mask)
    else:
        things = [
            each for noun in case.asked.named for painted in (before, after) for each in painted.shown(noun, book)
        ]
        boxes = [(each.left, each.top, each.right, each.bottom) for each in things]
        free = spoken_of(after.image.size, boxes, case.asked.where)
    share = share_kept(before.image, after.image, free)
    if share is not None:
        yield case.mark("kept", "all but " + (", ".join(case.asked.named) or "what is asked"), f"{share:.4f}", share)


def _titles(painted: Painted) -> str:
    return ", ".join(dict.fromkeys(thing.title for thing in painted.things)) or "nothing"
