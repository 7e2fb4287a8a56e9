"""Columns of the api face: the tokens with which other houses come in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """A key for a program. Acts below one community: with what a user's posts mean there, or,
    without a user, takes matters in for the community.

    Only a keyed index of the secret is kept: it is shown once, when it is issued.
    """

    name = models.CharField(_("program"), max_length=60, help_text="which program holds it")
    code_index = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4, help_text="its last letters, to tell tokens apart")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="api_tokens"
    )
    community = models.ForeignKey(
        "registry.Place", models.CASCADE, related_name="+", help_text="below it alone it acts"
    )
    scopes = models.JSONField(default=list, help_text="open311, cases:read …")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name
