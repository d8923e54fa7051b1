"""Who paints what: what is on disk, what the settings name, and what fits."""

import json

import pytest

from pinxit.catalog import Catalog
from pinxit.checkpoints import Checkpoints
from pinxit.config import Config
from pinxit.engines.diffusers.devices import find_devices
from pinxit.errors import ConfigError
from pinxit.painters import assign
from pinxit.weights import Weights

pytest.importorskip("torch")
pytestmark = pytest.mark.xdist_group("open models")  # so that one worker alone reads torch


@pytest.fixture
def folder(tmp_path):
    """A folder that has what a folder with weights has, for those who do not read them."""
    (tmp_path / "sd").mkdir()
    (tmp_path / "sd" / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline"}))
    return str(tmp_path / "sd")


def cast(tmp_path, models=None, **settings):
    config = Config(data=tmp_path, models=models or {}, device="cpu", memory_gib=8, **settings)
    return assign(config, Catalog.built_in(), Checkpoints.known(config.models), Weights(config.weights))


def of(folder, **more):
    return {"extends": "stable-diffusion", "source": folder} | more


def test_with_nothing_here_storybook_paints(tmp_path):
    painters = cast(tmp_path)
    assert painters.default.name == "storybook" and painters.engines == ("storybook",)
    assert "pinxit models pull" in painters.reason
    assert not painters.devices  # torch was not asked for any


def test_the_best_that_fits_is_chosen(tmp_path, folder):
    small, large = of(folder, rank=1, on_cpu=True), of(folder, rank=2, on_cpu=True, memory_gib=9)
    painters = cast(tmp_path, {"small": small, "large": large})
    assert painters.default.name == "small" and "cpu (8 GiB)" in painters.reason
    assert painters.of("gpt-image-1").checkpoint.id == "small"
    assert painters.of("large").checkpoint.id == "large"  # by its own name, whatever it takes
    assert painters.of("storybook").engine == "storybook"
    assert cast(tmp_path, {"small": small, "large": large | {"memory_gib": 7}}).default.name == "large"


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"rank": 1, "on_cpu": True, "memory_gib": 9}, "mine (9 GiB), none fits"),
        ({"rank": 1}, "mine (4 GiB), none fits"),  # a processor would take minutes
        ({"on_cpu": True}, "no open model is here"),  # what has no rank is asked for by name
    ],
)
def test_what_does_not_fit_is_not_chosen(tmp_path, folder, table, why):
    painters = cast(tmp_path, {"mine": of(folder, **table)})
    assert painters.default.name == "storybook" and why in painters.reason
    assert cast(tmp_path, {"mine": of(folder, **table)}, engine="mine").default.name == "mine"


def test_a_model_that_is_not_here_cannot_be_named(tmp_path):
    for settings in ({"engine": "flux2-klein-4b"}, {"aliases": {"gpt-image-1": "flux2-klein-4b"}}):
        with pytest.raises(ConfigError, match="pinxit models pull flux2-klein-4b"):
            cast(tmp_path, **settings)
    with pytest.raises(ConfigError, match="'nothing'"):
        cast(tmp_path, engine="nothing")


def test_not_for_commerce_is_never_chosen_unasked():
    for checkpoint in Checkpoints.known().models:
        assert checkpoint.is_commercial or checkpoint.rank == 0


def test_aliases(tmp_path, folder):
    painters = cast(
        tmp_path,
        {"mine": of(folder)},
        engine="testcard",
        aliases={"gpt-image-2": "mine", "dall-e-2": "storybook", "house-style": "mine", "old-name": "dall-e-3"},
    )
    assert painters.of("gpt-image-2").name == "mine"
    assert painters.of("gpt-image-2-2026-04-21").name == "mine"  # which is the same model
    assert painters.of("dall-e-2").name == "storybook"
    assert painters.of("house-style").name == "mine"
    assert painters.of("old-name").name == painters.of("dall-e-3").name == "testcard"
    catalog = Catalog.built_in().serving(["mine"], {"house-style": "mine", "old-name": "dall-e-3", "dall-e-2": "mine"})
    assert catalog.names["house-style"].profile == catalog.names["mine"].profile == "open"
    assert catalog.names["old-name"].profile == "dall-e-3"
    assert catalog.names["dall-e-2"].profile == "dall-e-2"
    with pytest.raises(ConfigError, match="'dall-e-2'"):
        cast(tmp_path, aliases={"dall-e-2": "dall-e-3"})


def test_edits_go_to_the_model_that_makes_them(tmp_path, folder):
    models = {"one": of(folder, edits_by="two", masks_by="three"), "two": of(folder)}
    one = cast(tmp_path, models, engine="one").default
    assert one.checkpoint_for("generate", has_mask=False).id == "one"
    assert one.checkpoint_for("edit", has_mask=False).id == "two"
    assert one.checkpoint_for("edit", has_mask=True).id == "one"  # which has an inpainting class of its own
    one = cast(tmp_path, models | {"three": of(folder)}, engine="one").default
    assert one.checkpoint_for("edit", has_mask=True).id == "three"


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"extends": "nothing", "source": "x/y"}, "'nothing'"),
        ({"extends": "stable-diffusion"}, "source"),
        ({"extends": "stable-diffusion", "source": "x/y", "stepz": 3}, "stepz"),
        ({"extends": "mine", "source": "x/y"}, "circle"),
        ({"extends": "stable-diffusion", "source": "x/y", "edit": "X"}, "references"),
        (
            {"extends": "z-image", "source": "x/y", "gguf": {"source": "x/y", "file": "z"}, "quantization": "nf4"},
            "gguf",
        ),
        ({"extends": "stable-diffusion", "source": "x/y", "low": {"steps": 0, "megapixels": 1}}, "low.steps"),
    ],
)
def test_a_wrong_table_is_named(table, why):
    with pytest.raises(ConfigError, match="'mine'|mine") as info:
        Checkpoints.known({"mine": table})
    assert why in str(info.value)


def test_a_table_may_change_a_built_in_model():
    klein = Checkpoints.known({"flux2-klein-4b": {"offload": "model", "memory_gib": 10}}).get("flux2-klein-4b")
    assert (klein.offload, klein.memory_gib, klein.edit, klein.rank) == ("model", 10, "Flux2KleinPipeline", 50)
    mine = Checkpoints.known({"mine": {"extends": "flux2-klein-9b", "source": "me/mine", "inpaint": ""}}).get("mine")
    assert (mine.inpaint, mine.rank, mine.is_commercial) == (None, 0, True)  # a licence belongs to its weights
    assert not Checkpoints.known({"mine": {"extends": "flux2-klein-9b"}}).get("mine").is_commercial


def test_devices_are_found_by_name():
    one, two = find_devices("cpu, cpu", 2)
    assert (one.name, one.kind, one.memory_gib) == ("cpu", "cpu", 2) == (two.name, two.kind, two.memory_gib)
    assert find_devices("auto")[0].memory_gib > 0.5


@pytest.mark.parametrize("setting", ["tpu", "cuda:99", "cuda:x", " , ", "cpu:1"])
def test_a_device_that_is_not_there_is_named(setting):
    with pytest.raises(ConfigError, match=setting.strip(" ,") or "names no device"):
        find_devices(setting)
