"""A matter's own questions are a form: asked, checked and said as every form is."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone, translation

from linli.core.refusals import Invalid
from linli.engines.cases.actions import kind_answers
from linli.engines.cases.models import Case
from linli.faces.web.desk.timeline import AnswerLine, answers
from linli.forms import posted
from tests.cases.conftest import LIFT
from tests.cast import Cast

NOW = timezone.now()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"floor": "12", "trapped": "no"}, {"floor": 12, "trapped": "no"}),
        ({"floor": 2.5, "since": ""}, {"floor": 2.5}),
        ({"floor": "3", "colour": "red"}, {"floor": 3}),  # an older kind asked that
    ],
)
def test_answers_are_kept_as_the_form_keeps_them(
    given: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert kind_answers.checked(LIFT, given, now=NOW) == kept


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        ({}, "floor", "Floor: Please answer"),
        ({"floor": "twelve"}, "floor", "Floor: Please write a number"),
        ({"floor": 1, "trapped": "maybe"}, "trapped", "Somebody trapped: Please choose"),
        ({"floor": 1, "since": "yesterday"}, "since", "Since: Please write the day"),
        ({"floor": {"a": 1}}, "floor", "Floor: "),
    ],
)
def test_what_cannot_be_names_its_question(given: dict[str, Any], code: str, says: str) -> None:
    with translation.override("en"), pytest.raises(Invalid, match=says) as no:
        kind_answers.checked(LIFT, given, now=NOW)
    assert list(no.value.errors) == [code]


def test_of_a_guess_no_answer_is_insisted_on() -> None:
    assert kind_answers.checked(LIFT, {}, now=NOW, is_guess=True) == {}
    with pytest.raises(Invalid):
        kind_answers.checked(LIFT, {"floor": "twelve"}, now=NOW, is_guess=True)


def test_a_page_s_answers_are_read_by_the_questions() -> None:
    texts = {"floor": ["", " 12 "], "trapped": ["no", "yes"], "since": [" "], "colour": ["red"]}
    assert posted.read(LIFT.form, texts) == {"floor": "12", "trapped": "yes"}


def test_answers_to_questions_that_are_gone_still_show(cast: Cast) -> None:
    kept = {"trapped": "yes", "door": "2-1", "colours": ["red", "blue"]}
    case = Case(community=cast.community, kind="lift", fields=kept)
    with translation.override("en"):
        assert answers(case) == [
            AnswerLine("Somebody trapped", "Yes"),
            AnswerLine("door", "2-1"),
            AnswerLine("colours", "red, blue"),
        ]
        case.kind = "a kind that is gone"
        assert AnswerLine("trapped", "yes") in answers(case)
