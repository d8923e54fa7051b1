"""Which of the things that a description names the caller's pictures are: "the mug next to the bottle"."""

import re
from collections.abc import Sequence
from itertools import permutations
from math import log

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.engines.cutting.cutout import Cutout
from pinxit.engines.storybook.art import Art, Arts
from pinxit.engines.storybook.layout.placed import SCENERY
from pinxit.engines.storybook.layout.sizes import seen_height
from pinxit.engines.storybook.nouns import singulars
from pinxit.engines.storybook.painting.raster import rasterise
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.scene import TABLE, Subject

SHELF = "pinxit:bookshelf"
"""The art of a shelf."""
OWN = r"(?:the|this|that|my|our|your|his|her|its|their)"
MOST = 6
"""Pictures that are told apart by what they look like; more are taken in the order of the words."""
LOOK = 16
"""Pixels along a side of what is compared."""
SURE = 0.8
"""Another order than that of the words must be so much more like: its unlikeness, of that of the words' order."""


def meant(draft: Draft, spoken: str | None) -> int | None:
    """The subject that the words mean a picture by: the bottle of "this bottle on a table"."""
    forms = {spoken, *singulars(spoken)} if spoken else set()
    return next((number for number, each in enumerate(draft.subjects) if forms & set(each.word.split())), None)


def cast(draft: Draft, spoken: str | None, prompt: str, count: int, pack: Arts) -> list[int]:
    """The subjects that `count` pictures are, in the order of the words: all that may be, if they are as many; else
    those with an article that says so. None where the pictures are spoken of as such: "these items".
    """
    who = meant(draft, spoken)
    if spoken is not None and (who is None or count == 1):
        return [] if who is None else [who]
    things = [number for number in range(len(draft.subjects)) if _may_be_shown(draft, number, pack)]
    if len(things) == count:
        return things
    said = [number for number in things if is_definite(draft.subjects[number].word, prompt)]
    return said[:count] if said else [who] if who is not None else []


def _may_be_shown(draft: Draft, number: int, pack: Arts) -> bool:
    """It is a single thing, and neither scenery nor what the pictures are put into or onto."""
    subject = draft.subjects[number]
    is_scenery = seen_height(pack.get(subject.art), subject.size) >= SCENERY
    return not is_bearer(subject, pack) and subject.count == 1 and not is_scenery


def is_bearer(subject: Subject, pack: Arts) -> bool:
    """Things are put into it or onto it: a basket, a table, a shelf."""
    return subject.art in (TABLE, SHELF) or pack.get(subject.art).title in Grammar.built_in().containers


def is_definite(word: str, prompt: str) -> bool:
    """It has an article that says that it is known: "the mug", "my red mug"."""
    return re.search(rf"\b{OWN}\s+(?:[\w-]+\s+){{0,2}}?{re.escape(word)}\b", prompt, re.IGNORECASE) is not None


def in_order(cutouts: Sequence[Cutout], arts: Sequence[Art]) -> tuple[list[int], bool]:
    """For each of the things, the number of the picture that shows it, and whether that is more than a guess.

    The pictures come in the order of the words, unless what they look like says clearly that it is another.
    """
    usual = list(range(len(arts)))
    is_clean = all(each.is_clean for each in cutouts)
    if not arts or len(cutouts) == 1 or max(len(arts), len(cutouts)) > MOST or not is_clean:
        return usual, len(cutouts) == 1
    unlike = [[_unlikeness(each, art) for each in cutouts] for art in arts]
    costs = {
        order: sum(unlike[thing][number] for thing, number in enumerate(order))
        for order in permutations(range(len(cutouts)), len(arts))
    }
    best = min(costs, key=costs.__getitem__)
    others = [cost for order, cost in costs.items() if order != best]
    if costs[best] < SURE * min(others):
        return list(best), True
    return usual, False


def _unlikeness(cutout: Cutout, art: Art) -> float:
    """How different a picture and a piece of art are in shape, in outline and in colour; 0 for the same."""
    box = art.box
    shapes = cutout.image.width / cutout.image.height, (box[2] - box[0]) / (box[3] - box[1])
    one, other = _small(cutout.image), _small(Image.fromarray(rasterise(art.body, box, 4 * LOOK, 4 * LOOK)))
    return abs(log(shapes[0] / shapes[1])) + float(np.abs(one - other).mean())


def _small(image: Image.Image) -> NDArray[np.float32]:
    """A picture's pixels, 0 to 1, stretched to a small square; what is clear has no colour."""
    pixels = np.asarray(image.resize((LOOK, LOOK), Image.Resampling.BOX), dtype=np.float32) / np.float32(255)
    return np.concatenate([pixels[..., :3] * pixels[..., 3:], pixels[..., 3:]], axis=-1)
