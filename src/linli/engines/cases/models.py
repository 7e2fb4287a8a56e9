"""Columns of 每件事: a matter, its steps, notes, photos, supporters, and its community's rules."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PLACE = "registry.Place"
OPEN = Q(closed_at=None)


class Case(models.Model):
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

    class Urgency(models.IntegerChoices):
        ORDINARY = 0, _("ordinary")
        URGENT = 1, _("urgent")
        EMERGENCY = 2, _("emergency")

    community = models.ForeignKey(PLACE, models.PROTECT, related_name="+")
    building = models.ForeignKey(PLACE, models.PROTECT, null=True, blank=True, related_name="+")
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
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    external_id = models.CharField(max_length=60, blank=True, help_text="number in the other house")
    external = models.JSONField(default=dict, help_text="what the other house sent beside it")
    household = models.ForeignKey(
        "registry.Household", models.SET_NULL, null=True, blank=True, related_name="cases"
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
    public_text = models.TextField(blank=True, help_text="redacted; what the public page shows")
    public_result = models.TextField(blank=True, help_text="redacted result for the public page")
    group = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="alike")
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0, help_text="raised by each verb")
    updated_at = models.DateTimeField()

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
            models.Index(F("community"), F("id").desc(), name="case_newest"),
            models.Index(
                F("community"),
                F("opened_at").desc(),
                F("id").desc(),
                condition=Q(is_public=True),
                name="case_public",
            ),
            models.Index(
                fields=["community", "state", "due_at", "id"], condition=OPEN, name="case_open_in"
            ),
            models.Index(F("community"), F("kind"), F("id").desc(), name="case_kind"),
            models.Index(F("building"), F("id").desc(), name="case_building"),
            models.Index(fields=["household", "-id"], name="case_household"),
            models.Index(fields=["community", "group"], name="case_group"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """The number as people say it: SX-1124."""
        return f"SX-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CaseNumber(models.Model):
    """The last number given in a community."""

    community = models.OneToOneField(PLACE, models.CASCADE, primary_key=True, related_name="+")
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("last number")

    def __str__(self) -> str:
        return str(self.last)


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


class Whistle(models.Model):
    """A department called in; the first owner still answers for the matter."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="whistles")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("whistle")
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="whistle_case")]

    def __str__(self) -> str:
        return str(self.organisation_id)


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
    """A community's own numbers for a kind: on or off, shown in public or not."""

    community = models.ForeignKey(PLACE, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    is_on = models.BooleanField(default=True)
    is_public = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name = _("kind setting")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "kind"], name="kind_setting_once"),
        ]

    def __str__(self) -> str:
        return self.kind


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
    matters = models.PositiveIntegerField(help_text="how many were learnt from")
    weights = models.BinaryField()

    class Meta:
        verbose_name = _("lesson")

    def __str__(self) -> str:
        return str(self.community_id)
