"""Joins the things of a scene into clusters: what holds, rides, hugs or lies on what, in lengths of a grown person."""

import math
from collections.abc import Callable
from dataclasses import replace

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.layout.joins import bear, join
from pinxit.engines.storybook.layout.placed import BRIM, SCENERY, VAULT, Bears, Cluster, Placed
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import TABLE, Relation, Scene, Size

SIZES: dict[Size, float] = {"tiny": 0.5, "small": 0.78, "normal": 1.0, "big": 1.3, "huge": 1.7}
"""Factor of height by word."""
ON_BODY = ("wearing", "using")
"""Relations in which the second thing is drawn with the first, and has no place of its own."""
UPON = ("on", "inside", "riding", "above")
"""Relations in which the second thing bears, and so places, the first."""
MOST_BESIDE = 3
"""More than so many beside one are no company but a crowd, which stands in rows."""
Measure = Callable[[int], tuple[Art, float]]
"""The art of a subject, and its width over its height as it will be drawn."""


def seen_height(art: Art, size: Size) -> float:
    """How tall a thing is drawn beside a person of 1: the root of its natural height, so that mice and houses show."""
    return math.sqrt(max(art.tall, 0.05)) * SIZES[size]


def clusters_of(scene: Scene, measure: Measure) -> list[Cluster]:
    """One cluster for each subject that no other subject places, as often as the scene counts it."""
    return _Clustering(scene, measure).clusters()


class _Clustering:
    """Joins subjects by their relations."""

    def __init__(self, scene: Scene, measure: Measure) -> None:
        self.scene = scene
        self.measure = measure
        self.relations = self._redirected()
        self.carried = {relation.other for relation in scene.relations if relation.kind in ON_BODY}
        self.bound = {_inner(relation) for relation in self.relations}

    def clusters(self) -> list[Cluster]:
        """One cluster for each subject that belongs to no other, as often as the scene counts it."""
        found = []
        for number, subject in enumerate(self.scene.subjects):
            if number in self.carried or (number in self.bound and not self._leads_round(number)):
                continue
            for copy in range(subject.count):
                cluster = Cluster([self._single(number, copy)])
                if copy == 0:
                    self._attach(cluster, number, {number})
                found.append(cluster)
        return found

    def _redirected(self) -> list[Relation]:
        """The relations that place things. Who looks at what lies on a table stands beside the table, and who is beside
        a rider beside the horse; what is only near a house or a tree needs no place by it, since scenery stands behind.
        """
        bears: dict[int, int] = {}
        for relation in self.scene.relations:
            if relation.kind in UPON:
                bears.setdefault(relation.subject, relation.other)
        kept = []
        for relation in self.scene.relations:
            subject, other = relation.subject, relation.other
            if relation.kind in UPON and bears[subject] != other:
                subject = bears[subject]  # the flowers are in the vase, and the vase is on the table
            elif relation.kind not in (*UPON, *ON_BODY, "holding"):
                subject, other = bears.get(subject, subject), bears.get(other, other)
            if relation.kind not in ON_BODY and other != subject and not self._is_apart(relation.kind, other):
                kept.append(replace(relation, subject=subject, other=other))
        return kept

    def _is_apart(self, kind: str, other: int) -> bool:
        """The second is scenery, spans the sky, or is a crowd, which all have places of their own."""
        if kind in ("in front of", "beside", "left of", "right of") and self._is_scenery(other):
            return True
        is_near = kind in ("in front of", "beside", "left of", "right of", "under", "above", "facing")
        return is_near and (self._spans_the_sky(other) or self.scene.subjects[other].count > MOST_BESIDE)

    def _is_scenery(self, number: int) -> bool:
        subject = self.scene.subjects[number]
        return seen_height(self.measure(number)[0], subject.size) >= SCENERY

    def _bears(self, art: Art) -> Bears:
        grammar = Grammar.built_in()
        if art.title in grammar.flat:
            return "flat"
        if art.title in grammar.astride:
            return "astride"
        if art.group.startswith("transport"):
            return "vehicle"
        return "animal" if art.is_alive else "load"

    def _spans_the_sky(self, number: int) -> bool:
        art = self.measure(number)[0]
        return art.stance == "floats" and seen_height(art, self.scene.subjects[number].size) > VAULT

    def _leads_round(self, number: int) -> bool:
        """A subject whose owner is, over any number of steps, itself: it leads, or nobody would."""
        seen, at = set[int](), number
        owners = {_inner(relation): _outer(relation) for relation in self.relations}
        while at in owners and at not in seen:
            seen.add(at)
            at = owners[at]
        return at in seen and number == min(seen)

    def _single(self, number: int, copy: int = 0) -> Placed:
        subject, grammar = self.scene.subjects[number], Grammar.built_in()
        art, shape = self.measure(number)
        height = seen_height(art, subject.size)
        swims = art.group == "animal-marine" and self.scene.setting in ("sea", "beach", "mountains")
        aloft = (art.stance == "floats" and not swims) or (number in self.bound and art.title in grammar.overhead)
        if art.stance == "lies" or (art.title in grammar.worn and number not in self.carried):
            height *= 0.7
        worn = tuple(r.other for r in self.scene.relations if r.kind == "wearing" and r.subject == number)
        return Placed(
            number, 0, 0, height * shape, height, art.faces, copy=copy, aloft=aloft, worn=worn,
            flies=art.stance == "floats", bears=self._bears(art), is_table=art.name == TABLE,
            seat=grammar.seats.get(art.title), brim=grammar.brims.get(art.title, BRIM),
        )  # fmt: skip

    def _attach(self, cluster: Cluster, number: int, seen: set[int]) -> None:
        """Add all that is placed by subject `number`, which is the first of `cluster`."""
        base = cluster.members[0]
        upon: list[tuple[Relation, Cluster]] = []
        for relation in self.relations:
            other = _inner(relation)
            if _outer(relation) != number or other in seen:
                continue
            seen.add(other)
            inner = Cluster([self._single(other)])
            self._attach(inner, other, seen)
            several = [inner, *(Cluster([self._single(other, n)]) for n in range(1, self.scene.subjects[other].count))]
            if relation.kind in ("on", "inside", "riding"):
                upon += [(relation, one) for one in several]
            else:
                for place, one in enumerate(several):
                    join(cluster, base, one, relation, place, len(several))
        if upon:
            bear(cluster, base, upon)


def _inner(relation: Relation) -> int:
    """The one of the two that is placed by the other."""
    return relation.subject if relation.kind in UPON else relation.other


def _outer(relation: Relation) -> int:
    return relation.other if relation.kind in UPON else relation.subject
