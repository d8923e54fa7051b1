"""Joins the things of a scene into clusters: what holds, rides, hugs or lies on what, in lengths of a grown person."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from pinxit.engines.storybook.art import Art, Faces
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import TABLE, Relation, Scene, Size

SIZES: dict[Size, float] = {"tiny": 0.5, "small": 0.78, "normal": 1.0, "big": 1.3, "huge": 1.7}
"""Factor of height by word."""
ON_BODY = ("wearing", "using")
"""Relations in which the second thing is drawn with the first, and has no place of its own."""
UPON = ("on", "inside", "riding", "above")
"""Relations in which the second thing bears, and so places, the first."""
BRIM = 0.12
HEAP = 3
"""From so many on, what is in a basket overlaps."""
Bears = Literal["animal", "astride", "vehicle", "flat", "load"]
MOST_BESIDE = 3
"""More than so many beside one are no company but a crowd, which stands in rows."""
SCENERY = 1.4
"""From this height on, seen, a thing stands behind the others: a house, a tree, a castle."""
VAULT = 2.6
"""From this height on, seen, a thing that floats spans the sky."""


@dataclass(slots=True)
class Placed:
    """One thing in its place. Within a cluster its lengths are relative; on the page they are units."""

    subject: int
    """Number of the subject in the scene; -1 for a sign board."""
    x: float
    """Its middle."""
    y: float
    """Where it stands: the bottom of what is seen."""
    width: float
    height: float
    faces: Faces = "front"
    """Which way it looks, once mirrored or not."""
    order: float = 0.0
    """Smaller is painted earlier."""
    copy: int = 0
    """Which one it is, where the subject is several."""
    aloft: bool = False
    """It does not touch the ground, so it throws no shadow there."""
    tilt: float = 0.0
    """Degrees, clockwise."""
    flies: bool = False
    """It is in the air by itself, and whoever holds it holds a string."""
    worn: tuple[int, ...] = ()
    """Subjects that it wears."""
    brim: float = BRIM
    """How far below its top its opening is, as a share of its height: a basket has a handle above."""
    bears: Bears = "load"
    """What it is to those upon it; "load" is anything that bears one as a rock does."""
    seat: tuple[float, float] | None = None
    """Where on it one sits, if not on its top: shares of its width and height."""
    is_table: bool = False
    """It can be drawn as wide as what lies on it needs."""


@dataclass(slots=True)
class Cluster:
    """Things that belong together, with the feet of the first at (0, 0)."""

    members: list[Placed] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(thing.x - thing.width / 2 for thing in self.members)

    @property
    def right(self) -> float:
        return max(thing.x + thing.width / 2 for thing in self.members)

    @property
    def above(self) -> float:
        """How far it reaches up from where it stands."""
        return max(thing.height - thing.y for thing in self.members)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def is_aloft(self) -> bool:
        return self.members[0].aloft

    def put(self, x: float, y: float, scale: float, order: float) -> list[Placed]:
        """Its members on the page: the cluster's middle at `x`, its feet at `y`, sized by `scale`."""
        shift = x - (self.left + self.right) / 2 * scale
        return [
            replace(
                thing, x=shift + thing.x * scale, y=y + thing.y * scale, width=thing.width * scale,
                height=thing.height * scale, order=order + thing.order,
            )
            for thing in self.members
        ]  # fmt: skip


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
                    _join(cluster, base, one, relation, place, len(several))
        if upon:
            _load(cluster, base, upon)


def _inner(relation: Relation) -> int:
    """The one of the two that is placed by the other."""
    return relation.subject if relation.kind in UPON else relation.other


def _outer(relation: Relation) -> int:
    return relation.other if relation.kind in UPON else relation.subject


def _join(cluster: Cluster, base: Placed, added: Cluster, relation: Relation, place: int, count: int) -> None:
    """Add the members of `added` to `cluster`, where `relation` puts them beside `base`."""
    first = added.members[0]
    if relation.kind == "above":
        dx, dy, order = (place - (count - 1) / 2) * first.width * 1.1, base.y - base.height * 1.12, 0.1
    elif relation.kind == "holding":
        dx, dy, order = _in_hand(base, first, place)
    else:
        dx, dy, order = _beside(cluster, base, added, relation, place)
    _move(added, base.x + dx, dy, base.order + order, aloft=relation.kind in ("above", "holding"))
    cluster.members += added.members


def _move(cluster: Cluster, dx: float, dy: float, order: float, *, aloft: bool) -> None:
    for thing in cluster.members:
        thing.x, thing.y, thing.order = thing.x + dx, thing.y + dy, thing.order + order
        thing.aloft = thing.aloft or aloft


def _load(cluster: Cluster, base: Placed, loads: list[tuple[Relation, Cluster]]) -> None:
    """Put `loads` on top of, astride or into `base`, side by side; what bears them is made to fit, and so are they."""
    kind = loads[0][0].kind
    _fit_base(base, [load for _, load in loads], kind)
    share = {"inside": 0.78, "riding": 0.7}.get(kind, 0.94)
    heaped = kind == "inside" and len(loads) >= HEAP
    gap = (-0.16 if heaped else 0.06) * max(load.width for _, load in loads)
    wide = sum(load.width + gap for _, load in loads) - gap
    rows = 1 if len(loads) < 4 or wide < 1.7 * base.width * share else 2
    per_row = math.ceil(len(loads) / rows)
    shrink = max(min(base.width * share * rows / wide, 1.0), 0.25)
    for row in range(rows):
        line = loads[row * per_row : (row + 1) * per_row]
        # those behind stand in the gaps of those before them
        x = -sum((load.width + gap) * shrink for _, load in line) / 2 + row * 0.5 * (line[0][1].width + gap) * shrink
        for relation, load in line:
            half = load.width * shrink / 2
            dy, order = _seat(base, load.members[0], relation.kind, shrink, row)
            _resize(load, shrink)
            middle = base.x + (base.seat[0] - 0.5) * base.width if base.seat else base.x
            _move(load, middle + x + half - (load.left + load.right) / 2, dy, base.order + order, aloft=True)
            x += 2 * half + gap * shrink
            cluster.members += load.members


