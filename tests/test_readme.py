"""The README is true: its code runs, and its tables say what is there."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pinxit.api import ROUTES
from pinxit.app import build
from pinxit.catalog import Catalog
from pinxit.config import Config
from tests.conftest import running

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
#: Commands that make the machine this test runs on, or that the test itself starts.
ELSEWHERE = ("make ", ".venv/bin/pinxit serve")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of the README's kind, on a free port; yields its address without /v1."""
    data = tmp_path_factory.mktemp("data")
    command = [sys.executable, "-m", "pinxit", "serve", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = ""
    while "images.generate" not in said:
        line = process.stdout.readline()
        assert line, "the server ended"
        said += line
    yield re.search(r"(http://\S+)/v1", said)[1]
    process.send_signal(signal.SIGINT)
    process.wait(20)
    process.stdout.close()


def run(command, folder):
    """Run a command as the README's reader would: with pinxit on the path, in a folder of its own."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("code", [code for language, code in BLOCKS if language == "python"])
def test_python_blocks(code, server, tmp_path):
    run([sys.executable, "-c", code.replace("http://127.0.0.1:8000", server)], tmp_path)
    pictures = list(tmp_path.glob("*.png"))
    assert pictures and all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)


@pytest.mark.parametrize("code", [code for language, code in BLOCKS if language == "bash"])
def test_bash_blocks(code, server, tmp_path):
    lines = code.replace("\\\n", " ").replace("http://127.0.0.1:8000", server).splitlines()
    for line in filter(None, lines):
        if not line.startswith(ELSEWHERE):
            run(["bash", "-ec", line], tmp_path)
            written = [word for word in shlex.split(line) if word.endswith((".png", ".webp", ".json"))]
            assert all((tmp_path / name).stat().st_size > 1000 for name in written)


def test_every_block_is_of_a_kind_that_is_run():
    assert {language for language, _ in BLOCKS} == {"python", "bash"}


# -------------------------------------------------------------------------------------------------------- the tables


def rows(heading):
    """The rows of the table whose head begins with `heading`, cell by cell."""
    table = README[README.index(heading) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


SUPPORT = rows("| | so far |")


def paths(cell):
    return re.findall(r"`(?:GET |POST )?(/[^`]+)`", cell)


def test_every_route_is_in_the_table():
    promised = {path for what, state in SUPPORT if state.startswith("yes") for path in paths(f"{what} {state}")}
    assert promised == {route.path for route in ROUTES}


@pytest.mark.anyio
@pytest.mark.parametrize("what", [what for what, state in SUPPORT if state.startswith("not yet")])
async def test_what_is_not_yet_there_is_not_there(what, tmp_path):
    import httpx2

    async with running(build(Config(data=tmp_path, engine="testcard"))) as app:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://test") as http:
            for path in paths(what):
                assert (await http.post(path, json={})).status_code in (404, 405)


def test_the_options_of_each_model_are_in_the_table():
    catalog = Catalog.built_in()
    told = {}
    for models, options in rows("| models | options |"):
        for model in re.findall(r"`([^`]+)`", models):
            told[model] = set(re.findall(r"`([^`]+)`", options))
    assert told.keys() == {model.id for model in catalog.models}
    for model in catalog.models:
        profile = catalog.profile(model)
        known = {name for name, option in profile.options.items() if not option.extension} - {"seed"}
        assert told[model.id] == known


def test_the_pictures_are_there():
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README) + re.findall(r"\]\(((?:docs/|NOTICE)[^)]*)\)", README):
        assert (REPOSITORY / path).is_file(), path
