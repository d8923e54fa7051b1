"""From near, from afar, from above and from below, the same scene is another picture."""

import itertools

import numpy as np
import pytest

from pinxit.engines.storybook.artpack import ArtPack
from pinxit.engines.storybook.painting.page import PagePainter
from pinxit.engines.storybook.reading.parse import parse
from pinxit.jobs import Job

SIDE = 256
SETTINGS = ("a meadow", "a forest", "the snow", "the desert", "a city", "a kitchen", "a cave", "the beach", "a garden")


@pytest.fixture(scope="module")
def pack():
    pack = ArtPack()
    yield pack
    pack.close()


def painter(prompt, pack, width=SIDE, height=SIDE, seed=3):
    job = Job(prompt=prompt, width=width, height=height, seed=seed, steps=1, quality="low")
    return PagePainter(parse(prompt, pack), job, pack)


def tall(prompt, pack, **size):
    (seen,) = painter(prompt, pack, **size).seen()
    return (seen.bottom - seen.top) / size.get("height", SIDE)


def test_the_nearer_the_camera_the_larger_the_figure(pack):
    wide, usual, low, close = (
        tall(f"{shot} a fox", pack) for shot in ("a wide shot of", "", "low angle shot of", "a close-up of")
    )
    assert wide < 0.32 < usual < 0.6 < low < 0.9 <= close


@pytest.mark.parametrize("size", [(256, 256), (384, 256), (256, 384), (128, 384)])
def test_a_close_up_fills_the_page_and_shows_the_head(pack, size):
    (seen,) = painter("a portrait of a queen", pack, *size).seen()
    assert seen.top >= 0 and seen.bottom >= 0.93 * size[1]
    assert seen.right - seen.left > 0.7 * size[0] or seen.bottom - seen.top > 0.8 * size[1]


@pytest.mark.parametrize(
    "prompt", ["six apples", "a book, a cup, a pencil and a key", "24 beetles", "a cow and a mouse"]
)
@pytest.mark.parametrize("size", [(256, 256), (384, 128), (128, 384)])
def test_what_is_looked_down_on_lies_all_over_and_hides_nothing(pack, prompt, size):
    seen = painter(f"{prompt}, seen from above", pack, *size).seen()
    for one, two in itertools.combinations(seen, 2):
        across = min(one.right, two.right) - max(one.left, two.left)
        down = min(one.bottom, two.bottom) - max(one.top, two.top)
        assert across <= 0.5 or down <= 0.5
    middle = sum((each.top + each.bottom) / 2 for each in seen) / len(seen) / size[1]
    assert 0.3 < middle < 0.7


@pytest.mark.parametrize("where", SETTINGS)
def test_from_above_there_is_ground_up_to_the_upper_edge(pack, where):
    def differs(prompt):
        page = painter(prompt, pack)
        for operation in list(page.operations())[: len(page.backdrop.layers)]:
            operation()
        rows = np.asarray(page.picture().convert("RGB"), dtype=float)
        return np.abs(rows[40:80].mean((0, 1)) - rows[-60:].mean((0, 1))).max()

    assert differs(f"top-down view of a stone in {where}") < min(45, differs(f"a stone in {where}") + 20)


def test_a_close_up_softens_its_setting_and_nothing_else(pack):
    def detail(page):
        for operation in list(page.operations())[: len(page.backdrop.layers)]:
            operation()
        return np.abs(np.diff(np.asarray(page.picture().convert("L"), dtype=float), axis=0)).mean()

    near, usual = painter("a close-up of a fox", pack), painter("a fox", pack)
    assert near.framing.blur > 0 == usual.framing.blur
    assert detail(near) < 0.7 * detail(usual)
    assert len(list(near.operations())) == len(list(usual.operations()))
