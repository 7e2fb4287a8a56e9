from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from linli.engines.plug import Redating
from linli.registry.access import Actor
from linli.registry.models import Place
from tests.house.toy.models import Loan


@dataclass(frozen=True)
class AsAgreed:
    """Every tool comes back when it was agreed."""

    kept: int
    moved: tuple[Any, ...] = ()
    lost: int = 0
    communities: set[int] = field(default_factory=set)


FOLLOWED: list[AsAgreed] = []


def look(days: Mapping[date, bool | None], *, community: Place | None) -> AsAgreed:
    return AsAgreed(kept=Loan.objects.count())


def follow(changes: AsAgreed, *, by: Actor) -> None:
    FOLLOWED.append(changes)


REDATING = Redating(look=look, follow=follow)
