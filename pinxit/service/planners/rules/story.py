"""A conversation as the story of one picture: each message begins a new one, changes it, or goes back to another."""

from collections.abc import Sequence
from dataclasses import replace

from pinxit.service.planners.base import Drawing, Entry, Message
from pinxit.service.planners.rules.courtesy import request
from pinxit.service.planners.rules.earlier import back
from pinxit.service.planners.rules.lexicon import phrases
from pinxit.service.planners.rules.order import is_picture
from pinxit.service.planners.rules.orders import orders
from pinxit.service.planners.rules.phrasing import bare_name
from pinxit.service.planners.rules.reading import capital, read
from pinxit.service.planners.rules.requests import changed_scene, is_again, without_fresh
from pinxit.service.planners.rules.scene import LONG, Scene, has_words
from pinxit.service.planners.rules.shown import scene_of_shown
from pinxit.service.planners.rules.talk import talk, without_talk

MAX_TOLD = 40
"""Of the messages since the last drawing, so many are read."""


def told(entries: Sequence[Entry]) -> Scene:
    """The scene after `entries`. What is before the last drawing of which the prompt is known is not read again."""
    last = next((at for at in range(len(entries) - 1, -1, -1) if _is_known(entries[at])), -1)
    scene, drawings = Scene(), [entry for entry in entries if isinstance(entry, Drawing)]
    if last >= 0:
        scene = _drawn(entries, last)
    for entry in [entry for entry in entries[last + 1 :] if not _is_spoken(entry)][-MAX_TOLD:]:
        if isinstance(entry, Drawing):
            scene = replace(scene, pictures=(entry.picture,), instruction="", is_drawn=True)
        elif isinstance(entry, Message) and (entry.pictures or not _is_talk(entry.text)):
            scene = advance(scene, entry, drawings)
        elif isinstance(entry, Message) and not scene.words:
            scene = replace(scene, topic=_topic(entry.text) or scene.topic)
    return scene


def _topic(text: str) -> str:
    """What a question or a wish for a text is about: "an axolotl", "cats"."""
    reading = read(text[:LONG])
    found = phrases("talk.topics").find(reading.words)
    return capital(reading.part(found[1]).rstrip(" ?.!")) if found and found[1] < len(reading.words) else ""


def _is_known(entry: Entry) -> bool:
    return isinstance(entry, Drawing) and bool(entry.prompt.strip())


def _is_spoken(entry: Entry) -> bool:
    return isinstance(entry, Message) and entry.role != "user"


def _is_talk(text: str) -> bool:
    return not has_words(text) or talk(text, has_picture=True) is not None


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


def advance(scene: Scene, message: Message, drawings: Sequence[Drawing]) -> Scene:
    """The scene after `message`, which asks for something to be drawn."""
    text = without_talk(message.text.strip())
    if message.pictures:
        return scene_of_shown(scene, message, text)
    if scene.words or scene.pictures:
        if is_again(text):
            return replace(scene, pictures=(), instruction="")
        earlier = back(text, drawings)
        if earlier:
            return earlier
        changed = changed_scene(scene, text)
        if changed:
            return changed
    body = request(without_fresh(text)).body
    return Scene(words=scene.topic if scene.topic and body.lower() in ("one", "it", "that", "them", "this") else body)
