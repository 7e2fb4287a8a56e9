"""The register keeps where a log-in was opened (``registry.0009``); an account knows no place."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_home"),
        ("registry", "0009_account_homes"),
    ]

    operations = [
        migrations.RemoveField(model_name="user", name="home"),
    ]
