"""Instructions about a picture that storybook drew change its scene, and of its pixels nothing else."""

import json
from dataclasses import replace

import numpy as np
import pytest

from pinxit import pictures
from pinxit.engines.base import NobodyWaits
from pinxit.engines.storybook.amending.amend import amend
from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.scenes import to_json
from pinxit.jobs import Job
from pinxit.service.origins import Origins
from pinxit.service.planners.director import described


@pytest.fixture(scope="module")
def engine():
    engine = StorybookEngine()
    engine.load()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def laid(engine):
    """The scene of a prompt as a picture of it says, with the places of everything."""

    def lay(prompt):
        job = Job(prompt="", width=64, height=64, seed=5, steps=1, quality="low")
        return PagePainter(parse(prompt, engine.pack), job, engine.pack).scene

    return lay


def told(scene):
    """The things of a scene in words, and what they are to each other."""
    things = [
        " ".join(filter(None, [str(each.count) if each.count > 1 else "", each.colour, each.pattern, each.word]))
        for each in scene.subjects
    ]
    bonds = [f"{scene.subjects[b.subject].word} {b.kind} {scene.subjects[b.other].word}" for b in scene.relations]
    texts = [f"{each.place}: {each.text}" for each in scene.lettering]
    return {*things, *bonds, *texts}


MEADOW = "a dog, a cat and a duck in a meadow"
CHANGES = [
    # prompt, instruction, what is gone, what is new
    ("a cat on a sofa in a living room", "add a red hat", [], ["red hat", "cat wearing hat"]),
    ("a cat and a dog in a garden", "give the cat a scarf", [], ["scarf", "cat wearing scarf"]),
    (
        "a cat and a dog in a garden", "give the dog a blue party hat and the cat sunglasses", [],
        ["blue party hat", "sunglasses", "dog wearing party hat", "cat wearing sunglasses"],
    ),
    (
        "a snowman in the snow", "give him a blue scarf and a top hat", [],
        ["blue scarf", "top hat", "snowman wearing scarf", "snowman wearing top hat"],
    ),
    (MEADOW, "put a crown on the duck", [], ["crown", "duck wearing crown"]),
    (MEADOW, "remove the cat and the duck", ["cat", "duck"], []),
    (MEADOW, "remove everything except the dog", ["cat", "duck"], []),
    ("a king wearing a crown", "take away the crown", ["crown", "king wearing crown"], []),
    ("two kids flying a kite on a hill", "put a moon in the sky", [], ["moon"]),
    ("a fox in a meadow", "add two butterflies on the left", [], ["2 butterflies"]),
    ("a bowl of three apples on a table", "add a banana to the bowl", [], ["banana", "banana inside bowl"]),
    ("a cat sitting on a chair", "replace the cat with a fox", ["cat", "cat on chair"], ["fox", "fox on chair"]),
    ("a red boat on the sea", "turn the boat into a submarine", ["red boat"], ["submarine"]),
    ("an apple and a banana on a table", "swap the apple for a pear", ["apple"], ["pear"]),
    ("a farm with three sheep", "replace the sheep with goats", ["3 sheep"], ["3 goats"]),
    ("a red car on a city street", "make the car blue", ["red car"], ["blue car"]),
    ("a dragon in a cave", "make it green", ["dragon"], ["green dragon"]),
    ("four red balloons", "make one of them yellow", ["4 red balloons"], ["3 red balloons", "yellow balloon"]),
    ("four red balloons in the sky", "remove one balloon", ["4 red balloons"], ["3 red balloons"]),
    ("three ducks on a pond", "make it five ducks", ["3 ducks"], ["5 ducks"]),
    ("three balloons and a bear", "one more balloon", ["3 balloons"], ["4 balloons"]),
    ("five penguins in the snow", "only two", ["5 penguins"], ["2 penguins"]),
    ("a penguin on an iceberg", "add another penguin", ["penguin"], ["2 penguins"]),
    ("a dog in a park", "turn the dog into a cat and add a bench", ["dog"], ["cat", "bench"]),
    ("a dog in a park", "make the dog wear glasses", [], ["glasses", "dog wearing glasses"]),
    ("a tiger in a jungle", "make the tiger striped blue", ["tiger"], ["blue striped tiger"]),
    ("a polar bear and a seal", "without the seal", ["seal"], []),
    ("a ball and a table in a kitchen", "move the ball under the table", ["ball on table"], ["ball under table"]),
    ("a birthday cake with the title 'Happy Birthday'", "delete the text", ["on: Happy Birthday"], []),
    ("a bunny in a meadow", "add the title 'Spring'", [], ["title: Spring"]),
    ("a bakery with a sign that says 'OPEN'", "change 'OPEN' to 'SHUT'", ["sign: OPEN"], ["sign: SHUT"]),
    ("a shop with a sign that says 'OPEN'", "make the sign say 'CLOSED'", ["sign: OPEN"], ["sign: CLOSED"]),
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "instruction", "gone", "new"), CHANGES)
def test_things_are_changed(engine, laid, prompt, instruction, gone, new):
    scene = laid(prompt)
    amended = amend(scene, instruction, engine.pack)
    before, after = told(scene), told(amended.scene)
    mentioned = {word for each in (*gone, *new) for word in each.split()}
    bonds = {each for each in before ^ after if len(each.split()) > 2 and mentioned & set(each.split())}
    assert before - after - bonds == set(gone) - bonds and after - before - bonds == set(new) - bonds
    assert set(gone) <= before - after and set(new) <= after - before
    assert not amended.notes


