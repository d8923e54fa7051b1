"""The official client uses everything, strictly validated: the newest version, and the one of the seed era."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from pinxit.app import build
from tests.conftest import serving

pytestmark = pytest.mark.anyio
OLD = "1.107.0"
#: `make install` puts the old client here, beside and not among the packages of the environment.
OLD_FOLDER = Path(__file__).parent.parent / ".venv" / f"openai-{OLD}"


@pytest.mark.parametrize("version, folder", [("newest", None), (OLD, OLD_FOLDER)])
async def test_sdk(config, version, folder):
    assert folder is None or folder.is_dir(), f"{folder} is missing: run `make install`"
    async with serving(build(config)) as address:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environment |= {"PYTHONPATH": str(folder)} if folder else {}
        script = Path(__file__).parent / "sdk_calls.py"
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(script), f"{address}/v1", version, env=environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        said, complained = await process.communicate()
    assert process.returncode == 0, complained.decode()
    assert said.startswith(b"ok")
