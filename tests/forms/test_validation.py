"""Answers are checked by the same rules at the door and on the server."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.core import text
from linli.core.labels import Label
from linli.core.refusals import Invalid
from linli.forms.schema import to_json
from linli.forms.validation import Check, clean, shown
from tests.forms import sent
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


def test_the_phones_own_tests_read_what_a_phone_is_sent():
    """They hold the phone against the same tables: frontend/tests."""
    assert sent.FILE.read_text(encoding="utf-8") == sent.written(), sent.__doc__


def test_answers_are_kept_tidily_and_without_what_is_not_asked():
    for answers, kept in TABLE["kept"]:
        assert here(answers) == (kept, {}), answers


def test_what_cannot_be_right_is_refused():
    for answers, problems in TABLE["problems"]:
        assert here(answers)[1] == problems, answers


def test_what_is_asked_follows_from_what_was_answered():
    for answers, codes in TABLE["asked"]:
        assert [question.code for question in shown(FORM.questions, answers, today=TODAY)] == codes


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


def test_a_form_may_say_in_its_own_words_what_cannot_be_right():
    own = form(
        [{"code": "age", "type": "number", "constraint": ". < 120",
          "constraint_says": Label("不超过 120 岁。", "Nobody is that old.")}]
    )  # fmt: skip
    with pytest.raises(Invalid) as refused, translation.override("en"):
        clean(own, {"age": 130}, today=TODAY)
    assert refused.value.errors == {"age": ["Nobody is that old."]}


def test_what_no_json_can_say_is_no_number():
    for value in (float("nan"), float("inf"), 10**400, "9" * 400):
        assert here({"insured": "no", "age": value})[1] == {"age": "number"}


PLAIN = st.text(
    st.characters(categories=["L", "M", "N", "P", "Z", "Cc", "Cf"], max_codepoint=0x2FFF),
    max_size=12,
) | st.text("灯亮 \u3000\r\n\t\0\u200b\u200d\u202e\ufeff", max_size=12)
NEVER_LETTERS = st.sampled_from("\ufdd0\uffff\U0002fffe")
KNOWN_LETTERS = st.characters(exclude_categories=["Cn"])  # to Python, and so to any newer browser
ANY_LETTERS = st.text(KNOWN_LETTERS | NEVER_LETTERS, max_size=40)
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
@given(said=PLAIN | ANY_LETTERS)
def test_both_sides_tidy_a_text_alike(ask: Ask, said: str):
    tidy = text.clean(said, most=1000)
    assert ask("tidied", said=said) == tidy
    assert text.clean(tidy, most=1000) == tidy


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers=ANY_ANSWERS)
def test_both_sides_keep_and_refuse_the_same(ask: Ask, answers):
    kept, problems = here(answers)
    assert there(ask, answers) == (kept, problems)
    asked = [question.code for question in shown(FORM.questions, answers, today=TODAY)]
    assert ask("shown", questions=QUESTIONS, answers=answers, today=TABLE["today"]) == asked
    assert set(kept) <= set(asked) | set(problems)
    if not problems:
        assert here(kept) == (kept, {})


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers=ANY_ANSWERS)
def test_what_a_phone_sends_is_kept_as_it_is(ask: Ask, answers):
    """Letter for letter; nothing is dropped. What is still to be answered a phone asks before."""
    whole = ask("sent", questions=QUESTIONS, answers=answers)
    check = Check(date.today())
    assert check.level(FORM.questions, whole, {}) == whole
    assert {wrong.name for wrong in check.problems.values()} <= {"required"}


CALCULATIONS = (
    "concat(${q0}, ' ', ${q1})", "${q1} * 2 div 3", "if(${q0} = 'a', today(), now())",
    "once(${q0})", "position(..)", "sum(${q0}, ${q1})", "${q0} = 'yes'",
)  # fmt: skip
CONDITIONS = (
    None, "${q0} != ''", "${q0} = 'yes' or ${q1} > 3", "selected(${q1}, 'a')", "not(${q0})",
    "string-length(${q0}) > 2", "count-selected(${q1}) >= 1", "${q0} < today()",
)  # fmt: skip
FILTERS = (None, "name != ${q0}", "string-length(name) > count-selected(${q1})")
KINDS = (
    "text", "number", "range", "date", "time", "datetime", "select_one", "select_many", "rank",
    "photo", "audio", "barcode", "location", "geopoint", "note", "calculate",
)  # fmt: skip


@st.composite
def drawn_forms(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A form of a few questions, in groups and repeats too, each asked under some condition."""

    def a_question(number: int, kind: str) -> dict[str, Any]:
        made: dict[str, Any] = {"code": f"q{number}", "type": kind}
        made["required"] = draw(st.booleans()) and kind not in ("note", "calculate")
        if number > 1 and kind == "text":
            made["required_if"] = draw(st.sampled_from(CONDITIONS))
        if kind == "calculate":
            made["calculation"] = draw(st.sampled_from(CALCULATIONS)) if number > 1 else "1 + 1"
        if kind == "range":
            made["scale"] = (1, 5, 0.5)
        if number > 1 and (condition := draw(st.sampled_from(CONDITIONS))):
            made["show_if"] = condition
        if kind in ("select_one", "select_many", "rank"):
            made["options"] = ["yes", "no", "a", "b"]
            made["choice_filter"] = draw(st.sampled_from(FILTERS)) if number > 1 else None
        if kind in ("text", "number") and draw(st.booleans()):
            made["constraint"] = draw(st.sampled_from((". != ''", ". < 9", "string-length(.) < 5")))
        return made

    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=6))
    asked = [a_question(number, kind) for number, kind in enumerate(kinds)]
    held = draw(st.sampled_from(("", "group", "repeat")))
    if not held or len(asked) < 3:
        return asked
    holder = {"code": "held", "type": held, "questions": asked[2:]}
    if held == "repeat":
        holder["count"] = draw(st.sampled_from((None, "${q0}", "count-selected(${q1})", "2")))
    last = {"code": "last", "type": "calculate", "calculation": "join(',', ${q2}, count(${q2}))"}
    return [*asked[:2], holder, last]


VALUES = SAID | st.sampled_from(
    [
        "a",
        "b",
        "yes",
        ["a"],
        ["a", "a", "yes"],
        "3",
        4,
        2.5,
        "q2-0",
        ["q3-0"],
        "08:30",
        "24:10",
        "2026-11-25T08:30:10",
        "120.5 80",
        "@31.2304 121.47",
        "120.55 80",
        ["no", "yes", "b", "a"],
    ]
)
WHOLE = st.dictionaries(
    st.sampled_from([f"q{number}" for number in range(6)]), VALUES | MANY, max_size=6
)


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(questions=drawn_forms(), answers=WHOLE, rows=st.lists(WHOLE, max_size=3))
def test_both_sides_agree_on_whole_answers_to_any_form(ask: Ask, questions, answers, rows):
    drawn = form(questions)
    given_answers = answers | (
        {"held": rows} if any(one["type"] == "repeat" for one in questions) else {}
    )
    check = Check(TODAY)
    kept = check.level(drawn.questions, given_answers, {})
    found = ask(
        "check", questions=to_json(drawn)["questions"], answers=given_answers, today=TABLE["today"]
    )
    assert found["kept"] == kept
    assert {at: name for at, (name, _words) in found["problems"].items()} == {
        at: wrong.name for at, wrong in check.problems.items()
    }
