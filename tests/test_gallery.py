"""The measures of bench/storybook.py: each tells right from wrong."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.gallery.book import Book, Entry, read
from bench.gallery.colours import RANGES, share_of
from bench.gallery.edges import is_seamless
from bench.gallery.keeping import hole, share_kept, spoken_of
from bench.gallery.measures import Case, marks
from bench.gallery.painted import look, own_pixels, things_of
from bench.gallery.reading import distance, read_back, words_in
from bench.gallery.relations import RELATIONS, Thing, is_at, stands
from bench.gallery.table import table_of
from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.painting.painter import Seen
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.scene import Scene, Subject
from pinxit.engines.storybook.scenes import to_json

TABLE = Thing("table", 200, 500, 800, 900, order=1)
RIGHT = {
    "left of": Thing("cat", 50, 600, 190, 800),
    "right of": Thing("cat", 780, 600, 950, 800),
    "above": Thing("cat", 400, 100, 500, 300),
    "below": Thing("cat", 400, 920, 500, 990),
    "on": Thing("cat", 400, 400, 500, 530),
    "riding": Thing("cat", 400, 300, 500, 600),
    "under": Thing("cat", 400, 750, 600, 895),
    "behind": Thing("cat", 300, 300, 700, 700, order=0),
    "in front of": Thing("cat", 300, 700, 500, 950, order=2),
    "beside": Thing("cat", 810, 600, 990, 890),
    "inside": Thing("cat", 400, 600, 500, 800),
    "holding": Thing("cat", 100, 480, 210, 900),
    "wearing": Thing("cat", 100, 100, 200, 200, order=5),
    "near": Thing("cat", 850, 700, 950, 900),
}
WRONG = {
    "left of": RIGHT["right of"],
    "right of": RIGHT["left of"],
    "above": RIGHT["under"],
    "below": RIGHT["on"],
    "on": RIGHT["above"],
    "riding": RIGHT["under"],
    "under": RIGHT["on"],
    "behind": RIGHT["in front of"],
    "in front of": RIGHT["behind"],
    "beside": RIGHT["under"],
    "inside": RIGHT["beside"],
    "holding": RIGHT["above"],
    "wearing": RIGHT["on"],
    "near": Thing("cat", 0, 0, 20, 20),
}


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


@pytest.mark.parametrize("kind", RELATIONS)
def test_relations_are_told_from_boxes(kind):
    other = Thing("scarf", 100, 100, 200, 200, wearer=5) if kind == "wearing" else TABLE
    assert stands([RIGHT[kind]], kind, [other])
    assert not stands([WRONG[kind]], kind, [other])
    assert not stands([], kind, [other]) and not stands([RIGHT[kind]], kind, [])


def test_each_of_several_has_to_stand_so():
    birds = [RIGHT["above"], RIGHT["above"]]
    assert stands(birds, "above", [TABLE]) and not stands([*birds, RIGHT["beside"]], "above", [TABLE])
    left, right = RIGHT["left of"], RIGHT["right of"]
    assert stands([TABLE], "between", [left, right]) and not stands([left], "between", [TABLE, right])


def test_places_in_the_picture():
    sun = Thing("sun", 20, 30, 180, 190)
    assert is_at(sun, "top left", 1000, 1000) and is_at(sun, "left", 1000, 1000)
    assert not is_at(sun, "top right", 1000, 1000) and not is_at(sun, "centre", 1000, 1000)


def test_hidden_and_cut_off_things_are_not_seen(pack):
    class Painter:
        scene = Scene(subjects=tuple(Subject(word=word, art=f"fluent:{word}") for word in ("fox", "house", "owl")))

        def seen(self):
            return [Seen(0, 40, 40, 60, 60), Seen(1, 10, 10, 90, 90, worn=(2,)), Seen(2, 95, 0, 195, 50)]

    assert [thing.title for thing in things_of(Painter(), (100, 100), pack)] == ["house", "owl"]
    assert things_of(Painter(), (100, 100), pack)[1].wearer == 1


def test_own_pixels_are_the_colour_of_the_thing_and_not_of_what_is_around_it(pack):
    scene = parse("a red balloon on a plain green background", pack)
    painted = look(Image.new("RGB", (256, 256)), to_json(scene), 4, pack)
    pixels = own_pixels(painted, painted.things[0], pack)
    assert share_of(pixels, "red") > 0.4 > 0.05 > share_of(pixels, "green")


def test_colours_are_as_one_calls_them():
    shown = {"red": (220, 40, 40), "blue": (60, 110, 220), "gray": (128, 128, 128), "brown": (120, 75, 40)}
    for colour, pixel in shown.items():
        pixels = np.full((4, 3), pixel, dtype=np.uint8)
        assert share_of(pixels, colour) == 1
        assert not any(share_of(pixels, other) for other in shown if other != colour)
    assert set(shown) < set(RANGES)


def test_words_are_read_and_held_against_the_text_letter_for_letter():
    image = Image.new("RGB", (700, 500), "white")
    lines, font = "Fresh milk,\n2 for $3!", ImageFont.load_default(72)
    ImageDraw.Draw(image).multiline_text((60, 120), lines, fill="black", font=font, spacing=40)
    looks = words_in(image)
    assert read_back("Fresh milk, 2 for $3!", looks).is_exact
    wrong = read_back("Fresh Milk, 2 for $3!", looks)
    assert not wrong.is_exact and wrong.accuracy == pytest.approx(20 / 21)
    assert read_back("Stale bread", []).accuracy == 0


def test_distance_counts_edits():
    assert [distance("otter", other) for other in ("otter", "oter", "ottr!", "")] == [0, 1, 2, 5]


def test_pixels_that_change_where_nothing_was_asked_are_counted():
    before = Image.new("RGB", (100, 100), "white")
    after = before.copy()
    after.paste("red", (10, 10, 30, 30))
    assert share_kept(before, after, spoken_of(before.size, [(10, 10, 30, 30)], [])) == 1
    assert share_kept(before, after, spoken_of(before.size, [], [(0.5, 0, 1, 1)])) == pytest.approx(0.92)
    assert share_kept(before, after, hole(before.size, (0, 0, 0.5, 0.5))) == 1
    assert share_kept(before, after, spoken_of(before.size, [], [(0, 0, 1, 1)])) is None


def test_a_seam_is_seen():
    wave = 128 + 100 * np.sin(np.arange(128) / 128 * 4 * np.pi)
    tile = np.repeat(np.add.outer(wave, wave)[..., None] / 2, 3, axis=2).astype(np.uint8)
    assert is_seamless(Image.fromarray(tile))
    assert not is_seamless(Image.fromarray(tile[:80, :80]))


def test_a_picture_is_marked_by_what_was_painted_in_it(pack):
    entry = Entry(
        kind="counts", prompt="", see=["owl", "fox"], absent=["dog"], counts={"owl": 2}, colours={"owl": ["blue"]},
        relations=[("owl", "left of", "fox")], scene={"setting": ["forest"]},
    )  # fmt: skip
    book = Book(titles={"bird": ["owl"]}, picture=[entry])
    scene = parse("a blue owl and two dogs in a forest", pack)
    found = list(marks(Case(entry, entry, look(Image.new("RGB", (256, 256)), to_json(scene), 4, pack)), book, pack))
    rights = {(mark.measure, mark.asked): mark.share for mark in found}
    assert rights == {
        ("subjects", "owl"): 1, ("subjects", "fox"): 0, ("subjects", "no dog"): 0,
        ("nothing else", "nothing else"): 0, ("counts", "2 owl"): 0,
        ("colours", "blue owl"): 1, ("relations", "owl left of fox"): 0, ("scene", "setting forest"): 1,
    }  # fmt: skip
    assert "| counts | 1 / 3 | 0 / 1 | 0 / 1 | 1 / 1 | 0 / 1 | 1 / 1 |" in table_of(found)


def test_the_book_is_whole(pack):
    """Six or more of each kind; what it asks for by colour and relation can be measured; its photographs are there."""
    book = read()
    kinds = [entry.kind for entry in book.pictures]
    assert all(kinds.count(kind) >= 6 for kind in set(kinds)) and len(set(kinds)) == 12 and len(kinds) >= 72
    steps = [step for entry in book.pictures for step in entry.steps]
    assert {colour for step in steps for colours in step.colours.values() for colour in colours} <= set(RANGES)
    told = {relation[1] for step in steps for relation in step.relations if len(relation) == 3}
    assert told <= {*RELATIONS, "between"}
    assert all(len(entry.steps) == 3 for entry in book.pictures if entry.kind == "turns")
