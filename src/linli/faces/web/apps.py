"""The web room, as Django knows it."""

from django.apps import AppConfig
from django.urls import register_converter

from linli.faces.requests import Id


class WebConfig(AppConfig):
    name = "linli.faces.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let addresses say ``<id:…>``."""
        register_converter(Id, "id")
