"""Carries the places of one scene over to another: to one that was read anew, or to none for another composition."""

from dataclasses import replace
from random import Random

from pinxit.engines.storybook.scene import Scene, Spot, Subject


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
