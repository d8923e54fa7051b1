"""Gives each of several riders a mount: "two knights on horses" ride one each."""

from dataclasses import replace

from pinxit.engines.storybook.art import Art, Arts
from pinxit.engines.storybook.reading.bonds import PLURAL_COUNT
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.scene import Relation

MOST = 4
"""So many riders are drawn each on their own; more are a crowd."""


def mount(draft: Draft, pack: Arts) -> None:
    """Part several riders, and what they ride, into pairs."""
    for bond in tuple(draft.relations):
        rider, ridden = draft.subjects[bond.subject], draft.subjects[bond.other]
        is_one_each = bond.kind in ("on", "riding") and ridden.count in (PLURAL_COUNT, rider.count)
        if not is_one_each or not 1 < rider.count <= MOST or ridden.count < 2 or not _is_mount(pack.get(ridden.art)):
            continue
        if not pack.get(rider.art).is_alive:
            continue
        count = rider.count
        draft.subjects[bond.subject], draft.subjects[bond.other] = replace(rider, count=1), replace(ridden, count=1)
        at = draft.relations.index(bond)
        draft.relations[at] = Relation(kind="riding", subject=bond.subject, other=bond.other)
        for _ in range(count - 1):
            number = len(draft.subjects)
            draft.subjects += [replace(rider, count=1), replace(ridden, count=1)]
            draft.relations.append(Relation(kind="riding", subject=number, other=number + 1))


def _is_mount(art: Art) -> bool:
    is_astride = art.title in Grammar.built_in().astride
    return is_astride or (art.group.startswith("animal-mammal") and art.shape == "whole")
