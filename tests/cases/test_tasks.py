"""What the clock does: the next post up is told once, silence closes, promises are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from linli.core import record
from linli.core.models import Line
from linli.engines.cases import actions, tasks
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case, Photo, Step
from linli.outbox.models import Message
from linli.registry.actions import set_keep_days
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
File = Callable[..., Case]
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def told(event: str) -> list[int | None]:
    return list(
        Message.objects.filter(event=event).order_by("id").values_list("user_id", flat=True)
    )


def test_a_missed_deadline_climbs_one_post_at_a_time_and_each_is_told_once(
    cast: Cast, file: File
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        case = file(kind="paper")
    steps = [cast.grid_worker.pk, cast.secretary.pk, cast.street_officer.pk]
    for days, reached in ((0, 0), (0.1, 1), (0.2, 1), (2, 2), (7, 3), (30, 3)):
        now = case.due_at + timedelta(days=days)
        with time_machine.travel(now, tick=False):
            tasks.escalate(now=now)
            tasks.escalate(now=now)
        assert told("case.escalated") == steps[:reached]
    assert Step.objects.filter(verb="escalate").count() == 3
    assert record.verify(cast.community.pk) is None


def test_what_waits_is_put_off_or_is_done_does_not_climb(cast: Cast, file: File) -> None:
    worker = cast.actor("worker")
    with time_machine.travel(MONDAY, tick=False):
        asked, put_off, done = (file(kind="paper") for _ in range(3))
        actions.ask(asked.pk, by=worker, text="哪一户?")
        later = timezone.localdate() + timedelta(days=300)
        actions.defer(put_off.pk, by=worker, reason="等", review_on=later)
        actions.resolve(done.pk, by=worker, result="好了")
    assert tasks.escalate(now=MONDAY + timedelta(days=20)) == 0


def test_the_owner_is_reminded_once_a_deadline(cast: Cast, file: File) -> None:
    with time_machine.travel(MONDAY, tick=False):
        case = file(kind="lamp")
    now = case.warn_at + timedelta(minutes=1)
    assert tasks.remind(now=MONDAY) == 0
    assert tasks.remind(now=now) == 1
    assert tasks.remind(now=now) == 0
    assert told("case.due_soon") == [cast.property_worker.pk]


def test_silence_closes_after_the_stated_days_and_is_counted_apart(cast: Cast, file: File) -> None:
    with time_machine.travel(MONDAY, tick=False):
        case = file(kind="noise")
        actions.resolve(case.pk, by=cast.actor("worker"), result="已劝")
    assert tasks.close_silent(now=MONDAY + timedelta(days=6, hours=23)) == 0
    assert tasks.close_silent(now=MONDAY + timedelta(days=7)) == 1
    case.refresh_from_db()
    assert (case.state, case.closing, case.is_solved) == ("closed", "silent", None)
    assert tasks.close_silent(now=MONDAY + timedelta(days=8)) == 0


def test_a_deferred_matter_is_taken_up_on_the_promised_day(cast: Cast, file: File) -> None:
    with time_machine.travel(MONDAY, tick=False):
        case = file(kind="noise")
        day = timezone.localdate() + timedelta(days=10)
        actions.defer(case.pk, by=cast.actor("worker"), reason="等", review_on=day)
    assert tasks.review_deferred(now=MONDAY + timedelta(days=9)) == 0
    later = MONDAY + timedelta(days=10)
    with time_machine.travel(later, tick=False):
        assert tasks.review_deferred(now=later) == 1
    case.refresh_from_db()
    assert case.state == "in_hand"
    assert case.due_at > later
    assert told("case.review_due") == [cast.grid_worker.pk]


def test_names_and_telephones_are_forgotten_two_years_after_closing(cast: Cast, file: File) -> None:
    with time_machine.travel(MONDAY, tick=False):
        case = file(
            reporter=Reporter(name="王秀兰", phone="13812345678"),
            external={"联系人": "王秀兰", "工单编号": "A1"},
        )
        actions.support(case.pk, by=cast.resident(1), phone="13811112222")
        still_open = file(reporter=Reporter(name="单小明"))
        actions.withdraw(case.pk, by=cast.resident())
    assert tasks.forget_reporters(now=MONDAY + timedelta(days=700)) == 0
    later = MONDAY + timedelta(days=731)
    assert tasks.forget_reporters(now=later) == 1
    assert tasks.forget_reporters(now=later) == 0
    case.refresh_from_db()
    assert (case.reporter_name, case.reporter_phone, case.external) == ("", "", {"工单编号": "A1"})
    assert case.supports.get().phone == ""
    assert Case.objects.get(pk=still_open.pk).reporter_name == "单小明"
    assert Line.objects.filter(verb="case.reporters_forgotten").count() == 1
    assert record.verify(cast.community.pk) is None


def test_a_community_keeps_reporters_for_its_own_days(cast: Cast) -> None:
    make.case(
        community=cast.community, reporter_name="单小明", state="closed", closing="confirmed",
        closed_at=MONDAY,
    )  # fmt: skip
    set_keep_days(cast.community.pk, purpose="matters", days=90, by=cast.actor("secretary"))
    assert tasks.forget_reporters(now=MONDAY + timedelta(days=90)) == 0
    assert tasks.forget_reporters(now=MONDAY + timedelta(days=91)) == 1


def test_a_photo_is_held_as_long_as_a_matter_has_it(cast: Cast) -> None:
    case = make.case(community=cast.community)
    Photo.objects.create(case=case, file="cases/ab/c.webp", width=1, height=1, at=make.NOON)
    assert tasks._held(["cases/ab/c.webp", "cases/ab/d.webp"]) == {"cases/ab/c.webp"}
