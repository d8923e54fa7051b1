"""Turns a prompt in another language into the plain English that `parse` reads, word by word, in English order."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.reading.east import in_english_order
from pinxit.engines.storybook.reading.lexicon import Kind, Lexicon, Word, lexicon, plural

QUOTED = re.compile(
    r'"[^"\n]{1,400}"|“[^”\n]{1,400}”|„[^“”"\n]{1,400}[“”"]|«[^»\n]{1,400}»|»[^«\n]{1,400}«|「[^」\n]{1,400}」|『[^』\n]{1,400}』'
    r"|(?<!\w)[‘‚'][^'’‘\n]{1,400}[’‘'](?!\w)"
)
"""Texts that stay as they are, in every language's marks."""
TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*['’]?|[,.;:!?()\n]|[^\s\w]")
LONGEST = 5
"""Words of the longest phrase that is looked for."""
NOUNLIKE = ("noun", "place", "style")
SAYS_NUMBER = ("determiner", "number")


@dataclass(slots=True)
class Unit:
    """A word or a phrase of the prompt and what it is in English. Marks and unknown words are themselves."""

    kind: Kind | str
    english: str
    word: Word | None = None
    relative: bool = False
    """It begins a clause about the noun before it."""


def in_english(prompt: str, language: str, pack: ArtPack) -> str:
    """`prompt`, which is in `language`, in plain English. What is English already comes back as it is."""
    if language == "en":
        return prompt
    words = lexicon(language, pack)
    translate: Callable[[str, Lexicon], str] = (
        _western if words.forms.order in ("before", "after") else in_english_order
    )
    parts = []
    end = 0
    for found in QUOTED.finditer(prompt):
        parts += [translate(prompt[end : found.start()], words), f"“{found[0][1:-1].strip()}”"]
        end = found.end()
    parts.append(translate(prompt[end:], words))
    return re.sub(r" +([,.;:!?)])", r"\1", " ".join(part for part in parts if part))


def _western(text: str, words: Lexicon) -> str:
    """Word by word, with adjectives before their nouns and verbs before their objects."""
    units: list[Unit] = []
    for clause in _clauses(list(_units(text, words))):
        ordered = _subject_first(_verb_first(clause))
        units += _adjectives_first(_things_named(ordered)) if words.forms.order == "after" else ordered
    return " ".join(_said(units))


def _units(text: str, words: Lexicon) -> Iterator[Unit]:
    tokens = list(_tokens(text, words))
    place, may_relate = 0, False
    while place < len(tokens):
        token = tokens[place]
        if not token[0].isalnum():
            yield Unit("mark", token)
            may_relate = token == "," and place > 0
            place += 1
            continue
        if token in words.forms.relative and place + 2 < len(tokens) and may_relate:
            yield Unit("join", "who", relative=True)
            may_relate = False
            place += 1
            continue
        length, word = _longest(tokens, place, words)
        yield Unit(word.kind, word.english, word) if word else Unit("unknown", token)
        may_relate = words.forms.without_comma and word is not None and word.kind == "noun"
        place += length


def _longest(tokens: list[str], place: int, words: Lexicon) -> tuple[int, Word | None]:
    for length in range(min(LONGEST, len(tokens) - place), 0, -1):
        part = tuple(tokens[place : place + length])
        if all(word[0].isalnum() for word in part) and (word := words.find(part)):
            return length, word
    return 1, None


def _tokens(text: str, words: Lexicon) -> Iterator[str]:
    """Lower-case words and marks; what is elided stands alone: "l'oiseau" is "l'" and "oiseau"."""
    for token in TOKEN.findall(text.lower().replace("’", "'")):
        elided = next((e for e in words.forms.elisions if token.startswith(e) and len(token) > len(e)), None)
        if elided and not words.exact(token):
            yield elided
            token = token[len(elided) :]
        yield token.rstrip("'") if not token.endswith(words.forms.elisions or ("\0",)) else token


def _clauses(units: list[Unit]) -> Iterator[list[Unit]]:
    """The units between marks. The comma before a clause about a noun falls away."""
    clause: list[Unit] = []
    for at, unit in enumerate(units):
        if unit.kind == "mark" and at + 1 < len(units) and units[at + 1].relative:
            continue
        if unit.relative and clause:
            yield clause
            clause = []
        clause.append(unit)
        if unit.kind == "mark":
            yield clause
            clause = []
    yield clause


def _verb_first(clause: list[Unit]) -> list[Unit]:
    """ "who a hat wears" becomes "who wears a hat"."""
    if not (clause and clause[0].relative):
        return clause
    verbs = (at for at in range(len(clause) - 1, 0, -1) if _is_verb(clause[at]))
    end = next(verbs, 0)
    return [clause[0], clause[end], *clause[1:end], *clause[end + 1 :]] if end else clause


def _is_verb(unit: Unit) -> bool:
    return unit.kind == "verb" or (unit.kind == "relation" and unit.english.partition(" ")[0].endswith("ing"))


def _subject_first(clause: list[Unit]) -> list[Unit]:
    """ "on the table stands a lamp" becomes "a lamp stands on the table"."""
    if not clause or clause[0].kind != "relation":
        return clause
    verb = next((at for at, unit in enumerate(clause) if unit.kind == "verb"), None)
    nouns = [unit.kind for unit in clause[:verb] if unit.kind in NOUNLIKE]
    if verb is None or nouns != ["noun"]:
        return clause
    end = next(
        (at for at in range(verb + 1, len(clause)) if clause[at].kind in ("relation", "join", "mark")), len(clause)
    )
    return [*clause[verb + 1 : end], clause[verb], *clause[:verb], *clause[end:]]


def _things_named(clause: list[Unit]) -> list[Unit]:
    """The rose of "una rosa rossa", which is no pink: it stands where a noun does."""
    for at, unit in enumerate(clause):
        before = clause[at - 1].kind if at else "mark"
        after = clause[at + 1].kind if at + 1 < len(clause) else "mark"
        begins = before in (*SAYS_NUMBER, "relation", "mark", "join", "verb")
        if unit.kind == "adjective" and begins and after not in ("noun", "place", "unknown"):
            _name_thing(unit)
        elif unit.kind == "relation" and before in SAYS_NUMBER:
            _name_thing(unit)
    return clause


def _name_thing(unit: Unit) -> None:
    if unit.word and unit.word.thing:
        unit.kind, unit.english = "noun", unit.word.thing
        unit.word = Word("noun", unit.english)


def _adjectives_first(clause: list[Unit]) -> list[Unit]:
    """ "a cat black and small" becomes "a black and small cat"."""
    ordered: list[Unit] = []
    at = 0
    while at < len(clause):
        unit = clause[at]
        at += 1
        if unit.kind in ("noun", "place"):
            end = _end_of_adjectives(clause, at)
            ordered += [each for each in clause[at:end] if each.kind == "adjective"]
            at = end
        ordered.append(unit)
    return ordered


def _end_of_adjectives(clause: list[Unit], start: int) -> int:
    """Where the adjectives that follow a noun end: "and" and "very" may stand between them."""
    end = at = start
    while at < len(clause):
        kind = clause[at].kind
        if kind == "adjective":
            end = at + 1
        elif kind not in ("silent",) and not (kind == "join" and end > start):
            break
        at += 1
    return end


def _said(units: list[Unit]) -> Iterator[str]:
    """The words of the English prompt."""
    for at, unit in enumerate(units):
        if unit.kind == "silent":
            continue
        before = units[at - 1].kind if at else "mark"
        if _is_thing(units, at) if unit.kind == "adjective" else unit.kind == "relation" and before in SAYS_NUMBER:
            _name_thing(unit)
        if unit.kind in ("adjective", "noun", "place", "unknown") and _opens(units, at):
            yield from _article(units, at)
        if unit.kind == "noun" and unit.word:
            yield plural(unit.english) if _is_several(units, at) else unit.english
        elif unit.english == "with the" and (noun := _phrase_noun(units, at + 1)) and noun.kind == "place":
            yield "at the"  # "au" is what one has, and where one is
        elif not (unit.kind == "determiner" and unit.english == "several"):
            yield unit.english


def _is_thing(units: list[Unit], at: int) -> bool:
    """An adjective that nothing follows and no noun is before is a thing itself: "a rose"."""
    after = _spoken(units, at, 1)
    before = _spoken(units, at, -1)
    return (after is None or after.kind not in ("noun", "place", "adjective", "unknown")) and (
        before is None or before.kind in (*SAYS_NUMBER, "relation", "mark", "join", "adjective")
    )


def _spoken(units: list[Unit], at: int, step: int) -> Unit | None:
    """The next unit that is said, on either side."""
    at += step
    while 0 <= at < len(units):
        if units[at].kind != "silent":
            return units[at]
        at += step
    return None


def _opens(units: list[Unit], at: int) -> bool:
    """Nothing of the noun phrase stands before it."""
    before = _spoken(units, at, -1)
    return before is None or before.kind in ("relation", "join", "mark", "verb")


def _phrase_noun(units: list[Unit], at: int) -> Unit | None:
    """The noun that the phrase at `at` ends in."""
    while at < len(units):
        if units[at].kind in (*NOUNLIKE, "unknown"):
            return units[at]
        if units[at].kind not in ("adjective", "silent"):
            return None
        at += 1
    return None


def _article(units: list[Unit], at: int) -> Iterator[str]:
    """The article that the language left out."""
    noun = _phrase_noun(units, at)
    before = _spoken(units, at, -1)
    if noun is None or (before and before.english.endswith((" the", " a"))):
        return
    if noun.kind == "place":
        if before and before.kind == "relation":
            yield "the"
    elif noun.kind == "noun" and not _is_several(units, units.index(noun)):
        yield "an" if units[at].english[:1] in "aeiou" else "a"


def _is_several(units: list[Unit], at: int) -> bool:
    """Whether the noun is a plural: by its number, or by its ending where its phrase does not tell."""
    word = units[at].word
    start = at - 1
    while start >= 0 and units[start].kind in ("adjective", "silent"):
        start -= 1
    before = units[start] if start >= 0 else None
    if before and before.kind == "number":
        return before.english not in ("one", "1")
    if before and before.kind == "unknown" and before.english.isdigit():
        return before.english != "1"
    if word is None or (before and before.kind == "determiner" and before.english == "a"):
        return False
    if word.is_plural and word.may_be_plural is False:
        return True
    case = before is not None and before.kind in ("relation", "noun")
    return word.is_plural or (word.may_be_plural and not case)
