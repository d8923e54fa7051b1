"""Words on a page are whole: inside it wherever they are, beside each other, and seen on what is behind them."""

from typing import get_args

import numpy as np
import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.scene import Lettering, Place, Scene, Subject
from pinxit.jobs import Job

LONG = ("Once upon a time a clever little fox could not sleep without a story. " * 6)[:400]
CAT, MUG = Subject(word="cat", art="fluent:cat"), Subject(word="mug", art="fluent:hot-beverage")


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


def painted(pack, scene: Scene, size: tuple[int, int] = (256, 256), *, transparent: bool = False) -> PagePainter:
    job = Job(prompt="", width=size[0], height=size[1], seed=4, steps=1, quality="low", transparent=transparent)
    page = PagePainter(scene, job, pack)
    for operation in page.operations():
        operation()
    return page


def scene_of(*texts: Lettering) -> Scene:
    return Scene(setting="plain", subjects=(CAT, MUG), lettering=texts)


@pytest.mark.parametrize("size", [(256, 256), (90, 300), (32, 32)])
@pytest.mark.parametrize("text", ["A", "Good night, little fox", LONG, "مرحبا بالعالم"])
def test_no_letter_is_cut_wherever_it_stands(pack, text, size):
    """What is set goes onto the page whole, so that its box has the size that it was set in."""
    spots = [Lettering(text=text, spot=spot) for spot in get_args(Place)]
    borne = [Lettering(text=text, place="on", subject=1), Lettering(text=text, place="speech", subject=0)]
    for each in (*spots, *borne, Lettering(text=text, place="banner"), Lettering(text=text, place="caption")):
        page = painted(pack, scene_of(each), size)
        assert page.texts.taken, each
        for left, top, right, bottom in page.texts.taken:
            assert 0 <= left < right <= size[0] + 1 and 0 <= top < bottom <= size[1] + 1, each


def test_texts_do_not_hide_each_other(pack):
    places = ("top", "bottom", "top left", "bottom right", "centre")
    texts = [Lettering(text=f"Words at the {spot}", spot=spot) for spot in places]
    taken = painted(pack, scene_of(*texts, Lettering(text="A caption", place="caption"))).texts.taken
    assert len(taken) == 6
    for number, one in enumerate(taken):
        for other in taken[:number]:
            wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
            assert wide <= 1 or high <= 1, (one, other)


@pytest.mark.parametrize("spot", ["top left", "bottom", "right", "centre"])
def test_a_text_is_painted_where_it_was_asked_for(pack, spot):
    with_text = painted(pack, scene_of(Lettering(text="Hello", spot=spot, colour="red")), transparent=True)
    without = painted(pack, scene_of(), transparent=True)
    pixels = np.asarray(with_text.picture()).astype(int)
    red = (pixels[..., 0] > 170) & (pixels[..., 1] < 90) & (np.asarray(without.picture())[..., 3] == 0)
    y, x = (float(axis.mean()) / 256 for axis in np.nonzero(red))
    assert "left" not in spot or x < 0.45
    assert "right" not in spot or x > 0.55
    assert "top" not in spot or y < 0.3
    assert "bottom" not in spot or y > 0.7


def test_a_bubble_is_beside_who_speaks_and_covers_no_face(pack):
    page = painted(pack, parse('a cat and an owl that says "Hoo hoo"', pack))
    (bubble,) = page.texts.taken
    assert page.texts.speeches[0].subject == 1
    owl = next(seen for seen in page.seen() if seen.subject == 1)
    cat = next(seen for seen in page.seen() if seen.subject == 0)
    middle = (bubble[0] + bubble[2]) / 2
    assert abs(middle - (owl.left + owl.right) / 2) < abs(middle - (cat.left + cat.right) / 2)
    assert bubble[3] < owl.bottom


def test_no_bubble_hides_what_another_says(pack):
    page = painted(pack, parse('A dog with a speech bubble "Woof!" and a cat with a speech bubble "Meow?"', pack))
    assert len(page.texts.spoken) == 2
    (one, first), (two, second) = page.texts.spoken
    for box, other, speaker in ((one, two, second), (two, one, first)):
        middle, mouth = np.array([other[0] + other[2], other[1] + other[3]]) / 2, np.array(speaker.mouth)
        way = [middle + share * (mouth - middle) for share in np.linspace(0, 1, 21)]
        assert not any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in way)


@pytest.mark.parametrize("night", [False, True])
@pytest.mark.parametrize("colour", [None, "black", "white", "yellow"])
def test_words_on_a_thing_can_be_read(pack, night, colour):
    """Letters and what is right around them differ, whatever colour they were asked in."""
    text = Lettering(text="III", place="on", subject=0, colour=colour)
    truck = Subject(word="truck", art="fluent:pickup-truck", colour="yellow")
    scene = Scene(setting="city", time="night" if night else "day", subjects=(truck,), lettering=(text,))
    page = painted(pack, scene)
    ((left, top, right, bottom),) = page.texts.taken
    pixels = np.asarray(page.picture().convert("L").crop((round(left), round(top), round(right), round(bottom))))
    row = pixels[len(pixels) // 2].astype(int)
    assert row.max() - row.min() > 85
