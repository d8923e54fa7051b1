"""Every thing is on the page, and stands where its relation says."""

import itertools

import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.layout.arrange import arrange
from pinxit.engines.storybook.layout.page import Page
from pinxit.engines.storybook.reading.parse import parse

PROMPTS = [
    "a cat", "a house, a dog and a child", "twelve pink flamingos", "24 balloons", "a mouse and a castle",
    "a cat on a rock beside a tree with an owl", "a knight fighting a dragon in front of a castle",
    "a vet examining a puppy", "five apples, three bananas and two pears in the kitchen", "a rainbow over an elephant",
    "a rocket and six planets in space", "a cow, a pig, three chickens, a horse, two ducks and a farmer on a farm",
]  # fmt: skip
PAGES = {
    "square": (1000, 1000),
    "landscape": (1500, 1000),
    "portrait": (1000, 1500),
    "wide": (3000, 1000),
    "tall": (1000, 3000),
}


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


def placed(prompt, pack, size=(1000, 1000), seed=1, **page):
    scene = parse(prompt, pack)

    def measure(number):
        art = pack.get(scene.subjects[number].art)
        left, top, right, bottom = art.box
        return art, (right - left) / (bottom - top)

    page = Page(*size, ground=(0.62 * size[1], 0.93 * size[1]), **page)
    return scene, arrange(scene, page, measure, seed)


def of(scene, things, art):
    """The things of a scene that are drawn with this art."""
    return [thing for thing in things if scene.subjects[thing.subject].art.endswith(f":{art}")]


@pytest.mark.parametrize("size", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("floats", [False, True])
def test_everything_is_on_the_page_and_as_often_as_it_is_counted(pack, prompt, size, floats):
    scene, things = placed(prompt, pack, size, floats=floats)
    worn = {bond.other for bond in scene.relations if bond.kind == "wearing"}
    for number, subject in enumerate(scene.subjects):
        assert sum(thing.subject == number for thing in things) == (0 if number in worn else subject.count)
    for thing in things:
        assert thing.x - thing.width / 2 >= 0 and thing.x + thing.width / 2 <= size[0]
        assert thing.y - thing.height >= 0 and thing.y <= size[1]
        assert thing.width > 0.01 * size[0] or thing.height > 0.01 * size[1]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_what_stands_stands_on_the_ground(pack, prompt):
    _, things = placed(prompt, pack)
    for thing in things:
        if not thing.aloft:
            assert 0.6 * 1000 <= thing.y <= 0.96 * 1000


def test_the_same_seed_gives_the_same_places(pack):
    one, two, other = (placed("a rocket and six planets in space", pack, seed=seed)[1] for seed in (3, 3, 4))
    assert one == two != other


def test_relations_are_seen_in_the_places(pack):
    scene, things = placed("a bird on top of an elephant", pack)
    (bird,), (elephant,) = of(scene, things, "bird"), of(scene, things, "elephant")
    assert bird.y < elephant.y - 0.6 * elephant.height and abs(bird.x - elephant.x) < elephant.width / 2

    scene, things = placed("a cat to the left of a dog", pack)
    (cat,), (dog,) = of(scene, things, "cat"), of(scene, things, "dog")
    assert cat.x < dog.x

    scene, things = placed("a mouse behind a pumpkin", pack)
    (mouse,), (pumpkin,) = of(scene, things, "mouse"), of(scene, things, "jack-o-lantern")
    assert mouse.order < pumpkin.order or mouse.y > pumpkin.y

    scene, things = placed("a cat hugging an otter", pack)
    (cat,), (otter,) = of(scene, things, "cat"), of(scene, things, "otter")
    assert abs(cat.x - otter.x) < (cat.width + otter.width) / 2
    assert {cat.faces, otter.faces} == {"left", "right"}


def test_scenery_stands_behind_and_is_taller(pack):
    scene, things = placed("a dog and a castle", pack)
    (dog,), (castle,) = of(scene, things, "dog"), of(scene, things, "castle")
    assert castle.order < dog.order and castle.y < dog.y and castle.height > dog.height


def test_sizes_follow_nature_and_words(pack):
    scene, things = placed("a mouse and an elephant", pack)
    assert of(scene, things, "mouse")[0].height < 0.6 * of(scene, things, "elephant")[0].height
    scene, things = placed("a huge cat and a tiny dog", pack)
    assert of(scene, things, "cat")[0].height > 1.5 * of(scene, things, "dog")[0].height


def test_equal_things_do_not_hide_each_other(pack):
    for prompt in ("three red balloons", "four cats", "two dogs"):
        _, things = placed(prompt, pack)
        for one, two in itertools.combinations(things, 2):
            across = (one.width + two.width) / 2 - abs(one.x - two.x)
            down = min(one.y, two.y) - max(one.y - one.height, two.y - two.height)
            assert max(across, 0) * max(down, 0) < 0.25 * min(one.width * one.height, two.width * two.height)


def test_who_lies_is_on_the_page_from_head_to_foot(pack):
    _, things = placed("a boy sleeping in a meadow with his dog", pack)
    for thing in things:
        assert thing.across / 2 <= thing.x <= 1000 - thing.across / 2
    boy, dog = things[0], things[1]
    assert abs(boy.x - dog.x) > 0.9 * (boy.across + dog.across) / 2


def test_who_sleeps_without_a_bed_lies_down(pack):
    scene, things = placed("a man sleeping in a meadow", pack)
    assert [thing.tilt for thing in of(scene, things, "man")] == [-90.0]


def test_all_who_are_around_a_fire_have_a_place_of_their_own(pack):
    scene, things = placed("an old man and an old woman sitting around a campfire", pack)
    (man,), (woman,), (fire,) = (of(scene, things, art) for art in ("old-man", "old-woman", "campfire"))
    assert min(man.x, woman.x) < fire.x < max(man.x, woman.x)


def test_who_is_beside_candles_is_beside_the_table_under_their_cake(pack):
    scene, things = placed("a girl beside candles on a birthday cake on a table", pack)
    assert len(things) == sum(subject.count for subject in scene.subjects)
