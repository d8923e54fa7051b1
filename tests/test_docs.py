"""The documentation is true: its code runs, Python, JavaScript and shell, against a server as a user starts it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pinxit.checkpoints import Checkpoints
from pinxit.config import load
from tests.conftest import process
from tests.pictures import encoded, mask, photo
from tests.samples import NODE_MODULES, drawn

REPOSITORY = Path(__file__).parent.parent
DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [
    pytest.param(language, code, id=f"{path.name}-{number}-{language}")
    for path in DOCUMENTS
    for number, (language, code) in enumerate(BLOCK.findall(path.read_text(encoding="utf-8")), 1)
    if language != "toml"
]
SETTINGS = [
    pytest.param(code, id=f"{path.name}-{number}")
    for path in DOCUMENTS
    for number, (language, code) in enumerate(BLOCK.findall(path.read_text(encoding="utf-8")), 1)
    if language == "toml"
]
#: Commands that make the machine this test runs on, or that the test itself starts.
ELSEWHERE = ("make ", ".venv/bin/pinxit serve")
PICTURES = (".png", ".jpg", ".webp", ".json")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with process("--data", tmp_path_factory.mktemp("data")) as server:
        yield server.address


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """What the samples take for pictures of the reader's own."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "photo.png").write_bytes(encoded(photo((600, 400))))
    (folder / "mask.png").write_bytes(encoded(mask((600, 400))))
    for name in ("logo", "soap", "candle", "mug"):
        drawn(f"a {name.replace('logo', 'star')} on a white background", (256, 256)).save(folder / f"{name}.png")
    return folder


def run(command, folder):
    """Run a command as the reader would: with pinxit on the path, in a folder of its own."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language, code", BLOCKS)
def test_block(language, code, server, pictures, tmp_path):
    folder = tmp_path / "work"
    shutil.copytree(pictures, folder)
    before = {path.name for path in folder.iterdir()}
    code = code.replace("http://127.0.0.1:8000", server)
    if language == "python":
        run([sys.executable, "-c", code], folder)
    elif language == "js":
        (folder / "node_modules").symlink_to(NODE_MODULES)
        (folder / "sample.mjs").write_text(code, encoding="utf-8")
        run(["node", "sample.mjs"], folder)
    else:
        assert language == "bash", f"blocks of {language} are run by nothing"
        for line in filter(None, code.replace("\\\n", " ").splitlines()):
            if not line.startswith(ELSEWHERE):
                run(["bash", "-ec", line], folder)
                named = [word for word in shlex.split(line) if word.endswith(PICTURES) and "@" not in word]
                assert all((folder / name).stat().st_size > 500 for name in named)
        return
    written = [path for path in folder.iterdir() if path.name not in before and path.suffix in PICTURES]
    assert written and all(path.stat().st_size > 500 for path in written)


@pytest.mark.parametrize("settings", SETTINGS)
def test_settings_of_the_docs_can_be_read(settings, tmp_path):
    file = tmp_path / "pinxit.toml"
    file.write_text(settings, encoding="utf-8")
    config = load(file, {})
    assert set(config.models) <= set(Checkpoints.known(config.models).by_id)
