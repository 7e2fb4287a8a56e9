"""What real phones lose at the door, replayed: whatever a browser does, nothing goes in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.core.models import Line
from linli.engines.campaigns.models import Campaign, MissingPhoto, Visit
from linli.engines.cases.models import Case
from linli.registry.models import Place
from tests.browser.walking import (
    Open,
    a_photo,
    a_round,
    all_is_sent,
    go,
    is_ready_offline,
    phone_of,
    sign,
    take_photo,
)
from tests.campaigns.walking import door_of
from tests.cast import Cast
from tests.forms.builders import form

YOUNGER = Path(__file__).with_name("younger.js")
SIGNED = form(
    [
        {"code": "words", "type": "text"},
        {"code": "face", "type": "photo"},
        {"code": "name", "type": "signature", "required": True},
    ]
)


def begin(page: Page, campaign: Campaign) -> None:
    go(page, f"door/{campaign.pk}/{door_of(campaign).pk}")
    page.get_by_role("button", name="见到了人").click()
    expect(page.locator("#title")).to_have_text("words？")


def onward(page: Page, title: str) -> None:
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("#title")).to_have_text(title)


def keep(page: Page) -> None:
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#title")).to_have_text("已保存")


def visited(page: Page, campaign: Campaign, *, photos: int = 1) -> None:
    """Answer every question of the signed form, with so many photos."""
    begin(page, campaign)
    page.locator("#answer").fill("楼道的灯坏了")
    onward(page, "face？")
    for number in range(photos):
        picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_photo(side=200)}
        page.locator("#answer").set_input_files(picture)  # type: ignore[arg-type]
        expect(page.locator(".photos img")).to_have_count(number + 1)
    onward(page, "name？")
    sign(page)
    onward(page, "这样对吗？")
    keep(page)


def has_arrived(page: Page, names: set[str]) -> Visit:
    """Wait until the visit is in the house with these pictures."""
    for _try in range(150):
        visit = Visit.objects.first()
        if visit is not None and names_of(visit) == names:
            return visit
        page.wait_for_timeout(200)
    raise AssertionError(page.locator("body").inner_text())


def names_of(visit: Visit) -> set[str]:
    return {photo.name for photo in visit.photos.all()}


def test_it_runs_in_the_oldest_browsers_that_the_manual_names(open_page: Open, cast: Cast) -> None:
    with a_round(cast, form=SIGNED) as campaign:
        page = phone_of(open_page, cast)
        page.add_init_script(path=YOUNGER)
        page.reload()
        assert page.evaluate("document.body.replaceChildren") is None
        visited(page, campaign)
        go(page, f"matter/{campaign.pk}/{door_of(campaign).pk}")
        page.get_by_label("是什么事？").fill("灯不亮")
        page.get_by_label("类别").select_option("corridor_clutter")
        page.get_by_role("button", name="保存").click()
        page.get_by_role("button", name="见到了人").wait_for()  # it goes back to the door by itself
        go(page, "waiting")
        page.get_by_role("button", name="知道了").click()
        all_is_sent(page)
        assert names_of(Visit.objects.get()) == {"face-0", "name-0"}


EVICT = """(name) => new Promise((done) => {
  indexedDB.open("linli-field").onsuccess = (event) => {
    const store = event.target.result.transaction("photos", "readwrite").objectStore("photos");
    store.getAllKeys().onsuccess = (keys) => {
      for (const key of keys.target.result) if (key[1] === name) store.delete(key);
    };
    store.transaction.oncomplete = () => done();
  };
})"""


def test_a_picture_that_the_browser_threw_away_is_said_on_the_phone_and_in_the_visit(
    open_page: Open, cast: Cast, axe: Any
) -> None:
    with a_round(cast, form=SIGNED) as campaign:
        page = phone_of(open_page, cast)
        page.context.set_offline(True)
        visited(page, campaign, photos=2)
        page.evaluate(EVICT, "face-0")
        page.context.set_offline(False)
        go(page, "waiting")
        expect(page.get_by_text("有 1 张照片在手机上丢失")).to_be_visible()
        expect(page.get_by_text("全部已上传。")).to_have_count(0)
        axe(page)
        visit = Visit.objects.get()
        assert names_of(visit) == {"face-1", "name-0"}  # the signature stood behind it
        assert [(lost.name, lost.why) for lost in visit.missing_photos.all()] == [
            ("face-0", "gone")
        ]
        assert Line.objects.filter(verb="visit.photos_lost").count() == 1
        page.get_by_role("button", name="知道了").click()
        expect(page.get_by_text("全部已上传。")).to_be_visible()
        desk = open_page(f"/campaigns/door/{door_of(campaign).pk}/", user=cast.worker)
        expect(desk.get_by_text("手机没有保住这张照片")).to_be_visible()


def test_a_picture_that_the_house_refuses_stops_no_other(
    open_page: Open, cast: Cast, axe: Any
) -> None:
    with a_round(cast, form=SIGNED) as campaign:
        page = phone_of(open_page, cast)
        no = {"status": 400, "json": {"code": "invalid", "sentence": "这不是照片。", "errors": {}}}
        page.route(
            "**/face-0/?offset=*",
            lambda route: route.fulfill(**no),  # type: ignore[arg-type]
        )
        visited(page, campaign, photos=2)
        go(page, "waiting")
        page.locator("a.row", has_text="未收下").click()
        expect(page.get_by_text("这不是照片。")).to_be_visible()
        expect(page.locator("figure", has_text="已收到")).to_have_count(2)
        axe(page)
        assert names_of(Visit.objects.get()) == {"face-1", "name-0"}
        assert MissingPhoto.objects.get().why == "refused"
        page.unroute("**/face-0/?offset=*")
        page.get_by_role("button", name="再试一次").click()
        all_is_sent(page)
        assert names_of(Visit.objects.get()) == {"face-0", "face-1", "name-0"}
        assert not MissingPhoto.objects.exists()


def test_heic_is_said_when_it_is_taken(open_page: Open, cast: Cast) -> None:
    heic = {"name": "IMG_1.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic" * 40}
    with a_round(cast, form=SIGNED) as campaign:
        page = phone_of(open_page, cast)
        begin(page, campaign)
        onward(page, "face？")
        page.locator("#answer").set_input_files(heic)  # type: ignore[arg-type]
        expect(page.get_by_role("alert").first).to_contain_text("IMG_1.HEIC")
        expect(page.get_by_role("alert").first).to_contain_text("兼容性最佳")
        expect(page.locator(".photos img")).to_have_count(0)
        take_photo(page, a_photo(side=200))
        onward(page, "name？")


STORES_NO_KEY = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value) {
  if (this.name === "keys") throw new DOMException("cannot be cloned", "DataCloneError");
  return put.apply(this, arguments);
};
"""
HAS_NO_STORAGE = """
IDBFactory.prototype.open = () => { throw new DOMException("denied", "SecurityError"); };
const denied = { get() { throw new DOMException("denied", "SecurityError"); } };
Object.defineProperty(window, "localStorage", denied);
"""
OPENS_NEVER = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function () {
  const request = open.apply(this, arguments);
  for (const name of ["success", "error", "upgradeneeded"]) {
    request.addEventListener(name, (event) => event.stopImmediatePropagation());
  }
  return request;
};
"""


@pytest.mark.parametrize(
    ("browser_that", "says"),
    [
        (STORES_NO_KEY, "全部已上传。"),
        (HAS_NO_STORAGE, "暂时读不出来"),  # what waited there before it cannot know
        (OPENS_NEVER, "暂时读不出来"),
    ],
    ids=["stores no key", "has no storage", "opens it never"],
)
def test_a_browser_that_keeps_nothing_says_so_and_sends_while_it_is_open(
    open_page: Open, cast: Cast, browser_that: str, says: str
) -> None:
    with a_round(cast, form=SIGNED) as campaign:
        page = open_page("/design/", user=cast.grid_worker)
        page.add_init_script(browser_that)
        page.goto(page.url.replace("/design/", "/field/"))
        expect(page.get_by_role("heading", name="楼道巡查")).to_be_visible()
        expect(page.locator("#line")).to_contain_text("这个浏览器存不住内容")
        page.context.set_offline(True)
        visited(page, campaign)
        expect(page.locator("#line")).to_contain_text("待上传 1 条")
        page.context.set_offline(False)
        has_arrived(page, {"face-0", "name-0"})
        expect(page.locator("#line")).not_to_contain_text("条")
        go(page, "waiting")
        expect(page.get_by_text(says)).to_be_visible()


CAN_BE_DROPPED = """
const begin = IDBDatabase.prototype.transaction;
const dropped = new WeakSet();
const seen = new Set();
let isForGood = false;
IDBDatabase.prototype.transaction = function () {
  seen.add(this);
  if (isForGood || dropped.has(this)) throw new DOMException("closing", "InvalidStateError");
  return begin.apply(this, arguments);
};
window.drop = (forGood) => {
  for (const connection of seen) dropped.add(connection);
  isForGood = forGood;
};
"""


@pytest.mark.parametrize("for_good", [False, True])
def test_a_connection_dropped_in_the_background_loses_no_text(
    open_page: Open, cast: Cast, for_good: bool
) -> None:
    with a_round(cast, form=SIGNED) as campaign:
        page = phone_of(open_page, cast)
        page.add_init_script(CAN_BE_DROPPED)
        page.reload()
        page.context.set_offline(True)
        begin(page, campaign)
        page.locator("#answer").fill("楼道的")
        page.evaluate("drop", for_good)
        page.locator("#answer").fill("楼道的灯坏了")
        onward(page, "face？")
        onward(page, "name？")
        sign(page)
        onward(page, "这样对吗？")
        keep(page)
        line = page.locator("#line")
        if for_good:
            expect(line).to_contain_text("只要不关闭本页就不会丢")
        else:
            expect(line).not_to_contain_text("只要不关闭本页就不会丢")
        page.context.set_offline(False)
        assert has_arrived(page, {"name-0"}).answers["words"] == "楼道的灯坏了"


STROKE = """(pad) => {
  const box = pad.getBoundingClientRect();
  const send = (type, x) => pad.dispatchEvent(new PointerEvent(type, {
    pointerId: 1, clientX: box.left + x, clientY: box.top + 30, bubbles: true, cancelable: true,
  }));
  pad.setPointerCapture = () => undefined;
  send("pointerdown", 20);
  send("pointermove", 120);
  send("pointercancel", 120);
}"""


def test_a_signature_whose_stroke_was_broken_off_is_kept_as_it_stands(
    open_page: Open, cast: Cast
) -> None:
    with a_round(cast, form=SIGNED) as campaign:
        page = phone_of(open_page, cast)
        begin(page, campaign)
        onward(page, "face？")
        onward(page, "name？")
        page.locator("canvas.signature").evaluate(STROKE)
        onward(page, "这样对吗？")
        expect(page.locator("#main")).to_contain_text("已签名")
        keep(page)
        all_is_sent(page)
        assert names_of(Visit.objects.get()) == {"name-0"}


NO_ROOM_FOR_ANSWERS = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function () {
    if (this.name === "waiting") throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, arguments);
  };
}"""


