"""The lists of one community: its own where it has changed them, else the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from linli.core.cache import Cache
from linli.engines.cases.danger.rules import Danger, Found, Lists
from linli.engines.cases.danger.shipped import Number, shipped
from linli.engines.cases.models import DangerSetting


@dataclass(frozen=True)
class Here:
    """What a community goes by."""

    lists: Lists
    numbers: tuple[Number, ...]
    call_again_minutes: int


kept: Cache[int, Here] = Cache()  # changed rarely, asked for with every matter


def of(community_id: int) -> Here:
    """Return a community's lists (1 query a minute)."""
    return kept.of(community_id, lambda: _read(community_id))


def read(community_id: int, text: str, *, place_kind: str = "") -> tuple[Found, ...]:
    """Return the dangers that a text tells in this community, as it was typed."""
    return of(community_id).lists.read(text, place_kind=place_kind)


def _read(community_id: int) -> Here:
    plain = shipped()
    own = DangerSetting.objects.filter(community=community_id).first()
    if own is None:
        return Here(plain.lists, plain.numbers, plain.call_again_minutes)
    lists = plain.lists
    if own.harmless is not None:
        lists = replace(lists, harmless=tuple(own.harmless))
    if own.words:
        lists = replace(
            lists,
            dangers=tuple(
                _with_own(danger, own.words.get(danger.code)) for danger in lists.dangers
            ),
        )
    numbers = plain.numbers if own.numbers is None else numbers_of(own.numbers)
    minutes = own.call_again_minutes or plain.call_again_minutes
    return Here(lists, numbers, minutes)


def _with_own(danger: Danger, own: Mapping[str, Sequence[str]] | None) -> Danger:
    if own is None:
        return danger
    return replace(
        danger,
        words=tuple(own.get("words", danger.words)),
        words_there=tuple(own.get("words_there", danger.words_there)),
    )


def numbers_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Number, ...]:
    """Return numbers as a community keeps them; one without a label of its own has the shipped."""
    labels = {number.code: number.label for number in shipped().numbers}
    return tuple(
        Number(
            code=row["code"],
            label=row["label"] or labels.get(row["code"], ""),
            phone=row["phone"],
            first_for=tuple(row["first_for"]),
            only_then=row["only_then"],
        )
        for row in rows
    )
