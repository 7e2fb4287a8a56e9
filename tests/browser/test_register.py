"""The register in a real browser: every page without axe findings, in both sizes and screens."""

from __future__ import annotations

from typing import Any

import pytest

from linli.core.sheets import read_sheet, write_sheet
from linli.registry.models import Person
from tests.cast import Cast

PATHS = (
    "/register/", "/register/new/", "/register/?q=wxl", "/register/keys/", "/register/places/",
    "/register/places/new/", "/register/posts/", "/register/posts/new/", "/register/imports/",
    "/register/labels/?kind=building", "/register/export/", "/register/keeping/",
    "/register/places/?kind=lamp", "/account/", "/account/2fa/",
)  # fmt: skip


@pytest.mark.parametrize(("screen", "letters"), [("desk", "normal"), ("phone", "large")])
def test_every_page_of_the_register_is_accessible(
    cast: Cast, open_page: Any, axe: Any, screen: str, letters: str
) -> None:
    home, person = cast.households[0], cast.people[0]
    own = (
        f"/register/{home.pk}/",
        f"/register/{home.pk}/change/",
        f"/register/people/{person.pk}/change/",
        f"/register/people/{person.pk}/consents/",
        f"/register/people/{person.pk}/read/phone/",
        f"/register/people/{person.pk}/move/",
        f"/register/places/{cast.building.pk}/",
        f"/register/posts/{cast.worker.posts.get().pk}/",
    )
    page = open_page("/register/", screen=screen, letters=letters, user=cast.secretary)
    for path in (*PATHS, *own):
        page.goto(page.url.split("/register/")[0] + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_worker_finds_somebody_by_typing_alone(cast: Cast, open_page: Any) -> None:
    page = open_page("/register/", user=cast.worker)
    page.keyboard.press("/")
    page.keyboard.type("wxl")
    page.get_by_text("王秀兰").first.wait_for()
    page.locator("#found a[data-open]").first.click()
    page.wait_for_url(f"**/register/{cast.households[0].pk}/")


def test_signing_in_needs_no_script(cast: Cast, open_page: Any) -> None:
    cast.worker.set_password("a-long-password")
    cast.worker.save()
    page = open_page("/account/login/", javascript=False)
    page.fill("[name=login]", cast.worker.username)
    page.fill("[name=password]", "a-long-password")
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/")


def test_a_messy_list_goes_in_is_mended_and_comes_out_again(
    cast: Cast, open_page: Any, axe: Any, tmp_path: Any
) -> None:
    rows = [
        ["704号楼住户登记表", "", "", ""],
        ["房号", "姓名", "出生年月", "联系方式"],
        ["2-301", "赵 小 一", "1950.3.5", "儿子13900001111"],
        ["704-2-302室", "钱二", "1990年13月", "13900002222"],
    ]
    file = tmp_path / "住户.xlsx"
    file.write_bytes(write_sheet(rows[0], rows[1:], title="表"))
    page = open_page("/register/imports/", screen="phone", user=cast.worker)
    page.set_input_files("#file", file)
    page.get_by_role("button", name="核对文件").click()
    page.get_by_text("日历上没有").wait_for()
    axe(page)
    page.get_by_label("联系方式").select_option("")
    page.get_by_role("button", name="按这些列重新核对").click()
    page.get_by_label("电话和短信通知").wait_for(state="detached")  # no phone, nothing to agree to
    page.get_by_role("button", name="只导入没问题的行").click()
    page.get_by_text("已导入 1 行").wait_for()
    with page.expect_download() as sheet:
        page.get_by_role("link", name="需改正的行").click()
    mended = read_sheet(sheet.value.path())
    assert "1990年13月" in mended.rows[0]
    undo = page.locator("button[value=undo]")
    undo.click()
    undo.click()  # it asks once more
    page.get_by_text("恢复").wait_for()
    assert not Person.objects.filter(name="赵小一").exists()


def test_a_slip_is_printed_scanned_and_dies(cast: Cast, open_page: Any, axe: Any) -> None:
    home = f"/register/{cast.households[0].pk}/"
    desk = open_page(home, screen="desk", user=cast.worker)
    desk.get_by_role("button", name="打印凭条").click()
    code = desk.locator(".label .code").inner_text().replace(" ", "")
    phone = open_page(f"/k/{code}/", letters="large")
    axe(phone)
    phone.get_by_role("button", name="是我们家").click()
    phone.wait_for_url("**/mine/")
    phone.goto(phone.url.replace("/mine/", "/mine/data/"))
    phone.get_by_text("王秀兰").first.wait_for()
    axe(phone)
    desk.goto(desk.url.split("/register/")[0] + home)
    stop = desk.locator("form[action$='/key/stop/'] button")
    stop.click()
    stop.click()
    phone.reload()
    phone.wait_for_url("**/k/")


def test_one_click_on_the_plan_says_where_a_place_lies(cast: Cast, open_page: Any) -> None:
    page = open_page(f"/register/places/{cast.other_building.pk}/", screen="desk", user=cast.worker)
    plan = page.locator("form[data-spot] svg.plan")
    plan.click(position={"x": 40, "y": 40})
    plan.locator(".plan__spot").wait_for()
    page.get_by_role("button", name="移动位置").click()
    page.get_by_text("已移动。").wait_for()
    cast.other_building.refresh_from_db()
    assert cast.other_building.geometry["w"] == cast.building.geometry["w"]
