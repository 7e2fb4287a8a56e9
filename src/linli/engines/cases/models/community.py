"""Columns of what a community sets for its matters, and of what they taught it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.engines.cases.models.case import PLACE


class RoutingRule(models.Model):
    """If a matter is like this, it goes there. Asked in order; the first that fits decides."""

    community = models.ForeignKey(PLACE, models.CASCADE, related_name="+")
    order = models.PositiveIntegerField(default=0)
    name = models.CharField(_("name"), max_length=80)
    kinds = models.JSONField(default=list, blank=True, help_text="any of these; empty: all")
    place = models.ForeignKey(PLACE, models.CASCADE, null=True, blank=True, related_name="+")
    words = models.JSONField(default=list, blank=True, help_text="any of these; empty: all")
    weekdays = models.JSONField(default=list, blank=True, help_text="1 = Monday; empty: all")
    from_time = models.TimeField(null=True, blank=True)
    to_time = models.TimeField(null=True, blank=True)
    role = models.CharField(max_length=20, blank=True, help_text="the nearest post of this role")
    post = models.ForeignKey(
        "registry.Post", models.CASCADE, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("routing rule")
        ordering: ClassVar = ["order", "id"]
        indexes: ClassVar = [models.Index(fields=["community", "order"], name="rule_order")]

    def __str__(self) -> str:
        return self.name


class KindSetting(models.Model):
    """What a community has otherwise than the programme. An empty column: as the programme says."""

    community = models.ForeignKey(PLACE, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    is_on = models.BooleanField(default=True)
    is_public = models.BooleanField(null=True, blank=True)
    label = models.CharField(max_length=30, blank=True, help_text="what residents read")
    help = models.CharField(max_length=200, blank=True, help_text="beside it, when they choose")
    deadline = models.CharField(max_length=30, blank=True, help_text="such as 3 working days")
    urgent = models.CharField(max_length=30, blank=True)
    emergency = models.CharField(max_length=30, blank=True)
    answered_by = models.JSONField(default=list, blank=True, help_text="roles, nearest first")

    class Meta:
        verbose_name = _("kind setting")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "kind"], name="kind_setting_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class DangerSetting(models.Model):
    """A community's own words of danger and numbers to call; what is null follows the shipped."""

    community = models.OneToOneField(PLACE, models.CASCADE, primary_key=True, related_name="+")
    words = models.JSONField(default=dict, help_text="danger → {words, words_there}")
    harmless = models.JSONField(null=True, blank=True, help_text="words that are no danger")
    numbers = models.JSONField(
        null=True, blank=True, help_text="[{code, label, phone, first_for, only_then}]"
    )
    call_again_minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("words of danger")

    def __str__(self) -> str:
        return str(self.community_id)


class SavedView(models.Model):
    """A list that a worker comes back to: a name and its filters, as a query string."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        verbose_name = _("saved view")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Lesson(models.Model):
    """What a community's closed matters teach: the trained weights, made anew by the clock."""

    community = models.OneToOneField(PLACE, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    cases = models.PositiveIntegerField(help_text="how many were learnt from")
    weights = models.BinaryField()

    class Meta:
        verbose_name = _("lesson")

    def __str__(self) -> str:
        return str(self.community_id)
