"""What a prompt says of places, cameras and poses is read, and what only sounds like it is not."""

import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.described import describe
from pinxit.engines.storybook.reading.parse import parse


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


@pytest.mark.parametrize(
    ("prompt", "places"),
    [
        ("a cat in the top left corner and a dog in the lower right corner", ["top left", "bottom right"]),
        ("on the left a cat, on the right a dog", ["left", "right"]),
        ("on the left is a cat and on the right is a dog", ["left", "right"]),
        ("a sun in the upper right corner, a house on the left", ["top right", "left"]),
        ("In the top left of the picture there is a moon. In the bottom right, a fox.", ["top left", "bottom right"]),
        ("a lion to the far left, a tiger in the middle and a bear to the far right", ["left", "centre", "right"]),
        ("a cat sitting on the left and a dog", ["left", None]),
        ("a dog on the right side of the image", ["right"]),
        ("a centred apple", ["centre"]),
        ("a crab in the left foreground and a boat in the background", ["left", None]),
        # none of these is a place in the picture
        ("a girl looking to the left", [None]),
        ("a wizard in the middle of the forest", [None]),
        ("a vase on the top shelf", [None, None]),
        ("a fish at the bottom of the sea", [None]),
        ("a cat to the left of a dog", [None, None]),
    ],
)
def test_a_place_is_said_of_its_own_thing(pack, prompt, places):
    assert [subject.place for subject in parse(prompt, pack).subjects] == places


def test_near_and_far(pack):
    scene = parse("In the foreground, a crab; in the background, a boat", pack)
    assert [subject.depth for subject in scene.subjects] == ["foreground", "background"]
    scene = parse("a castle in the distance", pack)
    assert scene.subjects[0].depth == "background"
    assert parse("a cat on a plain blue background", pack).subjects[0].depth is None


@pytest.mark.parametrize(
    ("prompt", "camera"),
    [
        ("a close-up of a lion", "close-up"), ("portrait of a queen", "close-up"), ("a wide shot of a knight", "wide"),
        ("a turtle seen from above", "above"), ("a flat lay of a book and a cup", "above"),
        ("a bird's-eye view of a turtle", "above"), ("low angle shot of a robot", "below"), ("a cat", "normal"),
    ],
)  # fmt: skip
def test_the_camera(pack, prompt, camera):
    scene = parse(prompt, pack)
    assert (scene.camera, scene.missing) == (camera, ())


@pytest.mark.parametrize(
    ("prompt", "pose"),
    [
        ("a sleeping fox", "sleeping"), ("a fox asleep under a tree", "sleeping"), ("a flying pig", "flying"),
        ("a dog jumping over a log", "jumping"), ("a dog swimming in a lake", "swimming"),
        ("an owl hanging upside down", "upside down"),
        ("a cat and a dog are asleep", "sleeping"), ("a boy flying a kite", None),
        ("a pair of running shoes", None), ("a falling apple", "falling"),
    ],
)  # fmt: skip
def test_poses(pack, prompt, pose):
    assert parse(prompt, pack).subjects[0].pose == pose


def test_all_of_it_is_told_and_read_again(pack):
    scene = parse("a sleeping cat in the top left corner and a dog in the background, seen from above", pack)
    told = describe(scene)
    assert "sleeping in the top left corner" in told and "in the background" in told and "seen from above" in told
    again = parse(told.split(", in the style")[0], pack)
    assert (again.subjects, again.camera) == (scene.subjects, scene.camera)


def test_what_one_draws_with_is_a_thing_and_a_style(pack):
    scene = parse("a flat lay of a book, a cup and a pencil", pack)
    assert ([subject.word for subject in scene.subjects], scene.style) == (["book", "cup", "pencil"], None)
    for prompt in ("a cat in pencil", "a cat, a pencil drawing", "a pencil sketch of a cat"):
        scene = parse(prompt, pack)
        assert ([subject.word for subject in scene.subjects], scene.style) == (["cat"], "pencil")
