import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import openai as sdk
import pytest
from click.testing import CliRunner
from PIL import Image

from pinxit.catalog import Catalog
from pinxit.cli import main
from tests.pictures import mask, photo


def opened(path):
    with Image.open(path) as image:
        image.load()
        return image


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments, **environment):
        return CliRunner().invoke(main, arguments, env={"PINXIT_ENGINE": "testcard", **environment})

    return invoke


def test_generate_writes_a_picture_and_says_where(run, tmp_path):
    result = run("generate", "a cat", "-o", "out.png", "--size", "320x200", "--seed", "3")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(str(tmp_path / "out.png"))
    assert re.search(r"\(\d+\.\d\d s\)", result.stdout)
    assert opened(tmp_path / "out.png").size == (320, 200)


@pytest.mark.parametrize("name, magic", [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.webp", "WEBP")])
def test_generate_takes_the_format_from_the_name(run, tmp_path, name, magic):
    assert run("generate", "a cat", "-o", name).exit_code == 0
    assert opened(tmp_path / name).format == magic


def test_generate_takes_every_option(run, tmp_path):
    result = run(
        "generate", "a cat", "-o", "out.webp", "--model", "gpt-image-1", "--n", "2", "--size", "1024x1536",
        "--quality", "low", "--background", "transparent", "--output-compression", "60", "--moderation", "low",
        "--partial-images", "1", "--seed", "5",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"out-1.webp", "out-2.webp", "out-1-partial-0.webp", "out-2-partial-0.webp"}
    assert opened(tmp_path / "out-1.webp").mode == "RGBA"
    assert (tmp_path / "out-1.webp").read_bytes() != (tmp_path / "out-2.webp").read_bytes()


def test_generate_with_dalle(run, tmp_path):
    result = run("generate", "a cat", "--model", "dall-e-3", "--quality", "hd", "--style", "natural", "-o", "d.png")
    assert result.exit_code == 0, result.output
    assert opened(tmp_path / "d.png").size == (1024, 1024)


def test_edit_changes_a_picture(run, tmp_path):
    photo((300, 200)).save(tmp_path / "in.jpg")
    result = run("edit", "make it night", "in.jpg", "-o", "out.png", "--seed", "3")
    assert result.exit_code == 0, result.output
    assert opened(tmp_path / "out.png").size == (1536, 1024)  # the shape of the picture


def test_edit_takes_every_option(run, tmp_path):
    photo((64, 64)).save(tmp_path / "a.png")
    mask((64, 64)).save(tmp_path / "mask.png")
    result = run(
        "edit", "a cat", "a.png", "a.png", "--mask", "mask.png", "-o", "out.webp", "--model", "gpt-image-1", "--n", "2",
        "--size", "1024x1536", "--quality", "low", "--input-fidelity", "high", "--output-compression", "60",
        "--partial-images", "1", "--seed", "5",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    names = {path.name for path in tmp_path.glob("out*")}
    assert names == {"out-1.webp", "out-2.webp", "out-1-partial-0.webp", "out-2-partial-0.webp"}


def test_edit_says_what_is_not_done(run, tmp_path):
    photo((64, 64)).save(tmp_path / "a.png")
    result = run("edit", "Remove the car", "a.png", "--quality", "low", "--size", "64x64", PINXIT_ENGINE="storybook")
    assert result.exit_code == 0 and 'not done: "Remove the car"' in result.stderr


@pytest.mark.parametrize("name", ["data", "elsewhere"])
def test_drawing_leaves_nothing_in_the_data_folder(run, tmp_path, name):
    photo((64, 64)).save(tmp_path / "a.png")
    for command in (["generate", "a cat"], ["edit", "a cat", "a.png"]):
        assert run(*command, PINXIT_DATA=str(tmp_path / name)).exit_code == 0
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["edit", "a cat", __file__], "Invalid image file or mode for image 1"),
        (["edit", "a cat"], "Missing argument 'IMAGES...'"),
        (["edit", "a cat", "nowhere.png"], "'nowhere.png' does not exist"),
        (["edit", "a cat", __file__, "--model", "dall-e-3"], "Value must be 'gpt-image-1'"),
        (["generate", ""], "empty string"),
        (["generate", "a cat", "--size", "0x5"], "Invalid size '0x5'"),
        (["generate", "a cat", "--model", "nope"], "The model 'nope' does not exist."),
        (["generate", "a cat", "--quality", "ultra"], "Supported values are: 'low'"),
        (["generate", "a cat", "--model", "dall-e-2", "--background", "opaque"], "dall-e-2 takes no background."),
        (["generate", "a cat", "-o", "a.jpg", "--background", "transparent"], "not supported for JPEG"),
        (["doctor", "--config", "nowhere.toml"], "nowhere.toml"),
        (["generate", "a cat", "-o", "nowhere/a.png"], "no folder 'nowhere'"),
        (["generate", "a cat", "-o", "a.gif"], "must end in .png"),
        (["generate", "a cat", "-o", "a.jpg", "--model", "dall-e-2"], "call the output 'a.png'"),
    ],
)
def test_mistakes_are_a_sentence_and_no_traceback(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output and "Traceback" not in result.output


@pytest.mark.parametrize("engine", ["nope", ":X", "pinxit.jobs:Job", "nowhere:Engine", "pinxit.jobs:Nothing"])
def test_a_wrong_engine_is_named(run, engine):
    result = run("generate", "a cat", PINXIT_ENGINE=engine)
    assert result.exit_code == 2 and repr(engine) in result.output and "Traceback" not in result.output


def test_an_engine_that_breaks_is_no_wrong_usage(run):
    result = run("generate", "a cat", PINXIT_ENGINE="tests.engines:UnloadableEngine")
    assert result.exit_code == 1 and "the weights are not there" in result.output and "Usage" not in result.output


def test_a_wrong_variable_is_named(run):
    result = run("models", PINXIT_SEDE="3")
    assert result.exit_code == 2 and "PINXIT_SEDE" in result.output


def test_models_lists_every_id(run):
    _, *lines = run("models").output.split("\n\n")[0].splitlines()
    assert [line.split()[0] for line in lines] == list(Catalog.built_in().names)
    assert all("testcard" in line for line in lines)


def test_doctor_says_what_is_there_and_what_is_missing(run):
    said = run("doctor").output
    assert "engine:  testcard: ready" in said
    assert re.search(r"^device:  \S", said, re.MULTILINE)
    assert "stores:  ready" in said and "extra:   postgres" in said
    broken = run("doctor", PINXIT_ENGINE="tests.engines:UnloadableEngine")
    assert "cannot be loaded" in broken.output and broken.exit_code == 2
    broken = run("doctor", PINXIT_OBJECTS="file:///proc/nowhere")
    assert "Setting 'objects' cannot be used" in broken.output and broken.exit_code == 2


def test_progress_is_shown_for_slow_work(tmp_path):
    """On a terminal of its own, since a bar is only drawn where somebody looks."""
    import pty

    leader, follower = pty.openpty()
    environment = os.environ | {"PINXIT_ENGINE": "tests.engines:SlowEngine"}
    command = [sys.executable, "-m", "pinxit", "generate", "a cat", "--size", "64x64", "-o", str(tmp_path / "a.png")]
    done = subprocess.run(command, stderr=follower, stdout=subprocess.PIPE, env=environment, timeout=60)
    os.close(follower)
    assert done.returncode == 0
    said = os.read(leader, 100_000).decode()
    os.close(leader)
    assert "Painting" in said and "%" in said


def test_a_port_that_is_taken_is_named(run):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == 2
    assert f"Cannot listen at 127.0.0.1:{port}: Address already in use." in result.output


@contextmanager
def serving(tmp_path, *flags, **environment):
    """`pinxit serve` in a process of its own; yields what it printed when it was ready, and its address."""
    command = [sys.executable, "-m", "pinxit", "serve", "--port", "0", "--data", str(tmp_path / "data"), *flags]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | environment)
    try:
        said = ""
        while "images.generate" not in said:
            line = server.stdout.readline()
            assert line, f"the server ended: {said}"
            said += line
        yield said, re.search(r"http://\S+/v1", said)[0]
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
        server.stdout.close()


