"""Before the wheel is packed: the pages are built and the Chinese is compiled."""

from __future__ import annotations

import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = "src/linli/faces/web/static/web/dist"


class Front(BuildHookInterface[Any]):
    """Builds what is missing, so that whoever installs the wheel needs no Node."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raise ``RuntimeError`` with a sentence where Node is needed and absent."""
        root = Path(self.root)
        runpy.run_path(str(root / "tools" / "words.py"))["compile_all"]()
        if any((root / BUILT).glob("*.js")):
            return
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("Building Linli from source needs Node 20 or newer with npm.")
        subprocess.run([npm, "ci", "--silent"], cwd=root, check=True)
        subprocess.run([npm, "run", "--silent", "build"], cwd=root, check=True)
