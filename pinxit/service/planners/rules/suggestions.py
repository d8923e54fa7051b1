"""Orders that are put otherwise: "what if the scarf was blue?", "no hat", "at night", "bigger"."""

from pinxit.service.planners.rules.aspects import aspects
from pinxit.service.planners.rules.lexicon import pairs, phrases, words
from pinxit.service.planners.rules.nouns import is_boundary, is_participle, is_plural
from pinxit.service.planners.rules.numbers import exchanged_counts
from pinxit.service.planners.rules.order import POINTING, Context, Order, having, is_some_of, made, target_end
from pinxit.service.planners.rules.reading import Reading, is_look, is_quoted, read, uncapital

MODALS = frozenset(["should", "must", "could", "can", "would", "shall", "needs", "need", "has", "have", "ought"])
SUPPOSING = (["what", "if"], ["how", "about", "if"], ["imagine", "if"], ["suppose"], ["what", "about", "if"])
NAMED_BEFORE = frozenset(["is", "are", "has", "have", "was", "were", "looks", "with", "wearing", "without"])
"""What follows the name of somebody who is in the picture, without an article, where more is told of him."""
SAME = frozenset(
    ["picture", "image", "scene", "one", "thing", "photo", "drawing", "but", "again", "as", "before", "just"]
)


def instead(reading: Reading, context: Context) -> Order | None:
    """ "a fox instead of the otter", "instead of an otter, a fox", "a fox, not an otter"."""
    spoken = reading.words
    for place in range(len(spoken) - 1):
        two = spoken[place : place + 2]
        if place == 0 and spoken[0] == "not" and is_object_phrase(spoken[1:]):
            old, _, new = reading.part(1).partition("," if "," in spoken else " but ")
            return _exchanged(old.strip(), _stripped(new.strip().removeprefix("but "))) if new.strip() else None
        length = 2 if two in (["instead", "of"], ["rather", "than"]) else 1 if spoken[place] == "not" and place else 0
        if not length or (length == 1 and (spoken[place - 1] != "," or not is_object_phrase(spoken[place + 1 :]))):
            continue
        old, new = reading.part(place + length), reading.part(0, place).rstrip(" ,")
        if not new and "," in old:
            old, _, new = old.partition(",")
        after = next((at for at in range(place + length, len(spoken)) if phrases("verbs").at(spoken, at)[0]), 0)
        if not new and after:
            return context.order(reading.part(after))
        return _exchanged(old.strip(), _stripped(new.strip()))
    if spoken[-1] == "instead" and len(spoken) > 1:
        inner = reading.part(0, len(spoken) - 1).rstrip(" ,")
        plain = context.order(inner)
        if plain and plain.verb not in ("have", "add"):
            return plain
        value = _stripped(inner)
        return Order("replace", value, "it", said=f"Make it {uncapital(value)} instead")
    return None


def labelled(reading: Reading, context: Context) -> Order | None:
    """ "text: 'Sale'", "the text in French: 'Solde'": what is to be written in its place."""
    spoken = reading.words
    at = next((place for place in range(1, min(len(spoken) - 1, 8)) if spoken[place] == ":"), 0)
    first = 1 if spoken[0] in ("the", "new") else 0
    if not at or spoken[first] not in words("things.texts") or not is_quoted(spoken[at + 1]):
        return None
    said = f"Make {reading.text}" if at > first + 1 else f"Make the {spoken[first]} {reading.part(at + 1, at + 2)}"
    return Order("make", reading.part(at + 1, at + 2), f"the {spoken[first]}", said=said)


def is_object_phrase(spoken: list[str]) -> bool:
    return bool(spoken) and spoken[0] in words("grammar.determiners")


def _exchanged(old: str, new: str) -> Order | None:
    if not old or not new:
        return None
    counts = exchanged_counts(old, new)
    if counts:
        return counts
    return Order("replace", new, old, said=f"Replace {uncapital(old)} with {uncapital(new)}")


def _stripped(phrase: str) -> str:
    """A thing without the verb that asks for it: "use a fox" is a fox, "it should be a fox" as well."""
    reading = read(phrase)
    spoken, start = reading.words, 0
    start += phrases("asking.wishes").at(spoken, 0)[0]
    while start < len(spoken) - 1 and spoken[start] in words("orders.before_thing"):
        start += 1
    return reading.part(start)


