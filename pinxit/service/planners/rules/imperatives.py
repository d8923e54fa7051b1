"""Orders that begin with their verb: "make the scarf blue", "give the otter sunglasses"."""

from dataclasses import replace

from pinxit.service.planners.rules.aspects import aspects
from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.order import (
    POINTING,
    Context,
    Order,
    is_meant,
    is_object,
    is_picture,
    is_some_of,
    target_end,
)
from pinxit.service.planners.rules.reading import MARKS, Reading, is_look, read, uncapital

CERTAIN = frozenset(["add", "remove", "replace", "give"])
"""Verbs that are nothing else, so that "and" before one begins another order."""
ALSO_CERTAIN = frozenset(["make", "change", "turn", "put", "write", "convert", "paint", "set", "zoom"])


def formatting(reading: Reading, context: Context) -> Order | None:
    """What is said of the file, and not of what it shows."""
    spoken = reading.words
    place = 0
    while place < len(spoken) and spoken[place] in words("orders.around_format"):
        place += 1
    rest = spoken[place:]
    if not rest:
        return None
    said = reading.text if phrases("verbs").at(spoken)[0] else f"Make it {uncapital(reading.part(place))}"
    named = rest and (phrases("formats.words").means(rest) or _is_size(rest))
    noun = spoken[-1] in words("formats.nouns") or any(word in words("formats.nouns") for word in spoken[:6])
    length, _ = phrases("formats.words").at(rest)
    if length and rest[length : length + 1] in (["with"], ["and"], ["on"], ["but"]) and length + 1 < len(rest):
        return context.order(reading.part(place + length + (rest[length] in ("and", "but"))))
    if named or noun or (spoken[0] in words("formats.verbs") and len(spoken) < 8):
        return Order("format", said=said)
    return None


def _is_size(spoken: list[str]) -> bool:
    """ "1024x1536", "16:9", "1920 x 1080"."""
    text = "".join(spoken[:4])
    return text[:1].isdigit() and all(char.isdigit() or char in "x:×*px" for char in text) and len(text) > 2


def by_verb(reading: Reading, context: Context) -> Order | None:
    """An order that begins with its verb."""
    spoken = reading.words
    length, verb = phrases("verbs").at(spoken)
    rest = reading.part(length)
    if not length or not rest or not _is_verb(spoken, length, verb):
        return None
    if verb == "make":
        return _making(reading, length, context)
    if verb in ("give", "dress"):
        return _giving(reading, length, context)
    if verb == "use":
        order = context.order(f"with {rest}") if spoken[length] != "the" else None
        return replace(order or Order("free", reading.text), said=reading.text)
    if verb == "put" and spoken[0] == "take" and spoken[-1] in ("away", "off", "out"):
        return Order("remove", reading.part(length, len(spoken) - 1))
    if verb == "put":
        return Order("put", rest)
    return _simple(verb, reading, length, rest)


def _simple(verb: str, reading: Reading, length: int, rest: str) -> Order | None:
    spoken = reading.words
    if verb == "replace":
        return _replacing(reading, length)
    if verb == "add" or verb == "write":
        return Order("write" if verb == "write" else "add", rest)
    if verb == "remove":
        at = next((place for place, word in enumerate(spoken) if word in ("except", "but")), 0)
        if spoken[length] in ("everything", "everyone", "all") and 0 < at < len(spoken) - 1:
            return Order("only", reading.part(at + 1 + (spoken[at + 1] == "for")))
        return Order("remove", rest)
    if verb == "keep":
        return Order("only" if spoken[length : length + 1] == ["only"] else "keep", rest)
    return _adjusting(reading, spoken[0], length)


def _adjusting(reading: Reading, verb: str, length: int) -> Order:
    comparative = pairs("orders.comparatives").get(verb)
    if comparative:
        return Order("make", comparative, reading.part(length))
    if verb in words("formats.verbs") or verb in (
        "resize",
        "fix",
        "improve",
        "correct",
        "refine",
        "retouch",
        "restore",
    ):
        return Order("format")
    if aspects(reading.text):
        return Order("make", reading.text, "it", said=reading.text)
    if verb == "zoom":
        return Order("free", f"zoomed {reading.part(length)}", said=reading.text)
    return Order("free", reading.text)


