"""The words of one language and their plain English: its file in `words/tongues`, and the art pack's names."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal, Self

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.nouns import IRREGULAR, SINGULAR, fold

Kind = Literal["determiner", "number", "relation", "join", "silent", "verb", "adjective", "place", "style", "noun"]

Rules = tuple[tuple[str, str], ...]
"""Endings, and what stands in the place of each in the plain form."""

SECTIONS: dict[str, Kind] = {
    "determiners": "determiner", "numbers": "number", "relations": "relation", "swapped": "relation", "joins": "join",
    "silent": "silent", "verbs": "verb", "adjectives": "adjective", "places": "place", "styles": "style",
    "nouns": "noun",
}  # fmt: skip
"""Tables of a language's file, in the order in which a word that is in several of them is taken."""
NAMING = ("noun", "place", "adjective", "style")
PLURALS = {single: many for many, single in reversed(list(IRREGULAR.items()))}
MIN_HEAD, MIN_TAIL = 3, 3
"""Letters of the parts of a compound noun."""
SHORT = 3
"""Letters by which the words of a phrase are found, whatever their endings."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a word or a phrase is in English, and what it does there."""

    kind: Kind
    english: str
    is_plural: bool = False
    may_be_plural: bool = False
    """The ending is that of a case or of a plural."""
    thing: str | None = None
    """What it is as a noun, where it is an adjective too: a rose is no pink."""


@dataclass(frozen=True, slots=True)
class Forms:
    """How the words of a language are put together and inflected. A rule is an ending and what stands in its place."""

    order: Literal["before", "after", "last", "chinese"] = "before"
    adjective: Rules = ()
    case: Rules = ()
    plural: Rules = ()
    links: tuple[str, ...] = ()
    """What may stand between the two nouns of a compound; none where the language has none."""
    relative: frozenset[str] = frozenset()
    """Pronouns that begin a clause whose verb comes last."""
    without_comma: bool = False
    """Such clauses follow their noun without a comma."""
    elisions: tuple[str, ...] = ()

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Self:
        """The rules of one language, from its table."""

        def rules(name: str) -> Rules:
            pairs = (rule.partition(">") for rule in table.get(name, ()))
            # the longest ending first: "-chen" before "-en"
            return tuple(sorted(((a, b) for a, _, b in pairs), key=lambda pair: -len(pair[0])))

        return cls(
            order=table.get("order", "before"), adjective=rules("adjective"), case=rules("case"),
            plural=rules("plural"), links=tuple(table.get("links", ())), relative=frozenset(table.get("relative", ())),
            elisions=tuple(table.get("elisions", ())), without_comma=bool(table.get("without_comma")),
        )  # fmt: skip


