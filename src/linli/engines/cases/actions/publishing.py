"""Verbs about what strangers read: show or hide, look and publish, "this is about me"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.refusals import Invalid, NotFound, TooMany
from linli.engines.cases import rules
from linli.engines.cases.actions import notifications, public_text
from linli.engines.cases.actions.access import CaseAction, begin
from linli.engines.cases.actions.filing_details import TEXT_MOST
from linli.engines.cases.actions.finish import REASON_MOST, finish, tidy
from linli.engines.cases.models import Case, Objection
from linli.registry.access import SYSTEM, Actor

Decision = Literal["show", "withhold"]
CAME_FROM = "objection"  # the purpose of the address's hash


@transaction.atomic
def set_public(
    case_id: int,
    *,
    by: Actor,
    is_public: bool,
    version: int | None = None,
    text: str | None = None,
    photo_ids: Sequence[int] | None = None,
) -> Case:
    """Show the matter on the public page, or hide it. ``text`` is what strangers may read."""
    action = begin(case_id, "set_public", by=by, version=version)
    case = action.row
    if case.look == Case.Look.OBJECTED:
        raise Invalid(_("Somebody says that this is about them. Please answer that first."))
    case.is_public = is_public
    columns = {"is_public"}
    if is_public:
        columns |= public_text.release(case, _said(text))
    elif case.look == Case.Look.AWAITED:
        columns |= public_text.hold(case, Case.Look.WITHHELD)
    _show_photos(case, photo_ids)
    return finish(action, is_public=False, columns=columns, change={"is_public": is_public},
               facts={"is_public": is_public})  # fmt: skip


@transaction.atomic
def look(
    case_id: int,
    *,
    by: Actor,
    decision: Decision = "show",
    version: int | None = None,
    text: str | None = None,
    photo_ids: Sequence[int] | None = None,
    reason: str = "",
) -> Case:
    """Look at the words, then let strangers read them or keep them back; this answers objections.

    Kept back, strangers read kind and building. Raises ``Invalid`` without a ``reason`` while
    somebody waits for an answer.
    """
    reason = tidy(reason, field="reason", most=REASON_MOST)
    action = begin(case_id, "look", by=by, version=version)
    case, before = action.row, public_text.draft(action.row)
    if decision == "show":
        columns = public_text.release(case, _said(text))
        outcome = Objection.Outcome.SHOWN
        if case.public_text != before:
            outcome = Objection.Outcome.REWORDED
        _show_photos(case, photo_ids)
    else:
        columns = public_text.hold(case, Case.Look.WITHHELD)
        outcome = Objection.Outcome.WITHHELD
    _answer(action, outcome=outcome, reason=reason)
    return finish(action, words=reason, is_public=False, columns=columns,
               facts={"look": outcome.value}, change={"look": outcome.value})  # fmt: skip


def _said(text: str | None) -> str | None:
    return None if text is None else tidy(text, field="text", most=TEXT_MOST)


def _show_photos(case: Case, photo_ids: Sequence[int] | None) -> None:
    """Let strangers see these photos and no others; None changes nothing."""
    if photo_ids is not None:
        case.photos.filter(is_public=True).update(is_public=False)
        case.photos.filter(pk__in=list(photo_ids)).update(is_public=True)


def _answer(action: CaseAction, *, outcome: Objection.Outcome, reason: str) -> None:
    waiting = Objection.objects.filter(case=action.row, outcome="")
    if not reason and waiting.exists():
        sentence = _("Please give a reason: who said that this is about them reads it.")
        raise Invalid(sentence, errors={"reason": [sentence]})
    waiting.update(
        outcome=outcome, answer=reason, answered_at=action.now, answered_by=action.by.label[:120]
    )


@transaction.atomic
def object_to(
    case_id: int, *, by: Actor, words: str = "", browser: str = "", address: str = ""
) -> Objection:
    """Say "this is about me": strangers read kind and building until a worker has looked.

    ``browser`` tells people without account apart, ``address`` is kept as a hash for 30 days.
    Said twice by the same person it counts once. Raises ``NotFound`` for what is not public,
    ``TooMany`` from where much was said that was groundless.
    """
    words = tidy(words, field="words", most=REASON_MOST)
    action = begin(case_id, "object", by=by)
    case = action.row
    if not case.is_public or case.look == Case.Look.WITHHELD:
        raise NotFound(_("Nothing of this matter can be read in public any more."))
    who = f"{by.key}:{browser}" if browser else by.key
    waiting = Objection.objects.filter(case=case, outcome="")
    if case.look == Case.Look.OBJECTED and (same := waiting.filter(by=who[:80]).first()):
        return same
    trace = codes.opaque(address, purpose=CAME_FROM) if address else ""
    _refuse_groundless(trace, since=action.now - timedelta(days=rules.GROUNDLESS_DAYS))
    columns = public_text.hold(case, Case.Look.OBJECTED)
    objection = Objection.objects.create(
        case=case, at=action.now, by=who[:80], words=words, came_from=trace
    )
    finish(
        action, words=words, is_public=False, columns=columns,
        tell=lambda case: notifications.tell(
            "case.objected", case,
            dict.fromkeys((*notifications.owner(case), *notifications.dispatchers(case))),
            once=str(objection.pk),
        ),
    )  # fmt: skip
    return objection


def _refuse_groundless(trace: str, *, since: object) -> None:
    """Refuse where many wait or were groundless; what was right never counts (2 queries)."""
    if not trace:
        return
    from_there = Objection.objects.filter(came_from=trace, at__gte=since)
    if not rules.may_object(
        waiting=from_there.filter(outcome="").count(),
        groundless=from_there.filter(outcome=Objection.Outcome.SHOWN).count(),
    ):
        raise TooMany(
            _(
                "From here this was said often, and much of it still waits or was groundless. "
                "Please come to the service desk or ring it: there a person looks at once."
            ),
            retry_after=3600,
        )


@transaction.atomic
def cover_again(case_id: int) -> Case | None:
    """Cover what strangers read by the register as it is now; None if nothing had to change."""
    action = begin(case_id, "cover", by=SYSTEM)
    columns = set() if action.row.look else public_text.cover_anew(action.row)
    return finish(action, is_public=False, columns=columns) if columns else None
