"""Columns of 每件事: a matter, and the last number given in its community."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.engines.cases.series import SERIES
from linli.verbs.models import LastNumber, Versioned

PLACE = "registry.Place"
OPEN = Q(closed_at=None)
TO_LOOK_AT = Q(is_public=True, look__in=["awaited", "objected"])


class Case(Versioned):
    """A matter that somebody raised, until who raised it says that it is closed."""

    class State(models.TextChoices):
        FILED = "filed", pgettext_lazy("state", "filed")
        ACCEPTED = "accepted", pgettext_lazy("state", "accepted")
        ASSIGNED = "assigned", pgettext_lazy("state", "assigned")
        IN_HAND = "in_hand", pgettext_lazy("state", "in hand")
        WAITING = "waiting", pgettext_lazy("state", "waiting for the reporter")
        DEFERRED = "deferred", pgettext_lazy("state", "deferred")
        INSPECTING = "inspecting", pgettext_lazy("state", "to be re-inspected")
        RESOLVED = "resolved", pgettext_lazy("state", "to be confirmed")
        CLOSED = "closed", pgettext_lazy("state", "closed")

    class Closing(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed by who raised it")
        REVIEWED = "reviewed", _("confirmed in a call-back")
        SILENT = "silent", _("no answer in the stated time")
        REFERRED = "referred", _("not our duty, referred")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged into another matter")

    class Channel(models.TextChoices):
        PLACE_CODE = "place_code", pgettext_lazy("channel", "place QR code")
        HOUSEHOLD = "household", pgettext_lazy("channel", "household")
        DESK = "desk", pgettext_lazy("channel", "service desk")
        PHONE = "phone", pgettext_lazy("channel", "telephone")
        OPEN311 = "open311", pgettext_lazy("channel", "Open311")
        API = "api", pgettext_lazy("channel", "data API")
        HOTLINE = "hotline", pgettext_lazy("channel", "12345 hotline")
        FILE = "file", pgettext_lazy("channel", "file")
        VISIT = "visit", pgettext_lazy("channel", "visit")

    class Urgency(models.IntegerChoices):
        ORDINARY = 0, _("ordinary")
        URGENT = 1, _("urgent")
        EMERGENCY = 2, _("emergency")

    class Look(models.TextChoices):
        AWAITED = "awaited", pgettext_lazy("look", "waits for a look")
        OBJECTED = "objected", pgettext_lazy("look", "somebody says it is about them")
        WITHHELD = "withheld", pgettext_lazy("look", "words kept back")

    # Without an index of their own are keys with which one of the indexes below begins.
    community = models.ForeignKey(PLACE, models.PROTECT, db_index=False, related_name="+")
    building = models.ForeignKey(
        PLACE, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    place = models.ForeignKey(PLACE, models.PROTECT, null=True, blank=True, related_name="+")
    place_label = models.CharField(_("place"), max_length=200, blank=True)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … within its community")
    kind = models.CharField(_("kind"), max_length=60)
    kind_confirmed = models.BooleanField(default=True, help_text="a person chose the kind")
    suggestion = models.JSONField(default=list, help_text="[[kind, confidence], …] two best")
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("what it is about"))
    fields = models.JSONField(default=dict, help_text="answers to the kind's own fields")
    state = models.CharField(max_length=12, choices=State.choices, default=State.FILED)
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), choices=Urgency.choices, default=Urgency.ORDINARY
    )
    danger = models.CharField(
        max_length=20, blank=True, help_text="which danger its words told, as typed"
    )
    called = models.PositiveSmallIntegerField(
        default=0, help_text="how many roles were told again because nobody took it"
    )
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    external_id = models.CharField(max_length=60, blank=True, help_text="number in the other house")
    external = models.JSONField(default=dict, help_text="what the other house sent beside it")
    household = models.ForeignKey(
        "registry.Household",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="cases",
    )
    reporter_name = models.CharField(_("name"), max_length=60, blank=True)
    reporter_phone = models.CharField(_("phone"), max_length=20, blank=True)
    reporter_email = models.EmailField(_("e-mail"), blank=True)
    follow_index = models.CharField(max_length=64, unique=True, help_text="of the follow code")
    post = models.ForeignKey(
        "registry.Post", models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    owner_label = models.CharField(_("who answers"), max_length=140, blank=True)
    first_owner_label = models.CharField(max_length=140, blank=True)
    opened_at = models.DateTimeField(_("raised"))
    answer_due_at = models.DateTimeField(null=True, blank=True, help_text="first contact by")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="first contact")
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True, help_text="yellow from here")
    waiting_since = models.DateTimeField(null=True, blank=True, help_text="the clock stands still")
    review_on = models.DateField(_("looked at again on"), null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.CharField(max_length=10, choices=Closing.choices, blank=True)
    escalation = models.PositiveSmallIntegerField(default=0, help_text="levels told so far")
    reminded_for = models.DateTimeField(null=True, blank=True, help_text="deadline reminded of")
    reopened = models.PositiveSmallIntegerField(default=0)
    supporters = models.PositiveIntegerField(default=0)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    is_solved = models.BooleanField(null=True, blank=True, help_text="the resident's own word")
    is_public = models.BooleanField(default=False)
    look = models.CharField(
        max_length=8, choices=Look.choices, blank=True, help_text="why strangers read no words yet"
    )
    public_text = models.TextField(blank=True, help_text="covered; what the public page shows")
    public_result = models.TextField(blank=True, help_text="covered result for the public page")
    held_text = models.TextField(blank=True, help_text="public_text, until somebody looked")
    held_result = models.TextField(blank=True, help_text="public_result, until somebody looked")
    group = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, db_index=False, related_name="alike"
    )
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, db_index=False, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, db_index=False, related_name="parts"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = _("matter")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "number"], name="case_number_once"),
            models.UniqueConstraint(
                fields=["community", "channel", "external_id"],
                condition=~Q(external_id=""),
                name="case_external_once",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at=None),
                name="case_closed_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", waiting_since__isnull=False)
                | ~Q(state="waiting") & Q(waiting_since=None),
                name="case_clock_stands_while_waiting",
            ),
            # Every face shows public_text: so it is empty, and no face can forget to ask.
            models.CheckConstraint(
                condition=Q(look="") | Q(public_text="", public_result=""),
                name="case_no_words_before_a_look",
            ),
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__gte=1, stars__lte=5), name="case_stars_1_to_5"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["community", "due_at", "id"], condition=OPEN, name="case_open_due"
            ),
            models.Index(fields=["building", "due_at", "id"], condition=OPEN, name="case_open_bld"),
            models.Index(fields=["post", "due_at", "id"], condition=OPEN, name="case_open_post"),
            models.Index(
                fields=["organisation", "due_at", "id"], condition=OPEN, name="case_open_org"
            ),
            models.Index(fields=["community", "id"], condition=TO_LOOK_AT, name="case_to_look_at"),
            models.Index(
                fields=["community", "id"],
                condition=OPEN & Q(urgency=2),
                name="case_open_emergency",
            ),
            models.Index(F("community"), F("id").desc(), name="case_newest"),
            models.Index(
                fields=["community", "state", "due_at", "id"], condition=OPEN, name="case_open_in"
            ),
            models.Index(F("community"), F("kind"), F("id").desc(), name="case_kind"),
            models.Index(F("building"), F("id").desc(), name="case_building"),
            models.Index(fields=["household", "-id"], name="case_household"),
            models.Index(fields=["community", "opened_at", "id"], name="case_raised"),
            models.Index(fields=["community", "closed_at", "is_solved"], name="case_closed"),
            models.Index(fields=["group"], condition=Q(group__isnull=False), name="case_group"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="case_merged"
            ),
            models.Index(
                fields=["split_from"], condition=Q(split_from__isnull=False), name="case_split"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """The number as people say it: SX-1124."""
        return SERIES.reference(self.number)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CaseNumber(LastNumber):
    """The last number given in a community."""
