"""Kinds of matters as the desk names them."""

from __future__ import annotations

from linli.engines.cases import kinds

label = kinds.label_of


def choices() -> list[tuple[str, str]]:
    """Return code and name of every kind; a filter also finds what was switched off since."""
    return [(kind.code, str(kind.label)) for kind in kinds.all()]
