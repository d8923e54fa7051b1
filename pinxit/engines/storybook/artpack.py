"""The art pack at run time: pieces of open emoji art by name, and the best piece for a noun phrase."""

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from pinxit.engines.storybook.art import FORMAT, VIAS, Art, Faces, Match, Shape, Stance, Via
from pinxit.engines.storybook.meaning import Vectors
from pinxit.engines.storybook.nouns import normalise, singulars, variants

PACK = Path(__file__).parent / "art.sqlite"
MAX_WORDS = 8
"""Of a longer phrase only this many words are read, up to the first preposition."""
MAX_ASKED = 900
"""Phrases that are asked for at once."""
MIN_COSINE = 0.68
"""Below this the nearest art by meaning is chance: 0.69 finds a bow for a crossbow, 0.64 a harp for a harmonica."""
BASE: dict[Via, float] = {"name": 1.0, "alias": 0.95, "keyword": 0.8, "kind": 0.75}

LEADING = frozenset(
    "a an the my your his her its our their this that these those some any every each one two three four five six "
    "seven eight nine ten several many few lots plenty single lone very".split()
)
BREAKS = frozenset(
    "with in on at under over by near from wearing holding riding eating playing behind beside above below inside "
    "and who that which to for into onto next carrying made while against between through across around".split()
)
BEINGS = ("animal-", "cat-face", "monkey-face", "face-costume", "person-fantasy")
"""The beginnings of the groups of what can take on a role: a cat, a robot, a zombie."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the word table says of one phrase."""

    art: str
    via: Via
    weight: float
    is_being: bool


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
