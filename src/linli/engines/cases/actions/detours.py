"""Verbs that leave the straight way: defer, refer, whistle, extend, correct, merge, split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.refusals import Invalid, NotFound
from linli.engines.cases import kinds, rules, search
from linli.engines.cases.actions import telling
from linli.engines.cases.actions.answers import checked_fields
from linli.engines.cases.actions.door import Turn, access_case, begin
from linli.engines.cases.actions.filing import (
    FOLLOW,
    TEXT_MOST,
    set_deadlines,
    set_owner,
)
from linli.engines.cases.actions.ownership import OWNER
from linli.engines.cases.actions.talking import shown
from linli.engines.cases.actions.turn import (
    REASON_MOST,
    close,
    contacted,
    end,
    tidy,
    write_step,
)
from linli.engines.cases.models import Case, Supporter, Whistle
from linli.engines.cases.queries.numbers import next_number
from linli.engines.cases.verbs import NEEDS
from linli.registry.access import SYSTEM, Actor
from linli.registry.models import Organisation

FURTHEST_REVIEW_DAYS = 366 * 3
PARTS_MOST = 10
CLOSE_OF_DAY = time(18)


@transaction.atomic
def defer(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    reason: str = "",
    review_on: date | None = None,
) -> Case:
    """Say honestly that it cannot be solved now, why, and when it is looked at again."""
    reason = tidy(reason, field="reason", most=REASON_MOST)
    turn = begin(case_id, "defer", by=by, version=version, reason=reason, review_on=review_on)
    case, today = turn.case, timezone.localdate(turn.now)
    assert review_on is not None  # noqa: S101  the table asks for it
    if not today < review_on <= today + timedelta(days=FURTHEST_REVIEW_DAYS):
        raise Invalid(NEEDS["review_on"], errors={"review_on": [NEEDS["review_on"]]})
    case.review_on = review_on
    case.due_at = timezone.make_aware(datetime.combine(review_on, CLOSE_OF_DAY))
    case.warn_at = case.waiting_since = None
    columns = {"review_on", "due_at", "warn_at", "waiting_since"}
    return end(
        turn, words=reason, facts={"review_on": review_on}, change={"review_on": review_on},
        columns=columns | contacted(case, now=turn.now),
        tell=lambda case: telling.tell_raisers(
            "case.deferred", case, reason=reason, review_on=telling.spoken_day(review_on)
        ),
    )  # fmt: skip


@transaction.atomic
def resume(case_id: int, *, by: Actor, version: int | None = None) -> Case:
    """Take a deferred or waiting matter up again; its clock runs."""
    turn = begin(case_id, "resume", by=by, version=version)
    if by.key != SYSTEM.key:
        return end(turn)
    day = telling.spoken_day(turn.case.review_on or timezone.localdate(turn.now))
    return end(
        turn, tell=lambda case: telling.tell_owner("case.review_due", case, review_on=day)
    )  # fmt: skip


@transaction.atomic
def extend(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    due_at: datetime | None = None,
    reason: str = "",
) -> Case:
    """Give more time. Who raised it is told the reason and the new deadline."""
    reason = tidy(reason, field="reason", most=REASON_MOST)
    turn = begin(case_id, "extend", by=by, version=version, reason=reason, due_at=due_at)
    case, before = turn.case, turn.case.due_at
    assert due_at is not None  # noqa: S101  the table asks for it
    latest = turn.now + timedelta(days=FURTHEST_REVIEW_DAYS)
    if due_at <= (before or turn.now) or due_at <= turn.now or due_at > latest:
        raise Invalid(NEEDS["due_at"], errors={"due_at": [NEEDS["due_at"]]})
    kind = kinds.find(case.kind)
    share = kind.warn_at if kind else rules.WARN_AFTER_SHARE
    case.due_at, case.escalation = due_at, 0
    case.warn_at = rules.warn_from(turn.now, due_at, share=share)
    return end(
        turn, words=reason, facts={"due": due_at}, change={"due": [before, due_at]},
        columns={"due_at", "warn_at", "escalation", *contacted(case, now=turn.now)},
        tell=lambda case: telling.tell_raisers("case.extended", case, reason=reason),
    )  # fmt: skip


@transaction.atomic
def refer(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    reason: str = "",
    destination: str = "",
    phone: str = "",
) -> Case:
    """Say that it is not the community's duty, and whose it is: an outcome, not a refusal."""
    reason = tidy(reason, field="reason", most=REASON_MOST)
    destination = tidy(destination, field="destination", most=120)
    phone = tidy(phone, field="phone", most=40)
    turn = begin(case_id, "refer", by=by, version=version, reason=reason, destination=destination)
    case = turn.case
    case.public_result = shown(_("Passed on to: %(where)s") % {"where": destination}, case)
    columns = {"public_result", *close(case, Case.Closing.REFERRED, now=turn.now)}
    return end(
        turn, words=reason, facts={"destination": destination, "phone": phone},
        change={"destination": destination}, columns=columns | contacted(case, now=turn.now),
        tell=lambda case: telling.tell_raisers(
            "case.referred", case, reason=reason, destination=destination, phone=phone
        ),
    )  # fmt: skip


