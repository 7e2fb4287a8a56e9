"""Every mistake in a programme's file is named: file, key and remedy."""

from __future__ import annotations

import tomllib
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.toml import Fault
from linli.engines.cases import kinds
from linli.programmes import loader
from linli.programmes.loader import Source, load
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
        ("[[case]]", "[[cases]]", "cases", "case"),
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


@pytest.mark.parametrize("text", ["code = ", "a = " + "[" * 3000, "a = " + "9" * 5000])
def test_a_file_that_cannot_be_read_is_one_fault(text: str):
    assert "TOML" in only(text).says


FIELD = (
    GOOD
    + """
  [[case.question]]
  code = "size"
  type = "select_one"
  label = { zh = "大小", en = "Size" }
"""
)


def test_a_question_to_choose_from_needs_its_answers():
    assert only(FIELD).key == "case[1].question[1]"


def test_a_question_to_write_has_no_answers_to_choose_from():
    text = FIELD.replace("select_one", "text") + (
        '  [case.question.options]\n  big = { zh = "大", en = "Big" }\n'
    )
    assert only(text).key == "case[1].question[1]"


def test_two_questions_of_one_code_are_a_mistake():
    one = FIELD[len(GOOD) :].replace("select_one", "text")
    assert only(GOOD + one + one).key == "case[1].question[1]"


def test_two_programmes_of_one_code_are_a_mistake_unless_one_is_the_deployments_own():
    twice = load([Source("a.toml", GOOD), Source("b.toml", GOOD)])
    assert [fault.file for fault in twice.faults] == ["b.toml"]
    own = load([Source("a.toml", GOOD), Source("b.toml", GOOD, is_own=True)])
    assert own.faults == ()
    assert [programme.file for programme in own.programmes] == ["b.toml"]


def test_a_faulty_file_is_left_out_and_the_others_run():
    loaded = load([Source("bad.toml", GOOD.replace("standard", "x")), Source("good.toml", GOOD)])
    assert [programme.file for programme in loaded.programmes] == ["good.toml"]


ROUND = (
    GOOD
    + """
[[campaign]]
code = "balcony_round"
label = { zh = "阳台巡查", en = "Balcony round" }
about = { zh = "看看阳台。", en = "We look at balconies." }
purpose = "matters"
targets = "dwellings"
most_visits = 2

  [[campaign.question]]
  code = "found"
  type = "select_many"
  label = { zh = "看到了什么", en = "What was found" }
  options = { pots = { zh = "花盆", en = "Pots" }, poles = { zh = "晾衣杆", en = "Poles" } }

  [[campaign.question]]
  code = "pot"
  type = "group"
  label = { zh = "花盆", en = "Pots" }
  show_if = { question = "found", includes = "pots" }

    [[campaign.question.question]]
    code = "many"
    type = "number"
    label = { zh = "几个", en = "How many" }
    constraint = ". > 0"

  [[campaign.effect]]
  when = "${many} > 2"
  open_case = "balcony_plant"
  text = "{many}"
  urgency = "urgent"

  [[campaign.column]]
  header = { zh = "门牌", en = "Door" }
  source = "door"
"""
)


def test_a_campaign_is_read_as_it_is_written():
    loaded = load([Source("balcony.toml", ROUND)])
    assert loaded.faults == ()
    kind = loaded.kinds("campaigns")[0]
    assert (kind.programme, kind.targets, kind.most_visits) == ("balcony", "dwellings", 2)
    assert [one.code for one in kind.form.every()] == ["found", "pot", "many"]
    shown = kind.form.questions[1].show_if
    assert shown
    assert shown.said == "selected(${found}, 'pots')"
    assert dict(kind.form.effects[0].with_) == {
        "kind": "balcony_plant", "text": "{many}", "urgency": 1,
    }  # fmt: skip


