"""The api face, as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "linli.faces.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
