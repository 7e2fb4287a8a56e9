"""What was heard: a visit is kept as it came and is never altered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.engines.campaigns.models.campaign import PLACE, Campaign
from linli.engines.campaigns.models.door import Door


class Visit(models.Model):
    """One time at one door, or one answer from a household itself. Sent twice, it is one."""

    class Outcome(models.TextChoices):
        MET = "met", pgettext_lazy("visit", "met")
        PHONE = "phone", pgettext_lazy("visit", "by phone")
        ABSENT = "absent", pgettext_lazy("visit", "nobody home")
        REFUSED = "refused", pgettext_lazy("visit", "refused")
        MOVED = "moved", pgettext_lazy("visit", "moved away")
        VACANT = "vacant", pgettext_lazy("visit", "vacant")

    class Channel(models.TextChoices):
        FIELD = "field", pgettext_lazy("channel", "phone at the door")
        DESK = "desk", pgettext_lazy("channel", "service desk")
        PAPER = "paper", pgettext_lazy("channel", "paper sheet")
        OWN_KEY = "own_key", pgettext_lazy("channel", "household's own key")
        SPOT = "spot", pgettext_lazy("channel", "on the spot")

    uid = models.UUIDField(unique=True, help_text="the answer's own id, made where it was given")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="visits")
    community = models.ForeignKey(PLACE, models.PROTECT, related_name="+")
    door = models.ForeignKey(Door, models.SET_NULL, null=True, blank=True, related_name="history")
    household = models.ForeignKey(
        "registry.Household", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    form_number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.CharField(max_length=80, help_text="the actor's key")
    by_label = models.CharField(max_length=120)
    at = models.DateTimeField(help_text="when it was, by a clock set right")
    said_at = models.DateTimeField(help_text="when it was, by the phone's own clock")
    day = models.DateField()
    slot = models.CharField(max_length=10, help_text="rules.SLOTS")
    received_at = models.DateTimeField()
    is_late = models.BooleanField(default=False, help_text="came after the campaign had ended")
    is_gone = models.BooleanField(default=False, help_text="its household had left the register")
    answers = models.JSONField(default=dict)
    started_from = models.JSONField(
        default=dict, help_text="fact → version (registry.facts.version_of) that the phone knew"
    )

    class Meta:
        verbose_name = _("visit")
        indexes: ClassVar = [
            models.Index(fields=["campaign", "day"], name="visit_day"),
            models.Index(fields=["door", "at"], name="visit_door"),
            models.Index(fields=["household", "-at"], name="visit_household"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class VisitPhoto(models.Model):
    """A picture or signature of a visit; ``name`` is what the answer calls it."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="photos")
    name = models.CharField(max_length=80)
    file = models.CharField(max_length=120, unique=True, help_text="a path below the files folder")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("photo of a visit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "name"], name="visit_photo_once"),
        ]

    def __str__(self) -> str:
        return self.file


class MissingPhoto(models.Model):
    """A picture that a visit speaks of and that the phone could not send: it is lost."""

    class Why(models.TextChoices):
        GONE = "gone", pgettext_lazy("picture", "the phone did not keep it")
        UNREADABLE = "unreadable", pgettext_lazy("picture", "the phone could not read it")
        REFUSED = "refused", pgettext_lazy("picture", "it is no picture that can be kept")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="missing_photos")
    name = models.CharField(max_length=80)
    why = models.CharField(max_length=10, choices=Why.choices)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lost picture of a visit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "name"], name="missing_photo_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PhotoUpload(models.Model):
    """A picture on its way: pieces arrive, perhaps before the visit they belong to."""

    uid = models.UUIDField(help_text="the visit's, or that of a matter raised at the door")
    name = models.CharField(max_length=80)
    by = models.CharField(max_length=80, help_text="the actor's key")
    size = models.PositiveIntegerField(help_text="bytes in all")
    received = models.PositiveIntegerField(default=0, help_text="bytes so far")
    piece = models.CharField(max_length=120, help_text="the file that grows, below incoming/")
    updated_at = models.DateTimeField()
    is_handed_on = models.BooleanField(
        default=False, help_text="a matter has it; the row stays for a while as its receipt"
    )

    class Meta:
        verbose_name = _("picture on its way")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uid", "name", "by"], name="upload_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["by"], name="upload_by")]

    def __str__(self) -> str:
        return self.name


class EffectRun(models.Model):
    """What followed from a visit: done, refused with a sentence, or waiting for its engine."""

    class State(models.TextChoices):
        DONE = "done", pgettext_lazy("effect", "done")
        WAITING = "waiting", pgettext_lazy("effect", "waiting")
        REFUSED = "refused", pgettext_lazy("effect", "refused")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="effects")
    number = models.PositiveSmallIntegerField(help_text="which effect of the form: 0, 1, 2 …")
    do = models.CharField(max_length=40)
    with_words = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices)
    result = models.CharField(max_length=80, blank=True, help_text="cases.case:12")
    says = models.CharField(max_length=200, blank=True, help_text="why it was refused")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("effect")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "number"], name="effect_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["do"], condition=models.Q(state="waiting"), name="effect_waiting"),
        ]

    def __str__(self) -> str:
        return self.do
