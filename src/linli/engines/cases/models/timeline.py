"""Columns of what hangs on a matter: steps, notes, photos, supporters, departments called in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.engines.cases.models.case import PLACE, Case

Facts = Mapping[str, Any]  # the JSON of a step: owner, due date, destination …


class Step(models.Model):
    """One verb on a matter, in its timeline. ``words`` is what the reporter may read."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    verb = models.CharField(max_length=20)
    by = models.CharField(max_length=80, help_text="the actor's key")
    by_label = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    is_public = models.BooleanField(default=True, help_text="shown to the reporter")
    facts = models.JSONField(default=dict, help_text="owner, due date, destination …")

    class Meta:
        verbose_name = _("step")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="step_case")]

    def __str__(self) -> str:
        return self.verb


class Answer(models.Model):
    """What a resident said to "is it solved?". It counts also when the matter opens again."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    community = models.ForeignKey(PLACE, models.CASCADE, db_index=False, related_name="+")
    at = models.DateTimeField()
    solved = models.BooleanField()

    class Meta:
        verbose_name = _("answer to “is it solved?”")
        indexes: ClassVar = [
            models.Index(fields=["community", "at", "solved"], name="answer_counted"),
        ]

    def __str__(self) -> str:
        return str(self.solved)


class Note(models.Model):
    """What staff tell each other about a matter. Never shown to a resident."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_label = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        verbose_name = _("internal note")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="note_case")]

    def __str__(self) -> str:
        return self.text[:40]


class Photo(models.Model):
    """A picture of a matter: turned, shrunk, without EXIF."""

    class Role(models.TextChoices):
        REPORT = "report", pgettext_lazy("photo", "as reported")
        BEFORE = "before", pgettext_lazy("photo", "before")
        DURING = "during", pgettext_lazy("photo", "under way")
        AFTER = "after", pgettext_lazy("photo", "after")

    case = models.ForeignKey(Case, models.CASCADE, related_name="photos")
    step = models.ForeignKey(Step, models.SET_NULL, null=True, related_name="photos")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.REPORT)
    file = models.CharField(max_length=120, unique=True, help_text="a path below the files folder")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    is_public = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("photo")
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="photo_case")]

    def __str__(self) -> str:
        return self.file


class Supporter(models.Model):
    """Somebody who said "me too", and is told with the reporter."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="supports")
    household = models.ForeignKey(
        "registry.Household", models.CASCADE, null=True, blank=True, related_name="+"
    )
    phone = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=80, help_text="the actor's key; once a matter")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("supporter")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "by"], name="support_once"),
        ]

    def __str__(self) -> str:
        return self.by


class DepartmentCall(models.Model):
    """A department called in; the first owner still answers for the matter."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="department_calls")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("whistle")
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="department_call_case")]

    def __str__(self) -> str:
        return str(self.organisation_id)
