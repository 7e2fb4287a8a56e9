"""Households and people: entered once, found quickly, read with a reason, erased for good."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.registry import actions, identity, queries, tasks
from linli.registry.models import CareNeed, Person
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ID_NUMBER = identity.with_check_letter("11010519620412002")


def _person(cast: Cast, **given: Any) -> Person:
    given.setdefault("name", "曾小芳")
    return actions.add_person(cast.households[0].pk, by=cast.actor("worker"), **given)


@pytest.mark.parametrize(
    "typed",
    ["单小明", "小明", "shanxiaoming", "shan", "sxm", "8002", "704-2-302", "704楼2单元302", "SXM"],
)
def test_a_worker_finds_somebody_by_whatever_is_known(cast: Cast, typed: str) -> None:
    rows = queries.search_people(cast.actor("worker"), typed)
    assert rows[0].name == "单小明"
    assert rows[0].phone == "138****8002"
    assert rows[0].door == "704 楼 2 单元 302"


def test_nobody_is_found_outside_ones_reach(cast: Cast) -> None:
    assert queries.search_people(cast.actor("stranger"), "单小明") == []


def test_who_reads_no_phone_cannot_ask_for_its_hidden_digits(cast: Cast) -> None:
    def found(who: str, typed: str) -> list[str]:
        return [row.name for row in queries.search_people(cast.actor(who), typed)]

    assert "单小明" in found("worker", "00138002")
    assert found("steward", "00138002") == []
    assert found("steward", "00138") == []
    assert found("steward", "8002") == found("steward", "13800138002") == ["单小明"]


def test_two_digits_find_no_phone(cast: Cast) -> None:
    assert queries.search_people(cast.actor("worker"), "02") == []


def test_searching_takes_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    actor = cast.actor("worker")
    with django_assert_num_queries(1):
        queries.search_people(actor, "sxm")


def test_an_id_number_is_kept_encrypted_and_found_by_its_index(cast: Cast) -> None:
    person = _person(cast, id_number=ID_NUMBER)
    assert ID_NUMBER not in person.id_cipher
    assert person.born == date(1962, 4, 12)
    assert person.sex == "f"
    worker = cast.actor("worker")
    found = queries.person_by_id_number(worker, ID_NUMBER, community_id=cast.community.pk)
    assert found == person


def test_a_mistyped_id_number_is_refused_in_a_sentence(cast: Cast) -> None:
    wrong = ID_NUMBER[:-1] + ("0" if ID_NUMBER[-1] != "0" else "1")
    with pytest.raises(Invalid, match="mistyped") as refusal:
        _person(cast, id_number=wrong)
    assert "id_number" in refusal.value.errors


def test_one_id_number_is_one_person(cast: Cast) -> None:
    _person(cast, id_number=ID_NUMBER)
    with pytest.raises(Invalid, match="704"):
        _person(cast, name="别人", id_number=ID_NUMBER)


def test_reading_a_phone_needs_a_reason_and_leaves_a_line(cast: Cast) -> None:
    worker = cast.actor("worker")
    with pytest.raises(Invalid):
        actions.read_masked(cast.people[0].pk, by=worker, reason=" ", what="phone")
    shown = actions.read_masked(
        cast.people[0].pk, by=worker, reason="漏水，需联系户主", what="phone"
    )
    assert shown == "13800138001"
    line = Line.objects.get(verb="person.read")
    assert (line.reason, line.change) == ("漏水，需联系户主", {"what": "phone"})


def test_a_steward_reads_no_phone(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.read_masked(cast.people[0].pk, by=cast.actor("steward"), reason="想打电话")


def test_care_needs_are_not_for_the_street_office(cast: Cast) -> None:
    actions.add_care_need(cast.people[0].pk, kind="old_alone", by=cast.actor("worker"))
    assert actions.read_masked(
        cast.people[0].pk, by=cast.actor("grid_worker"), reason="上门探望", what="care"
    )
    with pytest.raises(NotAllowed):
        actions.read_masked(
            cast.people[0].pk, by=cast.actor("street_officer"), reason="想看看", what="care"
        )


def test_the_record_holds_no_personal_data(cast: Cast) -> None:
    person = _person(cast, phone="13911112222", id_number=ID_NUMBER)
    actions.change_person(person.pk, by=cast.actor("worker"), phone="13911113333", name="曾大芳")
    kept = " ".join(str(line.change) for line in Line.objects.all())
    assert "13911113333" not in kept
    assert "曾大芳" not in kept
    assert ID_NUMBER not in kept
    assert Line.objects.get(verb="person.changed").change == {
        "fields": ["initials", "name", "phone", "pinyin"]
    }


def test_a_household_page_takes_a_constant_number_of_queries(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        _person(cast, name=f"李{number}")
    worker = cast.actor("worker")
    with django_assert_max_num_queries(7):
        page = queries.household_page(worker, cast.households[0].pk)
    assert len(page.members) == 6
    assert page.watching[0].holder == "刘桂芳"


def test_the_list_of_households_takes_a_constant_number_of_queries(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    worker = cast.actor("worker")
    with django_assert_num_queries(3):
        page = queries.households_page(worker, cast.community.pk, filters={})
    assert [row.contact for row in page.rows] == ["王秀兰", "单小明", "李建国"]


def test_a_child_says_yes_through_a_guardian(cast: Cast) -> None:
    child = _person(cast, name="小宝", born=timezone.localdate() - timedelta(days=2000))
    with pytest.raises(Invalid, match="guardian"):
        actions.record_consent(child.pk, purpose="publication", by=cast.actor("worker"))
    actions.record_consent(
        child.pk, purpose="publication", by=cast.actor("worker"), guardian="王秀兰"
    )


def test_a_household_withdraws_its_own_consent(cast: Cast) -> None:
    person = _person(cast, id_number=ID_NUMBER)
    consent = actions.record_consent(person.pk, purpose="identity", by=cast.resident())
    with pytest.raises(NotAllowed):
        actions.withdraw_consent(consent.pk, by=cast.resident(1))
    actions.withdraw_consent(consent.pk, by=cast.resident())
    person.refresh_from_db()
    assert person.id_cipher == ""


def test_erasure_leaves_the_count_and_nothing_else(cast: Cast) -> None:
    person = cast.people[1]
    actions.add_care_need(person.pk, kind="ill", by=cast.actor("worker"), remark="透析")
    actions.erase_person(person.pk, by=cast.actor("worker"), reason="本人要求")
    person.refresh_from_db()
    assert (person.name, person.phone, person.pinyin) == ("", "", "")
    assert not CareNeed.objects.exists()
    assert Person.objects.filter(household=cast.households[1]).count() == 1
    assert queries.search_people(cast.actor("worker"), "单小明") == []
    with pytest.raises(NotFound):
        queries.person_for(cast.actor("worker"), person.pk)


def test_who_moved_out_is_erased_after_the_kept_days(cast: Cast) -> None:
    today = timezone.localdate()
    actions.set_keep_days(
        cast.community.pk, purpose="register", days=30, by=cast.actor("secretary")
    )
    actions.move_out_household(
        cast.households[0].pk, by=cast.actor("worker"), on=today - timedelta(days=40)
    )
    actions.move_out_household(
        cast.households[1].pk, by=cast.actor("worker"), on=today - timedelta(days=20)
    )
    assert tasks.erase_expired() == 1
    cast.people[0].refresh_from_db()
    cast.people[1].refresh_from_db()
    assert cast.people[0].name == ""
    assert cast.people[1].name == "单小明"


def test_each_purpose_ends_on_its_own_day(cast: Cast) -> None:
    today, worker = timezone.localdate(), cast.actor("worker")
    person = _person(cast, name="小芳", phone="13911112222", id_number=ID_NUMBER)
    actions.add_care_need(person.pk, kind="ill", by=worker)
    actions.set_keep_days(cast.community.pk, purpose="care", days=90, by=cast.actor("secretary"))
    actions.move_out_household(cast.households[0].pk, by=worker, on=today - timedelta(days=40))
    tasks.erase_expired()
    person.refresh_from_db()
    assert (person.name, person.phone, person.id_index) == ("小芳", "", "")
    assert person.care_needs.exists()  # kept for 90 days here, the phone and the ID for 30
    cast.people[1].refresh_from_db()
    assert cast.people[1].phone  # lives here
    lines = Line.objects.filter(verb="people.purpose_erased")
    assert [line.change for line in lines.order_by("number")] == [
        {"purpose": "contact", "people": 2},
        {"purpose": "identity", "people": 1},
    ]


@pytest.mark.parametrize(
    ("purpose", "gone"), [("contact", "phone"), ("identity", "id_index"), ("publication", "")]
)
def test_what_rested_on_a_consent_goes_with_it(cast: Cast, purpose: str, gone: str) -> None:
    person = _person(cast, phone="13911112222", id_number=ID_NUMBER)
    consent = actions.record_consent(person.pk, purpose=purpose, by=cast.resident())
    actions.withdraw_consent(consent.pk, by=cast.resident())
    person.refresh_from_db()
    empty = [name for name in ("phone", "id_index") if not getattr(person, name)]
    assert empty == ([gone] if gone else [])


def test_what_is_held_without_a_consent_is_named(cast: Cast) -> None:
    worker, person = cast.actor("worker"), cast.people[0]
    assert queries.unasked(worker, person) == ["contact"]
    actions.add_care_need(person.pk, kind="ill", by=worker)
    actions.record_consent(person.pk, purpose="contact", by=worker)
    assert queries.unasked(worker, person) == ["care"]
    assert queries.unasked(cast.actor("street_officer"), person) == []  # may not know of it


def test_a_person_kept_until_yesterday_is_erased(cast: Cast) -> None:
    Person.objects.filter(pk=cast.people[2].pk).update(
        keep_until=timezone.localdate() - timedelta(days=1)
    )
    assert tasks.erase_expired() == 1
    assert tasks.erase_expired() == 0


def test_a_household_lives_behind_a_door(cast: Cast) -> None:
    with pytest.raises(Invalid, match="door"):
        actions.add_household(cast.building.pk, by=cast.actor("worker"))


def test_a_second_contact_takes_over(cast: Cast) -> None:
    second = _person(cast, is_contact=True)
    speaking = Person.objects.filter(household=cast.households[0], is_contact=True)
    assert list(speaking) == [second]


def test_a_future_birthday_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="future"):
        _person(cast, born=make.NOON.date() + timedelta(days=40000))
