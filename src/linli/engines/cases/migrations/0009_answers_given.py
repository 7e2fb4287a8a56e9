"""Answers to "is it solved?" are counted as they were given, also of what was opened again."""

from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAID = {"confirm": True, "review": True, "reopen": False}
BATCH = 1000


def tell_earlier_answers(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take earlier answers from the timeline; what was opened again was not solved."""
    answers = apps.get_model("cases", "Answer")
    steps = apps.get_model("cases", "Step").objects.filter(verb__in=SAID).order_by("pk")
    rows = steps.values_list("case_id", "case__community_id", "at", "verb")
    made = (
        answers(case_id=case, community_id=community, at=at, solved=SAID[verb])
        for case, community, at, verb in rows.iterator(chunk_size=BATCH)
    )
    answers.objects.bulk_create(made, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_danger"),
        ("registry", "0002_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("solved", models.BooleanField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="cases.case",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.place",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to “is it solved?”",
                "indexes": [
                    models.Index(fields=["community", "at", "solved"], name="answer_counted")
                ],
            },
        ),
        migrations.RunPython(tell_earlier_answers, migrations.RunPython.noop, elidable=True),
    ]
