"""Files of orders and messages that offices really send; ``awkward/`` holds one of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from linli.engines.cases.hotline import import_orders
from linli.engines.cases.intake import Taken
from linli.engines.cases.intake_csv import import_cases
from linli.engines.cases.models import Case
from linli.programmes import loader
from tests.cast import Cast
from tests.make import NOON

pytestmark = pytest.mark.django_db
FILES = Path(__file__).with_name("awkward")


@pytest.fixture(autouse=True)
def _shipped_kinds_at_noon(_kinds_and_calendar: None) -> Iterator[None]:
    loader.register()
    with time_machine.travel(NOON, tick=True):
        yield


def orders(cast: Cast, file: Path | bytes) -> Taken:
    return import_orders(
        file, by=cast.actor("worker"), community_id=cast.community.pk, name="orders.csv"
    )


def test_orders_whose_numbers_excel_rounded_are_faults_and_never_one(cast: Cast) -> None:
    taken = orders(cast, FILES / "03-orders.xlsx")
    assert [row for row, _sentence in taken.faults] == [2, 3, 4, 5]
    assert Case.objects.count() == 0


def test_orders_on_two_sheets_all_come_in(cast: Cast) -> None:
    assert orders(cast, FILES / "42-two_sheets.xlsx").new == 3


def test_times_before_and_after_noon_and_as_excel_counts_them(cast: Cast) -> None:
    assert orders(cast, FILES / "40-times_a.xlsx").new == 3
    rows = Case.objects.order_by("external_id").values_list("opened_at", flat=True)
    assert [f"{timezone.localtime(at):%d %H:%M}" for at in rows] == [
        "20 15:05", "20 15:05", "20 15:05",
    ]  # fmt: skip


def test_two_orders_with_one_number_are_a_fault(cast: Cast) -> None:
    file = "工单编号,问题描述,受理时间\nGD1,路灯不亮,昨天\nGD1,电梯停运,\n"
    taken = orders(cast, file.encode())
    assert taken.new == 1
    assert [row for row, _sentence in taken.faults] == [3]


def test_a_running_number_is_no_identity(cast: Cast) -> None:
    for week in ("04-week1.csv", "04-week2.csv"):
        import_cases(FILES / week, by=cast.actor("worker"), community_id=cast.community.pk)
    assert Case.objects.count() == 4
