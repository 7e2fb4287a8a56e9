"""A real Chromium before a live server: pages by screen, letter size, language and log-in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from linli.accounts.models import User

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop beside the tests

FAILURES = Path(__file__).resolve().parents[2] / ".make" / "failures"
FAILED = pytest.StashKey[bool]()
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_MS = 25_000  # a busy machine is no fault
expect.set_options(timeout=PATIENCE_MS)
SCREENS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a browser test and sees committed rows."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS.split()
        )
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know, when they end, whether the test itself failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def open_page(
    chromium: Browser, live_server: Any, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Return ``open_page(path, screen=, letters=, language=, user=, client=, javascript=)``.

    ``user`` (or a Django test ``client`` that is logged in or holds a household's key) brings its
    session along. A script error or a breach of the content policy fails the test at its end.
    A test that fails leaves its pages' pictures and consoles in ``.make/failures``.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    console: list[str] = []

    def go(
        path: str = "/",
        *,
        screen: Literal["phone", "desk"] = "phone",
        letters: Literal["normal", "large"] = "normal",
        language: Literal["zh", "en"] = "zh",
        user: User | None = None,
        client: Client | None = None,
        javascript: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport=SCREENS[screen],  # type: ignore[arg-type]
            locale="en" if language == "en" else "zh-CN",
            java_script_enabled=javascript,
            timezone_id="Asia/Shanghai",
            has_touch=screen == "phone",
        )
        contexts.append(context)
        context.add_cookies(_cookies(live_server.url, letters, language, user, client))
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("pageerror", lambda error: console.append(f"{page.url}: {error}"))
        page.on("console", lambda line: console.append(f"{page.url}: [{line.type}] {line.text}"))
        page.on(
            "console",
            lambda line: (
                complaints.append(f"{page.url}: {line.text}")
                if "Content Security Policy" in line.text
                else None
            ),
        )
        page.goto(f"{live_server.url}{path}")
        return page

    yield go
    if complaints or request.node.stash.get(FAILED, False):
        leave_behind(request.node.name, contexts, console)
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def leave_behind(
    name: str, contexts: list[BrowserContext], console: list[str], *, folder: Path = FAILURES
) -> None:
    """Leave a picture of each open page, and what the consoles said, for whoever mends it."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w.-]+", "-", name)[:120]
    (folder / f"{stem}.log").write_text("\n".join(console) + "\n", encoding="utf-8")
    pages = [page for context in contexts for page in context.pages if not page.is_closed()]
    for number, page in enumerate(pages, 1):
        with suppress(PlaywrightError):  # a page that hangs leaves no picture; the test's own
            page.screenshot(path=folder / f"{stem}-{number}.png", full_page=True)  # fault counts


def _cookies(
    url: str, letters: str, language: str, user: User | None, client: Client | None
) -> list[Any]:
    kept = {"size": letters, "django_language": "en" if language == "en" else "zh-hans"}
    if user is not None:
        client = client or Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for name, morsel in (client.cookies if client else {}).items():
        kept[name] = morsel.value
    host = urlsplit(url).hostname
    return [{"name": k, "value": v, "domain": host, "path": "/"} for k, v in kept.items()]


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Return ``axe(page)``: it fails with axe-core's findings, if there are any."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> None:
        page.evaluate(source)
        found = page.evaluate("async () => (await axe.run(document)).violations")
        rows = [
            f"{item['id']}: {node['target']} {node['failureSummary']}"
            for item in found
            for node in item["nodes"]
        ]
        assert not rows, f"{page.url}\n" + json.dumps(rows, indent=1, ensure_ascii=False)

    return check
