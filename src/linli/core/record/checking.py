"""Reading the record again: is it still what was written? Names the first line that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core.models import SEALED, ChainHead, Line
from linli.core.record.ends import End
from linli.core.record.writing import HOUSE, hash_of, seal, seal_of

CHUNK = 2000
TELL_EVERY_LINES = 10_000
FURTHEST_SHIFT = 1000

Kind = Literal["changed", "removed", "inserted", "end", "reason"]
Progress = Callable[[int, int], None]

SENTENCES: dict[Kind, Promise] = {
    "changed": _("Community %(community)s: line %(number)s of the record was changed."),
    "removed": _("Community %(community)s: line %(number)s of the record was removed."),
    "inserted": _("Community %(community)s: line %(number)s of the record was inserted."),
    "reason": _("Community %(community)s: the reason of line %(number)s was changed or removed."),
    "end": _("Community %(community)s: the note of where the record ends was changed or removed."),
}


@dataclass(frozen=True)
class Fault:
    """The first line that is not as it was written; ``number`` is its place in the chain."""

    kind: Kind
    community_id: int
    number: int

    def __str__(self) -> str:
        words = {"community": self.community_id, "number": self.number}
        return str(SENTENCES[self.kind]) % words


def verify(
    community_id: int,
    *,
    anchor: End | None = None,
    anchors: Iterable[End] = (),
    progress: Progress | None = None,
) -> Fault | None:
    """Return the first bad line of a community's record, or None.

    Reads in chunks, so that memory does not grow with the record, and blocks no writer: what is
    written meanwhile is checked as well. ``anchor`` (or several) is an end noted earlier,
    outside the database; with it a record that was set back is found too. A community
    without any line is one whose record was removed: it begins with the community itself.
    ``progress`` is called with the lines read so far and in all.
    """
    reader = _Reader(community_id, [*anchors, *([anchor] if anchor else [])], progress)
    while True:
        head = _head(community_id)
        end = End(head.number, head.hash)
        reader.keyed_from = head.keyed_from
        fault = reader.read_to(end)
        if fault:
            return fault
        if head.number and head.seal != seal_of(head):
            return Fault("end", community_id, head.number)
        if not _lines(community_id).filter(number__gt=end.number).exists():
            is_gone = end == End() and community_id != HOUSE
            return Fault("removed", community_id, 1) if is_gone else None
        if end_of(community_id) == end:  # nobody is writing, and yet a line lies behind the end
            kind: Kind = "inserted" if end.number else "end"
            return Fault(kind, community_id, end.number + 1)


def communities() -> list[int]:
    """Return the ids of every chain there is, 0 being the house's own."""
    heads = ChainHead.objects.values_list("community_id", flat=True)
    return sorted({*heads, *Line.objects.values_list("community_id", flat=True).distinct()})


def end_of(community_id: int) -> End:
    """Return where a chain ends now."""
    head = _head(community_id)
    return End(head.number, head.hash)


def _head(community_id: int) -> ChainHead:
    head = ChainHead.objects.filter(pk=community_id).first()
    return head or ChainHead(community_id=community_id)


class _Reader:
    """Walks a chain from its first line, remembering the line before."""

    def __init__(
        self, community_id: int, anchors: Iterable[End], progress: Progress | None
    ) -> None:
        self.community_id = community_id
        self.anchors: dict[int, str] = {}
        for end in anchors:
            if end.number:
                self.anchors.setdefault(end.number, end.hash)
        self.keyed_from = 1
        self.progress = progress
        self.before = End()
        self.end = End()

    def read_to(self, end: End) -> Fault | None:
        self.end = end
        lines = _lines(self.community_id).filter(number__lte=end.number)
        if self.before.number:
            lines = lines.filter(number__gt=self.before.number)
        for line in _readable(lines.order_by("number", "id").iterator(CHUNK)):
            fault = self._check(line) if line else self._fault("changed", self.before.number + 1)
            if fault:
                return fault
        if self.progress:
            self.progress(end.number, end.number)
        return self._check_end(end)

    def _check(self, line: Line) -> Fault | None:
        expected = self.before.number + 1
        if line.number < expected:
            return self._fault("inserted", line.number)
        if line.number > expected:
            return self._fault("removed", expected)
        if not self._fits(line, expected):
            return self._renumbered(line) or self._fault(self._kind_of_guest(expected), expected)
        if line.previous != self.before.hash:
            # A line that is right in itself follows another than it did: that one was rewritten.
            return self._fault("changed", max(self.before.number, 1))
        if self.anchors.get(line.number, line.hash) != line.hash:
            return self._fault("changed", line.number)
        if not _reason_fits(line):
            return self._fault("reason", line.number)
        self.before = End(line.number, line.hash)
        if self.progress and line.number % TELL_EVERY_LINES == 0:
            self.progress(line.number, self.end.number)
        return None

    def _renumbered(self, line: Line) -> Fault | None:
        """A line whose hash fits another number was moved up or down to hide a gap or a guest."""
        for shift in range(1, FURTHEST_SHIFT):
            if self._fits(line, line.number + shift):
                return self._fault("removed", line.number)
            if shift < line.number and self._fits(line, line.number - shift):
                return self._fault("inserted", line.number - shift)
        return None

    def _kind_of_guest(self, expected: int) -> Kind:
        """A line that fits nowhere was put in if the one it pushed up still follows the last."""
        after = _lines(self.community_id).filter(number__gt=expected, previous=self.before.hash)
        pushed_up = any(
            self._fits(line, expected) for line in _readable(after.iterator(CHUNK)) if line
        )
        return "inserted" if pushed_up else "changed"

    def _check_end(self, end: End) -> Fault | None:
        if self.before.number < max(end.number, *self.anchors, 0):
            return self._fault("removed", self.before.number + 1)
        if self.before.hash != end.hash:
            return self._fault("changed", self.before.number)
        return None

    def _fits(self, line: Line, number: int) -> bool:
        try:
            is_keyed = number >= self.keyed_from
            return hash_of(line, number=number, is_keyed=is_keyed) == line.hash
        except (ValueError, TypeError, AttributeError):
            return False

    def _fault(self, kind: Kind, number: int) -> Fault:
        return Fault(kind, self.community_id, number)


def _lines(community_id: int) -> QuerySet[Line]:
    return Line.objects.filter(community_id=community_id).select_related("why")


def _reason_fits(line: Line) -> bool:
    """True while the reason beside a line is what the line was written with, or was erased."""
    if not line.sealed.startswith(SEALED):
        return True
    why = getattr(line, "why", None)
    if why is None:
        return False
    return why.erased_at is not None or seal(why.text, salt=why.salt) == line.sealed


def _readable(lines: Iterator[Line]) -> Iterator[Line | None]:
    """Yield each line; None for one with a value that cannot even be read, which ends it."""
    while True:
        try:
            yield next(lines)
        except StopIteration:
            return
        except (ValueError, TypeError, AttributeError, ArithmeticError):
            yield None
            return
