"""What the caller's program asks of every picture: "always draw in watercolour" joins each description."""

from pinxit.service.planners.rules.aspects import insert, spans, style
from pinxit.service.planners.rules.lexicon import phrases, words
from pinxit.service.planners.rules.reading import Reading, read, uncapital

MAX_CLAUSES = 8
"""Of longer instructions only so many are followed."""
READ = 2000
"""Characters of each instruction that are read."""
MAX_WORDS = 40
"""A sentence with more words tells how to behave, not how pictures look."""


def standing(texts: list[str]) -> list[str]:
    """The clauses for a description that these instructions ask for; those that speak of other things give none."""
    found: list[str] = []
    for text in texts:
        reading = read(text[:READ])
        for sentence in _sentences(reading):
            clause = _clause(read(sentence.strip(" .!?-*•")))
            if clause and clause not in found:
                found.append(clause)
    return found[:MAX_CLAUSES]


def under(description: str, clauses: list[str]) -> str:
    """`description` with the clauses that it does not have yet; a style that it has is the user's, and stays."""
    for clause in clauses:
        has_style = bool(spans(read(description), "style")) and style(clause) is not None
        if clause.lower() not in description.lower() and not has_style:
            description = insert(description, clause)
    return description


def _sentences(reading: Reading) -> list[str]:
    """The sentences, cut again where "and use" begins another."""
    found = []
    for start, end in reading.sentences():
        begin = start
        for place in range(start + 1, end - 1):
            if reading.words[place] == "and" and phrases("standing.verbs").at(reading.words, place + 1)[0]:
                found.append(reading.part(begin, place))
                begin = place + 1
        found.append(reading.part(begin, end))
    return found


def _clause(reading: Reading) -> str:
    spoken = reading.words
    if len(spoken) < 2 or len(spoken) > MAX_WORDS or words("standing.foreign") & set(spoken):
        return ""
    if spoken[0] in ("style", "colors", "colours", "palette") and spoken[1] == ":":
        return uncapital(reading.part(2))
    begins, is_never, always = 0, False, False
    while (length := phrases("standing.begins").at(spoken, begins)[0]) > 0:
        is_never = is_never or spoken[begins] in ("never", "don't") or spoken[begins : begins + 2] == ["do", "not"]
        begins, always = begins + length, True
    length, _ = phrases("standing.verbs").at(spoken, begins)
    if length:
        return _asked(reading, begins, is_never=is_never, always=always)
    length, _ = phrases("standing.everything").at(spoken, begins)
    linked, _ = phrases("standing.auxiliary").at(spoken, begins + length)
    if not length or not linked or begins + length + linked >= len(spoken):
        return ""
    auxiliary, rest = spoken[begins + length : begins + length + linked], reading.part(begins + length + linked)
    if phrases("standing.lacking").means(auxiliary):
        return f"without {rest}"
    return f"with {rest}" if phrases("standing.having").means(auxiliary) else rest


def _asked(reading: Reading, place: int, *, is_never: bool, always: bool) -> str:
    """What "draw everything in blue", "use pastel colours", or "never include text" asks for."""
    spoken, verb = reading.words, reading.words[place]
    place += 1
    length, _ = phrases("standing.everything").at(spoken, place)
    place += length
    if place >= len(spoken) or verb in ("keep", "set"):
        return ""
    rest = reading.part(place)
    looks = bool(words("standing.lookers") & set(spoken)) or style(rest) is not None
    if is_never or verb == "avoid":
        rest = rest.removesuffix(" to images").removesuffix(" to pictures").removesuffix(" in images")
        picture = looks or verb in ("draw", "paint", "show", "depict", "illustrate")
        return f"without {rest.removeprefix('any ')}" if picture else ""
    if verb in ("use", "include", "add", "give", "prefer"):
        return f"with {rest}" if looks else ""
    led = spoken[place] in words("grammar.prepositions")
    if not (led or always or length or looks):
        return ""
    found = style(rest)
    return found.clause if found else rest
