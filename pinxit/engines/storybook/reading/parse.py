"""Reads a prompt into a scene, word by word: rules over the words of grammar.toml, and the art pack for the nouns."""

from collections.abc import Callable
from dataclasses import replace

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.reading.activities import read_activity, set_to_work
from pinxit.engines.storybook.reading.apposition import tell_once
from pinxit.engines.storybook.reading.bearing import letter, settle
from pinxit.engines.storybook.reading.counting import read_glasses, read_measure, read_number, read_one, read_portion
from pinxit.engines.storybook.reading.denial import read_denial
from pinxit.engines.storybook.reading.digest import in_short
from pinxit.engines.storybook.reading.mounting import mount
from pinxit.engines.storybook.reading.phrase import NounPhrase
from pinxit.engines.storybook.reading.plain import in_plain_english
from pinxit.engines.storybook.reading.positions import read_camera, read_pose, read_position
from pinxit.engines.storybook.reading.prompt import MAX_WORDS
from pinxit.engines.storybook.reading.qualities import read_colour, read_hues, read_pattern, read_size
from pinxit.engines.storybook.reading.relating import read_on_part, read_on_top, read_owner, read_relation
from pinxit.engines.storybook.reading.sayings import in_plain_words
from pinxit.engines.storybook.reading.sheets import on_sheet
from pinxit.engines.storybook.reading.staging import Draft, stage
from pinxit.engines.storybook.reading.state import Reading
from pinxit.engines.storybook.reading.surroundings import read_place
from pinxit.engines.storybook.reading.themes import picture_of
from pinxit.engines.storybook.reading.things import kinds_of
from pinxit.engines.storybook.scene import Scene

LONGEST_NAME = 5
"""Words of the longest name that is looked for before anything else: "little red riding hood"."""
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
BEING = frozenset(["is", "are", "was", "were"])
JOINING = frozenset(["and", "or", "but", "while", "then"])


def parse(prompt: str, pack: ArtPack) -> Scene:
    """Read `prompt`. Never fails: what is not understood is left out, and what has no art is listed as missing."""
    plain = in_plain_english(prompt, pack)
    scene = on_sheet(plain.text, lambda words: stage(_pictured(words, pack), pack), pack)
    return replace(scene, missing=(*scene.missing, plain.note)) if plain.note else scene


def read(prompt: str, pack: ArtPack) -> Draft:
    """What the words of `prompt` say, and nothing that they leave unsaid."""
    return _read(in_plain_english(prompt, pack).text, pack)


def _read(words: str, pack: ArtPack) -> Draft:
    draft = _Reader(in_plain_words(words), pack).finished()
    tell_once(draft)
    set_to_work(draft, pack)
    mount(draft, pack)
    draft.missing = in_short(draft.missing)
    return draft


def _pictured(words: str, pack: ArtPack) -> Draft:
    """What the words say; where they name no thing at all, what stands for their idea."""
    draft = _read(words, pack)
    is_view = "setting" in draft.said and len(draft.said) > 1
    if draft.subjects or draft.lettering or is_view:
        return draft  # "the silence of a snowy village" is a snowy village
    picture = picture_of(words, draft.said, draft.missing, pack)
    if picture is None:
        return draft
    shown = _read(picture, pack)
    shown.said |= draft.said
    shown.style, shown.backdrop = draft.style, draft.backdrop
    return shown


