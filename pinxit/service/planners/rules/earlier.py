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

GOING = ("go", "back", "return", "revert", "let's")
"""First words of going back, whatever is named after them."""


def back(text: str, drawings: Sequence[Drawing]) -> Scene | None:
    """The scene of an earlier drawing, where `text` goes back to it: "the first one", "undo", "go back to the cat"."""
    if not drawings or len(text) > LONG:
        return None
    reading = read(text.strip(" .!?"))
    rest = _undone(reading)
    if rest is not None:
        return _returned(drawings[-2 if len(drawings) > 1 else -1], rest, text)
    named = _named(reading)
    if named:
        start, end, number = named
        if -len(drawings) <= number < len(drawings) or number == -2:
            drawing = drawings[number if len(drawings) > 1 or number >= 0 else -1]
            return _returned(drawing, _rest(reading, start, end), text)
    return _gone_back(reading, drawings, text) or _preferred(reading, drawings, text)


def _undone(reading: Reading) -> str | None:
    """What is asked beside "undo" or "go back", said in a sentence of its own; None where nothing is undone."""
    sentences = [reading.part(start, end) for start, end in reading.sentences()]
    left = [_after_undo(sentence) for sentence in sentences]
    if all(rest is None for rest in left):
        return None
    others = [sentence if rest is None else rest for sentence, rest in zip(sentences, left, strict=True)]
    return " ".join(sentence for sentence in others if sentence and not _prefers(sentence))


def _after_undo(sentence: str) -> str | None:
    """What follows "undo that and" in the sentence; None where it does not undo."""
    reading = read(polite(sentence).rstrip(" .!?"))
    length, _ = phrases("back.words").at(reading.words)
    if phrases("back.words").means(_bare(sentence)):
        return ""
    joined = length and length + 1 < len(reading.words) and reading.words[length] in ("and", "but", ",", "then")
    return _unjoined(reading.part(length)) if joined else None


def _bare(sentence: str) -> list[str]:
    bare = [word for word in read(polite(sentence)).words if is_word(word)]
    return bare[courtesies(bare) :]


def _prefers(sentence: str) -> bool:
    """Whether a sentence says only what was better: "I preferred it without the leaf"."""
    spoken = read(sentence).words
    return bool(phrases("back.preferring").at(spoken, courtesies(spoken))[0])


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
    before, after = reading.words[:start], reading.part(end).lstrip(" ,.;:")
    place = courtesies(before)
    if place >= len(before) or phrases("back.begins").means(before[place:]):
        return _unjoined(polite(after))
    return f"{reading.part(0, start)} it {after}".strip()


def _unjoined(rest: str) -> str:
    rest = rest.lstrip(" ,.;:").removeprefix("and ").removeprefix("but ").strip(" .")
    return "" if rest.lower() in ("again", "back") else rest.removesuffix(" again")


def _gone_back(reading: Reading, drawings: Sequence[Drawing], text: str) -> Scene | None:
    """ "go back to the cat": to the last drawing but the newest that shows one."""
    spoken = reading.words
    start = courtesies(spoken)
    length, _ = phrases("back.begins").at(spoken, start)
    if not length or spoken[start] not in GOING or len(drawings) < 2:
        return None
    place = start + length
    end = next((at for at in range(place, len(spoken)) if spoken[at] in (",", ".", "and", "but")), len(spoken))
    wanted = [word for word in spoken[place:end] if word not in words("grammar.determiners")]
    for drawing in reversed(drawings[:-1]):
        if wanted and nouns.find(read(drawing.prompt), wanted) is not None:
            rest = reading.part(end).removeprefix(",").removeprefix(".").strip()
            return _returned(drawing, rest.removeprefix("and ").removeprefix("but "), text)
    return None


def _preferred(reading: Reading, drawings: Sequence[Drawing], text: str) -> Scene | None:
    """ "I liked it better without the leaf": the last drawing that has none."""
    spoken = reading.words
    at = next((place for place in range(2, len(spoken)) if spoken[place] in ("with", "without")), 0)
    if not at or at + 1 >= len(spoken) or not _prefers(reading.text):
        return None
    if spoken[at - 1] not in ("it", "better", "more", "this", "one"):
        return None
    wants = spoken[at] == "with"
    for drawing in reversed(drawings[:-1]):
        if (nouns.find(read(drawing.prompt), spoken[at + 1 :]) is not None) == wants:
            return _returned(drawing, "", text)
    return None


