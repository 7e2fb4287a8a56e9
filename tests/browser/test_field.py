"""The phone at the door in a real Chromium: without signal, closed and opened, nothing twice."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from linli.engines.campaigns import actions
from linli.engines.campaigns.models import Conflict, Visit, VisitPhoto
from linli.registry import facts
from tests.browser.walking import (
    a_phone,
    a_photo,
    a_round,
    all_is_sent,
    answer,
    is_ready_offline,
    log_in,
    sign,
    take_photo,
)
from tests.campaigns.forms import form
from tests.campaigns.walking import door_of
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[2]
TEN = 10
Open = Callable[..., Page]


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
    assert set(Visit.objects.values_list("target__state", "target__visits")) == {("met", 1)}
    assert VisitPhoto.objects.count() == doors
    assert Visit.objects.filter(photos__name="picture-0").distinct().count() == doors


def phone_of(open_page: Open, cast: Cast, **more: Any) -> Page:
    """The grid worker's phone, with the round on it."""
    page = open_page("/field/", user=cast.grid_worker, **more)
    expect(page.get_by_role("heading", name="楼道巡查")).to_be_visible()
    return page


def go(page: Page, path: str) -> None:
    page.goto(f"{page.url.partition('#')[0]}#/{path}")


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
        for page in (first, second):
            page.context.set_offline(False)
            go(page, "waiting")
            expect(page.get_by_text("待上传")).to_have_count(0)
        expect(second.get_by_text("您出门后有人也改了：电话。")).to_be_visible()
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
    if (!["outbox", "drafts", "photos"].includes(this.name)) return put.apply(this, arguments);
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


def test_who_signs_out_destroys_what_was_known_and_keeps_what_waits(
    open_page: Open, cast: Cast
) -> None:
    with a_round(cast) as campaign:
        page = phone_of(open_page, cast)
        is_ready_offline(page)
        page.context.set_offline(True)
        go(page, f"door/{campaign.pk}/{door_of(campaign).pk}")
        page.get_by_role("button", name="没人在家").click()
        go(page, "out")
        expect(page.get_by_text("还有 1 条没有上传。")).to_be_visible()
        page.get_by_role("button", name="仍然退出").click()
        expect(page.get_by_text("手机里有 1 条待上传")).to_be_visible()
        assert page.evaluate(KEYS) == ["waiting"]
        page.reload()  # still without signal
        expect(page.get_by_text("手机里有 1 条待上传")).to_be_visible()
        page.context.set_offline(False)
        page.reload()
        expect(page.get_by_role("link", name="登录")).to_be_visible()
        assert not Visit.objects.exists()
        log_in(page.context, page.url.partition("/field/")[0], cast)
        page.reload()
        all_is_sent(page)
        assert Visit.objects.get().outcome == "absent"
        assert "facts" in page.evaluate(KEYS)
        page.goto(page.url.partition("/field/")[0] + "/desk/")
        page.get_by_role("button", name="退出登录").click()
        page.wait_for_url("**/")
        assert "facts" not in page.evaluate(KEYS)


KEYS = """() => new Promise((done) => {
  indexedDB.open("linli-field").onsuccess = (event) => {
    const asked = event.target.result.transaction("keys").objectStore("keys").getAllKeys();
    asked.onsuccess = () => done(asked.result);
  };
})"""


def test_an_answer_that_is_refused_is_kept_explained_and_can_be_deleted(
    open_page: Open, cast: Cast
) -> None:
    with a_round(cast) as campaign:
        page = phone_of(open_page, cast)
        page.context.set_offline(True)
        go(page, f"key/{campaign.pk}/{door_of(campaign).pk}")
        page.get_by_role("textbox").fill("http://house/k/AAAAAAAAAA/")
        page.get_by_role("button", name="已交接").click()
        page.context.set_offline(False)
        go(page, "waiting")
        page.locator("a.row", has_text="未收下").click()
        expect(page.locator(".toast--error")).to_contain_text("凭条")
        with page.expect_download() as copy:
            page.get_by_role("button", name="存一份副本").click()
        assert "AAAAAAAAAA" in Path(copy.value.path()).read_text(encoding="utf-8")
        page.get_by_role("button", name="删除", exact=True).click()
        page.get_by_role("button", name="再点一次：彻底删除").click()
        expect(page.get_by_text("全部已上传。")).to_be_visible()


