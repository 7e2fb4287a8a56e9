"""What the house does by itself, one matter at a time: escalate, remind, forget."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from linli.core import record
from linli.core.rows import locked
from linli.engines.cases.actions import notifications
from linli.engines.cases.actions.access import access_case, begin
from linli.engines.cases.actions.finish import finish
from linli.engines.cases.models import Case, Supporter
from linli.outbox import Receiver
from linli.registry.access import SYSTEM
from linli.registry.models import Place
from linli.registry.queries import nearest_posts

UNTAKEN = ("filed", "assigned")  # nobody has said yet that they are on it
CONTACTS_OF_ANOTHER_HOUSE = ("联系人", "联系电话", "联系方式", "来电人", "来电号码", "地址")


@transaction.atomic
def escalate(case_id: int, *, level: int, role: str) -> Case | None:
    """Tell the holders of the next post up that a deadline has passed; each level once."""
    action = begin(case_id, "escalate", by=SYSTEM)
    case = action.row
    if case.escalation >= level:
        return None
    case.escalation = level
    to = holders(role, case.place or case.building or case.community)
    return finish(
        action,
        is_public=False,
        columns=["escalation"],
        facts={"level": level, "role": role},
        change={"level": level, "role": role},
        tell=lambda case: notifications.tell(
            "case.escalated", case, to, once=f"{case.due_at}:{level}"
        ),
    )


@transaction.atomic
def call_again(case_id: int, *, rung: int, role: str) -> Case | None:
    """Ring the holders of the next role, because nobody has taken an emergency; each rung once."""
    action = begin(case_id, "escalate", by=SYSTEM)
    case = action.row
    if case.called >= rung or case.state not in UNTAKEN:
        return None
    case.called = rung
    to = holders(role, case.place or case.building or case.community)
    words = notifications.about_danger(case)
    words["minutes"] *= rung
    return finish(
        action, is_public=False, columns=["called"], facts={"level": rung, "role": role},
        change={"called": rung, "role": role},
        tell=lambda case: notifications.tell("case.untaken", case, to, once=f"{rung}", at_once=True,
                                       **words),
    )  # fmt: skip


def holders(role: str, place: Place) -> list[Receiver]:
    """Return who holds the nearest post of a role, at the place or above (1 query)."""
    posts = [post for post in nearest_posts(place, role) if post.user_id]
    return [Receiver(user_id=post.user_id) for post in posts if post.place_id == posts[0].place_id]


@transaction.atomic
def remind(case_id: int) -> Case | None:
    """Tell the owner, once a deadline, that it is near. A telling only: no line in the record."""
    case = access_case(SYSTEM, case_id, lock=True)
    if case.closed_at or case.due_at is None or case.reminded_for == case.due_at:
        return None
    case.reminded_for = case.due_at
    case.save(update_fields=["reminded_for"])
    notifications.tell_owner("case.due_soon", case, once=str(case.due_at))
    return case


@transaction.atomic
def forget_reporters(case_ids: Collection[int], *, community_id: int, now: datetime) -> int:
    """Blank who raised matters that were closed long ago; what they were about stays."""
    rows = list(locked(Case.objects.filter(pk__in=list(case_ids)).order_by("pk")))
    for case in rows:
        case.reporter_name = case.reporter_phone = case.reporter_email = ""
        for name in CONTACTS_OF_ANOTHER_HOUSE:
            case.external.pop(name, None)
    names = ["reporter_name", "reporter_phone", "reporter_email", "external"]
    Case.objects.bulk_update(rows, names, batch_size=200)
    Supporter.objects.filter(case__in=[case.pk for case in rows]).update(phone="")
    if rows:
        record.note(
            "case.reporters_forgotten", ("cases.case", "closed"), by=SYSTEM, at=now,
            community_id=community_id,
            change={"count": len(rows), "until": timezone.localdate(now)},
        )  # fmt: skip
    return len(rows)
