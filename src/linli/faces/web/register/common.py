"""Small things that several register pages share: crumbs, pages, a member in words."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.registry.models import Household
from linli.registry.queries.household import Member


def crumbs_of(home: Household) -> list[dict[str, str]]:
    """Return the way back to a household."""
    return [
        {"href": reverse("register"), "label": _("Households")},
        {"href": reverse("register-household", args=[home.pk]), "label": home.dwelling.label},
    ]


def numbered_pages(query: QueryDict, *, page: int, pages: int) -> dict[str, object]:
    """Return ``page`` of ``pages``, and ``newer`` and ``older`` as query strings that keep the
    filters."""

    def to(number: int) -> str:
        wanted = query.copy()
        wanted["page"] = str(number)
        return f"?{wanted.urlencode()}"

    return {
        "page": page,
        "pages": pages,
        "newer": to(page - 1) if page > 1 else "",
        "older": to(page + 1) if page < pages else "",
    }


def words_of(member: Member) -> str:
    """Say a member in one line: relation, sex, age, masked phone, whatever is known."""
    parts = (
        member.relation,
        member.sex_label,
        _("%(age)s years") % {"age": member.age} if member.age is not None else "",
        member.phone,
    )
    return " · ".join(part for part in parts if part)
