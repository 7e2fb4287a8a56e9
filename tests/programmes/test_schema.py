"""Every mistake in a programme's file is named: file, key and remedy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.cases import kinds
from linli.programmes import loader
from linli.programmes.loader import Source, load
from linli.programmes.reader import Fault
from linli.programmes.schema import read_programme

GOOD = """
code = "balcony"
label = { zh = "阳台", en = "Balconies" }

[[case]]
code = "balcony_plant"
label = { zh = "阳台花盆", en = "Flower pot on a balcony" }
category = "greenery"
workflow = "standard"
deadline = "3 working days"
answered_by = ["grid_worker"]
words = ["花盆"]
"""


def faults(text: str) -> list[Fault]:
    return loader.check_text(text, name="balcony.toml")


def only(text: str) -> Fault:
    found = faults(text)
    assert len(found) == 1, found
    return found[0]


def test_a_good_programme_has_no_fault():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ('workflow = "standard"', 'workflow = "standrd"', "case[1].workflow", "standard"),
        ('["grid_worker"]', '["grid_workr"]', "case[1].answered_by[1]", "grid_worker"),
        ('["grid_worker"]', '["worker", "worker"]', "case[1].answered_by", ""),
        ("3 working days", "3 wroking days", "case[1].deadline", "working hours"),
        ("3 working days", "0 days", "case[1].deadline", "3 working days"),
        ("3 working days", "3 working minutes", "case[1].deadline", "minutes"),
        ('"greenery"', '"grenery"', "case[1].category", "greenery"),
        ('"balcony_plant"', '"Balcony plant"', "case[1].code", "lamp_broken"),
        ('"balcony_plant"', '"lamp_broken"', "case[1].code", ""),
        (', en = "Balconies"', "", "label.en", "en ="),
        ('zh = "阳台花盆"', 'zh = ""', "case[1].label.zh", ""),
        ("words", "wrods", "case[1].wrods", "words"),
        ("[[case]]", "[[campaign]]", "campaign", "case"),
        ('["花盆"]', '"花盆"', "case[1].words", "["),
        ('words = ["花盆"]', 'words = ["花盆"]\nphotos = ["befor"]', "case[1].photos[1]", "before"),
        ('words = ["花盆"]', 'words = ["花盆"]\nis_public = 1', "case[1].is_public", "true"),
        ('words = ["花盆"]', 'words = ["花盆"]\nwarn_at = 75', "case[1].warn_at", "0.75"),
        (
            'words = ["花盆"]',
            'words = ["花盆"]\nsilent_after_days = 0',
            "case[1].silent_after_days",
            "365",
        ),
        ('words = ["花盆"]', 'words = ["花盆"]\ncall_first = "12"', "case[1].call_first", "12"),
        (
            'words = ["花盆"]',
            'words = ["花盆"]\ndeadlines = { urgnt = "2 hours" }',
            "case[1].deadlines.urgnt",
            "urgent",
        ),
        (
            'words = ["花盆"]',
            'words = ["花盆"]\nescalation = [{ role = "boss", after_working_days = 1 }]',
            "case[1].escalation[1].role",
            "secretary",
        ),
        (
            'words = ["花盆"]',
            'words = ["花盆"]\norganisation = "property"',
            "case[1].organisation",
            "property_company",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key_and_its_remedy(old, new, key, remedy):
    assert old in GOOD
    found = [fault for fault in faults(GOOD.replace(old, new, 1)) if fault.key == key]
    assert found, faults(GOOD.replace(old, new, 1))
    assert found[0].file == "balcony.toml"
    assert found[0].says
    assert remedy in found[0].remedy


def test_all_mistakes_are_told_at_once():
    worse = GOOD.replace("3 working days", "soon").replace("standard", "x").replace("words", "wo")
    assert len(faults(worse)) >= 4


def test_a_file_that_is_no_toml_names_its_line():
    assert "TOML" in only("code = ").says


FIELD = (
    GOOD
    + """
  [[case.field]]
  code = "size"
  type = "select_one"
  label = { zh = "大小", en = "Size" }
"""
)


def test_a_question_to_choose_from_needs_its_answers():
    assert only(FIELD).key == "case[1].field[1].options"


def test_a_question_to_write_has_no_answers_to_choose_from():
    text = FIELD.replace("select_one", "text") + (
        '  [case.field.options]\n  big = { zh = "大", en = "Big" }\n'
    )
    assert only(text).key == "case[1].field[1].options"


def test_two_questions_of_one_code_are_a_mistake():
    one = FIELD[len(GOOD) :].replace("select_one", "text")
    assert only(GOOD + one + one).key == "case[1].field"


def test_two_programmes_of_one_code_are_a_mistake_unless_one_is_the_deployments_own():
    twice = load([Source("a.toml", GOOD), Source("b.toml", GOOD)])
    assert [fault.file for fault in twice.faults] == ["b.toml"]
    own = load([Source("a.toml", GOOD), Source("b.toml", GOOD, is_own=True)])
    assert own.faults == ()
    assert [programme.file for programme in own.programmes] == ["b.toml"]


def test_a_faulty_file_is_left_out_and_the_others_run():
    loaded = load([Source("bad.toml", GOOD.replace("standard", "x")), Source("good.toml", GOOD)])
    assert [programme.file for programme in loaded.programmes] == ["good.toml"]


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_makes_the_reader_stumble(text: str):
    programme, found = read_programme(text, file="x.toml")
    assert programme is not None or found


VALUES = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(key=st.sampled_from(["code", "label", "deadline", "deadlines", "field", "words", "photos",
                            "escalation", "answered_by", "warn_at", "is_public", "help"]),
       value=VALUES)  # fmt: skip
def test_no_value_under_any_key_makes_the_reader_stumble(key: str, value: object):
    import tomllib
    from unittest import mock

    table = tomllib.loads(GOOD)
    table["case"][0][key] = value
    with mock.patch("linli.programmes.schema.tomllib.loads", return_value=table):
        read_programme("", file="x.toml")


@pytest.mark.parametrize("unit", kinds.UNITS)
@given(amount=st.integers(1, 99999))
def test_a_deadline_is_read_in_every_unit_and_one_or_many(unit: str, amount: int):
    read = kinds.parse_deadline(f"{amount} {unit}")
    assert (read.amount, read.unit) == (amount, unit)
    assert kinds.parse_deadline(f"{amount} {unit.removesuffix('s')}") == read
