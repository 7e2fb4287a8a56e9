"""Two act on the register at once: what one reads, the other has written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from linli.core import record
from linli.core.models import Line
from linli.core.sheets import write_sheet
from linli.registry import actions, intake
from linli.registry.models import (
    Consent,
    Household,
    HouseholdKey,
    Import,
    Organisation,
    Person,
    Place,
    Post,
)  # fmt: skip
from tests import cast as casting
from tests import make
from tests.cast import Cast
from tests.registry.rivals import Rivals, started

pytestmark = pytest.mark.django_db(transaction=True)
ID_NUMBER = "11010519491231002X"


@pytest.fixture(scope="module")
def rivals(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rivals]:
    with django_db_blocker.unblock(), started() as both:
        connection.close()
        yield both


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return casting.assemble()


def check(cast: Cast, answers: list[str]) -> None:
    """Nobody met a bug, somebody went through, and the register holds together."""
    for answer in answers:
        assert answer == "done" or answer.startswith("refused: "), answers
    assert "done" in answers, answers
    assert record.verify(cast.community.pk) is None
    erased = Person.objects.exclude(erased_at=None)
    assert not erased.exclude(name="", phone="", id_cipher="", is_contact=False).exists()
    left = Household.objects.exclude(moved_out_on=None)
    assert not HouseholdKey.objects.filter(household__in=left, revoked_at=None).exists()


def moves(cast: Cast) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return what may be done to the first household and who lives there."""
    home, other = cast.households[:2]
    someone = {"person_id": cast.people[0].pk}
    here = {"household_id": home.pk}
    return {
        "change": ("change_person", {**someone, "name": "王秀兰", "phone": "13900139000"}),
        "rename": ("change_person", {**someone, "name": "王秀英"}),
        "erase": ("erase_person", {**someone, "reason": "本人要求"}),
        "move": ("move_person", {**someone, "household_id": other.pk}),
        "care": ("add_care_need", {**someone, "kind": "old_alone"}),
        "consent": ("record_consent", {**someone, "purpose": "contact"}),
        "move in": ("move_person", {"person_id": cast.people[1].pk, **here}),
        "add": ("add_person", {**here, "name": "王小明", "is_contact": True}),
        "move out": ("move_out_household", here),
        "remark": ("change_household", {**here, "remark": "二楼", "version": home.version}),
        "village": ("change_household", {**here, "village": "西溪", "version": home.version}),
        "issue": ("issue_key", here),
        "reissue": ("reissue_key", here),
    }


WITH_EACH_OTHER = [
    ("change", "erase"), ("rename", "erase"), ("erase", "erase"), ("move", "erase"),
    ("care", "erase"), ("consent", "erase"), ("consent", "consent"), ("care", "care"),
    ("change", "move"), ("move", "move in"), ("move in", "move out"), ("add", "move out"),
    ("move out", "move out"), ("issue", "move out"), ("reissue", "move out"), ("issue", "issue"),
    ("issue", "reissue"), ("reissue", "reissue"), ("remark", "village"), ("add", "add"),
    ("add", "erase"), ("change", "rename"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), WITH_EACH_OTHER)
def test_each_verb_races_its_opposites(cast: Cast, rivals: Rivals, one: str, other: str) -> None:
    possible = moves(cast)
    answers = rivals.together(("worker", *possible[one]), ("secretary", *possible[other]))
    check(cast, answers)
    if one == other and one not in ("care", "reissue", "add"):
        assert answers.count("done") == 1
    if one == "remark":  # both saw the same page: the older one undoes nothing
        assert answers.count("done") == 1
    if "erase" in (one, other) and answers[(one, other).index("erase")] == "done":
        assert Person.objects.get(pk=cast.people[0].pk).name == ""
        assert Line.objects.filter(verb="person.erased").count() == 1
    if "move out" in (one, other):
        home = Household.objects.get(pk=cast.households[0].pk)
        moved_in = Person.objects.filter(pk=cast.people[1].pk, household=home).exists()
        assert home.moved_out_on or moved_in or "done" in answers
    for home in cast.households:
        assert Person.objects.filter(household=home, is_contact=True).count() <= 1


def test_one_id_number_is_entered_once(cast: Cast, rivals: Rivals) -> None:
    given = [
        {"household_id": home.pk, "name": "周平", "id_number": ID_NUMBER}
        for home in cast.households[:2]
    ]
    answers = rivals.together(
        ("worker", "add_person", given[0]), ("secretary", "add_person", given[1])
    )
    check(cast, answers)
    assert answers.count("done") == 1
    assert "ID number" in str(answers)
    assert Person.objects.exclude(id_index="").count() == 1


