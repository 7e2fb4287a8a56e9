"""Suggestions while one types: the likely kind, and what was said before. A person decides.

The modules beside this one are pure; what asks the database is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from linli.registry.access import SYSTEM, Actor

if TYPE_CHECKING:
    from linli.engines.cases.kinds import Kind
    from linli.engines.cases.suggest.lookup import AlikeCase
    from linli.registry.models import Place


def kinds_for(
    community_id: int, text: str, *, on: Sequence[Kind] | None = None
) -> list[tuple[str, float]]:
    """Return the two likeliest kinds with a confidence from 0 to 1; [] when nothing speaks.

    2 queries; 1 when the caller knows the kinds that are ``on``.
    """
    from linli.engines.cases.suggest import lookup

    return lookup.Guesser(community_id, on=on).kinds_for(text)


def alike(
    community_id: int, text: str, *, place: Place | None = None, by: Actor | None = None
) -> list[AlikeCase]:
    """Return up to six open matters that resemble a text, the likest first, as staff see them.

    ``by`` whom: what their posts reach; without it, all.
    """
    from linli.engines.cases.suggest import lookup

    return lookup.alike(community_id, text, place=place, by=by or SYSTEM)


def alike_in_public(community_id: int, text: str, *, place: Place | None = None) -> list[AlikeCase]:
    """Return the same for strangers: of the public page, and no oracle for what is covered."""
    from linli.engines.cases.suggest import lookup

    return lookup.alike_in_public(community_id, text, place=place)


def learn_all(*, now: datetime) -> int:
    """Learn anew where closed matters have grown; returns the number of communities taught."""
    from linli.engines.cases.suggest import learning

    return learning.learn_all(now=now)
