"""Kinds of sheet: what of a prompt asks for one, what is in its fields, and how each is painted."""

import json
from dataclasses import replace

import numpy as np
import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.described import describe
from pinxit.engines.storybook.painting.painters import painter_of
from pinxit.engines.storybook.painting.sheets import designed, designs, menus, sheet
from pinxit.engines.storybook.reading.format_words import Formats
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.scenes import from_json, to_json
from pinxit.engines.storybook.settings.colour import join
from pinxit.jobs import Job


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


def job(width=256, height=256, **more):
    return Job(prompt="", width=width, height=height, seed=3, steps=4, quality=more.pop("quality", "low"), **more)


def painted(scene, pack, job):
    painter = painter_of(scene, job, pack)
    for operation in painter.operations():
        operation()
    return painter


def words(scene):
    return [[each.word for each in frame.subjects] for frame in scene.frames]


@pytest.mark.parametrize(
    ("prompt", "format", "variety"),
    [
        ("a 3 by 3 grid of fruits", "grid", None),
        (
            "a comic strip in three panels: first a cat in a bed, then it eats a fish, finally it is on a couch",
            "grid",
            "comic",
        ),
        ("six animal stickers", "grid", "sticker"),
        ("a set of 6 kawaii food stickers", "grid", "sticker"),
        ("a bookmark with a cat that says 'Read on'", "card", None),
        ("a tree in four seasons, four panels", "grid", None),
        ("a boat at sea, 4 frames", "grid", None),
        ("pixel art sprite sheet of a running dog, 8 frames", "sprite sheet", None),
        ("seamless pattern of lemons and leaves", "pattern", None),
        ("lemons and leaves, seamless, watercolor", "pattern", None),
        ("app icon of a fox on white", "icon", "tile"),
        ("a panda eating bamboo as a sticker", "sticker", None),
        ("A vintage travel poster of Paris with the title 'PARIS'", "poster", None),
        ("a postcard from the beach saying 'Wish you were here'", "card", "postcard"),
        ("book cover with a bear in a forest titled 'The Lost Bear'", "cover", "book"),
        ("a menu for an Italian restaurant with 'Pizza 9.00'", "menu", None),
        ("a concert ticket with 'JAZZ NIGHT'", "ticket", None),
        ("jar of honey with a label that says 'Bee Happy'", "packaging", "jar"),
        ("packaging design for a bag of coffee called 'Sunrise Roast'", "packaging", "bag"),
        # things in a picture, and not the picture
        ("a bottle of lemonade on a beach", "page", None),
        ("a cat reading a menu", "page", None),
        ("a girl holding a birthday card", "page", None),
        ("a fox next to a poster of a bear", "page", None),
        ("two solar panels on a roof", "page", None),
        ("a banner that says 'poster'", "page", None),
    ],
)
def test_a_prompt_asks_for_a_kind_of_sheet(pack, prompt, format, variety):
    scene = parse(prompt, pack)
    assert (scene.format, scene.variety) == (format, variety)
    assert not {"grid", "sheet", "icon", "sticker", "pattern", "poster", "ticket"} & set(scene.missing)


@pytest.mark.parametrize(
    ("prompt", "shown", "columns"),
    [
        ("a 2x2 grid of a cat, a dog, a bird and a fish", ["cat", "dog", "bird", "fish"], 2),
        ("a 2x2 grid. Top right: a dog, top left: a cat, bottom left: a red bird, bottom right: a fish",
         ["cat", "dog", "red bird", "fish"], 2),
        ("six different fruits in a grid", ["apple", "banana", "strawberry", "pear", "grapes", "orange"], 0),
        ("Two panels. Panel 1: a fox. Panel 2: it is in the snow.", ["fox", "fox"], 0),
        ("a set of icons: a sun, a cloud, a snowflake and a star", ["sun", "cloud", "snowflake", "star"], 0),
        ("a tabby cat sprite sheet", ["tabby cat"] * 6, 0),
        ("a grid of 1 row and 3 columns of red foxes", ["red foxes"] * 3, 3),
    ],
)  # fmt: skip
def test_each_field_shows_its_own(pack, prompt, shown, columns):
    scene = parse(prompt, pack)
    assert (words(scene), scene.columns) == ([[each] for each in shown], columns)
    assert scene.missing == ()


