"""The hotline's Excel file in, and the file of replies out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from linli.core import record
from linli.core.refusals import Invalid
from linli.core.sheets import read_sheet, write_sheet
from linli.engines.cases import actions
from linli.engines.cases.hotline import export_replies, import_orders, urgency_of
from linli.engines.cases.models import Case, Note
from linli.programmes import loader
from tests.cast import Cast
from tests.make import NOON

pytestmark = pytest.mark.django_db
HEADERS = [
    "工单编号", "接收时间", "问题描述", "转办意见", "工单类别", "紧急程度", "联系人", "联系电话",
    "承办单位", "派单时间", "撤回原因", "办结时限", "处置状态",
]  # fmt: skip
ORDER = [
    "GD001", "2026-11-20 09:00:00", "704 楼 2 单元楼道灯不亮", "请尽快办理", "城乡建设", "一般",
    "王女士", "13900000000", "清溪家园社区", "2026-11-20 09:10:00", "",
    "2026-11-27 18:00:00", "已派单",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _shipped_kinds_at_noon(_kinds_and_calendar: None) -> Iterator[None]:
    loader.register()
    with time_machine.travel(NOON, tick=True):
        yield


def sheet(*rows: list[str], headers: list[str] = HEADERS) -> bytes:
    return write_sheet(headers, rows, title="工单")


def changed(**cells: str) -> list[str]:
    row = list(ORDER)
    for header, value in cells.items():
        row[HEADERS.index(header)] = value
    return row


def take(cast: Cast, file: bytes):
    return import_orders(file, by=cast.actor("worker"), community_id=cast.community.pk)


def replies(cast: Cast) -> dict[str, str]:
    file = export_replies(
        by=cast.actor("worker"), community_id=cast.community.pk, reason="报送热线"
    )
    read = read_sheet(file, name="replies.xlsx")
    return dict(zip(read.headers, read.rows[0], strict=True))


def test_an_order_becomes_a_matter_with_the_hotlines_own_deadline(cast: Cast):
    assert take(cast, sheet(ORDER)).new == 1
    case = Case.objects.get()
    assert (case.channel, case.external_id) == ("hotline", "GD001")
    assert case.due_at == datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    assert case.opened_at == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert (case.reporter_name, case.reporter_phone) == ("王女士", "13900000000")
    assert case.external["opinion"] == "请尽快办理"
    assert case.kind == "lamp_broken"


def test_the_same_file_twice_makes_nothing_twice(cast: Cast):
    take(cast, sheet(ORDER))
    again = take(cast, sheet(ORDER))
    assert (again.new, again.changed, Case.objects.count(), Note.objects.count()) == (0, 0, 1, 0)


def test_a_newer_file_moves_the_deadline_and_says_so_to_staff(cast: Cast):
    take(cast, sheet(ORDER))
    assert take(cast, sheet(changed(办结时限="2026-12-01 18:00:00"))).changed == 1
    case = Case.objects.get()
    assert case.due_at == datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    assert "2026-12-01" in Note.objects.get().text
    assert record.verify(cast.community.pk) is None


def test_an_order_that_the_hotline_withdrew_is_withdrawn_here(cast: Cast):
    take(cast, sheet(ORDER))
    take(cast, sheet(changed(撤回原因="市民已自行解决")))
    assert Case.objects.get().closing == "withdrawn"


def test_an_order_that_comes_in_withdrawn_keeps_nobody_busy(cast: Cast):
    take(cast, sheet(changed(撤回原因="重复工单")))
    assert Case.objects.get().state == "closed"


def test_rows_without_number_and_files_without_the_columns_are_named(cast: Cast):
    taken = take(cast, sheet(ORDER, changed(工单编号="")))
    assert taken.new == 1
    assert taken.faults[0][0] == 3
    with pytest.raises(Invalid, match="问题描述"):
        take(cast, sheet(["1"], headers=["工单编号"]))


def test_the_reply_file_says_what_was_done_and_when(cast: Cast):
    take(cast, sheet(ORDER))
    case = Case.objects.get()
    actions.take(case.pk, by=cast.actor("worker"))
    actions.reply(case.pk, by=cast.actor("worker"), text="=已联系物业,今天更换。")
    row = replies(cast)
    assert row["工单编号"] == "GD001"
    assert "今天更换" in row["处理内容"]
    assert row["接单时间"]
    assert row["回单时间"]
    assert row["处置状态"] == "处理中"


def test_the_reply_file_needs_a_reason_and_is_in_the_record(cast: Cast):
    take(cast, sheet(ORDER))
    with pytest.raises(Invalid):
        export_replies(by=cast.actor("worker"), community_id=cast.community.pk, reason=" ")
    replies(cast)
    assert record.verify(cast.community.pk) is None


@pytest.mark.parametrize(
    ("said", "urgency"),
    [("", 0), ("一般", 0), ("不紧急", 0), ("紧急", 1), ("加急", 1), ("特急", 2), ("突发", 2)],
)
def test_the_hotlines_urgency_is_one_of_three(said: str, urgency: int):
    assert urgency_of(said) == urgency
