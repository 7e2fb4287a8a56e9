"""The shared working calendar, as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig


class HolidaysConfig(AppConfig):
    name = "linli.core.holidays"
    label = "holidays"
    default_auto_field = "django.db.models.BigAutoField"
    # Its tables were the core's first (core/moved_tables.py).
    moved_from: ClassVar = {"0001_initial": ("core", "0001_initial")}
    moved_models: ClassVar = {"calendarday": "core", "calendaryear": "core"}
