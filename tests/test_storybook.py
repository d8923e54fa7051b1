"""What the pictures show, read from their pixels."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.jobs import Job
from tests.test_engines import Waiting


@pytest.fixture(scope="module")
def engine():
    engine = StorybookEngine()
    engine.load()
    yield engine
    engine.close()


def draw(engine, prompt, watch=None, **choices):
    job = Job(**{"prompt": prompt, "width": 256, "height": 256, "seed": 1, "steps": 6} | choices)
    return engine.render(job, watch or Waiting())


def pixels(picture):
    return np.asarray(picture.image).astype(int)


def brightness(picture):
    return pixels(picture)[..., :3].mean()


def blobs(picture):
    """How many separate things stand on a transparent picture."""
    solid = np.asarray(picture.image.resize((128, 128)))[..., 3] > 128
    count, seen = 0, np.zeros_like(solid)
    for start in zip(*np.nonzero(solid), strict=True):
        if seen[start]:
            continue
        area, edge = 0, [start]
        while edge:
            y, x = edge.pop()
            if 0 <= y < 128 and 0 <= x < 128 and solid[y, x] and not seen[y, x]:
                seen[y, x] = True
                area += 1
                edge += [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]
        count += area > 20  # less is the end of a balloon's string
    return count


@pytest.mark.parametrize("word, channel", [("red", 0), ("green", 1), ("blue", 2)])
@pytest.mark.parametrize("thing", ["balloon", "apple", "cat", "car"])
def test_a_colour_that_was_asked_for_is_seen(engine, thing, word, channel):
    shown = pixels(draw(engine, f"a {word} {thing}", transparent=True))
    visible = shown[shown[..., 3] > 200][:, :3]
    colourful = visible[np.ptp(visible, axis=1) > 50]
    assert len(colourful) > 0.2 * len(visible)
    assert (colourful.argmax(axis=1) == channel).mean() > 0.5


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 12])
@pytest.mark.parametrize("thing", ["apple", "balloon"])
def test_as_many_are_seen_as_were_asked_for(engine, thing, count):
    assert blobs(draw(engine, f"{count} {thing}s", transparent=True)) == count


def test_light_weather_and_season_are_seen(engine):
    day = draw(engine, "a cat in a meadow")
    assert brightness(draw(engine, "a cat in a meadow at night")) < 0.8 * brightness(day)
    others = ["at dusk", "in the rain", "in winter", "in autumn", "in the fog"]
    shown = [pixels(draw(engine, f"a cat in a meadow {words}")) for words in others]
    for picture in shown:
        assert np.abs(picture - pixels(day)).mean() > 4


def test_settings_differ(engine):
    places = ["in a meadow", "on the beach", "in a forest", "in the snow", "in the city", "under the night sky",
              "in a living room", "on a plain background", "under the sea", "in space", "in the desert"]  # fmt: skip
    shown = [pixels(draw(engine, f"a cat {place}", width=64, height=64)) for place in places]
    for number, one in enumerate(shown):
        assert all(np.abs(one - other).mean() > 6 for other in shown[:number])


def test_words_are_set_in_the_picture(engine):
    plain, titled = draw(engine, "a bicycle"), draw(engine, 'a bicycle, with the words "Tour de Fleur"')
    other = draw(engine, 'a bicycle, with the words "Tour de Fler"')
    band = slice(0, 70)
    assert np.abs(pixels(titled)[band] - pixels(plain)[band]).mean() > 5
    assert np.abs(pixels(titled)[band] - pixels(other)[band]).mean() > 1


def test_transparent_has_real_alpha_and_a_filled_frame(engine):
    alpha = pixels(draw(engine, "an elephant in the city", transparent=True))[..., 3]
    assert alpha[0].max() == alpha[-1].max() == alpha[:, 0].max() == alpha[:, -1].max() == 0
    assert 0.25 < (alpha > 200).mean() < 0.9
    assert ((alpha > 0) & (alpha < 255)).any()


def test_qualities_differ_in_what_is_painted(engine):
    low, medium, high = (pixels(draw(engine, "a fox in a forest", quality=q)) for q in ("low", "medium", "high"))
    assert np.abs(low - medium).mean() > 1 and np.abs(medium - high).mean() > 1


def test_styles_change_the_colours(engine):
    def saturation(picture):
        return np.ptp(pixels(picture), axis=2).mean()

    vivid, plain, natural = (draw(engine, "a parrot", style=style) for style in ("vivid", None, "natural"))
    assert saturation(vivid) > saturation(plain) > saturation(natural)


def test_previews_come_closer_to_the_picture(engine):
    watch = Waiting(due=(2, 4, 5))
    final = pixels(draw(engine, "a cat and a dog on the beach", watch))
    distances = [np.abs(np.asarray(image).astype(int) - final).mean() for image in watch.shown]
    assert len(distances) == 3 and distances == sorted(distances, reverse=True) and distances[0] > distances[-1] > 0


def test_a_size_only_scales(engine):
    """The same page at twice the size is the same page."""
    small, large = draw(engine, "a cat and a tree"), draw(engine, "a cat and a tree", width=512, height=512)
    shrunk = np.asarray(large.image.resize((256, 256), Image.Resampling.BOX)).astype(int)
    assert np.abs(shrunk - pixels(small)).mean() < 4


@pytest.mark.parametrize("size", [(1024, 64), (64, 1024), (16, 16), (2000, 250)])
def test_extreme_shapes_are_presentable(engine, size):
    picture = draw(engine, 'three cats, a house and a balloon, "Hello"', width=size[0], height=size[1])
    assert picture.image.size == size and pixels(picture).std() > 10


WORDS = st.sampled_from(
    'a the two three 100 0 red blue cat dog house with in on of and "hi" "" \' " , . ? sign says riding wearing hat '
    "table moon snow forest no without is huge tiny 🦊 🏠 <svg> & ; \x00 é 猫 {} %s \\n between group dozen".split(" ")
)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(words=st.lists(WORDS | st.text(max_size=12), max_size=14), transparent=st.booleans())
def test_no_prompt_breaks_it(engine, words, transparent):
    picture = draw(engine, " ".join(words), width=48, height=40, transparent=transparent, quality="low")
    assert picture.image.size == (48, 40)
    assert picture.caption