class _Reader(Reading):
    """One prompt, read from its first word to its last."""

    def finished(self) -> Draft:
        place = 0
        while place < len(self.tokens):
            place += self._read(place)
        self.end_phrase()
        settle(self.bonds)
        if not self.is_quoting and "text" in kinds_of(self.draft.excluded):
            self.draft.lettering.clear()  # what is quoted was asked for to the letter
        if self.prompt.is_cut:
            self.draft.missing.append(f"everything after the first {MAX_WORDS} words")
        return self.draft

    # ---------------------------------------------------------------------------------------------- one word at a time

    def _read(self, place: int) -> int:
        """Take in what stands at `place`; returns how many tokens that was."""
        token = self.tokens[place]
        if inscription := self.inscriptions.get(token):
            self.end_phrase()
            letter(inscription, self.bonds)
            return 1
        if not token[0].isalnum():
            if taken := read_denial(self, place):
                return taken
            self.end_phrase()
            self.bonds.rest()
            return 1
        for reader in READERS:
            if taken := reader(self, place):
                return taken
        self._read_word(place)
        return 1

    def _read_word(self, place: int) -> None:
        token, grammar = self.tokens[place], self.grammar
        if token in grammar.determiners or (token.endswith("'s") and not self.text.is_noun_with(place, 1)):
            if self.phrase.words or not (self.phrase.denied or self.phrase.is_stuff):
                self.end_phrase()
            self.phrase.determiner = token
        elif self.text.is_material(place):
            self.end_phrase()
            self.phrase.is_stuff = True
        elif self._is_name_of(place) or self.text.is_homonym(place):
            self.phrase.words.append(token)
        elif token in grammar.breaks or self._is_verb(place):
            self._break(token)
        elif token in ORDINALS and self.phrase.determiner == "the":
            self.phrase.ordinal = ORDINALS[token]
        elif not self.text.is_adverb(token) or self.text.is_noun_with(place, 1):
            self.phrase.words.append(token)

    def _is_verb(self, place: int) -> bool:
        """The house of "a haunted house" makes a name of it."""
        if self.phrase.is_one and self.phrase.words and self.text.is_done(place):
            return True
        before = self.phrase.words[-1] if self.phrase.words else self.tokens[place - 1] if place else ""
        if before in BEING or self.phrase.words:
            if self.text.is_done_by(before, place):
                return True
        is_verb = self.text.is_verb(self.tokens[place], follows_noun=bool(self.phrase.words))
        return is_verb and (bool(self.phrase.words) or not self.text.is_noun_with(place, 1))

    def _is_name_of(self, place: int) -> bool:
        return self.tokens[place] == "of" and self.text.is_name_of(self.phrase.words, place)

    def _break(self, token: str) -> None:
        """A word that ends a noun phrase."""
        # "listening to the heartbeat of a puppy" is listening to the puppy
        passes_on = token == "of" and self.grammar.through.issuperset(self.phrase.words)
        passed_on = self.bonds.pending if passes_on else None
        self.end_phrase()
        self.bonds.pending = passed_on or self.bonds.pending
        if token in self.grammar.verbs or token.endswith(("ing", "ed")):
            self.bonds.do()
        if token in JOINING:
            self.bonds.go_on()
        newest = self.bonds.newest
        holds = self.grammar.containers | self.grammar.vessels
        if token == "of" and newest is not None and self.bonds.art(newest).title in holds:
            self.bonds.begin("swapped inside")


def _read_name(reading: Reading, place: int) -> int:
    """A name of three words or more, whatever its words would mean by themselves."""
    for length in range(LONGEST_NAME, 2, -1):
        words = reading.tokens[place : place + length]
        if len(words) == length and words[0] not in reading.grammar.determiners and words[0][0].isalpha():
            match = reading.pack.find(" ".join(words))
            if match and match.words == length and match.via in ("name", "alias"):
                reading.phrase.words += words
                reading.end_phrase()
                return length
    return 0


def _read_style(reading: Reading, place: int) -> int:
    """A style, or a word for a picture as such. A noun before it is a subject: "a cat icon"."""
    length, styles = reading.grammar.styles.at(reading.tokens, place)
    is_made = reading.tokens[place] in reading.grammar.made
    if not (length or is_made) or reading.text.is_noun_with(place, length or 1) or _is_tool(reading, place, length):
        return 0
    if length and not reading.phrase.denied:
        is_of_someone = reading.draft.style == "oil"  # "an oil painting in the style of Van Gogh" is his
        reading.draft.style = styles[0] if is_of_someone else reading.draft.style or styles[0]
    if reading.grammar.adjectives.issuperset(reading.phrase.words):
        reading.phrase = NounPhrase()
        reading.bonds.pending = None
    reading.end_phrase()
    return length or 1


def _is_tool(reading: Reading, place: int, length: int) -> bool:
    """ "a pencil" is a thing, and "in pencil" a style, as is "a pencil" before a word for a picture."""
    tokens = reading.tokens
    is_announced = place > 0 and (tokens[place - 1] in reading.grammar.determiners or reading.phrase.count is not None)
    match = reading.pack.find(tokens[place])
    if length != 1 or not is_announced or reading.phrase.words or match is None or match.via != "name":
        return False
    following = tokens[place + 1 : place + 2]
    return not following or not (following[0] in reading.grammar.made or reading.text.is_plain(place + 1))


READERS: tuple[Callable[[Reading, int], int], ...] = (
    read_denial, read_owner, _read_name, read_camera, read_activity, read_pose, read_on_top, read_on_part,
    read_position, read_hues, read_pattern, _read_style, read_measure, read_portion, read_glasses, read_place, read_one,
    read_relation, read_number, read_size, read_colour,
)  # fmt: skip
"""Each takes in what stands at a place, and answers how many tokens that was: 0 where it is not for it to read."""
