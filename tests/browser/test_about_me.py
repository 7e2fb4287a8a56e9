"""As the neighbour a complaint is about: named, hidden with two taps, looked at, answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from linli.engines.cases import actions
from linli.registry.access import VISITOR
from tests.cast import Cast

OpenPage = Callable[..., Page]
Axe = Callable[[Page], None]


@pytest.mark.parametrize("letters", ["normal", "large"])
def test_the_neighbour_has_it_hidden_and_the_worker_answers(
    cast: Cast, open_page: OpenPage, axe: Axe, letters: str
) -> None:
    case = actions.file_case(
        by=VISITOR, community_id=cast.community.pk, channel="place_code", kind="noise",
        text="王秀兰家每晚吵到一点", place=cast.building,
    ).case  # fmt: skip
    staff = Client()
    staff.force_login(cast.worker)
    desk = open_page(f"/desk/{case.pk}/", screen="desk", letters=letters, client=staff)
    axe(desk)
    expect(desk.locator("#look mark")).to_contain_text("王秀兰")
    desk.get_by_role("button", name="看过，公开").click()
    expect(desk.locator("#look")).to_have_count(0)

    address = f"/open/{cast.community.code}/{case.number}/"
    phone = open_page(address, letters=letters, javascript=False)
    expect(phone.get_by_text("每晚吵到一点")).to_be_visible()
    phone.locator("#object summary").click()
    phone.get_by_role("button", name="先隐藏").click()
    expect(phone.get_by_text("每晚吵到一点")).to_have_count(0)
    expect(phone.locator("#about-me")).to_be_visible()

    desk.reload()
    desk.get_by_label("答复", exact=True).fill("看过了，不公开")
    desk.get_by_role("button", name="文字不公开").click()
    phone.reload()
    expect(phone.get_by_text("看过了，不公开")).to_be_visible()
    shown = open_page(address, letters=letters)
    axe(shown)
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
