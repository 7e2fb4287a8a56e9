"""The accounts room, as Django knows it."""

from typing import ClassVar

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "linli.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    # Log-ins were the register's table first (core/moved_tables.py).
    moved_from: ClassVar = {
        "0001_initial": ("registry", "0001_initial"),
        "0002_handed_over_passwords": ("registry", "0005_handed_over_passwords"),
        "0003_home": ("registry", "0007_homes_and_invitations"),
    }
    moved_models: ClassVar = {"user": "registry", "apitoken": "api"}

    def ready(self) -> None:
        from linli.accounts import record_words
        from linli.core.record import words

        words.add(record_words.RECORD_WORDS)
