"""Columns of who comes in: log-ins and tokens. Where they may act is the register's."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody with a log-in: staff and building stewards. Residents need none."""

    CALLED_IN_RECORD = "registry.user"  # since before log-ins had a room of their own

    display_name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    must_change_password = models.BooleanField(
        default=False, help_text="somebody else knows it: it was handed over"
    )

    class Meta(AbstractUser.Meta):
        db_table = "registry_user"  # as it was called when the register kept log-ins

    def __str__(self) -> str:
        return self.display_name or self.username


class ApiToken(models.Model):
    """A key for a program: acts with what a user's posts mean where it was issued, or, without a
    user, takes matters in for the community (``registry.models.TokenReach``).

    Only a keyed index of the secret is kept: it is shown once, when it is issued.
    """

    CALLED_IN_RECORD = "api.apitoken"

    name = models.CharField(_("program"), max_length=60, help_text="which program holds it")
    code_index = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4, help_text="its last letters, to tell tokens apart")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="api_tokens")
    scopes = models.JSONField(default=list, help_text="names in accounts.tokens.SCOPES")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "api_apitoken"  # as it was called when the interface kept tokens
        verbose_name = _("API token")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name
