"""Columns of Excel files on their way into the register."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.registry.models.places import Place


class Import(models.Model):
    """One Excel file on its way into the register: previewed, taken in, perhaps undone."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("to be checked")
        APPLIED = "applied", _("taken in")
        UNDONE = "undone", _("undone")

    community = models.ForeignKey(Place, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    columns = models.JSONField(default=list, help_text="per column: header, field it fills")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    options = models.JSONField(default=dict, help_text="make_doors; made_places, for undo")
    counts = models.JSONField(default=dict, help_text="new, changed, unchanged, faulty, doors")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of an imported file, its faults, and what it changed (for undo)."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="the row in the sheet, from 2")
    cells = models.JSONField()
    faults = models.JSONField(default=list, help_text="[{field, sentence}]")
    outcome = models.CharField(
        max_length=10, blank=True, help_text="new, changed, unchanged, faulty"
    )
    undo = models.JSONField(default=dict, help_text="what was there before")
    person_id = models.BigIntegerField(null=True, help_text="whom the row tells of, for erasure")

    class Meta:
        verbose_name = _("imported row")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "number"], name="import_row_once"),
        ]
        indexes: ClassVar = [
            # Erasing a person empties the rows that told of them, in every import ever made.
            models.Index(fields=["person_id"], name="import_row_person"),
            models.Index(fields=["of", "outcome", "number"], name="import_row_outcome"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class HeaderMemory(models.Model):
    """What a community's own column header means; remembered from the last import."""

    community = models.ForeignKey(Place, models.CASCADE, related_name="+")
    header = models.CharField(max_length=100)
    field = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("remembered header")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "header"], name="header_once"),
        ]

    def __str__(self) -> str:
        return self.header
