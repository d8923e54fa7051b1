"""The art pack at run time: pieces of open emoji art by name, and the best piece for a noun phrase."""

import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

import numpy as np

if TYPE_CHECKING:  # this module also serves the build of the art pack, which has no Pillow
    from PIL import Image

Stance = Literal["stands", "floats", "lies"]
"""Stands on the ground; hovers, flies or swims; lies flat."""
Shape = Literal["whole", "face", "bust", "part", "symbol"]
"""Whole figure or thing; only a head; head and shoulders, cut at the bottom; a hand or an eye; a sign or a scene."""
Faces = Literal["left", "right", "front"]
Via = Literal["name", "alias", "keyword", "kind", "embedding"]

FORMAT = 4
"""The layout of art.sqlite; pack.py writes it into the file, and a reader of another number refuses it."""
HERE = Path(__file__).parent
PACK = HERE / "art.sqlite"
VECTORS = HERE / "words" / "vectors.npz"
MAX_WORDS = 8
"""Of a longer phrase only this many words are read, up to the first preposition."""
MAX_ASKED = 900
"""Phrases that are asked for at once."""
MIN_COSINE = 0.68
"""Below this the nearest art by meaning is chance: 0.69 finds a bow for a crossbow, 0.64 a harp for a harmonica."""
BASE: dict[Via, float] = {"name": 1.0, "alias": 0.95, "keyword": 0.8, "kind": 0.75}
VIAS: tuple[Via, ...] = ("name", "alias", "keyword", "kind")

LEADING = frozenset(
    "a an the my your his her its our their this that these those some any every each one two three four five six "
    "seven eight nine ten several many few lots plenty single lone very".split()
)
BREAKS = frozenset(
    "with in on at under over by near from wearing holding riding eating playing behind beside above below inside "
    "and who that which to for into onto next carrying made while against between through across around".split()
)
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
BEINGS = ("animal-", "cat-face", "monkey-face", "face-costume", "person-fantasy")
"""The beginnings of the groups of what can take on a role: a cat, a robot, a zombie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Art:
    """One piece of art and what a layout has to know of it."""

    name: str
    """Set and name: "fluent:otter"."""
    title: str
    """What it shows, in words: "otter"."""
    body: str
    """The inner SVG, for an <svg> that clips to the viewBox. Its ids are its own, so bodies may share a file."""
    width: float
    height: float
    box: tuple[float, float, float, float]
    """Left, top, right and bottom of what is visible, in viewBox units."""
    group: str
    """Its subgroup of the emoji keyboard: "animal-mammal", "food-fruit", "person-role"."""
    shape: Shape
    stance: Stance
    tall: float
    """Natural height of the whole creature or thing, even where only its head is drawn; a grown person is 1."""
    faces: Faces
    colour: str
    """The commonest colour, "#rrggbb"."""
    picture: "Image.Image | None" = field(default=None, compare=False)
    """Pixels that are drawn in place of the body, RGBA: a cut-out of a picture that the caller gave."""

    @property
    def is_person(self) -> bool:
        return self.group.startswith("person")

    @property
    def is_alive(self) -> bool:
        """A person, an animal, or a head of any kind, a robot's too."""
        return self.is_person or self.shape in ("face", "bust") or self.group.startswith("animal-")


class Arts(Protocol):
    """Where art is found by its name."""

    def get(self, name: str) -> Art:
        """The art called `name`. Raises ValueError if there is none."""


@dataclass(frozen=True, slots=True)
class Match:
    """The best art for a phrase: how many of its words it stands for, how sure (0 to 1), and how it was found."""

    art: str
    words: int
    score: float
    via: Via


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


@dataclass(frozen=True, slots=True)
class Row:
    """What the word table says of one phrase."""

    art: str
    via: Via
    weight: float
    is_being: bool


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


