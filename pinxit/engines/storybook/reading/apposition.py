"""Leaves out a word for several who are then told one by one: "two children, a boy and a girl" are two."""

from dataclasses import replace

from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.staging import Draft


def tell_once(draft: Draft) -> None:
    """Take out each group whose members follow it and are as many; what was said of it is said of the first of them."""
    for at in range(len(draft.subjects) - 2, -1, -1):
        if _is_told_after(draft, at):
            del draft.subjects[at]
            first = at  # which is the first member now
            draft.relations = [
                replace(bond, subject=_moved(bond.subject, at, first), other=_moved(bond.other, at, first))
                for bond in draft.relations
            ]
            draft.roles = [(_moved(number, at, first), role) for number, role in draft.roles]
            draft.doings = {_moved(number, at, first): doing for number, doing in draft.doings.items()}
            draft.lettering = [
                each if each.subject is None else replace(each, subject=_moved(each.subject, at, first))
                for each in draft.lettering
            ]


def _is_told_after(draft: Draft, at: int) -> bool:
    """The subjects right after it are of its company, and its number together."""
    group = draft.subjects[at]
    company = Grammar.built_in().members.get(group.art, frozenset())
    counted = 0
    for each in draft.subjects[at + 1 :]:
        if each.art not in company:
            break
        counted += each.count
        if counted >= group.count:
            break
    return group.count > 1 and counted == group.count


def _moved(number: int, gone: int, first: int) -> int:
    return first if number == gone else number - (number > gone)