def _fit_base(base: Placed, loads: list[Cluster], kind: str) -> None:
    """Stretch a table, flatten a leaf, lower a pillar to a seat, and enlarge a basket for what is in it."""
    wide = sum(load.width for load in loads) * 1.06
    tallest = max(load.above for load in loads)
    if base.bears == "flat":
        base.width, base.height = max(base.width, 1.3 * min(wide, 3 * base.width)), 0.26 * tallest
    elif base.is_table:
        base.width *= min(max(wide / (base.width * 0.94), 0.8), 2.2)
    elif kind == "inside" and base.bears != "vehicle":
        grow = min(max(1.0, 1.25 * min(wide, 1.5 * loads[0].width) / base.width, 0.8 * tallest / base.height), 2.6)
        base.width, base.height = base.width * grow, base.height * grow
    elif kind == "on" and base.bears == "load" and not base.seat and base.height < SCENERY:
        squat = min(1.0, 0.62 * tallest / base.height)
        base.width, base.height = base.width * squat, base.height * squat


def _seat(base: Placed, first: Placed, kind: str, shrink: float, row: int) -> tuple[float, float]:
    """Where the feet of a load are, and its order: passengers sit behind what carries them, half hidden."""
    top, high, tall = base.y - base.height, base.height, first.height * shrink
    if base.seat:
        return top + base.seat[1] * high, 0.01
    if kind in ("riding", "inside") and base.bears == "vehicle":
        return top + min(0.4 * tall, 0.5 * high), -0.01 - 0.001 * row
    if kind == "riding" and base.bears == "astride":
        return base.y - 0.2 * high, -0.01
    if kind == "riding":
        is_small = tall < 0.6 * high
        return (top + 0.2 * high, 0.01) if is_small else (top + 0.3 * high + 0.34 * tall, -0.01)
    if kind == "inside":
        return top + base.brim * high + 0.3 * tall - 0.5 * row * tall, -0.01 - 0.001 * row
    sunk = 0.5 if base.bears == "flat" else 0.07
    return top + sunk * high - 0.72 * row * tall, 0.01 - 0.001 * row


def _resize(cluster: Cluster, factor: float) -> None:
    for thing in cluster.members:
        thing.x, thing.y = thing.x * factor, thing.y * factor
        thing.width, thing.height = thing.width * factor, thing.height * factor


def _in_hand(base: Placed, first: Placed, place: int) -> tuple[float, float, float]:
    """In front of the holder, on the side that it faces, at the height of its hands; several are piled up."""
    largest = (0.45 if place == 0 else 0.34) * base.height
    if first.height > largest:
        first.width, first.height = first.width * largest / first.height, largest
    side = -1 if base.faces == "left" else 1
    if first.flies:
        return side * (base.width * 0.75 + first.width * (0.3 + place)), base.y - base.height * 0.82, -0.02
    side = side if place % 2 == 0 else -side
    lift = (0.62 if first.aloft else 0.24) * base.height + (place // 2) * 0.9 * first.height
    reach = 0.46 if base.faces == "front" else 0.5
    return side * (base.width * reach + first.width * 0.2), base.y - lift, 0.02


def _beside(
    cluster: Cluster, base: Placed, added: Cluster, relation: Relation, place: int
) -> tuple[float, float, float]:
    """Next to each other on the ground, close or apart, as the relation says; several stand on both sides."""
    kind, first = relation.kind, added.members[0]
    if kind == "under":
        return _under(cluster, base, first, place)
    gap = {"hugging": -0.24, "facing": 0.06, "behind": -0.45, "in front of": -0.45}.get(kind, 0.08)
    if first.is_table and kind in ("facing", "beside"):
        gap = -0.22  # whoever works at a table stands a little behind it
    span = min(base.width, first.width)
    side = -1 if kind == "right of" or (kind not in ("left of",) and place % 2) else 1
    edge = cluster.right if side > 0 else -cluster.left
    dx = side * (edge - side * base.x + gap * span) + (-added.left if side > 0 else -added.right)
    if kind in ("facing", "hugging"):
        base.faces, first.faces = towards(base.faces, side), towards(first.faces, -side)
    if first.is_table:
        return dx, 0.05 * base.height, 0.05
    depth = {"behind": 0.08, "in front of": -0.08}.get(kind, 0.0)
    is_small = kind == "hugging" and first.height < 0.6 * base.height
    return dx, depth * base.height, depth or (0.05 if is_small else 0.03)


def _under(cluster: Cluster, base: Placed, first: Placed, place: int) -> tuple[float, float, float]:
    """What is under a tree stands at its foot; the cover is not so tall that it takes the page, nor hidden by it."""
    if first.height > 2.1 * base.height:
        first.width, first.height = first.width * 2.1 * base.height / first.height, 2.1 * base.height
    elif first.height < 1.7 * base.height and len(cluster.members) == 1:
        _resize(cluster, max(first.height / (1.7 * base.height), 0.4))
    return (0.18 + 0.3 * place) * base.width, 0.05 * base.height, -0.05


def towards(faces: Faces, side: int) -> Faces:
    return faces if faces == "front" else ("right" if side > 0 else "left")
