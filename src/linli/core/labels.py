"""A word in both languages of the house, and the answers that one may choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Label:
    """A word in both languages of the house; as text, in the reader's."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if (get_language() or "zh-hans").startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a select. ``row``: further columns of its list, for filters of choices."""

    code: str
    label: Label
    row: Mapping[str, str] = field(default_factory=dict, hash=False)
