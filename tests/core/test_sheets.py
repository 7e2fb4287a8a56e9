"""Tables in and out: real shapes, and bombs."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from linli.core import sheets
from linli.core.refusals import Invalid, TooLarge


def _book(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def _with_part(name: str, content: bytes) -> bytes:
    """Return a good file with one part replaced, or with one more."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_book(("门牌",), ("1",)))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def test_the_head_is_found_below_a_title_and_rows_keep_their_number():
    sheet = sheets.read_sheet(
        _book(
            ("704 楼居民台账",),
            (),
            ("门牌", "姓名", "电话"),
            ("301", "张三", "1"),
            (),
            ("302", "李四", "2"),
        )
    )
    assert sheet.headers == ["门牌", "姓名", "电话"]
    assert sheet.rows == [["301", "张三", "1"], ["302", "李四", "2"]]
    assert (sheet.head_number, sheet.numbers) == (3, [4, 6])


def test_cells_come_as_people_see_them():
    sheet = sheets.read_sheet(
        _book(("a", "b", "c", "d", "e"), (13812345678, 1.5, date(2026, 1, 2), True, " x "))
    )
    assert sheet.rows == [["13812345678", "1.5", "2026-01-02", "TRUE", "x"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_text_file_is_read_in_whatever_way_it_was_saved(encoding, mark):
    content = f'门牌{mark}姓名\r\n301{mark}"张\n三"\r\n'.encode(encoding)
    sheet = sheets.read_sheet(content, name="a.csv")
    assert sheet.headers == ["门牌", "姓名"]
    assert sheet.rows == [["301", "张\n三"]]


def test_what_is_written_reads_back():
    rows = [["704-2-301", "张三", 3, 1.5, date(2026, 1, 2), datetime(2026, 1, 2, 8, 30), None, ""]]
    content = sheets.write_sheet(list("abcdefgh"), rows, title="名单/[1]", watermark="张三 2026")
    sheet = sheets.read_sheet(content)
    assert sheet.headers == list("abcdefgh")
    assert sheet.rows == [
        ["704-2-301", "张三", "3", "1.5", "2026-01-02", "2026-01-02 08:30:00", "", ""]
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+A1", "-A1", "@SUM(A1)", "\t=1", "-1+1|x"]
)
def test_a_formula_is_written_as_text_and_reads_back(text):
    content = sheets.write_sheet(["a", "b"], [[text, "x"]], title="t")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
        strings = package.read("xl/sharedStrings.xml").decode()
    assert f">{text[:1]}" not in strings.replace("<t>a<", "<")
    assert sheets.read_sheet(content).rows == [[text.strip(), "x"]]


def test_a_number_with_a_sign_is_no_formula():
    content = sheets.write_sheet(["a", "b"], [["-5", "+86 13812345678"]], title="t")
    assert b"'" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml")


def test_an_empty_list_still_has_its_head():
    assert sheets.read_sheet(sheets.write_sheet(["门牌", "姓名"], [], title="")).headers == [
        "门牌",
        "姓名",
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"PK\x03\x04 no", b"\xd0\xcf\x11\xe0 no", b"\x89PNG\r\n\0\0", b"\xff\xfe\x00"],
)
def test_what_is_no_table_is_refused_by_its_name(content):
    with pytest.raises(Invalid, match=r"名单\.xlsx"):
        sheets.read_sheet(content, name="/home/x/名单.xlsx")


def test_a_zip_bomb_is_refused():
    with pytest.raises(TooLarge):
        sheets.read_sheet(_with_part("xl/worksheets/sheet1.xml", b"<c>" + b" " * 60_000_000))


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(_with_part("xl/sharedStrings.xml", b" " * 60_000_000))
    lie = (60_000_000).to_bytes(4, "little")
    while (at := content.find(lie)) >= 0:
        content[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(Invalid):
        sheets.read_sheet(bytes(content))


@pytest.mark.parametrize("corner", ["XFD1", "A1048576", "ZZZZ9"])
def test_a_single_cell_in_the_far_corner_is_refused(corner):
    part = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="9"><c s="1" r="{corner}"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    with pytest.raises(TooLarge):
        sheets.read_sheet(_with_part("xl/worksheets/sheet1.xml", part.encode()))


@pytest.mark.parametrize("path", ["xl/worksheets/sheet1.xml", "xl/other/a.png"])
@pytest.mark.parametrize(
    "cell",
    [
        '<c\tr="XFD9"><v>1</v></c>',
        "<c r='XFD9'><v>1</v></c>",
        '<c r = "XFD9"><v>1</v></c>',
        '<x:c r="XFD9"><v>1</v></x:c>',
        '<c r="xfd9"><v>1</v></c>',
        f'<c t="{"n" * 700}" r="XFD9"><v>1</v></c>',
        f'<c r="XFD9" t="{"n" * 700}"><v>1</v></c>',
        '<c t=">" r="XFD9"><v>1</v></c>',
        '<c r="XFD9" t="></c>"><v>1</v></c>',
        '<c r="OA180000"><v>1</v></c>',
        "<c/>" * 500 + "<c><v>1</v></c>",
    ],
)
def test_however_a_far_cell_is_written_it_is_refused_before_it_is_laid_out(cell, path, monkeypatch):
    monkeypatch.setattr(sheets.reading, "CalamineWorkbook", None)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    part = (
        f'<worksheet xmlns="{main}" xmlns:x="{main}"><sheetData>'
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="9">{cell}</row></sheetData></worksheet>'
    )
    with pytest.raises((TooLarge, Invalid)):
        sheets.read_sheet(_with_part(path, part.encode()))


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin", "XL\\Workbook.bin"])
def test_books_of_other_kinds_are_refused_unread(part, monkeypatch):
    monkeypatch.setattr(sheets.reading, "CalamineWorkbook", None)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr(part, "x")
    with pytest.raises(Invalid, match=r"x\.ods"):
        sheets.read_sheet(content.getvalue(), name="x.ods")


def test_cells_of_other_programs_are_read():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    part = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
        '<x:row r="2"><x:c s="0" r="A2"><x:v>8</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    read = sheets.read_sheet(_with_part("xl/worksheets/sheet1.xml", part.encode()))
    assert (read.headers, read.rows) == (["7"], [["8"]])


@pytest.mark.parametrize("cell", ['<c r="XFD1048576" s="3"/>', '<c s="3" r="A1048576"></c>'])
def test_formats_down_to_the_last_row_weigh_nothing(cell):
    part = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>门牌</t></is></c></row>'
        '<row r="2"><c r="A2"><v>301</v></c></row>'
        f'<row r="1048576">{cell}</row></sheetData></worksheet>'
    )
    assert sheets.read_sheet(_with_part("xl/worksheets/sheet1.xml", part.encode())).rows == [
        ["301"]
    ]


def test_formats_weigh_nothing_wherever_a_block_of_the_file_ends():
    cells = "".join(f'<c r="ZZ{n}" s="3"/>' for n in range(2, 90_000))
    part = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>301</v></c></row>'
        f'<row r="3">{cells}</row></sheetData></worksheet>'
    )
    read = sheets.read_sheet(_with_part("xl/worksheets/sheet1.xml", part.encode()))
    assert read.rows == [["301"]]


