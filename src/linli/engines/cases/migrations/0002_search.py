"""The search index: an FTS5 table in SQLite, a tsvector table in PostgreSQL."""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE cases_search USING fts5(
    body, content='', columnsize=0, detail=none, tokenize="unicode61 remove_diacritics 0"
)
"""
POSTGRES = (
    "CREATE TABLE cases_search (case_id bigint PRIMARY KEY, body tsvector NOT NULL)",
    "CREATE INDEX cases_search_body ON cases_search USING gin (body) WITH (fastupdate = off)",
)


def make(apps, editor):
    for statement in (SQLITE,) if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def drop(apps, editor):
    editor.execute("DROP TABLE cases_search")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
