"""The verbs of a matter: what the button says, what the timeline says, what the record keeps."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Verb:
    """``label`` stands on the button, ``done`` in the timeline, ``past`` in the record."""

    code: str
    label: Promise
    done: Promise
    past: str


_ALL = (
    Verb("file", pgettext_lazy("verb", "Raise"), pgettext_lazy("step", "raised"), "filed"),
    Verb("accept", pgettext_lazy("verb", "Accept"), pgettext_lazy("step", "accepted"), "accepted"),
    Verb("assign", pgettext_lazy("verb", "Assign"), pgettext_lazy("step", "assigned"), "assigned"),
    Verb("take", pgettext_lazy("verb", "Take"), pgettext_lazy("step", "taken in hand"), "taken"),
    Verb("return", pgettext_lazy("verb", "Return"), pgettext_lazy("step", "returned"), "returned"),
    Verb("reply", pgettext_lazy("verb", "Reply"), pgettext_lazy("step", "replied"), "replied"),
    Verb(
        "reassign",
        pgettext_lazy("verb", "Pass on"),
        pgettext_lazy("step", "passed on"),
        "reassigned",
    ),
    Verb(
        "ask", pgettext_lazy("verb", "Ask who raised it"), pgettext_lazy("step", "asked"), "asked"
    ),
    Verb("answer", pgettext_lazy("verb", "Answer"), pgettext_lazy("step", "answered"), "answered"),
    Verb(
        "defer",
        pgettext_lazy("verb", "Cannot be solved now"),
        pgettext_lazy("step", "cannot be solved now"),
        "deferred",
    ),
    Verb(
        "resume",
        pgettext_lazy("verb", "Take up again"),
        pgettext_lazy("step", "taken up again"),
        "resumed",
    ),
    Verb(
        "refer",
        pgettext_lazy("verb", "Not our duty"),
        pgettext_lazy("step", "not our duty, told where to turn"),
        "referred",
    ),
    Verb(
        "whistle",
        pgettext_lazy("verb", "Call in a department"),
        pgettext_lazy("step", "department called in"),
        "whistled",
    ),
    Verb(
        "whistle_answer",
        pgettext_lazy("verb", "Department's answer"),
        pgettext_lazy("step", "department answered"),
        "whistle_answered",
    ),
    Verb(
        "merge",
        pgettext_lazy("verb", "Join with another"),
        pgettext_lazy("step", "joined with another"),
        "merged",
    ),
    Verb("split", pgettext_lazy("verb", "Split"), pgettext_lazy("step", "split"), "split"),
    Verb(
        "resolve",
        pgettext_lazy("verb", "Report as done"),
        pgettext_lazy("step", "done"),
        "resolved",
    ),
    Verb(
        "inspect",
        pgettext_lazy("verb", "Re-inspection passed"),
        pgettext_lazy("step", "re-inspected, in order"),
        "inspected",
    ),
    Verb(
        "send_back",
        pgettext_lazy("verb", "Re-inspection failed"),
        pgettext_lazy("step", "re-inspected, not in order"),
        "sent_back",
    ),
    Verb(
        "confirm", pgettext_lazy("verb", "Confirm"), pgettext_lazy("step", "confirmed"), "confirmed"
    ),
    Verb(
        "reopen",
        pgettext_lazy("verb", "Not solved"),
        pgettext_lazy("step", "not solved, opened again"),
        "reopened",
    ),
    Verb(
        "review",
        pgettext_lazy("verb", "Record a call-back"),
        pgettext_lazy("step", "called back"),
        "reviewed",
    ),
    Verb(
        "close_silent",
        pgettext_lazy("verb", "Close without answer"),
        pgettext_lazy("step", "closed without an answer"),
        "closed_silent",
    ),
    Verb(
        "withdraw",
        pgettext_lazy("verb", "Withdraw"),
        pgettext_lazy("step", "withdrawn"),
        "withdrawn",
    ),
    Verb(
        "extend",
        pgettext_lazy("verb", "More time"),
        pgettext_lazy("step", "given more time"),
        "extended",
    ),
    Verb(
        "change_kind",
        pgettext_lazy("verb", "Correct the kind"),
        pgettext_lazy("step", "kind corrected"),
        "kind_changed",
    ),
    Verb(
        "set_public",
        pgettext_lazy("verb", "Show or hide in public"),
        pgettext_lazy("step", "shown or hidden in public"),
        "published",
    ),
    Verb(
        "look",
        pgettext_lazy("verb", "Look and publish"),
        pgettext_lazy("step", "looked at what strangers read"),
        "looked_at",
    ),
    Verb(
        "object",
        pgettext_lazy("verb", "This is about me"),
        pgettext_lazy("step", "somebody says that it is about them"),
        "objected",
    ),
    Verb(
        "cover",
        pgettext_lazy("verb", "Cover new names"),
        pgettext_lazy("step", "new names covered in public"),
        "covered",
    ),
    Verb(
        "add_note",
        pgettext_lazy("verb", "Internal note"),
        pgettext_lazy("step", "internal note"),
        "noted",
    ),
    Verb(
        "add_photos",
        pgettext_lazy("verb", "Add photos"),
        pgettext_lazy("step", "photos added"),
        "photos_added",
    ),
    Verb(
        "support",
        pgettext_lazy("verb", "Me too"),
        pgettext_lazy("step", "has the same matter"),
        "supported",
    ),
    Verb(
        "escalate",
        pgettext_lazy("verb", "Tell the next post up"),
        pgettext_lazy("step", "overdue, told the next post up"),
        "escalated",
    ),
    Verb("remind", pgettext_lazy("verb", "Remind"), pgettext_lazy("step", "reminded"), "reminded"),
)
VERBS: dict[str, Verb] = {verb.code: verb for verb in _ALL}

# What a need of the table asks of the person, when it is missing.
NEEDS: dict[str, Promise] = {
    "text": _("Please write what you want to say."),
    "reason": _("Please give a reason."),
    "owner": _("Please choose who is to answer for it."),
    "destination": _("Please say whose duty it is, so that the resident knows where to turn."),
    "organisation": _("Please choose the department to call in."),
    "review_on": _("Please choose a day in the future on which it is looked at again."),
    "result": _("Please write what was done."),
    "after_photo": _("Please add a photo of how it looks now: this kind of matter asks for one."),
    "into": _("Please give the number of the matter to join it with."),
    "parts": _("Please write what each new matter is about."),
    "due_at": _("Please choose a later time than the present deadline."),
    "kind": _("Please choose a kind."),
}
