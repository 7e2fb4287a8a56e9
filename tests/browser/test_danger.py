"""The people in the lift: they scan its label, write, and read whom to call before and after."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from linli.engines.cases.models import Case
from linli.registry.models import Place
from tests import make
from tests.browser.test_resident_pages import fits
from tests.cast import Cast

OpenPage = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.fixture
def lift(cast: Cast) -> Place:
    return make.place(
        "lift", "电梯 1", parent=cast.entrance, maintainer="平安电梯", maintainer_phone="4000001234"
    )


def first_call(page: Page) -> str:
    return page.locator("a.btn--call").first.get_attribute("href") or ""


@pytest.mark.parametrize("letters", ["normal", "large"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_in_the_lift_read_whom_to_call_and_its_owner_has_the_message(
    cast: Cast, lift: Place, open_page: OpenPage, axe: Axe, letters: str, language: str
) -> None:
    page = open_page(f"/p/{lift.code}/", letters=letters, language=language)
    assert first_call(page) == "tel:4000001234"
    box = page.locator("a.btn--call").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844  # without scrolling
    axe(page)
    fits(page)
    page.locator("#id_text").fill("We are stuck in the lift")
    alarm = page.locator("#calls [role=alert]")
    expect(alarm).to_be_visible()
    expect(alarm.locator("a[href='tel:119']")).to_be_visible()
    axe(page)
    fits(page)
    page.locator("form button.btn--primary").click()
    page.wait_for_url(re.compile("/thanks/"))
    assert first_call(page) == "tel:4000001234"
    axe(page)
    fits(page)
    case = Case.objects.get()
    assert (case.kind, case.urgency, case.danger) == ("lift_broken", 2, "trapped")
    owner = Client()
    owner.force_login(cast.property_worker)
    inbox = open_page("/desk/inbox/", screen="desk", client=owner)
    expect(inbox.get_by_text(re.compile(f"特急：SX-{case.number}")).first).to_be_visible()


def test_without_a_script_the_confirmation_shows_them(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(f"/p/{cast.building.code}/", javascript=False)
    page.locator("#id_text").fill("楼道着火了")
    page.locator("form button.btn--primary").click()
    page.wait_for_url(re.compile("/thanks/"))
    assert first_call(page) == "tel:119"


def test_they_come_with_the_second_letter_and_go_again(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(f"/p/{cast.building.code}/")
    page.locator("#id_text").fill("着火")
    expect(page.locator("a.btn--call").first).to_have_attribute("href", "tel:119")
    page.locator("#id_text").fill("打不着火，请派人来修灶")
    expect(page.locator("a.btn--call")).to_have_count(0)


def test_settings_of_danger_are_clean(cast: Cast, open_page: OpenPage, axe: Axe) -> None:
    secretary = Client()
    secretary.force_login(cast.secretary)
    page = open_page("/settings/danger/", screen="desk", client=secretary)
    axe(page)
    page = open_page("/settings/danger/", letters="large", client=secretary)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
