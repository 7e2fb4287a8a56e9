"""The campaigns room, as Django knows it."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "linli.engines.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.engines.campaigns.actions import answer_erasure

        answer_erasure.register()
