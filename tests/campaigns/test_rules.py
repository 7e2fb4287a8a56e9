"""When to come again, who walks which doors, who needs a visit: sums without a database."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations_with_replacement, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.campaigns import rules
from linli.engines.campaigns.rules import Door, Heard, Person, Reason

unhurried = settings(deadline=None)
MONDAY = datetime(2026, 11, 23, 10, 0)


# One door


@pytest.mark.parametrize(
    ("day", "hour", "slot"),
    [
        (23, 8, "morning"),
        (23, 12, "afternoon"),
        (23, 17, "afternoon"),
        (23, 18, "evening"),
        (28, 10, "weekend"),
        (29, 20, "weekend"),
    ],
)
def test_a_time_lies_in_a_part_of_the_week(day, hour, slot):
    assert rules.slot_of(MONDAY.replace(day=day, hour=hour)) == slot


def test_one_comes_again_at_another_time_of_day():
    assert rules.next_slot([]) == "evening"
    assert rules.next_slot(["evening"]) == "weekend"
    assert rules.next_slot(["evening", "weekend", "afternoon"]) == "morning"
    assert rules.next_slot(["evening", "weekend", "afternoon", "morning", "evening"]) == "weekend"


def test_nobody_knocks_more_often_than_agreed_or_after_a_refusal():
    assert rules.may_try_again(2, 3, refused=False)
    assert not rules.may_try_again(3, 3, refused=False)
    assert not rules.may_try_again(0, 3, refused=True)


def heard(*outcomes: str) -> list[Heard]:
    return [
        Heard(n, MONDAY + timedelta(days=n), outcome, has_answers=outcome in rules.REACHED)
        for n, outcome in enumerate(outcomes)
    ]


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ([], "to_visit"),
        (["absent", "absent"], "absent"),
        (["absent", "met"], "met"),
        (["met", "absent"], "met"),  # a second visitor found nobody: what was heard stays
        (["refused", "absent"], "refused"),
        (["refused", "met"], "met"),  # they changed their mind
        (["phone", "moved"], "moved"),
    ],
)
def test_the_newest_visit_that_tells_something_decides(outcomes, state):
    assert rules.state_after(heard(*outcomes)) == state


def test_the_order_in_which_visits_arrive_does_not_matter():
    visits = heard("absent", "refused", "met", "absent")
    assert {rules.state_after(order) for order in (visits, visits[::-1])} == {"met"}
    assert rules.which_counts(visits[::-1]) == 2


def test_standing_visits_begin_anew_but_a_refusal_holds():
    assert rules.state_after(heard("met", "absent"), is_standing=True) == "absent"
    assert rules.state_after(heard("refused", "absent"), is_standing=True) == "refused"


def test_answers_of_the_newest_meeting_count():
    assert rules.which_counts(heard("met", "phone", "absent")) == 1
    assert rules.which_counts(heard("absent", "refused")) is None


def test_a_clock_an_hour_wrong_is_set_right():
    said = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    start, hour = datetime(2026, 11, 1, tzinfo=UTC), timedelta(hours=1)
    received = said + 3 * hour  # sent two hours later by a clock that is an hour slow

    def right(at: datetime, sent_at: datetime | None) -> datetime:
        return rules.set_right(at, sent_at=sent_at, received_at=received, not_before=start)

    assert right(said, received - hour) == said + hour
    assert right(said, received - timedelta(seconds=90)) == said  # that is the network
    assert right(said, None) == said
    assert right(received + hour, None) == received  # nobody visits tomorrow
    assert right(datetime(1970, 1, 1, tzinfo=UTC), None) == start


# Sharing doors out


@st.composite
def estates(draw: st.DrawFn) -> list[Door]:
    """Buildings with a few entrances of some floors, in walking order."""
    doors: list[Door] = []
    entrance = 1000
    for building in range(draw(st.integers(1, 4))):
        for _entrance in range(draw(st.integers(1, 3))):
            entrance += 1
            a_floor = draw(st.integers(1, 4))
            for floor in range(draw(st.integers(1, 6))):
                for _door in range(a_floor):
                    doors.append(Door(len(doors), len(doors), 100 + building, entrance, floor))
    return doors


@st.composite
def walkers(draw: st.DrawFn) -> list[Person]:
    places = st.sampled_from([100, 101, 102, 1001, 1002, 1003, 1004])
    watches = st.frozensets(places, max_size=2)
    return [Person(n, draw(watches)) for n in range(draw(st.integers(1, 7)))]


def loads(share: dict[int, int], people: list[Person]) -> Counter[int]:
    counted = Counter({person.id: person.held for person in people})
    counted.update(share.values())
    return counted


@unhurried
@given(estates(), walkers())
def test_each_door_has_exactly_one_person(doors, people):
    share = rules.share_out(doors, people)
    assert sorted(share) == [door.id for door in doors]
    assert set(share.values()) <= {person.id for person in people}
    assert share == rules.share_out(doors[::-1], people[::-1])


@unhurried
@given(estates(), walkers())
def test_a_steward_has_their_own_doors_before_anybody_else(doors, people):
    """Somebody else has them only where they would make too much for every one who watches."""
    share = rules.share_out(doors, people)
    load, mean = loads(share, people), len(doors) / len(people)
    sizes = Counter(door.entrance for door in doors)
    for door in doors:
        own = [p.id for p in people if door.entrance in p.watches]
        own = own or [p.id for p in people if door.building in p.watches]
        if own and share[door.id] not in own:
            assert all(load[one] + sizes[door.entrance] > 1.2 * mean for one in own)


@unhurried
@given(estates(), st.integers(1, 7))
def test_shares_are_even_and_a_floor_is_never_split(doors, count):
    people = [Person(n) for n in range(count)]
    share = rules.share_out(doors, people)
    mean = len(doors) / count
    floors = Counter((door.entrance, door.floor) for door in doors)
    busiest = max(loads(share, people).values())
    assert busiest <= max(1.2 * mean, mean + max(floors.values()))
    for (entrance, floor), _n in floors.items():
        on_it = [d for d in doors if (d.entrance, d.floor) == (entrance, floor)]
        assert len({share[door.id] for door in on_it}) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(3, 5), min_size=3, max_size=7), st.integers(2, 3))
def test_no_other_way_of_giving_out_whole_entrances_is_more_even(sizes, count):
    doors = [
        Door(n, n, 1, entrance, floor)
        for n, (entrance, floor) in enumerate(
            (e, f) for e, size in enumerate(sizes, 10) for f in range(size)
        )
    ]
    people = [Person(n) for n in range(count)]
    cuts = combinations_with_replacement(range(len(sizes) + 1), count - 1)
    ways = [[sum(sizes[a:b]) for a, b in pairwise((0, *cut, len(sizes)))] for cut in cuts]
    evenest = min(sum(n * n for n in way) for way in ways)
    share = rules.share_out(doors, people)
    if len({(door.entrance, share[door.id]) for door in doors}) == len(sizes):
        assert sum(n * n for n in loads(share, people).values()) == evenest
    else:  # an entrance was split: somebody would have had too much
        even = [way for way in ways if sum(n * n for n in way) == evenest]
        assert all(max(way) > 1.2 * len(doors) / count for way in even)


@unhurried
@given(estates(), st.integers(2, 5), st.integers(0, 4))
def test_when_somebody_rests_only_their_doors_move(doors, count, ill):
    people = [Person(n) for n in range(count)]
    before = rules.share_out(doors, people)
    resting = ill % count
    moving = [door for door in doors if before[door.id] == resting]
    held = loads(before, people)
    others = [
        Person(p.id, held=held[p.id], at=_middle(doors, before, p.id))
        for p in people
        if p.id != resting
    ]
    after = rules.share_out(moving, others)
    assert set(after) == {door.id for door in moving}
    assert resting not in after.values()
    biggest = max(Counter(d.entrance for d in moving).values(), default=0)
    total, mean = loads(after, others), len(doors) / len(others)
    assert max(total.values()) <= max(*held.values(), mean + biggest)


def _middle(doors: list[Door], share: dict[int, int], person: int) -> float | None:
    own = [door.order for door in doors if share[door.id] == person]
    return sum(own) / len(own) if own else None


def test_nobody_crosses_the_estate():
    """15 buildings of 3 entrances; six stewards walk beside six others."""
    doors = [
        Door(n, n, building, 100 * building + entrance, floor)
        for n, (building, entrance, floor, _door) in enumerate(
            (b, e, f, d)
            for b in range(1, 16)
            for e in range(3)
            for f in range(11)
            for d in range(4)
        )
    ]
    people = [Person(n, frozenset({2 * n + 1}) if n < 6 else frozenset()) for n in range(12)]
    share = rules.share_out(doors, people)
    load = loads(share, people)
    assert max(load.values()) <= 1.2 * len(doors) / 12
    assert all(share[d.id] == (d.building - 1) // 2 for d in doors if d.building in range(1, 12, 2))
    for person in people[6:]:
        orders = [door.order for door in doors if share[door.id] == person.id]
        own = [d for d in doors if d.building in range(1, 12, 2)]
        between = sum(min(orders) < door.order < max(orders) for door in own)
        assert max(orders) - min(orders) + 1 == len(orders) + between


def test_without_people_or_doors_nothing_is_shared():
    assert rules.share_out([Door(1, 0)], []) == {}
    assert rules.share_out([], [Person(1)]) == {}


# Who needs a visit

EVERY = {"": 180, "old_alone": 30}


def test_care_needs_shorten_the_time_between_visits():
    assert rules.days_between([], EVERY) == 180
    assert rules.days_between(["old_alone", "ill"], EVERY) == 30
    assert rules.days_between(["ill"], {"old_alone": 30}) is None
    assert rules.due_after(date(2026, 11, 1), ["old_alone"], EVERY) == date(2026, 12, 1)
    assert rules.due_after(date(2026, 11, 1), [], {}) is None


def test_a_need_says_its_reasons():
    need = rules.visit_need(
        care=["old_alone"], days_since=45, every_days=EVERY, open_cases=2, last="absent"
    )
    assert need.score == 150 + 25 + 30 + 20
    assert need.reasons == (
        Reason("overdue", 15),
        Reason("care", word="old_alone"),
        Reason("open_cases", 2),
        Reason("absent_last"),
    )


def test_who_refused_is_left_in_peace():
    need = rules.visit_need(care=["ill"], days_since=None, every_days=EVERY, last="refused")
    assert need == rules.Need(0, (Reason("refused"),))


@unhurried
@given(st.integers(0, 2000), st.integers(1, 400), st.integers(0, 9))
def test_more_reason_never_scores_less(days, longer, cases):
    def score(**changes) -> int:
        told = {"care": [], "days_since": days, "every_days": EVERY, "open_cases": cases}
        return rules.visit_need(**(told | changes)).score

    assert score(days_since=days + longer) >= score()
    assert score(care=["old_alone"]) > score()
    assert score(open_cases=cases + 1) >= score()
    assert score(days_since=None) >= score(days_since=0)