def test_a_post_a_team_a_place_and_an_invitation_are_made_once(cast: Cast, rivals: Rivals) -> None:
    here = {"place_id": cast.building.pk, "holder": "王芳"}
    user = make.user("王芳", home=cast.community)
    twice: list[tuple[str, dict[str, Any]]] = [
        ("appoint", {"role": "trusted_local", **here, "user_id": user.pk}),
        ("add_organisation", {"community_id": cast.community.pk, "name": "花友会", "kind": "team"}),
        ("add_place", {"kind": "venue", "name": "议事亭", "parent_id": cast.community.pk}),
        ("invite", {"username": "stranger", "role": "trusted_local", **here}),
    ]
    for verb, given in twice:
        answers = rivals.together(("secretary", verb, given), ("secretary", verb, given))
        check(cast, answers)
        assert answers.count("done") == 1, answers
    assert Post.objects.filter(user=user).count() == 1
    assert Organisation.objects.filter(name="花友会").count() == 1
    assert Place.objects.filter(name="议事亭").count() == 1


def test_a_post_ends_once_and_a_shut_log_in_gets_none(cast: Cast, rivals: Rivals) -> None:
    post = Post.objects.get(user=cast.steward)
    end = ("secretary", "end_post", {"post_id": post.pk})
    answers = rivals.together(end, end)
    check(cast, answers)
    assert answers.count("done") == 1
    assert Line.objects.filter(verb="post.ended").count() == 1


def test_a_consent_is_taken_back_once(cast: Cast, rivals: Rivals) -> None:
    consent = actions.record_consent(
        cast.people[0].pk, purpose="contact", by=cast.actor("secretary")
    )
    back = {"consent_id": consent.pk}
    answers = rivals.together(
        ("worker", "withdraw_consent", back), ("secretary", "withdraw_consent", back)
    )
    check(cast, answers)
    assert answers.count("done") == 1
    assert Consent.objects.get().withdrawn_at <= timezone.now()


def test_a_household_that_left_is_erased_once_and_nobody_is_entered(
    cast: Cast, rivals: Rivals
) -> None:
    home = cast.households[0]
    actions.move_out_household(home.pk, by=cast.actor("worker"))
    erase = ("erase_household", {"household_id": home.pk})
    answers = rivals.together(("worker", *erase), ("secretary", *erase))
    check(cast, answers)
    assert answers.count("done") == 1
    entered = {"household_id": home.pk, "name": "王小明"}
    with pytest.raises(Exception, match="erased"):
        actions.add_person(**entered, by=cast.actor("worker"))


HEADERS = ["房号", "姓名", "电话"]
DOORS = (("301", "周平"), ("302", "周安"), ("401", "周康"))
ROWS = [[f"704-2-{door}", name, f"13900139{door}"] for door, name in DOORS]


def listed(cast: Cast) -> int:
    """Return a list of three people that waits to be taken in."""
    file = write_sheet(HEADERS, ROWS, title="名单")
    worker = cast.actor("worker")
    return intake.preview(file, by=worker, community=cast.community, name="名单.xlsx").pk


@pytest.mark.parametrize(
    ("one", "other"),
    [("apply", "apply"), ("apply", "discard"), ("discard", "discard"), ("apply", "recheck")],
)
def test_a_list_is_taken_in_whole_or_not_at_all(
    cast: Cast, rivals: Rivals, one: str, other: str
) -> None:
    of = {"import_id": listed(cast)}
    answers = rivals.together(("worker", one, of), ("secretary", other, of))
    check(cast, answers)
    if one == other or "discard" in (one, other):
        assert answers.count("done") == 1
    taken = Person.objects.filter(made_by_import__isnull=False).count()
    went_through = [verb for verb, answer in zip((one, other), answers, strict=True)
                    if answer == "done"]  # fmt: skip
    assert taken == (3 if "apply" in went_through else 0)
    assert not taken or Import.objects.get().state == "applied"


def test_two_lists_of_the_same_people_make_nobody_twice(cast: Cast, rivals: Rivals) -> None:
    lists = [{"import_id": listed(cast)} for _number in range(2)]
    answers = rivals.together(("worker", "apply", lists[0]), ("secretary", "apply", lists[1]))
    check(cast, answers)
    assert Person.objects.filter(name="周平").count() == 1


@pytest.mark.parametrize("verb", ["undo", "change_person", "erase_person", "move_out_household"])
def test_a_list_is_taken_out_whole_or_not_at_all(cast: Cast, rivals: Rivals, verb: str) -> None:
    of = {"import_id": listed(cast)}
    intake.apply(of["import_id"], by=cast.actor("worker"))
    person = Person.objects.get(name="周平")
    home = {"household_id": person.household_id}
    given = {
        "undo": of,
        "change_person": {"person_id": person.pk, "phone": "13700137000"},
        "erase_person": {"person_id": person.pk},
        "move_out_household": home,
    }[verb]
    answers = rivals.together(("worker", "undo", of), ("secretary", verb, given))
    check(cast, answers)
    taken = Person.objects.filter(made_by_import__isnull=False).count()
    assert taken == (0 if "done" in answers[: 2 if verb == "undo" else 1] else 3)
    if answers[1] == "done" and verb == "change_person":  # "saved": so the person is there
        assert Person.objects.get(pk=person.pk).phone == "13700137000"
