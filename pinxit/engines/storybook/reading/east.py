"""Japanese, Korean and Chinese in English order: what is said of a noun stands before it there, and after it here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.lexicon import Lexicon, plural

SENTENCE = re.compile("[。．.!！?？;；\n]+")
MARKS = frozenset("、,，:：()（）・~〜…")
KATAKANA = re.compile("[ァ-ヺー]")
LATIN = re.compile(r"[a-z0-9'\-]+", re.I)
MAX_COUNTED = 2000
"""Characters in which things are counted."""
TIMES = frozenset(["night", "sunset", "sunrise", "morning", "christmas"])


@dataclass(frozen=True, slots=True)
class Piece:
    """What was found in the text: a word, a word of a place ("behind"), or characters that are not known."""

    kind: str
    english: str


@dataclass(slots=True)
class _Sentence:
    """English in the making."""

    said: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    """Numbers and adjectives that wait for their noun."""
    held: list[str] = field(default_factory=list)
    """Those that wait for a noun after the clause in between: the "one" of "one hat-wearing cat"."""
    about: list[str] = field(default_factory=list)
    """What was said of the noun that is still to come: "wearing a red hat"."""
    inside: list[str] = field(default_factory=list)
    """What is said of the very next noun, whatever follows it: "full of apples"."""
    relation: str | None = None
    """A relation that was named before its noun, in Chinese."""


def in_english_order(text: str, words: Lexicon) -> str:
    """`text` in plain English, sentence by sentence."""
    sentences = (SENTENCE.split(text.strip())) if text.strip() else []
    found = (_sentence(list(_pieces(part.strip().lower(), words)), words) for part in sentences if part.strip())
    return ". ".join(sentence for sentence in found if sentence)


def things_in(text: str, words: Lexicon) -> Iterator[str]:
    """The English of each thing that is named."""
    return (piece.english for piece in _pieces(text[:MAX_COUNTED].lower(), words) if piece.kind == "noun")


# ------------------------------------------------------------------------------------------------------------- words


def _pieces(text: str, words: Lexicon) -> Iterator[Piece]:
    """The words of a text without spaces, the longest known first."""
    at, unknown, is_spaced = 0, "", _is_spaced(text)
    while at < len(text):
        if text[at].isspace() or text[at] in MARKS:
            yield from _unknown(unknown, words)
            unknown = ""
            if text[at] in MARKS:
                yield Piece("mark", ",")
            at += 1
            continue
        if latin := LATIN.match(text, at):
            yield from _unknown(unknown, words)
            unknown = ""
            yield Piece("number" if latin[0].isdigit() else "noun", latin[0])
            at = latin.end()
            continue
        length, piece = (0, None) if unknown and is_spaced else _longest(text, at, words)
        if piece is None:
            unknown += text[at]
            at += 1
        else:
            yield from _unknown(unknown, words)
            unknown = ""
            yield piece
            at += length
    yield from _unknown(unknown, words)


def _is_spaced(text: str) -> bool:
    """Korean has spaces: a word that does not begin as a known one is not searched inside."""
    return any("가" <= char <= "힣" for char in text)


def _unknown(text: str, words: Lexicon) -> Iterator[Piece]:
    """Endings of verbs say nothing here; what has a body of its own is told by its own name."""
    if len(text) >= 2 and not all("ぁ" <= char <= "ん" for char in text):
        yield Piece("unknown", text)


def _longest(text: str, at: int, words: Lexicon) -> tuple[int, Piece | None]:
    for length in words.lengths.get(text[at], ()):
        part = text[at : at + length]
        if len(part) < length or not _may_end(text, at, at + length, words):
            continue
        if part in words.behind and part not in words.words:
            return length, Piece("behind", words.behind[part])
        if word := words.written(part):
            return length, Piece(word.kind, word.english)
    return 0, None


def _may_end(text: str, start: int, end: int, words: Lexicon) -> bool:
    """A run of katakana is one word; in Korean, what follows within the word must be known too."""
    if end >= len(text):
        return True
    if KATAKANA.match(text[end - 1]) and KATAKANA.match(text[end]):
        return False
    if "가" <= text[end - 1] <= "힣" and "가" <= text[end] <= "힣":
        return any(words.written(text[end : end + length]) for length in words.lengths.get(text[end], ()))
    return True


# ------------------------------------------------------------------------------------------------------------- order


def _sentence(pieces: list[Piece], words: Lexicon) -> str:
    sentence = _Sentence()
    chinese = words.forms.order == "chinese"
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if piece.kind not in ("noun", "place", "unknown"):
            _take(sentence, piece, chinese=chinese)
        elif chinese:
            at += _chinese_noun(sentence, piece, pieces[at : at + 8])
        else:
            pieces = _count_first(sentence, pieces, at) if piece.kind == "noun" else pieces
            at += _noun(sentence, piece, pieces[at] if at < len(pieces) else None)
    return _finished(sentence)


def _take(sentence: _Sentence, piece: Piece, *, chinese: bool) -> None:
    """A word that is no noun."""
    if piece.kind in ("number", "adjective", "determiner"):
        sentence.before.append(piece.english)
    elif piece.kind == "style":
        sentence.said.append(f", {piece.english},")
    elif piece.kind == "relation" and chinese:
        sentence.relation, sentence.held, sentence.before = piece.english, sentence.held + sentence.before, []
    elif piece.kind == "join" and piece.english == "and":
        sentence.said.append("and")
    elif piece.kind == "mark" and not sentence.about and sentence.said:
        sentence.said.append(",")


def _count_first(sentence: _Sentence, pieces: list[Piece], at: int) -> list[Piece]:
    """Takes a number that follows its noun, as in "three bears": 곰 세 마리. The pieces without it."""
    place = at + 1 if at < len(pieces) and pieces[at].english == "marks" else at
    number = pieces[place] if place < len(pieces) else None
    after = pieces[place + 1].kind if place + 1 < len(pieces) else "end"
    if number is None or number.kind != "number" or after in ("noun", "adjective", "place", "unknown"):
        return pieces
    sentence.before.append(number.english)
    return pieces[:place] + pieces[place + 1 :]


def _finished(sentence: _Sentence) -> str:
    """What was said of no noun that came is said of the ones before."""
    left = [*sentence.held, *sentence.before]
    said = re.sub(r"(, )+", ", ", " ".join([*sentence.said, *sentence.about, *left]).replace(" ,", ","))
    return re.sub(r",+", ",", said).strip(" ,")


def _noun(sentence: _Sentence, piece: Piece, following: Piece | None) -> int:
    """A noun and what follows it, in Japanese and Korean; returns how many more pieces that was."""
    kind = following.kind if following else "end"
    if kind == "join" and following and following.english == "of":
        if piece.kind == "noun" and piece.english not in Grammar.built_in().worn:
            sentence.before.append(piece.english)  # "apple の tree" is an apple tree
        else:
            relation = "with" if piece.kind == "noun" else _where(piece)
            sentence.about.append(f"{relation} {_phrase(sentence, piece)}")
        return 1
    if kind == "relation" and following:
        relation = "at" if piece.english in TIMES and following.english == "in" else following.english
        if relation == "full of":
            sentence.before = []
            sentence.inside.append(f"full of {plural(piece.english)}")
        else:
            sentence.about.append(f"{relation} {_phrase(sentence, piece)}")
        return 1
    said = _phrase(sentence, piece)
    about, sentence.about = sentence.about, []
    sentence.said += [*_between(sentence), said, *about]
    return 0


def _chinese_noun(sentence: _Sentence, piece: Piece, following: list[Piece]) -> int:
    """A noun and what follows it, in Chinese; returns how many more pieces that was."""
    behind = following[0].english if following and following[0].kind == "behind" else None
    taken = 1 if behind else 0
    joint = following[taken].english if taken < len(following) and following[taken].kind == "join" else ""
    if joint == "of" and sentence.relation is None and piece.kind == "noun" and not behind:
        if piece.english in Grammar.built_in().worn:
            sentence.about.append(f"with {_phrase(sentence, piece)}")
        else:
            sentence.before.append(piece.english)
        return taken + 1
    if joint == "of" and sentence.relation and _is_place(following[taken + 1 :]):
        # 在雪地里的长椅上: the bench is in the snow, and the relation is to the bench
        said = f"{behind or 'in'} {_phrase(sentence, piece)}"
        sentence.inside.append(said)
        return taken + 1
    relation = behind if sentence.relation in (None, "in", "on") else sentence.relation
    relation = relation or sentence.relation or (_where(piece) if joint == "of" or piece.english in TIMES else None)
    said = " ".join(filter(None, (relation, _phrase(sentence, piece))))
    sentence.before, sentence.held, sentence.relation = sentence.held, [], None
    if joint == "of" or (joint == "has" and behind):
        sentence.about.append(said)
        return taken + 1
    about, sentence.about = sentence.about, []
    sentence.said += [*([] if relation else _between(sentence)), said, *about]
    return taken


def _is_place(following: list[Piece]) -> bool:
    """The next noun has a word of place behind it."""
    kinds = [piece.kind for piece in following if piece.kind not in ("adjective", "number")]
    return kinds[:2] in (["noun", "behind"], ["place", "behind"])


def _where(piece: Piece) -> str:
    return "at" if piece.english in TIMES else "in"


def _between(sentence: _Sentence) -> list[str]:
    """What parts a noun from the one before it."""
    return [","] if sentence.said and sentence.said[-1] not in (",", "and") else []


def _phrase(sentence: _Sentence, piece: Piece) -> str:
    """The noun with what stood before it, and an article."""
    before, sentence.before = sentence.before, []
    numbers = [word for word in before if word.isdigit() or word in Grammar.built_in().numbers]
    others = [word for word in before if word not in numbers and word != "the"]
    many = bool(numbers) and numbers[0] not in ("one", "1")
    english = plural(piece.english) if many and piece.kind == "noun" else piece.english
    inside, sentence.inside = sentence.inside, []
    words = [*others, english, *inside]
    if piece.kind == "place" and not others and not numbers:
        return f"the {english}" if piece.english not in TIMES else english
    article = "the" if piece.kind == "place" else "an" if words[0][:1] in "aeiou" else "a"
    return " ".join([numbers[0] if numbers else article, *words])
