"""Patterns and second colours: read in a prompt, and painted."""

import numpy as np
import pytest

from pinxit.engines.storybook.engine import StorybookEngine
from pinxit.engines.storybook.painting.patterns import Dye, dyed
from pinxit.jobs import Job
from tests.test_engines import Waiting


@pytest.fixture(scope="module")
def engine():
    engine = StorybookEngine()
    engine.load()
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "prompt, colour, second, pattern",
    [
        ("a striped umbrella", None, None, "striped"),
        ("a red and white striped umbrella", "red", "white", "striped"),
        ("a polka dot dress", None, None, "spotted"),
        ("a pink dress with white polka dots", "pink", "white", "spotted"),
        ("a plaid coat", None, None, "checkered"),
        ("a balloon with a star pattern", None, None, "starry"),
        ("a floral vase", None, None, "flowered"),
        ("a mug with hearts on it", None, None, "hearts"),
        ("a zebra-striped horse", "white", "black", "striped"),
        ("a black and white cat", "black", "white", None),
        ("a striped zebra", None, None, None),
        ("three red and white striped umbrellas", "red", "white", "striped"),
        ("a dog under a starry night sky", None, None, None),
    ],
)
def test_patterns_are_read(engine, prompt, colour, second, pattern):
    subject = engine.read(prompt).subjects[0]
    assert (subject.colour, subject.second, subject.pattern) == (colour, second, pattern)


def shares(prompt, engine, *colours):
    """How much of what is seen on a transparent picture is near each colour."""
    job = Job(prompt=prompt, width=256, height=256, seed=1, steps=2, transparent=True)
    pixels = np.asarray(engine.render(job, Waiting()).image).astype(int)
    seen = pixels[pixels[..., 3] > 200][:, :3]
    return [float((np.abs(seen - colour).max(axis=1) < 70).mean()) for colour in colours]


@pytest.mark.parametrize(
    "prompt",
    [
        "a red and white striped umbrella",  # a thing
        "a red t-shirt with white hearts all over",
        "a cat wearing a red and white checkered sweater",  # what is worn
        "a girl in a red and white polka dot dress",  # a person's own clothes
        "a red and white car",
    ],
)
def test_both_colours_are_seen(engine, prompt):
    red, white = shares(prompt, engine, (215, 50, 50), (245, 240, 240))
    assert red > 0.03 and white > 0.03


def test_marks_follow_light_and_shade_and_keep_eyes_and_edges():
    pixels = np.zeros((60, 60, 4), np.uint8)
    pixels[5:55, 5:55] = (200, 60, 60, 255)
    pixels[30:55, 5:55] = (150, 40, 40, 255)  # in the shade
    pixels[8:12, 8:12] = (10, 10, 10, 255)  # an eye
    after = dyed(pixels, Dye("red", "striped", "white"), "clothing")
    assert (after[..., 3] == pixels[..., 3]).all()
    assert (after[8:12, 8:12, :3] < 40).all()
    light, shade = after[12:30, 20:40, :3].max(axis=(1, 2)), after[30:55, 20:40, :3].max(axis=(1, 2))
    assert light.max() > 235 and shade.max() < light.max() - 10
    assert (after[5:55, 30, 1] > 180).any() and (after[5:55, 30, 1] < 90).any()