def back_to_shown(text: str, shown: Sequence[Scene], is_new: bool) -> Scene | None:
    """The scene of a picture that was shown, where `text` goes back to it: "go back to my photo and add a hat".

    `is_new` says that the first drawing was made of words alone: "the original" is that one then.
    """
    if not shown or len(text) > LONG:
        return None
    reading = read(text.strip(" .!?"))
    named = _named_shown(reading, is_new)
    if named is None:
        return None
    start, end, is_first = named
    scene, rest = shown[0 if is_first else -1], _rest(reading, start, end)
    if not has_words(rest):
        return replace(
            scene, words=scene.words or "The picture as it was shown", instruction=capital(polite(text).rstrip(" .!?"))
        )
    return ordered(scene, orders(rest, scene.words) or [Order("free", rest, said=capital(rest))], rest)


def _named_shown(reading: Reading, is_new: bool) -> tuple[int, int, bool] | None:
    """Where "my photo", "the original photo" or "the image I sent" stands, and whether the first is meant."""
    spoken = reading.words
    begun = courtesies(spoken)
    length = phrases("back.begins").at(spoken, begun)[0]
    for start in range(min(len(spoken), 60)):
        if spoken[start] not in ("my", "the"):
            continue
        at = start + 1
        while at < len(spoken) and spoken[at] in words("back.own") and at < start + 3:
            at += 1
        is_photo = spoken[at : at + 1] and spoken[at] in words("back.photos") | {"one"}
        at += bool(is_photo)
        sent = phrases("back.sent").at(spoken, at)[0]
        is_own = at > start + 1 + bool(is_photo) or "original" in spoken[start:at]
        goes = bool(length) and start == begun + length and spoken[begun] not in ("i", "with")
        if (is_photo or is_own) and (sent or (is_own and not is_new) or (spoken[start] == "my" and goes)):
            return start, at + sent, "original" in spoken[start:at] or "initial" in spoken[start:at]
    return None


def brought_back(scene: Scene, text: str, drawings: Sequence[Drawing]) -> Scene | None:
    """The scene with what an earlier drawing had: "put the text back", "bring back the hat"."""
    said = polite(text).rstrip(" .!?")
    reading = read(said[:LONG])
    spoken = reading.words
    if len(spoken) > 12 or "back" not in spoken[1:] or not spoken or spoken[0] not in words("back.bringing"):
        return None
    at = spoken.index("back", 1)
    wanted = spoken[at + 1 :] if at == 1 else spoken[1:at]
    wanted = [word for word in wanted if word not in words("grammar.determiners") and word not in ("in", "again")]
    clause = next((found for each in reversed(drawings) if (found := _had(each.prompt, wanted, scene.words))), "")
    if not wanted or not clause:
        return None
    return ordered(scene, [Order("have" if clause[-1] in "\"'”’" else "add", clause, said=capital(said))], said)


def _had(prompt: str, wanted: list[str], now: str) -> str:
    """What `prompt` has under that name and the description does not have now, in its own words."""
    reading = read(prompt)
    if wanted and wanted[-1] in words("things.texts"):
        known = read(now).words
        quoted = [at for at, word in enumerate(reading.words) if len(word) > 1 and word[0] in "\"'“‘«"]
        lost = next((at for at in quoted if reading.words[at] not in known), None)
        return f"the text {reading.part(lost, lost + 1)}" if lost is not None else ""
    noun = nouns.find(reading, wanted) if wanted else None
    if noun is None or nouns.find(read(now), wanted) is not None:
        return ""
    return nouns.with_article(reading.part(noun.start, noun.end).removeprefix("the "))


def _returned(drawing: Drawing, rest: str, text: str) -> Scene:
    scene = Scene(drawing.prompt, (drawing.picture,), is_drawn=True)
    if not has_words(rest):
        return replace(scene, instruction=capital(polite(text).rstrip(" .!?")))
    asked = orders(rest, drawing.prompt) or [Order("free", rest, said=capital(rest))]
    return ordered(scene, asked, rest)
