"""A scene that was laid out keeps its places: what is new finds room, and everything else stays, pixel for pixel."""

from dataclasses import replace

import numpy as np
import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.scene import Relation, Subject
from pinxit.engines.storybook.scenes import from_json, to_json
from pinxit.jobs import Job

PROMPTS = [
    "a cat with a hat next to a house, and three apples in a basket on a table",
    "two whales and a submarine under the sea",
    "a sign saying 'OPEN' in front of a shop with a dog",
]


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


def paint(scene, pack, **more):
    job = Job(**{"prompt": "", "width": 320, "height": 240, "seed": 5, "steps": 1} | more)
    painter = PagePainter(scene, job, pack)
    for operation in painter.operations():
        operation()
    return painter, np.asarray(painter.picture())


def boxes(painter, subject):
    return [each for each in painter.seen() if each.subject == subject]


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_what_is_new_moves_nothing_else(pack, prompt, transparent):
    first, before = paint(parse(prompt, pack), pack, transparent=transparent)
    kept = from_json(to_json(first.scene, indent=None), pack)
    assert np.array_equal(paint(kept, pack, transparent=transparent)[1], before)
    fox = Subject(word="fox", art="fluent:fox")
    second, after = paint(replace(kept, subjects=(*kept.subjects, fox)), pack, transparent=transparent)
    (box,) = boxes(second, len(kept.subjects))
    ys, xs = np.nonzero((before != after).any(axis=2))
    assert len(ys) and xs.min() >= box.left - 12 and xs.max() <= box.right + 12
    assert ys.min() >= box.top - 4 and ys.max() <= box.bottom + 12


def test_what_is_put_onto_something_lies_there(pack):
    first, _ = paint(parse("a table and a dog in a kitchen", pack), pack)
    table = next(at for at, each in enumerate(first.scene.subjects) if each.word == "table")
    cake = Subject(word="cake", art=pack.find("cake").art)
    bond = Relation(kind="on", subject=len(first.scene.subjects), other=table)
    scene = replace(first.scene, subjects=(*first.scene.subjects, cake), relations=(*first.scene.relations, bond))
    second, _ = paint(scene, pack)
    (base,), (load,) = boxes(second, table), boxes(second, bond.subject)
    assert base == boxes(first, table)[0]
    assert base.left - 1 <= load.left and load.right <= base.right + 1
    assert base.top < load.bottom < base.bottom


def test_another_page_has_the_same_order_from_left_to_right(pack):
    first, _ = paint(parse("a dog, a cat, a duck and a pig", pack), pack)
    second, _ = paint(first.scene, pack, width=240, height=320)
    places = [[boxes(painter, number)[0].left for number in range(4)] for painter in (first, second)]
    assert np.argsort(places[0]).tolist() == np.argsort(places[1]).tolist()
    assert all(0 <= each.left and each.right <= 240 for each in second.seen())


def test_a_spot_by_hand_is_where_the_thing_stands(pack):
    text = '{"subjects": [{"word": "fox", "at": [{"x": 250, "y": 900, "height": 300}]}, {"word": "owl"}]}'
    painter, _ = paint(from_json(text, pack), pack)
    (box,) = boxes(painter, 0)
    assert (box.left + box.right) / 2 == pytest.approx(60, abs=1) and box.bottom == pytest.approx(216, abs=1)
    with pytest.raises(ValueError, match="no place on a page"):
        from_json(text.replace("300", "-300"), pack)
