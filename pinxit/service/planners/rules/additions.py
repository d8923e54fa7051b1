"""Orders that bring something into the picture: added, worn, given, put somewhere."""

from pinxit.service.planners.rules import nouns
from pinxit.service.planners.rules.aspects import Aspect, aspects, style
from pinxit.service.planners.rules.description import count_of, recount, vaguely
from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.order import Order, is_picture
from pinxit.service.planners.rules.phrasing import bare_name, definite, is_bare_place, is_worn
from pinxit.service.planners.rules.picture import GROUND, Picture, counts, make_ground, write
from pinxit.service.planners.rules.reading import Reading, is_look, is_quoted, read


def add(picture: Picture, order: Order) -> None:
    reading = read(order.value)
    spoken = reading.words
    if any(map(is_quoted, spoken)) and (
        is_quoted(spoken[0]) or any(word in words("things.texts") for word in spoken[:4])
    ):
        return write(picture, order)
    if aspects(order.value) and spoken[0] not in ("a", "an", "the") and not is_bare_place(order.value):
        return picture.set(aspects(order.value))
    if spoken[-1] in GROUND and aspects(reading.part(0, len(spoken) - 1)):
        return picture.set(aspects(reading.part(0, len(spoken) - 1)))
    if _adds_to_count(picture, spoken) or _is_many(picture, spoken):
        return
    value = _one_look(order.value)
    if value != order.value:
        return add(picture, Order("add", value))
    at = next((place for place in range(1, len(spoken) - 1) if _leads_to_owner(spoken, place)), 0)
    owner = reading.part(at + 1) if at else ""
    if owner and _wears(picture, reading.part(0, at), owner, spoken[at]):
        return
    picture.focus = bare_name(order.value)
    if spoken[0] in ("more", "fewer", "less") and not picture.find(spoken[-1]):
        return picture.said(f"with {order.value}")
    joined = "," if " and " in order.value and "," not in order.value else "and"
    picture.said(f"with {order.value}" if joined == "," else f"and {order.value}")


def _adds_to_count(picture: Picture, spoken: list[str]) -> bool:
    """ "two more balloons", "another balloon": so many more of those that are there."""
    number = pairs("numbers.words").get(spoken[0], 0) if spoken[0] not in ("a", "an", "both") else 0
    if spoken[0].isascii() and spoken[0].isdigit() and len(spoken[0]) < 7:
        number = int(spoken[0])
    rest = spoken[2:] if spoken[1:2] in (["more"], ["other"], ["additional"]) else spoken[1:]
    is_more = len(rest) < len(spoken) - 1 or spoken[0] == "another"
    if not (number and is_more and rest) or any(map(nouns.is_boundary, rest)):
        return False
    noun, reading = picture.find(" ".join(rest)), picture.reading()
    if noun is None or not set(rest[:-1]) <= set(reading.words[noun.start : noun.end]):
        return False
    there = count_of(reading.words, noun)
    following = reading.words[noun.end : noun.end + 1]
    if not there or (there == 1 and following and nouns.is_participle(following[0])):
        return False
    picture.description = recount(reading, noun, there + number)
    picture.focus = rest[-1]
    return True


def _is_many(picture: Picture, spoken: list[str]) -> bool:
    """ "more balloons", of which there are two: many."""
    noun = picture.find(spoken[-1]) if spoken[0] == "more" and len(spoken) == 2 else None
    if noun is None or count_of(picture.reading().words, noun) < 2:
        return False
    picture.description = vaguely(picture.reading(), noun, "many")
    picture.focus = spoken[-1]
    return True


def _is_fewer(picture: Picture, spoken: list[str]) -> bool:
    """ "fewer balloons": one less of a few, a few of many."""
    noun = picture.find(spoken[-1]) if spoken[0] in ("fewer", "less") and len(spoken) == 2 else None
    if noun is None:
        return False
    there = count_of(picture.reading().words, noun)
    if 1 < there < 5:
        picture.description = recount(picture.reading(), noun, there - 1)
    else:
        picture.description = vaguely(picture.reading(), noun, "a few")
    return True


def _one_look(value: str) -> str:
    """ "a third cat, a black one": a third black cat."""
    reading = read(value)
    spoken = reading.words
    if len(spoken) < 5 or spoken[-1] != "one" or spoken[-4] != "," or spoken[-3] not in ("a", "an"):
        return value
    look, end = reading.part(len(spoken) - 2, len(spoken) - 1), len(spoken) - 4
    if any(map(nouns.is_boundary, spoken[:end])) or not is_look(look.lower()):
        return value
    led = [reading.part(0, end - 1), look, reading.part(end - 1, end)]
    return nouns.with_article(" ".join(part for part in led if part))


