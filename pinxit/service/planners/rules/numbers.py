"""Orders about how many there are: "one balloon fewer", "2 hedgehogs", "too many people, only two"."""

from pinxit.service.planners.rules.lexicon import pairs
from pinxit.service.planners.rules.nouns import is_boundary, is_plural
from pinxit.service.planners.rules.order import Context, Order
from pinxit.service.planners.rules.reading import Reading, is_look, read, uncapital

FEWER = frozenset(["fewer", "less"])


def number_of(word: str) -> int:
    """The number that `word` is, 0 for none: not for "a", which leads any noun in."""
    if word.isascii() and word.isdigit() and len(word) < 7:
        return int(word)
    return pairs("numbers.words").get(word, 0) if word not in ("a", "an", "another", "both") else 0


def counted(reading: Reading, context: Context) -> Order | None:
    """Another count of what the picture has."""
    return _only(reading, context) or _by(reading, context) or _so_many(reading, context)


def _only(reading: Reading, context: Context) -> Order | None:
    """ "only two people", "too many people, only two": after "only", the count, and what is counted there or before."""
    spoken = reading.words
    for place in range(min(len(spoken) - 1, 8)):
        if spoken[place] not in ("only", "just") or not number_of(spoken[place + 1]):
            continue
        rest = [word for word in spoken[place + 2 :] if word not in ("of", "them", "these", "those")]
        before = [word for word in spoken[:place] if context.knows(word) and not is_look(word)]
        name = rest[-1] if rest else before[-1] if before else ""
        if len(rest) < 3 and not any(map(is_boundary, rest)) and name and context.knows(name):
            value = f"{spoken[place + 1]} {' '.join(rest) or name}"
            return Order("have", value, said=f"Make it only {value}")
    return None


def _by(reading: Reading, context: Context) -> Order | None:
    """ "one balloon fewer", "two fewer kites", "a kite less", "two more kites"."""
    spoken = reading.words
    number = number_of(spoken[0]) or (1 if spoken[0] in ("a", "an") and spoken[-1] in FEWER | {"more"} else 0)
    at = next((place for place in range(1, len(spoken)) if spoken[place] in FEWER | {"more"}), 0)
    rest = [word for word in spoken[1:] if word not in FEWER | {"more"}]
    if not (number and at in (1, len(spoken) - 1) and rest) or any(map(is_boundary, rest)) or len(rest) > 3:
        return None
    count, name = "one" if spoken[0] in ("a", "an") else spoken[0], " ".join(rest)
    if spoken[at] in FEWER:
        return Order("remove", f"{count} {name}", said=f"Remove {count} {name}") if context.knows(rest[-1]) else None
    value = f"{count} more {name}" if context.knows(rest[-1]) else f"{count} {name}"
    return Order("add", value, said=f"Add {value}")


def _so_many(reading: Reading, context: Context) -> Order | None:
    """ "2 hedgehogs", of which the picture has one; "fewer balloons"."""
    spoken = reading.words
    if len(spoken) != 2 or not context.knows(spoken[1]) or is_look(spoken[1]):
        return None
    if number_of(spoken[0]) or (spoken[0] in FEWER and is_plural(spoken[1])):
        return Order("have", uncapital(reading.text), said=f"Make it {uncapital(reading.text)}")
    return None


def exchanged_counts(old: str, new: str) -> Order | None:
    """ "five flowers instead of three", "five instead of three flowers"."""
    before, after = read(old).words, read(new).words
    if not (number_of(before[0]) and number_of(after[0])) or (len(before) > 1) == (len(after) > 1):
        return None
    name = " ".join([*before[1:], *after[1:]])
    return Order("have", f"{after[0]} {name}".strip(), said=f"Make it {after[0]} {name}".strip())
