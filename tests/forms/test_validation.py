"""Answers are checked by the same rules at the door and on the server."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.core.labels import Label
from linli.core.refusals import Invalid
from linli.forms.schema import to_json
from linli.forms.validation import SENTENCES, Check, clean, shown
from tests.forms.browser_side import Ask, table
from tests.forms.builders import form

TABLE = table("validation.json")
TODAY = date.fromisoformat(TABLE["today"])
FORM = form(TABLE["form"])
QUESTIONS = to_json(FORM)["questions"]
pytestmark = pytest.mark.once


def here(answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    check = Check(TODAY)
    kept = check.level(FORM.questions, answers, {})
    return kept, {at: wrong.name for at, wrong in check.problems.items()}


def there(ask: Ask, answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    found = ask("check", questions=QUESTIONS, answers=answers, today=TABLE["today"])
    return found["kept"], {at: name for at, (name, _words) in found["problems"].items()}


def test_answers_are_kept_tidily_and_without_what_is_not_asked(ask: Ask):
    for answers, kept in TABLE["kept"]:
        assert here(answers) == (kept, {}), answers
        assert there(ask, answers) == (kept, {}), answers


def test_what_cannot_be_right_is_refused_by_both_sides(ask: Ask):
    for answers, problems in TABLE["problems"]:
        assert here(answers)[1] == problems, answers
        assert there(ask, answers)[1] == problems, answers


def test_both_sides_ask_the_same_questions(ask: Ask):
    for answers, codes in TABLE["asked"]:
        assert [one.code for one in shown(FORM.questions, answers, today=TODAY)] == codes
        assert ask("shown", questions=QUESTIONS, answers=answers, today=TABLE["today"]) == codes


def test_a_refusal_names_each_question_in_a_sentence():
    with pytest.raises(Invalid) as refused, translation.override("en"):
        clean(FORM, {"age": 130, "people": [{}, {"face": "x"}]}, today=TODAY)
    assert refused.value.errors == {
        "insured": ["Please answer this question."],
        "age": ["This cannot be right. Please look at it again."],
        "people.0.name": ["Please answer this question."],
        "people.1.name": ["Please answer this question."],
        "people.1.face": ["Please add the pictures again."],
    }


def test_a_form_may_say_in_its_own_words_what_cannot_be_right(ask: Ask):
    own = form(
        [{"code": "age", "type": "number", "constraint": ". < 120",
          "constraint_says": Label("不超过 120 岁。", "Nobody is that old.")}]
    )  # fmt: skip
    with pytest.raises(Invalid) as refused, translation.override("en"):
        clean(own, {"age": 130}, today=TODAY)
    assert refused.value.errors == {"age": ["Nobody is that old."]}
    said = ask(
        "fault", words={}, question=to_json(own)["questions"][0], answers={"age": 130},
        today=TABLE["today"],
    )  # fmt: skip
    assert said == "不超过 120 岁。"


def test_the_phone_has_a_sentence_for_everything_that_can_be_wrong(ask: Ask):
    words = {f"fault_{name}": str(says) for name, says in SENTENCES.items()}
    asked = {one["code"]: one for one in QUESTIONS}
    said = {
        code: ask("fault", words=words, question=asked[code], answers=answers, today=TABLE["today"])
        for code, answers in {
            "insured": {},
            "words": {"words": "x" * 11},
            "since": {"since": "2026-11-26"},
            "people": {"insured": "no", "people": [{"is_child": "no"}]},
            "where": {"where": "K7PM2QX4"},
        }.items()
    }
    assert said == {
        "insured": words["fault_required"],
        "words": words["fault_letters"].replace("%(most)s", "10"),
        "since": words["fault_constraint"],
        "people": words["fault_required"],
        "where": "",
    }


def test_what_no_json_can_say_is_no_number():
    for value in (float("nan"), float("inf"), 10**400, "9" * 400):
        assert here({"insured": "no", "age": value})[1] == {"age": "number"}


PLAIN = st.text(
    st.characters(categories=["L", "M", "N", "P", "Z", "Cc", "Cf"], max_codepoint=0x2FFF),
    max_size=12,
) | st.text("灯亮 \u3000\r\n\t\0\u200b\u200d\u202e\ufeff", max_size=12)
SAID = st.one_of(
    st.sampled_from(["yes", "no", "unsure", "company", "lamp", "2026-11-25", "2026-02-30", "face-0",
                     "pictures-1", "K7PM2QX4", "", " 7 "]),
    PLAIN, st.integers(-5, 200), st.floats(-1e9, 1e9), st.booleans(), st.none(),
)  # fmt: skip
MANY = st.lists(SAID, max_size=4)
ROWS = st.lists(
    st.dictionaries(st.sampled_from(["name", "is_child", "school", "face", "age"]), SAID | MANY),
    max_size=4,
)
CODES = [one.code for one in FORM.every()]
ANY_ANSWERS = st.fixed_dictionaries(
    {"insured": st.sampled_from(["yes", "no", "unsure", "maybe"])},
    optional={code: SAID | MANY | ROWS for code in CODES if code != "insured"},
)


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers=ANY_ANSWERS)
def test_both_sides_keep_and_refuse_the_same(ask: Ask, answers):
    kept, problems = here(answers)
    assert there(ask, answers) == (kept, problems)
    asked = [one.code for one in shown(FORM.questions, answers, today=TODAY)]
    assert set(kept) <= set(asked) | set(problems)
    if not problems:
        assert here(kept) == (kept, {})
