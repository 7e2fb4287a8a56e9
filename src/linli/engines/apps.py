"""What every engine's ``apps.py`` builds on."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """An engine, as Django knows it: it is plugged in when all models are there."""

    default = False  # Django takes the engine's own class, not this one
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the house hear what the engine tells of itself."""
        from linli.engines.plug import plug

        plug(import_module(f"{self.name}.engine").ENGINE)
