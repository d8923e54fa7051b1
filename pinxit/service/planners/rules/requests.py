"""Whether a message asks for a new picture or for a change, and for which."""

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.courtesy import Request, courtesies, polite, request
from pinxit.service.planners.rules.imperatives import ALSO_CERTAIN, CERTAIN
from pinxit.service.planners.rules.lexicon import phrases, words
from pinxit.service.planners.rules.order import POINTING, Order
from pinxit.service.planners.rules.orders import orders
from pinxit.service.planners.rules.reading import Reading, capital, is_look, is_word, read, uncapital
from pinxit.service.planners.rules.scene import LONG, Scene, ordered
from pinxit.service.planners.rules.talk import is_question
from pinxit.service.planners.rules.variants import after_label, differing, of_another, variant

TOLD = (CERTAIN | ALSO_CERTAIN | {"spell"}) - {"paint", "set", "write"}
"""Verbs that are a change wherever there is a picture."""
REMARK = 8
"""Words of a message that may be no picture of its own."""


def is_again(text: str) -> bool:
    """Whether `text` wants the same picture drawn anew."""
    spoken = [word for word in read(text[:200]).words if is_word(word)]
    start = courtesies(spoken)
    rest = spoken[start:]
    while rest and rest[-1] in ("please", "thanks", "now", "again", "pls") and len(rest) > 1:
        rest = rest[:-1]
    whole = [word for word in spoken if word not in ("please", "thanks")]
    return any(bool(phrases("again").means(each)) for each in (rest, whole)) or variant(request(text[:200]).body) == ""


def without_fresh(text: str) -> str:
    """`text` after "forget that", "start over" and the like."""
    reading = read(text[:LONG])
    place = courtesies(reading.words)
    while length := phrases("fresh.begins").at(reading.words, place)[0]:
        place += length
        while place < len(reading.words) and reading.words[place] in ",.:;!-–—":
            place += 1
        place += courtesies(reading.words[place:])
    return text[reading.spans[place][0] :] if 0 < place < len(reading.words) and _is_begun(reading) else text


def _is_begun(reading: Reading) -> bool:
    return phrases("fresh.begins").at(reading.words, courtesies(reading.words))[0] > 0


def changed_scene(scene: Scene, text: str) -> Scene | None:
    """The scene after a change; None where `text` is a new one."""
    if len(text) > LONG:
        verb = phrases("verbs").at(read(text[:80]).words)[1]
        asked = [Order("free", text, said=text)] if verb and not request(text).asked else []
    else:
        asked = _orders(scene, text)
    return ordered(scene, asked, text) if asked else None


def _orders(scene: Scene, text: str) -> list[Order]:
    reading, asked = read(text), request(text)
    if asked.is_fresh or _is_begun(reading):
        return []
    rest = _after_again(reading)
    if rest:
        return orders(rest, scene.words) or [Order("free", rest, said=rest)]
    special = _special(reading, asked, scene)
    if special is not None:
        return special
    if asked.asked in ("painting", "doing") and not points_at(asked):
        if asked.is_picture or not _refers(asked.body, scene.words):
            return []
        return [Order("add", uncapital(asked.body), said=f"Add {uncapital(asked.body)}")]
    if asked.is_picture and asked.asked and not _refers(asked.body, scene.words):
        return []
    found = orders(_asking_only(text), scene.words) or _told(text, asked)
    return found or _joining(asked, scene.words) or _remark(text, asked, scene.words)


def _special(reading: Reading, asked: Request, scene: Scene) -> list[Order] | None:
    """What is asked of "a version", of "one", of "the same", or "instead"; None where nothing of these is named."""
    if "instead" in reading.words:
        changed = orders(reading.text, scene.words)
        if changed:
            return changed
    labelled = after_label(reading)
    if labelled:
        return orders(labelled, scene.words) if read(labelled).words[0] not in words("grammar.indefinite") else []
    varied = variant(asked.body)
    if varied:
        if of_another(asked.body, nouns.mentions(read(scene.words))):
            return []
        return orders(varied, scene.words) or [Order("free", varied, said=f"Make it {uncapital(varied)}")]
    other = differing(read(asked.body)) if asked.asked and asked.body else None
    return [other] if other else None


