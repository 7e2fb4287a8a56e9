"""The cases room, as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "linli.engines.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.engines.cases.actions import forgetting

        forgetting.register()
