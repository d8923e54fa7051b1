"""Where a face is found, and where none is, in three photographs and in pictures without any."""

from pathlib import Path

import pytest
from PIL import Image

from pinxit.engines.storybook.edits.faces import find_face
from tests.pictures import photo

PHOTOS = Path(__file__).parent.parent / "bench" / "photos"


@pytest.mark.parametrize("size", [(512, 512), (1024, 1024), (300, 300)])
def test_a_face_is_found(size):
    face = find_face(Image.open(PHOTOS / "astronaut.jpg").resize(size))
    shares = [place / side for place, side in zip(face, (*size, *size), strict=True)]
    for found, there in zip(shares, (0.36, 0.13, 0.53, 0.35), strict=True):
        assert abs(found - there) < 0.05


@pytest.mark.parametrize("name", ["cat", "coffee"])
def test_animals_and_things_have_none(name):
    assert find_face(Image.open(PHOTOS / f"{name}.jpg")) is None


@pytest.mark.parametrize("size", [(1, 1), (8, 300), (64, 64), (333, 111)])
def test_nothing_breaks_it(size):
    assert find_face(photo(size)) is None
    assert find_face(Image.new("RGB", size, (224, 172, 105))) is None  # skin all over
