"""What words mean, as vectors: the art and the word that are nearest to a word."""

import sqlite3
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from pinxit.engines.storybook.nouns import singulars, word_weights

VECTORS = Path(__file__).parent / "words" / "vectors.npz"


class Vectors:
    """The word vectors and the phrases of the art in the same space; a few megabytes, read at the first need."""

    def __init__(self, database: sqlite3.Connection) -> None:
        with np.load(VECTORS) as table:
            words = bytes(table["words"]).decode("ascii").split("\n")
            self._vectors = table["vectors"].astype(np.float32)
            self._weights = word_weights(table["ranks"])
        self._vectors /= np.linalg.norm(self._vectors, axis=1, keepdims=True)
        keys = ("fields", "phrases", "phrase_art", "phrase_fields")
        meta = dict(database.execute("SELECT key, value FROM meta WHERE key IN (?, ?, ?, ?)", keys))
        self._all = {word: i for i, word in enumerate(words)}
        self._index = {word: i for i, word in enumerate(words) if meta["fields"][i]}
        self._fields = np.frombuffer(meta["fields"], np.uint8)
        phrases = np.frombuffer(meta["phrases"], np.int8).reshape(-1, self._vectors.shape[1]).astype(np.float32)
        self._phrases = phrases / np.linalg.norm(phrases, axis=1, keepdims=True)
        self._art = np.frombuffer(meta["phrase_art"], np.uint16)
        self._phrase_fields = np.frombuffer(meta["phrase_fields"], np.uint8)

    def nearest(self, words: Sequence[str]) -> tuple[int, float, int] | None:
        """Art number, cosine and words used of the nearest phrase in the head's field; None if the head is no thing."""
        known = [self._index[word] for word in map(self._known, words) if word is not None]
        if not known or self._known(words[-1]) is None:
            return None
        mean = (self._vectors[known] * self._weights[known, None]).sum(0)
        cosines = self._phrases @ (mean / np.linalg.norm(mean))
        cosines[self._phrase_fields != self._fields[known[-1]]] = -1
        best = int(cosines.argmax())
        return int(self._art[best]), float(cosines[best]), len(known)

    def is_thing(self, word: str) -> bool:
        """Whether the word, or its singular, is known for something that can be seen."""
        return self._known(word) is not None

    def nearest_word(self, word: str, others: Sequence[str]) -> tuple[str, float] | None:
        """That of `others` which is nearest to `word` by meaning, and its cosine; None if the word is not known."""
        known = [other for other in others if other in self._all]
        form = next((form for form in [word, *singulars(word)] if form in self._all), None)
        if form is None or not known:
            return None
        cosines = self._vectors[[self._all[other] for other in known]] @ self._vectors[self._all[form]]
        best = int(cosines.argmax())
        return known[best], float(cosines[best])

    def _known(self, word: str) -> str | None:
        return next((form for form in [word, *singulars(word)] if form in self._index), None)


@cache
def everyday_words() -> frozenset[str]:
    """The words whose meaning is known: those of everyday English, and some names."""
    with np.load(VECTORS) as table:
        return frozenset(bytes(table["words"]).decode("ascii").split("\n"))
