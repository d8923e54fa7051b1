"""What was painted of a scene and can be seen: the things in the boxes that its painter gives."""

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from bench.gallery.book import Book
from bench.gallery.relations import Thing
from pinxit.catalog import Catalog
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.painting.painter import Painter, Seen
from pinxit.engines.storybook.painting.painters import painter_of
from pinxit.engines.storybook.scene import Scene
from pinxit.engines.storybook.scenes import from_json
from pinxit.jobs import Job, Quality

GRID = 32
"""A thing is looked at in so many cells a side."""
LEAST = 0.25
"""The share of a thing in the picture and uncovered from which on it is seen."""
SOLID = 0.7
"""How much of its box, each way, a thing surely covers; the corners of a box are seldom filled."""
SMALL = 512
"""The longer side of the picture on which a thing's own pixels are looked for."""


@dataclass(frozen=True)
class Painted:
    """A finished picture, and what was painted in it where its scene is known."""

    image: Image.Image
    scene: Scene | None
    things: list[Thing]
    seed: int = 0
    quality: Quality = "medium"

    def shown(self, noun: str, book: Book) -> list[Thing]:
        return [thing for thing in self.things if book.shows(noun, thing.title)]


def look(image: Image.Image, scene: str | None, seed: int, pack: ArtPack, quality: Quality = "medium") -> Painted:
    """The picture with its visible things; `scene` is the JSON that the engine gives along with a picture."""
    if scene is None:
        return Painted(image, None, [], seed, quality)
    read = from_json(scene, pack)
    painter = painter_of(read, _job(image, image.size, seed, quality), pack)
    if read.format != "page":  # a sheet knows what is on it once it is painted
        for operation in painter.operations():
            operation()
    return Painted(image, read, things_of(painter, image.size, pack), seed, quality)


def things_of(painter: Painter, size: tuple[int, int], pack: ArtPack) -> list[Thing]:
    """What is seen of what was painted, and what it wears."""
    everything = [_thing(seen, order, painter.scene, pack) for order, seen in enumerate(painter.seen())]
    visible = [thing for thing in everything if _share_seen(thing, everything, size) >= LEAST]
    worn = [
        replace(thing, title=title, worn=(), wearer=thing.order, order=-1) for thing in visible for title in thing.worn
    ]
    return visible + worn


def own_pixels(painted: Painted, thing: Thing, pack: ArtPack) -> np.ndarray:
    """The colours of a thing's own pixels, n x 3: those that changed when it was painted.

    By day and in no style, since the eye allows for the light of the hour and for the hand of the painter.
    """
    assert painted.scene is not None, "what has no scene has no things"
    scale = SMALL / max(painted.image.size)
    size = round(painted.image.width * scale), round(painted.image.height * scale)
    scene = replace(painted.scene, time="day", style=None)
    painter = painter_of(scene, _job(painted.image, size, painted.seed, painted.quality), pack)
    box = thing.left * scale, thing.top * scale, thing.right * scale, thing.bottom * scale
    inside = np.zeros(size[::-1], dtype=bool)
    inside[max(0, round(box[1])) : max(1, round(box[3])), max(0, round(box[0])) : max(1, round(box[2]))] = True
    own, best = np.zeros((0, 3), dtype=np.uint8), 0.0
    before = np.asarray(painter.picture().convert("RGB"), dtype=np.int16)
    for operation in painter.operations():
        operation()
        after = np.asarray(painter.picture().convert("RGB"), dtype=np.int16)
        changed = np.abs(after - before).max(axis=2) > 2
        if (likeness := _likeness(changed, box)) > best:
            own, best = after[changed & inside].astype(np.uint8), likeness
        before = after
    return own


def _likeness(changed: np.ndarray, box: tuple[float, float, float, float]) -> float:
    """How nearly what one operation changed fills a box: their common area as a share of both."""
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not len(rows):
        return 0.0
    high, wide = changed.shape
    left, top, right, bottom = max(0.0, box[0]), max(0.0, box[1]), min(wide, box[2]), min(high, box[3])
    first, last, start, end = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    common = max(0.0, min(right, end) - max(left, start)) * max(0.0, min(bottom, last) - max(top, first))
    return float(common / ((right - left) * (bottom - top) + (end - start) * (last - first) - common))


def _job(image: Image.Image, size: tuple[int, int], seed: int, quality: Quality) -> Job:
    steps = Catalog.built_in().count_steps("storybook", quality)
    return Job(
        prompt="", width=size[0], height=size[1], seed=seed, steps=steps, quality=quality,
        transparent=image.mode == "RGBA",
    )  # fmt: skip


def _thing(seen: Seen, order: int, scene: Scene, pack: ArtPack) -> Thing:
    subjects = scene.frames[seen.frame].subjects if scene.frames else scene.subjects
    titles = [pack.get(subjects[number].art).title for number in (seen.subject, *seen.worn)]
    return Thing(titles[0], seen.left, seen.top, seen.right, seen.bottom, order, worn=tuple(titles[1:]))


def _share_seen(thing: Thing, everything: list[Thing], size: tuple[int, int]) -> float:
    """How much of a thing is in the picture and not behind what was painted after it."""
    x = thing.left + (np.arange(GRID) + 0.5) / GRID * thing.wide
    y = thing.top + (np.arange(GRID) + 0.5) / GRID * thing.high
    seen = np.outer((y >= 0) & (y < size[1]), (x >= 0) & (x < size[0]))
    for other in everything:
        if other.order > thing.order and not _is_as_one(thing, other):
            seen &= ~np.outer(
                np.abs(y - other.y) < SOLID * other.high / 2, np.abs(x - other.x) < SOLID * other.wide / 2
            )
    return float(seen.mean())


def _is_as_one(one: Thing, other: Thing) -> bool:
    """Whether two things were painted together, as those of a badge are: neither then hides the other."""
    return (one.left, one.top, one.right, one.bottom) == (other.left, other.top, other.right, other.bottom)
