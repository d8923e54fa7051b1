"""Changes the scenes in the fields of a grid: an instruction goes to those that have what it names, or to all."""

from collections.abc import Callable
from dataclasses import replace

from pinxit.engines.storybook.amending.amended import Amended
from pinxit.engines.storybook.edits.asked import short
from pinxit.engines.storybook.edits.clauses import Clause, clauses, split_words
from pinxit.engines.storybook.scene import Scene

Amend = Callable[[Scene, str], Amended | None]
"""Changes one scene as an instruction says; None where that is not understood as a change of it."""


def amend_fields(sheet: Scene, instruction: str, amend: Amend) -> Amended | None:
    """`sheet` with its fields changed clause by clause; None where nothing is understood as a change of any."""
    notes: list[str] = []
    is_done = False
    for clause in clauses(instruction):
        amended = _carried_out(sheet, clause, amend)
        is_done |= amended is not None
        sheet = amended.scene if amended else sheet
        notes += amended.notes if amended else (f"{short(clause.whole)} (not understood)",)
    return Amended(sheet, tuple(dict.fromkeys(notes))) if is_done else None


def _carried_out(sheet: Scene, clause: Clause, amend: Amend) -> Amended | None:
    meant = _meant(sheet, clause)
    tried = {number: amended for number in meant if (amended := amend(sheet.frames[number], clause.whole))}
    if not tried:
        return None
    frames, styles = list(sheet.frames), []
    for number, amended in tried.items():
        before = frames[number]
        is_rewritten = len(amended.scene.lettering) <= len(before.lettering)  # words that are new go onto the sheet
        lettering = amended.scene.lettering if is_rewritten else before.lettering
        frames[number] = replace(amended.scene, lettering=lettering, style=before.style)
        styles += [amended.scene.style] if amended.scene.style != before.style else []
    changed = replace(sheet, frames=tuple(frames), style=styles[0] if styles else sheet.style)
    if changed == sheet:
        on_sheet = amend(replace(sheet, frames=()), clause.whole)
        changed = replace(sheet, lettering=on_sheet.scene.lettering) if on_sheet else sheet
    shared = set.intersection(*(set(amended.notes) for amended in tried.values()))
    return Amended(changed, tuple(sorted(shared)))


def _meant(sheet: Scene, clause: Clause) -> list[int]:
    """The numbers of the fields that have a thing which the clause names; all of them where none has."""
    words = set(split_words(clause.whole))
    named = [
        number
        for number, frame in enumerate(sheet.frames)
        if any(subject.word.split()[-1] in words for subject in frame.subjects)
    ]
    return named or list(range(len(sheet.frames)))