def test_a_full_phone_leaves_no_ghost_of_a_visit_that_was_sent(open_page: Open, cast: Cast) -> None:
    with a_round(cast, form=SIGNED) as campaign:
        page = phone_of(open_page, cast)
        page.context.set_offline(True)
        page.evaluate(NO_ROOM_FOR_ANSWERS)
        visited(page, campaign)
        expect(page.locator("#line")).to_contain_text("手机存储已满")
        page.context.set_offline(False)
        all_is_sent(page)
        page.reload()
        all_is_sent(page)  # no draft has come back
        assert names_of(Visit.objects.get()) == {"face-0", "name-0"}


def test_a_draft_opens_where_it_was_left_with_what_was_typed(open_page: Open, cast: Cast) -> None:
    with a_round(cast, form=SIGNED) as campaign:
        page = phone_of(open_page, cast)
        is_ready_offline(page)
        page.context.set_offline(True)
        begin(page, campaign)
        page.locator("#answer").fill("打了一半")
        onward(page, "face？")
        context, address = page.context, page.url.partition("#")[0]
        page.close()
        page = context.new_page()
        page.goto(address)
        go(page, f"door/{campaign.pk}/{door_of(campaign).pk}")
        page.get_by_role("link", name="接着做").click()
        expect(page.locator("#title")).to_have_text("face？")
        page.get_by_role("link", name="返回").click()
        expect(page.locator("#answer")).to_have_value("打了一半")


