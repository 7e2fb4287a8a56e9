"""Columns of every room's words: the record, a community's own days, rate limits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

SEALED = "sha256:"


class Line(models.Model):
    """One line of the record: who did what, when, to what. Never updated, never deleted."""

    community_id = models.BigIntegerField()
    number = models.PositiveBigIntegerField(help_text="1, 2, 3 … within its community")
    at = models.DateTimeField()
    actor = models.CharField(max_length=80, help_text="user:7, household:12, system …")
    actor_label = models.CharField(max_length=120)
    verb = models.CharField(max_length=60, help_text="a dotted verb on its subject: case.assigned")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    change = models.JSONField(default=dict)
    sealed = models.CharField(
        max_length=400, blank=True, db_column="reason",
        help_text="the hash of its reason; in a house's older lines the reason itself",
    )  # fmt: skip
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("line of the record")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community_id", "number"], name="line_number_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id", "number"], name="line_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.community_id}#{self.number} {self.verb}"

    @property
    def reason(self) -> str:
        """Why it was done, as far as that is still kept (1 query without ``select_related``)."""
        if not self.sealed.startswith(SEALED):
            return self.sealed
        why = getattr(self, "why", None)
        return why.text if why else ""


class Reason(models.Model):
    """Why a line was written, in free words. It lies beside the line, which holds but its hash:
    the line is for ever, while a name in these words goes with whom it names."""

    line = models.OneToOneField(Line, models.CASCADE, primary_key=True, related_name="why")
    text = models.CharField(max_length=400, blank=True)
    salt = models.CharField(max_length=32, blank=True, help_text="without it the hash says nothing")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="something in it was erased")

    class Meta:
        verbose_name = _("reason of a line")

    def __str__(self) -> str:
        return str(self.line_id)


class ChainHead(models.Model):
    """Where a community's record ends; locked by whoever writes the next line."""

    community_id = models.BigIntegerField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    keyed_from = models.PositiveBigIntegerField(
        default=1, help_text="from this line on, hashes are made with the house's key"
    )
    seal = models.CharField(
        max_length=64, blank=True, help_text="keyed hash of this row: without the key no end fits"
    )

    class Meta:
        verbose_name = _("end of the record")

    def __str__(self) -> str:
        return f"{self.community_id}#{self.number}"


class CommunityDay(models.Model):
    """A day that one community keeps otherwise than the house: closed for its own festival."""

    community_id = models.BigIntegerField()
    day = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("a community's own day")
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community_id", "day"], name="own_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.day}"


class Tally(models.Model):
    """How often a key did something in a window of time; shared by every process."""

    key = models.CharField(max_length=120)
    window = models.BigIntegerField(help_text="start of the window, epoch seconds")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tally")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "window"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return self.key


class HouseNote(models.Model):
    """What the house keeps about itself: the last moment it believed, the keys that it knows."""

    name = models.CharField(max_length=60, primary_key=True)
    text = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("note of the house")

    def __str__(self) -> str:
        return self.name


class JobRun(models.Model):
    """When the clock last ran a job, and who holds it until when."""

    name = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True, help_text="the last time it went well")
    leased_until = models.DateTimeField(null=True, help_text="another process is at it until then")
    failures = models.PositiveIntegerField(default=0, help_text="in a row")

    class Meta:
        verbose_name = _("job of the clock")

    def __str__(self) -> str:
        return self.name


class Versioned(models.Model):
    """A row that people change by looking at it first: each verb raises its version."""

    version = models.PositiveIntegerField(default=0, help_text="raised by each verb")

    class Meta:
        abstract = True
