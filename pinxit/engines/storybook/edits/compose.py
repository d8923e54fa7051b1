"""A new scene with the caller's pictures in it: which thing holds them, which ones they are, and how large."""

from collections.abc import Sequence
from dataclasses import replace

from pinxit.engines.cutting.cutout import Cutout
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.edits.clauses import split_words
from pinxit.engines.storybook.edits.props import NAME, Props
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.staging import Draft, stage
from pinxit.engines.storybook.scene import TABLE, Relation, RelationKind, Scene, Subject
from pinxit.jobs import Fidelity

NUMBERS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
CLOSE: tuple[RelationKind, ...] = ("holding", "wearing", "using", "hugging")
"""What pictures cannot do to each other, or to what is drawn: they stand side by side."""
NARROW = frozenset(["vase", "amphora", "potted plant"])
"""Containers that hold no pictures."""
REACH = 4
"""Words after a verb within which its object is named."""


def compose(
    draft: Draft, shown: Sequence[int], cutouts: Sequence[Cutout], fidelity: Fidelity, pack: ArtPack
) -> tuple[Scene, Props]:
    """The scene of `draft` with the pictures in it, and the art to draw it with.

    A basket or a box holds them all, a table bears them, and the subjects `shown` are drawn as the first of them.
    """
    props = Props(pack, cutouts, fidelity)
    own = [Subject(word=_called(number), art=NAME.format(number)) for number in range(len(cutouts))]
    subjects = list(draft.subjects)
    for number, picture in zip(shown, own, strict=False):
        subjects[number] = replace(picture, size=subjects[number].size)
    more = own[len(shown) :]
    numbers = [*shown[: len(own)], *range(len(subjects), len(subjects) + len(more))]
    subjects += more
    relations = [replace(bond, kind="beside") if _is_close(bond, shown) else bond for bond in draft.relations]
    bearer = _bearer(draft, pack, all_are_named=len(shown) >= len(own))
    if bearer is not None and bearer not in shown:
        kind: RelationKind = "inside" if pack.get(subjects[bearer].art).title in Grammar.built_in().containers else "on"
        numbers = _from_left(numbers, relations)
        relations = [bond for bond in relations if bond.subject not in numbers or bond.kind not in ("on", "inside")]
        relations += [Relation(kind=kind, subject=number, other=bearer) for number in numbers]
    changed = replace(draft, subjects=subjects, relations=relations, said=dict(draft.said), missing=list(draft.missing))
    return stage(changed, props), props


def undone(draft: Draft, shown: Sequence[int], prompt: str) -> list[str]:
    """What the things of a description are not seen doing, since the subjects `shown` are pictures: "holding the mug".

    It is looked for in the words, since not all of it has become a relation.
    """
    words, table = split_words(prompt), Grammar.built_in().relations
    things = {draft.subjects[number].word.split()[-1] for number in shown}
    found = []
    for place in range(len(words)):
        length, kinds = table.at(words, place)
        after = words[place + length : place + length + REACH]
        end = next((at for at, word in enumerate(after) if word in things), None)
        if length and kinds[0] in CLOSE and end is not None:
            phrase = " ".join(words[place : place + length + end + 1])
            found.append(f'"{phrase}" (pictures stand side by side)')
    return found


def _is_close(bond: Relation, shown: Sequence[int]) -> bool:
    return bond.kind in CLOSE and (bond.subject in shown or bond.other in shown)


def _from_left(numbers: Sequence[int], relations: Sequence[Relation]) -> list[int]:
    """The numbers so ordered that what is left of another comes before it."""
    ordered = list(numbers)
    for bond in relations:
        pair = (bond.subject, bond.other) if bond.kind == "left of" else (bond.other, bond.subject)
        is_sided = bond.kind in ("left of", "right of") and pair[0] in ordered and pair[1] in ordered
        if is_sided and ordered.index(pair[0]) > ordered.index(pair[1]):
            ordered.remove(pair[0])
            ordered.insert(ordered.index(pair[1]), pair[0])
    return ordered


def _bearer(draft: Draft, pack: ArtPack, *, all_are_named: bool) -> int | None:
    """The thing that the pictures are in or on: a basket before a table, and a table before a shelf.

    Where the words name each of the pictures, a container holds them only if something is said to be in it: those who
    have tea are in no cup.
    """
    grammar = Grammar.built_in()
    filled = {bond.other for bond in draft.relations if bond.kind in ("inside", "on")}
    titles = [pack.get(subject.art).title for subject in draft.subjects]
    for number, title in enumerate(titles):
        if title in grammar.containers and title not in NARROW and (number in filled or not all_are_named):
            return number
    return next((number for number, subject in enumerate(draft.subjects) if subject.art == TABLE), None)


def _called(number: int) -> str:
    """What a scene calls a picture of the caller's."""
    return f"the {NUMBERS[number]} picture" if number < len(NUMBERS) else f"the picture {number + 1}"


def without_table(scene: Scene) -> Scene:
    """`scene` for a hole: what is put there lies on what is around it, and brings no table along. One that is asked for
    itself stays."""
    at = next((number for number, subject in enumerate(scene.subjects) if subject.art == TABLE), 0)
    if at == 0:
        return scene
    relations = tuple(
        replace(bond, subject=bond.subject - (bond.subject > at), other=bond.other - (bond.other > at))
        for bond in scene.relations
        if at not in (bond.subject, bond.other)
    )
    return replace(scene, subjects=(*scene.subjects[:at], *scene.subjects[at + 1 :]), relations=relations)