def word_weights(ranks: np.ndarray[Any, np.dtype[Any]]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """How much each word says, from its frequency rank in the encoder's vocabulary: rare words say more."""
    weights: np.ndarray[Any, np.dtype[np.float32]] = np.log(2 + ranks.astype(np.float32)) / np.float32(np.log(30000))
    return weights


class ArtPack:
    """The art, opened read-only from one SQLite file. One thread at a time; it need not be the one that opened it."""

    def __init__(self, path: Path | None = None) -> None:
        """Raises ValueError if the file is missing or of another format."""
        path = path or PACK
        if not path.is_file():
            raise ValueError(f"The art pack {path} is missing: reinstall pinxit, or run `python art/pack.py`.")
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._database = sqlite3.connect(address, uri=True, check_same_thread=False)
        meta = dict(
            self._database.execute("SELECT key, value FROM meta WHERE key IN ('format', 'heads', 'measures', 'roles')")
        )
        if meta.get("format") != str(FORMAT):
            self._database.close()
            raise ValueError(f"The art pack {path} has format {meta.get('format')}; this pinxit reads {FORMAT}.")
        self._heads = frozenset(meta["heads"].split())
        self._measures = frozenset(meta["measures"].split())
        self._roles = frozenset(meta["roles"].split())
        self._vectors: Vectors | None = None
        self._get = lru_cache(maxsize=256)(self._read)
        self._find = lru_cache(maxsize=2048)(self._search)

    def get(self, name: str) -> Art:
        """The art called `name` ("fluent:otter"). Raises ValueError if there is none."""
        return self._get(name)

    def find(self, phrase: str) -> Match | None:
        """The best art for a noun phrase ("baby otter", "fire trucks"), or None if nothing is near.

        The longest end of the phrase that is known wins, since the head of an English noun phrase comes last. Each end
        is tried as a name, an alias, a keyword and a kind (a beagle is a dog); then the words before the head; then
        the nearest meaning.
        """
        return self._find(normalise(phrase))

    def is_thing(self, word: str) -> bool:
        """Whether the word, or its singular, is known for something that can be seen: an animal, a plant, a thing."""
        return self._space().is_thing(word)

    def names(self) -> list[str]:
        """Every name that `get` knows, in the pack's own order."""
        return [row[0] for row in self._database.execute("SELECT name FROM art ORDER BY id")]

    def called(self, language: str) -> dict[str, str]:
        """English by what `language` calls the art; the emoji themselves are the language "emoji"."""
        rows = self._database.execute("SELECT phrase, english FROM tongues WHERE language = ?", (language,))
        return dict(rows.fetchall())

    def called_in(self, language: str, phrases: Sequence[str]) -> dict[str, str]:
        """English by those of `phrases` that are names of art in `language`."""
        found: dict[str, str] = {}
        for start in range(0, len(phrases), MAX_ASKED):
            part = phrases[start : start + MAX_ASKED]
            marks = ",".join("?" * len(part))
            question = f"SELECT phrase, english FROM tongues WHERE language = ? AND phrase IN ({marks})"
            found.update(self._database.execute(question, (language, *part)).fetchall())
        return found

    def languages_of(self, phrases: Sequence[str], languages: Sequence[str]) -> dict[str, list[str]]:
        """Those of `languages` in which each of the phrases is a name of art."""
        found: dict[str, list[str]] = {}
        for language in languages:
            for phrase in self.called_in(language, phrases):
                found.setdefault(phrase, []).append(language)
        return found

    def knows(self, phrase: str) -> bool:
        """Whether the phrase is an English name for something, by itself."""
        return self._database.execute("SELECT 1 FROM words WHERE phrase = ?", (phrase,)).fetchone() is not None

    def nearest_word(self, word: str, others: Sequence[str]) -> tuple[str, float] | None:
        """That of `others` which is nearest to `word` by meaning, and its cosine; None if the word is not known."""
        return self._space().nearest_word(word, others)

    def close(self) -> None:
        """Close the file; the pack cannot be used afterwards."""
        self._database.close()

    def _read(self, name: str) -> Art:
        row = self._database.execute(
            "SELECT name, title, body, width, height, left, top, right, bottom, topic, shape, stance, tall, faces, "
            "colour FROM art WHERE name = ?",
            (name,),
        ).fetchone()
        if row is None:
            raise ValueError(f"There is no art called {name!r}; names look like 'fluent:otter'.")
        name, title, body, width, height, left, top, right, bottom, group, shape, stance, tall, faces, colour = row
        return Art(
            name=name, title=title, body=zlib.decompress(body).decode(), width=width, height=height,
            box=(left, top, right, bottom), group=group, shape=cast(Shape, shape), stance=cast(Stance, stance),
            tall=tall, faces=cast(Faces, faces), colour=colour,
        )  # fmt: skip

    def _search(self, phrase: str) -> Match | None:
        words = phrase.split()
        while words and (words[0] in LEADING or words[0].isdigit()):
            words = words[1:]
        words = words[:MAX_WORDS]
        if not words:
            return None
        table = self._rows(words)
        if match := self._at(table, words, words):
            return match
        for part in self._parts(words):
            if match := self._match_part(table, part, words):
                return match
        return self._by_meaning(next(iter(self._parts(words)), words), words)

    def _parts(self, words: list[str]) -> Iterator[list[str]]:
        """The noun phrases to try in turn: what comes before the first preposition; the two sides of "of"."""
        cut = next((i for i, word in enumerate(words) if i and word in BREAKS), len(words))
        words = words[:cut]
        if "of" in words[1:-1]:
            at = words.index("of", 1)
            before, after = words[:at], words[at + 1 :]
            while len(after) > 1 and after[0] in LEADING:
                after = after[1:]
            measures = any(form in self._measures for form in [before[-1], *singulars(before[-1])])
            yield from (after, before) if measures else (before, after)
        else:
            yield words

    def _match_part(self, table: dict[str, Row], part: list[str], words: list[str]) -> Match | None:
        # a "robot gardener" is a robot: a role is taken on by the creature named before it
        if len(part) > 1 and any(form in self._roles for form in [part[-1], *singulars(part[-1])]):
            beings = {form: row for form, row in table.items() if row.is_being}
            is_known = any(form in table for start in range(len(part) - 1) for form in variants(part[start:]))
            if not is_known and (match := self._before(beings, part, words)):
                return match
        # "otter pup" is an otter: a head that says little gives way to a named thing before it
        if len(part) > 1 and any(form in self._heads for form in [part[-1], *singulars(part[-1])]):
            longer = (part[start:] for start in range(len(part) - 1))
            if match := next((m for end in longer if (m := self._at(table, end, words))), None):
                return match
            if match := self._before(table, part, words):
                return match
        for start in range(len(part)):
            if match := self._at(table, part[start:], words):
                return match
        return self._before(table, part, words)

    def _before(self, table: dict[str, Row], part: list[str], words: list[str]) -> Match | None:
        """A name or an alias among the words before the head, the longest and the last first."""
        for length in range(len(part) - 1, 0, -1):
            for end in range(len(part) - 1, length - 1, -1):
                match = self._at(table, part[end - length : end], words)
                if match and match.via in ("name", "alias"):
                    return match
        return None

    def _at(self, table: dict[str, Row], part: list[str], words: list[str]) -> Match | None:
        rows = [table[form] for form in variants(part) if form in table]
        if not rows:
            return None
        row = min(rows, key=lambda row: VIAS.index(row.via))
        score = row.weight * (0.7 + 0.3 * len(part) / len(words))
        return Match(row.art, len(part), round(score, 3), row.via)

    def _rows(self, words: list[str]) -> dict[str, Row]:
        """What the word table knows of every run of these words, in one query."""
        runs = [words[i:j] for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
        forms = sorted({form for run in runs for form in variants(run)})
        rows = self._database.execute(
            "SELECT phrase, name, via, depth, topic FROM words JOIN art ON art.id = words.art "
            f"WHERE phrase IN ({','.join('?' * len(forms))})",
            forms,
        )
        return {
            phrase: Row(name, VIAS[via], max(0.4, BASE[VIAS[via]] - 0.05 * depth), topic.startswith(BEINGS))
            for phrase, name, via, depth, topic in rows
        }

    def _space(self) -> Vectors:
        if self._vectors is None:
            self._vectors = Vectors(self._database)
        return self._vectors

    def _by_meaning(self, part: list[str], words: list[str]) -> Match | None:
        found = self._space().nearest(part)
        if found is None or found[1] < MIN_COSINE:
            return None
        (name,) = self._database.execute("SELECT name FROM art WHERE id = ?", (found[0],)).fetchone()
        return Match(name, min(found[2], len(words)), round(min(found[1], 0.99) * 0.6, 3), "embedding")
