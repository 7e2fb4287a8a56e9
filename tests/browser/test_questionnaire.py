"""Questionnaires, form editor, results and keyed-in sheets in a real browser."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from linli.core.labels import Label, Option
from linli.engines.campaigns.models import Campaign, Door, Visit, VisitPhoto
from linli.forms.conditions import parse
from linli.forms.schema import Form, Question
from linli.registry.actions import issue_key
from tests.campaigns import builders
from tests.cast import Cast

CONTENT = Question(
    "content", "select_one", Label("您满意吗？", "Are you content?"), required=True,
    options=(Option("yes", Label("满意", "Yes")), Option("no", Label("不满意", "No"))),
)  # fmt: skip
CHANGES = Question(
    "changes", "select_many", Label("先改什么？", "What first?"),
    options=tuple(Option(f"o{n}", Label(f"第 {n} 样", f"No. {n}")) for n in range(1, 13)),
)  # fmt: skip
FIRST = Question(
    "first", "select_one", Label("最先改哪样？", "Which of them?"), options_from="changes",
    show_if=parse("count-selected(${changes}) > 1"),
)  # fmt: skip
WORDS = Question("words", "text", Label("还想说什么？", "Anything else?"))
PEOPLE = Question("people", "number", Label("几口人？", "How many live here?"))
PETS = Question(
    "pets", "repeat", Label("养了什么", "Pets"),
    questions=(Question("name", "text", Label("叫什么", "Its name"), most=20),),
)  # fmt: skip
SIGNED = Question("signed", "signature", Label("请签名", "Please sign"))
FORM = Form((CONTENT, CHANGES, FIRST, WORDS, PEOPLE))


@pytest.fixture
def asked(cast: Cast) -> Campaign:
    """An open questionnaire over the three households of the stairwell."""
    campaign = builders.campaign(
        community=cast.community, form=FORM, is_open=True, title="征求意愿", targets="households"
    )
    for home in cast.households:
        builders.door(campaign, home.dwelling, household=home)
    return campaign


def resident(cast: Cast) -> Client:
    """A browser in which the slip of the first household was scanned."""
    client = Client()
    slip = issue_key(cast.households[0].pk, by=cast.actor("worker"))
    client.post("/k/", {"code": slip.code, "enter": "1"})
    return client


def look(page: Any, axe: Any) -> None:
    axe(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url


def test_a_household_answers_without_any_script(
    cast: Cast, asked: Campaign, open_page: Any
) -> None:
    page = open_page(f"/q/{asked.code}/", client=resident(cast), javascript=False)
    page.click("button[value=next]")
    page.check("input[value=no]")
    page.click("button[value=next]")
    for code in ("o2", "o11"):
        page.check(f"input[value={code}]")
    page.click("button[value=next]")
    page.click("button[value=back]")  # what was ticked is ticked still
    assert page.is_checked("input[value=o11]")
    page.click("button[value=next]")
    page.check("input[name=q-first][value=o11]")  # two are left to choose from
    page.click("button[value=next]")
    page.fill("[name=q-words]", "路灯不亮")
    page.click("button[value=next]")
    page.fill("[name=q-people]", "四")
    page.click("button[value=next]")
    page.locator(".field__error").wait_for()
    page.fill("[name=q-people]", "4")
    page.click("button[value=next]")
    page.click("button[value=send]")
    page.wait_for_url("**/thanks/")
    assert Visit.objects.get().answers == {
        "content": "no", "changes": ["o2", "o11"], "first": "o11", "words": "路灯不亮", "people": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("screen", "letters", "language"), [("phone", "large", "zh"), ("desk", "normal", "en")]
)
def test_every_page_of_a_questionnaire_is_accessible(
    cast: Cast, open_page: Any, axe: Any, settings: Any, tmp_path: Any, screen: str, letters: str,
    language: str,
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    campaign = builders.campaign(
        community=cast.community, is_open=True, targets="anyone", title="邻里节的话",
        form=replace(FORM, questions=(CONTENT, CHANGES, WORDS, PETS, SIGNED)),
    )  # fmt: skip
    page = open_page(f"/q/{campaign.code}/", screen=screen, letters=letters, language=language)
    look(page, axe)
    page.click("button[value=next]")
    page.click("button[value=next]")  # it must be answered
    look(page, axe)
    page.check("input[value=yes]")
    for _question in (CHANGES, WORDS):
        page.click("button[value=next]")
        look(page, axe)
    page.click("button[value=next]")
    page.fill("[name=q-pets-0-name]", "阿黄")
    page.click("button[name=more]")
    look(page, axe)
    page.click("button[value=next]")
    pad = page.locator("canvas.signature").bounding_box()
    page.mouse.move(pad["x"] + 20, pad["y"] + 20)
    page.mouse.down()
    page.mouse.move(pad["x"] + 90, pad["y"] + 60)
    page.mouse.up()
    page.locator("input[data-signed='1']").wait_for()
    look(page, axe)
    page.click("button[value=send]")
    page.wait_for_url("**/thanks/")
    look(page, axe)
    assert VisitPhoto.objects.get().name == "signed-0"
    page.goto(page.url.replace(f"{campaign.code}/thanks", "NOSUCH00"))
    look(page, axe)


@pytest.mark.parametrize(
    ("screen", "letters", "language"), [("phone", "large", "en"), ("desk", "normal", "zh")]
)
def test_editor_results_and_paper_are_accessible(
    cast: Cast, asked: Campaign, open_page: Any, axe: Any, screen: str, letters: str,
    language: str,
) -> None:  # fmt: skip
    door = asked.doors.order_by("order").first()
    builders.visit(
        door, answers={"content": "yes", "changes": ["o1", "o2"], "words": "好", "people": 3}
    )
    here = f"/campaigns/{asked.pk}/"
    page = open_page(
        f"{here}form/", screen=screen, letters=letters, language=language, user=cast.secretary
    )
    paths = (
        "form/", "form/changes/", "form/new/?type=number", "results/",
        "results/?down=*building&across=content", "results/answers/", "key-in/?door=9-9-9",
        "sheets/", "poster/",
    )  # fmt: skip
    for path in paths:
        page.goto(page.url.split("/campaigns/")[0] + here + path)
        look(page, axe)


# Safari's Enter that ends a composition: it says that nothing is composed any more.
CONFIRMS_PINYIN = """document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
  key: "Enter", keyCode: 229, isComposing: false, bubbles: true, cancelable: true,
}))"""


def test_a_sheet_is_keyed_in_by_the_keyboard_alone(
    cast: Cast, asked: Campaign, open_page: Any, axe: Any
) -> None:
    first, second, third = asked.doors.order_by("order")
    page = open_page(f"/campaigns/{asked.pk}/key-in/", screen="desk", user=cast.worker)
    page.keyboard.type("704-2-301")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/door/{first.pk}/**")
    page.locator("kbd.answer-key").first.wait_for()
    look(page, axe)
    # how it went · content · two of twelve · which of them · words · people · for who comes next
    for key in ("1", "Enter", "2", "Enter", "2", "b", "Enter", "b", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("路灯")
    page.evaluate(CONFIRMS_PINYIN)
    page.keyboard.type("不亮")  # still in the same box
    page.keyboard.press("Enter")
    page.keyboard.type("4")
    for _last in range(3):
        page.keyboard.press("Enter")
    page.wait_for_url(f"**/door/{second.pk}/**")
    page.keyboard.press("3")  # nobody home: nothing else is asked
    for _last in range(3):
        page.keyboard.press("Enter")
    page.wait_for_url(f"**/door/{third.pk}/**")
    told, nobody = Visit.objects.order_by("pk")
    assert (told.channel, told.door_id, nobody.outcome) == ("paper", first.pk, "absent")
    assert told.answers == {
        "content": "no", "changes": ["o2", "o11"], "first": "o11", "words": "路灯不亮", "people": 4,
    }  # fmt: skip
    assert Door.objects.get(pk=second.pk).state == "absent"
