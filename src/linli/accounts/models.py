"""Columns of who comes in: log-ins. What they may do, and where, is the register's."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody with a log-in: staff and building stewards. Residents need none."""

    display_name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    must_change_password = models.BooleanField(
        default=False, help_text="somebody else knows it: it was handed over"
    )

    class Meta(AbstractUser.Meta):
        db_table = "registry_user"  # as it was called when the register kept log-ins

    def __str__(self) -> str:
        return self.display_name or self.username
