"""Wrong guesses are counted, right ones are not, and what others do shuts nobody out."""

from __future__ import annotations

import threading

import pytest
import time_machine
from django.db import connection

from linli.core import limits
from linli.core.models import Tally
from linli.core.refusals import TooMany

TRIES = limits.Guesses("slip", most=3, seconds=600, most_in_all=5, seconds_in_all=3600)


@pytest.mark.django_db
def test_who_is_right_is_never_counted():
    for _household in range(300):
        TRIES.check("203.0.113.9")
    assert not Tally.objects.exists()


@pytest.mark.django_db
@time_machine.travel("2026-11-24T04:00:10Z", tick=False)
def test_who_is_wrong_three_times_waits_for_the_window_to_end():
    for _try in range(3):
        TRIES.check("203.0.113.9")
        TRIES.count_failure("203.0.113.9")
    with pytest.raises(TooMany) as refusal:
        TRIES.check("203.0.113.9")
    assert refusal.value.extra == {"retry_after": 590}
    TRIES.check("203.0.113.10")


@pytest.mark.django_db
@time_machine.travel("2026-11-24T04:00:10Z", tick=False)
def test_a_flood_from_many_addresses_holds_up_those_addresses_alone():
    for number in range(5):
        TRIES.count_failure(f"203.0.113.{number}")
    with pytest.raises(TooMany) as refusal:
        TRIES.check("203.0.113.4")
    assert refusal.value.extra == {"retry_after": 3590}
    TRIES.check("198.51.100.1")
    TRIES.check("203.0.113.4", is_usual=True)


@pytest.mark.django_db
@time_machine.travel("2026-11-24T04:00:10Z", tick=False)
def test_what_is_guessed_at_may_be_counted_each_by_itself():
    for number in range(5):
        TRIES.count_failure(f"chen {number}", among="chen")
    with pytest.raises(TooMany):
        TRIES.check("chen 1", among="chen")
    TRIES.count_failure("zhou 1", among="zhou")
    TRIES.check("zhou 1", among="zhou")


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::/64", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_an_ipv6_connection_counts_by_its_64_bits(address: str, counted_as: str):
    assert limits.source(address) == counted_as


@pytest.mark.django_db
def test_what_is_remembered_is_forgotten_in_its_time():
    with time_machine.travel("2026-09-01T04:00:00Z", tick=False):
        limits.remember("usual:chen 203.0.113.9", days=60)
    with time_machine.travel("2026-10-30T04:00:00Z", tick=False):
        limits.sweep()
        assert limits.remembers("usual:chen 203.0.113.9")
        assert not limits.remembers("usual:chen 203.0.113.10")
    with time_machine.travel("2026-11-04T04:00:00Z", tick=False):
        assert not limits.remembers("usual:chen 203.0.113.9")
        limits.sweep()
    assert not Tally.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_wrong_guesses_at_one_moment_are_all_counted():
    with time_machine.travel("2026-11-24T04:00:10Z", tick=False):

        def guess() -> None:
            for _try in range(10):
                limits.count_failure(limits.Limit("race", 1000, 600))
            connection.close()

        guessers = [threading.Thread(target=guess) for _guesser in range(8)]
        for guesser in guessers:
            guesser.start()
        for guesser in guessers:
            guesser.join()
    assert Tally.objects.get().count == 80
