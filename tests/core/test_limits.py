"""How often somebody may do something."""

from __future__ import annotations

import pytest
import time_machine

from linli.core import limits
from linli.core.models import Tally
from linli.core.refusals import TooMany

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-11-24T04:00:10Z", tick=False)
def test_the_fourth_try_is_told_how_long_to_wait():
    for _ in range(3):
        limits.hit("report:203.0.113.9", most=3, seconds=60)
    with pytest.raises(TooMany, match="50 秒") as refusal:
        limits.hit("report:203.0.113.9", most=3, seconds=60)
    assert refusal.value.extra == {"retry_after": 50}
    limits.hit("report:203.0.113.10", most=3, seconds=60)


def test_a_new_window_starts_afresh():
    with time_machine.travel("2026-11-24T04:00:59Z", tick=False):
        limits.hit("x", most=1, seconds=60)
    with time_machine.travel("2026-11-24T04:01:00Z", tick=False):
        limits.hit("x", most=1, seconds=60)


def test_no_address_is_kept_in_clear():
    limits.hit("report:203.0.113.9", most=3, seconds=60)
    assert len(Tally.objects.get().key) == 64


@time_machine.travel("2026-11-24T04:00:00Z", tick=False)
def test_a_room_may_say_it_in_its_own_words():
    limits.hit("x", most=1, seconds=3600)
    with pytest.raises(TooMany, match=r"^Slowly: 60 分钟$"):
        limits.hit("x", most=1, seconds=3600, sentence="Slowly: %(wait)s")


def test_old_windows_are_forgotten():
    with time_machine.travel("2026-11-20T04:00:00Z", tick=False):
        limits.hit("x", most=1, seconds=60)
    with time_machine.travel("2026-11-24T04:00:00Z", tick=False):
        limits.hit("x", most=1, seconds=60)
        assert limits.sweep() == 1
    assert Tally.objects.count() == 1


def test_a_hit_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        limits.hit("x", most=1, seconds=60)
