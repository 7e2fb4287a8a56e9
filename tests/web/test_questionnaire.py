"""A questionnaire as a resident meets it: one question a page, by the household's own key."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.core.labels import Label, Option
from linli.engines.campaigns.models import Campaign, Visit, VisitPhoto
from linli.faces.web.campaigns import questionnaire
from linli.forms.conditions import parse
from linli.forms.schema import Form, Question
from linli.registry.actions import issue_key
from tests.campaigns import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SATISFIED = Question(
    "satisfied", "select_one", Label("满意吗", "Content?"), required=True,
    options=(Option("yes", Label("满意", "Yes")), Option("no", Label("不满意", "No"))),
)  # fmt: skip
WHY = Question(
    "why", "text", Label("哪里不好", "What is wrong?"),
    show_if=parse("${satisfied} = 'no'", codes=["satisfied", "why"]),
)  # fmt: skip
PEOPLE = Question(
    "people", "number", Label("几口人", "How many?"),
    constraint=parse(". >= 0 and . < 30", codes=["people"]),
)  # fmt: skip
PICTURE = Question("picture", "photo", Label("照片", "A picture"))
FORM = Form((SATISFIED, WHY, PEOPLE))


@pytest.fixture
def asked(cast: Cast) -> Campaign:
    """An open questionnaire over the three households of the stairwell."""
    campaign = builders.campaign(
        community=cast.community, form=FORM, is_open=True, title="征求意愿"
    )
    for home in cast.households:
        builders.door(campaign, home.dwelling, household=home)
    return campaign


@pytest.fixture
def festival(cast: Cast) -> Campaign:
    """A questionnaire in which anybody may have a say."""
    form = replace(FORM, questions=(SATISFIED, PICTURE))
    return builders.campaign(
        community=cast.community, form=form, is_open=True, targets="anyone", title="邻里节的话"
    )


def resident(cast: Cast, number: int = 0) -> Client:
    """A browser in which the slip of the first, second or third household was scanned."""
    slip = issue_key(cast.households[number].pk, by=cast.actor("worker"))
    client = Client()
    client.post("/k/", {"code": slip.code, "enter": "1"})
    return client


class Filling:
    """Somebody who fills in, page after page."""

    def __init__(self, client: Client, campaign: Campaign) -> None:
        self.client, self.path, self.page = client, f"/q/{campaign.code}/", ""

    def go(self, go: str = "next", **said: object) -> str:
        hidden = {
            name: html.unescape(found[1])
            for name in ("kept", "at")
            if (found := re.search(rf'name="{name}" value="([^"]*)"', self.page))
        }
        answer = self.client.post(self.path, {**hidden, "go": go, **said}, follow=True)
        self.page, self.status = answer.content.decode(), answer.status_code
        return self.page


def test_a_household_answers_one_question_a_page(cast: Cast, asked: Campaign) -> None:
    someone = Filling(resident(cast), asked)
    assert "满意吗" in someone.go()
    assert "哪里不好" in someone.go(**{"q-satisfied": "no"})
    assert "几口人" in someone.go(**{"q-why": "路灯不亮"})
    assert "路灯不亮" in someone.go(**{"q-people": "4"})  # everything once more
    someone.go("send")
    visit = Visit.objects.get()
    assert visit.answers == {"satisfied": "no", "why": "路灯不亮", "people": 4}
    assert (visit.channel, visit.household) == ("own_key", cast.households[0])
    assert visit.door is not None
    assert visit.door.state == "met"


def test_an_answer_that_cannot_be_is_told_at_once_and_kept_to_mend(
    cast: Cast, asked: Campaign
) -> None:
    someone = Filling(resident(cast), asked)
    someone.go()
    someone.go()  # the first question must be answered
    assert someone.status == 400
    someone.go(**{"q-satisfied": "yes"})
    assert 'value="99"' in someone.go(**{"q-people": "99"})
    assert someone.status == 400


def test_going_back_shows_the_last_answer_again(cast: Cast, asked: Campaign) -> None:
    someone = Filling(resident(cast), asked)
    someone.go()
    someone.go(**{"q-satisfied": "yes"})
    page = someone.go("back")
    assert re.search(r'value="yes"[^>]* checked', page)


def test_who_changes_their_mind_is_not_held_to_what_is_no_longer_asked(
    cast: Cast, asked: Campaign
) -> None:
    someone = Filling(resident(cast), asked)
    someone.go()
    someone.go(**{"q-satisfied": "no"})
    someone.go(**{"q-why": "路灯不亮"})
    someone.go(**{"q-people": ""})
    someone.go("to:satisfied")
    someone.go(**{"q-satisfied": "yes"})
    someone.go(**{"q-people": ""})
    someone.go("send")
    assert Visit.objects.get().answers == {"satisfied": "yes"}


def test_without_a_slip_the_slip_is_asked_for_first(cast: Cast, asked: Campaign) -> None:
    answer = Client().get(f"/q/{asked.code}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/k/?next=/q/{asked.code}/"
    slip = issue_key(cast.households[1].pk, by=cast.actor("worker"))
    entered = Client().post("/k/", {"code": slip.code, "enter": "1", "next": f"/q/{asked.code}/"})
    assert entered["Location"] == f"/q/{asked.code}/"


def test_the_first_page_asks_until_the_household_has_answered(cast: Cast, asked: Campaign) -> None:
    client = resident(cast)
    assert f"/q/{asked.code}/" in client.get("/").content.decode()
    someone = Filling(client, asked)
    someone.go()
    someone.go(**{"q-satisfied": "yes"})
    someone.go()
    someone.go("send")
    assert f"/q/{asked.code}/" not in client.get("/").content.decode()


def test_an_ended_or_unknown_questionnaire_says_so(cast: Cast, asked: Campaign) -> None:
    Campaign.objects.filter(pk=asked.pk).update(state="ended")
    for code in (asked.code, "NOSUCH00"):
        answer = Client().get(f"/q/{code}/")
        assert answer.status_code == 404
        assert 'name="go"' not in answer.content.decode()


def test_at_the_festival_anybody_has_a_say_with_a_picture(
    cast: Cast, festival: Campaign, settings: pytest.FixtureRequest, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    someone = Filling(Client(), festival)
    someone.go()
    someone.go(**{"q-satisfied": "yes"})
    someone.go("send", **{"q-picture": picture()})
    visit = Visit.objects.get()
    assert (visit.channel, visit.household, visit.door) == ("spot", None, None)
    assert visit.answers == {"satisfied": "yes", "picture": ["picture-0"]}
    assert VisitPhoto.objects.filter(visit=visit).exists()


def test_rubbish_that_travels_with_the_page_begins_anew(cast: Cast, festival: Campaign) -> None:
    for kept in ("{", "[1]", '{"answers": 7, "number": 9999}', '{"answers": {"nobody": "asks"}}'):
        answer = Client().post(f"/q/{festival.code}/", {"kept": kept, "go": "next"})
        assert answer.status_code == 200, kept
    answer = Client().post(
        f"/q/{festival.code}/", {"kept": '{"answers": {"satisfied": "maybe"}}', "go": "send"}
    )
    assert answer.status_code == 400
    assert not Visit.objects.exists()


def test_the_poster_has_the_questionnaires_address(cast: Cast, festival: Campaign) -> None:
    client = Client()
    client.force_login(cast.worker)
    page = client.get(f"/campaigns/{festival.pk}/poster/").content.decode()
    assert f"/q/{festival.code}/" in page


PETS = Question(
    "pets", "repeat", Label("养了什么", "Pets"),
    questions=(
        Question("name", "text", Label("叫什么", "Its name"), most=20),
        Question("portrait", "photo", Label("它的照片", "Its picture"), most=1),
    ),
)  # fmt: skip


def picture() -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(drawn, "PNG")
    return SimpleUploadedFile("a.png", drawn.getvalue())


def test_questions_that_repeat_take_an_entry_more_and_a_picture_of_each(
    cast: Cast, settings: pytest.FixtureRequest, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    campaign = builders.campaign(
        community=cast.community, form=Form((PETS,)), is_open=True, targets="anyone"
    )
    someone = Filling(Client(), campaign)
    assert "q-pets-0-portrait" not in someone.go()  # a page cannot keep a picture for later
    someone.go(**{"more": "q-pets", "q-pets-0-name": "阿黄"})
    assert 'value="阿黄"' in someone.page
    page = someone.go(**{"q-pets-0-name": "阿黄", "q-pets-1-name": "小花"})
    assert "阿黄 / 小花" in page
    assert "养了什么 2 · 它的照片" in page
    someone.go("send", **{"q-pets-1-portrait": picture()})
    visit = Visit.objects.get()
    assert visit.answers == {
        "pets": [{"name": "阿黄"}, {"name": "小花", "portrait": ["portrait-0"]}]
    }
    assert VisitPhoto.objects.filter(visit=visit, name="portrait-0").exists()


def test_a_stranger_is_held_up_before_anything_is_written_and_keeps_the_answers(
    festival: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questionnaire, "ANSWERS_AN_HOUR", 1)
    browser = Client()
    for _turn in range(2):
        someone = Filling(browser, festival)
        someone.go()
        someone.go(**{"q-satisfied": "yes"})
        someone.go("send")
    assert someone.status == 429
    assert "满意" in someone.page
    assert Visit.objects.count() == 1


def test_a_tablet_that_is_passed_round_is_counted_by_who_is_on_duty(
    cast: Cast, festival: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questionnaire, "ANSWERS_AN_HOUR", 1)
    tablet = Client()
    tablet.force_login(cast.worker)
    for _turn in range(3):
        someone = Filling(tablet, festival)
        someone.go()
        someone.go(**{"q-satisfied": "yes"})
        someone.go("send")
    assert {visit.by for visit in Visit.objects.all()} == {"visitor"}
    assert Visit.objects.count() == 3


def test_where_anybody_may_have_a_say_the_slip_in_the_browser_names_nobody(
    cast: Cast, festival: Campaign
) -> None:
    someone = Filling(resident(cast), festival)
    assert (
        cast.households[0].dwelling.label not in someone.client.get(someone.path).content.decode()
    )
    someone.go()
    someone.go(**{"q-satisfied": "no"})
    someone.go("send")
    visit = Visit.objects.get()
    assert (visit.household, visit.door, visit.channel) == (None, None, "spot")


@pytest.mark.parametrize(
    "answers",
    [{"pets": 5}, {"pets": [5, {"name": ["x"]}]}, {"pets": [{"name": 7, "portrait": ["../x"]}]},
     {"satisfied": {"a": 1}, "people": 1e300}, {"why": ["a"], "people": True}],
)  # fmt: skip
def test_what_a_hand_made_client_sends_along_is_never_a_breakdown(
    cast: Cast, answers: dict[str, object]
) -> None:
    form = Form((SATISFIED, WHY, PEOPLE, PETS))
    campaign = builders.campaign(
        community=cast.community, form=form, is_open=True, targets="anyone"
    )
    kept = json.dumps({"uid": "no uuid", "answers": answers, "from": {"a": [1]}, "number": "x"})
    for go in ("next", "back", "to:pets", "to:satisfied", "send"):
        answer = Client().post(f"/q/{campaign.code}/", {"kept": kept, "go": go, "at": "pets"})
        assert answer.status_code in (200, 400), go
    assert not Visit.objects.exists()