@transaction.atomic
def whistle(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    organisation_id: int | None = None,
    text: str = "",
    due_at: datetime | None = None,
) -> Case:
    """Call a department in. The owner stays who it is; the department owes an answer."""
    text = tidy(text, field="text", most=1000)
    turn = begin(
        case_id, "whistle", by=by, version=version, organisation_id=organisation_id,
        organisation=organisation_id, text=text,
    )  # fmt: skip
    case, department = turn.case, _department(turn.case, organisation_id)
    Whistle.objects.create(
        case=case, organisation=department, asked_at=turn.now, due_at=due_at or case.due_at
    )
    return end(
        turn, words=text, is_public=False, facts={"department": department.name},
        change={"department": department.name},
        tell=lambda case: telling.tell(
            "case.whistled", case, telling.organisation(department), question=text
        ),
    )  # fmt: skip


@transaction.atomic
def whistle_answer(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    text: str = "",
    whistle_id: int | None = None,
) -> Case:
    """Write a department's answer: its own staff, or who was told it over the telephone."""
    text = tidy(text, field="text")
    turn = begin(case_id, "whistle_answer", by=by, version=version, text=text)
    row = _open_whistle(turn, whistle_id)
    row.answered_at, row.answer = turn.now, text
    row.save(update_fields=["answered_at", "answer"])
    name = row.organisation.name
    return end(
        turn, words=text, is_public=False, facts={"department": name},
        change={"department": name},
        tell=lambda case: telling.tell_owner(
            "case.whistle_answered", case, department=name, answer=text
        ),
    )  # fmt: skip


@transaction.atomic
def change_kind(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    kind: str = "",
    fields: Mapping[str, Any] | None = None,
    urgency: int | None = None,
    reroute: bool = True,
) -> Case:
    """Correct or confirm the kind: deadline and owner follow it, unless somebody has begun."""
    turn = begin(case_id, "change_kind", by=by, version=version, kind=kind)
    case, before, owner = turn.case, turn.case.kind, turn.case.owner_label
    chosen = kinds.get(kind)
    case.kind, case.kind_confirmed = chosen.code, True
    columns = {"kind", "kind_confirmed"}
    if urgency is not None and urgency in Case.Urgency.values:
        case.urgency = urgency
        columns.add("urgency")
    if fields is not None:
        case.fields = checked_fields(chosen, fields)
        columns.add("fields")
    if before != chosen.code or urgency is not None:
        set_deadlines(case, kind=chosen)
        columns |= {"due_at", "warn_at", "answer_due_at"}
    if before != chosen.code and reroute and case.state in ("filed", "accepted", "assigned"):
        set_owner(case, place=case.place or case.community)
        columns |= set(OWNER)
    moved = owner != case.owner_label
    owners = {"owner": [owner, case.owner_label]} if moved else {}
    return end(
        turn, is_public=before != chosen.code, columns=columns,
        facts={"kind": chosen.code, "owner": case.owner_label, "due": case.due_at},
        change={"kind": [before, chosen.code], **owners},
        tell=(lambda case: telling.tell_owner("case.assigned", case)) if moved else None,
    )  # fmt: skip


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
    turn = begin(case_id, "set_public", by=by, version=version)
    case = turn.case
    case.is_public = is_public
    columns = {"is_public"}
    if text is not None:
        case.public_text = shown(tidy(text, field="text", most=TEXT_MOST), case)
        columns.add("public_text")
    if photo_ids is not None:
        case.photos.filter(is_public=True).update(is_public=False)
        case.photos.filter(pk__in=list(photo_ids)).update(is_public=True)
    return end(turn, is_public=False, columns=columns, change={"is_public": is_public},
               facts={"is_public": is_public})  # fmt: skip


