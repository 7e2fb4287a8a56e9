"""A condition means the same on the phone and on the server, and a wrong one says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.forms import patterns
from linli.forms.conditions import ConditionFault, parse
from linli.forms.evaluate import evaluate
from linli.forms.functions import MEANING
from linli.forms.grammar import PARTS
from linli.forms.trees import names
from tests.forms import sent
from tests.forms.browser_side import Ask, table

TABLE = table("conditions.json")
TODAY = date.fromisoformat(TABLE["today"])
ANSWERS = TABLE["answers"]
KNOWN = [*ANSWERS, *sent.MORE]
TREES = [parse(said, codes=KNOWN).tree for said, *_rest in TABLE["gives"]]
pytestmark = pytest.mark.once


def same(one: Any, other: Any) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def test_the_table_holds_on_the_server():
    for (said, gives, *value), tree in zip(TABLE["gives"], TREES, strict=True):
        found = evaluate(tree, ANSWERS, value=value[0] if value else None, today=TODAY)
        assert same(found, gives), (said, found)


@pytest.mark.parametrize(("said", "names"), TABLE["refused"])
def test_a_condition_that_cannot_be_read_is_refused_with_a_remedy(said: str, names: str):
    with pytest.raises(ConditionFault) as refused:
        parse(said, codes=KNOWN)
    assert names in str(refused.value)
    assert refused.value.says
    assert refused.value.remedy


@pytest.mark.parametrize("said", ["(" * 900, "not(" * 200, "-" * 900, "1" + "+1" * 400, "'" * 2000])
def test_a_condition_like_a_tower_is_refused(said: str):
    with pytest.raises(ConditionFault):
        parse(said)


def test_a_condition_names_its_questions():
    tree = parse("${a} = 'b' and selected(${c}, 'd') and . != ''").tree
    assert list(names(tree)) == ["a", "c"]


@settings(max_examples=300, deadline=None)
@given(st.text("${}ab'\" ()=<>!+-*.,19andornotselected", max_size=60))
def test_whatever_is_typed_is_read_or_refused(said: str):
    try:
        tree = parse(said).tree
    except ConditionFault:
        return
    evaluate(tree, ANSWERS, value="", today=TODAY)


# Never what is drawn by lot.
DRAWN = {word: bounds for word, bounds in PARTS.items() if word in MEANING}
SOME_PATTERNS = ["[0-9]{3}", "a|b+", "(?:a*)*", "[^a-z]?.", r"\d+\s?\w*", "^lamp$", "路.|灯", "",
                 r"\blamp\b", "(lam|la)(mp|p){1,2}", r"\W*?x{0,2}"]  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-100, 100),
    st.floats(-1e6, 1e6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(),
)
TEXTS = st.one_of(
    st.sampled_from(["", " ", "lamp", "lamp lift", "12", "-0", "0.50", "2026-02-28", "2026-02-29",
                     "0000-01-01", "2026-11-25T08:30",
                     "23:59", "%Y %b %e", "路灯😀", "true", "٣", "1e3", "\u00a05"]),
    st.text(max_size=4),
)  # fmt: skip
VALUES = st.one_of(
    TEXTS, NUMBERS, st.booleans(), st.none(), st.lists(TEXTS, max_size=3),
    st.lists(st.dictionaries(st.just("a"), TEXTS, max_size=1), max_size=2),
    st.dictionaries(st.just("a"), TEXTS, max_size=1),
)  # fmt: skip
LEAVES = st.one_of(
    TEXTS.map(lambda said: ["literal", said]),
    st.sampled_from([0, 1, 2, -3, 0.5, 18, 100]).map(lambda said: ["literal", float(said)]),
    st.booleans().map(lambda said: ["literal", said]),
    st.sampled_from("abcd").map(lambda code: ["answer", code]),
    st.sampled_from([["self"], ["today"], ["now"], ["position"], ["column", "ward"]]),
)


def calls(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw any operator or function with as many parts as it takes."""
    operators = ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"]
    ways = [st.tuples(st.sampled_from(operators), part, part).map(list)]
    ways += [
        st.lists(part, min_size=least, max_size=min(most, 4)).map(lambda parts, w=word: [w, *parts])
        for word, (least, most) in DRAWN.items()
    ]
    ways += [
        st.tuples(part, st.sampled_from(SOME_PATTERNS)).map(
            lambda pair: ["regex", pair[0], ["pattern", pair[1], patterns.parse(pair[1])]]
        ),
        part.map(lambda one: ["lookup", one, ["table", {"lamp": "灯", "2": "two"}, {}]]),
        part.map(lambda one: ["once", one]),
        part.map(lambda one: ["negative", one]),
        part.map(lambda one: ["indexed-repeat", ["answer", "a"], ["answer", "b"], one]),
    ]
    return st.one_of(ways)


SOME_TREES = st.recursive(LEAVES, calls, max_leaves=12)


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(tree=SOME_TREES, answers=st.dictionaries(st.sampled_from("abcd"), VALUES), value=VALUES)
def test_both_sides_agree_about_any_tree_and_any_answers(ask: Ask, tree, answers, value):
    here = evaluate(tree, answers, value=value, today=TODAY)
    there = ask("condition", tree=tree, answers=answers, value=value, today=TABLE["today"])
    assert same(here, there)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400], ids=["nan", "inf", "huge"])
def test_a_number_that_is_none_is_as_if_nothing_was_said(value: float):
    assert evaluate(["=", ["self"], ["literal", ""]], {}, value=value, today=TODAY) is True


@pytest.mark.parametrize(
    "pattern",
    ["a" + "*" * 3000, "a" + "{1}" * 2000, "a{" + "9" * 5000 + "}", "a{1," + "0" * 5000 + "}"],
    ids=["stars", "brackets", "digits", "zeros"],
)
def test_a_pattern_that_is_too_much_is_refused_in_a_sentence(pattern):
    with pytest.raises(patterns.PatternFault):
        patterns.parse(pattern)
