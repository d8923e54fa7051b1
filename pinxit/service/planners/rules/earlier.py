"""Going back to an earlier drawing: "undo", "the first one", "go back to the cat"."""

from collections.abc import Sequence
from dataclasses import replace

from pinxit.service.planners.base import Drawing
from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.courtesy import courtesies, polite
from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.order import Order
from pinxit.service.planners.rules.orders import orders
from pinxit.service.planners.rules.reading import Reading, capital, is_word, read
from pinxit.service.planners.rules.scene import LONG, Scene, has_words, ordered


def back(text: str, drawings: Sequence[Drawing]) -> Scene | None:
    """The scene of an earlier drawing, where `text` goes back to it: "the first one", "undo", "go back to the cat"."""
    if not drawings or len(text) > LONG:
        return None
    reading = read(text.strip(" .!?"))
    bare = [word for word in reading.words if is_word(word)]
    bare = bare[courtesies(bare) :]
    if phrases("back.words").means(bare):
        return _returned(drawings[-2 if len(drawings) > 1 else -1], "", text)
    named = _named(reading)
    if named:
        start, end, number = named
        if -len(drawings) <= number < len(drawings) or number == -2:
            drawing = drawings[number if len(drawings) > 1 or number >= 0 else -1]
            return _returned(drawing, _rest(reading, start, end), text)
    return _gone_back(reading, drawings, text)


def _named(reading: Reading) -> tuple[int, int, int] | None:
    """Where "the first picture" stands, and which one it is."""
    spoken, ordinals = reading.words, pairs("back.ordinals")
    for place in range(len(spoken) - 1):
        if spoken[place] == "the" and spoken[place + 1] in ordinals:
            following = spoken[place + 2 : place + 3]
            named = bool(following) and (following[0] in words("things.pictures") or following == ["try"])
            if named or (spoken[place + 1] == "original" and not following):
                return place, place + (3 if named else 2), ordinals[spoken[place + 1]]
    return None


def _rest(reading: Reading, start: int, end: int) -> str:
    """What is asked beside going back: "use the first one and make it blue"; "make the first one blue"."""
    before, after = reading.words[:start], reading.part(end).lstrip(" ,.;")
    place = courtesies(before)
    if place >= len(before) or phrases("back.begins").means(before[place:]):
        return after.removeprefix("and ").removeprefix("but ").removesuffix("again").strip(" .")
    return f"{reading.part(0, start)} it {after}".strip()


def _gone_back(reading: Reading, drawings: Sequence[Drawing], text: str) -> Scene | None:
    """ "go back to the cat": to the last drawing but the newest that shows one."""
    spoken = reading.words
    start = courtesies(spoken)
    length, _ = phrases("back.begins").at(spoken, start)
    if not length or spoken[start] not in ("go", "back", "return", "revert", "let's") or len(drawings) < 2:
        return None
    place = start + length
    end = next((at for at in range(place, len(spoken)) if spoken[at] in (",", ".", "and", "but")), len(spoken))
    wanted = [word for word in spoken[place:end] if word not in words("grammar.determiners")]
    for drawing in reversed(drawings[:-1]):
        if wanted and nouns.find(read(drawing.prompt), wanted) is not None:
            rest = reading.part(end).removeprefix(",").removeprefix(".").strip()
            return _returned(drawing, rest.removeprefix("and ").removeprefix("but "), text)
    return None


def _returned(drawing: Drawing, rest: str, text: str) -> Scene:
    scene = Scene(drawing.prompt, (drawing.picture,), is_drawn=True)
    if not has_words(rest):
        return replace(scene, instruction=capital(polite(text).rstrip(" .!?")))
    asked = orders(rest, drawing.prompt) or [Order("free", rest, said=capital(rest))]
    return ordered(scene, asked, rest)
