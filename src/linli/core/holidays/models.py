"""Columns of the working calendar that every community of the house shares.

An app of its own: districts that keep their registers apart share it. A community's own days lie
with the community (``core.models.CommunityDay``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day that differs from Monday-to-Friday: a holiday, or a moved working day."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "core_calendarday"  # as it was called first
        verbose_name = _("calendar day")
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return str(self.day)


class CalendarYear(models.Model):
    """A year whose holidays have been entered; a deadline in another year says so."""

    year = models.PositiveSmallIntegerField(primary_key=True)

    class Meta:
        db_table = "core_calendaryear"
        verbose_name = _("calendar year")

    def __str__(self) -> str:
        return str(self.year)
