"""A department called in is a row of its own name; how many cases a lesson was learnt from, too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_answers_given")]

    operations = [
        migrations.RenameModel("Whistle", "DepartmentCall"),
        migrations.AlterField(
            "departmentcall",
            "case",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="department_calls",
                to="cases.case",
            ),
        ),
        migrations.RenameIndex(
            "departmentcall", new_name="department_call_case", old_name="whistle_case"
        ),
        migrations.RenameField("lesson", "matters", "cases"),
    ]
