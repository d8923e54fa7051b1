"""Bodies for heads: a plush toy under an animal's face, clothes under a person's, the rest of the coat under a bust."""

import random
import zlib

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.figures.busts import bust, is_chin
from pinxit.engines.storybook.figures.page import Drawing, Page, Wear
from pinxit.engines.storybook.figures.people import person
from pinxit.engines.storybook.figures.sampling import sample, words_of
from pinxit.engines.storybook.figures.toys import machine, plush

__all__ = ["Drawing", "Wear", "figure"]

PEOPLE = frozenset(
    "man woman boy girl person people child baby older old angel prince princess king queen claus santa mx mrs clown "
    "cowboy".split()
)
BEASTS = frozenset("horse unicorn moose boar dragon chick chicken fox bear lion wolf cat dog monkey raccoon".split())
UNIFORMED = frozenset("guard zombie pregnant".split())
ALONE = frozenset("hatching swimming water steamy couple".split())
"""Heads that end in a shell, in waves or in each other, and want no body."""


def figure(art: Art, *, garment: str | None, seed: int, wear: Wear | None = None) -> Drawing:
    """Draws `art`, a "face" or a "bust", from head to feet.

    `garment` is the #rrggbb of a face's main piece of clothing, or of a toy's or robot's body; None takes a colour from
    a palette by `seed`, or the animal's own. A bust keeps the coat that it wears, and has `garment` on its legs, or
    around the hem of a robe. `wear` says more of them. The drawing is about 100 units high, and the
    same for the same arguments.
    """
    key = zlib.crc32(f"{art.name} {garment} {seed}".encode())
    page = Page(f"f{key:08x}", random.Random(key), wear)
    words = words_of(art)
    if words & ALONE:
        page.place(art, 70 / (art.box[3] - art.box[1]), 0.0)
    elif "robot" in words:
        machine(page, art, garment)
    elif words & BEASTS or (art.shape == "face" and not words & (PEOPLE | UNIFORMED)):
        plush(page, art, words, garment)
    elif _has_shoulders(art, words):
        bust(page, art, words, garment)
    else:
        person(page, art, words, garment)
    return page.drawing()


def _has_shoulders(art: Art, words: frozenset[str]) -> bool:
    """Whether the art goes on below the chin. Noto gives shoulders to those of its faces that differ by their hair."""
    if words & UNIFORMED or (words & {"bald", "hair", "turban"} and art.name.startswith("noto:")):
        return True
    return art.shape == "bust" and not is_chin(sample(art))
