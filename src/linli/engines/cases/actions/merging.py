"""Verbs that make one matter of two, and several of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.refusals import Invalid
from linli.engines.cases import kinds, search
from linli.engines.cases.actions import notifications, public_text
from linli.engines.cases.actions.access import CASES, CaseAction, access_case, begin
from linli.engines.cases.actions.filing import (
    FOLLOW,
    FOLLOW_LETTERS,
    set_deadlines,
    set_owner,
)
from linli.engines.cases.actions.finish import finish, tidy, write_step
from linli.engines.cases.actions.times import close
from linli.engines.cases.models import Case, CaseNumber, Supporter
from linli.engines.cases.verbs import NEEDS
from linli.registry.access import Actor
from linli.verbs import numbering

PARTS_MOST = 10


@transaction.atomic
def merge(
    case_id: int, *, by: Actor, version: int | None = None, into_id: int | None = None
) -> Case:
    """Join a matter with another of the same community; its raisers are told with the other's."""
    if into_id == case_id:
        raise Invalid(_("A matter cannot be joined with itself."), errors={"into": [NEEDS["into"]]})
    if into_id:
        CASES.lock((case_id, into_id))
    action = begin(case_id, "merge", by=by, version=version, into=into_id)
    case, target = action.row, access_case(by, into_id or 0, lock=True)
    if target.community_id != case.community_id or target.closed_at is not None:
        sentence = _("It can be joined only with an open matter of the same community.")
        raise Invalid(sentence, errors={"into": [sentence]})
    case.merged_into = target
    columns = {"merged_into", *close(case, Case.Closing.MERGED, now=action.now)}
    _bring_supporters(case, target, now=action.now)
    write_step(target, "merge", by=by, at=action.now, is_public=False,
               facts={"other": case.reference, "other_id": case.pk})  # fmt: skip
    return finish(
        action, columns=columns, change={"into": target.number},
        facts={"other": target.reference, "other_id": target.pk},
        tell=lambda case: notifications.tell_raisers("case.merged", case, other=target.reference),
    )  # fmt: skip


@transaction.atomic
def split(
    case_id: int, *, by: Actor, version: int | None = None, parts: Sequence[str] = ()
) -> list[Case]:
    """Make new matters out of one that holds several. It stays open for what remains of it."""
    texts = [tidy(part, field="parts") for part in parts if part.strip()]
    action = begin(case_id, "split", by=by, version=version, parts=texts)
    if len(texts) > PARTS_MOST:
        raise Invalid(_("At most %(most)s parts at a time, please.") % {"most": PARTS_MOST})
    made = [_part(action, text) for text in texts]
    numbers = [part.reference for part in made]
    finish(action, facts={"parts": numbers}, change={"parts": numbers})
    return made


def _part(action: CaseAction, text: str) -> Case:
    """Write a new matter with the old one's place and reporter."""
    old = action.row
    part = Case(
        community=old.community, building=old.building, place=old.place,
        place_label=old.place_label, kind=old.kind, kind_confirmed=False, title=text[:30],
        text=text, urgency=old.urgency, channel=old.channel, household_id=old.household_id,
        reporter_name=old.reporter_name, reporter_phone=old.reporter_phone,
        reporter_email=old.reporter_email, opened_at=action.now, is_public=old.is_public,
        follow_index=codes.index(codes.new_code(FOLLOW_LETTERS), purpose=FOLLOW),
        split_from=old,
        latitude=old.latitude, longitude=old.longitude, updated_at=action.now,
    )  # fmt: skip
    public_text.begin_as(part, old)
    kind = kinds.find_in(old.community_id, old.kind)
    if kind:
        set_deadlines(part, kind=kind)
    set_owner(part, place=old.place or old.community)
    part.number = numbering.take(CaseNumber, old.community_id)
    part.save(force_insert=True)
    write_step(part, "file", by=action.by, at=action.now, facts={"from": old.reference})
    search.add(part)
    notifications.tell_owner("case.assigned", part)
    return part


def _bring_supporters(case: Case, target: Case, *, now: datetime) -> None:
    """Let everybody who raised or supported the matter follow the one that goes on."""
    rows = [
        Supporter(
            case=target,
            household_id=supporter.household_id,
            phone=supporter.phone,
            by=supporter.by,
            at=supporter.at,
        )
        for supporter in Supporter.objects.filter(case=case)
    ]
    if case.household_id or case.reporter_phone:
        key = f"household:{case.household_id}" if case.household_id else f"case:{case.pk}"
        rows.append(Supporter(case=target, household_id=case.household_id,
                              phone=case.reporter_phone, by=key, at=now))  # fmt: skip
    rows = [row for row in rows if not row.household_id or row.household_id != target.household_id]
    Supporter.objects.bulk_create(rows, ignore_conflicts=True)
    count = Supporter.objects.filter(case=target).count()
    Case.objects.filter(pk=target.pk).update(supporters=count)
