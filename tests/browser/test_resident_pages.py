"""A resident's pages as a phone shows them: readable, within the screen, and never in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from linli.engines.cases import actions
from linli.engines.cases.models import Case, Photo
from linli.registry import actions as register
from tests.cast import Cast

OpenPage = Callable[..., Page]
Axe = Callable[[Page], None]
WIDTH = 390


@pytest.fixture
def household(cast: Cast) -> Client:
    """A browser that has scanned the slip of 301, with one matter in hand and one to confirm."""
    client = Client()
    slip = register.issue_key(cast.households[0].pk, by=cast.actor("secretary"))
    client.post("/k/", {"code": slip.code, "enter": "1"})
    worker = cast.actor("grid_worker")
    for text in ("704 楼 2 单元门口摄像头补光灯刺眼", "小广场的健身器材螺丝松了"):
        filed = actions.file_case(
            by=cast.resident(0), community_id=cast.community.pk, channel="household",
            kind="other", text=text, place=cast.building,
        )  # fmt: skip
        actions.take(filed.case.pk, by=worker)
    actions.resolve(filed.case.pk, by=worker, result="螺丝拧紧了，您看看。")
    return client


def fits(page: Page) -> None:
    """Fail when the page is wider than the phone, or a control is smaller than a finger."""
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    small = page.evaluate(
        """[...document.querySelectorAll('.btn:not(.btn--small), .tabbar a, select, textarea')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert not small, small


@pytest.mark.parametrize("letters", ["normal", "large"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_a_household_is_clean_in_both_sizes_and_languages(
    cast: Cast, household: Client, open_page: OpenPage, axe: Axe, letters: str, language: str
) -> None:
    confirm = Case.objects.order_by("-id").first()
    assert confirm is not None
    code = cast.community.code
    page = open_page("/", letters=letters, language=language, client=household)
    for address in (
        "/", "/report/", f"/p/{cast.building.code}/", "/mine/", "/mine/messages/", "/mine/data/",
        f"/my/{confirm.pk}/", "/c/", "/k/", "/privacy/", f"/open/{code}/", "/design/", "/nowhere/",
    ):  # fmt: skip
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + address)
        axe(page)
        fits(page)


def test_a_matter_is_raised_at_a_label_with_a_photo_shrunk_on_the_phone(
    cast: Cast, open_page: OpenPage, axe: Axe, tmp_path: Path
) -> None:
    photo = tmp_path / "big.jpg"
    Image.effect_noise((3000, 2000), 80).convert("RGB").save(photo, quality=95)
    page = open_page(f"/p/{cast.building.code}/")
    page.get_by_placeholder("例如").fill("垃圾桶满了三天没人清运")
    page.locator("#suggestions input[value=exposed_rubbish]").check()
    page.set_input_files("#id_photos", photo)
    expect(page.locator("[data-previews] img")).to_be_visible()  # drawn once it is shrunk
    sent = page.evaluate("document.getElementById('id_photos').files[0].size")
    assert sent < photo.stat().st_size / 2
    axe(page)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="谢谢您，我们收到了")).to_be_visible()
    axe(page)
    fits(page)
    case = Case.objects.get()
    assert case.kind == "exposed_rubbish"
    assert Photo.objects.get(case=case).width == 1600


def test_it_works_without_javascript(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(f"/p/{cast.building.code}/", javascript=False)
    page.get_by_placeholder("例如").fill("楼道的灯坏了")
    page.get_by_role("button", name="提交").click()
    page.get_by_role("link", name="查看进度").click()
    expect(page.get_by_text("已收到").first).to_be_visible()
    assert Case.objects.count() == 1


def test_me_too_is_one_tap(cast: Cast, household: Client, open_page: OpenPage) -> None:
    Client().post(
        f"/p/{cast.building.code}/", {"text": "垃圾桶满了三天没人清运", "kind": "exposed_rubbish"}
    )
    page = open_page(f"/p/{cast.building.code}/")
    page.get_by_placeholder("例如").fill("垃圾桶满了三天没人清运")
    page.get_by_role("button", name="我也是").click()
    expect(page.get_by_text("谢谢，已经算在")).to_be_visible()
    assert Case.objects.get(kind="exposed_rubbish").supporters == 1


def test_what_is_typed_survives_a_reload_and_goes_when_it_is_sent(
    cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(f"/p/{cast.building.code}/")
    page.get_by_placeholder("例如").fill("楼道的灯坏了")
    page.reload()
    expect(page.get_by_placeholder("例如")).to_have_value("楼道的灯坏了")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="谢谢您，我们收到了")).to_be_visible()
    page.goto(page.url.replace("/thanks/", f"/p/{cast.building.code}/"))
    expect(page.get_by_placeholder("例如")).to_have_value("")


def test_yes_solved_is_one_tap(cast: Cast, household: Client, open_page: OpenPage) -> None:
    case = Case.objects.get(state="resolved")
    page = open_page(f"/my/{case.pk}/", client=household)
    page.get_by_role("button", name="解决了", exact=True).click()
    expect(page.get_by_text("谢谢您，这件事办结了。")).to_be_visible()
    case.refresh_from_db()
    assert case.closing == "confirmed"


def test_large_type_puts_a_rows_tag_under_its_text(
    cast: Cast, household: Client, open_page: OpenPage
) -> None:
    page = open_page("/mine/", letters="large", client=household)
    row = page.locator("a.row", has_text="健身器材").first
    title, tag = row.locator(".row__title").bounding_box(), row.locator(".tag").bounding_box()
    assert title is not None
    assert tag is not None
    assert tag["y"] > title["y"] + title["height"] - 1
    page.get_by_role("link", name="标准字").click()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "17px"
