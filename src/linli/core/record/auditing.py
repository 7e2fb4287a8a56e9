"""All that the house can say about a community's record: chain, ends kept elsewhere, states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.core.record import ends as kept_ends
from linli.core.record.checking import Fault, Progress, verify
from linli.core.record.ends import End
from linli.core.record.explaining import Unexplained, unexplained


@dataclass(frozen=True)
class SpoiltEnd:
    """A line of the file of ends that the house has not written so."""

    number: int

    def __str__(self) -> str:
        sentence = _("Line %(number)s of %(file)s is not as the house wrote it.")
        return sentence % {"number": self.number, "file": kept_ends.path()}


Finding = Fault | SpoiltEnd | Unexplained


def audit(
    community_id: int, *, against: Iterable[End] = (), progress: Progress | None = None
) -> list[Finding]:
    """Return all that is wrong with a community's record: its first bad line, held against the
    ends that the house keeps outside the database and those given, and the rows whose state no
    line explains."""
    kept = kept_ends.kept()
    anchors = [*kept.ends.get(community_id, []), *against]
    fault = verify(community_id, anchors=anchors, progress=progress)
    spoilt = [SpoiltEnd(number) for number in kept.spoilt]
    return [*([fault] if fault else []), *spoilt, *unexplained(community_id)]
