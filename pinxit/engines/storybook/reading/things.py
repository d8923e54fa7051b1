"""Tells what can be seen in a picture from what cannot: a rug from happiness."""

from collections.abc import Sequence

from pinxit.engines.storybook.art import ArtPack, singulars
from pinxit.engines.storybook.reading.grammar import Grammar


def is_thing(words: Sequence[str], pack: ArtPack) -> bool:
    """Whether somebody would look for it in the picture. What no list knows is taken for a thing, or for a name."""
    grammar, head = Grammar.built_in(), words[-1]
    forms = (head, *singulars(head))
    if any(form in grammar.unseen or form in grammar.adjectives for form in forms):
        return False
    if pack.is_thing(head):
        return True
    return not any(
        len(form) > len(ending) + 2 and form.endswith(ending) for form in forms for ending in grammar.unseen_endings
    )
