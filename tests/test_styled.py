"""Pages in the style that is asked for, and pictures of a conversation that are painted anew."""

import numpy as np
import pytest
from PIL import Image

from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.engines.storybook.painting.looks import LOOKS
from pinxit.engines.storybook.scene import PAINTED_STYLES
from pinxit.jobs import Job
from tests.pictures import difference

SIZE = 320


class Waiting:
    def __init__(self):
        self.steps, self.notes, self.shown = 0, [], []

    def step(self):
        self.steps += 1
        return True

    def show(self, image):
        self.shown.append(image)

    def tell(self, note):
        self.notes.append(note)


@pytest.fixture(scope="module")
def engine():
    engine = StorybookEngine()
    engine.load()
    yield engine
    engine.close()


def render(engine, prompt, **choices):
    watch = Waiting()
    picture = engine.render(
        Job(**{"prompt": prompt, "width": SIZE, "height": SIZE, "seed": 3, "steps": 10, "quality": "low"} | choices),
        watch,
    )
    assert watch.steps == 10
    return picture, watch


def go_on(engine, before, prompt, description):
    picture, watch = render(engine, prompt, task="edit", inputs=(before,), description=description)
    return picture.image, watch.notes


def test_every_style_has_a_look():
    assert PAINTED_STYLES == LOOKS.keys()


@pytest.mark.parametrize(
    "prompt",
    [
        "a watercolor of a fox", "a fox, oil painting", "a fox in the style of van gogh", "an ink drawing of a fox",
        "a pencil sketch of a fox", "a comic book fox", "pixel art fox", "a stained glass window of a fox",
        "a fox in black and white", "a mosaic of a fox", "a cubist fox",
    ],
)  # fmt: skip
def test_a_style_changes_the_picture_and_is_said(engine, prompt):
    plain, _ = render(engine, "a fox")
    styled, watch = render(engine, prompt)
    assert difference(styled.image, plain.image) > 4
    assert not watch.notes and "children's book" not in styled.caption


def test_a_style_that_is_not_there_is_told(engine):
    picture, watch = render(engine, "an isometric fox")
    assert watch.notes == ['"the style of isometric" (not drawn)'] and "3d render" in picture.caption


@pytest.mark.parametrize("style", ["watercolour", "pixel art", "ink drawing"])
def test_a_styled_picture_may_be_clear(engine, style):
    picture, _ = render(engine, f"a fox, {style}", transparent=True)
    alpha = np.asarray(picture.image.getchannel("A"))
    assert (alpha == 0).mean() > 0.2 and (alpha == 255).mean() > 0.1


def test_pixels_have_hard_edges_even_where_it_is_clear(engine):
    picture, _ = render(engine, "a pixel art fox", transparent=True)
    assert set(np.unique(np.asarray(picture.image.getchannel("A")))) == {0, 255}


def test_what_is_not_touched_stays_where_it_is(engine):
    before, _ = render(engine, "A red fox and an owl in a forest")
    after, notes = go_on(engine, before.image, "Make the fox blue", "A blue fox and an owl in a forest")
    owl = (SIZE // 2 + 20, SIZE // 2, SIZE - 20, SIZE - 20)
    assert difference(after.crop(owl), before.image.crop(owl)) < 1 < difference(after, before.image)
    assert not notes


@pytest.mark.parametrize(
    "prompt, description",
    [
        ("remove the owl", "A red fox in a forest"),
        ("make it three owls", "A red fox and three owls in a forest"),
        ("replace the owl with a rabbit", "A red fox and a rabbit in a forest"),
        ("put them on a beach", "A red fox and an owl, on a beach"),
    ],
)
def test_the_scene_changes_as_the_description_does(engine, prompt, description):
    before, _ = render(engine, "A red fox and an owl in a forest")
    after, notes = go_on(engine, before.image, prompt, description)
    wanted, _ = render(engine, description)
    assert difference(after, wanted.image) < 1 < difference(after, before.image)
    assert not notes


def test_a_style_paints_over_the_picture_as_it_is(engine):
    before = Image.effect_noise((SIZE, SIZE), 80).convert("RGB")
    after, _ = go_on(engine, before, "as a watercolour", "A fox, as a watercolour")
    fox, _ = render(engine, "A fox, as a watercolour")
    assert difference(after, fox.image) > 10


def test_what_cannot_be_drawn_is_never_the_same_picture(engine):
    before, _ = render(engine, "A red fox in a forest")
    after, notes = go_on(engine, before.image, "Now make it look realistic", "A red fox in a forest, realistic")
    assert difference(after, before.image) > 2 and notes
