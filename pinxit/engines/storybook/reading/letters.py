"""Reads what is said of quoted texts: where each goes, on what, and how its letters look."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.inscription import SPOT, Inscription, colour_of, spot_of
from pinxit.engines.storybook.reading.letter_words import Letters
from pinxit.engines.storybook.reading.prompt import MARK, Prompt
from pinxit.engines.storybook.scene import Place

AFTER_SPOT = re.compile(r"$| (?:[,.;:!?()\n]|\x00|(?:and|with|in|on|at|a|an|the|while|over|as|written|but|is)\b)")

VERTICAL: dict[str, Place] = {
    "above": "top", "over": "top", "below": "bottom", "under": "bottom", "underneath": "bottom", "beneath": "bottom",
}  # fmt: skip


def set_apart(prompt: Prompt) -> tuple[tuple[str, ...], dict[str, Inscription]]:
    """The words of `prompt` without those said of its texts, and each text by the mark that holds its place."""
    tokens = list(prompt.tokens)
    inscriptions: dict[str, Inscription] = {}
    kept: list[str] = []
    done = 0
    for place, token in enumerate(tokens):
        if place < done or (text := prompt.quoted(token)) is None:
            continue
        found = _Around(tokens, place, done, text)
        between = tokens[done : found.start]
        if found.is_bare_joint:
            _share([*inscriptions.values()], found.found)
        elif inscriptions:
            [*inscriptions.values()][-1].is_ended = True
        kept += [*between, token]
        done = found.end
        inscriptions[token] = found.found
    return (*kept, *tokens[done:]), inscriptions


def _share(before: Sequence[Inscription], last: Inscription) -> None:
    """ "'A' and 'B' at the bottom" are both at the bottom: those of a list stand where its last one does."""
    for each in reversed(before):
        if each.spot or each.place or each.is_on_it or each.bearer or each.is_ended:
            break
        each.spot = last.spot


class _Around:
    """The words before and after one text that are said of it."""

    def __init__(self, tokens: Sequence[str], place: int, floor: int, text: str) -> None:
        self.words = Letters.built_in()
        self.grammar = Grammar.built_in()
        self.tokens = tokens
        self.found = Inscription(text)
        self.looks: list[str] = []
        self.is_linked = False
        """What is before belongs to something else than the letters."""
        self.start = self._before(place, floor)
        self.is_bare_joint = self.start == floor and not self.found.said and floor > 0
        """Nothing but a comma or an "and" stands between the text before it and this one."""
        self.end = self._after(place + 1)
        self._look()

    # ---------------------------------------------------------------------------------------------------- before it

    def _before(self, at: int, floor: int) -> int:
        """Where what announces the text begins."""
        while at > floor:
            word = self.tokens[at - 1]
            length = self._bubble(at) or self._spot_before(floor, at) or self._board(at, floor)
            if length:
                at -= length
                if self.found.place:
                    return self._modifiers(at, floor)
            elif self._announces(word, at):
                at -= 1
            else:
                break
        return at

    def _announces(self, word: str, at: int) -> bool:
        found, words = self.found, self.words
        if word in words.says or word in words.reads:
            found.verb = found.verb or ("says" if word in words.says else "reads")
            found.is_of_that = tuple(self.tokens[max(0, at - 2) : at - 1]) in (("that",), ("which",))
        elif found.said and not self.is_linked and self._is_look(word):
            self.looks.insert(0, word)
        elif word == "," and (found.verb or not found.said):
            found.is_apart = True
        elif word in words.parts and found.verb:
            found.is_on_it = True
        elif word not in words.fillers | words.nouns | words.written | words.captions:
            return False
        self.is_linked = self.is_linked or word in words.links
        if word in words.captions:
            found.place = found.place or "caption"
        if word not in words.fillers or word in words.reads:
            found.said.add(word)
        return True

    def _is_look(self, word: str) -> bool:
        words = self.words
        return word in words.looks or word in words.faces or word in words.finishes or named(word) is not None

    def _bubble(self, at: int) -> int:
        words = self.words
        if self.tokens[at - 1] not in words.bubbles or at < 2:
            return 0
        if self.tokens[at - 2] in words.bubbled or self.tokens[at - 1] == "bubble":
            self.found.place = "speech"
            return 2 if self.tokens[at - 2] in words.bubbled else 1
        return 0

    def _spot_before(self, floor: int, at: int) -> int:
        """How many words before `at` are a place in the picture: "at the top"."""
        if self.found.spot is not None:
            return 0
        for length in range(min(8, at - floor), 1, -1):
            said = SPOT.fullmatch(" ".join(self.tokens[at - length : at]))
            is_alone = tuple(self.tokens[max(0, at - length - 1) : at - length]) in (
                (),
                (",",),
                ("and",),
                (":",),
                (";",),
            )
            if said and (said["at"] or said["down"] and is_alone) and not said["on"]:
                self.found.spot = spot_of(said)
                return length
        return 0

    def _board(self, at: int, floor: int) -> int:
        word = self.tokens[at - 1]
        is_aboard = self.tokens[max(floor, at - 2) : at - 1] == ["on"]
        if word not in self.words.boards or is_aboard:
            return 0
        self.found.place = self.words.boards[word]
        return 1

    def _modifiers(self, at: int, floor: int) -> int:
        """The words that are said of a board, and the verb that joins it to who holds it."""
        words, grammar = self.words, self.grammar
        known = words.made_of | words.boards.keys() | grammar.adjectives | grammar.determiners
        while at > floor:
            word = self.tokens[at - 1]
            is_face = word in words.faces and word not in known
            if word in words.finishes or is_face or (named(word) and "neon" in self.tokens[at : at + 3]):
                self.looks.insert(0, word)
            elif not (word in known or named(word) or self.grammar.sizes.at(self.tokens, at - 1)[0]):
                break
            at -= 1
        if self.tokens[max(floor, at - 1) : at] in (["with"], ["and"], ["in"], ["on"], ["has"]):
            at -= 1
        return at

    # ----------------------------------------------------------------------------------------------------- after it

    def _after(self, at: int) -> int:
        """Where what is said of the text ends."""
        while at < len(self.tokens):
            skipped = 1 if self.tokens[at] == "," else 0
            skipped += self.tokens[at + skipped : at + skipped + 1] == ["and"] and not skipped
            start = at + skipped
            written = 0
            while (
                self.tokens[start + written : start + written + 1]
                and self.tokens[start + written] in self.words.written
            ):
                written += 1
            before = replace(self.found), [*self.looks]
            length = self._said_after(start + written, written > 0)
            if not length and not (written and not skipped):
                break
            end = start + written + length
            if skipped and self._is_of_next(end):
                self.found, self.looks = before  # it announces the text that follows
                break
            at = end
        return at

    def _is_of_next(self, at: int) -> bool:
        """What stands here leads to another text: "at the bottom the words"."""
        words = self.words
        while at < len(self.tokens) and (self.tokens[at] in words.fillers or self.tokens[at] in words.nouns):
            at += 1
        return at < len(self.tokens) and MARK.fullmatch(self.tokens[at]) is not None

    def _said_after(self, at: int, is_written: bool) -> int:
        for reader in (self._manner, self._bubble_after, self._spot_after, self._role):
            if length := reader(at):
                return length
        return self._upon(at, is_written)

    def _manner(self, at: int) -> int:
        """How its letters look: "in bold red letters", "in gold"."""
        words, tokens = self.words, self.tokens
        if tokens[at : at + 1] not in (["in"], ["with"], ["using"]):
            return 0
        end, looks, is_said = at + 1, [], False
        for place in range(at + 1, min(at + 12, len(tokens))):
            word = tokens[place]
            is_look = self._is_look(word)
            is_noun = word in words.nouns
            if not (is_look or is_noun or word in self.grammar.determiners or word in ("and", ",", "very")):
                break
            if is_look:
                looks.append(word)
            if is_noun or word in words.faces or word in words.finishes or named(word) or word in ("capitals", "caps"):
                end, is_said = place + 1, is_said or is_noun
        is_noun_next = end < len(tokens) and not is_said and self._is_noun(end)
        if end == at + 1 or is_noun_next or (tokens[at] == "with" and not is_said):
            return 0
        self.looks += looks
        return end - at

    def _is_noun(self, at: int) -> bool:
        word, grammar = self.tokens[at], self.grammar
        known = (
            word in grammar.breaks | grammar.determiners | grammar.adverbs or grammar.relations.at(self.tokens, at)[0]
        )
        return word[0].isalnum() and not known

    def _bubble_after(self, at: int) -> int:
        found = re.match(r"(?:in|inside|within) (?:a|an|the|its|his|her)(?: \w+){0,2}? bubbles?\b", self._ahead(at))
        if found is None:
            return 0
        self.found.place = "speech"
        return len(found[0].split())

    def _ahead(self, at: int) -> str:
        return " ".join(self.tokens[at : at + 16])

    def _spot_after(self, at: int) -> int:
        ahead = self._ahead(at)
        said = SPOT.match(ahead)
        if said is None or said["on"] or not (said["at"] or said["down"]):
            return 0
        if not AFTER_SPOT.match(ahead, said.end()) or self.found.place == "speech":
            return 0
        self.found.spot = self.found.spot or spot_of(said)
        return len(said[0].split())

    def _role(self, at: int) -> int:
        """ "as the title", "as a caption", "with a ribbon"."""
        found = re.match(
            r"as (?:a|an|the|its) (?:\w+ )?(\w+)|with (?:a|an|the) (?:\w+ )?(ribbon|banner)\b", self._ahead(at)
        )
        if found is None:
            return 0
        if found[2]:
            is_label = self.found.said & {"labelled", "labeled"}
            self.found.place = "caption" if is_label else "banner"
        elif found[1] in self.words.captions:
            self.found.place = "caption"
        elif found[1] not in self.words.nouns:
            return 0
        return len(found[0].split())

    def _upon(self, at: int, is_written: bool) -> int:
        """What it stands on: a board, what was named before, or what is named now, whose words are left to be read."""
        tokens, words, found = self.tokens, self.words, self.found
        if tokens[at : at + 1] in (["inside"], ["within"]) and not found.place:
            is_pronoun = tokens[at + 1 : at + 2] in (["it"], ["them"])
            found.is_on_it = is_pronoun or at + 1 == len(tokens) or not tokens[at + 1][0].isalnum()
            return 1 + is_pronoun if found.is_on_it else 0
        if tokens[at : at + 1] not in (["on"], ["across"], ["onto"], ["upon"], ["along"]) or found.place:
            return self._over(at)
        noun = self._noun(at + 1)
        if not noun:
            return 0
        head = noun[-1]
        if head in ("it", "them", "him", "her"):
            found.is_on_it = True
            return 1 + len(noun)
        if head in words.boards and tokens[at + 1] in self.grammar.determiners:
            found.place = words.boards[head]
            self.looks += [word for word in noun if word in words.finishes]
            return 1 + len(noun)
        return self._upon_thing(at, noun, is_written)

    def _upon_thing(self, at: int, noun: tuple[str, ...], is_written: bool) -> int:
        tokens, words, found = self.tokens, self.words, self.found
        after = at + 1 + len(noun)
        if noun[-1] in words.parts:
            if tokens[after : after + 1] == ("of",) or tokens[after : after + 1] == ["of"]:
                if owner := self._noun(after + 1):
                    found.bearer = owner
                    return after + 1 - at
                return 0
            found.is_on_it = True
            return 1 + len(noun)
        is_said = tokens[at + 1] in self.grammar.determiners and found.verb != "says"
        if not is_said or self.grammar.places.at(tokens, at + 2)[0] and noun[-1] not in words.bearers:
            return 0
        if noun[-1] in words.bearers or is_written:
            found.bearer = noun
            return 1
        return 0

    def _noun(self, at: int) -> tuple[str, ...]:
        """The words of the noun phrase that begins here, its determiner with them."""
        noun: list[str] = []
        for word in self.tokens[at : at + 6]:
            if word in ("it", "them", "him", "her") and not noun:
                return self._pronoun(at, word)
            if not word[0].isalnum() or (word in self.grammar.breaks and word not in self.grammar.determiners):
                break
            if word in self.grammar.determiners and noun:
                break
            noun.append(word)
            if word in self.words.bearers or word in self.words.boards or word in self.words.parts:
                break
        return tuple(noun)

    def _pronoun(self, at: int, word: str) -> tuple[str, ...]:
        """ "on her shirt" is on the shirt, "on her" on her."""
        follows = self.tokens[at + 1 : at + 2]
        if word == "her" and follows and self._is_noun(at + 1):
            return ("her", *self._noun(at + 1))
        return (word,)

    def _over(self, at: int) -> int:
        """ "above it", "below the cat": at the top or at the bottom."""
        found = self.found
        word = self.tokens[at] if at < len(self.tokens) else ""
        if word not in VERTICAL or found.place or found.spot or found.verb:
            return 0
        follows = self.tokens[at + 1 : at + 2]
        is_pronoun = tuple(follows) in (("it",), ("them",), ("him",))
        if not follows or not follows[0][0].isalnum() or is_pronoun or follows[0] in self.grammar.determiners:
            found.spot = VERTICAL[word]
            return 2 if is_pronoun else 1
        return 0

    # ------------------------------------------------------------------------------------------------- how it looks

    def _look(self) -> None:
        """Face, colour and finish from the words that were said of the letters."""
        words, found = self.words, self.found
        faces = [words.faces[word] for word in self.looks if word in words.faces]
        special = [face for face in faces if face != "sans"]  # bold cursive letters are cursive
        found.face = (special or faces or ["storybook"])[0]
        if "pixel" not in faces and {"bold"} == set(self.looks) & words.faces.keys():
            found.face = "sans"
        finishes = [words.finishes[word] for word in self.looks if word in words.finishes]
        found.finish = finishes[0] if finishes else "plain"
        found.colour = colour_of(self.looks)
        near = self.tokens[max(0, self.start - 8) : self.start]
        said = [words.faces[word] for word in (*found.said, *near) if word in words.faces and word in words.nouns]
        if found.face == "storybook" and said:
            found.face = said[0]
