"""Changes of the words that are set in a scene: other words, another colour, another place, or none."""

from dataclasses import replace

from pinxit.engines.storybook.amending.wording import Wording, place_of
from pinxit.engines.storybook.amending.working import Working
from pinxit.engines.storybook.colour import named
from pinxit.engines.storybook.edits.clauses import Clause, split_words
from pinxit.engines.storybook.edits.inscriptions import inscriptions
from pinxit.engines.storybook.reading.parse import read
from pinxit.engines.storybook.reading.prompt import tokenise
from pinxit.engines.storybook.scene import Lettering

BOARDS = {"sign": "sign", "banner": "banner", "title": "title", "heading": "title", "headline": "title",
          "caption": "caption", "label": "caption", "blackboard": "slate", "chalkboard": "slate"}  # fmt: skip
"""Places of words by the nouns for them."""


class Texts:
    """Carries out the clauses about words that are set in the scene."""

    def __init__(self, working: Working) -> None:
        self.working = working

    def add(self, clause: Clause) -> bool:
        """Set the words that are quoted, besides those that are there."""
        lettering = read(clause.whole, self.working.pack).lettering
        if not lettering:
            lettering = read(f"the words {clause.text}", self.working.pack).lettering
        for each in inscriptions(clause.text, lettering):
            self.working.letter(each.text)
        return bool(lettering)

    def write(self, clause: Clause) -> bool:
        """Set what comes after "write", quoted or not."""
        if self.add(clause):
            return True
        said = clause.text.split(" on ")[0].split(" at ")[0].strip(" .:,")
        if said:
            self.working.letter(Lettering(text=said, place="caption" if clause.phrase == "caption" else "title"))
        return bool(said)

    def change(self, clause: Clause) -> bool:
        """Other words in the place of those that are there: "change 'OPEN' to 'SHUT'", "make the sign say 'SHUT'"."""
        texts = tokenise(clause.text).texts
        if not texts:
            return False
        old = texts[0] if len(texts) > 1 else None
        at = self._meant(clause, old)
        if at is None:
            return self.add(clause)
        self.working.lettering[at] = replace(self.working.lettering[at], text=texts[-1])
        return True

    def remove(self, clause: Clause) -> bool:
        """Take away the texts that the clause quotes or speaks of."""
        words = {*clause.words}
        texts = tokenise(clause.text).texts
        if not self.working.lettering or not (texts or words & Wording.built_in().texts):
            return False
        places = {BOARDS[word] for word in words if word in BOARDS}
        quoted = {text.lower() for text in texts}
        kept = [
            each for each in self.working.lettering
            if places and each.place not in places or quoted and each.text.lower() not in quoted
        ]  # fmt: skip
        is_one = len(kept) < len(self.working.lettering)
        self.working.lettering = kept if is_one else []
        return True

    def restyle(self, clause: Clause) -> bool:
        """Another colour or another place of words that are there: "make the title red", "move it to the bottom"."""
        words = split_words(clause.text)
        if not self.working.lettering or not Wording.built_in().texts.intersection(words):
            return False
        at = self._meant(clause, None)
        colours = [word for word in words if named(word)]
        place = place_of(words)
        if at is None or not (colours or place):
            return False
        text = self.working.lettering[at]
        if colours:
            text = replace(text, colour=colours[-1])
        if place and "bottom" in place and text.place in ("title", "banner"):
            text = replace(text, place="caption")
        elif place and "top" in place and text.place == "caption":
            text = replace(text, place="title")
        self.working.lettering[at] = text
        return True

    def _meant(self, clause: Clause, old: str | None) -> int | None:
        """Which of the words that are there are meant: those quoted, those on the sign, or the only ones."""
        lettering = self.working.lettering
        if old is not None:
            return next((at for at, each in enumerate(lettering) if each.text.lower() == old.lower()), None)
        words = split_words(clause.text)
        places = [BOARDS[word] for word in words if word in BOARDS]
        on_it = [at for at, each in enumerate(lettering) if each.place in places]
        if on_it:
            return on_it[0]
        return 0 if lettering and (not places or len(lettering) == 1) else None
