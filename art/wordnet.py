"""WordNet's nouns: the senses of a word that people mean, and what a thing is a kind of."""

from collections import Counter, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

LEXNAMES = {
    3: "tops", 4: "act", 5: "animal", 6: "artifact", 7: "attribute", 8: "body", 9: "cognition", 10: "communication",
    11: "event", 12: "feeling", 13: "food", 14: "group", 15: "location", 16: "motive", 17: "object", 18: "person",
    19: "phenomenon", 20: "plant", 21: "possession", 22: "process", 23: "quantity", 24: "relation", 25: "shape",
    26: "state", 27: "substance", 28: "time",
}  # fmt: skip
CONCRETE = frozenset({"animal", "artifact", "body", "food", "object", "person", "phenomenon", "plant", "substance"})
MAX_DEPTH = {"animal": 9, "plant": 7, "food": 5, "person": 7, "artifact": 4, "object": 3}
DEFAULT_DEPTH = 2
MAX_SENSES = 4
"""Later senses of a word are too rare to be what a picture's prompt means."""


@dataclass(slots=True)
class Synset:
    """One meaning: its words, its field and the meanings above it."""

    lexname: str
    words: list[str]
    above: list[int]
    is_instance: bool


@dataclass(slots=True)
class WordNet:
    """The noun files, read whole."""

    synsets: dict[int, Synset] = field(default_factory=dict)
    senses: dict[str, list[int]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    noun_counts: Counter[str] = field(default_factory=Counter)
    """How often each word was tagged as a noun that is no proper name."""
    other_counts: Counter[str] = field(default_factory=Counter)
    """How often as a verb, an adjective or an adverb."""

    @classmethod
    def read(cls, folder: Path) -> "WordNet":
        """Read index.noun, data.noun and index.sense (formats: WordNet's wndb(5WN) and senseidx(5WN))."""
        net = cls()
        for line in (folder / "data.noun").read_text("utf-8").splitlines():
            if not line.startswith("  "):
                net._add_synset(line.split(" | ")[0].split())
        for line in (folder / "index.noun").read_text("utf-8").splitlines():
            if not line.startswith("  "):
                parts = line.split()
                offsets = [int(x) for x in parts[-int(parts[2]) :]]
                net.senses[parts[0].replace("_", " ")] = offsets
        for line in (folder / "index.sense").read_text("utf-8").splitlines():
            key, offset, _, count = line.split()
            lemma, rest = key.split("%")
            lemma = lemma.replace("_", " ")
            if not rest.startswith("1:"):
                net.other_counts[lemma] += int(count) or 1
            else:
                net.counts[lemma, int(offset)] = int(count)
                if not net.synsets[int(offset)].is_instance:
                    net.noun_counts[lemma] += int(count)
        return net

    def _add_synset(self, parts: list[str]) -> None:
        count = int(parts[3], 16)
        words = [parts[4 + 2 * i].replace("_", " ").lower() for i in range(count)]
        at = 4 + 2 * count
        above, is_instance = [], False
        for i in range(int(parts[at])):
            symbol, offset = parts[at + 1 + 4 * i : at + 3 + 4 * i]
            if symbol.startswith("@"):
                above.append(int(offset))
                is_instance = is_instance or symbol == "@i"
        self.synsets[int(parts[0])] = Synset(LEXNAMES[int(parts[1])], words, above, is_instance)

    def common_senses(self, lemma: str) -> Iterator[int]:
        """The meanings people mean: the first, and others that are half as frequent in the tagged text."""
        offsets = [o for o in self.senses.get(lemma, ()) if not self.synsets[o].is_instance][:MAX_SENSES]
        most = max((self.counts.get((lemma, o), 0) for o in offsets), default=0)
        for i, offset in enumerate(offsets):
            if i == 0 or 2 * self.counts.get((lemma, offset), 0) >= max(most, 1) or (most == 0 and i < 2):
                yield offset

    def sense_for(self, lemma: str, lexnames: Collection[str]) -> int | None:
        """The first sense in one of these fields."""
        for offset in self.senses.get(lemma, ())[:MAX_SENSES]:
            synset = self.synsets[offset]
            if synset.lexname in lexnames and not synset.is_instance:
                return offset
        return None

    def first_lexname(self, lemma: str) -> str | None:
        """The field of the first common sense that is no proper name."""
        return next((self.synsets[offset].lexname for offset in self.common_senses(lemma)), None)

    def nearest_above(self, synset: Synset, wanted: Collection[int]) -> tuple[int, int] | None:
        """The nearest of `wanted` that `synset` is a kind of, and how many steps up it lies."""
        limit = MAX_DEPTH.get(synset.lexname, DEFAULT_DEPTH)
        queue = deque((offset, 1) for offset in synset.above)
        while queue:
            offset, depth = queue.popleft()
            if depth > limit:
                return None
            if offset in wanted:
                return offset, depth
            queue.extend((up, depth + 1) for up in self.synsets[offset].above)
        return None
