"""Kinds of matters as the desk names them."""

from __future__ import annotations

from collections.abc import Callable

from linli.engines.cases import kinds

label = kinds.label_of


def label_in(community_id: int) -> Callable[[str], str]:
    """Return what names a kind as this community does."""
    return lambda code: kinds.label_of(code, community_id)


def choices() -> list[tuple[str, str]]:
    """Return code and name of every kind; a filter also finds what was switched off since."""
    return [(kind.code, str(kind.label)) for kind in kinds.all()]
