"""Forms come and go as XLSForm workbooks; what Linli cannot ask is refused where it stands."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.core.labels import Label
from linli.core.refusals import Invalid, Refusal, TooLarge
from linli.core.sheets import Table, read_book, read_sheet, write_book
from linli.forms import commands, lists, xlsform
from linli.forms.filling import filled
from linli.forms.schema import Form, Question
from linli.forms.trees import names
from linli.forms.validation import clean, faults, options_open
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


def look(*rows: dict[str, str], **how: Any) -> xlsform.Intake:
    return xlsform.look(workbook(*rows, **how), name="入户.xlsx")


def read(*rows: dict[str, str], **how: Any) -> list[Question]:
    return list(xlsform.read(workbook(*rows, **how), name="入户.xlsx").form.every())


FORMS = [
    *(kind.form for kind in loader.load().kinds("campaigns")),
    form(table("validation.json")["form"]),
]


@pytest.mark.parametrize("asked", FORMS, ids=lambda asked: asked.questions[0].code)
def test_a_form_comes_back_as_it_went_out(asked: Form):
    intake = xlsform.read(xlsform.write(asked, title="一轮走访"), name="x.xlsx")
    assert intake.title == "一轮走访"
    assert intake.form == Form(asked.questions)


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
    assert xlsform.read(workbook({}, title="入户调查"), name="x.xlsx").title == "入户调查"
    assert xlsform.read(workbook({}), name="2026 入户.xlsx").title == "2026 入户"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"type": "geotrace"}, "trail"),
        ({"type": "geoshape"}, "trail"),
        ({"type": "video"}, "image"),
        ({"type": "begin loop over yn"}, "begin repeat"),
        ({"type": "select_one ny"}, "yn"),
        ({"type": "select_one yn and more"}, "and more"),
        ({"type": "select_one ${q0}"}, "choices"),
        ({"type": "tetx"}, "text"),
        ({"name": "户主 姓名"}, "letter first"),
        ({"name": ""}, "letter first"),
        ({"label": "${ghost} ？"}, "ghost"),
        ({"required": "${ghost} = 1"}, "ghost"),
        ({"default": "tody()"}, "today"),
        ({"type": "begin repeat", "repeat_count": "${ghost}"}, "ghost"),
        ({"type": "select_one yn", "choice_filter": "colour = ${q0}"}, "colour"),
        ({"type": "range", "parameters": "start=1.2.3"}, "start=1"),
        ({"type": "range", "parameters": "end=" + "9" * 400}, "scale"),
        ({"type": "calculate", "calculation": "checklist(1, 2, ${q0})"}, "checklist"),
        (
            {"type": "calculate", "calculation": "instance('wards')/root/item[name=${q0}]/x"},
            "wards",
        ),
        ({"relevant": "regex(${q0}, '(a)\\1')"}, "same text again"),
        ({"relevant": "regex(${q0}, 'a(?=b)')"}, "ahead"),
        ({"constraint": "checklist(1, 2, .) = 1"}, "checklist"),
        ({"relevant": "${ghost} = 1"}, "ghost"),
        ({"relevant": "../ghost = 1"}, "../ghost"),
        ({"relevant": "${q1} = 1"}, "q1 → q1"),
        ({"linli_most": "many"}, "number"),
        ({"linli_type": "gps"}, "gps"),
        ({"linli_binds": "household.colour"}, "household.residence"),
        ({"type": "number"}, ""),
        ({"type": "end group"}, "begin group"),
        ({"type": "begin group"}, "end group"),
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
        read({"type": "geotrace"}, {"default": "tody()"}, {"relevant": "regex(., 1)"})
    assert [one.split(":")[0] for one in refused.value.errors["form"]] == [
        f"Sheet “survey”, row {number}" for number in (2, 3, 4)
    ]


def test_a_choice_without_a_name_is_refused():
    with pytest.raises(Invalid, match="choices"), translation.override("en"):
        read({"type": "select_one yn"}, choices=[*YES_NO, ("yn", "", "也许", "Perhaps")])


def codes(asked: list[Question]) -> list[tuple[str, str]]:
    return [(question.code, question.type) for question in asked]


def passed(intake: xlsform.Intake) -> str:
    return "\n".join(map(str, intake.passed_over))


def test_calculations_and_defaults_are_taken_in_and_stand_where_they_are_known():
    asked = read(
        {"type": "note", "name": "sum", "label": "${total} 岁"},
        {"type": "calculate", "name": "total", "calculation": "${age} + ${more}", "label": ""},
        {"type": "calculate", "name": "more", "calculation": "10", "label": ""},
        {"type": "integer", "name": "age", "relevant": "${more} > 5"},
        {"type": "date", "name": "day", "default": "today()"},
        {"type": "text", "name": "once", "calculation": "once(concat(${age}, '岁'))"},
    )
    assert [one.code for one in asked] == ["more", "sum", "age", "total", "day", "once"]
    kept = clean(Form(tuple(asked)), {"age": 3}, today=date(2026, 11, 25))
    assert kept == {"more": 10, "age": 3, "total": 13}
    assert filled("${total} 岁", kept, Form(tuple(asked))) == "13 岁"
    assert asked[4].calculation is not None


def test_what_hangs_on_a_later_question_beside_it_is_asked_after_it():
    intake = look(
        {"name": "first", "relevant": "${how} = 'yes'"}, {"name": "how", "type": "select_one yn"}
    )
    assert [one.code for one in intake.questions] == ["how", "first"]
    assert "how → first" in passed(intake)


def test_any_filter_of_choices_is_taken_in():
    headers = ("list_name", "name", "label", "ward")
    choices = [("b", "704", "704", "east"), ("b", "705", "705", "west"), ("b", "9", "9", "east"),
               ("w", "east", "东", ""), ("w", "west", "西", "")]  # fmt: skip
    book = write_book([
        Table("survey", ("type", "name", "label", "choice_filter"), [
            ("select_one w", "ward", "片区", ""),
            ("select_one b", "house", "楼", "ward = ${ward}"),
        ]),
        Table("choices", headers, choices),
    ])  # fmt: skip
    form = xlsform.read(book, name="x.xlsx").form
    house = form.questions[1]
    today = date(2026, 11, 25)
    assert options_open(house, {"ward": "east"}, today=today) == ["704", "9"]
    assert clean(form, {"ward": "west", "house": "705"}, today=today)["house"] == "705"
    with pytest.raises(Invalid):
        clean(form, {"ward": "west", "house": "704"}, today=today)
    assert clean(form, {}, today=today) == {}


def test_a_list_from_a_file_is_asked_for_and_looked_up():
    intake = look(
        {"type": "select_one_from_file blocks.csv", "name": "block"},
        {"type": "calculate", "name": "ward", "label": "",
         "calculation": "instance('blocks')/root/item[name=${block}]/ward"},
        {"type": "calculate", "name": "head", "label": "",
         "calculation": "pulldata('blocks', 'head', 'name', ${block})"},
    )  # fmt: skip
    assert intake.is_taken
    assert intake.files == ["blocks.csv"]
    sheet = read_sheet("name,label,ward,head\nb1,一区,east,陈\nb2,二区,west,李\n".encode())
    form = lists.with_file(intake.form, "blocks.csv", sheet)
    assert lists.files_needed(form) == []
    kept = clean(form, {"block": "b2"}, today=date(2026, 11, 25))
    assert kept == {"block": "b2", "ward": "west", "head": "李"}
    with pytest.raises(Invalid, match="ward"):
        lists.with_file(intake.form, "blocks.csv", read_sheet(b"name,label\nb1,x\n"))


def test_other_types_and_columns_of_the_field_are_taken_in():
    intake = look(
        {"type": "audio", "name": "voice", "required": "yes"},
        {"type": "barcode", "name": "code"}, {"type": "time", "name": "at"},
        {"type": "range", "name": "stars", "parameters": "start=1 end=5 step=1"},
        {"type": "rank yn", "name": "order"}, {"type": "geopoint", "name": "where"},
        {"type": "acknowledge", "name": "read"}, {"type": "dateTime", "name": "moment"},
        {"type": "select_multiple yn or_other", "name": "wishes"},
        {"type": "text", "name": "why", "bind::relevant": "${stars} < 3",
         "bind::jr:constraintMsg": "？", "required": "${stars} = 1", "required_message": "请写"},
        {"type": "begin repeat", "name": "people", "repeat_count": "${stars}"},
        {"type": "text", "name": "person", "label": "第 ${nth} 位"},
        {"type": "calculate", "name": "nth", "calculation": "position(..)", "label": ""},
        {"type": "end repeat", "name": "", "label": ""},
        {"type": "note", "name": "names", "label": "${all}"},
        {"type": "calculate", "name": "all", "calculation": "join('、', ${person})", "label": ""},
    )  # fmt: skip
    assert intake.is_taken, intake.faults
    form = intake.form
    assert [one.type for one in intake.questions] == [
        "audio", "barcode", "time", "range", "rank", "geopoint", "select_one", "datetime",
        "select_many", "text", "text", "text",
    ]  # fmt: skip
    kept = clean(
        form,
        {"stars": "1", "order": ["no", "yes"], "at": "08:30:00", "moment": "2026-11-25T08:30:59",
         "where": "120.5 80", "wishes": ["other"], "wishes_other": "花", "why": "坏",
         "people": [{"person": "甲"}, {"person": "乙"}]},
        today=date(2026, 11, 25),
    )  # fmt: skip
    assert kept["people"] == [{"person": "甲", "nth": 1}]
    assert (kept["at"], kept["moment"], kept["all"]) == ("08:30", "2026-11-25T08:30", "甲")
    again = xlsform.read(xlsform.write(form, title="x"), name="x.xlsx").form
    assert again == form
    with pytest.raises(Invalid) as refused:
        clean(form, {"stars": 1, "order": ["no"]}, today=date(2026, 11, 25))
    assert refused.value.errors["why"] == ["请写"]
    assert {"why", "order"} == set(refused.value.errors)
    assert "voice" in passed(intake)


def test_signs_of_word_and_of_chinese_keyboards_are_mended():
    asked = read(
        {"type": "select_one yn", "name": "a"},
        {
            "relevant": "${a} ＝ “yes” and （string-length(‘，’) ＞ 0）",
            "constraint": "．\u00a0!= ''",
        },
    )
    assert asked[1].show_if
    assert asked[1].show_if.said == "${a} = \"yes\" and (string-length('，') > 0)"


def test_labels_are_text_in_the_forms_own_language():
    book = write_book([
        Table("survey", ("type", "name", "label::Français (fr)", "label::Kiswahili (sw)"), [
            ("text", "a", "# **Nom** de [la maison](https://x.cn) <b>3 * 4</b>", "Jina"),
            ("text", "b", "a_b_c \\*x\\* _oui_", ""),
        ]),
        Table("settings", ("default_language",), [("Kiswahili (sw)",)]),
    ])  # fmt: skip
    one, two = xlsform.read(book, name="x.xlsx").form.questions
    assert (one.label.zh, one.label.en) == ("Jina", "Jina")
    assert two.label.zh == "a_b_c *x* oui"


def test_what_has_no_meaning_here_is_passed_over_with_one_note_each():
    intake = look(
        {"type": "deviceid", "name": "d"}, {"type": "audit", "name": "audit"},
        {"type": "start-geopoint", "name": "g"}, {"type": "", "label": "备注"},
        {"name": "off", "disabled": "yes"}, {"name": "a", "appearance": "w4 multiline"},
        {"name": "b", "media::image": "a.png", "save_to": "x", "parameters": "rows=3"},
        {"type": "note", "name": "t", "label": "${d}|${today}"}, {"type": "today", "name": "today"},
    )  # fmt: skip
    assert [one.code for one in intake.questions] == ["a", "b"]
    assert len(intake.passed_over) == 7
    assert "deviceid, audit, start-geopoint, today" in passed(intake)
    assert [one.type for one in intake.form.questions] == [
        "calculate", "calculate", "text", "text", "note",
    ]  # fmt: skip


def test_names_that_repeat_in_other_groups_get_codes_of_their_own():
    asked = read(
        {"type": "begin group", "name": "head"}, {"name": "age", "type": "integer"},
        {"type": "end group", "name": "", "label": ""},
        {"type": "begin group", "name": "child"}, {"name": "age", "type": "integer"},
        {"name": "school", "relevant": "${age} > 6 and ../../head/age > 20"},
        {"type": "end group", "name": "", "label": ""},
    )  # fmt: skip
    assert [one.code for one in asked] == ["head", "age", "child", "child_age", "school"]
    assert asked[4].show_if
    assert list(names(asked[4].show_if.tree)) == ["child_age", "age"]


def test_what_a_workbook_would_become_is_printed(tmp_path: Path):
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(workbook({"type": "select_one_from_file a.csv"}, {"type": "audit"}))
    bad.write_bytes(workbook({}, {"type": "geotrace"}, {"relevant": "${ghost} = 1"}))
    with translation.override("en"):
        said, is_taken = commands.check(good)
        assert is_taken
        assert "a.csv is asked for" in said
        said, is_taken = commands.check(bad, as_json=True)
        assert not is_taken
        told = json.loads(said)
        assert [(fault["sheet"], fault["row"]) for fault in told["faults"]] == [
            ("survey", 3), ("survey", 4),
        ]  # fmt: skip
        assert told["taken"] is False
        for path in (tmp_path / "none.xlsx", tmp_path):
            said, is_taken = commands.check(path)
            assert not is_taken


CASES = sorted((Path(__file__).parent / "workbooks").glob("*.xlsx"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_awkward_workbooks_are_taken_in(path: Path):
    intake = xlsform.look(path.read_bytes(), name=path.name)
    assert intake.is_taken, intake.faults
    assert intake.questions


def test_what_is_no_xlsform_is_refused():
    for content in (b"type,name,label\ntext,a,b\n", b"\0" * 300, write_book([])):
        with pytest.raises(Refusal):
            xlsform.read(content, name="x.xlsx")
    with pytest.raises(Invalid, match="survey"):
        xlsform.read(write_book([Table("名单", ("门牌",), [("301",)])]), name="x.xlsx")
    with pytest.raises(Invalid):
        read(*({} for _row in range(1501)))


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
    intake = xlsform.read(xlsform.write(asked, title="=1+1"), name="x.xlsx")
    assert (intake.title, intake.form) == ("=1+1", asked)


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
        intake = xlsform.read(workbook(*rows), name="x.xlsx")
        assert all(fault.is_idle for fault in faults(intake.form))
