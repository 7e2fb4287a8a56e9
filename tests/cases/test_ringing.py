"""In danger its owner is rung at once, and the next one when nobody takes it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client, override_settings
from django.utils import timezone

from linli.engines.cases import actions, tasks
from linli.engines.cases.actions import danger_lists
from linli.engines.cases.danger.shipped import shipped
from linli.engines.cases.intake import Incoming, Intake, Taken
from linli.engines.cases.models import Case
from linli.outbox import deliver_due, delivery
from linli.outbox.models import Message
from linli.outbox.transports import NotSent
from tests import make
from tests.cases.conftest import filed
from tests.cast import Cast
from tests.outbox.houses import House, web_house

pytestmark = pytest.mark.django_db
File = Callable[..., Case]
SMOKE = "楼道冒烟，看不清路"


def rung(case: Case, event: str = "case.danger", way: str = "inbox") -> set[int | None]:
    rows = Message.objects.filter(about=f"case:{case.pk}", event=event, way=way)
    return set(rows.values_list("user_id", flat=True))


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A gateway for text messages that takes all it is given."""
    monkeypatch.setenv("no_proxy", "*")
    with (
        web_house() as house,
        override_settings(SMS_PROVIDER="webhook", SMS_ENDPOINT=house.url, SMS_SECRET="s"),
    ):
        yield house


@pytest.fixture
def couriers(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread | None]:
    """The threads that were sent out."""
    sent: list[threading.Thread | None] = []
    real = delivery.hand_over

    def hand_over(once: Any) -> None:
        sent.append(real(once))

    monkeypatch.setattr(delivery, "hand_over", hand_over)
    return sent


def test_owner_and_whoever_is_on_duty_have_it_in_the_same_moment(cast: Cast, file: File) -> None:
    case = file(text=SMOKE)
    assert rung(case) == {
        cast.property_worker.pk, cast.grid_worker.pk, cast.worker.pk, cast.secretary.pk,
    }  # fmt: skip
    told = Message.objects.filter(event="case.danger", user_id=cast.property_worker.pk).get()
    assert "起火冒烟" in told.body
    assert "10" in told.body
    assert not Message.objects.filter(event="case.assigned").exists()


def test_an_ordinary_matter_rings_nobody(cast: Cast, file: File) -> None:
    assert rung(file()) == set()


@pytest.mark.django_db(transaction=True)
def test_a_text_message_leaves_without_the_clock(
    cast: Cast, file: File, gateway: House, couriers: list[threading.Thread]
) -> None:
    cast.property_worker.phone = "13800138009"
    cast.property_worker.save()
    file(text=SMOKE)
    for courier in couriers:
        courier.join(20)
    message = Message.objects.get(way="sms", address="13800138009")
    assert message.state == Message.State.SENT


