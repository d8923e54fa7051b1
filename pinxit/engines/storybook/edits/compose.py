"""A new scene with the caller's pictures in it: which thing holds them, which one they are, and how large."""

from collections.abc import Sequence
from dataclasses import replace

from pinxit.engines.storybook.art import ArtPack, singulars
from pinxit.engines.storybook.edits.cutout import Cutout
from pinxit.engines.storybook.edits.props import NAME, Props
from pinxit.engines.storybook.grammar import Grammar
from pinxit.engines.storybook.scene import TABLE, Relation, RelationKind, Scene, Subject
from pinxit.engines.storybook.staging import Draft, stage
from pinxit.jobs import Fidelity

NUMBERS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


def compose(
    draft: Draft, who: int | None, cutouts: Sequence[Cutout], fidelity: Fidelity, pack: ArtPack
) -> tuple[Scene, Props]:
    """The scene of `draft` with the pictures in it, and the art to draw it with.

    A basket or a box holds them all, a table bears them, and the subject `who` is drawn as the first of them.
    """
    props = Props(pack, cutouts, fidelity)
    own = [Subject(word=_called(number), art=NAME.format(number)) for number in range(len(cutouts))]
    subjects, relations = list(draft.subjects), list(draft.relations)
    if who is not None:
        subjects[who] = replace(own[0], size=subjects[who].size)
        own = own[1:]
        first = [who]
    else:
        first = []
    numbers = first + list(range(len(subjects), len(subjects) + len(own)))
    subjects += own
    bearer = _bearer(draft, pack)
    if bearer is not None and bearer != who:
        kind: RelationKind = "inside" if pack.get(subjects[bearer].art).title in Grammar.built_in().containers else "on"
        relations = [bond for bond in relations if bond.subject not in numbers or bond.kind not in ("on", "inside")]
        relations += [Relation(kind=kind, subject=number, other=bearer) for number in numbers]
    changed = replace(draft, subjects=subjects, relations=relations, said=dict(draft.said), missing=list(draft.missing))
    return stage(changed, props), props


def meant(draft: Draft, spoken: str | None) -> int | None:
    """The subject that the words mean a picture by: the bottle of "this bottle on a table"."""
    forms = {spoken, *singulars(spoken)} if spoken else set()
    return next((number for number, each in enumerate(draft.subjects) if forms & set(each.word.split())), None)


def _bearer(draft: Draft, pack: ArtPack) -> int | None:
    """The thing that the pictures are in or on: a basket before a table, and a table before a shelf."""
    grammar = Grammar.built_in()
    titles = [pack.get(subject.art).title for subject in draft.subjects]
    for number, title in enumerate(titles):
        if title in grammar.containers:
            return number
    return next((number for number, subject in enumerate(draft.subjects) if subject.art == TABLE), None)


def _called(number: int) -> str:
    """What a scene calls a picture of the caller's."""
    return f"the {NUMBERS[number]} picture" if number < len(NUMBERS) else f"the picture {number + 1}"
