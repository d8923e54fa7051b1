"""What somebody wears who plays a part: the hat of a wizard, the glasses of a professor."""

from collections.abc import Sequence
from typing import cast

from pinxit.engines.storybook.art import Arts
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.nouns import singulars
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.scene import Pattern, Subject


def role_of(words: Sequence[str]) -> str | None:
    """The role that is the last of `words`, if it is one."""
    roles = Grammar.built_in().outfits
    return next((form for form in (words[-1], *singulars(words[-1])) if form in roles), None) if words else None


def title_of(role: str, pack: Arts) -> str | None:
    """The title of the art of a person with this role."""
    match = pack.find(role) if isinstance(pack, ArtPack) else None
    return pack.get(match.art).title if match else None


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
    """ "red and white striped t-shirt" as a subject: its colours and pattern, and what it is called."""
    patterns, colours, rest = Grammar.built_in().patterns, list[str](), words.split()
    while len(rest) > 1 and (named(rest[0]) or rest[0] == "and"):
        colours += [rest[0]] if rest[0] != "and" else []
        rest = rest[1:]
    length, found = patterns.at(rest, 0)
    name = " ".join(rest[length:])
    match = pack.find(name) if isinstance(pack, ArtPack) else None
    if match is None:
        return None
    colour, second, *_ = *colours, None, None
    pattern = cast(Pattern, found[0]) if found else None
    return Subject(word=name, art=match.art, colour=colour, second=second, pattern=pattern)
