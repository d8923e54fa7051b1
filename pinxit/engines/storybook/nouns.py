"""English nouns as they are looked up: plain spelling, singulars, and how much a word says.

Has no imports of the package, since art/pack.py reads it too.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

IRREGULAR = {
    "children": "child", "mice": "mouse", "geese": "goose", "people": "person", "men": "man", "women": "woman",
    "feet": "foot", "teeth": "tooth", "oxen": "ox", "dice": "die", "wolves": "wolf", "leaves": "leaf",
    "knives": "knife", "calves": "calf", "elves": "elf", "loaves": "loaf", "shelves": "shelf", "scarves": "scarf",
    "hooves": "hoof",
    "thieves": "thief", "wives": "wife", "halves": "half", "dwarves": "dwarf", "cacti": "cactus", "octopi": "octopus",
    "fungi": "fungus", "policemen": "policeman", "firemen": "fireman", "snowmen": "snowman", "fishermen": "fisherman",
    "kitties": "kitty", "lice": "louse", "selves": "self", "brethren": "brother",
}  # fmt: skip
SINGULAR = frozenset(
    "goldilocks glasses headphones pajamas pyjamas news lens chess tennis christmas circus cactus octopus walrus "
    "hippopotamus rhinoceros platypus atlas canvas iris gas series species".split()
)
"""Words in -s that are no plurals, or whose singular is something else: "glasses" are no glass."""


def normalise(phrase: str) -> str:
    """Lower-case ASCII words with single spaces: "Jack-o'-Lantern" becomes "jack o lantern"."""
    plain = unicodedata.normalize("NFKD", phrase).encode("ascii", "ignore").decode("ascii").lower()
    plain = re.sub(r"'s\b", "", plain).replace("'", "")
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def fold(phrase: str) -> str:
    """Lower case without the marks on Latin letters, so that "Bär" is found where "bar" was typed."""
    plain = unicodedata.normalize("NFD", phrase.casefold().replace("ł", "l").replace("ø", "o").replace("ё", "е"))
    kept = (c for i, c in enumerate(plain) if not (unicodedata.combining(c) and i and "a" <= plain[i - 1] <= "z"))
    return unicodedata.normalize("NFC", "".join(kept))


def singulars(word: str) -> list[str]:
    """The words that `word` may be the plural of, likeliest first; empty for what cannot be a plural."""
    if word in IRREGULAR:
        return [IRREGULAR[word]]
    if word.endswith("men") and len(word) > 5:
        return [word[:-3] + "man"]
    if len(word) < 4 or word in SINGULAR or not word.endswith("s") or word.endswith("ss"):
        return []
    found = []
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    if word.endswith("ves"):
        found += [word[:-3] + "f", word[:-3] + "fe"]
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        found.append(word[:-2])
    found.append(word[:-1])
    return found


def variants(words: Sequence[str]) -> list[str]:
    """The ways to look `words` up: as they are, then with the last one in the singular."""
    stem = " ".join(words[:-1])
    return [" ".join(words), *(f"{stem} {single}".strip() for single in singulars(words[-1]))]


def word_weights(ranks: np.ndarray[Any, np.dtype[Any]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """How much each word says, from its frequency rank in the encoder's vocabulary: rare words say more."""
    weights: np.ndarray[Any, np.dtype[np.float32]] = np.log(2 + ranks.astype(np.float32)) / np.float32(np.log(30000))
    return weights
