"""Tokens went to the accounts with their table; this face keeps no rows of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0002_token_below_a_community"),
        ("accounts", "0005_api_token"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="ApiToken")],
        ),
    ]
