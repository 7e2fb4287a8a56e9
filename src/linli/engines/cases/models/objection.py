"""Columns of "this is about me": somebody wants words of a public matter looked at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.engines.cases.models.case import PLACE, Case


class Objection(models.Model):
    """Somebody said "this is about me". It hides the words until a worker has looked."""

    class Outcome(models.TextChoices):
        SHOWN = "shown", pgettext_lazy("objection", "shown again as it was")
        REWORDED = "reworded", pgettext_lazy("objection", "shown again in other words")
        WITHHELD = "withheld", pgettext_lazy("objection", "words kept back")

    case = models.ForeignKey(Case, models.CASCADE, related_name="objections")
    at = models.DateTimeField()
    by = models.CharField(max_length=80, help_text="the actor's key, with the browser's if any")
    words = models.CharField(max_length=400, blank=True, help_text="why; staff alone read it")
    came_from = models.CharField(max_length=64, blank=True, help_text="keyed hash, for 30 days")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    answer = models.CharField(max_length=400, blank=True, help_text="told to who objected")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("objection")
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="objection_case"),
            models.Index(fields=["came_from", "at"], name="objection_from"),
        ]

    def __str__(self) -> str:
        return self.outcome or self.by


class NamesCovered(models.Model):
    """Up to when the names of a register were looked for in the texts that are out."""

    community = models.OneToOneField(PLACE, models.CASCADE, primary_key=True, related_name="+")
    up_to = models.DateTimeField()

    class Meta:
        verbose_name = _("names covered")

    def __str__(self) -> str:
        return str(self.up_to)