def _joining(asked: Request, description: str) -> list[Order]:
    """ "a boat on the lake", where there is a lake: one thing more in this picture."""
    reading = read(asked.body[:LONG])
    spoken, before = reading.words, read(description)
    if not spoken or spoken[0] not in words("grammar.indefinite") or len(spoken) > 2 * REMARK:
        return []
    end = next((at for at in range(1, len(spoken)) if nouns.is_boundary(spoken[at])), len(spoken))
    known = nouns.mentions(before)
    pointed = [spoken[at] for at in range(end, len(spoken)) if spoken[at - 1] == "the" and known(spoken[at])]
    if known(spoken[end - 1]) or not pointed:
        return []
    introduced = [noun for name in pointed if (noun := nouns.find(before, [name])) is not None]
    if asked.asked != "wish" and not any(
        before.words[noun.start] in words("grammar.indefinite") for noun in introduced
    ):
        return []
    return [Order("add", uncapital(asked.body), said=f"Add {uncapital(asked.body)}")]


def _remark(text: str, asked: Request, description: str) -> list[Order]:
    """What names nothing that the picture does not have: no picture of its own, but said of this one."""
    said = polite(text[:200]).rstrip(" .!?")
    spoken = [word for word in read(said).words if is_word(word)]
    if asked.asked or not 1 < len(spoken) <= REMARK or spoken[0] in words("grammar.indefinite") | {"my", "our"}:
        return []
    known = nouns.mentions(read(description))
    names = [word for word in spoken if known(word) or word in words("variants.generic")]
    rest = [word for word in spoken if word not in names]
    is_said = all(nouns.is_boundary(word) or word in words("grammar.determiners") or is_look(word) for word in rest)
    points = len(spoken) < 4 or "the" in spoken or any(word in words("variants.generic") for word in spoken)
    return (
        [Order("free", uncapital(said), said=capital(said))] if points and names and is_said and rest and said else []
    )


def _told(text: str, asked: Request) -> list[Order]:
    """An order that is not understood, and yet no new picture: it begins with "change" or the like."""
    said = polite(text).rstrip(" .!?")
    first = read(said[:80]).words[:1]
    is_order = bool(first) and not asked.asked and first[0] in TOLD
    return [Order("free", said[:1].lower() + said[1:], said=capital(said))] if is_order else []


def _after_again(reading: Reading) -> str:
    """What is said after "another one", "try again": "with a hat"."""
    start = courtesies(reading.words)
    length, _ = phrases("again").at(reading.words, start)
    after = start + length
    if not length or after >= len(reading.words) or reading.words[start] == "surprise":
        return ""
    joint = reading.words[after] in (",", ".", "but", "with", "and", ":", "in", "without", "at")
    if not joint or reading.words[start] in ("again", "another") and length == 1:
        return ""
    return polite(reading.part(after + (reading.words[after] in (",", ".", ":", "but", "and"))))


def _asking_only(text: str) -> str:
    """`text` without the questions beside what it asks for: "Why is it red? Make it blue."."""
    reading = read(text)
    sentences = [reading.part(start, end) for start, end in reading.sentences()]
    kept = [sentence for sentence in sentences if not (sentence.endswith("?") and is_question(sentence))]
    return " ".join(kept) if kept else text


def points_at(asked: Request) -> bool:
    """Whether what is asked for begins with what is there: "it", "the cat", "her"."""
    spoken = read(asked.body[:200]).words
    return bool(spoken) and (spoken[0] in POINTING or spoken[0] in words("things.whole"))


def _refers(body: str, description: str) -> bool:
    """Whether "the cat" or "it" of the picture is spoken of, in what begins with something new."""
    spoken, known = read(body[:LONG]).words, nouns.mentions(read(description))
    for place in range(1, len(spoken)):
        pointed = spoken[place - 1] in ("the", "his", "her", "their", "its") and known(spoken[place])
        if pointed or (place == len(spoken) - 1 and spoken[place] in ("it", "him", "her", "them")):
            return True
    return bool(spoken) and spoken[-1] in ("too", "instead")