def _wears(picture: Picture, thing: str, owner: str, preposition: str) -> bool:
    """ "a hat on the cat" is worn by it; "a scar to the otter" is had by it."""
    spoken, things = read(owner).words, read(thing).words
    if spoken[-1] in ("head", "face", "neck", "eyes", "feet", "ears") and len(spoken) > 1:
        spoken = [word.removesuffix("'s") for word in spoken[:-1]]
    is_owner = spoken[-1] in words("things.whole") or spoken[-1] in words("things.possessive")
    noun = picture.meant("him") if is_owner else picture.find(" ".join(spoken))
    if noun is None or (picture.reading().words[noun.head] in words("things.furniture")):
        return False
    worn = any(phrases("things.worn").means(things[start:]) for start in range(len(things))) or is_worn(things[-1])
    if not worn and preposition != "to":
        return False
    several = is_owner and spoken[-1] in words("things.many") and len(nouns.things(picture.reading(), 60)) > 1
    name = "all" if several else picture.name(noun)
    picture.said(f"{name} {'wearing' if worn else 'with'} {thing}")
    picture.focus = bare_name(thing)
    return True


def give(picture: Picture, order: Order) -> None:
    """The target with what is given to it, worn where it is a thing to wear."""
    reading, spoken = read(order.value), read(order.target).words
    if is_picture(spoken) and reading.words[-1] in ("look", "feel", "style", "vibe", "touch", "background"):
        found = style(reading.part(0, len(reading.words) - 1)) or style(order.value)
        return picture.set([found]) if found else picture.said(f"with {order.value}")
    led = reading.words[0] in ("dressed", "wearing", "wear") or nouns.is_participle(reading.words[0])
    if led:
        noun = picture.meant(order.target)
        value = "wearing" + order.value[4:] if reading.words[0] == "wear" else order.value
        return picture.said(f"{picture.name(noun)} {value}" if noun else value)
    if not _wears(picture, order.value, order.target, "to"):
        picture.said(f"with {order.value}" if is_picture(spoken) else f"{definite(order.target)} with {order.value}")
        picture.focus = bare_name(order.value)


def have(picture: Picture, order: Order) -> None:
    """What there should be: in the place of what bears that name, with its count, or beside the rest."""
    spoken = read(order.value).words
    if aspects(order.value) and not is_bare_place(order.value):
        return picture.set(aspects(order.value))
    if spoken[-1] in GROUND or (spoken[1:2] and spoken[1] in GROUND):
        return make_ground(picture, order.value)
    if any(map(is_quoted, spoken)):
        return add(picture, order)
    if counts(picture, spoken, order.value) or _is_fewer(picture, spoken):
        return
    end = next((at for at in range(1, len(spoken)) if nouns.is_boundary(spoken[at])), len(spoken))
    noun = picture.find(" ".join(spoken[:end])) or picture.find(spoken[end - 1])
    whole = noun is not None and nouns.is_head(picture.reading(), noun.head)
    if noun is None or not whole or spoken[0] in ("another", "more"):
        picture.said(f"with {order.value}")
        picture.focus = bare_name(order.value)
    else:
        picture.become(noun, order.value)


def put(picture: Picture, order: Order) -> None:
    reading = read(order.value)
    spoken = reading.words
    if spoken[-1] == "back" and len(spoken) > 1:
        thing = reading.part(spoken[0] == "the", len(spoken) - 1)
        return add(picture, Order("add", nouns.with_article(thing)))
    if spoken[-1] == "on" and len(spoken) > 1:
        return put(picture, Order("put", f"{order.value} him"))
    if any(map(is_quoted, spoken)):
        return write(picture, order)
    at = next((place for place in range(1, len(spoken)) if spoken[place] in words("grammar.prepositions")), 0)
    if not at:
        return add(picture, order)
    what, where = reading.part(0, at), reading.part(at)
    together = spoken[0] in words("things.whole") and at <= 2 and spoken[at - 1] in ("together", "all", spoken[0])
    definite = spoken[0] not in words("grammar.indefinite")
    if together or is_picture(spoken[:at]) or (definite and picture.is_main(what)):
        place = f"{_settled(spoken[at], where)}"
        if not _names_thing(picture, read(place)):
            return picture.set(aspects(place) or [Aspect("place", place)])
        return picture.said(place)
    if picture.find(what) is not None and spoken[0] == "the":
        return picture.said(f"{what} {where}")
    add(picture, Order("add", order.value))


def _names_thing(picture: Picture, where: Reading) -> bool:
    """Whether the place is at something that the picture has: "on the table"."""
    return picture.find(where.text) is not None and not aspects(where.text)


def _leads_to_owner(spoken: list[str], place: int) -> bool:
    """Whether "to", "on" or "around" at `place` says whose the thing is: not in "next to"."""
    beside = spoken[place - 1] in ("next", "close", "front", "left", "right", "top", "similar")
    return spoken[place] in ("to", "on", "onto", "for", "around", "over") and not beside


def _settled(preposition: str, where: str) -> str:
    """Where something is when it was put there: "to a kitchen" is in it."""
    if preposition not in words("places.directions"):
        return where
    rest = read(where).part(1)
    found = aspects(rest)
    moved = pairs("grammar.static").get(preposition, "in") if preposition != "to" else "in"
    return found[0].clause if found else f"{moved} {rest}"
