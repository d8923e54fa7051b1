"""The art pack: every name resolves, bodies can share a document, and phrases find the art a reader would expect."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import pyvips

from pinxit.engines.storybook import artpack, nouns
from pinxit.engines.storybook.art import Art
from pinxit.engines.storybook.artpack import ArtPack

FOLDER = Path(artpack.__file__).parent

FOUND = {
    # names, and words around them
    "otter": "otter", "baby otter": "otter", "the little red fox": "fox", "three blind mice": "mouse",
    "stethoscope": "stethoscope", "T. Rex": "t-rex", "piñata": "piñata", "jack-o'-lantern": "jack o lantern",
    "glass of milk": "glass of milk", "old teddy bear": "teddy bear", "hot air balloon": "hot air balloon",
    # aliases
    "veterinarian": "health worker", "nurse": "health worker", "kitty": "cat", "puppy": "dog", "bunny": "rabbit",
    "kid": "child", "grandma": "old woman", "king": "king", "queen": "princess", "wizard": "mage",
    "witch": "woman mage",
    "knight": "person fencing", "fire truck": "fire engine", "car": "automobile", "train": "locomotive",
    "boat": "sailboat", "cup of coffee": "hot beverage", "lightning bolt": "high voltage", "gift box": "wrapped gift",
    "birthday cake": "birthday cake", "sword": "sword", "pine tree": "evergreen tree", "flower": "blossom",
    "squirrel": "chipmunk", "bee": "honeybee", "moon": "crescent moon", "love": "red heart", "spaceship": "rocket",
    "dinosaur": "t-rex", "sheep": "ewe", "hat": "top hat", "table": "table", "ballerina": "ballet dancer",
    # plurals
    "children": "child", "kids": "child", "geese": "goose", "wolves": "wolf", "fire trucks": "fire engine",
    "knives": "kitchen knife", "ponies": "horse", "puppies": "dog", "foxes": "fox", "buses": "bus", "men": "man",
    "butterflies": "butterfly", "tomatoes": "tomato", "people": "person standing", "scarves": "scarf", "cows": "cow",
    "glasses": "glasses", "grapes": "grapes", "cherries": "cherries", "ballet shoes": "ballet shoes", "women": "woman",
    # phrases
    "slice of pizza": "pizza", "a herd of cows": "cow", "bouquet of roses": "bouquet", "cat with a hat": "cat",
    "otter pup": "otter", "lion cub": "lion", "pumpkin patch": "jack o lantern", "sunflower field": "sunflower",
    "basket of kittens": "cat", "grandma and grandpa": "old woman", "toy car": "automobile", "santa's reindeer": "deer",
    # kinds
    "haddock": "fish", "woodpecker": "bird", "limousine": "automobile", "lasagna": "spaghetti",
    "rowan": "deciduous tree",
    "greyhound": "dog", "bungalow": "house", "frigate": "ship", "astronomer": "scientist",
    "violinist": "person standing", "politician": "person standing", "cicada": "beetle", "woolly monkey": "monkey",
    # meaning
    "crossbow": "bow and arrow",
    # drawn for the pack
    "pirate": "pirate", "bamboo": "bamboo", "campfire": "campfire", "a pirate ship": "pirate ship", "lamp": "lamp",
    "bookcase": "bookshelf", "waterfall": "waterfall", "bottle of olive oil": "bottle", "perfume bottle": "bottle",
    "vase": "vase", "hanukkah menorah": "menorah", "fireworks": "fireworks", "skeleton": "skeleton",
    # roles, and heads that say little
    "robot gardener": "robot", "frog prince": "frog", "gardener": "farmer", "dinosaur skeleton": "t-rex",
    "lion tamer": "person standing", "two robot chefs": "robot",
    # no plurals, and food that is no longer alive
    "goldilocks": "girl", "boots": "hiking boot", "roast turkey": "poultry leg", "cereal with milk": "bowl with spoon",
    "school of fish": "fish", "greeting card": "love letter", "envelope": "envelope", "mandolin": "guitar",
}  # fmt: skip

NOTHING = [
    "", "the", "blorple", "synergy", "idea", "time", "quickly", "running", "happiness", "democracy", "blue", "paris",
    "a", "3", "!!!", "flurbing wug", "entire", "something", "background", "watercolor style", "river", "john",
    "caravan", "toaster", "harmonica", "chimney", "greenhouse",
]  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Iterator[ArtPack]:
    pack = ArtPack()
    yield pack
    pack.close()


def draw(art: Art, pixels: int = 256) -> np.ndarray:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {art.width:g} {art.height:g}" '
        f'width="{pixels}" height="{pixels * art.height / art.width:g}">{art.body}</svg>'
    )
    return np.asarray(pyvips.Image.svgload_buffer(svg.encode()))


@pytest.mark.parametrize(("phrase", "title"), FOUND.items())
def test_phrase_finds_its_art(pack: ArtPack, phrase: str, title: str) -> None:
    match = pack.find(phrase)
    assert match is not None, phrase
    assert pack.get(match.art).title == title
    assert 0 < match.score <= 1
    assert 1 <= match.words <= max(1, len(nouns.normalise(phrase).split()))


@pytest.mark.parametrize("phrase", NOTHING)
def test_what_cannot_be_drawn_finds_nothing(pack: ArtPack, phrase: str) -> None:
    assert pack.find(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "via", "words"),
    [
        ("otter", "name", 1),
        ("vet", "alias", 1),
        ("haddock", "kind", 1),
        ("crossbow", "embedding", 1),
        ("fire truck", "alias", 2),
    ],
)
def test_a_match_says_how_it_was_found(pack: ArtPack, phrase: str, via: str, words: int) -> None:
    match = pack.find(phrase)
    assert match is not None
    assert (match.via, match.words) == (via, words)


def test_surer_ways_score_higher(pack: ArtPack) -> None:
    scores = [match.score for phrase in ("otter", "vet", "haddock", "crossbow") if (match := pack.find(phrase))]
    assert len(scores) == 4
    assert scores[0] > scores[1] > scores[2] > scores[3]


def test_every_piece_can_be_read(pack: ArtPack) -> None:
    names = pack.names()
    assert len(names) > 2500
    ids: set[str] = set()
    for name in names:
        art = pack.get(name)
        left, top, right, bottom = art.box
        assert 0 <= left < right <= art.width and 0 <= top < bottom <= art.height, name
        assert 0 < art.tall <= 10 and re.fullmatch(r"#[0-9a-f]{6}", art.colour), name
        assert art.shape in ("whole", "face", "bust", "part", "symbol"), name
        assert art.stance in ("stands", "floats", "lies") and art.faces in ("left", "right", "front"), name
        own = set(re.findall(r'\bid="([^"]+)"', art.body))
        assert not own & ids, f"{name} shares ids with another piece"
        assert set(re.findall(r"url\(#([^)]+)\)", art.body)) <= own, name
        assert set(re.findall(r'href="#([^"]+)"', art.body)) <= own, name
        ids |= own


@pytest.mark.parametrize("name", ["fluent:otter", "fluent:fox", "noto:sailboat", "fluent:balloon", "pinxit:table"])
def test_boxes_are_tight(pack: ArtPack, name: str) -> None:
    art = pack.get(name)
    pixels = draw(art)
    scale = pixels.shape[1] / art.width
    seen = pixels[..., 3] > 16
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    visible = np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]) / scale
    assert np.abs(visible - np.array(art.box)).max() < 0.015 * art.width


def test_bodies_share_a_document_unchanged(pack: ArtPack) -> None:
    names = ["fluent:otter", "noto:otter", "fluent:castle", "fluent:rocket"]
    arts = [pack.get(name) for name in names]
    cells = "".join(
        f'<svg x="{i * 128}" width="128" height="128" viewBox="0 0 {art.width:g} {art.height:g}">{art.body}</svg>'
        for i, art in enumerate(arts)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{128 * len(arts)}" height="128">{cells}</svg>'
    together = np.asarray(pyvips.Image.svgload_buffer(svg.encode())).astype(int)
    for i, art in enumerate(arts):
        alone = draw(art, 128).astype(int)
        assert np.abs(together[:, i * 128 : (i + 1) * 128] - alone).mean() < 1, art.name


def test_notes_describe_the_art(pack: ArtPack) -> None:
    otter, fox, balloon = pack.get("fluent:otter"), pack.get("fluent:fox"), pack.get("fluent:balloon")
    assert (otter.shape, otter.stance, otter.faces) == ("whole", "stands", "left")
    assert fox.shape == "face" and balloon.stance == "floats"
    assert pack.get("fluent:health-worker").shape == "bust"
    assert pack.get("fluent:rocket").faces == "right"
    sizes = [
        pack.get(name).tall for name in ("fluent:mouse", "fluent:cat", "fluent:horse", "fluent:house", "noto:mountain")
    ]
    assert sizes == sorted(sizes)


def test_unknown_names_are_refused_in_words(pack: ArtPack) -> None:
    with pytest.raises(ValueError, match="'fluent:griffon'"):
        pack.get("fluent:griffon")


def test_a_missing_pack_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="missing"):
        ArtPack(tmp_path / "art.sqlite")


def test_every_alias_finds_its_art(pack: ArtPack) -> None:
    aliases = tomllib.loads((FOLDER / "words/aliases.toml").read_text("utf-8"))
    names = set(pack.names())
    count = 0
    for table, entries in aliases.items():
        if table in ("passing", "never"):
            continue
        for target, phrases in entries.items():
            assert target in names or ":" not in target, target
            for phrase in phrases:
                match = pack.find(phrase)
                assert match is not None and match.via in ("alias", "name"), phrase
                count += 1
    assert count > 1000


def test_every_source_has_its_licence() -> None:
    licences = {path.stem: path.read_text("utf-8") for path in (FOLDER / "art-licences").iterdir()}
    assert set(licences) == {
        "all-minilm-l6-v2", "emojibase-data", "emojilib", "fluent-emoji", "noto-emoji", "wordnet",
    }  # fmt: skip
    assert "Apache License" in licences["noto-emoji"] and "Apache License" in licences["all-minilm-l6-v2"]
    assert "Microsoft" in licences["fluent-emoji"] and "Princeton" in licences["wordnet"]


def test_the_pack_is_small() -> None:
    assert (FOLDER / "art.sqlite").stat().st_size < 12_000_000
    assert (FOLDER / "words/vectors.npz").stat().st_size < 3_000_000


@pytest.mark.parametrize(
    ("word", "single"),
    [
        ("foxes", "fox"),
        ("cherries", "cherry"),
        ("scarves", "scarf"),
        ("heroes", "hero"),
        ("children", "child"),
        ("dogs", "dog"),
    ],
)
def test_singulars(word: str, single: str) -> None:
    assert single in nouns.singulars(word)


@pytest.mark.parametrize("word", ["glass", "bus", "is", "otter", "goldilocks", "glasses"])
def test_singular_words_stay(word: str) -> None:
    assert word not in nouns.singulars(word)
