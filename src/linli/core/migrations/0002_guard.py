"""The database itself refuses to change or delete a line of the record."""

from django.db import migrations

SQLITE = {
    "install": [
        """CREATE TRIGGER core_line_no_update BEFORE UPDATE ON core_line
           BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
        """CREATE TRIGGER core_line_no_delete BEFORE DELETE ON core_line
           BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
    ],
    "remove": [
        "DROP TRIGGER IF EXISTS core_line_no_update",
        "DROP TRIGGER IF EXISTS core_line_no_delete",
    ],
}
POSTGRESQL = {
    "install": [
        """CREATE FUNCTION core_line_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = '23001'; END $$""",
        """CREATE TRIGGER core_line_no_change BEFORE UPDATE OR DELETE ON core_line
           FOR EACH ROW EXECUTE FUNCTION core_line_refuse()""",
        """CREATE TRIGGER core_line_no_truncate BEFORE TRUNCATE ON core_line
           FOR EACH STATEMENT EXECUTE FUNCTION core_line_refuse()""",
    ],
    "remove": [
        "DROP TRIGGER IF EXISTS core_line_no_change ON core_line",
        "DROP TRIGGER IF EXISTS core_line_no_truncate ON core_line",
        "DROP FUNCTION IF EXISTS core_line_refuse()",
    ],
}
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def install(_apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]["install"]:
        schema_editor.execute(statement)


def remove(_apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]["remove"]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
