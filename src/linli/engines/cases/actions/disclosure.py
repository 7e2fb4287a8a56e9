"""Verbs of reading what is masked, and of taking lists out of the house: both leave a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.refusals import Invalid
from linli.core.sheets import write_sheet
from linli.core.text import clean
from linli.engines.cases import kinds
from linli.engines.cases.actions.access import access_case
from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_filters import DeskFilters, wanted
from linli.engines.cases.series import SERIES
from linli.engines.cases.workflows import Stated
from linli.registry.access import Actor, require
from linli.registry.models import Place

ROWS_MOST = 20_000


@transaction.atomic
def read_phone(case_id: int, *, by: Actor, reason: str) -> str:
    """Return the reporter's whole number. The reason stands in the record, the number does not."""
    case = access_case(by, case_id)
    require(by, "read_masked", path=case.community.path)
    reason = _reason(reason)
    record.note(
        "case.phone_read", case, by=by, community_id=case.community_id, reason=reason,
        change={"number": case.number},
    )  # fmt: skip
    return str(case.reporter_phone)


@transaction.atomic
def export_list(
    *,
    community: Place,
    by: Actor,
    filters: DeskFilters,
    reason: str,
    state_words: Callable[[Stated], str],
    now: datetime,
) -> bytes:
    """Return the matters as an Excel file with who, when and why on it; phones stay out."""
    require(by, "export", path=community.path)
    reason = _reason(reason)
    rows = wanted(by, community.pk, filters=filters, now=now).order_by("-id")
    columns = (
        "number", "opened_at", "place_label", "title", "text", "kind", "owner_label", "due_at",
        "state", "closing", "closed_at", "channel", "supporters", "stars", "waiting_since",
    )  # fmt: skip
    channels = dict(Case.Channel.choices)
    lines = [
        [
            SERIES.reference(row.number), _moment(row.opened_at), row.place_label,
            row.title, row.text, kinds.label_of(row.kind), row.owner_label,
            _moment(row.due_at), state_words(row), _moment(row.closed_at),
            str(channels[row.channel]), row.supporters, row.stars or "",
        ]
        for row in rows.values_list(*columns, named=True)[:ROWS_MOST]
    ]  # fmt: skip
    headers = [
        _("Number"), _("Raised"), _("Place"), _("What"), _("Text"), _("Kind"), _("Who answers"),
        _("Due"), _("State"), _("Closed"), _("Channel"), _("Also asked by"), _("Stars"),
    ]  # fmt: skip
    mark = _("%(who)s · %(day)s · %(why)s") % {
        "who": by.label, "day": timezone.localdate(now).isoformat(), "why": reason,
    }  # fmt: skip
    sheet = write_sheet(headers, lines, title=_("Matters"), watermark=mark)
    record.note(
        "cases.exported", ("cases.case", "list"), by=by, community_id=community.pk, reason=reason,
        change={"rows": len(lines)},
    )  # fmt: skip
    return sheet


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def _reason(typed: str) -> str:
    reason = clean(typed, most=200)
    if len(reason) < 2:
        sentence = _("Please say what you need it for.")
        raise Invalid(sentence, errors={"reason": [sentence]})
    return reason
