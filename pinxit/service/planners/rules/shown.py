"""What pictures that are shown with a message make of the scene."""

from dataclasses import replace

from pinxit.service.planners.base import Message
from pinxit.service.planners.rules.courtesy import courtesies, polite, request
from pinxit.service.planners.rules.lexicon import phrases
from pinxit.service.planners.rules.order import Order
from pinxit.service.planners.rules.orders import orders
from pinxit.service.planners.rules.reading import capital, read, uncapital
from pinxit.service.planners.rules.requests import points_at
from pinxit.service.planners.rules.scene import LONG, Scene, has_words, ordered
from pinxit.service.planners.rules.talk import talk


def scene_of_shown(scene: Scene, message: Message, text: str) -> Scene:
    """The scene after pictures were shown: made from them, and from the one before where that is to be changed."""
    spoken = read(text[:LONG]).words
    if not has_words(text) or talk(text, has_picture=False) in ("greeting", "thanks", "assent"):
        text = "Make a picture of these" if len(message.pictures) > 1 else "Make a picture of this"
        if not scene.is_drawn:
            said = scene.words if scene.words and scene.pictures else text
            return Scene(said, (*scene.pictures, *message.pictures), text)
        return Scene(text, message.pictures, text)
    instruction = "" if _introduced(text) != text else capital(polite(text).rstrip("? ")) or text
    if scene.pictures and scene.is_drawn and not _is_about_shown(text, spoken):
        changed = ordered(scene, _with_shown(text, scene.words), text)
        return replace(changed, pictures=(*scene.pictures, *message.pictures), instruction=instruction)
    before = () if scene.is_drawn else scene.pictures
    spoken_of = _then_asked(text) if not scene.is_drawn and not before else None
    if spoken_of:
        introduced, rest = spoken_of
        return ordered(Scene(introduced, message.pictures), orders(rest, introduced), rest)
    body = request(_introduced(text)).body or capital(text)
    if before and scene.words:
        body = f"{scene.words.rstrip(' .')}, {'and ' if not instruction else ''}{uncapital(body)}"
    return Scene(body, (*before, *message.pictures), instruction)


def _with_shown(text: str, description: str) -> list[Order]:
    """What is to be done to the drawing with what is shown: "put this logo onto her shirt"."""
    asked = orders(text, description)
    own = polite(text).rstrip(" .!?")
    reading = read(own)
    length, verb = phrases("verbs").at(reading.words)
    uses = verb == "use" and reading.words[length : length + 1] in (["this"], ["these"], ["that"], ["it"])
    if asked and not uses and all(order.verb in ("make", "remove", "replace", "write") for order in asked):
        return asked
    if verb == "use" and reading.words[-1:] == ["instead"]:
        own = reading.part(0, len(reading.words) - 1)
        reading = read(own)
    adds = verb in ("add", "put", "use") and length < len(reading.words)
    return [Order("free", f"with {reading.part(length)}" if adds else own, said=capital(own))]


def _is_about_shown(text: str, spoken: list[str]) -> bool:
    """Whether only what is shown now is meant: "make this a watercolour", "draw my dog as a king"."""
    place = courtesies(spoken)
    asked = request(text)
    if asked.is_fresh:
        return True
    verb = phrases("verbs").at(spoken, place)
    follows = spoken[place + verb[0] : place + verb[0] + 1]
    if verb[1] == "make" and follows and follows[0] in ("this", "these", "my", "both"):
        return True
    new = asked.asked in ("painting", "doing") and not points_at(asked)
    introduced = phrases("asking.shown").at(spoken, place)[0] > 0
    return (new and not {"her", "him", "them", "it", "its", "his"} & set(spoken)) or introduced


def _then_asked(text: str) -> tuple[str, str] | None:
    """ "This is my dog. Turn it into a watercolour": what is shown, and what is to be done to it."""
    reading = read(text[:LONG])
    sentences = reading.sentences()
    if len(text) > LONG or len(sentences) < 2:
        return None
    introduced, rest = introduction(reading.part(*sentences[0])), reading.part(sentences[1][0])
    return (introduced, rest) if introduced and orders(rest, introduced) else None


def introduction(text: str) -> str:
    """What is shown, where the message says no more than that: "My dog" for "Here is my dog."; else nothing."""
    body = _introduced(text)
    return request(body).body.rstrip(" .!") if body != text and len(read(body).sentences()) == 1 else ""


def _introduced(text: str) -> str:
    """ "Here is my dog": my dog."""
    reading = read(text)
    length, _ = phrases("asking.shown").at(reading.words, courtesies(reading.words))
    after = courtesies(reading.words) + length
    if not length or after >= len(reading.words) or reading.words[after] in ".,!:":
        return text
    return text[reading.spans[after][0] :]
