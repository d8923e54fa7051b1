"""Carries the places of one scene over to another: to one that was read anew, or into another composition."""

from dataclasses import replace
from random import Random

from pinxit.engines.storybook.amending.working import OPPOSITE
from pinxit.engines.storybook.scene import Layout, Scene, Spot, Subject

NEAREST, FARTHEST = 1.12, 0.8
"""How much larger or smaller all things may be drawn in another composition."""


def placed_as(scene: Scene, before: Scene) -> Scene:
    """`scene` with the places that the same things have in `before`: what is in both of them stays where it is."""
    left = list(before.subjects)
    subjects = []
    for subject in scene.subjects:
        same = _same(subject, left)
        spots: tuple[Spot, ...] = ()
        if same is not None:
            left.remove(same)
            spots = same.at[: subject.count]
        subjects.append(replace(subject, at=spots))
    boards = {text.place: text.at for text in before.lettering}
    lettering = tuple(replace(text, at=boards.get(text.place)) for text in scene.lettering)
    return replace(scene, subjects=tuple(subjects), lettering=lettering, layout=before.layout)


def _same(subject: Subject, others: list[Subject]) -> Subject | None:
    """The one of `others` that is drawn as `subject` is, in its colour if there is one in it."""
    drawn = [other for other in others if other.art == subject.art]
    return next((other for other in drawn if other.colour == subject.colour), drawn[0] if drawn else None)


def recomposed(scene: Scene, seed: int) -> Scene:
    """The same things to be composed anew: without their places, and in another order from left to right."""
    order = list(range(len(scene.subjects)))
    Random(seed).shuffle(order)
    places = {number: place for place, number in enumerate(order)}
    relations = tuple(replace(bond, subject=places[bond.subject], other=places[bond.other]) for bond in scene.relations)
    subjects = tuple(replace(scene.subjects[number], at=()) for number in order)
    lettering = tuple(replace(text, at=None) for text in scene.lettering)
    return replace(scene, subjects=subjects, relations=relations, lettering=lettering, layout=None)


def reframed(scene: Scene, seed: int) -> Scene:
    """A scene that was laid out, seen from nearer or farther, and the other way round where no word says a side."""
    layout, random = scene.layout, Random(seed)
    if layout is None:
        return scene
    says_a_side = any(bond.kind in ("left of", "right of") for bond in scene.relations)
    says_a_side = says_a_side or any(subject.place for subject in scene.subjects)
    turns = random.random() < 0.6 and not says_a_side
    spots = [spot for subject in scene.subjects for spot in subject.at]
    factor = min(random.uniform(FARTHEST, NEAREST), *(_most(spot, layout) for spot in spots), NEAREST)

    def moved(spot: Spot) -> Spot:
        base = spot.y if spot.aloft else layout.ground[1]
        width = None if spot.width is None else spot.width * factor
        spot = replace(
            spot, x=layout.width / 2 + (spot.x - layout.width / 2) * factor, y=base + (spot.y - base) * factor,
            height=spot.height * factor, width=width,
        )  # fmt: skip
        return _mirrored(spot, layout) if turns else spot

    return replace(
        scene, subjects=tuple(replace(each, at=tuple(map(moved, each.at))) for each in scene.subjects),
        lettering=tuple(replace(each, at=moved(each.at) if each.at else None) for each in scene.lettering),
    )  # fmt: skip


def _most(spot: Spot, layout: Layout) -> float:
    """How much larger a thing may be drawn, and all else with it, until it reaches an edge."""
    across = abs(spot.x - layout.width / 2) + (spot.width or spot.height) / 2
    return max(1.0, min(layout.width / 2 / across, 0.95 * layout.height / spot.height))


def _mirrored(spot: Spot, layout: Layout) -> Spot:
    return replace(spot, x=layout.width - spot.x, faces=OPPOSITE.get(spot.faces or "", spot.faces), tilt=-spot.tilt)
