"""What is known in the middle of a prompt, for all who read a part of it."""

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.reading.bonds import Bonds
from pinxit.engines.storybook.reading.grammar import Grammar
from pinxit.engines.storybook.reading.letters import set_apart
from pinxit.engines.storybook.reading.phrase import NounPhrase
from pinxit.engines.storybook.reading.prompt import QUOTED, tokenise
from pinxit.engines.storybook.reading.staging import Draft
from pinxit.engines.storybook.reading.text import Text


class Reading:
    """One prompt, and what was read of it so far."""

    def __init__(self, prompt: str, pack: ArtPack) -> None:
        self.pack = pack
        self.grammar = Grammar.built_in()
        self.draft = Draft()
        self.bonds = Bonds(self.draft, pack)
        self.phrase = NounPhrase()
        """The noun phrase that is being gathered."""
        self.is_listing = False
        """What is denied is a list, which goes on after a comma."""
        self.prompt = tokenise(prompt)
        self.is_quoting = QUOTED.search(prompt) is not None
        self.tokens, self.inscriptions = set_apart(self.prompt)
        """The words, without those that are said of quoted texts; and the texts by the marks that hold their places."""
        self.text = Text(self.tokens, pack, self.grammar)

    def end_phrase(self, *, before_place: bool = False) -> None:
        """What was gathered is a noun phrase."""
        phrase, self.phrase = self.phrase, NounPhrase()
        self.bonds.take(phrase, trusted=before_place)
