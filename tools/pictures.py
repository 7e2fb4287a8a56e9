"""The manual's pictures: opens a running demo in Chromium and writes docs/pictures/*.png.

LINLI_HOME=.linli python tools/pictures.py http://127.0.0.1:8000

Log-ins and the resident's slip are those that the demo left in its ``LINLI_HOME``. Nothing is
changed in the house: a visit that is begun for its picture is never kept.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
MOST_BYTES = 120 * 1024
COLOURS = (256, 128, 64, 32)  # fewer, until the picture is small enough
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
WALKER, SECRETARY = "grid2", "secretary"
INSURANCE, OPINIONS, STANDING = "家财险登记", "秋季逐户征求意见", "上门走访"
BUILDING = "704 楼"
NAMED, LIFT = "王秀兰", "电梯 1"


class House:
    """A running demo, and the browser that looks at it."""

    def __init__(self, browser: Browser, url: str, demo: dict[str, Any]) -> None:
        self.browser, self.url, self.demo = browser, url.rstrip("/"), demo

    @contextmanager
    def open(self, *, phone: bool, user: str = "", large: bool = False) -> Iterator[Page]:
        """Open a browser of its own, logged in as ``user``, else with the resident's slip."""
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=phone,
        )  # fmt: skip
        size = "large" if large else "normal"
        context.add_cookies([{"name": "size", "value": size, "url": self.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        if user:
            self._log_in(page, user)
        else:
            page.goto(self.url + self.demo["slip_path"])
            page.click("button[name=enter]")
        yield page
        context.close()

    def _log_in(self, page: Page, user: str) -> None:
        page.goto(f"{self.url}/account/login/?next=/desk/")
        page.fill("input[name=login]", user)
        page.fill("input[name=password]", self.demo["password"])
        page.keyboard.press("Enter")
        page.wait_for_url(f"{self.url}/desk/")


def keep(page: Page, name: str) -> None:
    """Write what the page shows, in as many colours as fit into 120 KB."""
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    for colours in COLOURS:
        small = io.BytesIO()
        shot.quantize(colours, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() <= MOST_BYTES:
            break
    (FOLDER / f"{name}.png").write_bytes(small.getvalue())
    print(f"{name}.png  {small.tell() // 1024} KB  {colours} colours")


def residents(house: House) -> None:
    """Take what a household sees: its home, the same in large type, a question it is asked."""
    for name, large in (("home", False), ("home_large", True)):
        with house.open(phone=True, large=large) as page:
            page.goto(f"{house.url}/")
            keep(page, name)
    with house.open(phone=False, user=SECRETARY) as page:
        page.goto(f"{house.url}/campaigns/")
        page.get_by_role("link", name=INSURANCE).first.click()
        page.locator("a[href$='/poster/']").click()
        address = page.get_by_text("/q/").inner_text()
    with house.open(phone=True) as page:
        page.goto(address)
        page.click("button[name=go]")
        page.wait_for_selector("button[value=back]")
        keep(page, "questionnaire")


def desk(house: House) -> None:
    """Take the owner's desk and one matter with its timeline."""
    with house.open(phone=False, user=SECRETARY) as page:
        page.goto(f"{house.url}/desk/")
        keep(page, "desk")
        page.get_by_role("link", name="待确认", exact=True).click()
        page.locator("tr[data-row] a[data-open]").first.click()
        keep(page, "case")


def look(house: House) -> None:
    """Take a stranger's words with what was covered in them, before strangers may read them."""
    with house.open(phone=False, user=SECRETARY) as page:
        page.goto(f"{house.url}/desk/?look=1")
        page.locator("tr[data-row]", has_text=NAMED).locator("a[data-open]").first.click()
        page.locator("#look mark").first.wait_for()
        keep(page, "look")


def danger(house: House) -> None:
    """Take whom people in a lift call, from the lift's own QR code."""
    with house.open(phone=False, user=SECRETARY) as page:
        page.goto(f"{house.url}/register/places/?kind=lift")
        label = page.locator("a", has_text=LIFT).first.get_attribute("href")
        page.goto(f"{house.url}{label}")
        code = page.locator("p.code").inner_text().strip()
    with house.open(phone=True) as page:
        page.goto(f"{house.url}/p/{code}/")
        page.locator("#id_text").fill("我们被困在电梯里了")
        page.locator("#calls [role=alert]").wait_for()
        keep(page, "danger")


def rounds(house: House) -> None:
    """Take how far a round has come, a building's doors, and what another round heard."""
    with house.open(phone=False, user=SECRETARY) as page:
        page.goto(f"{house.url}/campaigns/")
        page.get_by_role("link", name=INSURANCE).first.click()
        keep(page, "coverage")
        page.get_by_role("link", name=BUILDING).first.click()
        page.get_by_role("heading", name=BUILDING).wait_for()
        keep(page, "doors")
        page.goto(f"{house.url}/campaigns/")
        page.get_by_role("link", name=OPINIONS).first.click()
        page.locator("a[href$='/results/']").first.click()
        keep(page, "results")


def field(house: House) -> None:
    """Take the phone at the door: doors in walking order, a question, facts asked "still so?"."""
    with house.open(phone=True, user=WALKER) as page:
        page.goto(f"{house.url}/field/")
        page.evaluate("navigator.serviceWorker.ready.then((one) => one.active.state)")
        _open_round(page, INSURANCE)
        keep(page, "field_doors")
        _meet(page)
        keep(page, "field_question")
        page.goto(f"{house.url}/field/#/")
        _open_round(page, STANDING)
        _meet(page)
        page.get_by_role("button", name="都没变").first.wait_for()
        keep(page, "field_still")


def _open_round(page: Page, title: str) -> None:
    page.locator(".card", has_text=title).get_by_role("link", name="打开").click()
    page.locator("a.row").first.wait_for()


def _meet(page: Page) -> None:
    """Open the first door's form: somebody is home."""
    page.locator("a.row").first.click()
    page.get_by_role("button", name="见到了人").click()
    page.locator("#title", has_text="？").wait_for()


PARTS: dict[str, Callable[[House], None]] = {
    "residents": residents, "desk": desk, "look": look, "danger": danger,
    "rounds": rounds, "field": field,
}  # fmt: skip


def main() -> int:
    """Take all pictures, or those of some parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    options = parser.parse_args()
    left = Path(os.environ.get("LINLI_HOME", ".linli")) / "demo.json"
    if not left.exists():
        print(f"There is no demo in {left.parent}. Name its home: LINLI_HOME=…", file=sys.stderr)
        return 1
    demo = json.loads(left.read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS.split()
        )
        house = House(browser, options.url, demo)
        for part in options.parts or PARTS:
            PARTS[part](house)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