SPOT = form([{"code": "words", "type": "text"}, {"code": "spot", "type": "location"}])


def test_a_refused_visit_is_opened_corrected_and_sent_again(open_page: Open, cast: Cast) -> None:
    with a_round(cast, form=SPOT) as campaign:
        page = phone_of(open_page, cast)
        page.context.set_offline(True)
        begin(page, campaign)
        page.locator("#answer").fill("这里漏水")
        onward(page, "spot？")
        page.get_by_role("button", name="704 楼 2 单元").click()
        expect(page.locator("#title")).to_have_text("这样对吗？")
        keep(page)
        Place.objects.filter(pk=cast.entrance.pk).update(code="GONE7777")
        page.context.set_offline(False)
        go(page, "waiting")
        page.locator("a.row", has_text="未收下").click()
        page.get_by_role("button", name="更正").click()
        expect(page.locator("#title")).to_have_text("这样对吗？")
        expect(page.locator("#main")).to_contain_text("请从列表里选一个地点")
        expect(page.locator("#main")).to_contain_text("这里漏水")
        page.reload()  # a correction that is begun is a draft like any other
        expect(page.locator("#title")).to_have_text("这样对吗？")
        page.get_by_role("link", name="spot？").click()
        page.get_by_role("button", name="704 楼 2 单元").click()
        keep(page)
        all_is_sent(page)
        assert Visit.objects.get().answers == {"words": "这里漏水", "spot": "GONE7777"}


