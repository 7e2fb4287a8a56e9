"""Where a log-in was opened. 0004 takes it away again: the register keeps it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_handed_over_passwords"),
        ("registry", "0006_maintainers_and_sheds"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="home",
            field=models.ForeignKey(
                blank=True,
                help_text="where the log-in was opened",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="registry.place",
            ),
        ),
    ]
