"""What a wheel holds, and that it draws with nothing but itself and its dependencies."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built by way of an sdist, as `python -m build` does."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(REPOSITORY)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = out.glob("*.whl")
    return wheel


def test_the_wheel_holds_the_art_and_its_licences(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "pinxit/engines/storybook/art.sqlite" in names
    licences = [name.rpartition("/")[2] for name in names if "/art-licences/" in name]
    assert {"fluent-emoji.txt", "noto-emoji.txt"} <= set(licences)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]


def test_the_wheel_draws_with_no_node_and_no_network(wheel, tmp_path):
    """Installed beside nothing of the repository; the PATH is empty, so there is no Node to be found."""
    site, picture = tmp_path / "site", tmp_path / "a.png"
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    subprocess.run([sys.executable, *install], check=True)
    command = [sys.executable, "-m", "pinxit", "generate", "a red fox", "--size", "200x100", "-o", str(picture)]
    done = subprocess.run(command, check=True, cwd=tmp_path, env={"PYTHONPATH": str(site)}, capture_output=True)
    assert picture.read_bytes().startswith(b"\x89PNG"), done.stderr