def supposed(reading: Reading, context: Context) -> Order | None:
    """ "what if the scarf was blue", "could the scarf be blue", "how would it look in winter"."""
    spoken = reading.words
    for lead in SUPPOSING:
        if spoken[: len(lead)] == lead and len(spoken) > len(lead):
            rest = reading.part(len(lead))
            return stated(read(rest), context) or context.order(rest) or _imagined(read(rest), context)
    if spoken[0] in ("could", "can", "should", "may", "shall", "would", "might") and len(spoken) > 2:
        return _split(reading, 1, ("be", "have", "look", "get", "become", "say", *words("actions.words")), context)
    if spoken[0] in ("how", "what") and spoken[1:2] == ["would"] and "look" in spoken:
        at = spoken.index("look") + 1
        at += spoken[at : at + 1] == ["like"]
        rest = reading.part(at)
        return made(reading.part(2, spoken.index("look")), rest, context) if rest else None
    return None


def _imagined(reading: Reading, context: Context) -> Order | None:
    """ "the scarf was blue", of which nothing is known."""
    at = next((at for at, word in enumerate(reading.words[1:9], 1) if word in ("was", "were", "is", "are")), 0)
    return made(reading.part(0, at), reading.part(at + 1), context) if 0 < at < len(reading.words) - 1 else None


def _split(reading: Reading, start: int, verbs: tuple[str, ...], context: Context) -> Order | None:
    """ "the scarf be blue": what stands before one of `verbs` is made what follows it."""
    spoken = reading.words
    at = next((place for place in range(start + 1, min(len(spoken) - 1, start + 10)) if spoken[place] in verbs), None)
    if at is None:
        return None
    subject, value = reading.part(start, at), reading.part(at + 1)
    if spoken[start:at] == ["there"] or spoken[start:at] in (["we"], ["i"], ["you"]):
        return having(value, context)
    if spoken[at] in ("have", "get"):
        return Order("give", value, subject, said=f"Give {uncapital(subject)} {value}")
    return made(subject, value if spoken[at] in ("be", "become") else f"{spoken[at]} {value}", context)


def same(reading: Reading, context: Context) -> Order | None:
    """ "the same but at night", "same picture, with a hat"."""
    spoken = reading.words
    place = 1 if spoken[0] in ("the", "this", "that", "exactly") else 0
    if spoken[place : place + 1] != ["same"]:
        return None
    place += 1
    while place < len(spoken) and (spoken[place] in SAME or spoken[place] == ","):
        place += 1
    rest = reading.part(place)
    if place >= len(spoken):
        return Order("keep", said=reading.text)
    return context.order(rest) or Order("free", rest, said=f"Make it {uncapital(rest)}")


def wished(reading: Reading, context: Context) -> Order | None:
    """ "I want the cat to be black", "I'd like it in winter", "I want a hat too"."""
    spoken = reading.words
    length, _ = phrases("asking.wishes").at(spoken)
    if not length or length >= len(spoken):
        return None
    if spoken[length : length + 3] == ["there", "to", "be"]:
        value = reading.part(length + 3)
        return Order("have", value, said=f"Add {value}") if value else None
    if spoken[length] in POINTING or spoken[length] in words("things.whole"):
        end = target_end(reading, length, context)
        after = end + (spoken[end : end + 1] == ["to"])
        after += spoken[after : after + 1] == ["be"]
        return made(reading.part(length, end), reading.part(after), context) if after < len(spoken) else None
    return context.order(reading.part(length)) or _proposal(reading.part(length), context)


def _proposal(value: str, context: Context) -> Order | None:
    """ "a blue scarf", of which there is one already."""
    spoken = read(value).words
    end = next((at for at in range(1, len(spoken)) if is_boundary(spoken[at])), len(spoken))
    if spoken and context.knows(spoken[end - 1]):
        return Order("have", value, said=f"Make it with {uncapital(value)}")
    return None


def should(reading: Reading, context: Context) -> Order | None:
    """ "the scarf should be blue", "there should be three otters", "it needs a hat"."""
    spoken = reading.words
    at = next((place for place in range(1, min(len(spoken) - 1, 9)) if spoken[place] in MODALS), None)
    pointed = at is not None and context.knows(spoken[at - 1])
    pointed = pointed or spoken[0] in POINTING or spoken[0] in words("things.whole") or is_some_of(spoken)
    if at is None or not (pointed or spoken[0] == "there"):
        return None
    subject, after = reading.part(0, at), at + 1
    if spoken[at] in ("has", "have", "need", "needs") and spoken[after] != "to":
        value = reading.part(after)
        return Order("give", value, subject, said=f"Give {uncapital(subject)} {value}")
    after += spoken[after] == "to"
    if spoken[after : after + 1] in (["not"], ["no"]):
        return Order("free", reading.text)
    verb, value = spoken[after] if after < len(spoken) else "", reading.part(after + 1)
    if spoken[0] == "there":
        return having(value, context) if value else None
    if verb == "have":
        return Order("give", value, subject, said=f"Give {uncapital(subject)} {value}") if value else None
    return made(subject, value if verb == "be" else reading.part(after), context)


