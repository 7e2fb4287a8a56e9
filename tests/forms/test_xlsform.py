"""Forms come and go as XLSForm workbooks; what Linli cannot ask is refused where it stands."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.core.labels import Label
from linli.core.refusals import Invalid, Refusal, TooLarge
from linli.core.sheets import Table, read_book, write_book
from linli.forms import xlsform
from linli.forms.schema import Form, Question
from linli.forms.validation import faults
from linli.programmes import loader
from tests.forms.browser_side import table
from tests.forms.builders import form

pytestmark = pytest.mark.once
YES_NO = [("yn", "yes", "是", "Yes"), ("yn", "no", "否", "No")]
LABELS = ("label::中文 (zh)", "label::English (en)")


def workbook(
    *rows: dict[str, str], choices: list[tuple[str, ...]] = YES_NO, title: str = ""
) -> bytes:
    """A workbook of the rows given; each has a type, a name and a label unless it says so."""
    filled = [{"type": "text", "name": f"q{n}", "label": "？", **row} for n, row in enumerate(rows)]
    headers = list(dict.fromkeys(name for row in filled for name in row))
    tables = [
        Table("survey", headers, [[row.get(name, "") for name in headers] for row in filled]),
        Table("choices", ("list_name", "name", *LABELS), choices),
    ]
    if title:
        tables.append(Table("settings", ("form_title", "form_id"), [(title, "x")]))
    return write_book(tables)


def read(*rows: dict[str, str], **how: Any) -> list[Question]:
    return list(xlsform.read(workbook(*rows, **how), name="入户.xlsx")[1].every())


FORMS = [
    *(kind.form for kind in loader.load().kinds("campaigns")),
    form(table("validation.json")["form"]),
]


@pytest.mark.parametrize("asked", FORMS, ids=lambda asked: asked.questions[0].code)
def test_a_form_comes_back_as_it_went_out(asked: Form):
    title, found = xlsform.read(xlsform.write(asked, title="一轮走访"), name="x.xlsx")
    assert title == "一轮走访"
    assert found == Form(asked.questions)


def test_what_we_write_is_taken_by_pyxform_as_a_file():
    from pyxform.xls2xform import convert

    written = convert(xlsform.write(FORMS[-1], title="一轮走访"), validate=False)
    assert "<h:title>一轮走访</h:title>" in written.xform
    assert "selected(" in written.xform


def test_a_workbook_of_others_is_read():
    asked = read(
        {"type": "start", "name": "start", "label": ""},
        {"type": "Select_One yn", "name": "insured", "label": "", LABELS[0]: "投保了吗",
         LABELS[1]: "Insured?", "required": "TRUE", "hint": "看保单"},
        {"type": "begin_group", "name": "more", "label": "", "relevant": "${insured} = 'yes'"},
        {"type": "integer", "name": "age", "constraint": ". > 0", "default": "3"},
        {"type": "image", "name": "sign", "appearance": "signature"},
        {"type": "end_group", "name": "", "label": ""},
        {"type": "select_multiple yn", "name": "many", "appearance": "minimal", "remark": "甲乙"},
        {"type": "select_one yn", "name": "one", "choice_filter": "selected(${many}, name)"},
        {"type": "text", "name": "phone", "linli_binds": "contact.phone", "linli_most": "20"},
        {"type": "text", "name": "where", "linli_type": "location", "linli_place_kind": "lift"},
    )  # fmt: skip
    assert [(one.code, one.type) for one in asked] == [
        ("insured", "select_one"), ("more", "group"), ("age", "number"), ("sign", "signature"),
        ("many", "select_many"), ("one", "select_one"), ("phone", "text"), ("where", "location"),
    ]  # fmt: skip
    insured, more, age, _sign, _many, one, phone, where = asked
    assert (insured.label.zh, insured.label.en, insured.required) == ("投保了吗", "Insured?", True)
    assert insured.help
    assert insured.help.en == "看保单"
    assert [option.label.en for option in insured.options] == ["Yes", "No"]
    assert more.label.zh == "more"
    assert age.constraint
    assert age.constraint.said == "(. > 0) and . mod 1 = 0"
    assert age.default == 3
    assert (one.options_from, one.options) == ("many", ())
    assert (phone.binds, phone.most, where.place_kind) == ("contact.phone", 20, "lift")


def test_the_title_is_the_forms_or_the_files():
    assert xlsform.read(workbook({}, title="入户调查"), name="x.xlsx")[0] == "入户调查"
    assert xlsform.read(workbook({}), name="2026 入户.xlsx")[0] == "2026 入户"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"type": "geopoint"}, "linli_type"),
        ({"type": "audit", "name": "audit"}, "trail"),
        ({"type": "calculate", "calculation": "1 + 1"}, "reckons"),
        ({"type": "rank yn"}, "select_multiple"),
        ({"type": "select_one_from_file x.csv"}, "choices"),
        ({"type": "select_one yn or_other"}, "other"),
        ({"type": "select_one ny"}, "yn"),
        ({"type": "tetx"}, "text"),
        ({"name": "户主 姓名"}, "letter first"),
        ({"name": ""}, "letter first"),
        ({"label": "${q0} ？"}, "Answers cannot be put into words"),
        ({"appearance": "map"}, "map"),
        ({"appearance": "signature"}, "signature"),
        ({"required": "${q0} = 1"}, "relevant"),
        ({"readonly": "yes"}, "note"),
        ({"default": "today()"}, "fixed"),
        ({"type": "begin repeat", "repeat_count": "3"}, "tap"),
        (
            {"type": "select_one yn", "choice_filter": "name != ${q0}"},
            "selected(${question}, name)",
        ),
        ({"parameters": "randomize=true"}, "randomize"),
        ({"bind::odk:length": "3"}, "bind"),
        ({"media::image": "a.png"}, "words"),
        ({"calculation": "${q0}"}, "reckons"),
        ({"constraint": "checklist(1, 2, .) = 1"}, "checklist"),
        ({"relevant": "${ghost} = 1"}, "ghost"),
        ({"relevant": "${q1} = 1"}, "q1 → q1"),
        ({"name": "q0"}, "q0"),
        ({"linli_most": "many"}, "number"),
        ({"linli_type": "gps"}, "location"),
        ({"linli_binds": "household.colour"}, "household.residence"),
        ({"type": "number"}, ""),
        ({"type": "end group"}, "end_group"),
        ({"type": "begin group"}, "group"),
        ({"default": "x", "type": "integer"}, "default"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_with_sheet_row_and_remedy(row: dict[str, str], says: str):
    with pytest.raises(Invalid) as refused, translation.override("en"):
        read({}, row)
    assert refused.value.errors["form"] == str(refused.value).split("\n")
    assert any("Sheet “survey”, row 3:" in one for one in refused.value.errors["form"])
    assert says in str(refused.value)


def test_everything_that_cannot_be_asked_is_told_at_once():
    with pytest.raises(Invalid) as refused, translation.override("en"):
        read({"type": "geopoint"}, {"default": "today()"}, {"relevant": "regex(., 1)"})
    assert [one.split(":")[0] for one in refused.value.errors["form"]] == [
        f"Sheet “survey”, row {number}" for number in (2, 3, 4)
    ]


def test_a_choice_without_a_name_is_refused():
    with pytest.raises(Invalid, match="choices"), translation.override("en"):
        read({"type": "select_one yn"}, choices=[*YES_NO, ("yn", "", "也许", "Perhaps")])


def test_what_is_no_xlsform_is_refused():
    for content in (b"type,name,label\ntext,a,b\n", b"\0" * 300, write_book([])):
        with pytest.raises(Refusal):
            xlsform.read(content, name="x.xlsx")
    with pytest.raises(Invalid, match="survey"):
        xlsform.read(write_book([Table("名单", ("门牌",), [("301",)])]), name="x.xlsx")
    with pytest.raises(Invalid):
        read(*({} for _row in range(501)))


def test_a_workbook_that_unpacks_without_end_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(TooLarge):
        xlsform.read(out.getvalue(), name="x.xlsx")


def test_labels_that_look_like_formulas_stay_words():
    asked = form([{"code": "one", "label": Label("=1+1", "-1")}])
    book = read_book(xlsform.write(asked, title="=1+1"))
    assert book["settings"].rows[0][0] == "=1+1"
    assert xlsform.read(xlsform.write(asked, title="=1+1"), name="x.xlsx") == ("=1+1", asked)


CELLS = st.sampled_from(
    ["", "text", "note", "begin group", "end group", "begin repeat", "end repeat", "select_one yn",
     "select_multiple yn", "integer", "image", "a", "b", "c", "${a}", "${a} = 'yes'", "count(${b})",
     ". > 1", "yes", "no", "3", "2026-01-01", "selected(${a}, name)", "location", "contact.phone",
     "signature", "“x”", "<&>", "{a}", "a b", "meta", "data"]
)  # fmt: skip
COLUMNS = ["type", "name", "label", "hint", "required", "relevant", "constraint", "default",
           "appearance", "choice_filter", "linli_type", "linli_binds"]  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.fixed_dictionaries(
    {"type": CELLS, "name": st.sampled_from("abcdef")},
    optional=dict.fromkeys(COLUMNS[2:], CELLS),
), min_size=1, max_size=6))  # fmt: skip
def test_any_workbook_is_read_or_refused(rows: list[dict[str, str]]):
    with suppress(Invalid):
        _title, found = xlsform.read(workbook(*rows), name="x.xlsx")
        assert faults(found) == []
