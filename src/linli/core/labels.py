"""A word in both languages of the house, and the answers that one may choose from."""

from __future__ import annotations

from dataclasses import dataclass

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
    """One answer of a select."""

    code: str
    label: Label
