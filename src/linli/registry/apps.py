"""The registry room, as Django knows it."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "linli.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.core.record import words
        from linli.registry import record_words, texts

        words.add(record_words.RECORD_WORDS)
        texts.register()
