"""What one community has otherwise, and what the house's administrator changes for all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.core import calendar
from linli.core.models import CommunityDay, Line
from linli.core.refusals import Invalid, NotAllowed
from linli.engines import working_days
from linli.engines.cases import kinds, routing
from linli.engines.cases.actions import file_case
from linli.engines.cases.actions import settings as verbs
from linli.engines.cases.models import Case, KindSetting
from linli.engines.working_days import Day
from linli.programmes import loader
from linli.registry import actions as registry
from linli.registry.access import SYSTEM
from linli.registry.models import Place, Post
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
KIND = "lift_broken"
FESTIVAL = date(2026, 11, 26)  # a Thursday
MONDAY = datetime(2026, 11, 23, 2, tzinfo=timezone.get_default_timezone())


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def secretary(cast: Cast) -> Client:
    return logged_in(cast.secretary)


@pytest.fixture
def administrator(cast: Cast) -> Client:
    user = make.user("韩工")
    Post.objects.create(role="administrator", place=cast.district, user=user, holder="韩工")
    return logged_in(user)


@pytest.fixture
def in_working_days(cast: Cast) -> Cast:
    """Let the kind be given three working days, here and elsewhere."""
    for community in (cast.community, cast.elsewhere):
        verbs.set_own_kind(KIND, {"deadline": "3 working days"}, community=community, by=SYSTEM)
    return cast


def filed(community: Place, *, kind: str = KIND, at: datetime = MONDAY) -> Case:
    return file_case(
        by=SYSTEM, community_id=community.pk, channel="desk", kind=kind, text="停了",
        opened_at=at, fields={},
    ).case  # fmt: skip


def due_of(case: Case) -> date:
    return timezone.localdate(Case.objects.get(pk=case.pk).due_at)


def test_a_day_of_ones_own_moves_only_ones_own_matters_after_a_look(
    in_working_days: Cast, secretary: Client
) -> None:
    here, there = filed(in_working_days.community), filed(in_working_days.elsewhere)
    assert due_of(here) == due_of(there) == date(2026, 11, 26)
    day = {"day": str(FESTIVAL), "what": "off", "name": "庙会", "scope": "own"}
    seen = secretary.post("/settings/calendar/", day).content.decode()
    assert "1 件未办结的事项会换期限" in seen
    assert not CommunityDay.objects.exists()
    assert due_of(here) == date(2026, 11, 26)
    secretary.post("/settings/calendar/", {**day, "sure": "1"})
    assert (due_of(here), due_of(there)) == (date(2026, 11, 27), date(2026, 11, 26))
    assert calendar.load(in_working_days.community.pk).is_working(FESTIVAL) is False
    assert calendar.load(in_working_days.elsewhere.pk).is_working(FESTIVAL) is True
    verbs_told = Line.objects.filter(community_id=in_working_days.community.pk)
    assert {"calendar.own_day_set", "cases.redated"} <= set(
        verbs_told.values_list("verb", flat=True)
    )
    assert "庙会" in secretary.get("/settings/calendar/?year=2026").content.decode()
    secretary.post("/settings/calendar/", {**day, "what": "plain", "sure": "1"})
    assert due_of(here) == date(2026, 11, 26)


def test_a_matter_that_was_put_off_keeps_its_date(in_working_days: Cast) -> None:
    case = filed(in_working_days.community)
    promised = case.due_at + timedelta(days=9)
    Case.objects.filter(pk=case.pk).update(due_at=promised)
    wanted = Day(FESTIVAL, is_working=False, community=in_working_days.community)
    changes = working_days.set_day(wanted, by=SYSTEM)
    assert (len(changes.moved), changes.kept) == (0, 1)
    assert Case.objects.get(pk=case.pk).due_at == promised


def test_an_administrator_sees_in_how_many_communities_matters_move(
    in_working_days: Cast, administrator: Client
) -> None:
    cases = [filed(in_working_days.community), filed(in_working_days.elsewhere)]
    day = {"day": str(FESTIVAL), "what": "off", "scope": "house"}
    seen = administrator.post("/settings/calendar/", day).content.decode()
    assert "2 件未办结的事项会换期限" in seen
    assert "涉及 2 个社区" in seen
    administrator.post("/settings/calendar/", {**day, "sure": "1"})
    assert [due_of(case) for case in cases] == [date(2026, 11, 27)] * 2
    for community in (in_working_days.community, in_working_days.elsewhere):
        assert Line.objects.filter(community_id=community.pk, verb="cases.redated").exists()


def test_a_day_of_ones_own_stands_whatever_the_house_says(in_working_days: Cast) -> None:
    community = in_working_days.community
    working_days.set_day(Day(FESTIVAL, is_working=True, community=community), by=SYSTEM)
    case = filed(community)
    changes = working_days.set_day(Day(FESTIVAL, is_working=False), by=SYSTEM)
    assert (changes.moved, due_of(case)) == ([], date(2026, 11, 26))


def test_a_kind_has_its_own_time_words_and_who_answers_after_a_look(
    cast: Cast, secretary: Client
) -> None:
    case = filed(cast.community)
    before = case.due_at
    form = {
        "label": "电梯停了", "help": "先看有没有人", "deadline": "9", "deadline_unit": "days",
        "answers0": "secretary",
    }  # fmt: skip
    address = f"/settings/kinds/{KIND}/"
    seen = secretary.post(address, form).content.decode()
    assert "1 件未办结的事项会换期限" in seen
    assert not KindSetting.objects.exists()
    secretary.post(address, {**form, "sure": "1"})
    assert Case.objects.get(pk=case.pk).due_at == MONDAY + timedelta(days=9)
    own = kinds.find_in(cast.community.pk, KIND)
    assert (str(own.label), str(own.help), own.answered_by) == (
        "电梯停了", "先看有没有人", ("secretary",),
    )  # fmt: skip
    match = routing.by_kind(KIND, community=cast.community, place=cast.community)
    assert match.post.role == "secretary"
    assert str(kinds.find_in(cast.elsewhere.pk, KIND).label) != "电梯停了"
    assert "电梯停了" in secretary.get("/desk/").content.decode()
    assert Line.objects.filter(verb="kind.own_set", community_id=cast.community.pk).exists()
    secretary.post(address, {"reset": "1", "sure": "1"})
    assert Case.objects.get(pk=case.pk).due_at == before
    assert kinds.find_in(cast.community.pk, KIND) == kinds.get(KIND)


def test_a_time_that_is_none_is_named_at_its_field(cast: Cast, secretary: Client) -> None:
    sent = {"deadline": "soon", "deadline_unit": "days"}
    answer = secretary.post(f"/settings/kinds/{KIND}/", sent)
    assert answer.status_code == 400
    assert "例如 3 个工作日" in answer.content.decode()
    with pytest.raises(Invalid):
        verbs.set_own_kind(
            KIND, {"answered_by": ["administrator"]}, community=cast.community, by=SYSTEM
        )


def test_switching_a_kind_off_says_how_many_are_open(cast: Cast, secretary: Client) -> None:
    filed(cast.community)
    seen = secretary.post("/settings/kinds/", {"kind": KIND}).content.decode()
    assert "1 件这类未办结的事项" in seen
    assert not KindSetting.objects.exists()
    secretary.post("/settings/kinds/", {"kind": KIND, "sure": "1"})
    assert KindSetting.objects.get().is_on is False


def test_a_programme_says_beforehand_what_it_takes_from_open_matters(
    cast: Cast, administrator: Client
) -> None:
    own = loader.own_folder() / "repairs.toml"
    filed(cast.community)
    filed(cast.elsewhere)
    text = loader.export("repairs").replace(f'code = "{KIND}"', 'code = "lift_stands_still"')
    file = SimpleUploadedFile("repairs.toml", text.encode())
    try:
        seen = administrator.post("/settings/programmes/", {"file": file}).content.decode()
        assert "2 件未办结的事项会失去类别" in seen
        assert "涉及 2 个社区" in seen
        assert not own.exists()
        sent = {"name": "repairs.toml", "text": text, "sure": "1"}
        administrator.post("/settings/programmes/", sent)
        assert kinds.find(KIND) is None
        assert Line.objects.get(verb="programme.taken_in").community_id == 0
    finally:
        own.unlink(missing_ok=True)
        loader.register()


def test_neither_a_secretary_nor_a_street_officer_makes_an_administrator(cast: Cast) -> None:
    for who in ("secretary", "street_officer"):
        with pytest.raises(NotAllowed):
            registry.appoint(
                "administrator", place_id=cast.district.pk, holder="谁", by=cast.actor(who)
            )
    with pytest.raises(Invalid):
        registry.appoint("administrator", place_id=cast.street_office.pk, holder="谁", by=SYSTEM)
    registry.appoint("administrator", place_id=cast.district.pk, holder="韩工", by=SYSTEM)


@pytest.mark.parametrize("who", ["worker", "steward", "stranger"])
def test_who_may_not_set_rules_sets_no_day_and_no_kind(cast: Cast, who: str) -> None:
    wanted = Day(FESTIVAL, is_working=False, community=cast.community)
    with pytest.raises(NotAllowed):
        working_days.set_day(wanted, by=cast.actor(who))
    with pytest.raises(NotAllowed):
        verbs.set_own_kind(KIND, {}, community=cast.community, by=cast.actor(who))
    with pytest.raises(NotAllowed):
        working_days.set_day(Day(FESTIVAL, is_working=False), by=cast.actor("secretary"))