def test_a_matter_at_the_door_keeps_its_words_and_photos_and_says_whom_to_call(
    open_page: Open, cast: Cast, axe: Any
) -> None:
    with a_round(cast) as campaign:
        here = f"matter/{campaign.pk}/{door_of(campaign).pk}"
        page = phone_of(open_page, cast)
        is_ready_offline(page)
        page.context.set_offline(True)
        go(page, here)
        expect(page.get_by_role("link", name="119")).to_have_attribute("href", "tel:119")
        page.get_by_label("是什么事？").fill("有人被困在电梯里")
        picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_photo(side=200)}
        page.locator("#photos").set_input_files(picture)  # type: ignore[arg-type]
        expect(page.locator(".photos img")).to_have_count(1)
        axe(page)
        page.reload()
        expect(page.get_by_label("是什么事？")).to_have_value("有人被困在电梯里")
        expect(page.locator(".photos img")).to_have_count(1)
        page.get_by_role("button", name="保存").click()
        expect(page.locator("#line")).to_contain_text("待上传 1 条")
        page.context.set_offline(False)
        go(page, "waiting")
        expect(page.get_by_text("已登记为 SX-1")).to_be_visible()
        expect(page.get_by_role("link", name="120")).to_be_visible()
        page.get_by_role("button", name="知道了").click()
        all_is_sent(page)
        assert Case.objects.get().photos.count() == 1
