"""A household's matters, on its page in the register."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.engines.cases.queries.household import HouseholdCase, cases_of_household
from linli.engines.cases.series import SERIES
from linli.faces.web.desk import case_rows
from linli.faces.web.shared.face import HouseholdPart
from linli.faces.web.shared.lines import ListLine
from linli.registry.access import Actor


def part(actor: Actor, household_id: int) -> HouseholdPart:
    """Return the matters that a household raised or supports."""
    rows = _rows(cases_of_household(actor, household_id))
    return HouseholdPart(_("Their matters"), rows, empty=_("No matter so far."))


def _rows(cases: list[HouseholdCase]) -> list[ListLine]:
    """Return matters as list rows: title, place and owner, state as a word."""
    now = timezone.localtime()
    lines = []
    for case in cases:
        word, colour = case_rows.tag(case, now=now)
        soft = (SERIES.reference(case.number), case.place_label, case.owner_label)
        lines.append(
            ListLine(
                href=reverse("desk_case", args=[case.id]),
                title=case.title,
                soft=" · ".join(filter(None, soft)),
                tag=word,
                colour=colour,
            )
        )
    return lines
