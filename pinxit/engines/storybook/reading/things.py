"""Tells what can be seen in a picture from what cannot, and of what kind it is: a rug is a thing, happiness is none."""

from collections.abc import Sequence

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.nouns import singulars
from pinxit.engines.storybook.reading.grammar import Grammar

ELSE = "anything else"
EXTRAS = ("bird", "boat", "cloud", "fence", "flower", "house", "mushroom", "palm", "path", "planet", "table")
"""What settings add that one could count as a thing."""


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


def kinds_of(excluded: Sequence[str]) -> frozenset[str]:
    """The kinds of what settings paint that these words exclude; "anything else" is all that counts as a thing."""
    kinds = Grammar.built_in().excluded
    found = set()
    for phrase in excluded:
        head = phrase.split()[-1:] or [""]
        forms = {phrase, head[0], *singulars(head[0])}
        found |= set(EXTRAS) if phrase == ELSE else {kind for kind, words in kinds.items() if words & forms}
    return frozenset(found)
