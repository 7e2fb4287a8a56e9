"""Lines are chained with the house's key from here on; what was written before stays as it is.

Each end is sealed with the key, together with the number from which lines are keyed: nobody without
the key moves either. SQLite's INSERT OR REPLACE deletes without asking the guard, so it is refused.
"""

from django.db import migrations, models

from linli.core.record.writing import seal_of

NO_REPLACE = """CREATE TRIGGER core_line_no_replace BEFORE INSERT ON core_line
    WHEN EXISTS (SELECT 1 FROM core_line WHERE id = NEW.id
                 OR (community_id = NEW.community_id AND number = NEW.number))
    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"""


def seal_ends(apps, schema_editor):
    heads = apps.get_model("core", "ChainHead").objects
    for head in heads.filter(number__gt=0):
        head.keyed_from = head.number + 1
        head.seal = seal_of(head)
        head.save(update_fields=["keyed_from", "seal"])


def guard(_apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(NO_REPLACE)


def unguard(_apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS core_line_no_replace")


class Migration(migrations.Migration):
    dependencies = [("core", "0005_house_note")]
    operations = [
        migrations.AddField(
            "chainhead",
            "keyed_from",
            models.PositiveBigIntegerField(
                default=1, help_text="from this line on, hashes are made with the house's key"
            ),
        ),
        migrations.AddField(
            "chainhead",
            "seal",
            models.CharField(
                blank=True,
                help_text="keyed hash of this row: without the key no end fits",
                max_length=64,
                default="",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(seal_ends, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
