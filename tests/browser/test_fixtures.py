"""The browser is there, draws Chinese, and axe-core runs under the content policy."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page


def test_a_page_opens_on_a_phone(open_page: Callable[..., Page], axe: Callable[[Page], None]):
    page = open_page("/no-such-page", screen="phone")
    assert page.viewport_size == {"width": 390, "height": 844}
