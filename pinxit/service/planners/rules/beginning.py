"""A new picture: what it is of, and what is to be done to it at once."""

from pinxit.service.planners.rules.courtesy import request
from pinxit.service.planners.rules.imperatives import ALSO_CERTAIN, CERTAIN
from pinxit.service.planners.rules.lexicon import phrases
from pinxit.service.planners.rules.orders import orders
from pinxit.service.planners.rules.reading import read, uncapital
from pinxit.service.planners.rules.requests import points_at
from pinxit.service.planners.rules.scene import LONG, Scene, ordered
from pinxit.service.planners.rules.variants import after_label, of_another


def new_body(text: str) -> str:
    """What a new picture is of."""
    labelled = after_label(read(text)) if len(text) < LONG else ""
    body = request(labelled or text).body
    return of_another(body) or body


def begun(body: str) -> Scene:
    """The scene of a new picture, where what is to be done to it at once may follow: ", then remove the balloon"."""
    first, rest, is_new = _followed(body) if len(body) <= LONG else (body, "", False)
    scene = Scene(words=first)
    if not rest:
        return scene
    if is_new:
        joint = ", and " if "," in first else " and "
        return Scene(words=f"{first.rstrip(' .')}{joint}{uncapital(request(rest).body.rstrip(' .'))}")
    asked = orders(rest, first)
    done = ordered(scene, asked, rest) if asked else Scene(words=body)
    return Scene(words=done.words, focus=done.focus)


def _followed(body: str) -> tuple[str, str, bool]:
    """A description, the order that follows it, and whether that is for another picture: "Then draw a dog."."""
    reading = read(body)
    spoken = reading.words
    for place in range(1, len(spoken) - 2):
        at = place + (spoken[place] in (",", ".", ";", "and", "!"))
        at += spoken[at] == "and"
        if at == place or spoken[at] not in ("then", "afterwards") or spoken[place - 1] in (",", "and"):
            continue
        at += 1 + (spoken[at + 1] == ",")
        if at >= len(spoken) - 1:
            break
        verb = phrases("verbs").at(spoken, at)[1]
        painted = request(reading.part(at)).asked in ("painting", "doing")
        if painted or spoken[at] in CERTAIN | ALSO_CERTAIN | {"erase", "delete", "take"} and verb:
            is_new = painted and len(reading.part(0, place)) < 200 and not points_at(request(reading.part(at)))
            return reading.part(0, place), reading.part(at), is_new
    return body, "", False
