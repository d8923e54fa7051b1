"""A conversation as the story of one picture: each message begins a new one, changes it, or goes back to another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pinxit.service.planners.base import Drawing, Entry, Message
from pinxit.service.planners.rules.beginning import begun, new_body
from pinxit.service.planners.rules.earlier import back, back_to_shown, brought_back
from pinxit.service.planners.rules.lexicon import phrases, words
from pinxit.service.planners.rules.order import is_picture
from pinxit.service.planners.rules.orders import orders
from pinxit.service.planners.rules.phrasing import bare_name
from pinxit.service.planners.rules.reading import capital, read
from pinxit.service.planners.rules.requests import changed_scene, is_again, without_fresh
from pinxit.service.planners.rules.scene import LONG, Scene, has_words
from pinxit.service.planners.rules.shown import introduction, scene_of_shown
from pinxit.service.planners.rules.talk import talk, without_talk
from pinxit.service.planners.rules.together import together
from pinxit.service.planners.rules.variants import variant

MAX_TOLD = 40
"""Of the messages since the last drawing, so many are read."""


@dataclass(frozen=True, slots=True)
class Past:
    """What there is to go back to: the drawings, and the scenes of pictures that were shown, oldest first."""

    drawings: tuple[Drawing, ...]
    shown: tuple[Scene, ...]


def past(entries: Sequence[Entry]) -> Past:
    """All that `entries` have to go back to."""
    messages = [entry for entry in entries if isinstance(entry, Message) and entry.pictures]
    return Past(
        tuple(entry for entry in entries if isinstance(entry, Drawing)),
        tuple(Scene(introduction(each.text), each.pictures) for each in messages),
    )


def told(entries: Sequence[Entry]) -> Scene:
    """The scene after `entries`. What is before the last drawing of which the prompt is known is not read again."""
    last = next((at for at in range(len(entries) - 1, -1, -1) if _is_known(entries[at])), -1)
    scene, before = Scene(), past(entries)
    if last >= 0:
        scene = _drawn(entries, last)
    for entry in [entry for entry in entries[last + 1 :] if not _is_spoken(entry)][-MAX_TOLD:]:
        if isinstance(entry, Drawing):
            scene = replace(scene, pictures=(entry.picture,), instruction="", is_drawn=True)
        elif isinstance(entry, Message) and entry.pictures and _asks_in_words(entry.text):
            scene = Scene(pictures=entry.pictures)
        elif isinstance(entry, Message) and (entry.pictures or not _is_talk(entry.text)):
            scene = advance(scene, entry, before)
        elif isinstance(entry, Message) and not scene.words:
            scene = replace(scene, topic=_topic(entry.text) or scene.topic)
    return scene


def _topic(text: str) -> str:
    """What a question or a wish for a text is about: "an axolotl", "cats"."""
    reading = read(text[:LONG])
    found = phrases("talk.topics").find(reading.words)
    if not found:
        return ""
    end = next((at for at in range(found[1], len(reading.words)) if reading.words[at] in "?.!,"), len(reading.words))
    for place in range(found[1] + 1, end):
        length, _ = phrases("talk.topic_ends").at(reading.words, place)
        if length and place + length == end:
            end = place
            break
    return capital(reading.part(found[1], end))


def _is_known(entry: Entry) -> bool:
    return isinstance(entry, Drawing) and bool(entry.prompt.strip())


def _is_spoken(entry: Entry) -> bool:
    return isinstance(entry, Message) and entry.role != "user"


def _is_talk(text: str) -> bool:
    return not has_words(text) or talk(text, has_picture=True) is not None


def _asks_in_words(text: str) -> bool:
    """Whether a message asks what no picture answers: "what is in this picture?"."""
    return has_words(text) and talk(text, has_picture=True) in ("question", "text", "refusal")


def _drawn(entries: Sequence[Entry], place: int) -> Scene:
    drawing = entries[place]
    assert isinstance(drawing, Drawing)
    before = [entry for entry in entries[:place] if isinstance(entry, Message) and entry.role == "user"]
    was_change = len(before) > 1 or any(isinstance(entry, Drawing) for entry in entries[:place])
    focus = _focus(before[-1].text, drawing.prompt) if before and was_change else ""
    return Scene(drawing.prompt.strip(), (drawing.picture,), focus=focus, is_drawn=True)


def _focus(text: str, description: str) -> str:
    """What the message before spoke of last: "it" may mean this."""
    if len(text) > LONG:
        return ""
    for order in reversed(orders(without_talk(text), description)):
        name = order.value if order.verb in ("add", "have", "put") else order.target
        if name and not is_picture(read(name).words):
            return bare_name(name)
    return ""


def advance(scene: Scene, message: Message, past: Past) -> Scene:
    """The scene after `message`, which asks for something to be drawn."""
    text = without_talk(message.text.strip())
    if message.pictures:
        return scene_of_shown(scene, message, text)
    if scene.words or scene.pictures:
        going_on = _going_on(scene, text, past)
        if going_on:
            return going_on
    body = new_body(without_fresh(text))
    if set(body.lower().split()) <= words("things.whole") or variant(body) == "" or body.lower() == "one":
        return replace(scene, words=scene.topic or scene.words, pictures=(), instruction="", focus="")
    return begun(body)


def _going_on(scene: Scene, text: str, past: Past) -> Scene | None:
    """The scene after a message that speaks of this picture or of an earlier one; None for a new one."""
    if is_again(text):
        return replace(scene, pictures=(), instruction="")
    is_new = not past.drawings or past.drawings[0].is_new
    shown = back_to_shown(text, past.shown, is_new) if past.drawings else None
    earlier = shown or back(text, past.drawings) or together(text, past.drawings)
    return earlier or brought_back(scene, text, past.drawings) or changed_scene(scene, text)
