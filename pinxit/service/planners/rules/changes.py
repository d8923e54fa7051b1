"""Carrying out orders on a description: each becomes words that say what the picture shows then."""

from collections.abc import Callable

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.additions import add, give, have, put
from pinxit.service.planners.rules.aspects import Aspect, aspects, spans
from pinxit.service.planners.rules.description import count_of, recount
from pinxit.service.planners.rules.lettering import replace_text, replace_within, without_text
from pinxit.service.planners.rules.lexicon import pairs, words
from pinxit.service.planners.rules.making import make, make_thing, make_whole
from pinxit.service.planners.rules.nouns import Noun
from pinxit.service.planners.rules.numbers import number_of
from pinxit.service.planners.rules.order import Order, Verb, is_picture
from pinxit.service.planners.rules.phrasing import are_things, bare_name, is_thing
from pinxit.service.planners.rules.picture import GROUND, TOPICS, Picture, write
from pinxit.service.planners.rules.reading import Reading, is_quoted, read, uncapital
from pinxit.service.planners.rules.removal import removed


def carry_out(picture: Picture, order: Order) -> None:
    """Change the description as `order` asks. One that says nothing of what is shown leaves it as it is."""
    if order.verb in CARRY:
        CARRY[order.verb](picture, order)


def _remove(picture: Picture, order: Order) -> None:
    for part in _listed(order.value, picture.reading()):
        _remove_one(picture, part)


def _remove_one(picture: Picture, what: str) -> None:
    reading = read(what)
    spoken = reading.words
    at = next((place for place in range(1, len(spoken)) if spoken[place] in ("from", "on", "in", "behind")), 0)
    spoken = spoken[:at] if at else spoken
    bare = [word for word in spoken if word not in words("grammar.determiners")]
    if not bare:
        return _remove_focus(picture, number_of(spoken[0]))
    if bare[-1] in words("things.texts") or is_quoted(bare[0]):
        picture.description = without_text(picture.description, bare[0] if is_quoted(bare[0]) else "")
        return
    if bare[-1] in ("background", "backdrop"):
        return picture.set([Aspect("place", "on a plain background")])
    noun = nouns.find(picture.reading(), spoken)
    if noun is None or not nouns.is_head(picture.reading(), noun.head):
        return picture.said(f"without {' '.join(reading.part(0, at or None).split()).removeprefix('the ')}")
    number = pairs("numbers.words").get(spoken[0], 0) if spoken[0] not in ("a", "an", "both", "another") else 0
    there = count_of(picture.reading().words, noun)
    if 0 < number < there:
        picture.description = recount(picture.reading(), noun, there - number)
        return
    name = picture.reading().words[noun.head]
    picture.description = removed(picture.reading(), noun) or f"An empty scene without {nouns.with_article(name)}"
    if nouns.is_plural(bare[-1]):
        while picture.description and (again := picture.find(bare[-1])) is not None:
            picture.description = removed(picture.reading(), again)


def _remove_focus(picture: Picture, number: int) -> None:
    """ "remove it"; "remove one", of several."""
    noun = picture.find(picture.focus) if picture.focus else picture.main() if number else None
    there = count_of(picture.reading().words, noun) if noun is not None and number else 0
    if noun is not None and 0 < number < there:
        picture.description = recount(picture.reading(), noun, there - number)
        return
    if noun is not None:
        picture.description = removed(picture.reading(), noun) or picture.description


def _replace(picture: Picture, order: Order) -> None:
    old = read(order.target).words
    if not old or not order.value:
        return
    if "number of " in order.target:
        return make_thing(picture, order.target, order.value)
    if is_quoted(old[0]) or old[-1] in words("things.texts") or is_quoted(read(order.value).words[0]):
        picture.description = replace_text(picture.description, order.target, order.value)
    elif _replace_within(picture, order):
        return
    elif old[-1] in GROUND or old[-1] in TOPICS:
        make(picture, Order("make", order.value, order.target))
    elif is_picture(old):
        _replace_main(picture, order)
    else:
        _replace_noun(picture, order)


def _replace_within(picture: Picture, order: Order) -> bool:
    """ "70% instead of 50%", within what is written."""
    is_named = picture.find(order.target) is not None
    within = "" if is_named else replace_within(picture.description, order.target, order.value)
    picture.description = within or picture.description
    return bool(within)


def _replace_noun(picture: Picture, order: Order) -> None:
    noun = picture.find(order.target)
    number, wanted = number_of(order.target.lower()), number_of(order.value.lower())
    same = [each for each in nouns.things(picture.reading(), 60) if count_of(picture.reading().words, each) == number]
    if number and wanted and same:
        picture.description = recount(picture.reading(), same[0], wanted)
    elif noun is None and aspects(order.value):  # "sunny instead of raining"
        picture.set(aspects(order.value))
    elif noun is None:
        picture.said(f"with {nouns.with_article(order.value)} instead of {order.target}")
    elif _is_place(picture, noun) and [found.kind for found in aspects(order.value)] == ["place"]:
        picture.set(aspects(order.value))
    else:
        picture.become(noun, order.value)


def _replace_main(picture: Picture, order: Order) -> None:
    """ "a dog instead": of what the picture is of, unless it is said how it is to look."""
    noun, spoken = picture.meant(order.target) or picture.main(), read(order.value).words
    thing = is_thing(spoken) or are_things(spoken) or order.value[:1].isupper()
    if noun is None or not thing or aspects(order.value):
        return make_whole(picture, order.target, order.value)
    picture.become(noun, order.value)


def _is_place(picture: Picture, noun: Noun) -> bool:
    """Whether the noun says where all is, after a preposition that may be another with another noun."""
    reading = picture.reading()
    found = [start for start, end in spans(reading, "place") if start < noun.head < end]
    return bool(found) and reading.words[found[0]] in ("in", "on", "at", "under", "inside")


def _only(picture: Picture, order: Order) -> None:
    picture.said(f"only {order.value}".replace("only only", "only"))


def _keep(picture: Picture, order: Order) -> None:
    picture.focus = bare_name(order.value) if order.value else picture.focus


def _free(picture: Picture, order: Order) -> None:
    picture.said(uncapital(order.value))


def _listed(value: str, reading: Reading) -> list[str]:
    """ "the scarf and the otter": each by itself."""
    parts = read(value)
    found, start = [], 0
    for place, word in enumerate(parts.words):
        if word in (",", "and") and start < place:
            found.append(parts.part(start, place))
        if word in (",", "and", "or"):
            start = place + 1
    return [part for part in [*found, parts.part(start)] if part]


CARRY: dict[Verb, Callable[[Picture, Order], None]] = {
    "make": make,
    "add": add,
    "have": have,
    "give": give,
    "put": put,
    "remove": _remove,
    "replace": _replace,
    "write": write,
    "only": _only,
    "free": _free,
    "keep": _keep,
}
