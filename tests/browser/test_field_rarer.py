"""The rarer questions on the phone at the door: answered by tapping, kept, sent, reckoned alike."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from playwright.sync_api import Page, expect

from linli.engines.campaigns.models import Visit
from linli.registry.models import Place
from tests.browser.walking import Open, a_round, all_is_sent, go, phone_of
from tests.campaigns.walking import door_of
from tests.cast import Cast
from tests.forms.builders import form

A_MICROPHONE = """() => {
  navigator.mediaDevices.getUserMedia = async () => {
    const sounds = new AudioContext();
    const voice = sounds.createOscillator();
    const ear = sounds.createMediaStreamDestination();
    voice.connect(ear);
    voice.start();
    return ear.stream;
  };
}"""
RARER = [
    {"code": "stars", "type": "range", "scale": (1, 5, 1)},
    {"code": "order", "type": "rank", "options": ["tea", "rice"]},
    {"code": "at", "type": "time"},
    {"code": "moment", "type": "datetime"},
    {"code": "tag", "type": "barcode"},
    {"code": "late", "type": "calculate", "calculation": "if(${at} > '18:00', 'late', 'early')"},
    {"code": "voice", "type": "audio"},
    {"code": "where", "type": "geopoint"},
    {"code": "house", "type": "select_one", "options": ["a", "late"],
     "choice_filter": "name = ${late}"},
]  # fmt: skip


def asks(page: Page, code: str) -> None:
    expect(page.locator("#title")).to_have_text("这样对吗？" if code == "review" else f"{code}？")


def test_rarer_questions_are_answered_at_the_door(
    open_page: Open, cast: Cast, axe: Callable[[Page], None]
) -> None:
    with transaction.atomic():
        box = {"x": 10, "y": 20, "w": 60, "h": 40}
        Place.objects.filter(kind="building").update(geometry=box)
    with a_round(cast, form=form(RARER)) as campaign:
        page = phone_of(open_page, cast)
        page.evaluate(A_MICROPHONE)
        go(page, f"door/{campaign.pk}/{door_of(campaign).pk}")
        page.get_by_role("button", name="见到了人").click()
        go_on = page.get_by_role("button", name="下一步")
        asks(page, "stars")
        axe(page)
        page.get_by_role("button", name="4", exact=True).click()
        asks(page, "order")
        page.get_by_role("button", name="rice").click()
        page.get_by_role("button", name="tea").click()
        axe(page)
        go_on.click()
        asks(page, "at")
        page.locator("#answer").fill("19:30")
        go_on.click()
        asks(page, "moment")
        page.locator("#answer").fill("2026-11-25T08:30")
        go_on.click()
        asks(page, "tag")
        page.locator("input#answer").fill("E-17")
        go_on.click()
        asks(page, "voice")
        page.get_by_role("button", name="录音，最长一分钟").click()
        page.get_by_role("button", name="停止").click(delay=300)
        expect(page.locator("audio")).to_be_visible()
        axe(page)
        go_on.click()
        asks(page, "where")
        page.locator("svg.plan").click()
        expect(page.get_by_role("status").filter(has_text="已记下位置")).to_be_visible()
        axe(page)
        go_on.click()
        asks(page, "house")
        expect(page.get_by_role("button", name="a", exact=True)).to_have_count(0)
        page.get_by_role("button", name="late").click()
        asks(page, "review")
        page.get_by_role("button", name="保存").click()
        expect(page.locator("#title")).to_have_text("已保存")
        all_is_sent(page)
        kept = Visit.objects.get()
        where = kept.answers.pop("where")
        assert len(where.split()) == 2
        assert kept.answers == {
            "stars": 4, "order": ["rice", "tea"], "at": "19:30", "moment": "2026-11-25T08:30",
            "tag": "E-17", "late": "late", "voice": ["voice-0"], "house": "late",
        }  # fmt: skip
        assert kept.photos.get().file.endswith((".weba", ".m4a", ".oga"))
