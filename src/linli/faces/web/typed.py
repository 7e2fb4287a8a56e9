"""Numbers as they stand in addresses and forms."""

from __future__ import annotations

MOST_DIGITS = 15


def number(text: str | None) -> int | None:
    """Return a whole number from 0 typed in ASCII digits; None for anything else."""
    if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    return None
