"""Reads what describes a picture and gives no orders: a new one around the caller's, or what theirs is to look like."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import cast

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.edits.altering import Altering
from pinxit.engines.storybook.edits.asked import Addition, Instruction, short
from pinxit.engines.storybook.edits.clauses import Lexicon, split_words
from pinxit.engines.storybook.edits.inscriptions import PlacedText, inscriptions
from pinxit.engines.storybook.edits.places import Spot
from pinxit.engines.storybook.edits.pool import Water
from pinxit.engines.storybook.reading.grammar import Grammar, Phrases
from pinxit.engines.storybook.reading.parse import read
from pinxit.engines.storybook.reading.staging import Draft

POINTING = frozenset("these this those both my same attached uploaded given reference".split())
"""Words before a noun that mean the caller's pictures."""
HAVING = frozenset("wearing wears holding holds".split())


class Describing:
    """Reads a prompt without orders into what was asked."""

    def __init__(self, found: Instruction, pack: ArtPack, count: int, altering: Altering) -> None:
        self.found = found
        self.pack = pack
        self.count = count
        self.altering = altering
        self.lexicon = Lexicon.built_in()

    def describe(self, text: str) -> None:
        """A description: of a new picture around the caller's, or of what theirs is to look like."""
        draft, words = read(text, self.pack), split_words(text)
        found = self.found
        found.described = draft
        found.water = water_in(words)
        self._place_lettering(draft, text)
        lexicon = self.lexicon
        tables = (lexicon.changes, lexicon.styles, lexicon.turns, lexicon.beyond, lexicon.water)
        known = _words_of(tables, words) | lexicon.picture_nouns
        lacking = [each for each in lacking_in(draft) if not known.issuperset(each.split())]
        found.unmet += [f"{short(each)} (there is no art of it)" for each in lacking]
        is_somewhere = bool(draft.said.keys() & {"setting", "room"} or draft.backdrop)
        found.spoken = self._spoken_of(words)
        is_new = self.count > 1 or (found.spoken is not None and (is_somewhere or bool(draft.subjects)))
        if is_new or is_somewhere:
            found.scene, found.backdrop, found.scene_is_likely = draft, "new", is_new
            found.names_pictures = True
        if is_new:
            self.altering.note_beyond(words)
            found.changes += self.altering.style(words)
            return
        self.altering.alter(words, text)
        self.altering.note_beyond(words)
        if found.spoken is None and not (lacking and HAVING.intersection(words)):
            self._add_described(draft)  # of an otter wearing what there is no art of, nothing is new
        if found.does_nothing and not found.unmet:
            found.unmet.append(f"{short(text)} (nothing in it is known)")

    def _place_lettering(self, draft: Draft, text: str) -> None:
        """Take from a description those of its texts that are to stand elsewhere than its texts do."""
        placed = inscriptions(text, draft.lettering)
        is_moved = [
            each.text.place in ("title", "caption") and not replace(each, on="").is_guessed
            and not replace(each, on="").is_usual for each in placed
        ]  # fmt: skip
        draft.lettering = [
            replace(own, colour=own.colour or each.text.colour)
            for own, each, moved in zip(draft.lettering, placed, is_moved, strict=True)
            if not moved
        ]
        self.found.lettering += [replace(each, on="") for each, moved in zip(placed, is_moved, strict=True) if moved]

    def _add_described(self, draft: Draft) -> None:
        """Of a described picture, what its subject wears or holds is new; or all of it, where it has nothing."""
        self.found.lettering += map(PlacedText, draft.lettering)
        if not draft.subjects:
            return
        worn = {bond.other for bond in draft.relations if bond.kind in ("wearing", "holding")}
        chosen = sorted(worn) or list(range(len(draft.subjects)))
        spots: tuple[Spot, ...] = ()
        only = Draft(subjects=[draft.subjects[number] for number in chosen])
        if not worn:
            only.relations = list(draft.relations)
        on = draft.subjects[0].word if worn else ""
        self.found.additions.append(Addition(only, spots, on))

    def _spoken_of(self, words: Sequence[str]) -> str | None:
        """The noun that a description has for the caller's pictures: "these items", "the product in the photo", "this
        bottle". Empty for a pronoun, and None where it does not speak of them."""
        grammar, nouns = Grammar.built_in(), self.lexicon.picture_nouns
        for place, word in enumerate(words):
            near = words[place + 1 : place + 4]
            if word in POINTING or (word == "the" and nouns.intersection(near)):
                phrase = list(takewhile(lambda each: each not in grammar.breaks, words[place + 1 : place + 5]))
                own = [each for each in phrase if each in nouns]
                if phrase:
                    return (own or phrase)[-1]
        return "" if {"these", "them", "both"} & set(words) else None


def water_in(words: Sequence[str]) -> tuple[Water, str] | None:
    """The first pool or pond that `words` name: not that of a pool table, nor a pool of light."""
    lexicon = Lexicon.built_in()
    for place in range(len(words)):
        length, kinds = lexicon.water.at(words, place)
        if length and lexicon.no_water.isdisjoint(words[place + length : place + length + 1]):
            return cast(Water, kinds[0]), " ".join(words[place : place + length])
    return None


def lacking_in(draft: Draft) -> list[str]:
    """The things that a description names and that there is no art of."""
    return [word for word in draft.missing if not word.startswith(("the style", "everything after"))]


def _words_of(tables: Sequence[Phrases], words: Sequence[str]) -> set[str]:
    """The words that belong to phrases of the tables."""
    found = set[str]()
    for phrases in tables:
        for place in range(len(words)):
            found.update(words[place : place + phrases.at(words, place)[0]])
    return found