def test_a_cell_that_does_not_say_where_it_stands_is_weighed_by_its_row():
    part = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1048576"><c><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(TooLarge):
        sheets.read_sheet(_with_part("xl/worksheets/sheet1.xml", part.encode()))


def test_every_sheet_that_people_see_is_read_and_all_count_together(monkeypatch):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for title in ("701", "702", "去年", "空"):
        sheet = book.add_worksheet(title)
        if title != "空":
            sheet.write_column(0, 0, ["门牌", "101", "102"])
    sheet = book.get_worksheet_by_name("去年")
    sheet.hide()
    book.close()
    found = sheets.read_book(out.getvalue())
    assert {title: len(sheet.rows) for title, sheet in found.items()} == {"701": 2, "702": 2}
    assert list(sheets.read_book(b"a,b\n1,2\n")) == [""]
    monkeypatch.setattr(sheets.reading, "MOST_ROWS", 3)
    with pytest.raises(TooLarge):
        sheets.read_book(out.getvalue())


def test_too_many_rows_or_columns_are_refused():
    with pytest.raises(TooLarge):
        sheets.read_sheet(b"a,b\n" + b"1,2\n" * 100_001)
    with pytest.raises(TooLarge):
        sheets.read_sheet(",".join(f"c{n}" for n in range(201)).encode())
    with pytest.raises(TooLarge):
        sheets.read_sheet(b"a" * 20_000_001)


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda b: b"PK\x03\x04" + b))
def test_no_rubbish_breaks_the_reader(content):
    with suppress(Invalid, TooLarge):
        sheets.read_sheet(content, name="x")
