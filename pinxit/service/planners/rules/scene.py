"""The picture of which a conversation speaks, and what orders make of it."""

from dataclasses import dataclass, replace

from pinxit.service.planners.rules.brevity import is_short
from pinxit.service.planners.rules.changes import carry_out
from pinxit.service.planners.rules.courtesy import polite, request
from pinxit.service.planners.rules.description import append
from pinxit.service.planners.rules.imperatives import CERTAIN
from pinxit.service.planners.rules.lexicon import phrases
from pinxit.service.planners.rules.order import Order, is_object
from pinxit.service.planners.rules.picture import Picture
from pinxit.service.planners.rules.reading import capital, is_word, read, uncapital

LONG = 1000
"""Characters beyond which a message is a description, and no instruction."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The picture of which the conversation speaks."""

    words: str = ""
    """All that it shows."""
    pictures: tuple[int, ...] = ()
    """What it is to be made from."""
    instruction: str = ""
    """What was asked for since those were made."""
    focus: str = ""
    """What "it" may mean."""
    is_drawn: bool = False
    """The pictures were made in this conversation."""
    topic: str = ""
    """What was talked about while there was no picture."""


def has_words(text: str) -> bool:
    return any(map(is_word, text))


def ordered(scene: Scene, asked: list[Order], text: str) -> Scene:
    """The scene after `asked` was done to it."""
    said = _said(asked, text)
    instruction = f"{scene.instruction}, then {uncapital(said)}" if scene.instruction else said
    if not scene.words:
        return replace(scene, words=request(text).body, instruction=instruction)
    if _is_order(scene.words):
        joined = f"{scene.words.rstrip(' .')}, then {uncapital(said)}"
        return replace(scene, words=joined, instruction=instruction)
    picture = Picture(scene.words, scene.focus)
    for order in asked:
        carry_out(picture, order)
    if is_short(scene.words) and not is_short(picture.description):
        picture = Picture(append(scene.words, uncapital(said)))
    return replace(scene, words=picture.description, instruction=instruction, focus=picture.focus)


def _is_order(description: str) -> bool:
    """Whether all that is known of a picture is what was to be done to one that was shown: "remove the background"."""
    spoken = read(description[:200]).words
    length, verb = phrases("verbs").at(spoken)
    return bool(length) and length < len(spoken) and (verb in CERTAIN or is_object(spoken[length]))


def _said(asked: list[Order], text: str) -> str:
    """The orders in the imperative: in the user's words where those are."""
    own = capital(polite(text).rstrip(" .!?"))
    if len(asked) == 1 or "please" in own.lower() or "?" in own or not phrases("verbs").at(read(own).words)[0]:
        said = [order.said for order in asked if order.said]
        return ", ".join([*said[:1], *(uncapital(each) for each in said[1:])])
    return own
