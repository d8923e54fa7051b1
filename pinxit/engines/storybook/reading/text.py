"""Questions about the words of a prompt: which of them belong to a noun, and which only look as if they did."""

from collections.abc import Sequence
from dataclasses import dataclass

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.nouns import normalise
from pinxit.engines.storybook.reading.grammar import Grammar

DOINGS = frozenset(["person-activity", "person-sport", "person-gesture"])
"""Groups of art that answer to verbs: "swimming" is what ducks do, and no swimmer."""


@dataclass(frozen=True, slots=True)
class Text:
    """The words and marks of a prompt, beside the art that they may name."""

    tokens: tuple[str, ...]
    pack: ArtPack
    grammar: Grammar

    def is_name(self, word: str) -> bool:
        """Whether the word by itself names a piece of art."""
        match = self.pack.find(word)
        return match is not None and match.via in ("name", "alias") and match.words == len(normalise(word).split())

    def noun_follows(self, place: int) -> bool:
        """A noun comes before the phrase ends: "red, shiny apple" has one, the rose of "a rose, please" has none."""
        if place >= len(self.tokens):
            return False
        word = self.tokens[place]
        if word in ("and", ",") and self.tokens[place + 1 : place + 2]:
            next_word = self.tokens[place + 1]
            is_more = next_word in self.grammar.adjectives or (word == "and" and named(next_word) is not None)
            return is_more and self.noun_follows(place + 1)
        if named(word):
            return self.noun_follows(place + 1) or self.is_name(word)
        if word in self.grammar.adjectives or self.grammar.sizes.at(self.tokens, place)[0]:
            return self.noun_follows(place + 1) or self.is_name(word)
        return self.is_plain(place)

    def is_name_of(self, before: Sequence[str], place: int) -> bool:
        """The "of" belongs to a name: "cup of coffee", "statue of liberty"."""
        words = [*before[-2:], *self.tokens[place : place + 2]]
        match = self.pack.find(" ".join(words)) if before else None
        return match is not None and match.via in ("name", "alias") and match.words >= 3

    def is_material(self, place: int) -> bool:
        """ "a river made of feathers" shows no feathers, and a balloon "shaped like a pig" no pig."""
        before, token = self.tokens[max(0, place - 1)], self.tokens[place]
        if token == "of" and self.tokens[max(0, place - 3) : place] == ("in", "the", "shape"):
            return True
        is_made = token in ("of", "from") and before in ("made", "built", "carved", "shape")
        return is_made or (token == "like" and before in ("shaped", "looks", "looking", "look"))

    def is_verb(self, token: str, *, follows_noun: bool) -> bool:
        """ "galloping" and "followed" end the noun before them; "building" and "duckling" are nouns themselves."""
        if len(token) < 5 or not token.endswith(("ing", "ed")):
            return False
        if token in self.grammar.adjectives:
            return follows_noun  # "sleeping cat", but "a cat sleeping"
        match = self.pack.find(token)
        if match is None or match.via not in ("name", "alias"):
            return True
        return self.pack.get(match.art).group in DOINGS

    def is_done(self, place: int) -> bool:
        """After "a blacksmith", the "hammers" of "hammers a sword" is what he does, and no tools of his."""
        token, after = self.tokens[place], self.tokens[place + 1 : place + 2]
        is_singular = token.endswith("s") and not token.endswith("ss") and bool(after)
        return is_singular and after[0] in self.grammar.determiners and self.is_name(self.tokens[place - 1])

    def is_done_by(self, before: str, place: int) -> bool:
        """The "building" of "kids building sandcastles" is what they do."""
        after = self.tokens[place + 1 : place + 2]
        has_object = bool(after) and (after[0] in self.grammar.determiners or self.noun_follows(place + 1))
        if not self.tokens[place].endswith("ing") or not has_object:
            return False
        if before in ("is", "are", "was", "were"):
            return True
        match = self.pack.find(before)
        return match is not None and match.via in ("name", "alias") and self.pack.get(match.art).is_alive

    def owner_of_part(self, place: int) -> str | None:
        """The pirate of "a pirate's shoulder", who is alive and has one."""
        owner, ending = self.tokens[place][:-2], self.tokens[place][-2:]
        after = self.tokens[place + 1 : place + 2]
        if ending != "'s" or not after or after[0] not in self.grammar.bearing | self.grammar.parts:
            return None
        match = self.pack.find(owner) if self.is_name(owner) else None
        return owner if match and self.pack.get(match.art).is_alive else None

    def is_adverb(self, token: str) -> bool:
        """ "gracefully" says how; a "butterfly" is a thing."""
        if token in self.grammar.adverbs:
            return True
        return len(token) > 5 and token.endswith("ly") and not self.is_name(token)

    def is_homonym(self, place: int) -> bool:
        """ "a gold watch" and "two flies" are things, and "they watch" and "it flies" are none."""
        before, token, grammar = self.tokens[place - 1] if place else "", self.tokens[place], self.grammar
        if token not in grammar.homonyms:
            return False
        is_led = before in grammar.determiners | grammar.adjectives | grammar.numbers.keys() or named(before)
        if is_led or (place and grammar.sizes.at(self.tokens, place - 1)[0]):
            return True
        match = self.pack.find(f"{before} {token}")  # a wrist watch
        return match is not None and match.words == 2

    def is_plain(self, place: int) -> bool:
        """The word can belong to a noun phrase: it is no mark, and nothing that the grammar knows."""
        token, grammar = self.tokens[place], self.grammar
        known = token in grammar.breaks | grammar.determiners | grammar.adverbs | grammar.made
        if self.is_homonym(place):
            return True
        return token[0].isalnum() and not known and not grammar.relations.at(self.tokens, place)[0]

    def is_noun_with(self, place: int, length: int) -> bool:
        """The words at `place` begin a longer name: the snow of "snow leopard", the beach of "beach ball"."""
        end = place + length
        if end >= len(self.tokens) or not self.is_plain(end):
            return False
        for more in (2, 1):
            words = self.tokens[place : end + more]
            if len(words) == length + more and all(self.is_plain(at) for at in range(end, end + more)):
                match = self.pack.find(" ".join(words))
                length_read = len(normalise(" ".join(words)).split())  # "t-shirt" is two
                if match and match.words == length_read and match.via in ("name", "alias", "keyword"):
                    return True
        return False