@pytest.mark.django_db(transaction=True)
def test_what_a_dying_process_did_not_send_the_clock_sends(
    cast: Cast, file: File, gateway: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "hand_over", lambda once: None)
    cast.grid_worker.phone = "13800138008"
    cast.grid_worker.save()
    file(text=SMOKE)
    assert Message.objects.get(way="sms", event="case.danger").state == Message.State.WAITING
    deliver_due(now=timezone.now())
    assert Message.objects.get(way="sms", event="case.danger").state == Message.State.SENT
    assert deliver_due(now=timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_a_gateway_that_hangs_holds_no_report_up(
    cast: Cast, file: File, gateway: House, couriers: list[threading.Thread],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    hangs, go_on = threading.Event(), threading.Event()

    class Slow:
        repeats_safely = True

        def send(self, parcel: Any) -> None:
            hangs.set()
            go_on.wait(20)
            raise NotSent("busy")

    monkeypatch.setattr(delivery, "transport_for", lambda name: Slow())
    cast.secretary.phone = "13800138007"
    cast.secretary.save()
    case = file(text=SMOKE)  # comes back while the gateway still hangs
    assert hangs.wait(20)
    assert case.pk
    go_on.set()
    couriers[0].join(20)
    assert Message.objects.get(way="sms", event="case.danger").state == Message.State.WAITING


def test_when_every_courier_is_out_the_clock_has_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_couriers", threading.BoundedSemaphore(1))
    assert delivery._couriers.acquire()
    assert delivery.hand_over(["x"]) is None


def test_the_next_is_rung_every_ten_minutes_until_somebody_takes_it(cast: Cast, file: File) -> None:
    with time_machine.travel(make.NOON, tick=False):
        case = file(text=SMOKE)
    for minutes, who in ((9, set()), (10, {cast.worker.pk}), (19, {cast.worker.pk}),
                         (20, {cast.worker.pk, cast.secretary.pk})):  # fmt: skip
        tasks.call_again(now=make.NOON + timedelta(minutes=minutes))
        assert rung(case, "case.untaken") == who, minutes
    actions.accept(case.pk, by=cast.actor("grid_worker"))
    tasks.call_again(now=make.NOON + timedelta(minutes=40))
    assert cast.street_officer.pk not in rung(case, "case.untaken")


def test_a_late_clock_rings_each_rung_once(cast: Cast, file: File) -> None:
    with time_machine.travel(make.NOON, tick=False):
        case = file(text=SMOKE)
    for _again in range(3):
        tasks.call_again(now=make.NOON + timedelta(hours=2))
    told = Message.objects.filter(event="case.untaken", way="inbox")
    assert sorted(told.values_list("user_id", flat=True)) == sorted(
        [cast.worker.pk, cast.secretary.pk, cast.street_officer.pk]
    )
    case.refresh_from_db()
    assert case.called == 3


def test_the_community_says_after_how_many_minutes(cast: Cast, file: File) -> None:
    danger_lists.set_numbers(
        shipped().numbers, minutes=3, by=cast.actor("secretary"), community=cast.community
    )
    with time_machine.travel(make.NOON, tick=False):
        case = file(text=SMOKE)
    tasks.call_again(now=make.NOON + timedelta(minutes=3))
    assert rung(case, "case.untaken") == {cast.worker.pk}


def test_an_order_of_the_hotline_rings_and_an_old_file_does_not(cast: Cast) -> None:
    now = timezone.now()
    intake = Intake(
        cast.community.pk, by=cast.actor("secretary"), channel="hotline", source="orders.xlsx"
    )
    rows = [
        Incoming(row=2, external_id="A1", text="居民来电，楼道着火", opened_at=now),
        Incoming(row=3, external_id="A2", text="楼道着火", opened_at=now - timedelta(days=90)),
    ]
    intake.take_in(rows, taken=Taken())
    fresh, old = Case.objects.order_by("external_id")
    assert (fresh.danger, fresh.urgency, old.danger, old.urgency) == ("fire", 2, "", 0)
    assert cast.secretary.pk in rung(fresh)
    assert rung(old) == set()


def test_what_was_opened_again_has_the_dangers_time(cast: Cast) -> None:
    case = filed(cast, text=SMOKE).case
    actions.take(case.pk, by=cast.actor("grid_worker"))
    actions.resolve(case.pk, by=cast.actor("grid_worker"), result="灭了")
    again = actions.reopen(case.pk, by=cast.resident())
    assert again.due_at - again.updated_at <= timedelta(minutes=30)


@pytest.mark.django_db(transaction=True)
def test_people_in_the_lift_are_answered_at_once_and_its_owner_has_the_message(
    cast: Cast, client: Client
) -> None:
    lift = make.place("lift", "电梯 1", parent=cast.entrance)
    client.post(f"/p/{lift.code}/", {"text": "困住了"})
    case = Case.objects.get()
    assert case.urgency == 2
    assert cast.grid_worker.pk in rung(case)
    connections.close_all()
