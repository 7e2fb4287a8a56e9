"""The register in a real browser: every page without axe findings, in both sizes and screens."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast

PATHS = (
    "/register/", "/register/new/", "/register/?q=wxl", "/register/keys/", "/register/places/",
    "/register/places/new/", "/register/posts/", "/register/posts/new/", "/register/imports/",
    "/register/labels/?kind=building", "/register/export/",
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
        f"/register/places/{cast.building.pk}/",
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
