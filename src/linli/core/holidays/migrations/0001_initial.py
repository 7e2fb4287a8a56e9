"""The shared calendar. Its tables were the core's once; a house that has them notes this as done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True)),
                ("is_working", models.BooleanField()),
                ("name", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "verbose_name": "calendar day",
                "db_table": "core_calendarday",
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "calendar year",
                "db_table": "core_calendaryear",
            },
        ),
    ]