class Lexicon:
    """One language. Words are looked up as they are, then without marks on letters, then without their endings."""

    def __init__(self, tables: Mapping[str, Any], things: Mapping[str, str]) -> None:
        self.forms = Forms.read(tables["forms"])
        self.behind = {form: english for english, forms in tables.get("behind", {}).items() for form in forms}
        """Words that follow the noun of a place and say where at it, in Chinese."""
        self.words: dict[str, Word] = {}
        """What the language's own file says."""
        for section, kind in SECTIONS.items():
            for english, forms in tables.get(section, {}).items():
                for form in forms:
                    self._take(form, Word(kind, english if section != "swapped" else "full of"))
        self._has_articles = any(word.english == "a" for word in self.words.values())
        self.things = {phrase: english for phrase, english in things.items() if not self._is_described(phrase)}
        """English by what the art is called."""

    def _is_described(self, phrase: str) -> bool:
        """An adjective and a noun, which say more one by one: "gelbe Blume" is no name for a blossom."""
        words = phrase.split()
        first = self.words.get(words[0]) if len(words) > 1 else None
        if first and first.kind not in NAMING:
            return True  # "na plaży" is where, and no sandal
        kinds = (self.words.get(form) for word in words[:3] for form in (word, *_bare(word, self.forms.adjective)))
        return len(words) > 1 and any(found and found.kind == "adjective" for found in kinds)

    def _take(self, form: str, word: Word) -> None:
        old = self.words.get(form)
        if old and old.kind in ("adjective", "relation") and word.kind == "noun" and old.thing is None:
            word = replace(old, thing=word.english)
        elif old:
            return
        self.words[form] = word
        self.words.setdefault(fold(form), word)

    @cached_property
    def lengths(self) -> dict[str, list[int]]:
        """By the first character of a phrase: the lengths of phrases that begin with it, the longest first."""
        found: dict[str, set[int]] = defaultdict(set)
        for phrase in (*self.words, *self.things, *self.behind):
            found[phrase[0]].add(len(phrase))
        return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}

    def written(self, phrase: str) -> Word | None:
        """The phrase to the letter."""
        word = self.words.get(phrase)
        return word or (Word("noun", self.things[phrase]) if phrase in self.things else None)

    def exact(self, phrase: str) -> Word | None:
        """The phrase as it stands."""
        for form in dict.fromkeys((phrase, fold(phrase))):
            word = self.words.get(form)
            if word is None and form in self.things:
                return Word("noun", self.things[form])
            if word and word.kind == "adjective" and word.thing is None and form in self.things:
                return replace(word, thing=self.things[form])
            if word:
                return word
        return None

    def find(self, words: tuple[str, ...]) -> Word | None:
        """What the words mean together, whatever their endings; None if they are not known as one."""
        if len(words) > 1:
            phrase = " ".join(words).replace("' ", "'")
            return self.exact(phrase) or self._inflected_phrase(words)
        return self._single(words[0])

    def thing(self, word: str) -> str | None:
        """The English of a noun, None if the word is another."""
        found = self.find((word,))
        return found.english if found and found.kind == "noun" else None

    def _single(self, word: str) -> Word | None:
        if self._own(word):
            return self.exact(word)
        for rules, kinds in ((self.forms.adjective, ("adjective", "style")), (self.forms.case, ("noun", "place"))):
            if found := next((w for form in _bare(word, rules) if (w := self._own(form)) and w.kind in kinds), None):
                return self._numbered(word, found)
        for form in _bare(word, self.forms.plural):
            if (found := self._own(form)) and found.kind in ("noun", "place"):
                return replace(found, is_plural=found.kind == "noun")
        if exact := self.exact(word):
            return exact
        return self._thing(word) or self._compound(word)

    def _own(self, word: str) -> Word | None:
        return self.words.get(word) or self.words.get(fold(word))

    def _numbered(self, word: str, found: Word) -> Word:
        """The noun, with what its ending can say of its number."""
        plural = any(self._own(form) == found for form in _bare(word, self.forms.plural))
        return self._ambiguous(found, plural=plural and found.kind == "noun")

    def _ambiguous(self, noun: Word, *, plural: bool) -> Word:
        """A noun in an ending that may be a plural: with articles it is one, unless it has the article of a single."""
        return replace(noun, is_plural=plural and self._has_articles, may_be_plural=plural and not self._has_articles)

    def _thing(self, word: str) -> Word | None:
        """A name of art without its ending."""
        single, several = self._named(word, self.forms.case), self._named(word, self.forms.plural)
        if found := single or several:
            noun = Word("noun", self.things[found], is_plural=not single)
            return self._ambiguous(noun, plural=True) if single and several else noun
        return None

    def _named(self, word: str, rules: Rules) -> str | None:
        """The name of art that the word is without its ending."""
        for bare in _bare(word, rules):
            for form in (bare, fold(bare)):
                if len(form) > 1 and form in self.things:
                    return form
        return None

    def _compound(self, word: str) -> Word | None:
        """ "Gartenzwerg" is a garden gnome: the longest known tail, and what is before it where that is known."""
        if not self.forms.links:
            return None
        for at in range(MIN_HEAD, len(word) - MIN_TAIL + 1):
            tail = self._part(word[at:])
            if tail is None or (len(word) - at < MIN_TAIL + 1 and tail.kind != "noun"):
                continue
            heads = (self._part(word[: at - len(link)]) for link in self.forms.links if word[:at].endswith(link))
            if head := next((head for head in heads if head), None):
                return replace(tail, english=f"{head.english} {tail.english}")
        return None

    def _part(self, word: str) -> Word | None:
        if len(word) < MIN_HEAD:
            return None
        found = self._own(word)
        if found is None:
            found = Word("noun", self.things[word]) if word in self.things else self._thing(word)
        return found if found and found.kind in ("noun", "place") else None

    @cached_property
    def _phrases(self) -> dict[tuple[str, ...], list[tuple[tuple[str, ...], Word]]]:
        """Phrases of several words, by the first letters of each."""
        found: dict[tuple[str, ...], list[tuple[tuple[str, ...], Word]]] = defaultdict(list)
        for phrase in (*self.words, *self.things):
            words = tuple(phrase.split())
            if len(words) > 1 and (word := self.exact(phrase)) and word.kind in ("noun", "place", "style", "adjective"):
                found[tuple(part[:SHORT] for part in words)].append((words, word))
        return found

    def _inflected_phrase(self, words: tuple[str, ...]) -> Word | None:
        """ "воздушным шаром" is "воздушный шар": each word may have another ending."""
        for phrase, word in self._phrases.get(tuple(part[:SHORT] for part in words), ()):
            if all(_is_form(one, other) for one, other in zip(words, phrase, strict=True)):
                pairs = zip(words, phrase, strict=True)
                several = any(b in _bare(a, self.forms.plural) for a, b in pairs)
                return replace(word, is_plural=several and word.kind == "noun")
        return None


def _is_form(one: str, other: str) -> bool:
    """Both are forms of one word: they differ in a short ending."""
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    ending = 0 if len(other) <= SHORT else 1 if len(other) < 6 else 2
    return shared >= len(other) - ending and len(one) - shared <= (3 if len(other) > SHORT else 2)


def _bare(word: str, rules: Rules) -> Iterator[str]:
    """The word without each ending that it has."""
    for ending, instead in rules:
        if len(word) > len(ending) and word.endswith(ending):
            yield word[: len(word) - len(ending)] + instead


def plural(english: str) -> str:
    """The plural of an English noun phrase."""
    stem, _, last = english.rpartition(" ")
    if last in SINGULAR or last in IRREGULAR or (last.endswith("s") and not last.endswith(("ss", "us"))):
        return english
    if last in PLURALS:
        many = PLURALS[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        many = last[:-1] + "ies"
    else:
        many = last + ("es" if last.endswith(("s", "x", "ch", "sh", "z")) else "s")
    return f"{stem} {many}".strip()


@lru_cache(maxsize=16)
def lexicon(language: str, pack: ArtPack) -> Lexicon:
    """The words of `language`, read at the first need."""
    text = files("pinxit.engines.storybook").joinpath("words", "tongues", f"{language}.toml").read_text("utf-8")
    return Lexicon(tomllib.loads(text), pack.called(language))
