"""The register keeps where a token acts (``registry.0010``); an account knows no place."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_api_token"),
        ("api", "0003_token_of_accounts"),
        ("registry", "0010_token_reach"),
    ]

    operations = [
        migrations.RemoveField(model_name="apitoken", name="community"),
    ]
