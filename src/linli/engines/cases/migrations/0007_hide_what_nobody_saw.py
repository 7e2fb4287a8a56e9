"""What strangers wrote is out since before anybody had to look: it waits now like all the rest."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def hide(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    cases = apps.get_model("cases", "Case").objects.using(editor.connection.alias)
    cases.filter(is_public=True).exclude(steps__verb="set_public").update(
        look="awaited", held_text=F("public_text"), held_result=F("public_result"),
        public_text="", public_result="",
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_words_after_a_look")]
    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]
