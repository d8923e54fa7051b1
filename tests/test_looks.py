"""Looks: each style is itself at first glance, and words stay what they are."""

import numpy as np
import pytest

from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.engines.storybook.painting.looks import LOOKS
from pinxit.engines.storybook.painting.looks.flatten import flat
from pinxit.engines.storybook.painting.painters import painter_of
from pinxit.engines.storybook.reading.parse import parse
from pinxit.engines.storybook.scene import Lettering, Scene, Subject
from pinxit.jobs import Job
from tests.pictures import difference

SIZE = 224
FOX = Scene(setting="meadow", subjects=(Subject(word="fox", art="fluent:fox"),))


@pytest.fixture(scope="module")
def pack():
    engine = StorybookEngine()
    engine.load()
    yield engine.pack
    engine.close()


def painted(pack, style, **choices):
    scene = Scene(**{name: getattr(FOX, name) for name in ("setting", "subjects")} | {"style": style} | choices)
    clear = choices.get("setting") == "plain"
    job = Job(prompt="a fox", width=SIZE, height=SIZE, seed=3, steps=1, quality="low", transparent=clear)
    painter = painter_of(scene, job, pack)
    for operation in painter.operations():
        operation()
    return painter.picture()


class Pages(dict):
    """The same page in each style, painted when it is first looked at."""

    def __init__(self, pack):
        self.pack = pack

    def __missing__(self, style):
        return self.setdefault(style, painted(self.pack, style))


@pytest.fixture(scope="module")
def pages(pack):
    return Pages(pack)


def colours(image):
    """Colours that are seen: those of a hundredth of the picture or more, in steps of 16 levels."""
    coarse = np.asarray(image.convert("RGB")).reshape(-1, 3) // 16
    return int((np.unique(coarse, axis=0, return_counts=True)[1] > 0.01 * len(coarse)).sum())


def saturation(image):
    return float(np.asarray(image.convert("HSV"))[..., 1].mean())


def light(image):
    return float(np.asarray(image.convert("L")).mean())


def test_no_style_looks_like_another(pages):
    names = [None, *LOOKS]
    alike = [
        (one, other)
        for at, one in enumerate(names)
        for other in names[at + 1 :]
        if difference(pages[one], pages[other]) < 3
    ]
    assert not alike


@pytest.mark.parametrize("style", ["pencil", "ink", "manga", "line art", "black and white"])
def test_what_is_drawn_in_black_has_no_colour(pages, style):
    assert saturation(pages[style]) < 25 < saturation(pages[None])


@pytest.mark.parametrize("style", ["flat", "minimalist", "poster", "line art", "pixel art"])
def test_what_is_printed_has_few_colours(pages, style):
    many = len(np.unique(np.asarray(pages[None]).reshape(-1, 3), axis=0))
    few = np.asarray(pages[style]).reshape(-1, 3)
    assert len(np.unique(few, axis=0)) < many / 2
    main = np.unique(few // 8, axis=0, return_counts=True)[1]
    assert np.sort(main)[-12:].sum() > 0.55 * len(few)


def test_neon_is_dark_and_glows(pages):
    assert light(pages["neon"]) < 0.6 * light(pages[None])
    assert saturation(pages["neon"]) > 1.5 * saturation(pages[None])


def test_ink_is_black_on_white(pages):
    levels = np.asarray(pages["ink"].convert("L"))
    assert ((levels < 70) | (levels > 200)).mean() > 0.7


def test_a_colouring_page_is_not_filled(pages):
    levels = np.asarray(pages["line art"].convert("L"))
    assert (levels > 240).mean() > 0.8 and (levels < 60).mean() > 0.02


def test_a_silhouette_is_black_before_a_sky(pages):
    levels = np.asarray(pages["silhouette"].convert("L"))
    middle = levels[SIZE // 2 : SIZE * 3 // 4, SIZE * 3 // 8 : SIZE * 5 // 8]
    assert (middle < 30).mean() > 0.5 and levels[: SIZE // 4].mean() > 60


@pytest.mark.parametrize("style", sorted(LOOKS))
def test_what_is_clear_stays_clear(pack, style):
    alpha = np.asarray(painted(pack, style, setting="plain").getchannel("A"))
    assert alpha[:4, :4].max() == 0 and (alpha > 200).mean() > 0.15


@pytest.mark.parametrize("style", ["oil", "stained glass", "mosaic", "watercolour", "pencil"])
def test_words_are_not_smeared(pack, style):
    """Letters that the page's work would have broken up have the same shapes as on a plain page."""
    words = (Lettering(text="HI"),)

    def lettered(look):
        both = [painted(pack, look, lettering=each, subjects=()).convert("L") for each in (words, ())]
        return np.abs(np.asarray(both[0], int) - np.asarray(both[1], int)) > 60

    wanted = lettered(None)
    assert (lettered(style) & wanted).sum() > 0.6 * wanted.sum()


@pytest.mark.parametrize("style", ["oil", "stained glass", "mosaic"])
def test_words_on_a_board_are_not_smeared(pack, style):
    boards = (Lettering(text="HI", place="sign"),)
    plain, styled = (np.asarray(painted(pack, look, lettering=boards), int) for look in (None, style))
    assert (np.abs(plain - styled).max(axis=2) < 3).mean() > 0.03  # the plank and its letters are the same pixels


def test_the_same_seed_paints_the_same(pack, pages):
    for style in ("oil", "clay", "photo"):
        assert painted(pack, style).tobytes() == pages[style].tobytes()


@pytest.mark.parametrize(
    "prompt, style",
    [
        ("a fox in the style of a 1950s travel poster", "poster"), ("a claymation fox", "clay"),
        ("a Pixar style fox", "3d render"), ("a colouring page of a fox", "line art"),
        ("blueprint of a fox", "blueprint"), ("a paper cutout of a fox", "paper cut-out"),
        ("a fox, in chalk", "chalk"), ("a fox with a box of crayons", None), ("a fox and a clay pot", None),
    ],
)  # fmt: skip
def test_the_words_of_a_style_lead_to_its_look(pack, prompt, style):
    scene = parse(prompt, pack)
    assert scene.style == style and scene.subjects[0].word == "fox"
    assert style is None or not scene.missing


def test_gradients_become_their_mean():
    stops = '<stop offset="0" stop-color="#ff0000"/><stop offset="1" stop-color="#0000ff"/>'
    body = f'<defs><linearGradient id="a">{stops}</linearGradient></defs><path d="M0 0h9v9z" fill="url(#a)"/>'
    assert 'fill="#800080"' in flat(body)


def test_light_and_shade_are_left_out():
    stops = '<stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/>'
    body = f'<defs><radialGradient id="a">{stops}</radialGradient></defs><path d="M0 0h9v9z" fill="url(#a)"/>'
    assert 'fill="none"' in flat(body)
