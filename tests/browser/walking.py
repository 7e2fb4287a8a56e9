"""Walks doors with a real browser as one does with a phone."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from linli.engines.campaigns.models import Campaign
from tests import make
from tests.browser.conftest import FLAGS, SCREENS, _cookies
from tests.campaigns.walking import only_corridors, running
from tests.cast import Cast

Open = Callable[..., Page]
WORKER_IS_READY = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((done) => setTimeout(done, 20000)),
])"""


@contextmanager
def a_round(cast: Cast, *, doors: int = 3, **given: object) -> Iterator[Campaign]:
    """A running round of the grid worker over so many households."""
    for number in range(doors - 3):
        door = make.dwelling(str(501 + number), parent=cast.entrance)
        home, phone = make.household(dwelling=door), f"138001390{number:02}"
        make.person(f"住户{number}", household=home, is_contact=True, phone=phone)
    with only_corridors():
        given.setdefault("people", [cast.grid_worker.pk])
        yield running(cast, **given)


@contextmanager
def a_phone(
    chromium: Browser, url: str, cast: Cast, folder: Path, *, offline: bool = False
) -> Iterator[Page]:
    """A browser that keeps what it keeps in ``folder``: closed and opened again, it is the same."""
    context = chromium.browser_type.launch_persistent_context(
        str(folder),
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        args=FLAGS.split(),
        viewport=SCREENS["phone"],  # type: ignore[arg-type]
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=True,
    )
    try:
        context.set_offline(offline)
        if not offline:
            log_in(context, url, cast)
        page = context.pages[0]
        page.set_default_timeout(8_000)
        page.goto(f"{url}/field/")
        yield page
    finally:
        context.close()


def log_in(context: BrowserContext, url: str, cast: Cast) -> None:
    """Log the grid worker in, for a day: a browser that is closed stays logged in."""
    kept = _cookies(url, "normal", "zh", cast.grid_worker, None)
    tomorrow = int(time.time()) + 86_400
    context.add_cookies([{**cookie, "expires": tomorrow} for cookie in kept])


def is_ready_offline(page: Page) -> None:
    """Wait until the worker has kept the shell and the bundle is there."""
    assert page.evaluate(WORKER_IS_READY)
    expect(page.get_by_role("heading", name="我的走访")).to_be_visible()


def a_photo(*, side: int = 900) -> bytes:
    """A picture that is more than one piece."""
    drawn = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(drawn, "JPEG", quality=95)
    return drawn.getvalue()


def take_photo(page: Page, photo: bytes) -> None:
    """Give the question what the phone's camera would."""
    picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo}
    page.locator("#answer").set_input_files(picture)  # type: ignore[arg-type]
    expect(page.locator(".photos img")).to_be_visible()


def sign(page: Page) -> None:
    """Draw a line on the pad."""
    pad = page.locator("canvas.signature")
    pad.hover(position={"x": 40, "y": 40})
    page.mouse.down()
    pad.hover(position={"x": 200, "y": 70})
    page.mouse.up()


def answer(page: Page, *, photo: bytes | None = None, phone: str = "") -> None:
    """Answer the corridor round's form at the door that is open."""
    page.get_by_role("button", name="见到了人").click()
    expect(page.locator("#title")).to_have_text("还是这样吗？")
    if phone:
        page.get_by_role("button", name="有变化: 电话").click()
        page.get_by_role("button", name="其余都没变").click()
        page.get_by_role("textbox", name="电话").fill(phone)
        page.get_by_role("button", name="下一步").click()
    else:
        page.get_by_role("button", name="都没变").click()
    page.get_by_role("button", name="跳过").click()  # insured?
    expect(page.get_by_role("heading", name="有无堆物")).to_be_visible()
    page.get_by_role("button", name="否", exact=True).click()
    expect(page.get_by_role("heading", name="照片")).to_be_visible()
    if photo:
        take_photo(page, photo)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="已保存")).to_be_visible()


def all_is_sent(page: Page) -> None:
    """Wait until nothing waits on the phone any more."""
    page.goto(page.url.partition("#")[0] + "#/waiting")
    expect(page.get_by_text("全部已上传。")).to_be_visible(timeout=30_000)


def phone_of(open_page: Open, cast: Cast, **more: Any) -> Page:
    """The grid worker's phone, with the round on it."""
    page = open_page("/field/", user=cast.grid_worker, **more)
    expect(page.get_by_role("heading", name="楼道巡查")).to_be_visible()
    page.wait_for_load_state("networkidle")  # it has met the house
    return page


def go(page: Page, path: str) -> None:
    page.goto(f"{page.url.partition('#')[0]}#/{path}")
