"""What somebody wears who plays a part: the hat of a wizard, the glasses of a professor."""

from collections.abc import Sequence

from pinxit.engines.storybook.art import ArtPack, Arts, singulars
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import Subject


def role_of(words: Sequence[str]) -> str | None:
    """The role that is the last of `words`, if it is one."""
    roles = Grammar.built_in().outfits
    return next((form for form in (words[-1], *singulars(words[-1])) if form in roles), None) if words else None


def outfit(role: str, has: Sequence[str], pack: Arts) -> list[Subject]:
    """The clothes of a role, beside those that somebody has on already, by the titles of their art: no second hat."""
    grammar = Grammar.built_in()
    worn: list[Subject] = []
    for piece in grammar.outfits[role_of([role]) or ""]:
        subject = _piece(piece, pack)
        title = pack.get(subject.art).title if subject else ""
        is_hat = title in grammar.hats and not grammar.hats.isdisjoint(has)
        if subject and not is_hat and title not in has:
            worn.append(subject)
    return worn


def _piece(words: str, pack: Arts) -> Subject | None:
    """ "red cape" as a subject: a colour, where the first word is one, and what it is called."""
    first, _, rest = words.partition(" ")
    colour = first if rest and named(first) else None
    match = pack.find(rest if colour else words) if isinstance(pack, ArtPack) else None
    return Subject(word=rest if colour else words, art=match.art, colour=colour) if match else None
