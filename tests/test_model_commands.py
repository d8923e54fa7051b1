"""The commands for models: what is there, pulling with consent, removing, and what is told of one."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pinxit.catalog import Catalog
from pinxit.checkpoints import Checkpoints
from pinxit.cli import main
from pinxit.weights import Weights
from tests.hub import Hub

UNET = "unet/diffusion_pytorch_model.safetensors"


@pytest.fixture
def hub():
    """Two of the built-in models, as small as they can be; sd-turbo's licence does not allow every use."""
    from huggingface_hub import close_session

    index = json.dumps({"unet": ["diffusers", "UNet2DConditionModel"]}).encode()
    files = {"model_index.json": index, "unet/config.json": b"{}", UNET: b"unet" * 1000}
    hub = Hub(**{"IDKiro__sdxs-512-0.9": files, "stabilityai__sd-turbo": files})
    yield hub
    hub.stop()
    close_session()


@pytest.fixture
def run(tmp_path):
    def invoke(*arguments, **environment):
        here = {"PINXIT_DATA": str(tmp_path), "PINXIT_ENGINE": "testcard"}
        return CliRunner().invoke(main, ["models", *arguments], env=here | environment)

    return invoke


@pytest.fixture
def pulled(hub, tmp_path):
    """sdxs-512, pulled to where the commands look."""
    weights = Weights(tmp_path / "weights", endpoint=hub.endpoint)
    weights.pull(Checkpoints.known().get("sdxs-512"))
    return weights


def separately(hub, tmp_path, *arguments, **streams):
    """The commands in a process of their own, since huggingface_hub reads where the hub is when it is imported."""
    code = "from pinxit.model_commands import models; models()"
    environment = os.environ | {"HF_ENDPOINT": hub.endpoint, "PINXIT_DATA": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, **streams
    )


def configured(tmp_path, source):
    """The flags for a model "mine" of the settings, whose licence allows any use."""
    file = tmp_path / "pinxit.toml"
    table = f'[models.mine]\nextends = "stable-diffusion"\nsource = "{source}"\nlicence = "Apache-2.0"\n'
    file.write_text(table, encoding="utf-8")
    return "--config", str(file)


@pytest.mark.parametrize("arguments", [[], ["list"]])
def test_list_has_every_id_and_every_open_model(run, pulled, arguments):
    served, known, notes = run(*arguments).output.split("\n\n")
    painters = {line.split()[0]: line.split()[1] for line in served.splitlines()[1:]}
    assert painters == dict.fromkeys(Catalog.built_in().names, "testcard") | {"sdxs-512": "sdxs-512"}
    assert known.startswith("OPEN MODEL")
    rows = {line.split()[0]: line for line in known.splitlines()[1:]}
    assert list(rows) == [model.id for model in Checkpoints.known().models]
    assert "yes" in rows["sdxs-512"] and " 3 GiB" in rows["sdxs-512"] and "OpenRAIL++-M  " in rows["sdxs-512"]
    assert " no " in rows["sd-turbo"] and "Community License *" in rows["sd-turbo"]
    assert "* This licence does not allow every use" in notes


@pytest.mark.parametrize("where", [lambda flags: [*flags, "list"], lambda flags: ["list", *flags], lambda flags: flags])
def test_models_of_the_settings_are_listed(run, tmp_path, where):
    (tmp_path / "model_index.json").write_text("{}", encoding="utf-8")
    flags = configured(tmp_path, tmp_path)
    served, row = [line for line in run(*where(flags)).output.splitlines() if line.startswith("mine ")]
    assert "mine  " in served.removeprefix("mine ") and "WIDTHxHEIGHT" in served
    assert " local " in row and "Apache-2.0" in row


