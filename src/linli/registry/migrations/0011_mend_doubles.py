"""Rows that two people wrote at once are mended, before constraints make them impossible.

Somebody who came back after being erased is due for erasure again, and the clock does it as it does
all others: with their traces in texts, and a line in the record.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import migrations, models
from django.utils import timezone

EMPTY = {
    "name": "", "pinyin": "", "initials": "", "relation": "", "phone": "",
    "id_cipher": "", "id_index": "", "is_contact": False,
}  # fmt: skip


def mend(apps: Any, schema_editor: Any) -> None:
    """Keep the older of each two; lose nothing that is not there twice."""
    person, consent, key = (
        apps.get_model("registry", name) for name in ("Person", "Consent", "HouseholdKey")
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    back = person.objects.filter(erased_at__isnull=False).exclude(**EMPTY)
    back.update(erased_at=None, keep_until=yesterday, is_contact=False)
    contacts = person.objects.filter(is_contact=True)
    for younger in _younger(contacts, "household"):
        younger.update(is_contact=False)
    lives_here = models.F("household__moved_out_on").desc(nulls_first=True)
    numbered = person.objects.exclude(id_index="")
    for younger in _younger(numbered, "community", "id_index", first=lives_here):
        younger.update(id_index="")  # the number itself stays readable; whose it is, people decide
    for younger in _younger(consent.objects.filter(withdrawn_at=None), "person", "purpose"):
        younger.delete()
    left = key.objects.filter(revoked_at=None, household__moved_out_on__isnull=False)
    left.update(revoked_at=timezone.now())


def _younger(rows: Any, *columns: str, first: Any = "pk") -> Any:
    """Yield, for what stands more than once in these columns, all rows but the first."""
    doubles = rows.order_by().values(*columns).annotate(n=models.Count("pk")).filter(n__gt=1)
    for double in list(doubles):
        same = rows.filter(**{column: double[column] for column in columns})
        kept = same.order_by(first, "pk").values_list("pk", flat=True)[0]
        yield rows.model.objects.filter(
            pk__in=list(same.exclude(pk=kept).values_list("pk", flat=True))
        )


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0010_token_reach"),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
    ]
