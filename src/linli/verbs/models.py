"""Columns that rows of every engine have in common. Abstract: each engine's table is its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.core import models as core


class Versioned(core.Versioned):
    """A row that people change by looking at it first, and when that was last."""

    updated_at = models.DateTimeField()

    class Meta:
        abstract = True


class LastNumber(models.Model):
    """The last number that a series gave in a community; ``numbering.take`` counts it on."""

    community = models.OneToOneField(
        "registry.Place", models.CASCADE, primary_key=True, related_name="+"
    )
    last = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        verbose_name = _("last number")

    def __str__(self) -> str:
        return str(self.last)
