"""Facts of a household: read in bulk, stated with their source, forgotten with the household."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from linli.core import record
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.registry import actions, facts
from linli.registry.models import Fact, Household, Person
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("corridors")
ALL = [*facts.PROPERTIES, "kept.insured"]


def state(cast: Cast, code: str, value: object, *, home: Household | None = None) -> Fact:
    home = Household.objects.get(pk=(home or cast.households[0]).pk)
    with transaction.atomic():
        return facts.state(
            home, code, value, source="visit:1", at=timezone.now(), by=cast.actor("steward")
        )


def read(cast: Cast, code: str) -> object:
    home = cast.households[0].pk
    return facts.read([home], [code])[home][code]


def test_many_households_are_read_in_three_statements(
    cast: Cast, django_assert_num_queries: object
) -> None:
    ids = [home.pk for home in cast.households]
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = facts.read(ids, ALL)
    assert found[ids[0]] == {
        "household.residence": "resident",
        "household.tenure": "owner",
        "household.village": "东溪村",
        "household.floor_area": None,
        "household.remark": None,
        "household.members": 1,
        "contact.name": "王秀兰",
        "contact.phone": "13800138001",
        "kept.insured": None,
    }


@pytest.mark.parametrize(
    ("code", "value", "column", "kept"),
    [
        ("household.residence", "floating", "residence", "floating"),
        ("household.village", " 西溪村 ", "village", "西溪村"),
        ("household.floor_area", 89.5, "floor_area", Decimal("89.5")),
        ("household.remark", "狗很凶", "remark", "狗很凶"),
    ],
)
def test_what_has_a_column_is_written_to_it(
    cast: Cast, code: str, value: object, column: str, kept: object
) -> None:
    before = read(cast, code)
    row = state(cast, code, value)
    assert getattr(Household.objects.get(pk=cast.households[0].pk), column) == kept
    assert (row.stood, row.source, row.by) == (before, "visit:1", cast.actor("steward").key)
    assert read(cast, code) == row.value


def test_rows_are_added_and_one_is_current(cast: Cast) -> None:
    for value in ("yes", "no", "yes"):
        state(cast, "kept.insured", value)
    assert [row.value for row in Fact.objects.order_by("pk")] == ["yes", "no", "yes"]
    assert Fact.objects.get(is_current=True).value == "yes"
    assert read(cast, "kept.insured") == "yes"


def test_a_phone_goes_to_who_speaks_for_the_household(cast: Cast) -> None:
    state(cast, "contact.phone", "139-0013 9000")
    assert Person.objects.get(pk=cast.people[0].pk).phone == "13900139000"


def test_a_new_name_enters_somebody_and_an_old_one_is_chosen(cast: Cast) -> None:
    state(cast, "contact.name", "曾国强")
    new = Person.objects.get(name="曾国强")
    assert (new.is_contact, new.pinyin) == (True, "zengguoqiang")
    state(cast, "contact.name", "王秀兰")
    contacts = Person.objects.filter(household=cast.households[0], is_contact=True)
    assert [one.name for one in contacts] == ["王秀兰"]
    assert Person.objects.filter(household=cast.households[0]).count() == 2


def test_a_number_of_members_counts_until_the_register_has_another(cast: Cast) -> None:
    state(cast, "household.members", 3)
    assert read(cast, "household.members") == 3
    make.person("王小宝", household=cast.households[0])
    assert read(cast, "household.members") == 2


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("contact.phone", "123"),
        ("contact.name", ""),
        ("household.residence", "gone"),
        ("household.floor_area", -3),
        ("household.floor_area", "big"),
        ("household.members", 2.5),
        ("household.village", ["a"]),
        ("kept.insured", "x" * 3000),
        ("household.door", "7"),
        ("kept.Not a word", "7"),
    ],
)
def test_what_the_register_cannot_hold_is_refused_and_nothing_changes(
    cast: Cast, code: str, value: object
) -> None:
    with pytest.raises(Invalid):
        state(cast, code, value)
    assert not Fact.objects.exists()


@given(st.text(max_size=4), st.text(max_size=4))
def test_a_version_differs_when_the_value_differs(one: str, other: str) -> None:
    same = facts.plain(one) == facts.plain(other)
    assert (facts.version_of(one) == facts.version_of(other)) is same


def test_spellings_of_one_value_have_one_version() -> None:
    assert facts.version_of("") == facts.version_of(None) == facts.version_of([])
    assert facts.version_of(89.0) == facts.version_of(89) == facts.version_of(Decimal("89.00"))
    assert facts.version_of("89") != facts.version_of(89)


def test_an_erased_household_is_forgotten_with_its_facts(cast: Cast) -> None:
    home, worker = cast.households[0], cast.actor("worker")
    state(cast, "kept.insured", "yes")
    state(cast, "contact.phone", "13900139000")
    actions.erase_person(Person.objects.get(pk=cast.people[0].pk).pk, by=worker)
    assert set(Fact.objects.values_list("property", flat=True)) == {"kept.insured"}
    actions.move_out_household(home.pk, by=worker)
    actions.erase_household(home.pk, by=worker)
    assert not Fact.objects.exists()


# The slip that is handed over at the door


def test_the_right_slip_for_the_right_door_is_noted_once(cast: Cast) -> None:
    worker, steward = cast.actor("worker"), cast.actor("steward")
    home, other = cast.households[:2]
    slip = actions.issue_key(home.pk, by=worker)
    with pytest.raises(Invalid, match=r"another door; .* has none"):
        actions.hand_over_key(slip.code, other.pk, by=steward)
    theirs = actions.issue_key(other.pk, by=worker)
    with pytest.raises(Invalid, match=f"ends with {theirs.hint}"):
        actions.hand_over_key(slip.code, other.pk, by=steward)
    with pytest.raises(NotFound):
        actions.hand_over_key("0000-00000", home.pk, by=steward)
    with pytest.raises(NotAllowed):
        actions.hand_over_key(slip.code, home.pk, by=cast.actor("stranger"))
    scanned = f"https://linli.example/k/{slip.code.lower()}/"
    key = actions.hand_over_key(scanned, home.pk, by=steward)
    again = actions.hand_over_key(slip.code, home.pk, by=worker)
    assert key.handed_over_at == again.handed_over_at
    assert record.verify(cast.community.pk) is None
