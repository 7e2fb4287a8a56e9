"""Somebody in danger reads whom to call: before and while typing, after sending, when refused."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from linli.core.models import Line
from linli.engines.cases import actions
from linli.engines.cases.danger import community_lists
from linli.engines.cases.models import Case, DangerSetting
from linli.faces.web.resident import report
from linli.faces.web.resident import suggest as resident_suggest
from linli.registry.access import VISITOR
from linli.registry.models import Place
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
BIG = re.compile(r'class="btn btn--big btn--wide btn--call" href="tel:([^"]+)"')


@pytest.fixture
def lift(cast: Cast) -> Place:
    return make.place(
        "lift", "电梯 1", parent=cast.entrance, maintainer="平安电梯", maintainer_phone="4000001234"
    )


@pytest.fixture
def secretary(cast: Cast, client: Client) -> Client:
    client.force_login(cast.secretary)
    return client


def calls(answer: Any) -> list[str]:
    """Return the telephones behind the big buttons, in their order."""
    return BIG.findall(answer.content.decode())


def suggest(client: Client, place: Place, text: str) -> Any:
    return client.post(f"/p/{place.code}/suggestions/", {"text": text})


def test_the_page_of_a_lift_shows_them_before_a_word_is_typed(lift: Place, client: Client) -> None:
    page = client.get(f"/p/{lift.code}/")
    assert calls(page)[:3] == ["4000001234", "119", "96333"]
    assert {"110", "120"} <= set(calls(page))
    assert page.content.decode().index("tel:119") < page.content.decode().index("<textarea")


def test_an_ordinary_place_shows_small_ones_only(cast: Cast, client: Client) -> None:
    page = client.get(f"/p/{cast.building.code}/")
    assert calls(page) == []
    for number in ("110", "119", "120"):
        assert f'href="tel:{number}"' in page.content.decode()
    assert 'href="tel:119"' in client.get("/report/").content.decode()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("着火", "119"),
        ("有人要跳楼", "119"),
        ("老人晕倒", "120"),
        ("持刀", "110"),
        ("撞到人了", "120"),
    ],
)
def test_two_letters_are_enough_while_typing(
    cast: Cast, client: Client, text: str, first: str
) -> None:
    answer = suggest(client, cast.building, text)
    assert calls(answer)[0] == first
    assert 'hx-swap-oob="true"' in answer.content.decode()


def test_122_and_the_gas_company_stand_only_where_they_fit(cast: Cast, secretary: Client) -> None:
    assert "122" in calls(suggest(secretary, cast.building, "有人被车撞了"))
    assert "122" not in calls(suggest(secretary, cast.building, "着火了"))
    secretary.post("/settings/danger/", numbers_as_shown(secretary, gas="0531-777"))
    gas = calls(suggest(secretary, cast.building, "闻到燃气味"))
    assert "0531-777" in gas[:2]
    assert "0531-777" not in calls(suggest(secretary, cast.building, "着火了"))


def test_somebody_trapped_in_a_building_is_shown_its_lifts_company(
    cast: Cast, lift: Place, client: Client
) -> None:
    assert calls(suggest(client, cast.building, "电梯困人了"))[0] == lift.maintainer_phone


def test_no_danger_takes_them_away_again(cast: Cast, client: Client) -> None:
    answer = suggest(client, cast.building, "灯不亮有点困难")
    assert calls(answer) == []
    assert 'id="calls"' in answer.content.decode()


def test_no_limit_hides_them_while_typing(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resident_suggest, "SUGGESTIONS_IN_TEN_MINUTES", 0)
    answer = suggest(client, cast.building, "楼道里着火了")
    assert (answer.status_code, calls(answer)[0]) == (200, "119")
    assert suggest(client, cast.building, "灯坏了灯坏了").status_code == 429


@pytest.mark.parametrize("text", ["楼道里着火了", "灯坏了"])
def test_no_limit_hides_them_after_sending(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(report, "REPORTS_AN_HOUR", 0)
    answer = client.post(f"/p/{cast.building.code}/", {"text": text})
    assert answer.status_code == 429
    assert "119" in calls(answer)
    assert not Case.objects.exists()


def test_a_form_with_a_mistake_shows_them_too(cast: Cast, client: Client) -> None:
    answer = client.post(f"/p/{cast.building.code}/", {"text": "着火了", "phone": "x"})
    assert (answer.status_code, calls(answer)[0]) == (400, "119")


def test_the_confirmation_shows_them_first_and_the_matters_page_until_it_is_solved(
    cast: Cast, lift: Place, client: Client
) -> None:
    client.post(f"/p/{lift.code}/", {"text": "We are stuck in the lift"})
    page = client.get("/thanks/")
    assert calls(page)[0] == lift.maintainer_phone
    text = page.content.decode()
    assert text.index("tel:119") < text.index('class="code"')
    case = Case.objects.get()
    assert calls(client.get(f"/my/{case.pk}/"))[0] == lift.maintainer_phone
    actions.take(case.pk, by=cast.actor("grid_worker"))
    actions.resolve(case.pk, by=cast.actor("grid_worker"), result="人已救出")
    assert calls(client.get(f"/my/{case.pk}/")) == []


def test_the_desk_is_told_while_it_types(cast: Cast, client: Client) -> None:
    client.force_login(cast.worker)
    answer = client.post("/desk/new/suggest/", {"text": "闻到燃气味", "place": "704"})
    assert calls(answer)[0] == "119"


# ---------- the desk's list ----------


def file(cast: Cast, text: str, **given: Any) -> Case:
    return actions.file_case(
        by=VISITOR, community_id=cast.community.pk, channel="place_code", kind="other", text=text,
        place=cast.building, **given,
    ).case  # fmt: skip


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_emergencies_stand_first_however_late_the_others_are(cast: Cast, limit: int) -> None:
    from linli.engines.cases.queries import DeskFilters, desk

    long_ago = timezone.now() - timedelta(days=60)
    with time_machine.travel(long_ago, tick=False):
        late = [file(cast, f"晚了 {number}") for number in range(3)]
    first = [file(cast, "着火了"), file(cast, "有人晕倒")]
    solved = file(cast, "冒烟")
    actions.take(solved.pk, by=cast.actor("grid_worker"))
    actions.resolve(solved.pk, by=cast.actor("grid_worker"), result="扑灭了")
    undated = make.case(community=cast.community, place=cast.building)
    order = [*first, *late, solved, undated]
    actor, now = cast.actor("worker"), timezone.now()

    def page(cursor: str) -> Any:
        return desk(actor, cast.community.pk, filters=DeskFilters(), now=now, cursor=cursor,
                    limit=limit)  # fmt: skip

    seen, pages, cursor = [], [], ""
    while True:
        shown = page(cursor)
        pages.append([row.id for row in shown.rows])
        seen += pages[-1]
        if not shown.older or not shown.rows:
            break
        cursor = shown.older
    assert seen == [case.pk for case in order]
    for earlier in reversed([one for one in pages if one][:-1]):  # and back again
        shown = page(shown.newer)
        assert [row.id for row in shown.rows] == earlier


def test_the_desk_says_it_in_a_word(cast: Cast, client: Client) -> None:
    case = file(cast, "楼道着火了")
    client.force_login(cast.worker)
    assert "特急 · 起火冒烟" in client.get("/desk/").content.decode()
    page = client.get(f"/desk/{case.pk}/").content.decode()
    assert "起火冒烟" in page
    assert "tel:119" in page


# ---------- settings ----------


def words_as_shown(client: Client, **changes: str) -> dict[str, str]:
    page = client.get("/settings/danger/")
    said = {field["name"]: field["value"] for row in page.context["dangers"]
            for field in row["fields"]}  # fmt: skip
    return {"part": "words", **said, "harmless": page.context["harmless"], **changes}


def numbers_as_shown(client: Client, *, minutes: str = "10", **phones: str) -> dict[str, Any]:
    rows = client.get("/settings/danger/").context["numbers"]
    said: dict[str, Any] = {"part": "numbers", "minutes": minutes}
    for at, row in enumerate(rows):
        said |= {
            f"code-{at}": row["code"], f"label-{at}": row["label"],
            f"phone-{at}": phones.get(row["code"], row["phone"]),
            f"first-{at}": [one["code"] for one in row["first_for"] if one["chosen"]],
        }  # fmt: skip
        if row["only_then"]:
            said[f"only-{at}"] = "1"
    return said


def test_the_community_words_its_dangers_and_comes_back(cast: Cast, secretary: Client) -> None:
    community = cast.community.pk
    before = community_lists.of(community)
    said = words_as_shown(secretary)
    fire = said["fire-words"]
    changed = {"fire-words": fire + "、走水了", "harmless": said["harmless"] + "，消防着火演习"}
    assert secretary.post("/settings/danger/", {**said, **changed}).status_code == 302
    assert community_lists.read(community, "走水了")
    assert not community_lists.read(community, "今天消防着火演习")
    assert community_lists.read(cast.elsewhere.pk, "今天消防着火演习")
    secretary.post("/settings/danger/", {"reset": "words"})
    assert community_lists.of(community).lists == before.lists
    verbs = Line.objects.filter(verb__startswith="danger.").values_list("verb", flat=True)
    assert sorted(verbs) == ["danger.reset", "danger.set"]


@pytest.mark.parametrize(
    "changes", [{"fire-words": ""}, {"fire-words": "火"}, {"harmless": "长" * 41}]
)
def test_a_list_that_would_miss_or_ring_always_is_refused(
    secretary: Client, changes: dict[str, str]
) -> None:
    answer = secretary.post("/settings/danger/", words_as_shown(secretary, **changes))
    assert answer.status_code == 400
    assert "toast--error" in answer.content.decode()
    assert not DangerSetting.objects.exists()


def test_numbers_saved_as_they_stand_stay_in_both_languages(cast: Cast, secretary: Client) -> None:
    before = community_lists.of(cast.community.pk).numbers
    said = numbers_as_shown(secretary, night_desk="010-6000 0000")
    assert secretary.post("/settings/danger/", said).status_code == 302
    after = community_lists.of(cast.community.pk).numbers
    assert [one.label for one in after] == [one.label for one in before]
    assert after[-1].phone == "010-60000000"
    secretary.post("/settings/danger/", {"reset": "numbers"})
    assert community_lists.of(cast.community.pk).numbers == before


@pytest.mark.parametrize("said", [{"minutes": "0"}, {"minutes": "x"}, {"fire": "abc"}])
def test_numbers_that_cannot_be_are_refused(secretary: Client, said: dict[str, str]) -> None:
    assert (
        secretary.post("/settings/danger/", numbers_as_shown(secretary, **said)).status_code == 400
    )


def test_not_even_119_can_be_lost(secretary: Client) -> None:
    none = numbers_as_shown(secretary, fire="", ambulance="", police="", night_desk="")
    assert secretary.post("/settings/danger/", none).status_code == 400


def test_only_who_manages_rules_may_change_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.grid_worker)
    assert client.get("/settings/danger/").status_code == 403


def test_the_lifts_company_is_entered_with_the_lift(
    cast: Cast, lift: Place, secretary: Client
) -> None:
    said = {"verb": "maintainer", "maintainer": "新电梯公司", "maintainer_phone": "400 000 9999"}
    secretary.post(f"/register/places/{lift.pk}/change/", said)
    lift.refresh_from_db()
    assert (lift.maintainer, lift.maintainer_phone) == ("新电梯公司", "4000009999")
    assert "新电梯公司" in secretary.get(f"/register/places/{lift.pk}/").content.decode()
