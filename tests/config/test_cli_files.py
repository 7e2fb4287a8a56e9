"""Files in and out by command: tables of matters, households, a calendar, lists, backups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from linli.config.cli import main
from linli.core.holidays.models import CalendarDay
from linli.core.models import Line
from linli.core.sheets import read_sheet, write_sheet
from linli.engines.cases.models import Case
from linli.registry.models import Household, Import
from tests.cast import Cast

Said = tuple[int, str, str]
HOME = "清溪家园社区"


@pytest.fixture
def linli(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Said]]:
    """Return ``linli("import", "matters", …)`` in the cast's house: code, stdout, stderr."""
    monkeypatch.setenv("LC_ALL", "C")

    def say(*words: object) -> Said:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    yield say
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    path = tmp_path / "messages.csv"
    rows = ["id,user,time,title,body"]
    rows += [
        f"{n},u{n},2025-03-0{n} 10:00:00,路灯坏了,2 单元门口第 {n} 盏灯坏了" for n in (1, 2, 3)
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_messages_come_in_with_their_own_dates_and_only_once(
    linli: Callable[..., Said], messages: Path
):
    code, said, _ = linli("import", "matters", messages, "--into", HOME)
    assert code == 0
    assert "3 new" in said
    assert Case.objects.first().opened_at.date() == date(2025, 3, 1)
    assert "0 new, 3 here already" in linli("import", "matters", messages, "--into", HOME)[1]


def test_a_file_that_is_not_there_is_one_sentence(linli: Callable[..., Said]):
    code, _, said = linli("import", "matters", "/none.csv", "--into", HOME)
    assert code == 1
    assert said.strip()
    assert "Traceback" not in said


def test_an_unknown_community_is_named_beside_those_there_are(
    linli: Callable[..., Said], messages: Path
):
    code, _, said = linli("import", "matters", messages, "--into", "乌有社区")
    assert code == 1
    assert HOME in said


@pytest.fixture
def households(tmp_path: Path) -> Path:
    path = tmp_path / "households.xlsx"
    rows = [["704 楼", "2 单元", "501", "赵铁柱", "13800138009"]]
    path.write_bytes(write_sheet(["楼号", "单元", "门牌", "姓名", "电话"], rows, title="住户"))
    return path


def test_households_are_looked_at_taken_in_and_taken_back_out(
    linli: Callable[..., Said], households: Path
):
    before = Household.objects.count()
    code, said, _ = linli("import", "households", households, "--into", HOME, "--look")
    assert code == 0
    assert "姓名 → name" in said
    assert Household.objects.count() == before
    code, _, fault = linli("import", "households", households, "--into", HOME, "--doors")
    assert code == 0, fault
    assert Household.objects.count() == before + 1
    assert linli("import", "undo", Import.objects.get().pk)[0] == 0
    assert Household.objects.count() == before


def test_a_calendar_is_entered_day_by_day(linli: Callable[..., Said], tmp_path: Path):
    path = tmp_path / "2027.csv"
    path.write_text("日期,类型,名称\n2027-02-05,休息,春节\n2027-02-13,上班,\n", encoding="utf-8")
    assert linli("import", "calendar", path)[0] == 0
    assert CalendarDay.objects.get(day="2027-02-13").is_working
    assert not CalendarDay.objects.get(day="2027-02-05").is_working


def test_a_calendar_row_that_is_no_day_is_named(linli: Callable[..., Said], tmp_path: Path):
    path = tmp_path / "2027.csv"
    path.write_text("日期,类型\n2027-10-10,上班\n元宵,休息\n", encoding="utf-8")
    code, _, said = linli("import", "calendar", path)
    assert code == 1
    assert said.startswith("Row 3")
    assert not CalendarDay.objects.filter(day="2027-10-10").exists()


@pytest.mark.parametrize("name", ["households", "people", "posts", "keys", "places", "matters"])
def test_each_list_leaves_with_its_reason(
    linli: Callable[..., Said], tmp_path: Path, messages: Path, name: str
):
    linli("import", "matters", messages, "--into", HOME)
    path = tmp_path / "out.xlsx"
    code, _, fault = linli("export", name, "--from", HOME, "--to", path, "--reason", "上报街道")
    assert code == 0, fault
    assert read_sheet(path).headers
    assert Line.objects.order_by("id").last().reason == "上报街道"


def test_a_list_without_a_reason_stays(linli: Callable[..., Said], tmp_path: Path):
    path = tmp_path / "out.xlsx"
    assert linli("export", "people", "--from", HOME, "--to", path, "--reason", "")[0] == 1
    assert not path.exists()
