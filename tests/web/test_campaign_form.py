"""A form made by hand, as a worker makes it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from linli.core.labels import Label, Option
from linli.engines.campaigns.models import Campaign, FormVersion
from linli.faces.web.campaigns.form_text import condition_in_words
from linli.forms import schema
from linli.forms.conditions import parse
from linli.forms.evaluate import holds
from linli.forms.schema import Form, Question
from tests.campaigns import builders
from tests.cast import Cast
from tests.make import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(cast: Cast, client: Client) -> Client:
    client.force_login(cast.worker)
    return client


@pytest.fixture
def draft(cast: Cast) -> Campaign:
    """A campaign from a blank form."""
    return builders.campaign(community=cast.community, form=Form(), state="draft")


def form_of(campaign: Campaign) -> Form:
    campaign.refresh_from_db()
    kept = FormVersion.objects.get(campaign=campaign, number=campaign.form_number)
    return schema.from_json(kept.definition)


def add(client: Client, campaign: Campaign, type_: str, into: str = "", **given: str) -> str:
    path = f"/campaigns/{campaign.pk}/form/new/?type={type_}&into={into}"
    return client.post(path, given, follow=True).content.decode()


def test_questions_are_written_one_after_the_other(worker: Client, draft: Campaign) -> None:
    assert "empty" in worker.get(f"/campaigns/{draft.pk}/form/").content.decode()
    add(worker, draft, "select_one", label="养宠物吗", options="养 | Yes\n不养", required="on")
    add(worker, draft, "number", label="几只", least="1", greatest="9", shown="q1=a1")
    pets, number = form_of(draft).questions
    assert [(o.code, o.label.zh, o.label.en) for o in pets.options] == [
        ("a1", "养", "Yes"), ("a2", "不养", "不养"),
    ]  # fmt: skip
    assert pets.required
    assert holds(number.show_if, {"q1": "a1"}, today=NOON.date())
    assert not holds(number.show_if, {"q1": "a2"}, today=NOON.date())
    assert not holds(number.constraint, {}, value=10, today=NOON.date())
    assert FormVersion.objects.filter(campaign=draft).count() == 1  # a draft keeps one


def test_an_answer_keeps_its_code_when_others_come_and_go(worker: Client, draft: Campaign) -> None:
    add(worker, draft, "select_many", label="要什么", options="灯\n树")
    worker.post(f"/campaigns/{draft.pk}/form/q1/", {"label": "要什么", "options": "凳\n树"})
    assert {o.label.zh: o.code for o in form_of(draft).questions[0].options} == {
        "凳": "a3", "树": "a2",
    }  # fmt: skip


def test_questions_move_and_go_but_not_from_under_others(worker: Client, draft: Campaign) -> None:
    add(worker, draft, "select_one", label="养宠物吗", options="养\n不养")
    add(worker, draft, "number", label="几只", shown="q1=a1")
    path = f"/campaigns/{draft.pk}/form/"
    answer = worker.post(path, {"do": "out", "code": "q1"})
    assert answer.status_code == 400  # the second question hangs on it
    assert len(form_of(draft).questions) == 2
    assert worker.post(path, {"do": "up", "code": "q2"}).status_code == 400
    worker.post(path, {"do": "out", "code": "q2"})
    worker.post(path, {"do": "out", "code": "q1"})
    assert form_of(draft).questions == ()


def test_a_group_holds_questions_of_its_own(worker: Client, draft: Campaign) -> None:
    add(worker, draft, "repeat", label="每只宠物")
    add(worker, draft, "text", into="q1", label="叫什么")
    worker.post(f"/campaigns/{draft.pk}/form/q1/", {"label": "每一只宠物"})
    repeat = form_of(draft).questions[0]
    assert (repeat.label.zh, [q.label.zh for q in repeat.questions]) == ("每一只宠物", ["叫什么"])


@pytest.mark.parametrize(
    ("type_", "given", "field"),
    [
        ("select_one", {"label": "养吗", "options": " \n"}, "options"),
        ("number", {"label": "几只", "least": "5", "greatest": "2"}, "greatest"),
        ("text", {"label": ""}, "label"),
        ("text", {"label": "为何", "condition": "${nobody} = 'x'"}, "condition"),
        ("text", {"label": "为何", "condition": "pulldata('a')"}, "condition"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field(
    worker: Client, draft: Campaign, type_: str, given: dict[str, str], field: str
) -> None:
    add(worker, draft, "text", label="第一问")
    page = worker.post(f"/campaigns/{draft.pk}/form/new/?type={type_}", given)
    assert page.status_code == 400
    assert page.context["form"].errors.keys() == {field}


def test_a_running_round_keeps_the_form_as_it_was(cast: Cast, worker: Client) -> None:
    running = builders.campaign(community=cast.community)
    add(worker, running, "text", label="还有呢")
    running.refresh_from_db()
    assert running.form_number == 2
    assert FormVersion.objects.filter(campaign=running).count() == 2


def test_only_who_plans_may_change_the_form(cast: Cast, client: Client, draft: Campaign) -> None:
    for user in (cast.stranger, cast.steward):
        client.force_login(user)
        assert client.get(f"/campaigns/{draft.pk}/form/").status_code == 404


def test_words_that_are_mended_do_not_change_what_hangs_on_them(
    worker: Client, draft: Campaign
) -> None:
    add(worker, draft, "select_one", label="养宠物吗", options="养 | Yes\n不养 | No")
    add(worker, draft, "number", label="几只", shown="q1=a1")
    worker.post(
        f"/campaigns/{draft.pk}/form/q1/", {"label": "养宠物吗", "options": "养着｜Yes\n不养"}
    )
    first, second = form_of(draft).questions[0].options
    assert (first.code, first.label.zh, first.label.en) == ("a1", "养着", "Yes")
    assert second.code == "a2"


def test_an_answer_on_which_a_question_hangs_cannot_vanish(worker: Client, draft: Campaign) -> None:
    add(worker, draft, "select_one", label="养宠物吗", options="养\n不养")
    add(worker, draft, "number", label="几只", shown="q1=a1")
    answer = worker.post(
        f"/campaigns/{draft.pk}/form/q1/", {"label": "养宠物吗", "options": "没有\n有"}
    )
    assert answer.status_code == 400
    assert "a1" in answer.content.decode()


def test_no_code_ever_means_something_else(cast: Cast, worker: Client) -> None:
    running = builders.campaign(community=cast.community, form=Form(), state="draft")
    add(worker, running, "text", label="第一问")
    add(worker, running, "select_one", label="第二问", options="甲\n乙")
    Campaign.objects.filter(pk=running.pk).update(state="running")
    path = f"/campaigns/{running.pk}/form/"
    worker.post(f"{path}q2/", {"label": "第二问", "options": "甲"})
    worker.post(f"{path}q2/", {"label": "第二问", "options": "甲\n丙"})
    assert [option.code for option in form_of(running).questions[1].options] == ["a1", "a3"]
    worker.post(path, {"do": "out", "code": "q2"})
    add(worker, running, "number", label="第三问")
    assert [one.code for one in form_of(running).questions] == ["q1", "q3"]


def test_what_the_page_does_not_show_is_left_as_it_was(cast: Cast, worker: Client) -> None:
    people = Question(
        "people", "number", Label("几口人", "How many?"), help=Label("连孩子", "Children, too"),
        constraint=parse(". > 0 and . < 30", codes=[]), binds="household.members",
    )  # fmt: skip
    wifi = Question("wifi", "text", Label("网络", "Network"), binds="kept.network")
    campaign = builders.campaign(community=cast.community, form=Form((people, wifi)), state="draft")
    path = f"/campaigns/{campaign.pk}/form/"
    given = {"label": "家里几口人", "help": "连孩子", "binds": "household.members"}
    assert worker.post(f"{path}people/", given).status_code == 302
    assert 'value="kept.network" selected' in worker.get(f"{path}wifi/").content.decode()
    changed = form_of(campaign).questions[0]
    assert changed.label.zh == "家里几口人"
    assert (changed.help, changed.constraint) == (people.help, people.constraint)


def test_the_form_of_an_ended_round_is_only_read(cast: Cast, worker: Client) -> None:
    ended = builders.campaign(community=cast.community, state="ended")
    page = worker.get(f"/campaigns/{ended.pk}/form/").content.decode()
    assert "有无堆物" in page
    assert 'name="do"' not in page


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("count-selected(${changes}) > 1", "先改什么所选的项数大于 1"),
        ("selected(${changes}, 'lamp') and ${age} >= 6.5", "先改什么包含“灯”，并且年纪不少于 6.5"),
        ("${age} != ''", "年纪已回答"),
        ("not(${age} < -3)", "并非：年纪小于 −3"),
        ("if(${age} > 3, true(), false())", "（如果年纪大于 3，就是 是，否则是 否）"),
    ],
)  # fmt: skip
def test_conditions_are_said_in_words(condition: str, words: str) -> None:
    lamp = Option("lamp", Label("灯", "Lamps"))
    form = Form((
        Question("changes", "select_many", Label("先改什么", "Changes"), options=(lamp,)),
        Question("age", "number", Label("年纪", "Age")),
    ))  # fmt: skip
    with translation.override("zh-hans"):
        assert condition_in_words(form, parse(condition)) == words
