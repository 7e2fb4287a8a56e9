"""What somebody is shown of a fact that their post may not read."""

from __future__ import annotations

from typing import Any

from linli.core.text import mask_phone


def hint(code: str, value: Any) -> str | None:
    """Return what a post without ``read_masked`` is shown of a sensitive fact, if anything."""
    if code == "contact.phone" and value not in (None, ""):
        return mask_phone(str(value))
    return None
