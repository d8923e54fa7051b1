"""Orders that make a thing, or the whole picture, another."""

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.additions import give
from pinxit.service.planners.rules.aspects import aspects
from pinxit.service.planners.rules.description import recolour
from pinxit.service.planners.rules.lettering import replace_text
from pinxit.service.planners.rules.lexicon import words
from pinxit.service.planners.rules.nouns import Noun
from pinxit.service.planners.rules.order import Order, is_picture
from pinxit.service.planners.rules.phrasing import (
    are_things,
    bare_name,
    definite,
    is_colour,
    is_quality,
    is_thing,
    participle,
    predicate,
)
from pinxit.service.planners.rules.picture import GROUND, TOPICS, Picture, counts, make_ground
from pinxit.service.planners.rules.reading import is_look, is_quoted, read, uncapital


def make(picture: Picture, order: Order) -> None:
    """Make what the order names what it says: the whole picture, its setting, what is written in it, or a thing."""
    target, value = read(order.target).words, order.value
    while read(value).words[:1] in (["be"], ["become"], ["to"], ["being"]) and len(read(value).words) > 1:
        value = read(value).part(1)
    if is_picture(target) or target[-1] in words("things.persons"):
        return make_whole(picture, order.target, value)
    if is_quoted(target[0]) or is_quoted(read(value).words[0]) or _is_lettering(picture, target, value):
        picture.description = replace_text(picture.description, order.target, _after_say(value))
    elif target[-1] in GROUND and "in" not in target:
        make_ground(picture, value)
    elif target[-1] in TOPICS and picture.find(order.target) is None and aspects(_styled(target[-1], value)):
        picture.set(aspects(_styled(target[-1], value)))
    else:
        make_thing(picture, order.target, value)


def _is_lettering(picture: Picture, target: list[str], value: str) -> bool:
    """Whether other words are wanted, and not the same ones in red."""
    spoken = read(value).words
    looks = is_look(spoken[0]) or spoken[0].endswith("er") or spoken[0] in words("grammar.prepositions")
    return target[-1] in words("things.texts") and not (looks or is_colour(spoken))


def make_whole(picture: Picture, target: str, value: str) -> None:
    """Make "it" or "them" so: a setting, a count, another thing, a colour, or a clause of its own."""
    spoken = read(value).words
    if _set(picture, value):
        return
    if is_quoted(spoken[0]) or (spoken[0] in ("say", "read") and len(spoken) > 1):
        picture.description = replace_text(picture.description, "text", _after_say(value))
        return
    if spoken[0] in ("with", "have", "having", "wear", "wearing") and len(spoken) > 1:
        return give(picture, Order("give", value if spoken[0].startswith("wear") else read(value).part(1), target))
    if counts(picture, spoken, value):
        return
    noun = picture.meant(target)
    if noun is not None and _changes(picture, target, noun, value):
        return
    if is_colour(spoken):
        return _recolour_all(picture, target, value)
    picture.said(_of_whole(picture, noun, spoken, value))


def _set(picture: Picture, value: str) -> bool:
    """Say where and how it is all set: "night", "more realistic", "night with neon lights"."""
    reading = read(value)
    found = aspects(value) or aspects(value.removeprefix("more "))
    at = reading.words.index("with") if "with" in reading.words[1:] else 0
    before = aspects(reading.part(0, at)) if at and reading.words[0] not in ("a", "an") else []
    picture.set(found or before)
    if before and not found:
        picture.said(reading.part(at))
    return bool(found or before)


def _changes(picture: Picture, target: str, noun: Noun, value: str) -> bool:
    """Make the noun another thing, or let it look otherwise, if that is what `value` says."""
    spoken = read(value).words
    named = value[:1].isupper() and len(spoken) < 4 and not is_look(spoken[0])
    if is_thing(spoken) or are_things(spoken) or named:
        picture.become(noun, value)
    elif is_colour(spoken) or is_quality(spoken):
        picture.look(target, noun, value)
    else:
        return _looks(picture, target, spoken)
    return True


def _looks(picture: Picture, target: str, spoken: list[str]) -> bool:
    """ "blonde and short": each by itself."""
    each = [word for word in spoken if word not in ("and", ",")]
    if len(each) < 2 or len(each) == len(spoken) or not all(is_colour([word]) or is_quality([word]) for word in each):
        return False
    for word in each:
        noun = picture.find(target)
        if noun is not None:
            picture.look(target, noun, word)
    return True


def _recolour_all(picture: Picture, target: str, colour: str) -> None:
    """ "them" in another colour, each; "it", where it may be this or that, "in blue"."""
    if read(target).words[-1] not in words("things.many"):
        return picture.said(f"in {colour}")
    for noun in reversed(nouns.things(picture.reading(), 60)):
        picture.description = recolour(picture.reading(), noun, colour)