def test_serve_says_where_it_is_and_answers_there(tmp_path):
    with serving(tmp_path) as (said, url):
        assert f'base_url="{url}"' in said and "storybook" in said
        with sdk.OpenAI(api_key="none", base_url=url, max_retries=0, _strict_response_validation=True) as client:
            answer = client.images.generate(model="gpt-image-1", prompt="a fox", quality="low")
    assert answer.data[0].b64_json


def test_serve_reads_its_config(tmp_path):
    file = tmp_path / "pinxit.toml"
    file.write_text('engine = "testcard"\nstrict = true\n', encoding="utf-8")
    with serving(tmp_path, "--config", str(file)) as (said, url):
        assert "testcard" in said
        with sdk.OpenAI(api_key="none", base_url=url, max_retries=0) as client:
            with pytest.raises(sdk.BadRequestError, match="Unknown parameter: 'seed'"):
                client.images.generate(model="gpt-image-1", prompt="a fox", extra_body={"seed": 1})


def test_links_outlive_a_restart(tmp_path):
    import httpx2

    with serving(tmp_path, PINXIT_ENGINE="testcard") as (_, url):
        with sdk.OpenAI(api_key="none", base_url=url, max_retries=0) as client:
            link = client.images.generate(model="dall-e-2", prompt="a fox", size="256x256").data[0].url
    with serving(tmp_path, PINXIT_ENGINE="testcard") as (_, url):
        moved = httpx2.URL(link).copy_with(port=httpx2.URL(url).port)
        assert httpx2.get(moved).status_code == 200
    assert time.time() < int(httpx2.URL(link).params["se"])
