"""The walls that import contracts cannot see."""

import subprocess
import sys
from pathlib import Path

import pytest

import pinxit

ROOT = Path(pinxit.__file__).parent
HEAVY = ("torch", "diffusers", "transformers", "ray")


def test_serving_imports_nothing_heavy():
    code = f"import sys, pinxit.cli, pinxit.app; sys.exit(any(m in sys.modules for m in {HEAVY}))"
    subprocess.run([sys.executable, "-c", code], check=True)


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
