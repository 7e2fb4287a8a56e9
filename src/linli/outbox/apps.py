"""The outbox room, as Django knows it."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "linli.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.core.record import words
        from linli.outbox import forgetting, record_words

        words.add(record_words.RECORD_WORDS)
        forgetting.register()