def _is_verb(spoken: list[str], length: int, verb: str) -> bool:
    """Whether a word like "light", "cover" or "set" is a verb here, and "make" a change rather than a wish."""
    following = spoken[length]
    if following in ("of", "is", "are") or (following in MARKS and following != ":"):
        return False
    if verb in CERTAIN or verb in ("use", "remove") or spoken[0] in ALSO_CERTAIN:
        indefinite = following in words("grammar.indefinite") or following in ("me", "us")
        indefinite = indefinite and not is_some_of(spoken[length:]) and not _is_one(spoken[length:])
        return not (spoken[0] in ("make", "paint") and indefinite and "into" not in spoken and "out" not in spoken)
    return is_object(following) or following in ("in", "out", "more", "less", "into") or len(spoken) == 2


def _making(reading: Reading, length: int, context: Context) -> Order | None:
    """ "make the scarf blue", "turn the otter into a fox", "change the colour of the scarf to blue"."""
    spoken = reading.words
    if spoken[length : length + 1] in (["sure"], ["so"]) or spoken[length : length + 2] == ["it", "so"]:
        after = length + 1 + (spoken[length] == "it")
        after += spoken[after : after + 1] == ["that"]
        return context.order(reading.part(after)) if after < len(spoken) else None
    if _is_one(spoken[length:]):
        return Order("make", reading.part(length), "it")
    at = _link(spoken, length)
    if at:
        return _linked(reading, length, at, context)
    end = target_end(reading, length, context)
    target, value = reading.part(length, end), reading.part(end)
    is_there = is_picture(read(target).words) or is_meant(target, context) or is_some_of(spoken[length:])
    paints = spoken[0] == "paint" and bool(value) and all(map(is_look, read(value).words))
    if not (is_there or paints) and (
        spoken[0] in words("asking.painting") | {"show"} or spoken[length] not in POINTING
    ):
        return None
    told = read(value).words[:1] in (["you"], ["i"], ["we"], ["that"], ["which"])
    return Order("make", value, target) if value and not told else Order("free", reading.text)


def _linked(reading: Reading, length: int, at: int, context: Context) -> Order | None:
    """ "change the otter to a fox", "change the colour to blue": the one takes the other's place, or looks so."""
    target, value = reading.part(length, at), reading.part(at + 1)
    looks = all(is_look(word) or word == "and" for word in reading.words[at + 1 :])
    whole = is_picture(read(target).words)
    if not looks and not whole and (is_meant(target, context) or len(read(target).words) < 5):
        return Order("replace", value, target)
    return Order("make", value, target)


def _is_one(spoken: list[str]) -> bool:
    """ "one black": one of those that are there."""
    return spoken[:1] == ["one"] and len(spoken) > 1 and is_look(spoken[1])


def _link(spoken: list[str], length: int) -> int:
    """Where "to" or "into" stands between what is changed and what it becomes; 0 where neither does."""
    if spoken[0] not in ("change", "turn", "convert", "transform", "make", "set", "switch", "recolor", "recolour"):
        return 0
    for place in range(length + 1, min(len(spoken) - 1, length + 14)):
        if spoken[place] == "into" or (spoken[place] == "to" and spoken[0] not in ("make", "turn")):
            return place
    return 0


def _giving(reading: Reading, length: int, context: Context) -> Order | None:
    """ "give the otter sunglasses", "give it a hat", "dress the cat as a pirate"."""
    spoken = reading.words
    if "to" in spoken[length:] and spoken[0] == "give" and spoken[length] not in POINTING | words("things.whole"):
        at = spoken.index("to", length)
        return Order("give", reading.part(length, at), reading.part(at + 1))
    end = target_end(reading, length, context)
    following = spoken[end] if end < len(spoken) else ""
    if spoken[length] == "her" and (following in ("", "and", ",") or following in words("grammar.prepositions")):
        end = length + 1
    if end >= len(spoken):
        return None
    value = reading.part(end)
    return Order("give", f"dressed {value}" if spoken[0] == "dress" else value, reading.part(length, end))


def _replacing(reading: Reading, length: int) -> Order:
    spoken = reading.words
    for place in range(length + 1, len(spoken) - 1):
        if spoken[place] in ("with", "by", "for", "to", "into"):
            return Order("replace", reading.part(place + 1), reading.part(length, place))
    return Order("free", reading.text)
