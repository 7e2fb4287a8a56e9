"""Tables that went from one app to another keep their name and their rows.

The app that has them now says in ``moved_from`` (its ``AppConfig``) which of its migrations made,
in older houses, what: own name → (app, migration) of then. Where that one was applied the table
stands, and the new one is noted as applied, not run. It must be noted before Django looks whether
the history is consistent: everything that points to a log-in depends on ``accounts.0001``, which
no older house has heard of. So ``migrate`` itself does it (core/management/commands/migrate.py),
for ``linli``, for a restored backup and for the tests alike. ``moved_models`` (model → app of then)
takes Django's content types along, and with them the permissions that hang on them.
"""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder


def note_as_applied(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Note the migrations whose tables another app made; return them. A second time: none."""
    recorder = MigrationRecorder(connection)
    applied = recorder.applied_migrations()  # empty in a new house
    missing = [
        (config.label, name)
        for config in apps.get_app_configs()
        for name, made_by in getattr(config, "moved_from", {}).items()
        if made_by in applied and (config.label, name) not in applied
    ]
    for label, name in missing:
        recorder.record_applied(label, name)
    if "django_content_type" in connection.introspection.table_names():
        for config in apps.get_app_configs():
            _bring_content_types(config, connection)
    return missing


def _bring_content_types(config: AppConfig, connection: BaseDatabaseWrapper) -> None:
    from django.contrib.contenttypes.models import ContentType

    types = ContentType.objects.using(connection.alias)
    for model, app_of_then in getattr(config, "moved_models", {}).items():
        if not types.filter(app_label=config.label, model=model).exists():
            types.filter(app_label=app_of_then, model=model).update(app_label=config.label)
    ContentType.objects.clear_cache()