def test_every_page_is_for_everybody_in_both_sizes(
    open_page: Open, cast: Cast, axe: Callable[[Page], None]
) -> None:
    with a_round(cast) as campaign:
        here = f"{campaign.pk}/{door_of(campaign).pk}"
        for letters in ("normal", "large"):
            page = phone_of(open_page, cast, letters=letters)
            for path, sign in pages(here).items():
                go(page, path)
                expect(page.locator("#title")).to_have_text(sign)
                axe(page)
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, path
                if path.startswith("door"):
                    page.get_by_role("button", name="见到了人").click()
                    expect(page.locator("#title")).to_have_text("还是这样吗？")
            go(page, f"visit/{here}/review")
            page.get_by_role("button", name="放弃这次走访").click()
            page.get_by_role("button", name="再点一次").click()
            expect(page.get_by_role("button", name="见到了人")).to_be_visible()


def pages(here: str) -> dict[str, str]:
    """Each page and its heading; the door's page begins a visit."""
    round_id = here.split("/")[0]
    return {
        "": "我的走访",
        f"round/{round_id}": "楼道巡查",
        f"door/{here}": "704 楼 2 单元 301",
        f"visit/{here}/still": "还是这样吗？",
        f"visit/{here}/phone": "电话",
        f"visit/{here}/clutter": "有无堆物",
        f"visit/{here}/picture": "照片",
        f"visit/{here}/review": "这样对吗？",
        f"done/{here}": "已保存",
        f"matter/{here}": "代为反映",
        f"key/{here}": "交接住户钥匙",
        f"who/{here}": "谁负责",
        "waiting": "上传情况",
        "out": "退出登录",
    }


EVERY_TYPE = [
    {"code": "hello", "type": "note"},
    {"code": "when", "type": "date", "required": True},
    {"code": "many", "type": "number", "constraint": ". < 9"},
    {"code": "likes", "type": "select_many", "options": ["tea", "rice", "cake"]},
    {"code": "most", "type": "select_one", "options_from": "likes"},
    {"code": "spot", "type": "location"},
    {
        "code": "guests", "type": "repeat", "questions": [
            {"code": "who", "type": "text", "required": True},
            {"code": "face", "type": "photo"},
            {"code": "cake", "type": "text", "show_if": "selected(${likes}, 'cake')"},
        ],
    },
    {"code": "name", "type": "signature", "required": True},
]  # fmt: skip


def test_every_type_of_question_is_answered(
    open_page: Open, cast: Cast, axe: Callable[[Page], None]
) -> None:
    with a_round(cast, form=form(EVERY_TYPE)) as campaign:
        page = phone_of(open_page, cast)
        go(page, f"door/{campaign.pk}/{door_of(campaign).pk}")
        page.get_by_role("button", name="见到了人").click()
        go_on = page.get_by_role("button", name="下一步")
        asks(page, "hello")
        go_on.click()
        asks(page, "when")
        go_on.click()
        expect(page.get_by_role("alert")).to_have_text("请回答这道题。")
        page.locator("#answer").fill("2026-11-24")
        go_on.click()
        asks(page, "many")
        page.locator("#answer").fill("12")
        go_on.click()
        expect(page.get_by_role("alert")).not_to_be_empty()
        page.locator("#answer").fill("3")
        go_on.click()
        asks(page, "likes")
        page.get_by_label("rice").check()
        page.get_by_label("tea").check()
        go_on.click()
        asks(page, "most")
        expect(page.get_by_role("button", name="cake")).to_have_count(0)
        page.get_by_role("button", name="tea").click()
        asks(page, "spot")
        page.get_by_role("button", name="704 楼 2 单元").click()
        asks(page, "guests")
        page.get_by_role("button", name="添加一条").click()
        asks(page, "who")
        page.locator("#answer").fill("小李")
        go_on.click()
        asks(page, "face")
        take_photo(page, a_photo(side=300))
        go_on.click()
        asks(page, "guests")
        axe(page)
        go_on.click()
        asks(page, "name")
        sign(page)
        axe(page)
        go_on.click()
        asks(page, "review")
        page.get_by_role("button", name="保存").click()
        expect(page.locator("#title")).to_have_text("已保存")
        all_is_sent(page)
        kept = Visit.objects.get()
        assert kept.answers == {
            "when": "2026-11-24", "many": 3, "likes": ["rice", "tea"], "most": "tea",
            "spot": cast.entrance.code, "guests": [{"who": "小李", "face": ["face-0"]}],
            "name": ["name-0"],
        }  # fmt: skip
        assert {one.name for one in kept.photos.all()} == {"face-0", "name-0"}


