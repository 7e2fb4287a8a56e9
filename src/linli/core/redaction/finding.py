"""Finding what is to be covered, and the text with it covered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from linli.core.redaction import patterns
from linli.core.redaction.letters import View, fold, tight, with_digits, without
from linli.core.redaction.names import Names, plain
from linli.core.redaction.patterns import Pattern

STAR = "＊"
HAS_FIGURE_OR_LATIN = re.compile(r"[\da-z@]|艾特")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text as it was written. ``what``: phone number plate contact door name."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A text as it was written, and what of it strangers may not read."""

    original: str
    spans: tuple[Span, ...] = ()

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The text as strangers may read it."""
        return "".join(STAR if what else piece for piece, what in self.pieces())

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Yield the written text in pieces, each with what it is that is covered, or ""."""
        at = 0
        for span in self.spans:
            if span.start > at:
                yield self.original[at : span.start], ""
            yield self.original[span.start : span.end], span.what
            at = span.end
        if at < len(self.original):
            yield self.original[at:], ""


def cover(
    text: str,
    *,
    names: Names | None = None,
    also: Iterable[str] = (),
    building: int | None = None,
    doors: frozenset[str] = frozenset(),
) -> Covered:
    """Find what strangers may not read: numbers, plates, contacts, doors, names.

    Of a door only the building stays: "704-2-301" → "704＊". ``names`` are those of a register,
    ``also`` further ones; ``doors`` the numbers of its dwellings, ``building`` where it happened.
    """
    if not text:
        return Covered(text)
    folded = fold(text)
    spans = [*_figures(folded), *_doors_of(folded, doors), *_people(folded, names, also, building)]
    return Covered(text, _merged(spans))


def _figures(folded: View) -> Iterator[Span]:
    """Look among figures, as they are written and with Chinese ones turned into them."""
    figures = with_digits(folded)
    if not HAS_FIGURE_OR_LATIN.search(figures.letters):
        return
    views = [folded] if folded.letters == figures.letters else [folded, figures]
    for view in views:
        yield from _search(view, patterns.NUMBERS)
        calm = without(view, patterns.ORDINARY.finditer(view.letters))
        yield from _search(calm, patterns.PLACES)
    for match in patterns.WRITTEN_ROOM.finditer(folded.letters):
        yield Span(*folded.original(*match.span()), "door")


def _doors_of(folded: View, doors: frozenset[str]) -> Iterator[Span]:
    """Look for bare numbers that are dwellings of the register: 301."""
    if not doors:
        return
    calm = without(folded, patterns.ORDINARY.finditer(folded.letters))
    for match in patterns.BARE_ROOM.finditer(calm.letters):
        if match[0] in doors:
            yield Span(*calm.original(*match.span()), "door")


def _people(
    folded: View, names: Names | None, also: Iterable[str], building: int | None
) -> Iterator[Span]:
    close = tight(folded)
    yield from _search(close, patterns.PERSON)
    if names is not None:
        for start, end in names.find(close.letters, building=building):
            yield Span(*close.original(start, end), "name")
    for name in {plain(name) for name in also}:
        at = close.letters.find(name) if len(name) > 1 else -1
        while at >= 0:
            yield Span(*close.original(at, at + len(name)), "name")
            at = close.letters.find(name, at + len(name))


def _search(view: View, wanted: Iterable[Pattern]) -> Iterator[Span]:
    for pattern in wanted:
        for match in pattern.regex.finditer(view.letters):
            if not pattern.holds(match[0]):
                continue
            group = "x" if "x" in pattern.regex.groupindex else 0
            start, end = match.span(group)
            if end > start:
                yield Span(*view.original(start, end), pattern.what)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the pieces in order, those that touch as one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end, merged[-1].what)
        else:
            merged.append(span)
    return tuple(merged)