def test_one_thing_in_many_ways(pack):
    year = parse("four panels showing a tree in spring, summer, autumn and winter", pack)
    assert [frame.season for frame in year.frames] == ["spring", "summer", "autumn", "winter"]
    day = parse("a house at dawn, noon, dusk and night in a 2x2 grid", pack)
    assert [frame.time for frame in day.frames] == ["dawn", "day", "dusk", "night"]
    cats = parse("a 2x2 grid of a cat in different colours", pack)
    assert len({frame.subjects[0].colour for frame in cats.frames}) == 4


def test_a_story_goes_on_where_it_was(pack):
    scene = parse("A comic with three panels. First panel, a mouse in a kitchen; second panel, it has a cheese; "
                  "third panel, the mouse in a garden", pack)  # fmt: skip
    assert [frame.room if frame.setting == "room" else frame.setting for frame in scene.frames] == [
        "kitchen",
        "kitchen",
        "garden",
    ]
    assert all(frame.subjects[0].word == "mouse" for frame in scene.frames)


def test_what_a_grid_cannot_hold_is_told(pack):
    assert parse("a 10x10 grid of cats", pack).missing == ("64 more fields",)
    assert parse("a 2x1 grid of a cat, a dog and an owl", pack).missing == ("an owl",)
    assert "2 more fields" in parse("4 panels. Panel 1: a cat. Panel 2: a dog.", pack).missing[0]


def test_captions_go_to_their_fields_and_titles_to_the_sheet(pack):
    scene = parse("a 2x2 grid of fruits labelled 'Apple', 'Banana', 'Strawberry', 'Pear'", pack)
    assert [frame.lettering[0].text for frame in scene.frames] == ["Apple", "Banana", "Strawberry", "Pear"]
    scene = parse("a 2x2 grid of fruits titled 'My Fruits'", pack)
    assert [each.text for each in scene.lettering] == ["My Fruits"]
    assert not any(frame.lettering for frame in scene.frames)


def test_every_member_and_every_ornament_has_art(pack):
    formats = Formats.built_in()
    told = [member for kind in formats.members.values() for member in kind.members]
    told += [each.lstrip("0123456789 ") for shown in formats.shown.values() for each in shown]
    assert [each for each in told if (match := pack.find(each)) is None or match.via not in ("name", "alias")] == []


@pytest.mark.parametrize(
    "prompt",
    [
        "a 2x2 grid of a cat, a dog, a bird and a fish",
        "sprite sheet of a jumping frog",
        "a birthday card",
        "jam jar 'Plum'",
    ],
)
def test_a_sheet_comes_back_from_json_as_it_went(pack, prompt):
    scene = parse(prompt, pack)
    assert from_json(to_json(scene), pack) == scene


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"frames": [{"subjects": [{"word": "cat", "colour": "blorg"}]}]}, "'frames.0.subjects.0.colour'"),
        ({"frames": [{"subjects": [{"word": "cat", "tail": 2}]}]}, "unknown key 'tail'"),
        ({"frames": [{"subjects": [{"word": "cat", "count": 101}]}]}, "'frames.0.subjects.0.count'"),
        ({"frames": [{"format": "grid", "frames": [{}]}]}, "'frames.0'"),
        ({"frames": [{}] * 37}, "at most 6 rows of 6"),
        ({"frames": []}, "at least one"),
        ({"columns": 9}, "'columns'"),
        ({"variety": "postcard"}, "'variety'"),
        ({"theme": "blorg"}, "'theme'"),
    ],
)
def test_a_grid_that_cannot_be_is_refused_in_a_sentence(pack, change, words):
    with pytest.raises(ValueError, match=r"\.$") as refused:
        from_json(json.dumps({"format": "grid", "frames": [{}], **change}), pack)
    assert words in str(refused.value)


def test_a_grid_says_what_is_in_its_fields(pack):
    said = describe(parse("a 1x2 grid of a cat and a dog titled 'Pets'", pack))
    assert said.startswith("A grid of two fields") and '"Pets"' in said
    assert "1: a cat" in said and "2: a dog" in said


