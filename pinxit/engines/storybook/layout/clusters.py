"""Joins the things of a scene into clusters: what holds, rides, hugs or lies on what, in lengths of a grown person."""

from collections.abc import Mapping
from dataclasses import replace

from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.layout.joins import bear, join
from pinxit.engines.storybook.layout.placed import BRIM, SCENERY, VAULT, Bears, Cluster, Placed, towards
from pinxit.engines.storybook.layout.poses import lying, posed
from pinxit.engines.storybook.layout.sizes import Measure, heights_of
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import TABLE, Place, Relation, RelationKind, Scene

ON_BODY = ("wearing", "using")
"""Relations in which the second thing is drawn with the first, and has no place of its own."""
UPON = ("on", "inside", "riding", "above", "around")
"""Relations in which the second thing bears, and so places, the first."""
MOST_BESIDE = 3
"""More than so many beside one are no company but a crowd, which stands in rows."""


def clusters_of(scene: Scene, measure: Measure) -> list[Cluster]:
    """One cluster for each subject that no other subject places, as often as the scene counts it."""
    return _Clustering(scene, measure).clusters()


class _Clustering:
    """Joins subjects by their relations."""

    def __init__(self, scene: Scene, measure: Measure) -> None:
        self.scene = scene
        self.measure = measure
        self.heights = heights_of(scene, measure)
        self.sides: dict[int, Place] = {}
        """Where things are that have a side by each other and else nothing in common: a dog to the left of a house."""
        self.relations = self._redirected()
        self.carried = {relation.other for relation in scene.relations if relation.kind in ON_BODY}
        if scene.camera == "above":
            # a table is seen as the ground on which all lies
            self.carried |= {at for at, subject in enumerate(scene.subjects) if subject.art == TABLE}
            self.relations = [bond for bond in self.relations if not self.carried & {bond.subject, bond.other}]
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
                found.append(self._located(cluster))
        return found

    def _located(self, cluster: Cluster) -> Cluster:
        """The cluster with the place that was asked for its first, or else for any of its things."""
        subjects = [self.scene.subjects[thing.subject] for thing in cluster.members]
        own = next((subject.place for subject in subjects if subject.place), None)
        cluster.place = own or self.sides.get(cluster.members[0].subject)
        cluster.depth = next((subject.depth for subject in subjects if subject.depth), None)
        cluster.size = subjects[0].size
        self._turn(cluster)
        return cluster

    def _turn(self, cluster: Cluster) -> None:
        """Those who look at each other do so on the same table too."""
        first = {thing.subject: thing for thing in reversed(cluster.members)}
        for bond in self.scene.relations:
            if bond.kind == "facing" and bond.subject in first and bond.other in first:
                one, two = first[bond.subject], first[bond.other]
                side = 1 if two.x > one.x else -1
                one.faces, two.faces = towards(one.faces, side), towards(two.faces, -side)

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
                subject, other = _lowest(subject, bears), _lowest(other, bears)
            if relation.kind in ON_BODY or other == subject:
                continue
            if self._is_apart(relation.kind, subject, other):
                self._take_sides(relation.kind, subject, other)
            else:
                kept.append(replace(relation, subject=subject, other=other))
        return kept

    def _is_apart(self, kind: str, subject: int, other: int) -> bool:
        """The second is scenery, spans the sky, or is a crowd, which all have places of their own; or one of the two
        was asked for in another place."""
        one, two = (self.scene.subjects[number] for number in (subject, other))
        inner, outer = (one, two) if kind in UPON else (two, one)
        if inner.depth != outer.depth and (inner.depth or kind not in (*UPON, "holding")):
            return True
        if inner.place and inner.place != outer.place and kind not in (*UPON, "holding"):
            return True
        if kind in ("in front of", "beside", "left of", "right of") and self._is_scenery(other):
            return True
        is_near = kind in ("in front of", "beside", "left of", "right of", "under", "above", "facing")
        return is_near and (self._spans_the_sky(other) or two.count > MOST_BESIDE)

    def _take_sides(self, kind: RelationKind, subject: int, other: int) -> None:
        """What stands apart from the other is still on the side of it that was said."""
        if kind not in ("left of", "right of", "beside", "in front of") or self._spans_the_sky(other):
            return
        sides: tuple[Place, Place] = ("right", "left") if kind == "right of" else ("left", "right")
        if any(self.scene.subjects[number].place or self.scene.subjects[number].depth for number in (subject, other)):
            return
        if kind == "in front of":
            sides = "centre", "centre"
        for number, side in zip((subject, other), sides, strict=True):
            self.sides.setdefault(number, side)

    def _is_scenery(self, number: int) -> bool:
        return self.heights[number] >= SCENERY

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
        return self.measure(number)[0].stance == "floats" and self.heights[number] > VAULT

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
        height = self.heights[number]
        swims = art.group == "animal-marine" and self.scene.setting not in ("underwater", "space", "sky")
        aloft = (art.stance == "floats" and not swims) or (number in self.bound and art.title in grammar.overhead)
        worn = tuple(r.other for r in self.scene.relations if r.kind == "wearing" and r.subject == number)
        single = Placed(
            number, 0, 0, height * shape, height, art.faces, copy=copy, aloft=aloft, worn=worn,
            flies=art.stance == "floats", bears=self._bears(art), is_table=art.name == TABLE,
            seat=grammar.seats.get(art.title), brim=grammar.brims.get(art.title, BRIM),
            is_sized=subject.size in ("tiny", "huge"), pose=subject.pose,
        )  # fmt: skip
        if subject.pose == "sleeping" and art.is_person and number not in self.bound:
            return lying(single)
        return posed(single, is_bound=number in self.bound)

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
                start, total = self._among(relation)
                for place, one in enumerate(several, start):
                    join(cluster, base, one, relation, place, total)
        if upon:
            upon.sort(key=lambda load: self._from_left(load[1].members[0].subject))
            bear(cluster, base, upon)

    def _among(self, relation: Relation) -> tuple[int, int]:
        """The place of the first of them among all who are between, or around, the same; and how many they all are."""
        own = self.scene.subjects[_inner(relation)].count
        if relation.kind == "between":
            return sum(bond.kind == "between" for bond in self.relations[: self.relations.index(relation)]), own
        if relation.kind != "around":
            return 0, own
        ring = [bond for bond in self.relations if bond.kind == "around" and _outer(bond) == _outer(relation)]
        counts = [self.scene.subjects[_inner(bond)].count for bond in ring]
        return sum(counts[: ring.index(relation)]), sum(counts)

    def _from_left(self, number: int) -> int:
        """-1 for what is said to be left of another, 1 for what is right of one: so they lie on their table."""
        for bond in self.scene.relations:
            if bond.kind in ("left of", "right of") and number in (bond.subject, bond.other):
                return -1 if (bond.kind == "left of") == (number == bond.subject) else 1
        return 0


def _lowest(number: int, bears: Mapping[int, int]) -> int:
    """What bears it all: the table under the cake under the candles."""
    for _ in range(len(bears)):
        number = bears.get(number, number)
    return number


def _inner(relation: Relation) -> int:
    """The one of the two that is placed by the other."""
    return relation.subject if relation.kind in UPON else relation.other


def _outer(relation: Relation) -> int:
    return relation.other if relation.kind in UPON else relation.subject
