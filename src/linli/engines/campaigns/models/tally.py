"""What was answered, added up by building, so that a page need not read every answer."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.engines.campaigns.models.campaign import Campaign


class AnswerTally(models.Model):
    """The counted answers of one building, or of one day where there are no doors.

    It is emptied with the answer that changes it, and counted anew when somebody looks.
    ``stamp`` is new each time: a count is kept only if no answer came in meanwhile.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tallies")
    key = models.CharField(max_length=20, help_text="b7, b0 in the open, d2026-03-01, all")
    stamp = models.UUIDField(default=uuid4)
    counts = models.JSONField(null=True, help_text="rules.tallying.Tallied; null: not counted yet")
    texts = models.JSONField(null=True, help_text="what was said in words, by question")

    class Meta:
        verbose_name = _("tally of answers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "key"], name="answer_tally_once"),
        ]

    def __str__(self) -> str:
        return self.key
