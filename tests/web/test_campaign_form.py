"""A form made by hand, as a worker makes it."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.engines.campaigns.forms import shape
from linli.engines.campaigns.forms.conditions import holds
from linli.engines.campaigns.forms.shape import Form
from linli.engines.campaigns.models import Campaign, FormVersion
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
    return shape.from_json(kept.definition)


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
