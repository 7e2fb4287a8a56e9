"""The api face, as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "linli.faces.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.core.record import words
        from linli.faces.api import record_words

        words.add(record_words.RECORD_WORDS)
