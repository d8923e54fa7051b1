"""Holes are filled from their surroundings: nothing else changes, and lines, textures, noise and shades continue."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pinxit.engines.storybook.edits.fill import STAGES, fill

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

SIDE = 128
DETAILS = (0, 1, 2)


def filled(pixels: Pixels, hole: Mask, detail: int = 1, seed: int = 1) -> Pixels:
    """The result, after a look at every step: where there is no hole, nothing has changed."""
    steps = [np.asarray(step) for step in pictures(pixels, hole, detail, seed)]
    assert len(steps) == STAGES[detail]
    for step in steps:
        assert (step[~hole] == pixels[~hole]).all()
    return steps[-1]


def pictures(pixels: Pixels, hole: Mask, detail: int, seed: int) -> list[Image.Image]:
    return list(fill(Image.fromarray(pixels), Image.fromarray(hole.astype(np.uint8) * 255), seed=seed, detail=detail))


def spoilt(pixels: Pixels, hole: Mask) -> Pixels:
    """The picture with magenta in its hole, which is not to be seen afterwards."""
    result = pixels.copy()
    result[hole] = 255, 0, 255
    return result


def box(top: int, left: int, bottom: int, right: int, side: int = SIDE) -> Mask:
    hole = np.zeros((side, side), dtype=bool)
    hole[top:bottom, left:right] = True
    return hole


def painted(shade: Callable[[Pixels, Pixels], object], side: int = SIDE) -> Pixels:
    """A picture from a function of y and x, in levels, or in three of them."""
    y, x = np.mgrid[:side, :side]
    values = np.asarray(shade(y, x), dtype=np.float64)
    return np.clip(np.rint(np.broadcast_to(np.atleast_3d(values), (side, side, 3))), 0, 255).astype(np.uint8)


def noisy(level: float, spread: float, side: int = SIDE) -> Pixels:
    noise = np.random.default_rng(7).normal(level, spread, (side, side, 3))
    return np.clip(np.rint(noise), 0, 255).astype(np.uint8)


def error(one: Pixels, other: Pixels, hole: Mask) -> float:
    """The mean difference in the hole, levels of 255."""
    return float(np.abs(one[hole].astype(int) - other[hole]).mean())


MIDDLE = box(42, 42, 84, 84)


@pytest.mark.parametrize("detail", DETAILS)
def test_the_same_seed_gives_the_same_pixels(detail):
    pixels = spoilt(noisy(120, 20), MIDDLE)
    first, again = (pictures(pixels, MIDDLE, detail, 5) for _ in range(2))
    assert [step.tobytes() for step in first] == [step.tobytes() for step in again]


def test_another_seed_gives_other_pixels():
    pixels = spoilt(noisy(120, 20), MIDDLE)
    first, second = (pictures(pixels, MIDDLE, 0, seed)[-1] for seed in (5, 6))
    assert first.tobytes() != second.tobytes()


@pytest.mark.parametrize("detail", DETAILS)
def test_a_gradient_is_restored(detail):
    truth = painted(lambda y, x: np.dstack([40 + 0.8 * x, 200 - 0.7 * y, 60 + 0.4 * (x + y)]))
    result = filled(spoilt(truth, MIDDLE), MIDDLE, detail)
    assert error(result, truth, MIDDLE) < 1.5
    assert np.abs(result[MIDDLE].astype(int) - truth[MIDDLE]).max() < 6


@pytest.mark.parametrize("slope", [0.0, 0.12])
def test_a_horizon_continues(slope):
    truth = painted(lambda y, x: np.where((y > 55 + slope * x)[..., None], (60, 110, 50), (150, 190, 230)))
    hole = box(40, 40, 90, 90)
    result = filled(spoilt(truth, hole), hole)
    columns = np.arange(40, 90)
    rows = (result[:, columns, 2] > 140).sum(axis=0) - 1
    assert np.abs(rows - (55 + slope * columns)).max() <= 2
    assert error(result, truth, hole) < 2


@pytest.mark.parametrize(
    "shade",
    [
        lambda y, x: 60 + 140 * (x // 8 % 2),
        lambda y, x: 60 + 140 * ((x // 10 + y // 10) % 2),
        lambda y, x: 130 + 60 * np.sin((x + y) / 4),
    ],
    ids=["stripes", "checkerboard", "waves"],
)
def test_a_pattern_continues(shade):
    truth = painted(shade)
    assert error(filled(spoilt(truth, MIDDLE), MIDDLE), truth, MIDDLE) < 3


@pytest.mark.parametrize("detail", DETAILS)
def test_noise_continues(detail):
    truth = noisy(128, 12)
    inside = filled(spoilt(truth, MIDDLE), MIDDLE, detail)[46:80, 46:80].astype(float)
    assert 0.85 * 12 < inside.std() < 1.15 * 12
    assert abs(inside.mean() - 128) < 4
    # Copied pixel by pixel, or blurred, it would not be as sharp.
    assert 0.85 < np.abs(np.diff(inside, axis=0)).mean() / np.abs(np.diff(truth.astype(float), axis=0)).mean() < 1.15


@pytest.mark.parametrize("hole", [box(0, 30, 50, 90), box(50, 0, 128, 40), box(88, 88, 128, 128)])
def test_a_hole_may_touch_the_border(hole):
    truth = painted(lambda y, x: 70 + 100 * (y // 12 % 2))
    assert error(filled(spoilt(truth, hole), hole), truth, hole) < 3


def test_two_holes_are_both_filled_each_from_its_own_surroundings():
    truth = painted(lambda y, x: np.where((x < 256)[..., None], (200, 40, 40), (40, 40, 200)), side=512)
    hole = box(20, 20, 50, 50, 512) | box(460, 450, 490, 490, 512)
    assert error(filled(spoilt(truth, hole), hole), truth, hole) < 1


def test_scratches_vanish():
    truth = painted(lambda y, x: np.dstack([90 + 0.5 * y, 120 + 40 * (x > 64), 100 + 0 * y]))
    scratch = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(scratch).line([(5, 10), (120, 110)], fill=255, width=3)
    hole = np.asarray(scratch) > 0
    assert error(filled(spoilt(truth, hole), hole), truth, hole) < 3


@pytest.mark.parametrize("rim", [1, 8, 30])
def test_all_but_a_rim_is_filled(rim):
    hole = box(rim, rim, SIDE - rim, SIDE - rim)
    truth = painted(lambda y, x: np.full((SIDE, SIDE, 3), (90, 140, 60)))
    assert error(filled(spoilt(truth, hole), hole, detail=0), truth, hole) < 3


def test_a_picture_that_is_all_hole_stays_as_it_is():
    pixels = noisy(100, 10)
    assert (filled(pixels, np.ones((SIDE, SIDE), dtype=bool)) == pixels).all()


@pytest.mark.parametrize("detail", DETAILS)
def test_an_empty_hole_returns_the_picture(detail):
    filled(noisy(100, 10), np.zeros((SIDE, SIDE), dtype=bool), detail)


@pytest.mark.parametrize("hole", [box(5, 5, 10, 10, 16), box(0, 0, 8, 16, 16), box(3, 0, 4, 16, 16)])
def test_tiny_pictures_are_filled(hole):
    truth = painted(lambda y, x: 100 + 4 * y, side=16)
    assert error(filled(spoilt(truth, hole), hole), truth, hole) < 25


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (7, 3), (90, 2)])
def test_slivers_are_filled(size):
    pixels = np.full((*size, 3), 120, dtype=np.uint8)
    hole = np.zeros(size, dtype=bool)
    hole[: size[0] // 2 + 1, : size[1] // 2 + 1] = True
    filled(pixels, hole)


@pytest.mark.parametrize("detail", DETAILS)
def test_nothing_remains_of_what_was_removed(detail):
    picture = Image.fromarray(noisy(0, 6) // 4 + np.array((60, 140, 50), dtype=np.uint8)).resize((512, 512))
    ImageDraw.Draw(picture).ellipse((160, 160, 340, 340), fill=(220, 30, 30))
    mask = Image.new("L", (512, 512))
    ImageDraw.Draw(mask).ellipse((160, 160, 340, 340), fill=255)
    # Made smaller, the disc has a rim of mixed colours that a tight mask leaves outside.
    pixels = np.asarray(picture.resize((128, 128), Image.Resampling.LANCZOS))
    hole = np.asarray(mask.resize((128, 128), Image.Resampling.BOX)) > 200
    result = filled(pixels, hole, detail)[hole].astype(int)
    assert (result[:, 0] - result[:, 1]).max() < -40


def test_texture_is_as_sharp_as_around_and_not_one_patch_again_and_again():
    noise = np.random.default_rng(3).normal(0, 1, (SIDE, SIDE))
    spectrum = np.fft.fft2(noise) / (1 + (np.hypot(*np.meshgrid(*[np.fft.fftfreq(SIDE)] * 2)) * 30) ** 2)
    texture = np.real(np.fft.ifft2(spectrum))
    truth = painted(lambda y, x: 128 + 40 * texture / texture.std())
    inside = filled(spoilt(truth, MIDDLE), MIDDLE, detail=2)[44:82, 44:82, 0].astype(float)
    sharpness = [np.abs(np.diff(each.astype(float), axis=0)).mean() for each in (inside, truth[..., 0])]
    assert 0.75 < sharpness[0] / sharpness[1] < 1.25
    pieces = {inside[y : y + 4, x : x + 4].tobytes() for y in range(0, 36, 4) for x in range(0, 36, 4)}
    assert len(pieces) > 70