def too(reading: Reading, context: Context) -> Order | None:
    """ "it is too dark", "the cat is too big"."""
    spoken = reading.words
    place = next((at for at, word in enumerate(spoken[:9]) if word == "too"), None)
    if place is None or place + 1 >= len(spoken) or (place and spoken[0] in words("grammar.indefinite")):
        return None
    opposite = pairs("too").get(spoken[place + 1], f"less {spoken[place + 1]}")
    end = place - (place > 0 and spoken[place - 1] in ("is", "are", "looks", "look", "seems", "it's", "was"))
    if spoken[place + 1] in ("many", "much"):
        noun = spoken[-1]
        less = "fewer" if spoken[place + 1] == "many" else "less"
        if is_plural(noun) and context.knows(noun):
            return Order("have", f"{less} {noun}", said=f"Make it {less} {noun}")
        return Order("make", f"{less} {noun}", "it", said=f"Make it {less} {noun}")
    subject = reading.part(0, end).removeprefix("It's").removeprefix("it's") or "it"
    return made(subject, opposite, context)


def negated(reading: Reading, context: Context) -> Order | None:
    """ "without the scarf", "no scarf", "I don't want the scarf"."""
    spoken = reading.words
    length, _ = phrases("asking.negations").at(spoken)
    if not length or length >= len(spoken):
        return None
    target = reading.part(length)
    led = read(target).words[0] in words("grammar.determiners") or is_plural(read(target).words[-1])
    return Order("remove", target, said=f"Remove {'' if led else 'the '}{uncapital(target)}")


def proposed(reading: Reading, context: Context) -> Order | None:
    """ "with a hat", "how about a blue scarf", "what about at night", "maybe bigger"."""
    spoken = reading.words
    if spoken[0] in ("with", "plus", "having", "featuring") and len(spoken) > 1:
        value = reading.part(1)
        return Order("have", value, said=f"Add {value}")
    if spoken[:2] in (["how", "about"], ["what", "about"]) and len(spoken) > 2:
        rest = reading.part(2)
        ground = {"background", "backdrop"} & set(spoken)
        return context.order(rest) or _proposal(rest, context) or (having(rest, context) if ground else None)
    if spoken[0] in ("only", "just") and len(spoken) > 1 and spoken[1] in POINTING:
        return Order("only", reading.part(1), said=f"Show only {reading.part(1)}")
    return None


def stated(reading: Reading, context: Context) -> Order | None:
    """ "the cat is wearing a hat", "the cat in a spacesuit": of what is in the picture, more is told."""
    spoken = reading.words
    if spoken[0] in ("it's", "it") and spoken[1:2] not in ([],):
        at = 1 + (spoken[0] == "it" and spoken[1] in ("is", "was", "were", "had", "looks"))
        return made("it", reading.part(at), context) if spoken[0] == "it's" or at > 1 else None
    some = is_some_of(spoken)
    named = _is_named(reading, context)
    if spoken[0] not in POINTING and spoken[0] not in ("they", "he", "she") and not some and not named:
        return None
    end = named or target_end(reading, 0, context)
    if end >= len(spoken) or not (
        some or context.knows(spoken[end - 1]) or spoken[0] in words("things.whole") or _is_ambient(spoken, end)
    ):
        return None
    subject, verb = reading.part(0, end), spoken[end]
    after = end + (verb in ("is", "are", "was", "were", "looks", "being", "would"))
    if verb in ("has", "had", "have"):
        value = reading.part(end + 1)
        return Order("give", value, subject, said=f"Give {uncapital(subject)} {value}") if value else None
    value = reading.part(after)
    if verb.endswith("s") and verb[:-1] in words("actions.words"):
        value = verb[:-1] + value[len(verb) :]
    return made(subject, value, context) if value else None


def _is_ambient(spoken: list[str], end: int) -> bool:
    """ "the sky is dark", of any picture."""
    return (
        len(spoken) < 9 and spoken[end - 1] in words("things.ambient") and spoken[end] in ("is", "are", "looks", "has")
    )