@pytest.mark.parametrize(
    ("instruction", "fields"),
    [
        ("make it winter", {"season": "winter"}),
        ("at night", {"time": "night"}),
        ("let it rain", {"weather": "rain"}),
        ("it should be snowing outside", {"weather": "snow"}),
        ("put them on the beach", {"setting": "beach"}),
        ("change the background to a plain blue", {"setting": "plain", "backdrop": "blue"}),
        ("in watercolour", {"style": "watercolour"}),
        ("as pixel art", {"style": "pixel art"}),
        ("replace the garden with a desert", {"setting": "desert"}),
        ("make it a sunset scene", {"time": "dusk"}),
    ],
)
def test_what_lies_around_is_changed_and_the_things_stay(engine, laid, instruction, fields):
    scene = laid("a robot and a dog in a garden")
    changed = amend(scene, instruction, engine.pack).scene
    assert changed.subjects == scene.subjects
    assert {name: getattr(changed, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("instruction", "factor"),
    [("make the pumpkin smaller", 0.7), ("a bigger pumpkin", 1.4), ("half the size", 0.5), ("make it tiny", 0.4)],
)
def test_a_thing_is_resized_where_it_stands(engine, laid, instruction, factor):
    scene = laid("a small pumpkin and a cow in a garden")
    before, after = scene.subjects[0].at[0], amend(scene, instruction, engine.pack).scene.subjects[0].at[0]
    assert after.height == pytest.approx(factor * before.height, rel=0.01)
    assert (after.x, after.y) == (before.x, before.y)


@pytest.mark.parametrize("instruction", ["a sofa with this cat on it", "flip the picture", "hello", ""])
def test_what_is_no_change_of_the_scene_is_left_to_others(engine, laid, instruction):
    assert amend(laid("a cat on a rug"), instruction, engine.pack) is None


def test_what_is_not_in_the_picture_is_told(engine, laid):
    assert "it is not in the picture" in amend(laid(MEADOW), "remove the whale and add a hat", engine.pack).notes[0]


# ---------------------------------------------------------------------------------------------------------- the pixels

SIZE = 256


def generated(engine, prompt):
    job = Job(prompt=prompt, width=SIZE, height=SIZE, seed=4, steps=2)
    return engine.render(job, NobodyWaits()), job


def edited(engine, picture, job, instruction, painter="storybook"):
    """An edit of the picture's file, as the service has it made."""
    origins = Origins(described)
    file = pictures.encode(picture.image, "png", 100, origins.exif(picture, picture.image, job, painter))
    opened = pictures.inspect(file, max_pixels=10**7)
    base = Job(
        prompt=instruction, width=SIZE, height=SIZE, seed=9, steps=2, task="edit", inputs=(opened.decode(SIZE, SIZE),)
    )
    change = origins.go_on(base, [opened], painter, has_seed=False)
    return engine.render(change, NobodyWaits()), change


def boxes(picture, words):
    """Pixels around the things of a scene that go by these words."""
    marked = np.zeros((SIZE, SIZE), dtype=bool)
    for subject in json.loads(picture.scene)["subjects"]:
        for spot in subject.get("at", ()) if subject["word"] in words else ():
            unit = SIZE / 1000
            half, tall = spot.get("width", spot["height"]) * unit / 2, spot["height"] * unit
            x, y = spot["x"] * unit, spot["y"] * unit
            left, right = max(0, int(x - 1.3 * half - 6)), int(x + 1.3 * half + 6)
            marked[max(0, int(y - 1.4 * tall)) : int(y + 0.1 * tall + 6), left:right] = True
    return marked


@pytest.mark.parametrize(
    ("instruction", "touched"),
    [
        ("give the cat a red hat", ["cat"]),
        ("remove the duck", ["duck"]),
        ("replace the dog with a fox", ["dog", "fox"]),
        ("make the cat blue", ["cat"]),
        ("move the duck to the left", ["duck"]),
        ("make the dog bigger", ["dog"]),
        ("add a butterfly in the sky", ["butterfly"]),
        ("make it three ducks", ["duck", "ducks"]),
    ],
)
def test_no_other_pixel_is_changed(engine, instruction, touched):
    first, job = generated(engine, MEADOW)
    second, change = edited(engine, first, job, instruction)
    differs = (np.asarray(first.image) != np.asarray(second.image)).any(axis=2)
    marked = boxes(first, touched) | boxes(second, touched)
    assert differs.any() and not (differs & ~marked).any()
    third, _ = edited(engine, second, change, "add a red balloon on the right")
    again = (np.asarray(second.image) != np.asarray(third.image)).any(axis=2)
    assert again.any() and not (again & ~boxes(third, ["balloon", "red balloon"])).any()


def test_what_is_read_anew_keeps_its_places(engine):
    """A description of the whole picture, and no order about it."""
    first, job = generated(engine, "a cat and a dog on a beach")
    second, _ = edited(engine, first, job, "a picnic basket between them please")
    spots = [{each["word"]: each["at"] for each in json.loads(one.scene)["subjects"]} for one in (first, second)]
    assert spots[0]["cat"] == spots[1]["cat"] and spots[0]["dog"] == spots[1]["dog"]


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_variation_shows_the_same_things_in_other_places(engine, laid, seed):
    scene = laid(MEADOW)
    base = {"prompt": "", "width": 64, "height": 64, "seed": seed, "steps": 1, "task": "vary"}
    varied = engine._begin(Job(**base, scene=to_json(scene, indent=None)), NobodyWaits()).scene
    assert told(varied) == told(scene) and varied.setting == scene.setting
    places = [{each.word: each.at[0].x for each in one.subjects} for one in (scene, varied)]
    assert sum(abs(places[0][word] - places[1][word]) > 100 for word in places[0]) >= 2
    assert all(0 <= each.at[0].x <= varied.layout.width for each in varied.subjects)


GRID = "a 2x2 grid of a cat, a dog, a bird and a fish"


@pytest.mark.parametrize(
    ("prompt", "instruction", "fields"),
    [
        (GRID, "make the cat black", [{"black cat"}, {"dog"}, {"bird"}, {"fish"}]),
        (GRID, "replace the dog with a horse", [{"cat"}, {"horse"}, {"bird"}, {"fish"}]),
        (GRID, "remove the bird", [{"cat"}, {"dog"}, set(), {"fish"}]),
        (GRID, "add a balloon", [{"cat", "balloon"}, {"dog", "balloon"}, {"bird", "balloon"}, {"fish", "balloon"}]),
        (GRID, "make the fish red and the cat black", [{"black cat"}, {"dog"}, {"bird"}, {"red fish"}]),
        (GRID, "add the title 'Pets'", [{"cat"}, {"dog"}, {"bird"}, {"fish"}]),
        ("sprite sheet of a knight, 4 frames", "make it blue", [{"blue knight"}] * 4),
    ],
)
def test_the_fields_of_a_grid_are_changed(engine, prompt, instruction, fields):
    amended = amend(engine.read(prompt), instruction, engine.pack)
    assert [told(replace(frame, lettering=(), relations=())) for frame in amended.scene.frames] == fields
    assert not amended.notes


def test_what_is_of_all_fields_changes_them_all(engine):
    scene = engine.read(GRID)
    winter = amend(scene, "make it winter, at night", engine.pack).scene
    assert {(frame.season, frame.time) for frame in winter.frames} == {("winter", "night")}
    assert amend(scene, "as pixel art", engine.pack).scene == replace(scene, style="pixel art")
    assert [text.text for text in amend(scene, "add the title 'Pets'", engine.pack).scene.lettering] == ["Pets"]
    assert amend(scene, "hello there", engine.pack) is None