CAMPAIGN, QUESTION, EFFECT = "campaign[1]", "campaign[1].question", "campaign[1].effect[1]"


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ('purpose = "matters"', 'purpose = "curiosity"', f"{CAMPAIGN}.purpose", "matters"),
        ('"dwellings"', '"dwelings"', f"{CAMPAIGN}.targets", "dwellings"),
        ("about = { zh = \"看看阳台", "abuot = { zh = \"看看阳台", f"{CAMPAIGN}.abuot", "about"),
        ("most_visits = 2", "most_visits = 0", f"{CAMPAIGN}.most_visits", "20"),
        ("most_visits = 2", 'care = ["old"]', f"{CAMPAIGN}.care", "persons"),
        ("most_visits = 2", 'place_kind = "lift"', f"{CAMPAIGN}.place_kind", "places"),
        ("most_visits = 2", "every_days = { odl = 3 }", f"{CAMPAIGN}.every_days.odl", "old"),
        ("most_visits = 2", 'every_days = { "" = 0 }', f'{CAMPAIGN}.every_days.""', "3650"),
        ("most_visits = 2", "is_open = 1", f"{CAMPAIGN}.is_open", "true"),
        ("most_visits = 2", 'list_if = "${ghost} = 1"', f"{CAMPAIGN}.list_if", "found"),
        ('"balcony_round"', '"corridor_round"', f"{CAMPAIGN}.code", "corridor_round"),
        ('"select_many"', '"select_two"', f"{QUESTION}[1].type", "select_"),
        ('code = "pot"', 'code = "found"', f"{QUESTION}[1]", ""),
        ('includes = "pots"', 'has = "pots"', f"{QUESTION}[2].show_if.has", "includes"),
        ('question = "found"', 'question = "fuond"', f"{QUESTION}[2]", "found"),
        ('". > 0"', '"rgex(., 1)"', f"{QUESTION}[2].question[1].constraint", "selected()"),
        ('". > 0"', '". > "', f"{QUESTION}[2].question[1].constraint", ""),
        ('". > 0"', "5", f"{QUESTION}[2].question[1].constraint", "${age}"),
        ('". > 0"', '". > 0"\ndefault = true', f"{QUESTION}[2].question[1].default", ""),
        ('". > 0"', '". > 0"\ndefault = "x"', f"{QUESTION}[2].question[1]", ""),
        ('". > 0"', '". > 0"\nbinds = "contact.phone"', f"{QUESTION}[2].question[1]", "text"),
        ("${many} > 2", "${mnay} > 2", EFFECT, "many"),
        ('open_case = "balcony_plant"', 'open_case = "lamp_brokn"', f"{EFFECT}.open_case",
         "lamp_broken"),
        ('open_case = "balcony_plant"', 'open_case = "lamp_broken"', f"{EFFECT}.fields", "where"),
        ('open_case = "balcony_plant"', 'open_case = "{found}"', f"{EFFECT}.open_case", ""),
        ('urgency = "urgent"', 'fields = { size = "1" }', f"{EFFECT}.fields.size", ""),
        ('urgency = "urgent"', 'urgency = "soon"', f"{EFFECT}.urgency", "urgent"),
        ('urgency = "urgent"', 'remark = "x"', f"{EFFECT}.remark", "title"),
        ('urgency = "urgent"', 'raise_wish = "x"', EFFECT, "raise_wish"),
        ('text = "{many}"', 'text = "{mnay}"', EFFECT, "many"),
        ('open_case = "balcony_plant"\n  text = "{many}"\n  urgency = "urgent"',
         'add_care_need = "lonely"', f"{EFFECT}.add_care_need", "old_alone"),
        ('open_case = "balcony_plant"\n  text = "{many}"\n  urgency = "urgent"',
         'mark_reached = "yes"', f"{EFFECT}.mark_reached", "true"),
        ('source = "door"', 'source = "dorr"', f"{CAMPAIGN}.column[1]", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_a_campaign_is_named_with_its_key_and_its_remedy(old, new, key, remedy):
    assert old in ROUND
    found = [fault for fault in faults(ROUND.replace(old, new, 1)) if fault.key == key]
    assert found, faults(ROUND.replace(old, new, 1))
    assert found[0].says
    assert remedy in found[0].remedy + found[0].says


def test_a_programme_that_does_nothing_is_a_mistake():
    assert "[[campaign]]" in only(GOOD[: GOOD.index("[[case]]")]).remedy


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
    table = tomllib.loads(GOOD)
    table["case"][0][key] = value
    with mock.patch("linli.core.toml.tables.tomllib.loads", return_value=table):
        read_programme("", file="x.toml")


@settings(max_examples=200, deadline=None)
@given(
    where=st.sampled_from(["", "question", "effect", "column"]),
    key=st.sampled_from(["code", "type", "label", "options", "show_if", "constraint", "default",
                         "question", "effect", "column", "when", "open_case", "fields",
                         "every_days",
                         "care", "targets", "source", "most", "binds", "list_if", "about"]),
    value=VALUES,
)  # fmt: skip
def test_no_value_in_a_campaign_makes_the_reader_stumble(where: str, key: str, value: object):
    table = tomllib.loads(ROUND)
    campaign = table["campaign"][0]
    (campaign[where][0] if where else campaign)[key] = value
    with mock.patch("linli.core.toml.tables.tomllib.loads", return_value=table):
        read_programme("", file="x.toml")


@pytest.mark.parametrize("unit", kinds.UNITS)
@given(amount=st.integers(1, 99999))
def test_a_deadline_is_read_in_every_unit_and_one_or_many(unit: str, amount: int):
    read = kinds.parse_deadline(f"{amount} {unit}")
    assert (read.amount, read.unit) == (amount, unit)
    assert kinds.parse_deadline(f"{amount} {unit.removesuffix('s')}") == read