def _is_named(reading: Reading, context: Context) -> int:
    """Where the name ends in "grandma wears an apron", of somebody who is in the picture; else 0."""
    spoken = reading.words
    if len(spoken) < 3 or not context.knows(spoken[0]) or spoken[0] in words("grammar.verbs"):
        return 0
    acts = spoken[1].endswith("s") and spoken[1][:-1] in words("actions.words")
    return 1 if acts or spoken[1] in NAMED_BEFORE else 0


def bare(reading: Reading, context: Context) -> Order | None:
    """ "bigger", "more trees", "in winter", "realistic", "as a watercolour", "blue"."""
    spoken = reading.words
    value = uncapital(reading.text)
    if is_quoted(spoken[0]) and len(spoken) == 1:
        return Order("make", reading.text, "the text", said=f"Make the text {reading.text}")
    if _tells(spoken):
        return None
    if _is_more(spoken, context):
        return Order("add", value, said=f"Add {value}")
    if (aspects(value) and spoken[0] not in ("a", "an")) or _is_style_alone(value, spoken):
        return Order("make", value, "it", said=f"Make it {value}")
    if len(spoken) < 7 and spoken[-1] in ("it", "them", "him", "her") and not context.knows(spoken[0]):
        return Order("free", value, said=reading.text)
    if _is_whole(reading):
        return Order("make", value, "it", said=f"Make it {value}")
    if _acts(spoken):
        return Order("free", value, said=f"Make it {value}")
    return _compared(spoken, value, context)


def _is_more(spoken: list[str], context: Context) -> bool:
    """ "more trees", "another bird"."""
    is_there = context.knows(spoken[-1]) and not is_look(spoken[-1])
    if spoken[0] == "more" and len(spoken) > 1:
        return is_there or (is_plural(spoken[-1]) and not is_look(spoken[-1]))
    return spoken[0] == "another" and len(spoken) > 1 and is_there


def _compared(spoken: list[str], value: str, context: Context) -> Order | None:
    """ "bigger wings", "blue border", "calmer weather"."""
    compared = spoken[0] in pairs("comparatives") or spoken[0] in words("looks.comparative")
    if len(spoken) == 2 and (compared or is_look(spoken[0])) and context.knows(spoken[1]):
        return Order("make", spoken[0], f"the {spoken[1]}", said=f"Make the {spoken[1]} {spoken[0]}")
    if compared and len(spoken) > 1 and not is_boundary(spoken[1]) and not is_look(spoken[1]):
        return Order("have", value, said=f"Make it with {value}")
    return None


def _is_whole(reading: Reading) -> bool:
    """Whether the words are said of the picture as it is: a number, a look, where it is, what is done in it."""
    spoken = reading.words
    if spoken[0] in ("more", "fewer", "less") and len(spoken) > 1:
        return True
    some = spoken[1:3] in (["of", "them"], ["of", "these"])
    looks = len(spoken) > 1 and is_look(spoken[1]) and spoken[0] not in ("a", "an", "another")
    ends = looks and (len(spoken) == 2 or spoken[2] == "and")
    if spoken[0] in pairs("numbers.words") and (len(spoken) == 1 or some or ends):
        return True
    looks = all(is_look(word) or word in ("and", ",", "than", "even", "the", "in") for word in spoken)
    if (looks and len(spoken) < 7) or (spoken[0].endswith("er") and len(spoken) == 1):
        return True
    led = spoken[0] in words("grammar.prepositions") and spoken[0] not in ("next", "front", "before", "after", "during")
    return led


def _acts(spoken: list[str]) -> bool:
    """ "holding a map", "dressed as a pirate": of somebody who is there; not "flying dragon"."""
    doing = is_participle(spoken[0]) or spoken[0].endswith("ed")
    following = spoken[1] if len(spoken) > 1 else ""
    return doing and (following in words("grammar.determiners") or following in words("grammar.prepositions"))


def _tells(spoken: list[str]) -> bool:
    """ "in a dark forest, a fox sleeps": a picture of its own."""
    if spoken[0] not in words("grammar.prepositions") or spoken[0] in ("with", "without", "as"):
        return False
    commas = [place for place, word in enumerate(spoken[:-1]) if word == ","]
    return any(spoken[place + 1] in words("grammar.indefinite") for place in commas)


def _is_style_alone(value: str, spoken: list[str]) -> bool:
    """ "a watercolour", "a snowy evening": an article, and yet nothing new to draw."""
    found = aspects(value)
    return bool(found) and found[0].kind in ("style", "time", "weather", "season", "view") and len(spoken) < 8
