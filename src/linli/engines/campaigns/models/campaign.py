"""A campaign: what is asked of whom, from when to when, and who walks it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PLACE = "registry.Place"


class Campaign(models.Model):
    """One round over many doors; a standing one has no end (visits that come again and again)."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("campaign", "being planned")
        RUNNING = "running", pgettext_lazy("campaign", "running")
        ENDED = "ended", pgettext_lazy("campaign", "ended")

    class Targets(models.TextChoices):
        DWELLINGS = "dwellings", _("every dwelling")
        HOUSEHOLDS = "households", _("households")
        ENTRANCES = "entrances", _("entrances")
        PERSONS = "persons", _("people with a care need")
        PLACES = "places", _("public places")
        ANYONE = "anyone", _("whoever comes by")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("consent")
        LEGAL_DUTY = "legal_duty", _("legal duty")

    community = models.ForeignKey(PLACE, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60, blank=True, help_text='"": made from a blank form')
    code = models.CharField(max_length=12, unique=True, help_text="in the address of its QR code")
    title = models.CharField(_("title"), max_length=80)
    about = models.CharField(_("what residents are told"), max_length=400, blank=True)
    purpose = models.CharField(_("purpose"), max_length=30)
    basis = models.CharField(_("legal basis"), max_length=12, choices=Basis.choices)
    targets = models.CharField(_("who is visited"), max_length=12, choices=Targets.choices)
    chosen = models.JSONField(
        default=dict,
        help_text="buildings, villages, residence, care, place_kind, not_reached_days",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    most_visits = models.PositiveSmallIntegerField(_("visits at most"), default=3)
    every_days = models.JSONField(
        default=dict, help_text='standing: {"": 180, "old_alone": 30}; empty: a round with an end'
    )
    is_open = models.BooleanField(_("households may answer by their own key"), default=False)
    form_number = models.PositiveIntegerField(default=1, help_text="the form version in use")
    series = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="rounds",
        help_text="the first round of the same thing",
    )  # fmt: skip
    round = models.PositiveSmallIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, help_text="its answers, by purpose")
    counts = models.JSONField(default=dict, help_text="what is left of erased answers: numbers")

    class Meta:
        verbose_name = _("campaign")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "state", "-id"], name="campaign_state"),
            models.Index(fields=["series", "round"], name="campaign_series"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_standing(self) -> bool:
        """True for visits that come again and again; its doors fall due one by one."""
        return bool(self.every_days)


class FormVersion(models.Model):
    """A campaign's form as it was at one time. An answer names the version it was given to."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="forms")
    number = models.PositiveIntegerField()
    definition = models.JSONField(help_text="forms.schema.to_json")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("form")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="form_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.number}"


class Walker(models.Model):
    """Somebody who walks a campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="walkers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True, help_text="false: ill, or gone")

    class Meta:
        verbose_name = _("walker")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "user"], name="walker_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "is_active"], name="walker_user")]

    def __str__(self) -> str:
        return self.name
