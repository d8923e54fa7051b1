"""How tall each thing of a scene is beside the others: nearly as in nature, and as said."""

import math
from collections.abc import Callable

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.layout.placed import SCENERY
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import Scene, Size

SIZES: dict[Size, float] = {"tiny": 0.45, "small": 0.78, "normal": 1.0, "big": 1.35, "huge": 1.9}
"""Factor of height by word."""
OVER: dict[Size, float] = {"tiny": 1.5, "small": 0.9, "normal": 0.85, "big": 1.0}
"""How tall what is huge is at least, beside others of these sizes."""
LEAST = 0.16
"""A thing is at least so tall beside the tallest near it; a smaller one would not be seen."""
LOW = 0.7
"""Factor of height for what lies."""

Measure = Callable[[int], tuple[Art, float]]
"""The art of a subject, and its width over its height as it will be drawn."""


def seen_height(art: Art, size: Size) -> float:
    """How tall a thing is drawn beside a person of 1: the root of its natural height, so that mice and houses show."""
    return math.sqrt(max(art.tall, 0.05)) * SIZES[size]


def heights_of(scene: Scene, measure: Measure) -> list[float]:
    """The height of every subject, in lengths of a grown person."""
    own = [_own_height(scene, measure, number) for number in range(len(scene.subjects))]
    said = [subject.size for subject in scene.subjects]
    small = [height * OVER[size] for height, size in zip(own, said, strict=True) if size in OVER]
    large = [height for height, size in zip(own, said, strict=True) if size not in ("tiny", "small")]
    for number, size in enumerate(said):
        if size == "huge" and small:
            own[number] = max(own[number], *small)
        elif size == "tiny" and large:
            own[number] = min(own[number], 0.85 * min(large))
    return [max(height, LEAST * _tallest_near(scene, own, number)) for number, height in enumerate(own)]


def _own_height(scene: Scene, measure: Measure, number: int) -> float:
    subject, (art, _) = scene.subjects[number], measure(number)
    is_worn = any(bond.kind == "wearing" and bond.other == number for bond in scene.relations)
    lies = art.stance == "lies" or (art.title in Grammar.built_in().worn and not is_worn)
    return seen_height(art, subject.size) * (LOW if lies else 1.0)


def _tallest_near(scene: Scene, heights: list[float], number: int) -> float:
    """The tallest of what is no scenery, and of what it is said to be with."""
    company = {number}
    for bond in scene.relations:
        if number in (bond.subject, bond.other):
            company |= {bond.subject, bond.other}
    return max(height for at, height in enumerate(heights) if height < SCENERY or at in company)
