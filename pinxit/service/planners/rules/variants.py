"""What asks for the same otherwise: "a version in black and white", "a different one", "another angle"."""

from collections.abc import Callable

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.aspects import aspects
from pinxit.service.planners.rules.courtesy import courtesies, polite
from pinxit.service.planners.rules.lexicon import phrases, words
from pinxit.service.planners.rules.order import Context, Order, is_some_of
from pinxit.service.planners.rules.phrasing import is_colour, is_worn
from pinxit.service.planners.rules.reading import Reading, capital, is_look, read

OF_IT = (["of", "it"], ["of", "this"], ["of", "that"], ["of", "them"])
NEW_THING = 5
"""Words of "with a penguin", after "one", that can be all that a picture is of."""


def variant(body: str) -> str | None:
    """What is said of "a version" or "one": "in black and white", nothing for "a different one"; None for all else."""
    reading = read(body[:400].strip(" .!?"))
    spoken = reading.words
    first = 1 if spoken[:1] and (spoken[0] in ("a", "an", "another", "some") or spoken[:2] == ["one", "more"]) else 0
    place = first
    while place < len(spoken) and spoken[place] in words("variants.other"):
        place += 1
    at = next((at for at in range(place, min(place + 5, len(spoken))) if spoken[at] in words("variants.names")), None)
    if at is None or spoken == ["one"] or is_some_of(spoken) or (spoken[at] == "take" and place == first):
        return None
    look, rest = reading.part(place, at), _after(reading, at + 1)
    is_known = not look or aspects(look) or is_colour(read(look).words) or all(map(_is_how, read(look).words))
    if rest is None or not is_known:
        return None
    return " ".join(part for part in (look, rest) if part)


def _is_how(word: str) -> bool:
    return is_look(word) or word in words("looks.comparative") or word == "and"


def _after(reading: Reading, place: int) -> str | None:
    """What follows "a version": nothing, or how it is to be; None where it is no such thing."""
    spoken = reading.words
    if spoken[place : place + 2] in OF_IT:
        place += 2
    if spoken[place : place + 2] == ["of", "the"] and len(spoken) > place + 3:
        return reading.part(place + 1)
    while place < len(spoken) and spoken[place] in (",", "but", "please", ":", "that", "which", "is"):
        place += 1
    if place >= len(spoken):
        return ""
    led = spoken[place] in words("grammar.prepositions") or spoken[place] in ("where", "featuring", "showing", "has")
    return reading.part(place) if led else None


def of_another(body: str, knows: Callable[[str], bool] = lambda word: False) -> str:
    """ "one with a penguin", "one of a fox": what a new picture is of, where it is nothing to add to this one."""
    reading = read(body.strip(" .!?"))
    spoken = reading.words
    if spoken[:1] != ["one"] or spoken[1:2] not in (["with"], ["of"], ["showing"], ["featuring"]):
        return ""
    led = len(spoken) > 3 and spoken[2] in words("grammar.indefinite")
    if not led or (spoken[1] != "of" and (len(spoken) > NEW_THING or is_worn(spoken[-1]) or knows(spoken[-1]))):
        return ""
    return capital(reading.part(2))


def differing(reading: Reading, context: Context | None = None) -> Order | None:
    """ "a different angle", "in another pose", "surprise me with the background"."""
    spoken, place = reading.words, 0
    if spoken[:2] == ["surprise", "me"]:
        at = 3 if spoken[2:3] in (["with"], ["by"], ["in"]) else len(spoken)
        at += spoken[at : at + 1] in (["the"], ["your"], ["a"])
        found = reading.part(at)
        return Order("free", f"with a surprising {found}", said=reading.text) if found else None
    while place < len(spoken) and (spoken[place] in words("variants.leads") or spoken[place] in ("a", "some")):
        place += 1
    other = spoken[place : place + 1]
    length, lead = phrases("differing").at(spoken, place + 1)
    if not other or other[0] not in words("variants.other") or place + 1 + length < len(spoken) or not length:
        return None
    name = reading.part(place + (other == ["another"]))
    name = name[:1].lower() + name[1:]
    name = f"another {name}" if other == ["another"] else nouns.with_article(name)
    return Order("free", f"{lead} {name}", said=f"Show it {lead.removeprefix('seen ')} {name}")


def after_label(reading: Reading) -> str:
    """What follows "make it:"; nothing where that is not how the message begins."""
    start = courtesies(reading.words)
    length = phrases("asking.labels").at(reading.words, start)[0]
    after = start + length
    is_order = length and reading.words[start] in ("make", "draw", "paint", "do", "try")
    marked = reading.words[after : after + 1] == [":"] and after + 1 < len(reading.words)
    return polite(reading.part(after + 1)) if is_order and marked else ""