def test_fields_are_painted_apart_and_things_are_seen_in_theirs(pack):
    painter = painted(parse("a 2x2 grid of a cat, a dog, a bird and a fish", pack), pack, job())
    pixels = np.asarray(painter.picture()).astype(int)
    assert np.ptp(pixels[128].reshape(-1, 3), axis=0).max() < 12  # the gutter between the rows
    middles = {
        (each.frame, (each.left + each.right) // 256, (each.top + each.bottom) // 256) for each in painter.seen()
    }
    assert middles == {(0, 0, 0), (1, 1, 0), (2, 0, 1), (3, 1, 1)}


@pytest.mark.parametrize(
    "kind", ["poster", "birthday card", "postcard", "book cover", "movie ticket", "menu", "packaging design"]
)
def test_what_is_on_a_designed_sheet_is_seen_where_it_was_painted(pack, kind):
    scene = parse(f"a {kind} with a fox", pack)
    fox = next(at for at, each in enumerate(scene.subjects) if each.art.endswith("fox"))
    pictures = []
    for colour in ("blue", "red"):
        subjects = [
            replace(each, colour=colour if at == fox else each.colour) for at, each in enumerate(scene.subjects)
        ]
        painter = painted(replace(scene, subjects=tuple(subjects)), pack, job(quality="low"))
        pictures.append(np.asarray(painter.picture().convert("RGB")).astype(int))
    rows, columns = np.nonzero(np.abs(pictures[0] - pictures[1]).max(axis=2) > 40)
    seen = next(each for each in painter.seen() if each.subject == fox)
    inside = (seen.left - 3 < columns) & (columns < seen.right + 3) & (seen.top - 3 < rows) & (rows < seen.bottom + 3)
    assert inside.mean() > 0.98  # no other pixels are the fox's, whose tip of the tail keeps its own colour
    assert np.ptp(columns) * np.ptp(rows) > 0.5 * (seen.right - seen.left) * (seen.bottom - seen.top)


def test_a_pattern_meets_itself_at_its_edges(pack):
    for size in ((256, 256), (300, 200)):
        painter = painted(parse("seamless pattern of cats and stars", pack), pack, job(*size, quality="high"))
        pixels = np.asarray(painter.picture()).astype(int)
        for tile in (pixels, pixels.swapaxes(0, 1)):
            inside = np.abs(np.diff(tile, axis=0)).mean(axis=(1, 2))
            seam = np.abs(tile[0] - tile[-1]).mean()
            assert seam <= inside.max() and tile[0].std() > 1


def test_a_sprite_sheet_has_equal_cells_and_moves(pack):
    painter = painted(parse("sprite sheet of a walking dog, 4 frames", pack), pack, job(transparent=True))
    alpha = np.asarray(painter.picture())[..., 3]
    cells = [alpha[y : y + 128, x : x + 128] for y in (0, 128) for x in (0, 128)]
    assert all(cell.max() == 255 and cell[0].max() == cell[:, 0].max() == 0 for cell in cells)
    assert all((one != cells[0]).any() for one in cells[1:])


def test_stickers_have_a_white_rim_and_icons_a_tile(pack):
    sticker = np.asarray(painted(parse("a red fox sticker", pack), pack, job(transparent=True)).picture()).astype(int)
    opaque = sticker[..., 3] == 255
    first = [row[np.argmax(seen)] for row, seen in zip(sticker, opaque, strict=True) if seen.any()]
    assert np.median(np.array(first)[:, :3]) > 235
    assert sticker[0, :, 3].max() == sticker[:, 0, 3].max() == 0
    icon = np.asarray(painted(parse("app icon of a red fox", pack), pack, job(transparent=True)).picture())
    assert icon[0, 0, 3] == 0 and icon[128, 40, 3] == 255
    assert tuple(icon[60, 60, :3]) != (255, 255, 255)


def test_a_field_of_any_shape_and_size_is_painted(pack):
    scene = parse("a 3x3 grid of fruits", pack)
    for size in ((128, 384), (320, 107), (16, 16)):
        assert painted(scene, pack, job(*size)).picture().size == size
    sprites = replace(parse("sprite sheet of a frog", pack), columns=4)
    assert painted(sprites, pack, job(200, 100)).picture().size == (200, 100)


DESIGNED = [
    "a poster of a lighthouse at sunset with 'Visit Maine'",
    "a poster of a cup of tea with 'Tea Time'",
    "a birthday card with 'Happy Birthday'",
    "a postcard from the beach saying 'Wish you were here'",
    "a book cover of a bear in a forest titled 'The Lost Bear' by 'Anna Lind'",
    "a magazine cover with a cat, titled 'PURR'",
    "a menu with 'Da Luigi', 'Soup 4.50', 'Bread'",
    "a concert ticket with 'JAZZ NIGHT' 'Row 4 Seat 12'",
    "jam jar 'Plum Jam'",
    "a cereal box with a tiger 'Crunchy Stars'",
]


@pytest.mark.parametrize("prompt", DESIGNED)
def test_a_designed_sheet_sets_all_of_its_words_uncut(pack, prompt, monkeypatch):
    scene, told = parse(prompt, pack), []
    for module in (sheet, menus):
        name = "set_within" if module is sheet else "set_line"
        own = getattr(module, name)

        def noting(text, *rest, own=own):
            told.append((text, image := own(text, *rest)))
            return image

        monkeypatch.setattr(module, name, noting)
    painter = painted(scene, pack, job(192, 256))
    asked = " ".join(each.text for each in scene.lettering).split()
    assert sorted(word for text, _ in told for word in text.split()) == sorted(asked) != []
    assert all(image.width < painter.width and image.height > 3 for text, image in told if text)
    assert painter.picture().size == (192, 256)


@pytest.mark.parametrize("format", ["poster", "card", "cover", "menu", "ticket", "packaging"])
def test_a_sheet_without_words_has_none_and_other_seeds_look_otherwise(pack, format, monkeypatch):
    scene = parse(f"a {format} of a red fox in the snow".replace("packaging of", "packaging with"), pack)
    assert scene.format == format and scene.lettering == ()
    monkeypatch.setattr(sheet, "set_within", None)  # whoever set a word would fail
    one = painted(scene, pack, job()).picture()
    assert one == painted(scene, pack, job()).picture()
    assert one != painted(scene, pack, replace(job(), seed=8)).picture()


@pytest.mark.parametrize("prompt", ["a birthday card", "a train ticket", "jam jar 'Plum'", "a poster of a cup"])
def test_a_clear_sheet_is_clear_around_what_is_on_it(pack, prompt):
    alpha = np.asarray(painted(parse(prompt, pack), pack, job(transparent=True)).picture())[..., 3]
    assert alpha[0].max() == alpha[:, 0].max() == 0 and alpha[128, 128] == 255


def test_prices_stand_at_the_right(pack):
    scene = parse("a menu with 'Luigi', 'Soup 4.50', 'Fish of the day … 12 €', 'Bread'", pack)
    painter = painter_of(scene, job(), pack)
    assert painter.heading.name == "Luigi"
    assert [(each.name, each.price) for each in painter.dishes] == [
        ("Soup", "4.50"), ("Fish of the day", "12 €"), ("Bread", ""),
    ]  # fmt: skip


def test_occasions_are_told_by_the_words_and_have_a_design(pack):
    assert parse("a birthday card", pack).theme == "birthday"
    assert parse("a card with a bird, 'Merry Christmas'", pack).theme == "christmas"
    assert [each.word for each in parse("a Christmas card", pack).subjects] == ["christmas tree", "wrapped gift"]
    tables = designs.table()
    assert set(tables["themes"]) == set(Formats.built_in().shown)
    assert {name for each in tables["themes"].values() for name in each["palettes"]} <= set(tables["palettes"])
    art = {name for each in tables["themes"].values() for name in each["art"]}
    assert [each for each in sorted(art) if pack.find(each) is None] == []
    assert set(tables["settings"].values()) <= set(tables["themes"])


def test_a_pattern_meets_itself_in_a_style_that_is_painted_over_it(pack):
    painter = painted(parse("seamless pattern of cats, watercolor", pack), pack, job(192, 192))
    assert painter.look.paints_page
    pixels = np.asarray(painter.picture()).astype(int)
    for tile in (pixels, pixels.swapaxes(0, 1)):
        inside = np.abs(np.diff(tile, axis=0)).mean(axis=(1, 2))
        assert np.abs(tile[0] - tile[-1]).mean() <= 1.6 * inside.max()


@pytest.mark.parametrize("style", [None, "minimalist", "flat"])
@pytest.mark.parametrize("colour", ["#e2b04a", "#aab8b4", "#202020"])
def test_words_stand_out_from_the_ground_as_it_was_painted(pack, style, colour):
    """A look may paint the ground lighter than the palette has it."""
    scene = replace(parse("a poster of a fox with 'RUN'", pack), style=style)
    painter = painter_of(scene, job(), pack)
    painter.fill(painter.palette.ground)
    box = (20, 20, 236, 120)
    ground = designs.mean_of(painter.canvas, box)
    painter.set_stack([designed.Line("RUN", 1.0, "sans", colour)], box)
    pixels = np.unique(np.asarray(painter.canvas.convert("RGB"))[20:120, 20:236].reshape(-1, 3), axis=0)[::5]
    assert max(designs.contrast(join(*pixel.tolist()), ground) for pixel in pixels) > 2.8


def test_the_picture_of_a_cover_leaves_its_words_to_the_cover(pack):
    one, other = (parse(f"book cover: a bear in a forest, titled '{title}'", pack) for title in ("HOPE", "HOPS"))
    first, second = (painter_of(scene, job(), pack).illustration(200, 200, title=True) for scene in (one, other))
    assert one.lettering[0].text == "HOPE"
    assert np.array_equal(np.asarray(first), np.asarray(second))


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        (
            "storyboard, 3 frames: a girl wakes up, brushes her teeth, plays with a dog",
            [["girl"], ["girl"], ["girl", "dog"]],
        ),
        ("a comic in 3 panels: a dog says 'Hello!', a cat says 'Hi!', they hug", [["dog"], ["cat"], ["dog", "cat"]]),
        ("2x2 grid of how it grows: egg, caterpillar, glorp, butterfly", [["egg"], ["caterpillar"], [], ["butterfly"]]),
        ("a set of 2 food stickers", [["pizza"], ["hamburger"]]),
    ],
)
def test_what_goes_on_is_told_field_by_field(pack, prompt, shown):
    scene = parse(prompt, pack)
    assert words(scene) == shown
    assert all(subject.count == 1 for frame in scene.frames for subject in frame.subjects)
    assert [text.place for frame in scene.frames for text in frame.lettering] == ["speech"] * prompt.count("says")


