"""Reads a prompt into a scene, word by word: rules over the words of grammar.toml, and the art pack for the nouns."""

from collections.abc import Sequence
from typing import Any, cast

from pinxit.engines.storybook.art import ArtPack, normalise
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.bonds import Bonds, NounPhrase
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.prompt import MAX_WORDS, tokenise
from pinxit.engines.storybook.reading.staging import Draft, stage
from pinxit.engines.storybook.scene import Lettering, Scene, Size

LONGEST_NAME = 5
"""Words of the longest name that is looked for before anything else: "little red riding hood"."""
JOINING = frozenset(["and", "or", "but", "while", "then"])
SAID_AFTER = frozenset(["is", "are", "in", "all", "painted", "coloured", "colored"])
"""Words between a noun and a colour that belongs to it."""
TENS = {
    word: 10 * place for place, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SIGNS = frozenset("sign billboard signpost plaque placard board storefront label".split())
SLATES = frozenset("blackboard chalkboard slate whiteboard".split())
BANNERS = frozenset(["banner", "ribbon"])
FACES = {
    "handwritten": "hand", "handwriting": "hand", "handwriting-like": "hand", "cursive": "script", "script": "script",
    "calligraphy": "script", "serif": "serif", "pixel": "pixel", "sans": "sans", "modern": "sans", "bold": "sans",
}  # fmt: skip
"""Faces by the words beside a quoted text that ask for them."""
LETTERED = frozenset(FACES) | frozenset("font fonts letters lettering typeface type writing text".split())
"""Words after a quoted text that are said of its letters."""
DOINGS = frozenset(["person-activity", "person-sport", "person-gesture"])
"""Groups of art that answer to verbs: "swimming" is what ducks do, and no swimmer."""


def parse(prompt: str, pack: ArtPack) -> Scene:
    """Read `prompt`. Never fails: what is not understood is left out, and what has no art is listed as missing."""
    return stage(read(prompt, pack), pack)


def read(prompt: str, pack: ArtPack) -> Draft:
    """What the words of `prompt` say, and nothing that they leave unsaid."""
    return _Reading(prompt, pack).finished()


class _Reading:
    """One prompt, read from its first word to its last."""

    def __init__(self, prompt: str, pack: ArtPack) -> None:
        self.pack = pack
        self.grammar = Grammar.built_in()
        self.draft = Draft()
        self.bonds = Bonds(self.draft, pack)
        self.phrase = NounPhrase()
        self.prompt = tokenise(prompt)
        self.tokens = self.prompt.tokens

    def finished(self) -> Draft:
        place = 0
        while place < len(self.tokens):
            place += self._read(place)
        self._end_phrase()
        if self.prompt.is_cut:
            self.draft.missing.append(f"everything after the first {MAX_WORDS} words")
        return self.draft

    # ---------------------------------------------------------------------------------------------- one word at a time

    def _read(self, place: int) -> int:
        """Take in what stands at `place`; returns how many tokens that was."""
        token = self.tokens[place]
        if (text := self.prompt.quoted(token)) is not None:
            self._end_phrase()
            about = self._about_letters(place + 1)
            self._letter(text, self.tokens[max(0, place - 8) : place], self.tokens[place + 1 : place + 1 + about])
            return 1 + about
        if not token[0].isalnum():
            self._end_phrase()
            self.bonds.pending = None
            return 1
        readers = (
            self._read_name, self._read_style, self._read_measure, self._read_place, self._read_relation,
            self._read_number, self._read_size, self._read_colour,
        )  # fmt: skip
        for reader in readers:
            if taken := reader(place):
                return taken
        self._read_word(place)
        return 1

    def _read_name(self, place: int) -> int:
        """A name of three words or more, whatever its words would mean by themselves."""
        for length in range(LONGEST_NAME, 2, -1):
            words = self.tokens[place : place + length]
            if len(words) == length and words[0] not in self.grammar.determiners and words[0][0].isalpha():
                match = self.pack.find(" ".join(words))
                if match and match.words == length and match.via in ("name", "alias"):
                    self.phrase.words += words
                    self._end_phrase()
                    return length
        return 0

    def _read_style(self, place: int) -> int:
        """A style, or a word for a picture as such. A noun before it is a subject: "a cat icon"."""
        length, styles = self.grammar.styles.at(self.tokens, place)
        is_made = self.tokens[place] in self.grammar.made
        if not (length or is_made) or self._is_noun_with(place, length or 1):
            return 0
        if length:
            self.draft.style = self.draft.style or styles[0]
        if self.grammar.adjectives.issuperset(self.phrase.words):
            self.phrase = NounPhrase()
            self.bonds.pending = None
        self._end_phrase()
        return length or 1

    def _read_measure(self, place: int) -> int:
        """A word for many before "of": a bunch of, a school of, a mountain of."""
        token, following = self.tokens[place], self.tokens[place + 1 : place + 2]
        if following != ("of",) or token not in self.grammar.measures or self._is_noun_with(place, 1):
            return 0
        if self.phrase.words:
            self._end_phrase()
        self.phrase.count = (self.phrase.count or 1) * self.grammar.measures[token]
        self.phrase.is_collective = True
        return 2

    def _read_place(self, place: int) -> int:
        """A setting, a time, a weather or a season, with or without "in the" before it."""
        start = place
        if self.tokens[place] in self.grammar.prepositions or self.tokens[place] == "under":
            start += 1
            while start < len(self.tokens) and self._only_modifies(start):
                start += 1
        for at in dict.fromkeys((place, start)):
            length, meanings = self.grammar.places.at(self.tokens, at)
            if not length and at > place and self._is_backdrop(place, at):
                length, meanings = 1, ["setting:plain"]
            if length and not self._is_noun_with(at, length) and not self._is_counted(at, length):
                self._end_phrase(before_place=at == place)
                for meaning in meanings:
                    kind, _, value = meaning.partition(":")
                    self.draft.said.setdefault(kind, value)
                self._colour_backdrop(place, at + length)
                self.bonds.pending = None
                return at + length - place
        return 0

    def _is_counted(self, place: int, length: int) -> bool:
        """ "three clouds" and "a red barn" are things, where the clouds and the barn alone would be a setting; and the
        sea of "a sea of flowers" is a number."""
        if self.tokens[place] in self.grammar.measures and self.tokens[place + 1 : place + 2] == ("of",):
            return True
        before = self.phrase.words[-1:]
        if not before and self.phrase.count in (None, 1) and self.phrase.colour is None:
            return False
        match = self.pack.find(" ".join([*before, *self.tokens[place : place + length]]))
        return match is not None and match.via in ("name", "alias") and match.words > len(before)

    def _only_modifies(self, place: int) -> bool:
        """The word is one that can stand between "in" and the place: "in the quiet, dark green forest"."""
        word, grammar = self.tokens[place], self.grammar
        if grammar.places.at(self.tokens, place)[0]:
            return False
        known = word in grammar.determiners or word in grammar.adjectives or word in (",", "and")
        return known or bool(named(word)) or bool(grammar.sizes.at(self.tokens, place)[0])

    def _is_backdrop(self, start: int, end: int) -> bool:
        """ "on a pink background" is a plain one."""
        return self.tokens[end : end + 1] in (("background",), ("backdrop",)) and any(
            named(word) for word in self.tokens[start:end]
        )

    def _colour_backdrop(self, start: int, end: int) -> None:
        if self.draft.said.get("setting") == "plain" and self.draft.backdrop is None:
            colours = [word for word in self.tokens[start:end] if named(word)]
            self.draft.backdrop = colours[-1] if colours else None

    def _read_relation(self, place: int) -> int:
        length, kinds = self.grammar.relations.at(self.tokens, place)
        if not length or self._is_noun_with(place, length) or self._is_homonym(place):
            return 0
        self._end_phrase()
        phrase = " ".join(self.tokens[place : place + length])
        self.bonds.begin(f"swapped {kinds[0]}" if phrase in self.grammar.swapped else kinds[0])
        if self.tokens[place + length - 1] in self.grammar.determiners:
            self.phrase.determiner = self.tokens[place + length - 1]
        return length

    def _number_of(self, token: str) -> int | None:
        """The number that a word says: "four", "twenty-four"."""
        numbers = self.grammar.numbers
        tens, _, ones = token.partition("-")
        if ones in numbers and tens in TENS and numbers[ones] < 10:
            return TENS[tens] + numbers[ones]
        return numbers.get(token, TENS.get(token))

    def _read_number(self, place: int) -> int:
        token = self.tokens[place]
        digits = token.isascii() and token.isdigit()
        number = int(token[:6]) if digits else self._number_of(token)
        if number is None or self._is_noun_with(place, 1):
            return 0
        if self.phrase.words:
            self._end_phrase()
        if number == 0:
            self.phrase.denied = True
            return 1
        following = self.tokens[place + 1 : place + 3]
        if token in TENS and following and 0 < (self._number_of(following[0]) or 0) < 10:
            self.phrase.count = number + (self._number_of(following[0]) or 0)  # twenty four
            return 2
        multiplies = token in ("dozen", "hundred", "thousand")
        self.phrase.count = (self.phrase.count or 1) * number if multiplies else number
        if multiplies and following[:1] == ("and",) and following[1:] and following[1] in self.grammar.numbers:
            self.phrase.count += self.grammar.numbers[following[1]]  # a hundred and one
            return 3
        return 2 if following[:1] == ("of",) else 1

    def _read_size(self, place: int) -> int:
        """A size before a noun; "baby" and "little" also stay with their noun, since they can belong to its name."""
        length, sizes = self.grammar.sizes.at(self.tokens, place)
        if not length or not self.grammar.adjectives.issuperset(self.phrase.words):
            return 0
        self.phrase.size = cast(Size, sizes[0])
        return 0 if self.tokens[place] in ("baby", "young", "little") else length

    def _read_colour(self, place: int) -> int:
        """A colour before a noun, or one said of the last noun."""
        if self._is_noun_with(place, 1):
            return 0
        for length in (3, 2, 1):
            words = self.tokens[place : place + length]
            if len(words) < length or not named(" ".join(words)):
                continue
            if self._noun_follows(place + length):
                if self.phrase.words:
                    self._end_phrase()
                self.phrase.colour = self.phrase.colour or " ".join(words)
                return length
            if not self.phrase.words and place and self.tokens[place - 1] in SAID_AFTER:
                self.bonds.recolour_last(" ".join(words))
                return length
        return 0

    def _noun_follows(self, place: int) -> bool:
        """A noun comes before the phrase ends: "red, shiny apple" has one, the rose of "a rose, please" has none."""
        if place >= len(self.tokens):
            return False
        word = self.tokens[place]
        if word == "and" and self.tokens[place + 1 : place + 2] and named(self.tokens[place + 1]):
            return self._noun_follows(place + 1)
        if named(word):
            return self._noun_follows(place + 1) or self._is_name(word)
        if word in self.grammar.adjectives or self.grammar.sizes.at(self.tokens, place)[0]:
            return self._noun_follows(place + 1) or self._is_name(word)
        return self._is_plain(place)

    def _is_name(self, word: str) -> bool:
        match = self.pack.find(word)
        return match is not None and match.via in ("name", "alias")

    def _read_word(self, place: int) -> None:
        token, grammar = self.tokens[place], self.grammar
        if token in grammar.determiners or (token.endswith("'s") and not self._is_noun_with(place, 1)):
            self._end_phrase()
            self.phrase.determiner = token
        elif token in ("no", "without", "not") or self._is_material(place):
            self._end_phrase()
            self.phrase.denied = True
        elif token == "of" and self._is_name_of(place):
            self.phrase.words.append(token)
        elif self._is_homonym(place):
            self.phrase.words.append(token)
        elif token in grammar.breaks or self._is_verb(token):
            self._break(token)
        elif token not in grammar.adverbs or self._is_noun_with(place, 1):
            self.phrase.words.append(token)

    def _break(self, token: str) -> None:
        """A word that ends a noun phrase."""
        # "listening to the heartbeat of a puppy" is listening to the puppy
        passes_on = token == "of" and self.grammar.through.issuperset(self.phrase.words)
        passed_on = self.bonds.pending if passes_on else None
        self._end_phrase()
        self.bonds.pending = passed_on or self.bonds.pending
        if token in JOINING:
            self.bonds.go_on()
        newest = self.bonds.newest
        if token == "of" and newest is not None and self.bonds.art(newest).title in self.grammar.containers:
            self.bonds.begin("swapped inside")

    def _is_material(self, place: int) -> bool:
        """ "a river made of feathers" shows no feathers."""
        return self.tokens[place] in ("of", "from") and self.tokens[max(0, place - 1)] in ("made", "built", "carved")

    def _is_name_of(self, place: int) -> bool:
        """The "of" belongs to a name: "cup of coffee", "statue of liberty"."""
        words = [*self.phrase.words[-2:], *self.tokens[place : place + 2]]
        match = self.pack.find(" ".join(words)) if self.phrase.words else None
        return match is not None and match.via in ("name", "alias") and match.words >= 3

    def _is_verb(self, token: str) -> bool:
        """ "galloping" and "followed" end the noun before them; "building" and "duckling" are nouns themselves."""
        if len(token) < 5 or not token.endswith(("ing", "ed")):
            return False
        if token in self.grammar.adjectives:
            return bool(self.phrase.words)  # "sleeping cat", but "a cat sleeping"
        match = self.pack.find(token)
        if match is None or match.via not in ("name", "alias"):
            return True
        return self.pack.get(match.art).group in DOINGS

    def _is_homonym(self, place: int) -> bool:
        """ "a gold watch" and "two flies" are things, and "they watch" and "it flies" are none."""
        before, token, grammar = self.tokens[place - 1] if place else "", self.tokens[place], self.grammar
        if token not in grammar.homonyms:
            return False
        if before in grammar.determiners | grammar.adjectives | grammar.numbers.keys() or named(before):
            return True
        match = self.pack.find(f"{before} {token}")  # a wrist watch
        return match is not None and match.words == 2

    def _is_plain(self, place: int) -> bool:
        """The word can belong to a noun phrase: it is no mark, and nothing that the grammar knows."""
        token, grammar = self.tokens[place], self.grammar
        known = token in grammar.breaks | grammar.determiners | grammar.adverbs | grammar.made
        if self._is_homonym(place):
            return True
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
                length_read = len(normalise(" ".join(words)).split())  # "t-shirt" is two
                if match and match.words == length_read and match.via in ("name", "alias", "keyword"):
                    return True
        return False

    def _end_phrase(self, *, before_place: bool = False) -> None:
        """What was gathered is a noun phrase."""
        phrase, self.phrase = self.phrase, NounPhrase()
        self.bonds.take(phrase, trusted=before_place)

    # ----------------------------------------------------------------------------------------------- words to be set

    def _about_letters(self, start: int) -> int:
        """How many words after a quoted text say how it is set: "in red letters", "with a ribbon", "on a sign"."""
        if self.tokens[start : start + 1] not in (("in",), ("with",), ("on",)):
            return 0
        is_of_something = self.tokens[start + 1 : start + 2] and self.tokens[start + 1] in self.grammar.determiners
        bearers = BANNERS | SIGNS | SLATES if is_of_something else BANNERS
        last = 0
        for place, token in enumerate(self.tokens[start : start + 10], 1):
            if not token[0].isalnum():
                break
            if token in LETTERED or token in bearers:
                last = place
        return last

    def _letter(self, text: str, before: Sequence[str], after: Sequence[str]) -> None:
        """A quoted text: on a sign where a sign was spoken of, else as a title."""
        if not text:
            return
        place: Any = "title"
        for names, board in ((SIGNS, "sign"), (SLATES, "slate"), (BANNERS, "banner")):
            if names.intersection(before):
                place = board
                self.bonds.forget_sign(names)
            elif names.intersection(after) and names is not BANNERS:
                place = board
        if "caption" in before:
            place = "caption"
        elif BANNERS.intersection(after):
            place = "caption" if "labelled" in before or "labeled" in before else "banner"
        around = (*before, *after)
        face: Any = next((FACES[word] for word in around if word in FACES), "storybook")
        colours = [word for word in (*before[-4:], *after) if named(word)]
        self.draft.lettering.append(
            Lettering(text=text, place=place, face=face, colour=colours[-1] if colours else None)
        )
