"""What people do that has art of its own, and who rides what."""

import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.reading.parse import parse


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


@pytest.mark.parametrize(
    ("prompt", "arts"),
    [
        ("a woman surfing a big wave", {"fluent:woman-surfing": 1}),
        ("a man meditating on a mountain", {"fluent:man-in-lotus-position": 1}),
        ("three kids riding bikes", {"fluent:person-biking": 3}),
        ("a boy riding a red bicycle", {"fluent:boy": 1, "fluent:bicycle": 1}),
        ("a fox riding a bicycle", {"fluent:fox": 1, "fluent:bicycle": 1}),
        ("a girl and a boy doing cartwheels", {"fluent:woman-cartwheeling": 1, "fluent:man-cartwheeling": 1}),
        ("a man juggling three oranges", {"fluent:man": 1, "fluent:tangerine": 3}),
        ("a child sleeping in bed with a teddy bear", {"fluent:person-in-bed": 1, "fluent:teddy-bear": 1}),
        ("a family of four at the beach", {f"fluent:{who}": 1 for who in ("man", "woman", "boy", "girl")}),
        ("a family of ducks", {"fluent:duck": 3}),
        (
            "two children, a boy and a girl, are building a snowman",
            {"fluent:boy": 1, "fluent:girl": 1, "fluent:snowman": 1},
        ),
        ("three children, a boy and a dog", {"fluent:child": 3, "fluent:boy": 1, "fluent:dog": 1}),
        ("a fox in soft blues and warm oranges", {"fluent:fox": 1}),
        ("A crescent moon is in the upper left. An owl", {"fluent:crescent-moon": 1, "fluent:owl": 1}),
        ("two girls on horses", {"fluent:girl": 2, "fluent:horse": 2}),
    ],
)
def test_what_is_drawn(pack, prompt, arts):
    drawn: dict[str, int] = {}
    for subject in parse(prompt, pack).subjects:
        drawn[subject.art] = drawn.get(subject.art, 0) + subject.count
    assert drawn == arts


def test_each_rider_has_a_mount(pack):
    scene = parse("three boys riding elephants", pack)
    pairs = {(each.subject, each.other) for each in scene.relations if each.kind == "riding"}
    assert len(pairs) == 3
    assert all(
        scene.subjects[at].art == "fluent:boy" and scene.subjects[on].art == "fluent:elephant" for at, on in pairs
    )


def test_clothes_come_before_what_somebody_does_and_that_is_told(pack):
    scene = parse("a woman in a yellow dress skiing", pack)
    assert scene.subjects[0].art == "fluent:woman"
    assert "skiing" in scene.missing


def test_a_lightning_storm_is_weather_and_a_bolt_a_thing(pack):
    storm = parse("a ship at sea with lightning", pack)
    assert storm.weather == "storm" and len(storm.subjects) == 1
    assert parse("a yellow lightning bolt", pack).subjects


def test_who_works_on_a_laptop_has_it_in_hand_and_does_not_stand_on_it(pack):
    (bond,) = parse("a woman working on a laptop", pack).relations
    assert bond.kind == "holding"
