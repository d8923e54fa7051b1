"""What is said around a request: greetings, "can you please", "draw me a picture of". Off it goes; the rest stays."""

from dataclasses import dataclass
from typing import Literal

from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.reading import MARKS, Reading, capital, is_look, is_word, read

Asked = Literal["painting", "doing", "wish", ""]
PAUSES = frozenset(",.!:;-–—")
PLAIN = ("please", "pls", "plz", "thanks", "thank", "thx", "lol", "haha", "hahaha", "lmao", "rofl", "hehe")
"""What ends a request even where no pause is before it."""
HEAD = 80
"""Words within which a wrapper must begin and end."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is left of a message without its wrapper, and what the wrapper was."""

    body: str
    asked: Asked = ""
    """By "draw" and its like, by "make" or "show me" before "a", by "I want"; or not at all."""
    is_fresh: bool = False
    """"another picture of", "a completely different image": nothing of the one before."""
    is_picture: bool = False
    """The picture as such was named: "an image of"."""


def polite(text: str) -> str:
    """`text` without its politeness: what comes before the request itself, and after it."""
    reading = read(text)
    start = courtesies(reading.words)
    end = _closing(reading.words, start, is_asked=True)
    kept = reading.part(start, end)
    return kept + _last_mark(reading, end) if end > start else ""


def courtesies(spoken: list[str]) -> int:
    """How many words of politeness come first."""
    place = 0
    while place < min(len(spoken), HEAD):
        length = _courtesy(spoken, place)
        if not length:
            break
        place += length
    return place


def _courtesy(spoken: list[str], place: int) -> int:
    if spoken[place] in PAUSES or spoken[place] == "?":
        return 1 if place else _bullet(spoken)
    for name in ("asking.phrases", "asking.courtesy"):
        length, _ = phrases(name).at(spoken, place)
        if length and (name == "asking.courtesy" or _is_asking(spoken, place, length)):
            return length
    length, _ = phrases("asking.joining").at(spoken, place)
    if length and spoken[place + length : place + length + 1] not in (["to"], ["door"], ["time"]):
        return length
    length, _ = phrases("asking.loose").at(spoken, place)
    return length if length and _is_loose(spoken, place + length) else 0


def _bullet(spoken: list[str]) -> int:
    return 1 if spoken[0] in "-*•" and len(spoken) > 1 else 0


def _is_asking(spoken: list[str], place: int, length: int) -> bool:
    """Whether what follows "can you" and the like asks for something: a verb, and no "be" or "it"."""
    following = spoken[place + length : place + length + 1]
    return bool(following) and is_word(following[0]) and following[0] not in ("it", "the", "be", "a", "an", "there")


def _is_loose(spoken: list[str], place: int) -> bool:
    """Whether a word like "great" ends here: a pause follows, or what asks for something."""
    if place >= len(spoken) or spoken[place] in PAUSES or spoken[place] in ("?", "and", "but"):
        return True
    if spoken[place - 1] == "no":
        return False
    names = ("asking.phrases", "asking.courtesy", "asking.wishes", "asking.loose", "asking.joining", "verbs")
    if any(phrases(name).at(spoken, place)[0] for name in names):
        return True
    return bool(phrases("asking.painting").at(spoken, place)[0] and place + 1 < len(spoken))


def _closing(spoken: list[str], start: int, *, is_asked: bool) -> int:
    """Where the request ends: before "please", ", thanks!" and the like."""
    end = len(spoken)
    while True:
        last = end
        while last > start and spoken[last - 1] in MARKS:
            last -= 1
        length = _closing_length(spoken, start, last, is_asked)
        if not length:
            return end
        end = last - length
        while end > start and spoken[end - 1] in ",-–—;":
            end -= 1


def _closing_length(spoken: list[str], start: int, last: int, is_asked: bool) -> int:
    for length in range(min(6, last - start), 0, -1):
        phrase = spoken[last - length : last]
        if phrases("asking.closings").means(phrase):
            before = spoken[last - length - 1] if last - length > start else ""
            plain = phrase[0] in PLAIN or (is_asked and phrase[0] == "for")
            if before in PAUSES or before in ("?", "") or plain:
                return length
    return 0


def _last_mark(reading: Reading, end: int) -> str:
    """The full stop after a closing that went, where there was one."""
    last = reading.words[-1] if reading.words else ""
    return "." if end < len(reading.words) and last == "." and reading.words[end - 1] not in ".!?" else ""


def request(text: str) -> Request:
    """Take `text` out of its wrapper, and say what that was. The body begins with an upper-case letter."""
    reading = read(text)
    spoken = reading.words
    start = courtesies(spoken)
    looked = _looked_like(reading, start)
    if looked:
        return Request(body=capital(looked), asked="painting")
    place, asked, named = _verb(spoken, start)
    if asked:
        while phrases("asking.persons").at(spoken, place)[0] and spoken[place] not in ("up", "out"):
            place += phrases("asking.persons").at(spoken, place)[0]
        looked = _looked_like(reading, place)
        if looked:
            return Request(body=capital(looked), asked="painting")
    after, is_fresh, is_picture = _picture(spoken, place)
    if is_picture and not asked and place == start and not (is_fresh or _labelled(spoken, place)):
        after, is_picture = _bare_picture(spoken, place)
    place = after if is_picture or is_fresh else place
    place = _label(spoken, place)
    was_asked = bool(asked) or is_fresh or start > 0
    end = _closing(spoken, place, is_asked=was_asked)
    body = reading.part(place, end)
    kept = body + _last_mark(reading, end) if body else ""
    if was_asked and kept.endswith("?"):
        kept = kept.rstrip("?! ")
    return Request(capital(named + kept if kept else ""), asked, is_fresh, is_picture)


