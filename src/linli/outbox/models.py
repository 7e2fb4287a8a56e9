"""Columns of the outbox: what is to be told, to whom, by which way, and whether it left."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Message(models.Model):
    """One telling, by one way, to one receiver; written in the transaction of what it tells."""

    class Way(models.TextChoices):
        INBOX = "inbox", _("in-app inbox")
        SMS = "sms", _("SMS")
        WECOM = "wecom", _("WeCom robot")
        EMAIL = "email", pgettext_lazy("way", "e-mail")
        LETTER = "letter", _("printed letter")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    community = models.ForeignKey("registry.Place", models.PROTECT, related_name="+")
    event = models.CharField(max_length=60, help_text="which template: case.resolved …")
    way = models.CharField(max_length=10, choices=Way.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="messages"
    )
    household = models.ForeignKey(
        "registry.Household", models.CASCADE, null=True, blank=True, related_name="messages"
    )
    address = models.CharField(max_length=300, blank=True, help_text="phone, e-mail, robot URL")
    title = models.CharField(max_length=120)
    body = models.TextField()
    words = models.JSONField(default=dict, help_text="of the shipped template, to retell it")
    link = models.CharField(max_length=300, blank=True, help_text="a path in this house")
    about = models.CharField(max_length=60, blank=True, help_text="case:17")
    once = models.CharField(max_length=120, help_text="tells the same thing only once")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("message")
        # Two who tell the same thing at once meet here: one row stays, nobody is told twice.
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["once"], name="told_once"),
        ]
        # Most rows are sent and done with: each index holds only the few that its reader looks for,
        # so the table may grow for years without the clock or the badge growing slower.
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="waiting"), name="message_waiting"
            ),
            # What a process that died held: its lease runs out, and another takes it.
            models.Index(
                fields=["leased_until"], condition=Q(state="sending"), name="message_sending"
            ),
            models.Index(
                fields=["community", "id"],
                condition=Q(way="letter", state="waiting"),
                name="message_letter",
            ),
            models.Index(
                fields=["community", "-id"], condition=Q(state="failed"), name="message_failed"
            ),
            # A WeCom robot takes so many a minute: counted before each.
            models.Index(
                fields=["address", "sent_at"], condition=Q(way="wecom"), name="message_robot"
            ),
            models.Index(fields=["user", "-id"], condition=Q(way="inbox"), name="message_user"),
            models.Index(
                fields=["household", "-id"], condition=Q(way="inbox"), name="message_household"
            ),
            # The badge on every page of a signed-in user.
            models.Index(
                fields=["user"], condition=Q(way="inbox", read_at=None), name="message_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Wording(models.Model):
    """A community's own words for an event, in place of the shipped template."""

    community = models.ForeignKey("registry.Place", models.CASCADE, related_name="+")
    event = models.CharField(max_length=60)
    way = models.CharField(max_length=10, choices=Message.Way.choices)
    title = models.CharField(max_length=120)
    body = models.TextField()

    class Meta:
        verbose_name = _("wording")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "event", "way"], name="wording_once"),
        ]

    def __str__(self) -> str:
        return self.event
