"""A form that could not be asked is refused before anybody walks with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from linli.core.labels import Label
from linli.engines.campaigns.kinds import all as all_kinds
from linli.forms.conditions import parse
from linli.forms.schema import Column, Effect, Form, from_json, to_json
from linli.forms.validation import faults
from tests.forms.browser_side import table
from tests.forms.builders import form, question

pytestmark = pytest.mark.once
YES_NO = ["yes", "no"]


def only(*questions: dict[str, Any], **more: Any) -> tuple[str, str]:
    """The one fault of a form: at which question, and what it says with its remedy."""
    with translation.override("en"):
        found = faults(form(questions, **more))
    assert len(found) == 1, found
    assert found[0].says
    assert found[0].remedy
    return found[0].code, f"{found[0].says} {found[0].remedy}"


def test_a_good_form_has_no_fault_and_comes_back_from_json_as_it_was():
    good = form(table("validation.json")["form"])
    assert faults(good) == []
    assert from_json(to_json(good)) == good


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"type": "tetx"}, "text"),
        ({"code": "2b"}, "letter first"),
        ({"label": Label("", "")}, "words"),
        ({"options": YES_NO}, "select_one"),
        ({"type": "select_one"}, "needs its answers"),
        ({"type": "select_one", "options": ["yes", "yes"]}, "yes"),
        ({"type": "select_one", "options": ["yes'please"]}, "yes'please"),
        ({"type": "select_one", "options": YES_NO, "default": "maybe"}, "default"),
        ({"type": "number", "default": "many"}, "default"),
        ({"type": "photo", "default": "x"}, "default"),
        ({"type": "range", "scale": (5, 1, 1)}, "scale"),
        ({"type": "range", "scale": (float("nan"), 5, 1)}, "scale"),
        ({"type": "range", "scale": (0, float("inf"), 1)}, "scale"),
        ({"type": "range", "scale": (0, 10**400, 1)}, "scale"),
        ({"type": "range", "scale": (0, 5, float("nan"))}, "scale"),
        ({"type": "photo", "required": True}, "picture"),
        ({"type": "note", "required": True}, "note"),
        ({"type": "photo", "most": 6}, "5 (photo)"),
        ({"type": "number", "most": 6}, "most"),
        ({"most": 4001}, "4000"),
        ({"place_kind": "lift"}, "lift"),
        ({"type": "location", "place_kind": "lfit"}, "lift"),
        ({"type": "group"}, "holds questions"),
        ({"questions": [{"code": "inner"}]}, "holds questions"),
        ({"binds": "household.colour"}, "household.residence"),
        ({"binds": "household.floor_area"}, "number"),
        ({"type": "select_one", "options": YES_NO, "binds": "household.tenure"}, "owner"),
        ({"show_if": ". = 'x'"}, "constraint"),
        ({"constraint": "${one} != ''"}, "“.”"),
        ({"show_if": "${one} = 'x'"}, "one → one"),
        ({"show_if": "${ghost} = 'x'"}, "ghost"),
        ({"type": "note", "constraint": ". = 1"}, "no answer"),
    ],
    ids=str,
)
def test_a_mistake_in_a_question_is_named_with_its_remedy(wrong: dict[str, Any], names: str):
    code, said = only({"code": "one", **wrong})
    assert code == wrong.get("code", "one")
    assert names in said


def test_conditions_that_go_round_in_a_circle_are_shown_as_one():
    with translation.override("en"):
        found = faults(
            form(
                [
                    {"code": "a", "show_if": "${c} = 'x'"},
                    {"code": "b", "show_if": "${a} = 'x'"},
                    {"code": "c", "show_if": "${b} = 'x'"},
                ]
            )
        )
    assert [one.code for one in found] == ["a", "b", "c"]
    assert "a → c → b → a" in found[0].says


def test_a_group_must_not_hang_on_what_it_holds():
    inner = {"code": "inner"}
    code, said = only(
        {"code": "g", "type": "group", "show_if": "${inner} = 'x'", "questions": [inner]}
    )
    assert code == "g"
    assert "g → inner → g" in said


def test_a_condition_speaks_only_of_what_was_asked_before():
    code, said = only({"code": "a", "show_if": "${b} = 'x'"}, {"code": "b"})
    assert code == "a"
    assert "later" in said


def test_a_repeat_holds_no_repeat():
    inner = {"code": "inner", "type": "repeat", "questions": [{"code": "name"}]}
    assert only({"code": "outer", "type": "repeat", "questions": [inner]})[0] == "inner"


def test_from_outside_a_repeat_its_answers_can_only_be_counted():
    people = {"code": "people", "type": "repeat", "questions": [{"code": "name"}]}
    code, said = only(people, {"code": "after", "show_if": "${name} = 'x'"})
    assert code == "after"
    assert "count(${people})" in said
    assert faults(form([people, {"code": "after", "show_if": "count(${people}) > 1"}])) == []


def test_choices_come_from_several_chosen_before():
    one = {"code": "one", "type": "select_one", "options": YES_NO}
    assert (
        "select_many" in only(one, {"code": "two", "type": "select_one", "options_from": "one"})[1]
    )


def test_a_code_stands_once():
    assert only({"code": "one"}, {"code": "one"}) == (
        "one", "This code is taken. Give one of them another code."
    )  # fmt: skip


def test_a_fact_is_asked_once_and_not_in_a_repeat():
    phone = {"code": "phone", "binds": "contact.phone"}
    assert only(phone, {**phone, "code": "again"})[0] == "again"
    assert only({"code": "people", "type": "repeat", "questions": [phone]})[0] == "phone"


def test_effects_and_columns_name_questions_that_are_there():
    with translation.override("en"):
        found = faults(
            Form(
                (question("what"),),
                (
                    Effect("open_case", {"text": "{wath}"}, parse("${what} != ''")),
                    Effect("open_case", {"text": "{what}"}, parse("${ghost} != ''")),
                ),
                (Column(Label("门", "Door"), "door"), Column(Label("什么", "What"), "wath")),
            )
        )
    assert [one.code for one in found] == ["effect[1]", "effect[2]", "column[2]"]
    assert "Did you mean “what”?" in found[0].remedy


def test_a_form_without_end_is_refused():
    assert "1000" in only(*({"code": f"q{n}"} for n in range(1001)))[1]


def test_what_ships_can_be_asked():
    assert all(faults(kind.form) == [] for kind in all_kinds())
