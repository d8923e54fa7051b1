"""The build hook: wheels, sdists and editable installs all get the art pack, made only if it is missing or stale."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACK = "pinxit/engines/storybook/art.sqlite"


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs art/pack.py before the files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the pack if need be. An sdist carries it, and is never packed again: no Node and no network there."""
        root = Path(self.root)
        is_sdist = (root / "PKG-INFO").is_file()
        if is_sdist and (root / PACK).is_file():
            return
        subprocess.run([sys.executable, str(root / "art" / "pack.py"), "--if-stale"], check=True, cwd=root)
