"""The pages of the phone at the door: each type of question, few taps, for everybody."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from linli.engines.campaigns import actions
from linli.engines.campaigns.models import Visit
from linli.engines.cases.models import Case
from linli.registry import facts
from linli.registry.actions import issue_key
from linli.registry.models import HouseholdKey
from tests.browser.walking import (
    Open,
    a_photo,
    a_round,
    all_is_sent,
    go,
    phone_of,
    sign,
    take_photo,
)
from tests.campaigns.walking import door_of
from tests.cast import Cast
from tests.forms.builders import form

A_CAMERA_THAT_SEES = """(text) => {
  window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return [{ rawValue: text }]; }
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const seen = document.createElement("canvas");
    seen.getContext("2d").fillRect(0, 0, 9, 9);
    return seen.captureStream(30);
  };
}"""


def test_what_is_done_beside_a_visit_arrives_as_well(open_page: Open, cast: Cast) -> None:
    with a_round(cast) as campaign:
        door = door_of(campaign)
        slip = issue_key(door.household.pk, by=cast.actor("worker"))
        page, here = phone_of(open_page, cast), f"{campaign.pk}/{door.pk}"
        page.context.set_offline(True)
        page.evaluate(A_CAMERA_THAT_SEES, f"http://house/k/{slip.code.lower()}/")
        go(page, f"key/{here}")
        page.get_by_role("button", name="扫描凭条").click()
        expect(page.locator("#title")).to_have_text(door.label)
        page.get_by_role("link", name="代为反映").click()
        page.get_by_label("是什么事？").fill("3 楼楼道里堆了两个旧柜子")
        page.get_by_label("类别").select_option("corridor_clutter")
        page.get_by_label("在哪里").select_option("entrance")
        page.get_by_role("button", name="保存").click()
        page.get_by_role("link", name="谁负责").last.click()
        page.get_by_role("searchbox").fill("楼道堆物")
        expect(page.locator("#main")).to_contain_text("楼门长 刘桂芳")
        go(page, f"round/{campaign.pk}")
        page.get_by_role("button", name="这层都没人").click()
        page.get_by_role("button", name="再点一次：这 2 户都没人").click()
        expect(page.locator("a.row")).to_contain_text(["没人在家", "没人在家", "待走访"])
        expect(page.locator("#line")).to_contain_text("待上传 4 条")
        page.context.set_offline(False)
        go(page, "waiting")
        expect(page.get_by_text("已登记为 SX-1")).to_be_visible()
        page.get_by_role("button", name="知道了").click()
        all_is_sent(page)
        assert HouseholdKey.objects.get().handed_over_at
        case = Case.objects.get()
        assert (case.kind, case.place, case.household) == (
            "corridor_clutter",
            cast.entrance,
            door.household,
        )
        assert Visit.objects.filter(outcome="absent").count() == 2


def test_every_page_is_for_everybody_in_both_sizes(
    open_page: Open, cast: Cast, axe: Callable[[Page], None]
) -> None:
    with a_round(cast) as campaign:
        here = f"{campaign.pk}/{door_of(campaign).pk}"
        for letters in ("normal", "large"):
            page = phone_of(open_page, cast, letters=letters)
            for path, sign in pages(here).items():
                go(page, path)
                expect(page.locator("#title")).to_have_text(sign)
                axe(page)
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, path
                if path.startswith("door"):
                    page.get_by_role("button", name="见到了人").click()
                    expect(page.locator("#title")).to_have_text("还是这样吗？")
            go(page, f"visit/{here}/review")
            page.get_by_role("button", name="放弃这次走访").click()
            page.get_by_role("button", name="再点一次").click()
            expect(page.get_by_role("button", name="见到了人")).to_be_visible()


def pages(here: str) -> dict[str, str]:
    """Each page and its heading; the door's page begins a visit."""
    round_id = here.split("/")[0]
    return {
        "": "我的走访",
        f"round/{round_id}": "楼道巡查",
        f"door/{here}": "704 楼 2 单元 301",
        f"visit/{here}/still": "还是这样吗？",
        f"visit/{here}/phone": "电话",
        f"visit/{here}/clutter": "有无堆物",
        f"visit/{here}/picture": "照片",
        f"visit/{here}/review": "这样对吗？",
        f"done/{here}": "已保存",
        f"matter/{here}": "代为反映",
        f"key/{here}": "交接住户钥匙",
        f"who/{here}": "谁负责",
        "waiting": "上传情况",
        "out": "退出登录",
    }


