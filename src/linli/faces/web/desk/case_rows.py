"""A matter in one line of the desk: its words made ready, so that the template only prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.engines.cases.danger.shipped import shipped
from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_list import DeskRow
from linli.engines.cases.series import SERIES
from linli.engines.cases.workflows import CLOCK, Stated
from linli.faces.web.shared import times
from linli.faces.web.shared.addresses import addresses

# state → the tag's word and colour
STATE_TAGS: dict[str, tuple[Promise, str]] = {
    "filed": (pgettext_lazy("matter", "to be accepted"), "mute"),
    "accepted": (pgettext_lazy("matter", "accepted"), "mute"),
    "assigned": (pgettext_lazy("matter", "assigned"), "info"),
    "in_hand": (pgettext_lazy("matter", "in hand"), "info"),
    "waiting": (pgettext_lazy("matter", "reporter asked"), "warn"),
    "deferred": (pgettext_lazy("matter", "deferred"), "mute"),
    "inspecting": (pgettext_lazy("matter", "to re-inspect"), "warn"),
    "resolved": (pgettext_lazy("matter", "to confirm"), "warn"),
    "closed": (pgettext_lazy("matter", "closed"), "mute"),
}
CLOSING_TAGS: dict[str, tuple[Promise, str]] = {
    "confirmed": (pgettext_lazy("matter", "confirmed"), "good"),
    "reviewed": (pgettext_lazy("matter", "called back"), "good"),
    "silent": (pgettext_lazy("matter", "closed, no answer"), "mute"),
    "referred": (pgettext_lazy("matter", "referred"), "mute"),
    "withdrawn": (pgettext_lazy("matter", "withdrawn"), "mute"),
    "merged": (pgettext_lazy("matter", "merged"), "mute"),
}
OVERDUE = gettext_lazy("overdue")


def tag(row: Stated, *, now: datetime) -> tuple[str, str]:
    """Return a matter's state as a word and a colour; red only when it is overdue."""
    if CLOCK.is_late(row, now=now):
        return str(OVERDUE), "bad"
    return state_tag(row.state, row.closing)


def state_tag(state: str, closing: str) -> tuple[str, str]:
    """Return a state as a word and a colour, whatever its deadline."""
    word, colour = CLOSING_TAGS.get(closing) or STATE_TAGS[state]
    return str(word), colour


def due_words(row: Case | DeskRow, *, now: datetime) -> str:
    """Say until when: a day, how late, or why no clock runs."""
    state = row.state
    if state == "closed" and row.closed_at:
        return _("closed %(day)s") % {"day": _day(row.closed_at, now)}
    if state == "resolved":
        return _("done")
    if state == "waiting":
        return _("clock paused")
    if state == "deferred" and row.review_on:
        return _("look again %(day)s") % {
            "day": times.day(row.review_on, today=timezone.localdate(now))
        }
    return times.due(row.due_at, now=now) if row.due_at else "–"


def _day(moment: datetime, now: datetime) -> str:
    return times.day(timezone.localdate(moment), today=timezone.localdate(now))


# One line of the table. Filled by ``str.format``: a template tag a cell would be the page's cost.
LINE = (
    '<tr data-row>{tick}<td class="soft nowrap"><a data-open href="{href}">{number}</a></td>'
    '<td>{place}</td><td class="table__grow">{title}{mark}</td><td class="soft">{kind}</td>'
    '<td>{owner}</td><td class="soft {near}">{due}</td>'
    '<td><span class="tag tag--{colour}">{tag}</span></td></tr>'
)
TICK = (
    '<td class="table__check"><input type="checkbox" name="case" value="{id}" aria-label="{words}">'
    "</td>"
)


def lines(
    rows: Iterable[DeskRow],
    *,
    now: datetime,
    kind_label: Callable[[str], str],
    ticks: bool = False,
) -> list[SafeString]:
    """Make each matter a line of the table, every value escaped."""
    kinds: dict[str, str] = {}
    # A word is looked up once, not once a row.
    tags: dict[tuple[str, str, bool], tuple[str, str]] = {}
    unsure = f' <span title="{escape(_guess())}">?</span>'
    href = addresses("desk_case")
    made = []
    for row in rows:
        kind = row.kind
        if kind not in kinds:
            kinds[kind] = escape(kind_label(kind))
        looks = (row.state, row.closing, CLOCK.is_late(row, now=now))
        if looks not in tags:
            tags[looks] = tag(row, now=now)
        word, colour = tags[looks]
        guess = "" if row.kind_confirmed else unsure
        line = LINE.format(
            tick=_tick(row) if ticks else "",
            href=href(row.id),
            number=SERIES.reference(row.number),
            place=escape(row.place_label) or "–",
            title=escape(row.title),
            mark=_mark(row),
            kind=kinds[kind] + guess,
            owner=escape(row.owner_label) or "–",
            near="late" if colour == "bad" else near(row, now),
            due=escape(due_words(row, now=now)),
            colour=colour,
            tag=escape(word),
        )
        made.append(SafeString(line))
    return made


def _guess() -> str:
    return _("The kind is a guess; nobody has chosen it yet.")


def _tick(row: DeskRow) -> str:
    words = _("Tick %(number)s") % {"number": SERIES.reference(row.number)}
    return TICK.format(id=row.id, words=escape(words))


def near(row: Case | DeskRow, now: datetime) -> str:
    """Return "soon" from the kind's warning on, while the clock runs."""
    warn = row.warn_at
    return "soon" if warn and warn <= now and CLOCK.runs(row.state) else ""


def _mark(row: DeskRow) -> str:
    """Say in a word what makes a matter stand out."""
    if row.urgency >= 2:
        about = shipped().dangers.get(row.danger)
        words = [_("emergency"), *([str(about.label)] if about else [])]
        return _chip(" · ".join(words), "bad")
    if row.urgency:
        return _chip(_("urgent"), "warn")
    if row.reopened:
        return _chip(_("opened again"), "warn")
    if row.supporters:
        return _chip(_("%(count)s more ask") % {"count": row.supporters}, "mute")
    return ""


def _chip(word: str, colour: str) -> str:
    return f' <span class="tag tag--{colour}">{escape(word)}</span>'