def asks(page: Page, code: str) -> None:
    """Wait until a question's own page is there."""
    expect(page.locator("#title")).to_have_text("这样对吗？" if code == "review" else f"{code}？")


COUNT_TAPS = """() => {
  window.taps = 0;
  document.addEventListener("click", (event) => event.isTrusted && (window.taps += 1), true);
}"""


def test_a_visit_in_which_nothing_changed_takes_few_taps(open_page: Open, cast: Cast) -> None:
    """The same form elsewhere: every shown question answered and swiped on, then finished."""
    by, home = cast.actor("worker"), cast.households[0]
    plan = actions.plan(
        by=by, community_id=cast.community.pk, kind="insurance_registration",
        starts_on=timezone.localdate(), people=[cast.grid_worker.pk],
    )  # fmt: skip
    known = {"kept.home_insured": "yes", "kept.home_insurance_channel": "insurer"}
    with transaction.atomic():
        for fact, value in known.items():
            facts.state(home, fact, value, source="desk", at=timezone.now(), by=by)
    actions.start(plan.pk, by=by)
    page = open_page("/field/", user=cast.grid_worker)
    page.get_by_role("link", name="打开").click()
    page.locator("a.row").first.click()
    page.get_by_role("button", name="见到了人").click()
    expect(page.locator("#title")).to_have_text("还是这样吗？")
    page.evaluate(COUNT_TAPS)
    page.get_by_role("button", name="都没变").click()
    page.get_by_role("button", name="没有").click()  # help wanted with a claim?
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="下一户：302").click()
    expect(page.locator("#title")).to_have_text("704 楼 2 单元 302")
    taps = page.evaluate("window.taps")
    all_is_sent(page)
    answers = Visit.objects.get().answers
    assert answers == {"insured": "yes", "channel": "insurer", "claim": "no"}
    assert taps <= 6
    assert taps < 2 * len(answers) + 1


def test_without_a_secure_address_the_phone_says_what_to_do(open_page: Open, cast: Cast) -> None:
    page = open_page("/design/", user=cast.grid_worker, language="en")
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto(page.url.replace("/design/", "/field/"))
    expect(page.get_by_text("only over a secure address (https)")).to_be_visible()


def test_without_signal_it_opens_no_slower_than_with(open_page: Open, cast: Cast) -> None:
    with a_round(cast):
        page = phone_of(open_page, cast)
        is_ready_offline(page)
        first = opening_ms(page)
        page.context.set_offline(True)
        again = min(reopening_ms(page) for _try in range(3))
        assert again <= 1.5 * first


def reopening_ms(page: Page) -> float:
    page.reload()
    expect(page.get_by_role("heading", name="楼道巡查")).to_be_visible()
    return opening_ms(page)


def opening_ms(page: Page) -> float:
    """From asking for the page to its rounds on the screen."""
    return float(page.evaluate("performance.getEntriesByName('rounds-shown')[0].startTime"))


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
