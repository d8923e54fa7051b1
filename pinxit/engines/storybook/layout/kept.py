"""Keeps the places of a picture that was laid out already, and finds room for what is new in it.

What a page gave its things is noted in the scene. When the scene is changed and laid out again, whatever has a spot
stays on it, so that a hat more or a bird less moves nothing else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from pinxit.engines.storybook.layout.clusters import clusters_of
from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.layout.placed import SCENERY, Cluster, Placed
from pinxit.engines.storybook.layout.room import Hint, find_room
from pinxit.engines.storybook.layout.sizes import Measure, seen_height
from pinxit.engines.storybook.scene import STANDING, Layout, Relation, Scene, Spot, Subject

FINE = 2
"""Decimals of a place: a scene as JSON holds no more, and the same places must paint the same pixels."""
JOINED = ("on", "inside", "riding", "holding", "hugging", "above", "under", "wearing", "using")
"""Relations that give the one a place by the other; any other is met by whatever room is near."""


def rounded(thing: Placed) -> Placed:
    """The same thing, its lengths in as many decimals as are kept."""
    thing.x, thing.y, thing.tilt = round(thing.x, FINE), round(thing.y, FINE), round(thing.tilt, FINE)
    thing.width, thing.height, thing.order = round(thing.width, FINE), round(thing.height, FINE), round(thing.order, 4)
    return thing


def noted(scene: Scene, placed: Sequence[Placed], page: Page, without: Iterable[str]) -> Scene:
    """The scene with the spots of its things, and what its setting is `without`."""
    spots: dict[int, dict[int, Spot]] = {}
    for thing in placed:
        spots.setdefault(thing.subject, {})[thing.copy] = Spot(
            x=thing.x, y=thing.y, height=thing.height, width=thing.width, faces=thing.faces, order=thing.order,
            aloft=thing.aloft, tilt=thing.tilt, copy=thing.copy,
        )  # fmt: skip
    subjects = [
        replace(subject, at=tuple(spot for _, spot in sorted(spots.get(number, {}).items())))
        for number, subject in enumerate(scene.subjects)
    ]
    boards = iter(range(-1, -1 - len(scene.lettering), -1))
    lettering = [
        replace(text, at=spots.get(next(boards), {}).get(0)) if text.place in STANDING else text
        for text in scene.lettering
    ]
    layout = replace(_layout(page), without=tuple(sorted(without)))
    return replace(scene, subjects=tuple(subjects), lettering=tuple(lettering), layout=layout)


def _layout(page: Page) -> Layout:
    return Layout(width=page.width, height=page.height, ground=page.ground, floats=page.floats, flat=page.flat)


def has_spots(scene: Scene) -> bool:
    """Whether anything has its place already."""
    return any(each.at for each in scene.subjects) or any(each.at for each in scene.lettering)


def settle(scene: Scene, page: Page, measure: Measure, seed: int, boards: Sequence[float] = ()) -> list[Placed]:
    """Place everything of `scene` on `page` as `arrange` does, but keep the spots that it has."""
    return _Settling(scene, page, measure, seed).placed(boards)


class _Settling:
    def __init__(self, scene: Scene, page: Page, measure: Measure, seed: int) -> None:
        self.page = page
        self.measure = measure
        self.seed = seed
        old = scene.layout or _layout(page)
        if not page.flat and (old.flat or old.floats != page.floats):  # what stood on the ground does not hang in space
            scene = replace(scene, subjects=tuple(replace(each, at=()) for each in scene.subjects))
        self.scene = _on_page(scene, old, page)
        self.loose = [each for each in scene.relations if each.kind not in JOINED and not self._are_both_kept(each)]
        """Relations of what is new to what is kept, which say only where room is looked for."""

    def placed(self, boards: Sequence[float]) -> list[Placed]:
        joined = replace(self.scene, relations=tuple(each for each in self.scene.relations if each not in self.loose))
        clusters = clusters_of(joined, self.measure)
        done: list[Placed] = []
        new: list[Cluster] = []
        for cluster in clusters:
            if any(self._spot(thing) for thing in cluster.members):
                done += self._kept(cluster)
            else:
                new.append(cluster)
        signs = [text for text in self.scene.lettering if text.place in ("sign", "slate")]
        for number, (text, shape) in enumerate(zip(signs, boards, strict=True)):
            board = Placed(-1 - number, 0, 0, 0.55 * shape, 0.55)
            if text.at:
                done.append(_put(board, text.at))
            else:
                new.append(Cluster([board]))
        unit = self._unit(done)
        # a house is behind whatever stands before it, so it is given room first
        for cluster in sorted(new, key=lambda each: -each.above):
            thing = cluster.members[0]
            who = (
                f"{self.seed} {self.scene.subjects[thing.subject].art if thing.subject >= 0 else 'board'} {thing.copy}"
            )
            done += find_room(cluster, done, self.page, unit, self._hint(cluster, done), who)
        return sorted(map(self._numbered, done), key=lambda thing: thing.order)

    def _numbered(self, thing: Placed) -> Placed:
        """The thing with the number by which it looks as it did: of three people the third stays who it is."""
        spots = self.scene.subjects[thing.subject].at if thing.subject >= 0 else ()
        if thing.copy < len(spots):
            number = spots[thing.copy].copy
            return thing if number is None else replace(thing, copy=number)
        taken = {spot.copy for spot in spots}
        free = [copy for copy in range(len(spots) + thing.copy + 1) if copy not in taken]
        return replace(thing, copy=free[thing.copy - len(spots)])

    def _spot(self, thing: Placed) -> Spot | None:
        spots = self.scene.subjects[thing.subject].at if thing.subject >= 0 else ()
        return spots[thing.copy] if thing.copy < len(spots) and not spots[thing.copy].is_free else None

    def _left(self, thing: Placed) -> Spot | None:
        """The spot that a thing is to leave."""
        spots = self.scene.subjects[thing.subject].at if thing.subject >= 0 else ()
        return spots[thing.copy] if thing.copy < len(spots) and spots[thing.copy].is_free else None

    def _are_both_kept(self, relation: Relation) -> bool:
        ends = self.scene.subjects[relation.subject], self.scene.subjects[relation.other]
        return all(each.at and not each.at[0].is_free for each in ends)

    def _kept(self, cluster: Cluster) -> list[Placed]:
        """The things of a cluster on their spots, and around them those that are new in it."""
        base, known = cluster.members[0], [thing for thing in cluster.members if self._spot(thing)]
        spot, first = self._spot(known[0]), known[0]
        assert spot is not None, "the first of those with a spot has one"
        scale = spot.height / first.height
        if first is not base:  # what stood by itself is on something now, which stands where it stood
            for thing in cluster.members:
                thing.x, thing.y = thing.x - first.x, thing.y
            return Cluster(cluster.members).put(spot.x, spot.y, scale, spot.order or spot.y)
        placed = []
        for thing in cluster.members:
            if own := self._spot(thing):
                placed.append(_put(thing, own))
        for thing in cluster.members:
            if self._spot(thing) is None:
                new = replace(
                    thing, x=spot.x + (thing.x - first.x) * scale, y=spot.y + (thing.y - first.y) * scale,
                    width=thing.width * scale, height=thing.height * scale,
                    order=_order(spot) + thing.order - first.order,
                )  # fmt: skip
                placed.append(_beside_others(new, placed))
        return placed

    def _unit(self, placed: Sequence[Placed]) -> float:
        """Units for a height of 1, as most of what stands before the scenery was given them."""
        scales = []
        for thing in placed:
            if thing.subject >= 0:
                height = seen_height(self.measure(thing.subject)[0], self.scene.subjects[thing.subject].size)
                if height < SCENERY:
                    scales.append(thing.height / height)
        return median(scales) if scales else 0.4 * self.page.height

    def _hint(self, cluster: Cluster, done: Sequence[Placed]) -> Hint:
        """What the words say of the place of a new cluster."""
        number = cluster.members[0].subject
        if number < 0:
            return Hint()
        near = [
            (kind, thing)
            for kind, other in self._said_of(number)
            for thing in done
            if thing.subject == other and thing.copy == 0
        ]
        company = [thing for thing in done if thing.subject == number]
        kind, other = near[0] if near else (None, None)
        left = self._left(cluster.members[0])
        return Hint(place=self.scene.subjects[number].place, kind=kind, other=other, company=tuple(company), left=left)

    def _said_of(self, number: int) -> Iterator[tuple[str, int]]:
        for relation in self.loose:
            if relation.subject == number:
                yield relation.kind, relation.other
            elif relation.other == number:
                yield MIRRORED.get(relation.kind, relation.kind), relation.subject


MIRRORED = {"left of": "right of", "right of": "left of", "behind": "in front of", "in front of": "behind"}
"""What the second of two is to the first."""


def _order(spot: Spot) -> float:
    return spot.y if spot.order is None else spot.order


def _put(thing: Placed, spot: Spot) -> Placed:
    """The thing on its spot; as wide as it is drawn where the spot does not say how wide."""
    width = spot.height * thing.width / thing.height if spot.width is None else spot.width
    return replace(
        thing, x=spot.x, y=spot.y, height=spot.height, width=width, order=_order(spot), tilt=spot.tilt,
        faces=spot.faces or thing.faces, aloft=thing.aloft if spot.aloft is None else spot.aloft,
    )  # fmt: skip


def _beside_others(new: Placed, placed: Sequence[Placed]) -> Placed:
    """What is put on or into something, moved along it to where least lies already."""
    base, others = placed[0], placed[1:]
    room = (base.width - new.width) / 2
    if room <= 0 or not new.aloft or abs(new.x - base.x) > (base.width + new.width) / 2:
        return new
    nearest = min(max(new.x, base.x - room), base.x + room)
    tries = [nearest, *(base.x + room * step / 4 for step in range(-4, 5))]

    def hidden(x: float) -> float:
        return sum(max(0.0, (new.width + each.width) / 2 - abs(x - each.x)) for each in others)

    return replace(new, x=min(tries, key=hidden))


def _on_page(scene: Scene, old: Layout, page: Page) -> Scene:
    """The scene with its spots moved to a page of another shape, or with another ground."""
    ground = old.ground if page.flat else page.ground
    if (old.width, old.height, old.ground) == (page.width, page.height, ground):
        return scene
    across, down = page.width / old.width, page.height / old.height
    size = min(across, down)
    (far, near), (far_now, near_now) = old.ground, ground

    def moved(spot: Spot) -> Spot:
        stands = not spot.aloft and near > far and not page.flat
        y = far_now + (spot.y - far) * (near_now - far_now) / (near - far) if stands else spot.y * down
        width = None if spot.width is None else spot.width * size
        order = spot.order if spot.order is None or not stands else spot.order + y - spot.y
        return replace(spot, x=spot.x * across, y=y, height=spot.height * size, width=width, order=order)

    def moved_subject(subject: Subject) -> Subject:
        return replace(subject, at=tuple(moved(spot) for spot in subject.at))

    lettering = tuple(replace(text, at=moved(text.at)) if text.at else text for text in scene.lettering)
    return replace(scene, subjects=tuple(map(moved_subject, scene.subjects)), lettering=lettering)
