"""Bringing drawings together: "put both of them in one picture"."""

from pinxit.service.planners.base import Drawing
from pinxit.service.planners.rules.courtesy import courtesies, polite
from pinxit.service.planners.rules.lexicon import phrases
from pinxit.service.planners.rules.numbers import number_of
from pinxit.service.planners.rules.reading import capital, read, uncapital
from pinxit.service.planners.rules.scene import LONG, Scene

MAX_DRAWINGS = 8
"""Of "all of them" so many are brought together."""


def together(text: str, drawings: tuple[Drawing, ...]) -> Scene | None:
    """The scene of several drawings in one, where `text` asks for that."""
    if len(text) > LONG:
        return None
    spoken = read(text).words
    place = courtesies(spoken)
    place += phrases("together.verbs").at(spoken, place)[0]
    in_one = any(phrases("together.in_one").at(spoken, at)[0] for at in range(place, len(spoken)))
    length, meant = phrases("together.drawings").at(spoken, place)
    if not in_one or not length or len(spoken) > place + 14:
        return None
    number = number_of(meant) or MAX_DRAWINGS
    chosen = _lines(drawings)[-number:]
    if len(chosen) < 2:
        return None
    first, *others = [drawing.prompt.strip().rstrip(".") for drawing in chosen]
    parts = [first, *(_inner(each) for each in others)]
    joint = ", and " if any("," in part for part in parts) else " and "
    said = capital(polite(text).rstrip(" .!?"))
    return Scene(joint.join(parts), tuple(each.picture for each in chosen), said, is_drawn=True)


def _lines(drawings: tuple[Drawing, ...]) -> list[Drawing]:
    """The last drawing of each that began anew."""
    found: list[Drawing] = []
    for drawing in drawings:
        if not drawing.prompt.strip():
            continue
        if found and (not drawing.is_new or drawing.prompt == found[-1].prompt):
            found.pop()
        found.append(drawing)
    return found


def _inner(description: str) -> str:
    return uncapital(description)
