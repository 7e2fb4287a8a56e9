"""Delivery: tried again with patience, given up with a sentence, never twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from linli.core.models import Line
from linli.core.refusals import NotAllowed, NotFound
from linli.outbox import deliver_due, queries, rules, tasks
from linli.outbox.actions import mark_printed, send_again
from linli.outbox.models import Message
from linli.outbox.transports import SMS_PROVIDERS, Outgoing, TimedOut, Transport
from linli.registry.models import Place
from tests import make
from tests.cast import Cast
from tests.make import NOON
from tests.outbox.houses import House

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def gateway(other_house: House) -> Any:
    """A gateway for text messages that takes all it is given."""
    with override_settings(SMS_PROVIDER="webhook", SMS_ENDPOINT=other_house.url, SMS_SECRET="s"):
        yield other_house


def waiting(community: Place, *, way: str = "sms", number: int = 1, **columns: Any) -> Message:
    filled = {
        "address": "13800138001",
        "title": "SX-1",
        "body": "灯坏了",
        "event": "case.resolved",
        "made_at": NOON,
        "next_try_at": NOON,
        "once": f"n{number}:{way}",
        **columns,
    }
    return Message.objects.create(community=community, way=way, **filled)


def test_what_is_due_leaves_once(cast: Cast, gateway: House) -> None:
    message = waiting(cast.community)
    assert deliver_due(now=NOON - timedelta(seconds=1)) == 0
    assert deliver_due(now=NOON) == 1
    assert deliver_due(now=NOON + timedelta(days=1)) == 0
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.tries) == (State.SENT, NOON, 1)
    assert len(gateway.calls) == 1


def test_a_failed_try_waits_longer_each_time_until_it_is_given_up(
    cast: Cast, gateway: House
) -> None:
    gateway.answer = lambda call: (503, {"message": "out of order"})
    message, now, waits = waiting(cast.community), NOON, []
    for _try in range(6):
        deliver_due(now=now)
        message.refresh_from_db()
        waits.append(message.next_try_at - now)
        now = message.next_try_at
    assert waits[:5] == list(rules.BACK_OFF)
    assert message.state == State.FAILED
    assert "out of order" in message.fault
    assert len(gateway.calls) == 6
    assert len({call.headers["idempotency-key"] for call in gateway.calls}) == 1


def test_what_was_given_up_is_told_on_the_settings_page_and_may_be_sent_again(
    cast: Cast, gateway: House
) -> None:
    message = waiting(cast.community, state=State.FAILED, tries=6, fault="连不上对方。")
    row = queries.not_sent(cast.actor("secretary"), community=cast.community)[0]
    assert row.fault == "连不上对方。"
    assert not hasattr(row, "address")
    with pytest.raises(NotAllowed):
        queries.not_sent(cast.actor("grid_worker"), community=cast.community)
    by = cast.actor("secretary")
    send_again(message.pk, by=by, community=cast.community)
    assert deliver_due(now=timezone.now() + timedelta(minutes=1)) == 1
    with pytest.raises(NotFound):
        send_again(message.pk, by=by, community=cast.community)
    assert Line.objects.filter(verb="message.sent_again").count() == 1


def test_a_number_that_does_not_exist_is_given_up_at_once(cast: Cast, gateway: House) -> None:
    gateway.answer = lambda call: (400, {"message": "no such number"})
    message = waiting(cast.community)
    assert deliver_due(now=NOON) == 0
    message.refresh_from_db()
    assert message.state == State.FAILED


def test_a_way_that_was_switched_off_is_told(cast: Cast) -> None:
    message = waiting(cast.community, way="email", address="a@example.org")
    assert deliver_due(now=NOON) == 0
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert message.fault


def test_an_unsure_sending_is_repeated_only_where_the_other_side_drops_repetitions(
    cast: Cast, gateway: House
) -> None:
    gateway.hang_up = True
    text = waiting(cast.community)
    robot_url = f"{gateway.url}/cgi-bin/webhook/send?key=0a1b2c3d-0000"
    robot = waiting(cast.community, way="wecom", address=robot_url)
    with override_settings(WECOM_ON=True, WECOM_HOSTS=[gateway.url]):
        deliver_due(now=NOON)
    text.refresh_from_db()
    robot.refresh_from_db()
    assert text.state == State.WAITING
    assert robot.state == State.FAILED


def test_a_message_whose_sender_died_is_not_sent_twice(cast: Cast, gateway: House) -> None:
    dead = NOON - timedelta(minutes=1)
    text = waiting(cast.community, state=State.SENDING, leased_until=dead, tries=1)
    robot = waiting(cast.community, way="wecom", state=State.SENDING, leased_until=dead, tries=1)
    alive = waiting(
        cast.community,
        number=2,
        state=State.SENDING,
        leased_until=NOON + timedelta(minutes=1),
        tries=1,
    )
    assert deliver_due(now=NOON) == 1
    for message in (text, robot, alive):
        message.refresh_from_db()
    assert text.state == State.SENT  # the gateway knows its Idempotency-Key
    assert robot.state == State.FAILED
    assert "可能已收到" in robot.fault
    assert alive.state == State.SENDING


def test_a_robot_is_given_at_most_20_messages_a_minute(cast: Cast, gateway: House) -> None:
    gateway.answer = lambda call: (200, {"errcode": 0})
    robot_url = f"{gateway.url}/cgi-bin/webhook/send?key=0a1b2c3d-0000"
    for number in range(23):
        waiting(cast.community, way="wecom", address=robot_url, number=number)
    with override_settings(WECOM_ON=True, WECOM_HOSTS=[gateway.url]):
        assert deliver_due(now=NOON) == 20
        assert deliver_due(now=NOON + timedelta(seconds=59)) == 0
        assert deliver_due(now=NOON + timedelta(seconds=61)) == 3
    assert set(Message.objects.values_list("tries", flat=True)) == {1}


def test_a_letter_waits_until_somebody_prints_it(cast: Cast) -> None:
    letter = waiting(cast.community, way="letter", address="704 楼 2 单元 301", next_try_at=None)
    by = cast.actor("worker")
    assert deliver_due(now=NOON) == 0
    assert queries.letters_waiting(by, community=cast.community)[0].to == "704 楼 2 单元 301"
    with pytest.raises(NotAllowed):
        queries.letters_waiting(cast.actor("property_worker"), community=cast.community)
    assert mark_printed([letter.pk], by=by, community=cast.community) == 1
    assert mark_printed([letter.pk], by=by, community=cast.community) == 0
    assert queries.letters_waiting(by, community=cast.community) == []
    assert Line.objects.filter(verb="letters.printed").count() == 1


def test_what_left_the_house_is_forgotten_after_90_days(cast: Cast) -> None:
    waiting(cast.community, number=1, state=State.SENT)
    waiting(cast.community, number=2)
    waiting(cast.community, number=3, way="inbox", state=State.SENT)
    tasks.forget(now=NOON + timedelta(days=89))
    assert Message.objects.count() == 3
    tasks.forget(now=NOON + timedelta(days=91))
    assert set(Message.objects.values_list("once", flat=True)) == {"n2:sms", "n3:inbox"}


@pytest.mark.django_db(transaction=True)
def test_two_processes_never_send_the_same_message(gateway: House) -> None:
    community = make.community()
    for number in range(40):
        waiting(community, number=number)
    name = str(connection.settings_dict["NAME"])
    root = Path(__file__).parents[2]
    env = {
        **os.environ,
        "PYTHONPATH": f"{root / 'src'}",
        "no_proxy": "*",
        "DJANGO_SETTINGS_MODULE": "linli.config.settings_test",
    }
    courier_script = str(Path(__file__).with_name("courier.py"))
    command = [sys.executable, courier_script, name, gateway.url, NOON.isoformat()]
    couriers = [
        subprocess.Popen(command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _number in range(2)
    ]
    for courier in couriers:
        assert courier.stdout
        assert courier.stdout.readline() == "ready\n"
    for courier in couriers:
        assert courier.stdin
        courier.stdin.write("go\n")
        courier.stdin.flush()
    sent = [int(courier.communicate(timeout=60)[0]) for courier in couriers]
    tokens = Counter(call.headers["idempotency-key"] for call in gateway.calls)
    assert sum(sent) == 40
    assert len(tokens) == 40
    assert set(tokens.values()) == {1}
    assert Message.objects.filter(state=State.SENT, tries=1).count() == 40


def test_a_way_that_hangs_rests_after_its_first_time_out(
    cast: Cast, gateway: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def hang(parcel: Outgoing) -> None:
        tries.append(parcel.address)
        raise TimedOut("no answer")

    monkeypatch.setitem(SMS_PROVIDERS, "webhook", Transport(hang, repeats_safely=True))
    for number in range(4):
        waiting(cast.community, number=number)
    deliver_due(now=NOON)
    assert len(tries) == 1
    assert Message.objects.filter(state=State.WAITING, tries=0).count() == 3
