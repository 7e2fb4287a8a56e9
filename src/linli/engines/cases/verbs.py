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
    Verb("file", _("Raise"), _("raised"), "filed"),
    Verb("accept", _("Accept"), _("accepted"), "accepted"),
    Verb("assign", _("Assign"), _("assigned"), "assigned"),
    Verb("take", _("Take"), _("taken in hand"), "taken"),
    Verb("return", _("Return"), _("returned"), "returned"),
    Verb("reply", _("Reply"), _("replied"), "replied"),
    Verb("reassign", _("Pass on"), _("passed on"), "reassigned"),
    Verb("ask", _("Ask who raised it"), _("asked"), "asked"),
    Verb("answer", _("Answer"), _("answered"), "answered"),
    Verb("defer", _("Cannot be solved now"), _("cannot be solved now"), "deferred"),
    Verb("resume", _("Take up again"), _("taken up again"), "resumed"),
    Verb("refer", _("Not our duty"), _("not our duty, told where to turn"), "referred"),
    Verb("whistle", _("Call in a department"), _("department called in"), "whistled"),
    Verb("whistle_answer", _("Department's answer"), _("department answered"), "whistle_answered"),
    Verb("merge", _("Join with another"), _("joined with another"), "merged"),
    Verb("split", _("Split"), _("split"), "split"),
    Verb("resolve", _("Report as done"), _("done"), "resolved"),
    Verb("inspect", _("Re-inspection passed"), _("re-inspected, in order"), "inspected"),
    Verb("send_back", _("Re-inspection failed"), _("re-inspected, not in order"), "sent_back"),
    Verb("confirm", _("Confirm"), _("confirmed"), "confirmed"),
    Verb("reopen", _("Not solved"), _("not solved, opened again"), "reopened"),
    Verb("review", _("Record a call-back"), _("called back"), "reviewed"),
    Verb("close_silent", _("Close without answer"), _("closed without an answer"), "closed_silent"),
    Verb("withdraw", _("Withdraw"), _("withdrawn"), "withdrawn"),
    Verb("extend", _("More time"), _("given more time"), "extended"),
    Verb("change_kind", _("Correct the kind"), _("kind corrected"), "kind_changed"),
    Verb("set_public", _("Show or hide in public"), _("shown or hidden in public"), "published"),
    Verb("add_note", _("Internal note"), _("internal note"), "noted"),
    Verb("add_photos", _("Add photos"), _("photos added"), "photos_added"),
    Verb("support", pgettext_lazy("verb", "Me too"), _("has the same matter"), "supported"),
    Verb("escalate", _("Tell the next post up"), _("overdue, told the next post up"), "escalated"),
    Verb("remind", _("Remind"), _("reminded"), "reminded"),
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
