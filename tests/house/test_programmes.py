"""Every programme that ships loads, every kind in it can be worked to its end, and every campaign
asks in both languages."""

from __future__ import annotations

import pytest

from linli.core.labels import Label, Option
from linli.engines.campaigns.kinds import Kind as Campaign
from linli.engines.cases.kinds import Kind
from linli.engines.cases.workflows import WORKFLOWS
from linli.forms.schema import Question
from linli.programmes import loader
from linli.registry.models import Post
from linli.verbs.transitions import Workflow

SHIPPED = {
    "resident_requests",
    "repairs",
    "service_desk",
    "clear_corridors",
    "property_watch",
    "gates",
    "home_insurance",
    "opinion_rounds",
    "neighbours_festival",
    "door_visits",
}
LOADED = loader.load()
KINDS = pytest.mark.parametrize("kind", LOADED.kinds("cases"), ids=lambda kind: kind.code)
CAMPAIGNS = pytest.mark.parametrize("kind", LOADED.kinds("campaigns"), ids=lambda kind: kind.code)
pytestmark = pytest.mark.once


def reached(workflow: Workflow, *, closed_to: frozenset[str] = frozenset()) -> set[str]:
    """Return the states that can be come to, without the verbs that are closed."""
    there, seen = [workflow.start], {workflow.start}
    while there:
        state = there.pop()
        for row in workflow.transitions:
            new = row.verb not in closed_to and state in row.sources and row.target
            if new and row.target not in seen:
                seen.add(row.target)
                there.append(row.target)
    return seen


def test_what_ships_loads_without_a_mistake():
    assert not LOADED.faults
    assert {programme.code for programme in LOADED.programmes} == SHIPPED


@KINDS
def test_a_kind_s_workflow_can_end(kind: Kind):
    workflow = WORKFLOWS[kind.workflow]
    assert workflow.ends <= reached(workflow)


@KINDS
def test_the_resident_has_the_last_word_or_a_call_back_has(kind: Kind):
    workflow = WORKFLOWS[kind.workflow]
    closing = {row.verb for row in workflow.transitions if row.target in workflow.ends}
    assert closing & {"confirm", "review"}


@KINDS
def test_a_kind_speaks_both_languages(kind: Kind):
    for label in (kind.label, kind.programme_label, kind.category.label):
        assert label.zh
        assert label.en
        assert label.zh != label.en


@KINDS
def test_a_kind_names_roles_that_exist(kind: Kind):
    assert set(kind.answered_by) <= set(Post.Role.values)
    assert {step.role for step in kind.escalation} <= set(Post.Role.values)


@KINDS
def test_a_kind_has_a_deadline_and_somebody_who_answers(kind: Kind):
    assert kind.within(0)
    assert kind.answered_by or kind.organisation


def labels_of(question: Question) -> list[Label | None]:
    options: tuple[Option, ...] = question.options
    return [question.label, question.help, question.constraint_says, *(o.label for o in options)]


@CAMPAIGNS
def test_a_campaign_speaks_both_languages(kind: Campaign):
    asked = [label for question in kind.form.every() for label in labels_of(question)]
    for label in [kind.label, kind.about, *asked, *(one.header for one in kind.form.columns)]:
        assert label is None or (label.zh and label.en and label.zh != label.en)


@CAMPAIGNS
def test_a_campaign_says_why_and_takes_little_time(kind: Campaign):
    assert kind.about
    assert kind.purpose
    assert sum(question.required for question in kind.form.questions) <= 5
    assert len(list(kind.form.every())) <= 25


def test_the_insurers_list_holds_no_money_and_only_who_agreed():
    form = next(k.form for k in LOADED.kinds("campaigns") if k.code == "insurance_registration")
    assert form.list_if
    assert {column.source for column in form.columns} <= {
        "door", "contact.name", "contact.phone", "visit.at", "insured", "channel", "wants", "claim",
    }  # fmt: skip
    assert not [one for one in form.every() if one.type == "number"]
