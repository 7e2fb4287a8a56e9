"""Columns of who may act: organisations, posts, household keys; where log-ins belong."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import ApiToken, User
from linli.registry.models.people import Household, Person
from linli.registry.models.places import NAME_TAKEN, Place


class AccountHome(models.Model):
    """Where a log-in was opened: whoever manages posts there answers for it."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="account_home")
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("where a log-in was opened")

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.place_id}"


class TokenReach(models.Model):
    """Where a token acts: below one community, and nowhere else."""

    token = models.OneToOneField(ApiToken, models.CASCADE, primary_key=True, related_name="reach")
    community = models.ForeignKey(
        Place, models.CASCADE, related_name="+", help_text="below it alone it acts"
    )

    class Meta:
        verbose_name = _("where a token acts")

    def __str__(self) -> str:
        return f"{self.token_id} @ {self.community_id}"


class Organisation(models.Model):
    """Who can answer for a matter: a team, the property company, a department."""

    class Kind(models.TextChoices):
        TEAM = "team", _("team")
        PROPERTY_COMPANY = "property_company", _("property company")
        DEPARTMENT = "department", _("department")

    community = models.ForeignKey(Place, models.PROTECT, related_name="organisations")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    robot_url = models.URLField(_("WeCom robot address"), blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("organisation")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="organisation_once",
                violation_error_code="name",
                violation_error_message=NAME_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HouseholdKey(models.Model):
    """A printed slip: who holds it acts for the household. Only an index of its code is kept."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="keys")
    code_index = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4, help_text="its last letters, to tell slips apart")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True, blank=True, help_text="at the door")
    first_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("household key")
        constraints: ClassVar = [
            # A slip that was lost must open nothing once the next one is printed.
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(revoked_at=None),
                name="one_key_a_household",
                violation_error_message=_(
                    "This household holds a key. Reissue it if the slip is lost."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"…{self.hint}"


class Post(models.Model):
    """A role at a place, and thereby over all that lies below it."""

    class Role(models.TextChoices):
        STEWARD = "steward", _("building steward")
        TRUSTED_LOCAL = "trusted_local", _("trusted local")
        PARTY_MEMBER = "party_member", _("Party member on duty")
        GRID_WORKER = "grid_worker", _("grid worker")
        WORKER = "worker", _("community worker")
        SECRETARY = "secretary", _("secretary")
        PROPERTY_STAFF = "property_staff", _("property company staff")
        STREET_OFFICER = "street_officer", _("street officer")
        DISTRICT_READER = "district_reader", _("district reader")
        ADMINISTRATOR = "administrator", _("house administrator")

    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    place = models.ForeignKey(Place, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="posts"
    )
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="posts")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="posts")
    holder = models.CharField(_("holder"), max_length=60, help_text="the name shown to residents")
    phone = models.CharField(_("phone shown to residents"), max_length=20, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")
        constraints: ClassVar = [
            # An ended post stays as a row: who served where, and when, must still be told.
            models.UniqueConstraint(
                fields=["user", "role", "place"],
                condition=Q(ended_on=None, user__isnull=False),
                name="post_once",
                violation_error_message=_("This post is held already by this person."),
            ),
        ]

    def __str__(self) -> str:
        return self.holder


class Invitation(models.Model):
    """A post offered to somebody who serves elsewhere. It is nothing until they accept.

    Without a user nobody is called so; whoever invites is not told which of the two it is.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    role = models.CharField(_("role"), max_length=20, choices=Post.Role.choices)
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+"
    )
    holder = models.CharField(_("holder"), max_length=60)
    phone = models.CharField(_("phone shown to residents"), max_length=20, blank=True)
    username = models.CharField(_("user name"), max_length=60, help_text="as it was typed")
    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.holder
