"""A series of numbers, each community's own, as people say and type them: SX-1124."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """The letters with which one engine's numbers begin."""

    prefix: str

    def reference(self, number: int | str) -> str:
        """Return a number as people say it."""
        return f"{self.prefix}-{number}"

    def digits(self, typed: str) -> str:
        """Return what stands behind the letters, as typed: "sx-1124", "SX 1124" and "1124"."""
        return typed.upper().strip().removeprefix(self.prefix).strip("- ")
