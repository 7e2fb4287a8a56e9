"""Desk and settings in a real browser: accessible in both sizes, by keyboard, without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.engines.cases import actions, kinds
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case
from tests.cast import Cast

DESK = (
    "/desk/", "/desk/?state=closed", "/desk/new/", "/desk/new/?who=wxl", "/desk/hotline/",
    "/desk/inbox/", "/desk/letters/", "/desk/views/", "/desk/export/",
)  # fmt: skip
SETTINGS = (
    "/settings/", "/settings/kinds/", "/settings/kinds/lift_broken/", "/settings/programmes/",
    "/settings/routing/", "/settings/routing/new/", "/settings/calendar/", "/settings/wordings/",
    "/settings/wordings/case.resolved/", "/settings/organisations/", "/settings/organisations/new/",
    "/settings/tokens/", "/settings/outbox/", "/settings/record/",
)  # fmt: skip


@pytest.fixture
def cases(cast: Cast) -> list[Case]:
    """Three matters of one building: assigned, overdue, and noted upon."""
    kind = next(k for k in kinds.all() if k.workflow == "standard" and "after" not in k.photos)
    made = [
        actions.file_case(
            by=cast.actor("worker"), community_id=cast.community.pk, channel="desk",
            kind=kind.code, text=text, place=cast.entrance,
            reporter=Reporter(name="王秀兰", phone="13800138001"),
        ).case
        for text in ("补光灯刺眼", "南侧绿地水管漏水", "楼道堆放旧家具")
    ]  # fmt: skip
    worker = cast.actor("worker")
    actions.assign(made[0].pk, by=worker, organisation_id=cast.property_company.pk)
    actions.reply(made[0].pk, by=worker, text="明天到现场")
    actions.add_note(made[0].pk, by=worker, text="老人独居")
    Case.objects.filter(pk=made[1].pk).update(due_at=timezone.now() - timedelta(days=2))
    return made


@pytest.mark.parametrize(
    ("screen", "letters", "language"),
    [("desk", "normal", "zh"), ("phone", "normal", "en"), ("phone", "large", "zh")],
)
def test_every_page_is_accessible_and_fits(
    cast: Cast, cases: list[Case], open_page: Any, axe: Any, screen: str, letters: str,
    language: str,
) -> None:  # fmt: skip
    own = (f"/desk/{cases[0].pk}/", f"/desk/{cases[0].pk}/?do=merge", f"/desk/{cases[0].pk}/print/",
           f"/desk/assign/?case={cases[0].pk}")  # fmt: skip
    page = open_page(
        "/desk/", screen=screen, letters=letters, language=language, user=cast.secretary
    )
    root = page.url.removesuffix("/desk/")
    for path in (*DESK, *own, *SETTINGS):
        page.goto(root + path)
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], path


def test_the_list_is_walked_by_keyboard(cast: Cast, cases: list[Case], open_page: Any) -> None:
    page = open_page("/desk/", screen="desk", user=cast.worker)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tr.is-chosen input[type=checkbox]").is_checked()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/*/")
    page.keyboard.press("Alt+ArrowLeft")


def test_a_step_is_taken_without_javascript(cast: Cast, cases: list[Case], open_page: Any) -> None:
    page = open_page(
        f"/desk/{cases[1].pk}/?do=reply", screen="desk", user=cast.worker, javascript=False
    )
    page.fill("#id_reply_text", "今天下午来修")
    page.click("#verb-reply button")
    assert page.locator("text=今天下午来修").count() == 1


def test_whoever_stands_there_is_served_by_keyboard_alone(cast: Cast, open_page: Any) -> None:
    page = open_page("/desk/", screen="desk", user=cast.worker)
    keys = page.keyboard
    keys.press("n")
    page.locator("#who:focus").wait_for()
    keys.type("704-2-301")
    page.locator("#people a").first.wait_for()
    for key in ("Tab", "Tab", "Enter"):  # past the button, to the first who lives there
        keys.press(key)
    page.locator("#id_text:focus").wait_for()
    keys.type("电梯坏了，一直不动")
    page.locator("button[data-set]").first.wait_for()
    for key in ("Tab", "Tab", "Enter", "Control+Enter"):  # past the place, to the likeliest kind
        keys.press(key)
    page.locator(".card--call .code").wait_for()
    case = Case.objects.get()
    assert (case.kind, case.household_id) == ("lift_broken", cast.households[0].pk)
    assert case.place == cast.dwellings[0]
    page.locator("#who:focus").wait_for()  # ready for the next one
