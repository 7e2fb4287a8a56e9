"""The phone at the door, as Django knows it."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "linli.faces.field"
    label = "field"
    default_auto_field = "django.db.models.BigAutoField"