def _looked_like(reading: Reading, start: int) -> str:
    """What is asked about in "what would a cat on the moon look like?", or nothing."""
    spoken = reading.words
    if spoken[start : start + 1] not in (["what"], ["how"]):
        return ""
    asked = spoken[start + 1 : start + 2] in (["would"], ["does"], ["do"], ["did"], ["might"], ["could"], ["will"])
    first = start + (2 if asked else 1)
    for place in range(first + 1, min(len(spoken), first + HEAD)):
        if spoken[place] in ("look", "looks", "looked") and place > first:
            is_like = spoken[place + 1 : place + 2] == ["like"]
            rest = reading.part(place + (2 if is_like else 1)).rstrip("?!. ")
            if spoken[place - 1] in ("would", "might", "could", "will") and place - 1 > first:
                place -= 1
            subject = reading.part(first, place)
            return " ".join(part for part in (subject, rest) if part) if is_like or spoken[start] == "how" else ""
    return ""


def _verb(spoken: list[str], start: int) -> tuple[int, Asked, str]:
    """Where the words after the verb begin, what kind it is, and what it says of the picture itself."""
    length, _ = phrases("asking.wishes").at(spoken, start)
    if length:
        return _wish(spoken, start + length)
    if phrases("asking.compounds").at(spoken, start)[0]:
        return start, "", ""
    length, _ = phrases("asking.painting").at(spoken, start)
    following = spoken[start + length : start + length + 1]
    if length and following and not _is_noun(spoken, start + length):
        named = pairs("asking.named").get(spoken[start], "")
        return start + length, "painting", _named(spoken, start + length, named)
    length, _ = phrases("asking.doing").at(spoken, start)
    if length and (_gives(spoken, start + length) if spoken[start] != "write" else _writes(spoken, start + length)):
        return start + length, "doing", ""
    return start, "", ""


def _wish(spoken: list[str], place: int) -> tuple[int, Asked, str]:
    """After "I want": "you to draw" may follow."""
    if spoken[place : place + 2] == ["you", "to"]:
        place += 2
    inner, asked, named = _verb(spoken, place) if place < len(spoken) else (place, "", "")
    return (inner, asked, named) if asked else (place, "wish", "")


def _is_noun(spoken: list[str], place: int) -> bool:
    """Whether the verb was a noun: "sketch of a cat", "design, in blue"."""
    return spoken[place] in ("of", "is", "are", "with", "on", "in") or spoken[place] in MARKS - {":", "(", "-"}


def _named(spoken: list[str], place: int, named: str) -> str:
    """ "sketch a cat" asks for a sketch of it; "sketch me a picture of" names the picture itself."""
    if not named or _picture(spoken, place + phrases("asking.persons").at(spoken, place)[0])[2]:
        return ""
    return named + " "


def _gives(spoken: list[str], place: int) -> bool:
    """Whether "make" or "show" is followed by what is new: "me", "a", "three"; and "show" by "what it looks like"."""
    after = spoken[place : place + 1]
    if not after:
        return False
    if phrases("asking.persons").at(spoken, place)[0] and after[0] not in ("up", "out"):
        return True
    if spoken[place + 1 : place + 2] == ["of"] and after[0] not in ("a", "an"):
        return False
    if after[0] == "one" and is_look(spoken[place + 1] if place + 1 < len(spoken) else ""):
        return False
    shows = spoken[place - 1] == "show" and after[0] in ("what", "how", "the")
    return shows or after[0] in words("grammar.indefinite") or after[0].isdigit() or _picture(spoken, place)[2]


def _writes(spoken: list[str], place: int) -> bool:
    """ "write a picture of" asks for a picture; nothing else that is written does."""
    place += phrases("asking.persons").at(spoken, place)[0]
    return _picture(spoken, place)[2]


def _picture(spoken: list[str], place: int) -> tuple[int, bool, bool]:
    """Where the words after "a new picture of" begin; whether it is a new one; whether a picture was named."""
    at, is_fresh = place, False
    if spoken[at : at + 1] and spoken[at] in ("a", "an", "the", "one", "some"):
        at += 1
    while (length := phrases("fresh.words").at(spoken, at)[0]) > 0:
        at, is_fresh = at + length, True
    if at >= len(spoken) or spoken[at] not in words("asking.pictures"):
        return place, False, False
    at += 1
    if at >= len(spoken):
        return at, is_fresh, True
    length, _ = phrases("asking.links").at(spoken, at)
    mark = spoken[at] in PAUSES or spoken[at] in ".?"
    if not length and not mark:
        return place, False, False
    at += length or 1
    while at < len(spoken) and spoken[at] in ":-\n":
        at += 1
    return at, is_fresh, True


def _bare_picture(spoken: list[str], place: int) -> tuple[int, bool]:
    """ "An image of a cat" without a verb is a wrapper as well, where "of" or the like follows."""
    after, _, is_picture = _picture(spoken, place)
    return (after, True) if is_picture and after - place >= 2 and spoken[after - 1] not in PAUSES else (place, False)


def _labelled(spoken: list[str], place: int) -> bool:
    return spoken[place + 1 : place + 2] == [":"]


def _label(spoken: list[str], place: int) -> int:
    """Where the words after "Prompt:" begin."""
    length, _ = phrases("asking.labels").at(spoken, place)
    at = place + length if length and spoken[place + length : place + length + 1] == [":"] else place
    while at < len(spoken) and spoken[at] in ":,":
        at += 1
    return at
