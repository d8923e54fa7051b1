"""At which size a picture is painted that is wanted at another."""

import math

import pytest

from pinxit.checkpoints import Checkpoints
from pinxit.engines.diffusers.sizes import native_size, shrunk

WANTED = ["1024x1024", "1536x1024", "1024x1536", "1792x1024", "1024x1792", "256x256", "512x512", "640x480", "2048x2048",
          "3840x1280", "333x111", "16x16", "1000x1000"]  # fmt: skip
MODELS = {model.id: model for model in Checkpoints.known().models}


@pytest.mark.parametrize("quality", ["low", "medium", "high", "max"])
@pytest.mark.parametrize("size", WANTED)
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_it_is_one_that_the_model_paints_in_nearly_the_same_shape(model, size, quality):
    width, height = map(int, size.split("x"))
    wide, high = native_size(width, height, model, quality)
    assert wide % model.multiple == 0 and high % model.multiple == 0
    most = model.level(quality).megapixels
    assert wide * high <= most * 1e6 * 1.02
    assert wide * high >= min(model.min_megapixels, most) * 1e6 * 0.7
    assert abs(math.log(wide / high * height / width)) < (0.02 if model.multiple == 16 else 0.15)
    assert (wide > high) == (width > height) and (wide < high) == (width < height)


@pytest.mark.parametrize(
    ("model", "size", "quality", "painted"),
    [
        ("flux2-klein-4b", (1024, 1024), "medium", (1024, 1024)),
        ("flux2-klein-4b", (1536, 1024), "high", (1536, 1024)),
        ("flux2-klein-4b", (1536, 1024), "medium", (1248, 832)),
        ("flux2-klein-4b", (1024, 1792), "medium", (768, 1344)),
        ("flux2-klein-4b", (256, 256), "medium", (512, 512)),
        ("sdxs-512", (1024, 1024), "medium", (512, 512)),
        ("sd-turbo", (1024, 1536), "low", (384, 576)),
        ("z-image-turbo", (1000, 1000), "medium", (1008, 1008)),
    ],
)
def test_some_that_are_known(model, size, quality, painted):
    assert native_size(*size, MODELS[model], quality) == painted


def test_references_are_shrunk_and_never_enlarged():
    assert shrunk(2000, 1000, 0.5) == (1000, 500)
    assert shrunk(100, 50, 0.5) == (100, 50)
    assert shrunk(100_000, 1, 0.01) == (31623, 1)
