"""The phone at the door in a real Chromium: without signal, closed and opened, nothing twice."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from playwright.sync_api import Browser, Page, expect

from linli.engines.campaigns.models import Conflict, Visit, VisitPhoto
from tests.browser.walking import (
    Open,
    a_phone,
    a_photo,
    a_round,
    all_is_sent,
    answer,
    go,
    is_ready_offline,
    phone_of,
)
from tests.campaigns.walking import door_of
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
TEN = 10


def walk(page: Page, doors: int, *, photo: bytes | None) -> None:
    """Visit door after door, each with a photo, the next one a tap away."""
    page.get_by_role("link", name="打开").click()
    page.locator("a.row").first.click()
    for number in range(doors):
        answer(page, photo=photo)
        if number < doors - 1:
            page.get_by_role("link", name="下一户").click()


def test_ten_doors_without_signal_all_arrive_once(
    chromium: Browser, live_server: Any, cast: Cast, tmp_path: Path
) -> None:
    url, photo = live_server.url, a_photo(side=500)
    with a_round(cast, doors=TEN):
        with a_phone(chromium, url, cast, tmp_path) as page:
            is_ready_offline(page)
            page.context.set_offline(True)
            walk(page, TEN, photo=photo)
            expect(page.locator("#line")).to_contain_text("未联网，已存在手机上 · 待上传 10 条")
        assert not Visit.objects.exists()
        with a_phone(chromium, url, cast, tmp_path, offline=True) as page:
            expect(page.locator("#line")).to_contain_text("待上传 10 条")
            expect(page.locator("#main")).to_contain_text("共 10 户，还有 0 户待走访")
            page.context.set_offline(False)
            all_is_sent(page)
        assert_all_once(TEN)


def assert_all_once(doors: int) -> None:
    assert Visit.objects.count() == doors
    assert set(Visit.objects.values_list("door__state", "door__visits")) == {("met", 1)}
    assert VisitPhoto.objects.count() == doors
    assert Visit.objects.filter(photos__name="picture-0").distinct().count() == doors


AN_HOUR_FAST = """
const Real = Date;
Date = class extends Real {
  constructor(...said) { said.length ? super(...said) : super(Real.now() + 3600000); }
  static now() { return Real.now() + 3600000; }
};
"""


def test_two_phones_at_one_door_both_are_kept_and_what_differs_is_named(
    open_page: Open, cast: Cast
) -> None:
    with a_round(cast) as campaign:
        door = door_of(campaign)
        first, second = phone_of(open_page, cast), phone_of(open_page, cast)
        second.add_init_script(AN_HOUR_FAST)  # its clock is wrong, too
        second.reload()
        for page, number in ((first, "13711111111"), (second, "13722222222")):
            page.context.set_offline(True)
            go(page, f"door/{campaign.pk}/{door.pk}")
            answer(page, phone=number)
        first.context.set_offline(False)
        all_is_sent(first)  # before the second is on the air again
        second.context.set_offline(False)
        go(second, "waiting")
        expect(second.get_by_text("您出门后有人也改了：电话。")).to_be_visible(timeout=30_000)
        second.get_by_role("button", name="知道了").click()
        all_is_sent(second)
        before, after = Visit.objects.order_by("pk")
        assert abs(after.at - before.at) < timedelta(minutes=10)
        assert after.said_at - after.at > timedelta(minutes=55)
        dispute = Conflict.objects.get()
        assert (dispute.said, dispute.standing) == ("13722222222", "13711111111")


def test_a_visit_open_in_two_tabs_is_one_and_the_second_tab_is_told(
    open_page: Open, cast: Cast
) -> None:
    with a_round(cast) as campaign:
        page = phone_of(open_page, cast)
        go(page, f"door/{campaign.pk}/{door_of(campaign).pk}")
        page.get_by_role("button", name="见到了人").click()
        expect(page.get_by_role("heading", name="还是这样吗？")).to_be_visible()
        other = page.context.new_page()
        other.goto(page.url)
        expect(other.get_by_text("这次走访正在另一个标签页里打开。")).to_be_visible()
        page.close()
        other.get_by_role("button", name="再试一次").click()
        expect(other.get_by_role("heading", name="还是这样吗？")).to_be_visible()


NO_ROOM = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row) {
    if (!["waiting", "drafts", "photos"].includes(this.name)) return put.apply(this, arguments);
    throw new DOMException("no room", "QuotaExceededError");
  };
}"""


def test_a_full_phone_says_so_and_loses_nothing(open_page: Open, cast: Cast) -> None:
    with a_round(cast) as campaign:
        page = phone_of(open_page, cast)
        page.context.set_offline(True)
        page.evaluate(NO_ROOM)
        go(page, f"door/{campaign.pk}/{door_of(campaign).pk}")
        answer(page, photo=a_photo(side=300))
        expect(page.locator("#line")).to_contain_text("手机存储已满")
        page.context.set_offline(False)
        all_is_sent(page)
        expect(page.locator("#line")).to_be_hidden()
        assert_all_once(1)


def test_an_answer_that_is_refused_is_kept_explained_and_can_be_deleted(
    open_page: Open, cast: Cast
) -> None:
    with a_round(cast) as campaign:
        page = phone_of(open_page, cast)
        page.context.set_offline(True)
        go(page, f"key/{campaign.pk}/{door_of(campaign).pk}")
        page.get_by_role("textbox").fill("http://house/k/AAAAAAAAAA/")
        given = page.get_by_role("button", name="已交接")
        given.click()
        expect(given).to_have_count(0)  # it is kept, and the page left
        page.context.set_offline(False)
        go(page, "waiting")
        page.locator("a.row", has_text="未收下").click(timeout=30_000)
        expect(page.locator(".toast--error")).to_contain_text("凭条")
        with page.expect_download() as copy:
            page.get_by_role("button", name="存一份副本").click()
        assert "AAAAAAAAAA" in Path(copy.value.path()).read_text(encoding="utf-8")
        page.get_by_role("button", name="删除", exact=True).click()
        page.get_by_role("button", name="再点一次：彻底删除").click()
        expect(page.get_by_text("全部已上传。")).to_be_visible()


@contextmanager
def a_server(port: int, *, die_at: str = "") -> Iterator[subprocess.Popen[str]]:
    """A house in a process of its own, over the database of this test."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DIE_AT": die_at,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.field.server", str(port)],
        env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_server_killed_in_mid_upload_makes_nothing_twice_and_loses_nothing(
    chromium: Browser, free_tcp_port: int, cast: Cast, tmp_path: Path
) -> None:
    port, url = free_tcp_port, f"http://127.0.0.1:{free_tcp_port}"
    with a_round(cast):
        with contextlib.ExitStack() as open_things:
            with a_server(port):
                page = open_things.enter_context(a_phone(chromium, url, cast, tmp_path))
                is_ready_offline(page)
                page.context.set_offline(True)
                walk(page, 3, photo=a_photo(side=700))
            page.context.set_offline(False)
            go(page, "waiting")
            for moment in ("visit:2", "piece:3", ""):
                with a_server(port, die_at=moment) as server:
                    page.get_by_role("button", name="立即上传").click()
                    if moment:
                        server.wait(timeout=30)
                        expect(page.locator("#line")).to_contain_text("未联网")
                    else:
                        all_is_sent(page)
        assert_all_once(3)