@transaction.atomic
def merge(
    case_id: int, *, by: Actor, version: int | None = None, into_id: int | None = None
) -> Case:
    """Join a matter with another of the same community; its raisers are told with the other's."""
    if into_id == case_id:
        raise Invalid(_("A matter cannot be joined with itself."), errors={"into": [NEEDS["into"]]})
    if into_id:  # lock in order of id, so that two merges never wait for each other
        for one in sorted((case_id, into_id)):
            access_case(by, one, lock=True)
    turn = begin(case_id, "merge", by=by, version=version, into=into_id)
    case, target = turn.case, access_case(by, into_id or 0, lock=True)
    if target.community_id != case.community_id or target.closed_at is not None:
        sentence = _("It can be joined only with an open matter of the same community.")
        raise Invalid(sentence, errors={"into": [sentence]})
    case.merged_into = target
    columns = {"merged_into", *close(case, Case.Closing.MERGED, now=turn.now)}
    _bring_supporters(case, target, now=turn.now)
    write_step(target, "merge", by=by, at=turn.now, is_public=False,
               facts={"other": case.reference, "other_id": case.pk})  # fmt: skip
    return end(
        turn, columns=columns, change={"into": target.number},
        facts={"other": target.reference, "other_id": target.pk},
        tell=lambda case: telling.tell_raisers("case.merged", case, other=target.reference),
    )  # fmt: skip


@transaction.atomic
def split(
    case_id: int, *, by: Actor, version: int | None = None, parts: Sequence[str] = ()
) -> list[Case]:
    """Make new matters out of one that holds several. It stays open for what remains of it."""
    texts = [tidy(part, field="parts") for part in parts if part.strip()]
    turn = begin(case_id, "split", by=by, version=version, parts=texts)
    if len(texts) > PARTS_MOST:
        raise Invalid(_("At most %(most)s parts at a time, please.") % {"most": PARTS_MOST})
    made = [_part(turn, text) for text in texts]
    numbers = [part.reference for part in made]
    end(turn, facts={"parts": numbers}, change={"parts": numbers})
    return made


def _part(turn: Turn, text: str) -> Case:
    """Write a new matter with the old one's place and reporter."""
    old = turn.case
    part = Case(
        community=old.community, building=old.building, place=old.place,
        place_label=old.place_label, kind=old.kind, kind_confirmed=False, title=text[:30],
        text=text, urgency=old.urgency, channel=old.channel, household_id=old.household_id,
        reporter_name=old.reporter_name, reporter_phone=old.reporter_phone,
        reporter_email=old.reporter_email, opened_at=turn.now, is_public=old.is_public,
        follow_index=codes.index(codes.new_code(), purpose=FOLLOW), split_from=old,
        latitude=old.latitude, longitude=old.longitude, updated_at=turn.now,
    )  # fmt: skip
    part.public_text = shown(text, old)
    kind = kinds.find(old.kind)
    if kind:
        set_deadlines(part, kind=kind)
    set_owner(part, place=old.place or old.community)
    part.number = next_number(old.community_id)
    part.save(force_insert=True)
    write_step(part, "file", by=turn.by, at=turn.now, facts={"from": old.reference})
    search.add(part)
    telling.tell_owner("case.assigned", part)
    return part


def _bring_supporters(case: Case, target: Case, *, now: datetime) -> None:
    """Let everybody who raised or supported the matter follow the one that goes on."""
    rows = [
        Supporter(case=target, household_id=one.household_id, phone=one.phone, by=one.by, at=one.at)
        for one in Supporter.objects.filter(case=case)
    ]
    if case.household_id or case.reporter_phone:
        key = f"household:{case.household_id}" if case.household_id else f"case:{case.pk}"
        rows.append(Supporter(case=target, household_id=case.household_id,
                              phone=case.reporter_phone, by=key, at=now))  # fmt: skip
    rows = [row for row in rows if not row.household_id or row.household_id != target.household_id]
    Supporter.objects.bulk_create(rows, ignore_conflicts=True)
    count = Supporter.objects.filter(case=target).count()
    Case.objects.filter(pk=target.pk).update(supporters=count)


def _department(case: Case, organisation_id: int | None) -> Organisation:
    row = Organisation.objects.filter(pk=organisation_id or 0, is_active=True)
    department = row.select_related("community").first()
    if department is None or not case.community.path.startswith(department.community.path):
        sentence = _("This organisation does not work here.")
        raise Invalid(sentence, errors={"organisation": [sentence]})
    return department


def _open_whistle(turn: Turn, whistle_id: int | None) -> Whistle:
    rows = Whistle.objects.filter(case=turn.case, answered_at=None).select_related("organisation")
    if "dispatcher" not in turn.who:
        rows = rows.filter(organisation__in=turn.by.organisations)
    if whistle_id is not None:
        rows = rows.filter(pk=whistle_id)
    row = rows.order_by("id").first()
    if row is None:
        raise NotFound(_("No department is asked here any more; its answer is written already."))
    return row
