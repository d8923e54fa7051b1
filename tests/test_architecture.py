"""The walls that import contracts cannot see."""

import subprocess
import sys
from pathlib import Path

import pytest

import pinxit

ROOT = Path(pinxit.__file__).parent
HEAVY = ("torch", "diffusers", "transformers", "huggingface_hub", "ray")
SERVE = """
import asyncio, pathlib, sys, pinxit.cli
from pinxit.app import furnish
from pinxit.config import Config

async def serve(data):
    house = furnish(Config(data=data))
    assert house.dispatcher.painters.default.name == "storybook"
    async with house.serving():
        while house.dispatcher.state == "loading":
            await asyncio.sleep(0.01)
        assert house.dispatcher.state == "ready"

asyncio.run(serve(pathlib.Path(sys.argv[1])))
print(*sys.modules)
"""


def test_serving_storybook_imports_nothing_heavy(tmp_path):
    done = subprocess.run([sys.executable, "-c", SERVE, tmp_path], check=True, stdout=subprocess.PIPE, text=True)
    assert "pinxit.engines.storybook.engine" in done.stdout.split()
    assert not set(HEAVY) & set(done.stdout.split())


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_config_reads_the_environment(path):
    text = path.read_text(encoding="utf-8")
    assert path.name == "config.py" or ("os.environ" not in text and "getenv" not in text)


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_opens_with_a_sentence(path):
    text = path.read_text(encoding="utf-8")
    assert not text or text.startswith('"""'), f"{path.name} opens with no docstring"


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "misc"])
def test_no_module_is_called_nothing(word):
    assert not [path for path in ROOT.rglob("*.py") if word in path.stem]
