"""Telling: which ways, once, in whose words, and only with what is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from linli import outbox
from linli.outbox import Receiver, queries
from linli.outbox.actions import read_all
from linli.outbox.events import EVENTS, EXAMPLE
from linli.outbox.models import Message, Wording
from linli.outbox.receivers import ways_to
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WORDS = {"reference": "SX-1", "title": "灯坏了", "owner": "安居物业", "answer": "已换新灯"}
SMS_ON = override_settings(SMS_PROVIDER="webhook")


def tell(cast: Cast, to: Any, *, once: str = "case:1:resolved", **extra: Any) -> list[Message]:
    settings = {"words": WORDS, "about": "case:1", "link": "/follow/1/", **extra}
    with transaction.atomic():
        return outbox.tell(
            "case.resolved", community_id=cast.community.pk, to=to, once=once, **settings
        )


def test_a_household_finds_it_in_its_inbox_in_chinese(cast: Cast) -> None:
    tell(cast, Receiver(household_id=cast.households[0].pk))
    row = queries.inbox(cast.resident(0)).rows[0]
    assert row.title == "SX-1 已办好，请您看看"
    assert "您反映的：灯坏了" in row.body
    assert "安居物业" in row.body
    assert "已换新灯" in row.body
    assert queries.unread_count(cast.resident(0)) == 1
    assert queries.unread_count(cast.resident(1)) == 0


def test_an_english_reader_reads_the_same_message_in_english(cast: Cast) -> None:
    tell(cast, Receiver(user_id=cast.grid_worker.pk))
    with translation.override("en"):
        row = queries.inbox(cast.actor("grid_worker")).rows[0]
    assert row.title == "SX-1 is done. Please have a look"


def test_the_same_thing_is_told_once(cast: Cast) -> None:
    for _time in range(3):
        tell(cast, Receiver(household_id=cast.households[0].pk))
    assert Message.objects.count() == 1


def test_the_reporter_and_a_supporter_are_both_told(cast: Cast) -> None:
    both = [Receiver(household_id=home.pk) for home in cast.households[:2]]
    tell(cast, both)
    assert Message.objects.count() == 2


def test_what_is_undone_is_not_told(cast: Cast) -> None:
    @transaction.atomic
    def a_verb_that_fails() -> None:
        tell(cast, Receiver(user_id=cast.worker.pk))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        a_verb_that_fails()
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_telling_outside_a_transaction_is_a_mistake_that_is_heard() -> None:
    with pytest.raises(RuntimeError):
        outbox.tell(
            "case.filed",
            community_id=1,
            to=Receiver(user_id=1),
            about="",
            link="",
            words={},
            once="x",
        )


def test_a_text_message_goes_out_only_where_a_provider_is_configured(cast: Cast) -> None:
    tell(cast, Receiver(phone="13800138001"), once="off")
    assert not Message.objects.exists()
    with SMS_ON:
        tell(cast, Receiver(phone="13800138001"), once="on")
    message = Message.objects.get()
    assert (message.way, message.state, message.address) == ("sms", "waiting", "13800138001")
    assert "\n" not in message.body


@SMS_ON
def test_a_households_telephone_is_found_in_the_register(cast: Cast) -> None:
    tell(cast, Receiver(household_id=cast.households[0].pk))
    assert Message.objects.get(way="sms").address == "13800138001"


def test_a_letter_is_printed_when_nothing_else_leads_out_of_the_house(cast: Cast) -> None:
    to = Receiver(household_id=cast.households[0].pk, phone="13800138001", letter_to="704-2-301")
    tell(cast, to, once="a")
    assert sorted(Message.objects.values_list("way", flat=True)) == ["inbox", "letter"]
    with SMS_ON:
        tell(cast, to, once="b")
    assert not Message.objects.filter(once__startswith="b", way="letter").exists()


def test_a_household_without_a_telephone_is_written_a_letter(cast: Cast) -> None:
    home = cast.households[1]
    home.members.update(phone="")
    tell(cast, Receiver(household_id=home.pk))
    letter = Message.objects.get(way="letter")
    assert letter.address == cast.dwellings[1].label
    assert not Message.objects.filter(way="letter", household=cast.households[0]).exists()


def test_many_are_told_at_the_cost_of_one(cast: Cast, django_assert_num_queries: Any) -> None:
    to = [Receiver(household_id=home.pk) for home in cast.households]
    cast.households[2].members.update(phone="")
    with SMS_ON, django_assert_num_queries(6):  # 4 and the test's own savepoint
        tell(cast, to)
    assert Message.objects.filter(way="sms").count() == 2
    assert Message.objects.filter(way="letter").count() == 1


def test_the_caller_may_narrow_the_ways() -> None:
    to = Receiver(user_id=1, phone="1", letter_to="x")
    opened = frozenset({"sms"})
    assert ways_to(to, configured=opened) == ("inbox", "sms")
    assert ways_to(to, configured=opened, wanted=["inbox"]) == ("inbox",)
    assert ways_to(to, configured=opened, wanted=["letter", "email"]) == ("letter",)


def test_a_community_speaks_in_its_own_words(cast: Cast) -> None:
    Wording.objects.create(
        community=cast.community,
        event="case.resolved",
        way="inbox",
        title="好消息:{title}",
        body="{owner}已办好\n{reason}",
    )
    tell(cast, Receiver(user_id=cast.worker.pk))
    message = Message.objects.get()
    assert (message.title, message.body) == ("好消息:灯坏了", "安居物业已办好")


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_its_words_and_its_chinese(event: str, cast: Cast) -> None:
    known = set(EVENTS[event].words)
    for text in (EVENTS[event].title, EVENTS[event].body):
        with translation.override("en"):
            english = str(text)
        with translation.override("zh-hans"):
            chinese = str(text)
        assert english != chinese
        assert outbox_names(english) == outbox_names(chinese)
        assert outbox_names(english) <= known <= set(EXAMPLE)
    title, body = outbox.preview(event, "inbox", cast.community.pk)
    assert title
    assert body
    assert "{" not in title + body


def outbox_names(text: str) -> set[str]:
    import re

    return set(re.findall(r"\{(\w+)\}", text))


def test_reading_is_kept_and_only_ones_own(cast: Cast) -> None:
    tell(cast, [Receiver(household_id=cast.households[0].pk), Receiver(user_id=cast.worker.pk)])
    assert read_all(by=cast.resident(0)) == 1
    assert queries.unread_count(cast.resident(0)) == 0
    assert read_all(by=cast.actor("worker")) == 1


def test_the_inbox_turns_pages_by_key(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in range(5):
        tell(cast, Receiver(user_id=cast.worker.pk), once=f"n{number}")
    actor = cast.actor("worker")
    with django_assert_num_queries(1):
        first = queries.inbox(actor, limit=3)
    rest = queries.inbox(actor, limit=3, after=first.older)
    assert len(first.rows) == 3
    assert len(rest.rows) == 2
    assert rest.older is None
