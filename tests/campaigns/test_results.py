"""What a campaign heard, counted: each number beside what it is a share of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone, translation

from linli.core.labels import Label, Option
from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.core.sheets import read_book, read_sheet
from linli.engines.campaigns.exports import answers
from linli.engines.campaigns.models import Campaign, FormVersion, Visit
from linli.engines.campaigns.queries.results import BUILDING, Result, results
from linli.engines.campaigns.rules import counting
from linli.forms.conditions import parse
from linli.forms.schema import Column, Form, Question, to_json
from tests import make
from tests.campaigns import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db

YES_NO = (Option("yes", Label("是", "Yes")), Option("no", Label("否", "No")))
INSURED = Question("insured", "select_one", Label("是否参保", "Insured?"), options=YES_NO)
CHANNEL = Question(
    "channel", "select_many", Label("渠道", "Through whom"),
    options=(Option("agent", Label("代办", "Agent")), Option("phone", Label("手机", "Phone"))),
    show_if=parse("${insured} = 'yes'", codes=["insured", "channel"]),
)  # fmt: skip
PEOPLE = Question("people", "number", Label("几口人", "How many people"))
PHONE = Question("phone", "text", Label("电话", "Phone"), binds="contact.phone")
WISH = Question("wish", "text", Label("想说", "Anything else"))
HOME = Question("home", "group", Label("家里", "At home"), questions=(PEOPLE, PHONE))
FORM = Form(
    (INSURED, CHANNEL, HOME, WISH),
    columns=(
        Column(Label("地址", "Door"), "door"),
        Column(Label("姓名", "Name"), "contact.name"),
        Column(Label("电话", "Phone"), "contact.phone"),
        Column(Label("参保", "Insured"), "insured"),
    ),
)  # fmt: skip


@pytest.fixture
def heard(cast: Cast) -> Campaign:
    """Three doors of the stairwell: two have answered, one of them twice; one opened to nobody."""
    campaign = builders.campaign(community=cast.community, form=FORM)
    doors = [builders.door(campaign, home.dwelling, household=home) for home in cast.households]
    builders.visit(doors[0], answers={"insured": "no", "wish": "路灯太亮了睡不着"})
    builders.visit(
        doors[0],
        answers={
            "insured": "yes", "channel": ["agent", "phone"], "people": 3,
            "wish": "路灯太亮了睡不着觉",
        },
    )  # fmt: skip
    builders.visit(doors[1], answers={"insured": "no", "people": 5, "wish": "门口路灯太亮了睡不着"})
    builders.visit(doors[2], "absent")
    return campaign


def one(found: tuple[Result, ...], code: str) -> Result:
    return next(result for result in found if result.code == code)


def test_only_a_doors_newest_answers_count(cast: Cast, heard: Campaign) -> None:
    found = results(cast.actor("worker"), heard.pk)
    assert (found.doors, found.heard) == (3, 2)
    insured = one(found.results, "insured")
    assert (insured.asked, insured.answered) == (2, 2)
    assert [(row.code, row.count, row.percent) for row in insured.rows] == [
        ("yes", 1, 50), ("no", 1, 50),
    ]  # fmt: skip


def test_who_was_not_asked_is_no_part_of_the_share(cast: Cast, heard: Campaign) -> None:
    channel = one(results(cast.actor("worker"), heard.pk).results, "channel")
    assert (channel.asked, channel.answered) == (1, 1)
    assert [row.percent for row in channel.rows] == [100, 100]


def test_numbers_are_told_in_short(cast: Cast, heard: Campaign) -> None:
    people = one(results(cast.actor("worker"), heard.pk).results, "people")
    assert people.group in ("家里", "At home")
    assert people.spread == counting.Spread(2, 3.0, 5.0, 4.0, 4.0)


def test_words_that_say_the_same_stand_together(cast: Cast, heard: Campaign) -> None:
    wish = one(results(cast.actor("worker"), heard.pk).results, "wish")
    assert [words.count for words in wish.words] == [2]
    assert {door for _id, door in wish.words[0].doors} == {
        home.dwelling.label for home in cast.households[:2]
    }


def test_two_questions_can_be_set_against_each_other(cast: Cast, heard: Campaign) -> None:
    cross = results(cast.actor("worker"), heard.pk, down="insured", across=BUILDING).cross
    assert cross is not None
    assert cross.total == 2
    assert [(whole, cells) for _label, whole, cells in cross.rows] == [
        (1, ((1, 100),)), (1, ((1, 100),)),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        results(cast.actor("worker"), heard.pk, down="insured", across="wish")


def test_a_stranger_hears_nothing(cast: Cast, heard: Campaign) -> None:
    with pytest.raises(NotFound):
        results(cast.actor("stranger"), heard.pk)


def test_results_take_few_queries(
    cast: Cast, heard: Campaign, django_assert_max_num_queries: pytest.MonkeyPatch
) -> None:
    worker = cast.actor("worker")
    results(worker, heard.pk)  # counts what changed since somebody looked
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        results(worker, heard.pk)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        results(worker, heard.pk, down="insured", across="channel")


def test_the_answers_leave_as_a_book_with_a_sheet_a_group(cast: Cast, heard: Campaign) -> None:
    with translation.override("zh-hans"):
        content = answers.answers_workbook(cast.actor("worker"), heard.pk, reason="年终总结")
    sheets = read_book(content)
    assert list(sheets) == ["合计", "答复", "家里"]
    assert sheets["答复"].headers[-1] == "想说"
    assert {row[-2] for row in sheets["家里"].rows} == {"3", "5"}
    assert Line.objects.filter(verb="list.answers_taken_out", why__text="年终总结").exists()
    with pytest.raises(Invalid):
        answers.answers_workbook(cast.actor("worker"), heard.pk, reason="")
    with pytest.raises(NotAllowed):
        answers.answers_workbook(cast.actor("steward"), heard.pk, reason="年终总结")


def test_the_insurers_list_has_its_own_columns_and_masks_phones(
    cast: Cast, heard: Campaign
) -> None:
    with translation.override("zh-hans"):
        content = answers.list_for_recipient(cast.actor("worker"), heard.pk, reason="交保险公司")
    sheet = read_sheet(content)
    assert sheet.headers == ["地址", "姓名", "电话", "参保"]
    assert len(sheet.rows) == 2
    assert all("*" in row[2] for row in sheet.rows if row[2])
    assert [row[3] for row in sheet.rows] == ["是", "否"]


def test_a_campaign_without_such_a_list_says_so(cast: Cast) -> None:
    bare = builders.campaign(community=cast.community, form=replace(FORM, columns=()))
    with pytest.raises(NotFound):
        answers.list_for_recipient(cast.actor("worker"), bare.pk, reason="交保险公司")


def test_a_round_without_doors_shows_what_was_said(cast: Cast, client: Client) -> None:
    festival = builders.campaign(
        community=cast.community, form=FORM, targets="anyone", is_open=True, title="邻里节"
    )
    client.force_login(cast.worker)
    answer = client.get(f"/campaigns/{festival.pk}/")
    assert answer["Location"] == f"/campaigns/{festival.pk}/results/"
    assert "邻里节" in client.get("/campaigns/").content.decode()
    page = client.get(f"/campaigns/{festival.pk}/results/").content.decode()
    assert 'value="end"' in page


def test_a_steward_hears_the_own_building_only(cast: Cast, heard: Campaign) -> None:
    entrance = make.entrance("1 单元", parent=cast.other_building)
    dwelling = make.dwelling("101", parent=entrance)
    walked = builders.walker(heard, cast.steward)
    there = builders.door(heard, dwelling, walker=walked)
    builders.visit(there, by=cast.steward, answers={"insured": "no", "wish": "只有 705 楼这样说"})
    whole, own = (results(cast.actor(who), heard.pk) for who in ("worker", "steward"))
    assert (whole.doors, whole.heard) == (4, 3)
    assert (own.doors, own.heard) == (3, 2)
    assert "705" not in str(own.results)
    assert (whole.is_whole, own.is_whole) == (True, False)


def test_phones_and_names_in_free_text_are_not_shown(cast: Cast, heard: Campaign) -> None:
    door = heard.doors.order_by("order").last()
    assert door is not None
    builders.visit(door, answers={"wish": "张师傅的电话是13812345678", "phone": "13912345678"})
    found = str(results(cast.actor("worker"), heard.pk).results)
    assert "13812345678" not in found
    assert "13912345678" not in found
    with translation.override("zh-hans"):
        masked = answers.answers_workbook(cast.actor("worker"), heard.pk, reason="年终总结")
        whole = answers.answers_workbook(
            cast.actor("worker"), heard.pk, reason="年终总结", unmasked=True
        )
    assert not any("13812345678" in str(row) for row in read_book(masked)["答复"].rows)
    assert any("13812345678" in str(row) for row in read_book(whole)["答复"].rows)


def test_a_question_that_was_taken_out_is_still_counted_for_whom_it_was_asked(
    cast: Cast, heard: Campaign
) -> None:
    maybe = Option("maybe", Label("说不清", "Perhaps"))
    later = replace(FORM, questions=(replace(INSURED, options=(YES_NO[0], maybe)), CHANNEL, HOME))
    FormVersion.objects.create(
        campaign=heard, number=2, definition=to_json(later), made_at=timezone.now()
    )
    Campaign.objects.filter(pk=heard.pk).update(form_number=2)
    door = heard.doors.order_by("order").last()
    assert door is not None
    visit = builders.visit(door, answers={"insured": "maybe"})
    Visit.objects.filter(pk=visit.pk).update(form_number=2)
    found = results(cast.actor("worker"), heard.pk).results
    wish, insured = one(found, "wish"), one(found, "insured")
    assert (wish.asked, wish.answered) == (2, 2)
    assert [row.label for row in insured.rows] in (["是", "说不清", "否"], ["Yes", "Perhaps", "No"])
    assert [row.count for row in insured.rows] == [1, 1, 1]


def test_short_words_said_by_many_stand_together() -> None:
    texts = ["没有", "没有。", "无", "路灯太亮了睡不着", "无", "路灯太亮了，睡不着觉"] + [
        "没有"
    ] * 60
    assert [len(same) for same in counting.alike(texts)] == [62, 2, 2]