def test_who_is_seen_again_wears_the_same(pack):
    scene = parse("a storyboard of 2 frames: a girl sits on a beach, the girl sits on a beach", pack)
    painter = painted(replace(scene, columns=2), pack, job(512, 256))
    left, right = (np.asarray(painter.picture().crop(box)) for box in ((10, 10, 250, 246), (262, 10, 502, 246)))
    assert np.abs(left.astype(int) - right[:, ::-1]).mean() < 6  # turned, else alike


def test_dishes_with_prices_need_no_quotes(pack):
    scene = parse("restaurant menu, 'La Piazza', with pizza margherita $12, spaghetti $14 and tiramisu for 7 €", pack)
    assert [each.text for each in scene.lettering[:3]] == ["La Piazza", "Pizza margherita $12", "Spaghetti $14"]


def test_things_on_a_logo_hide_none(pack):
    painter = painted(parse("a logo for a cafe called 'Luna' with a crescent moon and a pear", pack), pack, job())
    assert len(painter.scene.subjects) == 2
    one = painted(replace(painter.scene, subjects=painter.scene.subjects[:1]), pack, job())
    first, both = (np.asarray(each.picture().convert("RGB"), dtype=int) for each in (one, painter))
    assert np.abs(first - both)[60:160, 140:200].mean() > 12  # the other has a half of its own
