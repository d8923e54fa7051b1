"""The marks as a table: what share of what was asked is in the pictures, for each kind and each measure."""

from collections.abc import Sequence

from bench.gallery.book import KINDS
from bench.gallery.measures import MEASURES, Mark, Measure

SHARES = ("characters", "kept")
"""Measures that are shares themselves; of the others each mark is right or wrong."""


def table_of(marks: Sequence[Mark]) -> str:
    """Markdown: "right / asked" or a mean share, and nothing where nothing is measured."""
    kinds = [kind for kind in KINDS if any(mark.kind == kind for mark in marks)]
    lines = ["| | " + " | ".join(MEASURES) + " |", "|---" * (len(MEASURES) + 1) + "|"]
    for kind in [*kinds, "all"]:
        cells = [_cell(measure, [mark for mark in marks if kind in (mark.kind, "all")]) for measure in MEASURES]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(measure: Measure, marks: Sequence[Mark]) -> str:
    shares = [mark.share for mark in marks if mark.measure == measure]
    if not shares:
        return ""
    mean = sum(shares) / len(shares)
    if measure in SHARES:
        return f"{100 * mean:.1f} %"
    return f"{sum(share == 1 for share in shares)} / {len(shares)}"
