"""Whom a campaign is to reach, how far it has come there, and what is still in dispute."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.engines.campaigns.models.campaign import PLACE, Campaign, Walker


class Door(models.Model):
    """One door (household, entrance, person, place) of a campaign.

    ``state`` follows from its visits: the newest that counts decides (rules.state_after).
    """

    class State(models.TextChoices):
        TO_VISIT = "to_visit", pgettext_lazy("door", "to be visited")
        MET = "met", pgettext_lazy("door", "met")
        PHONE = "phone", pgettext_lazy("door", "by phone")
        ABSENT = "absent", pgettext_lazy("door", "nobody home")
        REFUSED = "refused", pgettext_lazy("door", "refused")
        MOVED = "moved", pgettext_lazy("door", "moved away")
        VACANT = "vacant", pgettext_lazy("door", "vacant")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="doors")
    key = models.CharField(max_length=20, help_text="d12, h7, e3, p9, l4: once a campaign")
    place = models.ForeignKey(PLACE, models.PROTECT, related_name="+")
    building = models.ForeignKey(PLACE, models.PROTECT, null=True, related_name="+")
    entrance = models.ForeignKey(PLACE, models.PROTECT, null=True, related_name="+")
    floor = models.SmallIntegerField(null=True)
    household = models.ForeignKey(
        "registry.Household", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        "registry.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    label = models.CharField(max_length=200, help_text="704 楼 2 单元 301")
    order = models.PositiveIntegerField(help_text="walking order in the campaign: 0, 1, 2 …")
    walker = models.ForeignKey(Walker, models.SET_NULL, null=True, blank=True, related_name="doors")
    former = models.JSONField(default=list, help_text="ids of walkers who had it on their phones")
    state = models.CharField(max_length=8, choices=State.choices, default=State.TO_VISIT)
    visits = models.PositiveSmallIntegerField(default=0, help_text="how often somebody was there")
    last_at = models.DateTimeField(null=True, blank=True)
    last_slot = models.CharField(max_length=10, blank=True, help_text="rules.SLOTS")
    answer = models.ForeignKey(
        "Visit", models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="the visit whose answers count",
    )  # fmt: skip
    due_on = models.DateField(null=True, blank=True, help_text="standing: the next visit")
    moved_up = models.SmallIntegerField(default=0, help_text="a person's own order: 1 up, -1 down")
    note = models.CharField(max_length=200, blank=True, help_text="for who comes next")

    class Meta:
        verbose_name = _("door to visit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "key"], name="door_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "state", "building"], name="door_state"),
            models.Index(fields=["campaign", "order"], name="door_order"),
            models.Index(fields=["walker", "order"], name="door_walker"),
            models.Index(fields=["household", "-id"], name="door_household"),
        ]

    def __str__(self) -> str:
        return self.label


class Conflict(models.Model):
    """A fact that was changed on both sides; a person settles it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="conflicts")
    door = models.ForeignKey(Door, models.CASCADE, related_name="conflicts")
    household = models.ForeignKey("registry.Household", models.CASCADE, related_name="+")
    visit = models.ForeignKey("Visit", models.CASCADE, related_name="conflicts")
    property = models.CharField(max_length=60, help_text="registry.facts")
    started_from = models.JSONField(null=True, help_text="what the phone knew")
    standing = models.JSONField(null=True, help_text="what the register says")
    said = models.JSONField(null=True, help_text="what was said at the door")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    choice = models.CharField(max_length=8, blank=True, help_text='"standing" or "said"')

    class Meta:
        verbose_name = _("conflict")
        indexes: ClassVar = [
            models.Index(fields=["campaign"], condition=Q(settled_at=None), name="conflict_open"),
        ]

    def __str__(self) -> str:
        return self.property


class Reached(models.Model):
    """When a household was last reached by anything: met, by phone, or by its own answer."""

    household = models.OneToOneField(
        "registry.Household", models.CASCADE, primary_key=True, related_name="reached"
    )
    community = models.ForeignKey(PLACE, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(max_length=10, help_text="a visit's channel")

    class Meta:
        verbose_name = _("household reached")
        indexes: ClassVar = [models.Index(fields=["community", "at"], name="reached_at")]

    def __str__(self) -> str:
        return str(self.household_id)
