"""The programmes room, as Django knows it."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "linli.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.core.record import words
        from linli.engines.sections import PROGRAMMES
        from linli.forms import effects
        from linli.programmes import loader, record_words
        from linli.programmes.effects import EFFECTS

        words.add(record_words.RECORD_WORDS)
        effects.add(EFFECTS)
        loader.register()
        PROGRAMMES.keep(loader.refresh)
