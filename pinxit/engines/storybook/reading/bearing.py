"""Gives texts their bearers: a board, a thing that was named, somebody who speaks, or the page itself."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from pinxit.engines.storybook.reading.bonds import Bonds
from pinxit.engines.storybook.reading.inscription import Inscription
from pinxit.engines.storybook.reading.letter_words import Letters
from pinxit.engines.storybook.scene import Lettering, Subject

SMALL = 0.4
"""The height of a thing, of a grown person's, that is too small to be written on."""


def letter(inscription: Inscription, bonds: Bonds) -> None:
    """Add a text to the draft: on what bears it, in the mouth of who says it, or on the page itself."""
    if not inscription.text or _is_a_name(inscription, bonds):
        return
    place, subject = _borne(inscription, bonds)
    bonds.pending = None
    finish = "chalk" if place == "slate" else inscription.finish
    text = Lettering(
        text=inscription.text, place=cast(Any, place), spot=inscription.spot, face=cast(Any, inscription.face),
        colour=inscription.colour, finish=cast(Any, finish), subject=subject,
    )  # fmt: skip
    bonds.draft.lettering.append(text)
    if inscription.bearer:
        bonds.draft.borne[len(bonds.draft.lettering) - 1] = inscription.bearer


def _is_a_name(inscription: Inscription, bonds: Bonds) -> bool:
    """ "a dog called 'Rex'" has no letters on it."""
    is_called = not inscription.said.isdisjoint({"called", "named"})
    return is_called and bonds.newest is not None and bonds.art(bonds.newest).is_alive


def _borne(inscription: Inscription, bonds: Bonds) -> tuple[str, int | None]:
    subjects, words = bonds.draft.subjects, Letters.built_in()
    if inscription.place and inscription.place != "speech":
        return inscription.place, None
    newest = bonds.newest if bonds.newest is not None and bonds.newest < len(subjects) else None
    bearer = _nearest_bearer(subjects, newest, words)
    is_bearer = newest is not None and bearer == newest
    if board := _board_before(inscription, bonds, words):
        return board, None
    speaker = next((at for at in range(len(subjects) - 1, -1, -1) if bonds.art(at).is_alive), None)
    if inscription.place == "speech":
        return "speech", speaker if speaker is not None else newest
    if inscription.verb == "says" and speaker is not None and not is_bearer:
        return ("on", newest) if inscription.is_of_that and newest != speaker else ("speech", speaker)
    if inscription.is_on_it and newest is not None:
        return "on", bearer if bearer is not None else newest
    if inscription.spot or inscription.bearer or inscription.is_apart or newest is None:
        return "title", None
    is_announced = bool(inscription.verb or inscription.said) or inscription.is_of_that
    if is_announced and (is_bearer or inscription.is_of_that and not bonds.art(newest).is_alive):
        return "on", newest
    return "title", None


def _nearest_bearer(subjects: Sequence[Subject], newest: int | None, words: Letters) -> int | None:
    if newest is None:
        return None
    places = range(newest, -1, -1)
    return next((at for at in places if words.bearers.intersection(subjects[at].word.split())), None)


def _board_before(inscription: Inscription, bonds: Bonds, words: Letters) -> str | None:
    """The board that was named a little before as a thing: "a sign above the door that says"."""
    if not (inscription.verb or inscription.said) or inscription.bearer:
        return None
    subjects, missing = bonds.draft.subjects, bonds.draft.missing
    for word in missing[-1].split() if missing else ():
        if word in words.boards:  # a billboard is nothing without its words
            missing.pop()
            return words.boards[word]
    for word in subjects[-1].word.split() if subjects else ():
        if word in words.boards:
            bonds.forget_sign(frozenset([word]))
            return words.boards[word]
    return None


def settle(bonds: Bonds) -> None:
    """Give each text the subject that was named after it: "the words on the mug"."""
    draft = bonds.draft
    alive = next((at for at in range(len(draft.subjects)) if bonds.art(at).is_alive), None)
    speaker = alive if alive is not None else 0 if draft.subjects else None
    for text in draft.lettering:
        if text.place == "on" and text.subject is not None:
            _enlarge(text.subject, bonds)
    for number, text in enumerate(draft.lettering):
        if text.place == "speech" and text.subject is None:
            draft.lettering[number] = replace(text, subject=speaker)
    for number, words in draft.borne.items():
        match = bonds.pack.find(" ".join(word for word in words if word not in bonds.grammar.determiners))
        arts = [match.art] if match else []
        bearer = next(
            (at for at, each in enumerate(draft.subjects) if each.art in arts or words[-1] in each.word.split()), None
        )
        if bearer is not None:
            draft.lettering[number] = replace(draft.lettering[number], place="on", subject=bearer, spot=None)


def _enlarge(subject: int, bonds: Bonds) -> None:
    """A small thing with words on it is what the picture is about, and is drawn so that they can be read."""
    bearer = bonds.draft.subjects[subject]
    if bearer.size == "normal" and bonds.art(subject).tall < SMALL and not bonds.art(subject).is_alive:
        bonds.draft.subjects[subject] = replace(bearer, size="big")