EVERY_TYPE = [
    {"code": "hello", "type": "note"},
    {"code": "when", "type": "date", "required": True},
    {"code": "many", "type": "number", "constraint": ". < 9"},
    {"code": "likes", "type": "select_many", "options": ["tea", "rice", "cake"]},
    {"code": "most", "type": "select_one", "options_from": "likes"},
    {"code": "spot", "type": "location"},
    {
        "code": "guests", "type": "repeat", "questions": [
            {"code": "who", "type": "text", "required": True},
            {"code": "face", "type": "photo"},
            {"code": "cake", "type": "text", "show_if": "selected(${likes}, 'cake')"},
        ],
    },
    {"code": "name", "type": "signature", "required": True},
]  # fmt: skip


def test_every_type_of_question_is_answered(
    open_page: Open, cast: Cast, axe: Callable[[Page], None]
) -> None:
    with a_round(cast, form=form(EVERY_TYPE)) as campaign:
        page = phone_of(open_page, cast)
        go(page, f"door/{campaign.pk}/{door_of(campaign).pk}")
        page.get_by_role("button", name="见到了人").click()
        go_on = page.get_by_role("button", name="下一步")
        asks(page, "hello")
        go_on.click()
        asks(page, "when")
        go_on.click()
        expect(page.get_by_role("alert")).to_have_text("请回答这道题。")
        page.locator("#answer").fill("2026-11-24")
        go_on.click()
        asks(page, "many")
        page.locator("#answer").fill("12")
        go_on.click()
        expect(page.get_by_role("alert")).not_to_be_empty()
        page.locator("#answer").fill("3")
        go_on.click()
        asks(page, "likes")
        page.get_by_label("rice").check()
        page.get_by_label("tea").check()
        go_on.click()
        asks(page, "most")
        expect(page.get_by_role("button", name="cake")).to_have_count(0)
        page.get_by_role("button", name="tea").click()
        asks(page, "spot")
        page.get_by_role("button", name="704 楼 2 单元").click()
        asks(page, "guests")
        page.get_by_role("button", name="添加一条").click()
        asks(page, "who")
        page.locator("#answer").fill("小李")
        go_on.click()
        asks(page, "face")
        take_photo(page, a_photo(side=300))
        go_on.click()
        asks(page, "guests")
        axe(page)
        go_on.click()
        asks(page, "name")
        sign(page)
        axe(page)
        go_on.click()
        asks(page, "review")
        page.get_by_role("button", name="保存").click()
        expect(page.locator("#title")).to_have_text("已保存")
        all_is_sent(page)
        kept = Visit.objects.get()
        assert kept.answers == {
            "when": "2026-11-24", "many": 3, "likes": ["rice", "tea"], "most": "tea",
            "spot": cast.entrance.code, "guests": [{"who": "小李", "face": ["face-0"]}],
            "name": ["name-0"],
        }  # fmt: skip
        assert {one.name for one in kept.photos.all()} == {"face-0", "name-0"}


def asks(page: Page, code: str) -> None:
    """Wait until a question's own page is there."""
    expect(page.locator("#title")).to_have_text("这样对吗？" if code == "review" else f"{code}？")


COUNT_TAPS = """() => {
  window.taps = 0;
  document.addEventListener("click", (event) => event.isTrusted && (window.taps += 1), true);
}"""


def test_a_visit_in_which_nothing_changed_takes_few_taps(open_page: Open, cast: Cast) -> None:
    """The same form elsewhere: every shown question answered and swiped on, then finished."""
    by, home = cast.actor("worker"), cast.households[0]
    plan = actions.plan(
        by=by, community_id=cast.community.pk, kind="insurance_registration",
        starts_on=timezone.localdate(), people=[cast.grid_worker.pk],
    )  # fmt: skip
    known = {"kept.home_insured": "yes", "kept.home_insurance_channel": "insurer"}
    with transaction.atomic():
        for fact, value in known.items():
            facts.state(home, fact, value, source="desk", at=timezone.now(), by=by)
    actions.start(plan.pk, by=by)
    page = open_page("/field/", user=cast.grid_worker)
    page.get_by_role("link", name="打开").click()
    page.locator("a.row").first.click()
    page.get_by_role("button", name="见到了人").click()
    expect(page.locator("#title")).to_have_text("还是这样吗？")
    page.evaluate(COUNT_TAPS)
    page.get_by_role("button", name="都没变").click()
    page.get_by_role("button", name="没有").click()  # help wanted with a claim?
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="下一户：302").click()
    expect(page.locator("#title")).to_have_text("704 楼 2 单元 302")
    taps = page.evaluate("window.taps")
    all_is_sent(page)
    answers = Visit.objects.get().answers
    assert answers == {"insured": "yes", "channel": "insurer", "claim": "no"}
    assert taps <= 6
    assert taps < 2 * len(answers) + 1
