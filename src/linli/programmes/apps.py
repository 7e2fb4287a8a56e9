"""The programmes room, as Django knows it."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "linli.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.core.record import words
        from linli.engines.campaigns import kinds as campaigns
        from linli.engines.cases import kinds
        from linli.programmes import effects as effects  # hooks them up
        from linli.programmes import loader, record_words

        words.add(record_words.RECORD_WORDS)
        loader.register()
        kinds.keep_fresh(loader.refresh)
        campaigns.keep_fresh(loader.refresh)
