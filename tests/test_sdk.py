"""The official clients use everything: Python's, strictly validated, the newest, the last 2.x and one of 2025, and
JavaScript's."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest

from pinxit.app import build
from tests.conftest import serving
from tests.pictures import encoded, mask
from tests.samples import NODE_MODULES

pytestmark = pytest.mark.anyio
OLD = ("1.107.0", "2.54.0")
#: `make develop` puts the old clients here, beside and not among the packages of the environment.
FOLDER = Path(__file__).parent.parent / ".venv"


@pytest.mark.parametrize("version", ["newest", *OLD])
async def test_sdk(config, version):
    folder = FOLDER / f"openai-{version}" if version in OLD else None
    assert folder is None or folder.is_dir(), f"{folder} is missing: run `make develop`"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PYTHONPATH": str(folder)} if folder else {}
    async with serving(build(config)) as address:
        script = Path(__file__).parent / "sdk_calls.py"
        await run(sys.executable, str(script), f"{address}/v1", version, env=environment)


async def test_javascript_sdk(config, tmp_path):
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    (tmp_path / "photo.png").write_bytes(encoded(mask((64, 64))))
    shutil.copy(Path(__file__).parent / "sdk_calls.mjs", tmp_path)
    async with serving(build(config)) as address:
        await run("node", "sdk_calls.mjs", f"{address}/v1", cwd=tmp_path)


async def run(*command, **options):
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe, **options)
    said, complained = await process.communicate()
    assert process.returncode == 0, complained.decode()
    assert said.startswith(b"ok")
