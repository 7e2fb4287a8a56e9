"""Who acts in the core room's tests: nobody the register knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Doer:
    key: str = "user:1"
    label: str = "Alice"


ALICE = Doer()
