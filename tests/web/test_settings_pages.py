"""A community's settings: who may change them, and what each change does."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.accounts.models import ApiToken
from linli.core import calendar
from linli.core.holidays.models import CalendarYear
from linli.core.models import Line
from linli.engines.cases import kinds
from linli.engines.cases.models import KindSetting, RoutingRule
from linli.outbox.models import Message, Wording
from linli.programmes import loader
from linli.registry.models import Organisation, Post
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGES = (
    "", "kinds/", "kinds/lift_broken/", "programmes/", "programmes/repairs.toml", "routing/",
    "routing/new/", "calendar/", "wordings/", "wordings/case.resolved/?way=sms", "organisations/",
    "organisations/new/", "tokens/", "outbox/", "record/",
)  # fmt: skip


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


def rule(**values: Any) -> dict[str, Any]:
    return {"name": "灯坏了找物业", "words": "灯，照明", "is_active": "on", **values}


@pytest.mark.parametrize("page", PAGES)
def test_the_secretary_opens_every_page(secretary: Client, page: str) -> None:
    assert secretary.get(f"/settings/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["worker", "steward", "property_worker"])
def test_others_change_no_settings(cast: Cast, who: str, page: str) -> None:
    assert logged_in(getattr(cast, who)).get(f"/settings/{page}").status_code == 403


def test_a_rule_is_entered_tried_moved_and_deleted(cast: Cast, secretary: Client) -> None:
    company = f"organisation:{cast.property_company.pk}"
    secretary.post("/settings/routing/new/", rule(target=company))
    night = rule(
        name="夜里", words="", from_time="18:00", to_time="08:00", target="role:grid_worker"
    )
    secretary.post("/settings/routing/new/", night)
    lamp, dark = RoutingRule.objects.all()
    assert (lamp.words, dark.from_time) == (["灯", "照明"], time(18))
    page = secretary.get("/settings/routing/", {"text": "门口的灯不亮"}).content.decode()
    assert "按规则“灯坏了找物业”" in page
    assert "可能的类别：路灯、楼道灯" in page
    asked = {"text": "有人吵架", "at": "2026-11-25T23:00"}
    assert "按规则“夜里”" in secretary.get("/settings/routing/", asked).content.decode()
    secretary.post(f"/settings/routing/{dark.pk}/change/", {"do": "up"})
    assert [row.name for row in RoutingRule.objects.all()] == ["夜里", "灯坏了找物业"]
    secretary.post(f"/settings/routing/{dark.pk}/change/", {"do": "delete"})
    assert RoutingRule.objects.get() == lamp
    verbs = Line.objects.filter(verb__startswith="rule.").order_by("number")
    assert [line.verb for line in verbs] == [
        "rule.added", "rule.added", "rule.moved", "rule.deleted",
    ]  # fmt: skip


def test_a_rule_of_another_community_is_404(cast: Cast, secretary: Client) -> None:
    other = RoutingRule.objects.create(community=cast.elsewhere, name="他们的", role="worker")
    assert secretary.get(f"/settings/routing/{other.pk}/").status_code == 404
    assert (
        secretary.post(f"/settings/routing/{other.pk}/change/", {"do": "delete"}).status_code == 404
    )
    assert RoutingRule.objects.filter(pk=other.pk).exists()


def test_a_holiday_is_entered_and_taken_back(administrator: Client) -> None:
    day = {"day": "2027-01-01", "what": "off", "name": "元旦", "scope": "house"}
    administrator.post("/settings/calendar/", day)
    assert calendar.load().days[date(2027, 1, 1)] is False
    assert "元旦" in administrator.get("/settings/calendar/?year=2027").content.decode()
    administrator.post("/settings/calendar/", {**day, "what": "plain"})
    assert date(2027, 1, 1) not in calendar.load().days


def test_a_missing_year_is_said_until_it_is_complete(
    secretary: Client, administrator: Client
) -> None:
    year = timezone.localdate().year
    assert f"{year} 年的节假日还没有录入" in secretary.get("/settings/calendar/").content.decode()
    administrator.post("/settings/calendar/", {"year": year, "complete": "1"})
    administrator.post("/settings/calendar/", {"year": year + 1, "complete": "1"})
    assert CalendarYear.objects.count() == 2
    assert "还没有录入" not in secretary.get("/settings/calendar/").content.decode()


def test_a_secretary_changes_neither_the_calendar_nor_the_programmes_of_all(
    secretary: Client,
) -> None:
    day = {"day": "2027-01-01", "what": "off", "scope": "house", "sure": "1"}
    file = SimpleUploadedFile("own.toml", b"code = 'x'")
    year = {"year": "2027", "complete": "1"}
    answers = [secretary.post("/settings/calendar/", sent) for sent in (day, year)]
    answers.append(secretary.post("/settings/programmes/", {"file": file, "sure": "1"}))
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not Line.objects.exists()


def test_an_administrator_sees_calendar_and_programmes_and_nothing_of_the_people(
    administrator: Client,
) -> None:
    index = administrator.get("/settings/").content.decode()
    assert "/settings/programmes/" in index
    assert "/settings/tokens/" not in index
    assert administrator.get("/desk/").headers["Location"] == "/settings/"
    shut = ("/register/", "/settings/record/", "/settings/kinds/", "/settings/tokens/")
    assert {administrator.get(page).status_code for page in shut} == {403}


def test_a_day_that_is_none_is_refused_in_a_sentence(secretary: Client) -> None:
    answer = secretary.post("/settings/calendar/", {"day": "2027-02-30", "what": "off"})
    assert answer.status_code == 400
    assert "请选择日期" in answer.content.decode()


def test_a_kind_is_switched_off_and_hidden(cast: Cast, secretary: Client) -> None:
    secretary.post("/settings/kinds/", {"kind": "lift_broken"})
    row = KindSetting.objects.get()
    assert (row.is_on, row.is_public) == (False, False)
    assert "lift_broken" not in {kind.code for kind in kinds.on_in(cast.community.pk)}


def test_a_programme_with_mistakes_changes_nothing_and_names_them(administrator: Client) -> None:
    file = SimpleUploadedFile("wishes.toml", b'code = "wishes"\nlabel = 7\n')
    answer = administrator.post("/settings/programmes/", {"file": file})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "wishes.toml" in page
    assert "label" in page
    assert not (loader.own_folder() / "wishes.toml").exists()


def test_a_file_name_that_climbs_is_refused(administrator: Client) -> None:
    file = SimpleUploadedFile("Evil Name.toml", b"code = 'x'")
    assert administrator.post("/settings/programmes/", {"file": file}).status_code == 400


def test_a_programme_taken_out_can_be_taken_in(administrator: Client) -> None:
    text = administrator.get("/settings/programmes/repairs.toml").content
    file = SimpleUploadedFile("own_repairs.toml", text)
    try:
        seen = administrator.post("/settings/programmes/", {"file": file})
        assert "没有未办结的事项换期限" in seen.content.decode()
        assert not (loader.own_folder() / "own_repairs.toml").exists()
        sent = {"name": "own_repairs.toml", "text": text.decode(), "sure": "1"}
        assert administrator.post("/settings/programmes/", sent).status_code == 302
        assert Line.objects.filter(verb="programme.taken_in").exists()
    finally:
        (loader.own_folder() / "own_repairs.toml").unlink(missing_ok=True)
        loader.register()


def test_own_words_are_kept_previewed_and_dropped(secretary: Client) -> None:
    address = "/settings/wordings/case.resolved/"
    own = {"way": "inbox", "keep": "1", "title": "{reference} 修好了", "body": "请您看看：{title}"}
    secretary.post(address, own)
    assert "SX-1124 修好了" in secretary.get(address).content.decode()
    wrong = secretary.post(address, {**own, "body": "{password}"})
    assert "{password}" in wrong.content.decode()
    assert Wording.objects.get().body == "请您看看：{title}"
    secretary.post(address, {"way": "inbox", "drop": "1"})
    assert not Wording.objects.exists()


def test_an_organisation_is_entered_and_changed(cast: Cast, secretary: Client) -> None:
    secretary.post("/settings/organisations/new/", {"name": "水电队", "kind": "team"})
    row = Organisation.objects.get(name="水电队")
    secretary.post(f"/settings/organisations/{row.pk}/", {"name": "水电维修队"})
    row.refresh_from_db()
    assert (row.name, row.is_active) == ("水电维修队", False)
    elsewhere = make.organisation("别处物业", community=cast.elsewhere)
    assert secretary.get(f"/settings/organisations/{elsewhere.pk}/").status_code == 404


def test_a_key_is_shown_once_and_taken_back(secretary: Client) -> None:
    page = secretary.post(
        "/settings/tokens/", {"name": "市民热线小程序", "scopes": ["open311"]}
    ).content.decode()
    assert "只显示这一次" in page
    again = secretary.get("/settings/tokens/").content.decode()
    assert "只显示这一次" not in again
    assert "市民热线小程序" in again
    token = ApiToken.objects.get()
    secretary.post(f"/settings/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at


def test_a_message_that_was_given_up_is_tried_again(cast: Cast, secretary: Client) -> None:
    row = Message.objects.create(
        community=cast.community, event="case.resolved", way="sms", address="13800138001",
        title="请您看看", body="x", once="1", state="failed", tries=5, fault="号码停机",
        made_at=timezone.now(),
    )  # fmt: skip
    page = secretary.get("/settings/outbox/").content.decode()
    assert "号码停机" in page
    assert "13800138001" not in page
    secretary.post("/settings/outbox/", {"message": row.pk})
    row.refresh_from_db()
    assert row.state == "waiting"


def test_the_record_is_read_and_verified(cast: Cast, secretary: Client) -> None:
    secretary.post("/settings/kinds/", {"kind": "lift_broken", "is_on": "1"})
    page = secretary.get("/settings/record/").content.decode()
    assert "调整类别" in page
    assert "陈书记" in page
    assert "每一条都与写入时一致" in secretary.post("/settings/record/").content.decode()
    Line.objects.filter(community_id=cast.community.pk, number=1).update(sealed="改过的")
    assert "每一条都与写入时一致" not in secretary.post("/settings/record/").content.decode()


def test_the_record_shows_nothing_of_others(cast: Cast, secretary: Client) -> None:
    logged_in(cast.street_officer)
    Line.objects.create(
        community_id=cast.elsewhere.pk, number=1, at=timezone.now(), actor="user:1",
        actor_label="别处的人", verb="kind.set", subject_type="x", subject_id="1", previous="",
        hash="x",
    )  # fmt: skip
    assert "别处的人" not in secretary.get("/settings/record/").content.decode()


def test_a_secretary_makes_no_key_in_the_name_of_another(cast: Cast, secretary: Client) -> None:
    """The form once offered everybody with a post here, and so let her act wherever they may."""
    asked = {"name": "脚本", "scopes": ["cases:read"], "user": str(cast.worker.pk)}
    page = secretary.post("/settings/tokens/", asked)
    assert page.status_code == 200
    assert not ApiToken.objects.exists()


def test_a_person_makes_and_takes_back_a_key_in_their_own_name(cast: Cast, client: Client) -> None:
    tokens = ApiToken.objects
    client.force_login(cast.worker)
    asked = {"name": "脚本", "scopes": ["cases:read"], "community": str(cast.community.pk)}
    assert "只显示这一次" in client.post("/account/tokens/", asked).content.decode()
    token = tokens.get()
    assert (token.user, token.reach.community) == (cast.worker, cast.community)
    client.post("/account/tokens/", asked | {"community": str(cast.elsewhere.pk)})
    assert tokens.count() == 1
    client.force_login(cast.stranger)
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert "脚本" not in client.get("/account/tokens/").content.decode()
    client.force_login(cast.worker)
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at
