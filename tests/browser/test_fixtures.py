"""The browser is there, draws Chinese, and axe-core runs under the content policy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import leave_behind


def test_a_page_opens_on_a_phone(open_page: Callable[..., Page], axe: Callable[[Page], None]):
    page = open_page("/no-such-page", screen="phone")
    assert page.viewport_size == {"width": 390, "height": 844}


def test_a_test_that_fails_leaves_a_picture_and_the_console(
    open_page: Callable[..., Page], tmp_path: Path
):
    page = open_page("/no-such-page")
    leave_behind("test_it[a/b]", [page.context], ["a line"], folder=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"test_it-a-b-.log", "test_it-a-b--1.png"}
    assert (tmp_path / "test_it-a-b--1.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "test_it-a-b-.log").read_text() == "a line\n"
