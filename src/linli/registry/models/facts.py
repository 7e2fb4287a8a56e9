"""The column of what was said of a household, fact by fact: rows are added, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Fact(models.Model):
    """What a property of a household is, who said so and when; the newest one is current."""

    household = models.ForeignKey("registry.Household", models.CASCADE, related_name="facts")
    property = models.CharField(max_length=60, help_text="facts.PROPERTIES, or kept.<word>")
    value = models.JSONField(null=True)
    stood = models.JSONField(null=True, help_text="what the register said before")
    source = models.CharField(max_length=60, help_text="visit:<uid>, or register")
    at = models.DateTimeField(help_text="when it was said")
    by = models.CharField(max_length=80, help_text="the actor's key")
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("fact")
        constraints: ClassVar = [
            # Two who state the same fact at once: the database lets one of them be current.
            models.UniqueConstraint(
                fields=["household", "property"], condition=Q(is_current=True), name="fact_current"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["source"], name="fact_source")]

    def __str__(self) -> str:
        return self.property
