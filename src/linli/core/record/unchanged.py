"""What is kept until the record grows: every change is a line, so no new line means no change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from linli.core import cache
from linli.core.models import ChainHead
from linli.core.prepared import Prepared, Slot

MOST_KEPT = 200

Answer = TypeVar("Answer")


def last_line(community_id: int) -> int:
    """Return the number of the record's last line of a community; 0 before the first (1 query)."""
    return next((int(number) for (number,) in _HEAD.rows(community=community_id)), 0)


_HEAD = Prepared(lambda: ChainHead.objects.filter(pk=Slot("community")).values_list("number"))


class UntilNextLine(Generic[Answer]):
    """Answers of a process, each good until its community's record has another line.

    The line is read first, so what another process commits meanwhile is at worst asked again.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[int, Answer]] = {}
        cache.forget_with_all(self)

    def of(self, community_id: int, key: Hashable, ask: Callable[[], Answer]) -> Answer:
        """Return what ``ask`` answered if nothing was done since, else ask (1 query)."""
        last = last_line(community_id)
        kept = self._kept.get(key)
        if kept is not None and kept[0] == last:
            return kept[1]
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        answer = ask()
        self._kept[key] = (last, answer)
        return answer

    def forget(self) -> None:
        """Ask anew from now on."""
        self._kept.clear()
