"""What short phrases are: a colour, an adjective, a thing; and how they are said of one."""

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.aspects import aspects
from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.reading import is_look, read, uncapital


def is_colour(spoken: list[str]) -> bool:
    """Whether the words are a colour and no more: "dark blue", "black and white", "in red"."""
    rest = spoken[1:] if spoken[:1] == ["in"] else spoken
    colours, shades = words("looks.colours"), words("looks.shades")
    known = all(word in colours or word in shades or word in ("and", "with", "-", ",") for word in rest)
    return bool(rest) and known and rest[-1] in colours


def is_quality(spoken: list[str]) -> bool:
    """Whether the words are one adjective that can stand before a noun."""
    return len(spoken) == 1 and (bool(phrases("scales").means(spoken)) or spoken[0] in pairs("comparatives"))


def is_thing(spoken: list[str]) -> bool:
    """Whether the words are a thing: an article, and no style or degree."""
    led = spoken[0] in ("a", "an", "the", "some") and len(spoken) > 1
    return led and spoken[1] not in ("bit", "little", "lot", "different", "more", "less") and "style" not in spoken


def are_things(spoken: list[str]) -> bool:
    """ "dogs"."""
    return len(spoken) == 1 and nouns.is_plural(spoken[0]) and not is_look(spoken[0])


def is_bare_place(value: str) -> bool:
    """ "clouds", which may be a thing as well as a place."""
    led = read(value).words[0] in words("grammar.prepositions")
    return not led and any(found.kind == "place" for found in aspects(value))


def bare_name(phrase: str) -> str:
    """A thing's name for "it": its words without the article, up to what follows it."""
    spoken = read(phrase).words
    end = next((at for at in range(1, len(spoken)) if nouns.is_boundary(spoken[at])), len(spoken))
    return " ".join(word for word in spoken[:end] if word not in words("grammar.determiners"))


def definite(target: str) -> str:
    """ "the hat" for "hat"; a name, "his hat" and "one of them" as they are."""
    first = read(target).words[0]
    if target.lower() in words("things.kin"):
        return target
    if read(target).words[1:2] == ["of"]:
        return uncapital(target)
    if target[:1].isupper() and first not in words("grammar.determiners"):
        return target
    return uncapital(target) if first in words("grammar.determiners") else f"the {target}"


def predicate(spoken: list[str], value: str) -> str:
    """What is said of somebody after the name: "sleep" becomes "sleeping"."""
    if spoken[0] in words("actions.words") and not is_look(spoken[0]):
        return participle(spoken[0]) + value[len(spoken[0]) :]
    if spoken[0].endswith("s") and spoken[0][:-1] in words("actions.words"):
        return participle(spoken[0][:-1]) + value[len(spoken[0]) :]
    return value


def participle(verb: str) -> str:
    """ "run" is "running", "dance" is "dancing", "lie" is "lying"."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb in words("actions.doubled"):
        return verb + verb[-1] + "ing"
    return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing"


def is_worn(word: str) -> bool:
    """Whether `word` is a thing to wear, one or several."""
    return word in words("things.worn") or nouns.singular(word) in words("things.worn")
