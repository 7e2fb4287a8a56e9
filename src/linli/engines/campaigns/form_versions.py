"""A campaign's form as it was at one time: read once, for it never changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from linli.core.prepared import Prepared, Slot
from linli.core.refusals import Invalid
from linli.engines.campaigns.models import FormVersion
from linli.forms import schema
from linli.forms.schema import Form

MOST_REMEMBERED = 64


def form_of(campaign_id: int, number: int) -> Form:
    """Return a version of a campaign's form (1 query). Raises ``Invalid`` when there is none."""
    version = next(_VERSION.rows(campaign=campaign_id, number=number), None)
    if version is None:
        raise Invalid(_("This campaign has no form of that number. Please load it again."))
    return _read(*version)


_VERSION = Prepared(
    lambda: (
        FormVersion.objects.filter(campaign=Slot("campaign"), number=Slot("number"))
        .order_by()
        .values_list("pk", "made_at")
    )
)


def forms_of(campaign_ids: Collection[int]) -> dict[tuple[int, int], Form]:
    """Return (campaign, number) → form of every version of these campaigns (1 query)."""
    rows = FormVersion.objects.filter(campaign__in=campaign_ids)
    columns = rows.values_list("campaign", "number", "pk", "made_at")
    return {(campaign, number): _read(pk, made_at) for campaign, number, pk, made_at in columns}


@lru_cache(maxsize=MOST_REMEMBERED)
def _read(pk: int, _made_at: datetime) -> Form:
    """The time belongs to the key: after a restored backup an id may mean another form."""
    return schema.from_json(FormVersion.objects.get(pk=pk).definition)


def forget() -> None:
    """Read every form anew: between tests, where an id comes again."""
    _read.cache_clear()