def _of_whole(picture: Picture, noun: Noun | None, spoken: list[str], value: str) -> str:
    """What is said of the picture, or of the one who is in it, in a clause of its own."""
    if spoken[0] in words("actions.words") and spoken[0] != "look":
        does = participle(spoken[0]) + value[len(spoken[0]) :]
        return f"{picture.name(noun)} {does}" if noun else does
    if nouns.is_participle(spoken[0]) and noun and not is_look(spoken[0]):
        return f"{picture.name(noun)} {value}"
    if spoken[0] == "look":
        return "looking" + value[4:]
    looks = len(spoken) > 1 and (spoken[1] in ("bit", "little", "lot") or is_look(spoken[1]))
    if spoken[0] in words("grammar.indefinite") and len(spoken) > 1 and not looks:
        return f"as {value}"
    return value


def make_thing(picture: Picture, target: str, value: str) -> None:
    """Make one thing so, whether the description knows of it or not."""
    target, spoken = _aim(target, read(value).words), read(value).words
    if "number of " in target and counts(picture, [value, *target.split("number of ")[1].split()], value):
        return
    noun = picture.find(target)
    if read(target).words[1:2] == ["of"]:
        return picture.said(f"{definite(target)} {predicate(spoken, value)}")
    if noun is None:
        return picture.said(_absent(target, value, spoken))
    picture.focus = bare_name(target)
    _make_found(picture, target, noun, value)


def _aim(target: str, spoken: list[str]) -> str:
    """The thing itself, where its colour is to be another."""
    target = target.replace("the same ", "the ")
    return _colour_target(target) if is_colour(spoken) else target


def _make_found(picture: Picture, target: str, noun: Noun, value: str) -> None:
    spoken = read(value).words
    if aspects(value) and aspects(value)[0].kind != "style" and picture.is_main(target):
        return picture.set(aspects(value))
    if spoken[0] in ("with", "wear", "wearing", "have") and len(spoken) > 1:
        return give(picture, Order("give", value if spoken[0] in ("wear", "wearing") else read(value).part(1), target))
    if spoken[0] in ("say", "read", "saying", "reading") and len(spoken) > 1:
        picture.description = replace_text(picture.description, target, read(value).part(1))
    elif "than" in spoken[1:]:
        picture.said(f"with {definite(target)} {value}")
    elif not (_joined(picture, target, value, spoken) or _changes(picture, target, noun, value)):
        picture.said(f"{definite(target)} {predicate(spoken, value)}")


def _joined(picture: Picture, target: str, value: str, spoken: list[str]) -> bool:
    """ "make the scarf blue and the cat black": two things at once."""
    reading = read(value)
    for place in range(1, len(spoken) - 2):
        if spoken[place] == "and" and spoken[place + 1] == "the":
            end = next((at for at in range(place + 2, len(spoken)) if picture.find(spoken[at]) is not None), 0)
            if end and end + 1 < len(spoken):
                make_thing(picture, target, reading.part(0, place))
                make_thing(picture, reading.part(place + 1, end + 1), reading.part(end + 1))
                return True
    return False


def _after_say(value: str) -> str:
    reading = read(value)
    return reading.part(1) if reading.words[:1] in (["say"], ["read"], ["saying"]) else value


def _styled(noun: str, value: str) -> str:
    return f"in {value} style" if noun in ("style", "medium") and not aspects(value) else value


def _colour_target(target: str) -> str:
    """What is meant by "the colour of the scarf", and by "the scarf's colour"."""
    reading = read(target)
    spoken = reading.words
    for place, word in enumerate(spoken):
        if word in ("colour", "color", "colours", "colors"):
            if spoken[place + 1 : place + 2] == ["of"]:
                return reading.part(place + 2)
            return reading.part(0, place).removesuffix("'s").removesuffix("’s") or target
    return target


def _absent(target: str, value: str, spoken: list[str]) -> str:
    """What is said of a thing of which the description knows nothing."""
    reading = read(target)
    owner = next((place for place, word in enumerate(reading.words) if word.endswith(("'s", "s'"))), None)
    if not (is_colour(spoken) or is_quality(spoken) or spoken[0].endswith("er")):
        if is_thing(spoken):
            return f"with {value} instead of {uncapital(target)}"
        return f"{definite(target)} {predicate(spoken, value)}"
    look = " ".join(word for word in value.split() if word != "in")
    if owner is not None and owner + 1 < len(reading.words):
        whose = reading.part(0, owner + 1).removesuffix("'s").removesuffix("’s")
        return f"{definite(whose)} with {nouns.with_article(f'{look} {reading.part(owner + 1)}')}"
    first = reading.words[0] in words("grammar.determiners") and len(reading.words) > 1
    return f"with {nouns.with_article(f'{look} {reading.part(1 if first else 0)}')}"
