"""Nothing any more: what stood here is the accounts' own, ``accounts.0002``.

The name stays: houses have noted it as done, and backups name it.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_administrator"),
    ]

    operations = []
