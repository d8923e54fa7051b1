"""Things that are put onto a picture take its light."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from pinxit.engines.storybook.edits.light import light_at, lit_as
from pinxit.engines.storybook.edits.pasting import place

SIZE = 160


def scene(ground=(120, 150, 120), *, blur=0.0, grain=0.0, shade=None):
    """Boxes on a ground: something with edges."""
    image = Image.new("RGB", (SIZE, SIZE), ground)
    pen = ImageDraw.Draw(image)
    for left in range(0, SIZE, 40):
        pen.rectangle((left, 0, left + 19, SIZE), fill=tuple(level // 3 for level in ground))
    image = image.filter(ImageFilter.GaussianBlur(blur)) if blur else image
    pixels = np.asarray(image, dtype=np.float32)
    pixels = pixels + np.random.default_rng(3).normal(0, grain, (SIZE, SIZE, 1))
    if shade is not None:
        pixels = pixels * np.linspace(*shade, SIZE)[None, :, None]
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


BOX = (60, 60, 100, 100)


def disc():
    image = Image.new("RGBA", (40, 40))
    ImageDraw.Draw(image).ellipse((2, 2, 37, 37), fill=(220, 220, 220, 255))
    return image


def middle(image):
    return np.asarray(image, dtype=np.float32)[15:25, 15:25, :3].reshape(-1, 3)


def test_a_dark_picture_darkens_and_a_warm_one_warms():
    day, night = (middle(lit_as(disc(), scene(ground), BOX)) for ground in ((200, 200, 200), (40, 40, 40)))
    warm = middle(lit_as(disc(), scene((230, 150, 90)), BOX)).mean(0)
    assert night.mean() < 0.7 * day.mean()
    assert warm[0] > 1.25 * warm[2]


@pytest.mark.parametrize("blur", [1.5, 3.0])
def test_a_soft_picture_softens(blur):
    assert light_at(scene(), BOX).softness < 0.5 < light_at(scene(blur=blur), BOX).softness
    edges = [np.abs(np.diff(np.asarray(lit_as(disc(), one, BOX))[20, :, 3].astype(int))).max()
             for one in (scene(), scene(blur=blur))]  # fmt: skip
    assert edges[1] < 0.7 * edges[0]


def test_a_grainy_picture_makes_grain_and_a_clean_one_none():
    clean, grainy = (middle(lit_as(disc(), scene(grain=each), BOX)).std(0).mean() for each in (0, 5))
    assert clean < 0.5 and 2 < grainy < 8


@pytest.mark.parametrize(("shade", "side"), [((1.4, 0.6), 1), ((0.6, 1.4), -1)])
def test_shadows_fall_away_from_the_bright_side(shade, side):
    picture = scene((150, 150, 150), shade=shade)
    assert np.sign(light_at(picture, BOX).lean) == side
    post = Image.new("RGBA", (12, 60), (200, 60, 60, 255))
    shadowed = np.asarray(place(picture, post, 80, 130, stands=True), dtype=np.int16)
    darker = (np.asarray(picture, dtype=np.int16) - shadowed).sum(axis=2).clip(0)[112:130]
    left, right = darker[:, :73].sum(), darker[:, 87:].sum()
    assert (right > 2 * left) if side > 0 else (left > 2 * right)
