"""Keys that a fresh house makes for itself, once, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept(home: Path, name: str, given: str) -> str:
    """Return the key given by the environment, else the one kept in ``home``, made on first use."""
    if given:
        return given
    path = home / f"{name}.key"
    if not path.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
