"""Reads a prompt into a scene: rules over the words of grammar.toml, and the art pack for the nouns."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from pinxit.engines.storybook.art import Art, ArtPack, singulars
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.grammar import Grammar
from pinxit.engines.storybook.prompt import MAX_WORDS, tokenise
from pinxit.engines.storybook.scene import Lettering, Relation, RelationKind, Scene, Size, Subject
from pinxit.engines.storybook.staging import Draft, stage

MAX_SUBJECTS = 14
"""Kinds of things on one page."""
PLURAL_COUNT = 3
"""How many "apples" are, when nothing says."""
MAX_CHUNK = 5
"""Words of the longest noun phrase."""

FACES = {
    "handwritten": "hand",
    "handwriting": "hand",
    "cursive": "script",
    "script": "script",
    "serif": "serif",
    "pixel": "pixel",
}
"""Faces by the words before a quoted text that ask for them."""
DOINGS = frozenset(["person-activity", "person-sport", "person-gesture"])
"""Groups of art that answer to verbs: "swimming" is what ducks do, and no swimmer."""
SIGNS = frozenset("sign banner billboard signpost plaque placard board blackboard chalkboard storefront label".split())


def parse(prompt: str, pack: ArtPack) -> Scene:
    """Read `prompt`. Never fails: what is not understood is left out, and what has no art is listed as missing."""
    return _Reading(prompt, pack).scene()


@dataclass(slots=True)
class _Chunk:
    """A noun phrase in the making."""

    words: list[str] = field(default_factory=list)
    colour: str | None = None
    count: int | None = None
    size: Size | None = None
    determiner: str | None = None
    denied: bool = False
    is_collective: bool = False
    """The number is a word for many: a bunch, a pile."""

    @property
    def is_empty(self) -> bool:
        return not self.words and self.colour is None


class _Reading:
    """One prompt, read from its first word to its last."""

    def __init__(self, prompt: str, pack: ArtPack) -> None:
        self.pack = pack
        self.grammar = Grammar.built_in()
        self.draft = Draft()
        self.chunk = _Chunk()
        self.last: int | None = None
        self.pending: str | None = None
        self.prompt = tokenise(prompt)
        self.tokens = self.prompt.tokens

    def scene(self) -> Scene:
        place = 0
        while place < len(self.tokens):
            place += self._read(place)
        self._end_chunk()
        if self.prompt.is_cut:
            self.draft.missing.append(f"everything after the first {MAX_WORDS} words")
        return stage(self.draft, self.pack)

    # ---------------------------------------------------------------------------------------------- one word at a time

    def _read(self, place: int) -> int:
        """Take in what stands at `place`; returns how many tokens that was."""
        token = self.tokens[place]
        if (text := self.prompt.quoted(token)) is not None:
            self._end_chunk()
            self._letter(text, self.tokens[max(0, place - 8) : place])
            return 1
        if not token[0].isalnum():
            self._end_chunk()
            self.pending = None
            return 1
        for reader in (self._read_style, self._read_place, self._read_relation, self._read_modifier):
            if taken := reader(place):
                return taken
        self._read_word(place)
        return 1

    def _read_style(self, place: int) -> int:
        length, styles = self.grammar.styles.at(self.tokens, place)
        if length and not self._is_noun_with(place, length):
            self.draft.style = self.draft.style or styles[0]
            self.chunk = _Chunk()
            return length
        if self.tokens[place] in self.grammar.made and not self._is_noun_with(place, 1):
            self.chunk = _Chunk()
            return 1
        return 0

    def _read_place(self, place: int) -> int:
        """A setting, a time, a weather or a season, with or without "in the" before it."""
        start = place
        if self.tokens[place] in self.grammar.prepositions or self.tokens[place] == "under":
            start += 1
            while start < len(self.tokens) and self._only_modifies(start):
                start += 1
        for at in dict.fromkeys((place, start)):
            length, meanings = self.grammar.places.at(self.tokens, at)
            if length and not self._is_noun_with(at, length):
                self._end_chunk(before_place=at == place)
                for meaning in meanings:
                    kind, _, value = meaning.partition(":")
                    self.draft.said.setdefault(kind, value)
                self._colour_backdrop(place, at + length)
                self.pending = None
                return at + length - place
        return 0

    def _only_modifies(self, place: int) -> bool:
        """The word is one that can stand between "in" and the place: "in the quiet, dark green forest"."""
        word, grammar = self.tokens[place], self.grammar
        if grammar.places.at(self.tokens, place)[0]:
            return False
        return (
            word in grammar.determiners
            or word in grammar.adjectives
            or word in (",", "and")
            or bool(named(word))
            or bool(grammar.sizes.at(self.tokens, place)[0])
        )

    def _colour_backdrop(self, start: int, end: int) -> None:
        if self.draft.said.get("setting") != "plain" or self.draft.backdrop is not None:
            return
        around = self.tokens[max(0, start - 2) : end]
        self.draft.backdrop = next((word for word in around if named(word)), None)

    def _read_relation(self, place: int) -> int:
        length, kinds = self.grammar.relations.at(self.tokens, place)
        if not length or self._is_noun_with(place, length):
            return 0
        self._end_chunk()
        if self.last is not None:
            phrase = " ".join(self.tokens[place : place + length])
            self.pending = f"swapped {kinds[0]}" if phrase in self.grammar.swapped else kinds[0]
        if self.tokens[place + length - 1] in self.grammar.determiners:
            self.chunk.determiner = self.tokens[place + length - 1]
        return length

    def _read_modifier(self, place: int) -> int:
        """A number, a size or a colour before a noun, or a colour said of the last one."""
        token, grammar = self.tokens[place], self.grammar
        number = grammar.numbers.get(
            token, int(token) if token.isascii() and token.isdigit() and len(token) < 6 else None
        )
        if number is not None and not self._is_noun_with(place, 1):
            self._end_chunk()
            self.chunk.count = (self.chunk.count or 1) * number if token in ("dozen", "hundred") else number
            self.chunk.is_collective = self.tokens[place + 1 : place + 2] == ("of",)
            return 2 if self.chunk.is_collective else 1
        length, sizes = grammar.sizes.at(self.tokens, place)
        if length and all(word in grammar.adjectives for word in self.chunk.words):
            self.chunk.size = cast(Size, sizes[0])
            if token not in ("baby", "young", "little"):
                return length
        return self._read_colour(place)

    def _read_colour(self, place: int) -> int:
        if self._is_noun_with(place, 1):
            return 0
        for length in (3, 2, 1):
            words = self.tokens[place : place + length]
            if len(words) < length or not named(" ".join(words)):
                continue
            if self._noun_follows(place + length):
                if self.chunk.words:
                    self._end_chunk()
                self.chunk.colour = " ".join(words)
                return length
            if (
                self.last is not None
                and not self.chunk.words
                and place
                and self.tokens[place - 1] in ("is", "are", "in", "all", "painted", "coloured", "colored")
            ):
                self.draft.subjects[self.last] = replace(self.draft.subjects[self.last], colour=" ".join(words))
                return length
        return 0

    def _noun_follows(self, place: int) -> bool:
        while place < len(self.tokens) and (
            self.tokens[place] in self.grammar.adjectives
            or named(self.tokens[place])
            or self.tokens[place] in ("and", ",", "little", "baby", "big")
        ):
            place += 1
        return place < len(self.tokens) and self._is_plain(place)

    def _read_word(self, place: int) -> None:
        token, grammar = self.tokens[place], self.grammar
        if token in grammar.determiners:
            self._end_chunk()
            self.chunk.determiner = token
        elif token in ("no", "without", "not"):
            self._end_chunk()
            self.chunk.denied = True
        elif token == "of" and self._is_name_of(place):
            self.chunk.words.append(token)
        elif token in grammar.breaks or self._is_verb(token):
            # "listening to the heartbeat of a puppy" is listening to the puppy
            passed_on = self.pending if token == "of" and grammar.through.issuperset(self.chunk.words) else None
            self._end_chunk()
            self.pending = passed_on or self.pending
            if token in ("and", "or", "but", "while", "then"):
                self.pending = None
            if token == "of" and self.last is not None and self._art(self.last).title in grammar.containers:
                self.pending = "swapped inside"
        elif token not in grammar.adverbs or self._is_noun_with(place, 1):
            self.chunk.words.append(token)

    def _is_name_of(self, place: int) -> bool:
        """The "of" belongs to a name: "cup of coffee", "statue of liberty"."""
        words = [*self.chunk.words[-2:], *self.tokens[place : place + 2]]
        match = self.pack.find(" ".join(words)) if self.chunk.words else None
        return match is not None and match.via in ("name", "alias") and match.words >= 3

    def _is_verb(self, token: str) -> bool:
        """ "galloping" and "followed" end the noun before them; "building" and "duckling" are nouns themselves."""
        if len(token) < 5 or not token.endswith(("ing", "ed")):
            return False
        if token in self.grammar.adjectives:
            return bool(self.chunk.words)  # "sleeping cat", but "a cat sleeping"
        match = self.pack.find(token)
        if match is None or match.via not in ("name", "alias"):
            return True
        return self.pack.get(match.art).group in DOINGS

    # ----------------------------------------------------------------------------------------------------- noun phrases

    def _is_plain(self, place: int) -> bool:
        """The word can belong to a noun phrase: it is no mark, and nothing that the grammar knows."""
        token, grammar = self.tokens[place], self.grammar
        known = (
            token in grammar.breaks or token in grammar.determiners or token in grammar.adverbs or token in grammar.made
        )
        return token[0].isalnum() and not known and not grammar.relations.at(self.tokens, place)[0]

    def _is_noun_with(self, place: int, length: int) -> bool:
        """The words at `place` begin a longer name: the snow of "snow leopard", the beach of "beach ball"."""
        end = place + length
        if end >= len(self.tokens) or not self._is_plain(end):
            return False
        for more in (2, 1):
            words = self.tokens[place : end + more]
            if len(words) == length + more and all(self._is_plain(at) for at in range(end, end + more)):
                match = self.pack.find(" ".join(words))
                if match and match.words == len(words) and match.via in ("name", "alias", "keyword"):
                    return True
        return False

    def _end_chunk(self, *, before_place: bool = False) -> None:
        """What was gathered is a noun phrase: find its art and make it a subject."""
        chunk, self.chunk = self.chunk, _Chunk()
        words = [word for word in chunk.words if word not in self.grammar.nothing][-MAX_CHUNK:]
        if not words or chunk.denied:
            self.pending = None if chunk.words else self.pending
            return
        found = self._find(chunk, words, trusted=before_place or not self._is_noun_place(chunk))
        if found is None:
            if self._is_noun_place(chunk) and not before_place and not all(w in self.grammar.adjectives for w in words):
                self.draft.missing.append(" ".join(words))
                self.pending = None
            return
        art, covers_colour = found
        if len(self.draft.subjects) >= MAX_SUBJECTS:
            self.draft.missing.append(" ".join(words))
            return
        self._add(art, chunk, words, None if covers_colour else chunk.colour)

    def _is_noun_place(self, chunk: _Chunk) -> bool:
        """Something before the words says that a noun comes, so that guesses by keyword and meaning may be trusted."""
        said = (chunk.determiner, chunk.count, chunk.colour, chunk.size, self.pending)
        return any(value is not None for value in said) or not self.draft.subjects

    def _find(self, chunk: _Chunk, words: list[str], *, trusted: bool) -> tuple[Art, bool] | None:
        """The art for the words, and whether it has the colour already. `trusted` takes names and aliases only."""
        if chunk.colour:
            coloured = self.pack.find(f"{chunk.colour} {' '.join(words)}")
            if coloured and coloured.via == "name" and coloured.words > len(words):
                return self.pack.get(coloured.art), True
        match = self.pack.find(" ".join(words))
        if match is None or (trusted and match.via not in ("name", "alias")):
            return None
        if match.via == "embedding" and all(word in self.grammar.adjectives for word in words):
            return None
        return self.pack.get(match.art), False

    def _add(self, art: Art, chunk: _Chunk, words: list[str], colour: str | None) -> None:
        known = next((at for at, subject in enumerate(self.draft.subjects) if subject.art == art.name), None)
        if (
            known is not None
            and chunk.determiner in ("the", "its", "his", "her", "their", "this", "that")
            and not chunk.count
        ):
            if colour:
                self.draft.subjects[known] = replace(self.draft.subjects[known], colour=colour)
            self._relate(known)
            return
        count = chunk.count if chunk.count is not None else (PLURAL_COUNT if self._is_plural(words, art) else 1)
        if chunk.is_collective and art.title.endswith("s"):
            count = 1  # the art of "grapes" is a bunch already
        word = " ".join(words)
        is_young = chunk.size is None and not self.grammar.young.isdisjoint(words)
        self.draft.subjects.append(
            Subject(
                word=word,
                art=art.name,
                colour=colour,
                count=max(1, count),
                size=chunk.size or ("small" if is_young else "normal"),
            )
        )
        self._relate(len(self.draft.subjects) - 1)

    def _is_plural(self, words: list[str], art: Art) -> bool:
        """ "apples" are several, and so is "children"; "glasses" and "scissors" are one thing."""
        last = words[-1]
        return bool(singulars(last)) and not art.title.endswith(last) and self.pack.find(last) is not None

    def _relate(self, new: int) -> None:
        """The subject just read answers the relation that was begun, and is what the next one is said of."""
        kind, self.pending, last = self.pending, None, self.last
        if kind in ("wearing", "holding") and last is not None and self._art(new).title not in self.grammar.worn:
            last = self._owner(last)
        self.last = new
        if kind is None or last is None or last == new:
            return
        if kind.startswith("swapped "):
            self.draft.relations.append(
                Relation(kind=cast(RelationKind, kind.removeprefix("swapped ")), subject=new, other=last)
            )
            self.last = last
            return
        kind = self._worn_or_held(kind, self._art(new), self._art(last))
        self.draft.relations.append(Relation(kind=cast(RelationKind, kind), subject=last, other=new))
        if kind in ("wearing", "holding", "riding", "on", "inside"):
            self.last = last

    def _owner(self, last: int) -> int:
        """Who holds what comes next: "a man walking a dog with an umbrella" gives the umbrella to the man."""
        if self._art(last).group.startswith("person") or self._art(last).shape == "bust":
            return last
        people = (at for at in range(last, -1, -1) if self._art(at).group.startswith("person"))
        return next(people, last)

    def _worn_or_held(self, kind: str, art: Art, owner: Art) -> str:
        """ "with a scarf" is worn, "with a basket" held, "with a dog" is company, "in a boat" is inside."""
        if kind == "wearing" and art.title not in self.grammar.worn:
            if art.title in self.grammar.containers and art.tall > 0.5 * owner.tall:
                return "inside"
            return "holding" if art.tall < 0.6 * owner.tall and art.shape == "whole" and not art.is_alive else "beside"
        if kind == "holding" and (art.tall > 1.2 * owner.tall or art.is_alive):
            return "beside"
        return kind

    def _art(self, subject: int) -> Art:
        return self.pack.get(self.draft.subjects[subject].art)

    # ----------------------------------------------------------------------------------------------- words to be set

    def _letter(self, text: str, before: Sequence[str]) -> None:
        """A quoted text: on a sign where a sign was spoken of, else as a title."""
        if not text:
            return
        if (
            self.last is not None
            and self.last == len(self.draft.subjects) - 1
            and self.draft.subjects[-1].word in SIGNS
        ):
            self._forget_last()
        place: Any = "sign" if SIGNS.intersection(before) else ("caption" if "caption" in before else "title")
        face: Any = next((FACES[word] for word in before if word in FACES), "storybook")
        colour = next((word for word in before[-4:] if named(word)), None)
        self.draft.lettering.append(Lettering(text=text, place=place, face=face, colour=colour))

    def _forget_last(self) -> None:
        """A sign that is written on is drawn as a board with its text, not as a thing of its own."""
        gone = len(self.draft.subjects) - 1
        self.draft.subjects.pop()
        self.draft.relations = [
            relation for relation in self.draft.relations if gone not in (relation.subject, relation.other)
        ]
        self.last = gone - 1 if gone else None