def test_pull_needs_yes_where_there_is_no_terminal(run, hub, tmp_path):
    result = run("pull", "sd-turbo")
    assert result.exit_code == 2 and "does not allow every use" in result.output and "give --yes" in result.output
    assert hub.described == 0
    done = separately(hub, tmp_path, "pull", "sd-turbo", "--yes", stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Licence of sd-turbo: Stability AI Community License, https://stability.ai/license\n")
    assert done.stdout.splitlines()[-1] == f"sd-turbo is here: {tmp_path}/weights/stabilityai--sd-turbo+fp16"
    record = Weights(tmp_path / "weights").record(Checkpoints.known().get("sd-turbo"))
    assert record.licence == "Stability AI Community License"
    hub.stop()
    result = run("pull", "sd-turbo")
    assert result.exit_code == 0 and "is here already" in result.output and "Licence" not in result.output


def test_pull_needs_no_consent_to_a_licence_for_any_use(run, tmp_path):
    result = run("pull", "mine", *configured(tmp_path, tmp_path / "nowhere"))
    assert result.output.startswith("Licence of mine: Apache-2.0\n")
    assert result.exit_code == 2 and "nowhere/model_index.json, which is not there" in result.output


def test_a_pull_that_fails_is_no_wrong_usage(run, tmp_path):
    result = run("pull", "mine", *configured(tmp_path, "us//tiny"))
    assert result.exit_code == 1 and "Error: 'us//tiny' is neither a repository" in result.output
    assert "Usage" not in result.output


@pytest.mark.parametrize("answer, code", [("y", 0), ("n", 1)])
def test_pull_asks_at_a_terminal(hub, tmp_path, answer, code):
    import pty

    leader, follower = pty.openpty()
    os.write(leader, f"{answer}\n".encode())
    done = separately(hub, tmp_path, "pull", "sd-turbo", stdin=follower)
    os.close(follower)
    os.close(leader)
    assert done.returncode == code and "Do you agree to it?" in done.stdout
    assert Weights(tmp_path / "weights").is_present(Checkpoints.known().get("sd-turbo")) == (answer == "y")


def test_remove_asks_and_says_what_it_did(run, pulled):
    sdxs = Checkpoints.known().get("sdxs-512")
    result = run("remove", "sdxs-512")
    assert result.exit_code == 2 and "Remove sdxs-512" in result.output and pulled.is_present(sdxs)
    result = run("remove", "sdxs-512", "--yes")
    assert result.output == f"Removed {pulled.path(sdxs)}: 0.0 MiB.\n" and not pulled.is_present(sdxs)
    assert run("remove", "sdxs-512", "--yes").output == "Nothing of sdxs-512 is here.\n"


def test_info_tells_everything(run, pulled):
    sdxs = Checkpoints.known().get("sdxs-512")
    said = dict(line.split(": ", 1) for line in run("info", "sdxs-512", "--check").output.splitlines())
    said = {name: text.strip() for name, text in said.items()}
    assert said["source"] == "IDKiro/sdxs-512-0.9" and said["folder"] == str(pulled.path(sdxs))
    assert said["revision"] == f"main, commit {pulled.record(sdxs).commit}"
    assert said["here"].startswith("yes, 0.0 MiB") and said["memory"] == "3 GiB, as float32"
    assert said["licence"].startswith("CreativeML OpenRAIL++-M, https://") and said["commerce"] == "allowed"
    assert said["words"] == "yes, StableDiffusionPipeline" and said["masks"] == "yes, StableDiffusionInpaintPipeline"
    assert said["references"] == "painted over, StableDiffusionImg2ImgPipeline"
    assert said["high"] == "1 step, guidance 0, up to 0.4 megapixels"
    assert said["checked"] == "every file is as it came"


@pytest.mark.parametrize(
    "model, told",
    [
        ("flux2-klein-9b", ["up to 10, Flux2KleinPipeline", "not in every case", "no, 0.0 MiB on disk"]),
        ("qwen-image-2512", ["by qwen-image-edit-2511, where it is here", "yes, QwenImageInpaintPipeline"]),
        ("qwen-image-edit-2511", ["by qwen-image-edit, where it is here"]),
        ("sd-turbo", ["variant:     fp16"]),
    ],
)
def test_info_of_what_is_not_here(run, model, told):
    said = run("info", model).output
    assert all(text in said for text in told), said


def test_info_finds_what_is_damaged(run, pulled):
    file = pulled.path(Checkpoints.known().get("sdxs-512")) / UNET
    file.write_bytes(b"eaten" * 800)
    result = run("info", "sdxs-512", "--check")
    assert result.exit_code == 1 and f"{file} is damaged" in result.output
    assert "`pinxit models pull sdxs-512 --check` fetches anew" in result.output


@pytest.mark.parametrize("command", ["pull", "remove", "info"])
def test_an_unknown_model_is_a_sentence(run, command):
    result = run(command, "nope")
    assert result.exit_code == 2 and "There is no open model 'nope'" in result.output


def test_list_helps_when_the_settings_name_what_is_not_here(run):
    result = run("list", PINXIT_ENGINE="sdxs-512")
    assert result.exit_code == 0 and "pinxit models pull sdxs-512" in result.output
    assert "\nflux2-klein-4b" in result.output
