"""Half a minute at a label: what a resident needs to be heard, and what a mischief-maker gets."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.config.sessions import SessionStore
from linli.core.models import Line
from linli.engines.cases.models import Case, Photo, Supporter
from linli.faces.web.resident import report
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    return str(response.content.decode())


def a_photo(name: str = "灯.jpg") -> SimpleUploadedFile:
    drawing = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(drawing, "JPEG")
    return SimpleUploadedFile(name, drawing.getvalue(), content_type="image/jpeg")


def enter_household(client: Client, cast: Cast) -> None:
    from linli.registry import actions

    slip = actions.issue_key(cast.households[0].pk, by=cast.actor("secretary"))
    client.post("/k/", {"code": slip.code, "enter": "1"})


def test_a_label_opens_a_page_with_its_place_filled_in(cast: Cast, client: Client) -> None:
    page = said(client.get(f"/p/{cast.entrance.code}/"))
    assert "704 楼 2 单元" in page
    assert "选填" in page


def test_a_text_alone_is_enough_and_gives_a_code_to_follow(cast: Cast, client: Client) -> None:
    answer = client.post(f"/p/{cast.building.code}/", {"text": "2 单元门口垃圾桶满了"})
    assert answer["Location"] == "/thanks/"
    case = Case.objects.get()
    assert (case.place, case.channel) == (cast.building, "place_code")
    assert case.household_id is None
    page = said(client.get("/thanks/"))
    assert "<svg" in page
    code = SessionStore(client.cookies["visitor"].value)["thanks"]["code"]
    assert code not in page  # what is kept of it is encrypted


def test_a_photo_alone_is_enough(cast: Cast, client: Client) -> None:
    client.post(f"/p/{cast.building.code}/", {"photos": [a_photo(), a_photo("二.jpg")]})
    assert Photo.objects.filter(case=Case.objects.get()).count() == 2


def test_nothing_at_all_is_answered_with_what_to_do(cast: Cast, client: Client) -> None:
    answer = client.post(f"/p/{cast.building.code}/", {"text": " "})
    assert answer.status_code == 400
    assert "field__error" in said(answer)
    assert not Case.objects.exists()


def test_what_was_typed_stays_when_it_is_refused(cast: Cast, client: Client) -> None:
    answer = client.post(f"/p/{cast.building.code}/", {"text": "灯坏了", "phone": "12"})
    assert answer.status_code == 400
    assert "灯坏了" in said(answer)
    assert not Case.objects.exists()


def test_a_text_of_4001_characters_is_refused_with_a_sentence(cast: Cast, client: Client) -> None:
    answer = client.post(f"/p/{cast.building.code}/", {"text": "灯" * 4001})
    assert answer.status_code == 400
    assert not Case.objects.exists()


def test_html_and_control_characters_do_no_harm(cast: Cast, client: Client) -> None:
    client.post(f"/p/{cast.building.code}/", {"text": "<script>alert(1)</script>\x00\x1b灯坏了"})
    case = Case.objects.get()
    assert "\x00" not in case.text
    page = said(client.get(f"/my/{case.pk}/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_file_that_is_no_photo_is_refused_and_nothing_is_filed(
    cast: Cast, client: Client
) -> None:
    fake = SimpleUploadedFile("x.jpg", b"MZ not a photo", content_type="image/jpeg")
    answer = client.post(f"/p/{cast.building.code}/", {"text": "灯坏了", "photos": [fake]})
    assert answer.status_code == 400
    assert "灯坏了" in said(answer)
    assert not Case.objects.exists()


def test_ten_photos_at_once_are_too_many(cast: Cast, client: Client) -> None:
    many = [a_photo(f"{n}.jpg") for n in range(10)]
    assert client.post(f"/p/{cast.building.code}/", {"photos": many}).status_code == 400


def test_a_dead_label_says_what_to_do(cast: Cast, client: Client) -> None:
    cast.entrance.is_active = False
    cast.entrance.save()
    answer = client.get(f"/p/{cast.entrance.code}/")
    assert answer.status_code == 404
    assert 'href="/report/"' in said(answer)


def test_the_exact_spot_may_be_chosen_but_only_below_the_label(cast: Cast, client: Client) -> None:
    client.post(f"/p/{cast.building.code}/", {"text": "灯坏了", "spot": cast.entrance.code})
    assert Case.objects.get().place == cast.entrance
    answer = client.post(
        f"/p/{cast.building.code}/", {"text": "灯坏了", "spot": cast.elsewhere_building.code}
    )
    assert answer.status_code == 400


def test_sent_twice_it_is_one_matter(cast: Cast, client: Client) -> None:
    form = {"text": "灯坏了", "once": "a" * 32}
    client.post(f"/p/{cast.building.code}/", form)
    client.post(f"/p/{cast.building.code}/", form)
    assert Case.objects.count() == 1


def test_a_report_costs_at_most_twenty_statements(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    page = f"/p/{cast.entrance.code}/"
    words = {"text": "楼道里的路灯坏了,晚上看不清路", "phone": "13800138000"}
    client.get(page)
    client.post(page, words)  # the day's calendar is read, the record begins
    for number, kind in enumerate(
        ("", "noise", "property_service")
    ):  # a guess, the post, a company
        with django_assert_max_num_queries(20):
            answer = client.post(page, {**words, "kind": kind, "once": f"form-{number}"})
        assert answer["Location"] == "/thanks/"
    enter_household(client, cast)
    client.post(page, words)
    with django_assert_max_num_queries(20):
        client.post(page, {**words, "once": "form-of-a-household"})
    assert Case.objects.filter(household=cast.households[0]).count() == 2


def test_a_household_reports_as_itself(cast: Cast, client: Client) -> None:
    enter_household(client, cast)
    page = said(client.get("/report/"))
    assert "704 楼 2 单元 301" in page
    client.post(f"/p/{cast.dwellings[0].code}/", {"text": "家里漏水"})
    case = Case.objects.get()
    assert case.household == cast.households[0]
    assert case.channel == "household"


def test_the_kind_that_a_person_chose_is_taken_as_chosen(cast: Cast, client: Client) -> None:
    client.post(f"/p/{cast.building.code}/", {"text": "灯坏了", "kind": "exposed_rubbish"})
    case = Case.objects.get()
    assert case.kind == "exposed_rubbish"
    assert case.kind_confirmed


def test_without_a_choice_the_kind_is_a_guess_that_staff_confirm(
    cast: Cast, client: Client
) -> None:
    client.post(f"/p/{cast.building.code}/", {"text": "垃圾桶满了，垃圾堆得到处都是，没人清运"})
    case = Case.objects.get()
    assert case.kind == "exposed_rubbish"
    assert not case.kind_confirmed
    assert case.suggestion


def test_a_guessed_kind_insists_on_no_answer_and_staff_confirm_it_with_one_press(
    cast: Cast, client: Client
) -> None:
    client.post(f"/p/{cast.entrance.code}/", {"text": "楼道里的灯不亮了，晚上看不见"})
    case = Case.objects.get()
    assert (case.kind, case.kind_confirmed) == ("lamp_broken", False)  # whose "where" is asked
    client.force_login(cast.worker)
    page = said(client.get(f"/desk/{case.pk}/"))
    assert '<button class="chip" name="kind" value="lamp_broken">' in page
    client.post(f"/desk/{case.pk}/change_kind/", {"kind": "lamp_broken"})
    case.refresh_from_db()
    assert (case.kind, case.kind_confirmed) == ("lamp_broken", True)
    assert "推测" not in said(client.get(f"/desk/{case.pk}/"))


def test_a_kind_that_asks_something_asks_it_and_keeps_the_answer(
    cast: Cast, client: Client
) -> None:
    address = f"/p/{cast.building.code}/"
    assert client.post(address, {"text": "灯", "kind": "lamp_broken"}).status_code == 400
    client.post(address, {"text": "灯", "kind": "lamp_broken", "f-where": "stairs"})
    assert Case.objects.get().fields == {"where": "stairs"}


def test_a_sixty_first_report_within_an_hour_is_refused_with_a_sentence(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "REPORTS_AN_HOUR", 2)
    for _time in range(2):
        client.post(f"/p/{cast.building.code}/", {"text": "灯坏了"})
    answer = client.post(f"/p/{cast.building.code}/", {"text": "我的字还在"})
    assert answer.status_code == 429
    assert "我的字还在" in said(answer)
    assert Case.objects.count() == 2


def test_likely_kinds_and_alike_matters_are_suggested_while_one_types(
    cast: Cast, client: Client
) -> None:
    Client().post(
        f"/p/{cast.building.code}/",
        {
            "text": "2 单元门口的垃圾桶满了没人清运，我是王秀兰 13800138001",
            "kind": "exposed_rubbish",
        },
    )
    page = said(
        client.post(
            f"/p/{cast.building.code}/suggestions/", {"text": "2 单元门口的垃圾桶满了没人清运"}
        )
    )
    assert 'value="exposed_rubbish"' in page
    assert "/report/me-too/" in page
    assert "13800138001" not in page


def test_me_too_counts_once_a_browser(cast: Cast, client: Client) -> None:
    Client().post(f"/p/{cast.building.code}/", {"text": "垃圾桶满了", "kind": "exposed_rubbish"})
    case = Case.objects.get()
    for _time in range(2):
        answer = client.post(
            "/report/me-too/",
            {"case": case.pk, "phone": "13800138009"},
            headers={"hx-request": "true"},
        )
        assert answer.status_code == 200
    case.refresh_from_db()
    assert case.supporters == 1
    assert Supporter.objects.get().phone == "13800138009"
    Client().post("/report/me-too/", {"case": case.pk})
    case.refresh_from_db()
    assert case.supporters == 2


def test_me_too_with_a_wrong_number_is_a_404_and_no_fault(cast: Cast, client: Client) -> None:
    for wrong in ("", "x", "99999", "9" * 40, "²"):
        assert client.post("/report/me-too/", {"case": wrong}).status_code == 404


def test_a_report_writes_one_line_in_the_record(cast: Cast, client: Client) -> None:
    client.post(f"/p/{cast.building.code}/", {"text": "灯坏了"})
    assert Line.objects.filter(verb="case.filed").count() == 1


def test_a_visitor_of_several_communities_is_asked_which(cast: Cast, client: Client) -> None:
    assert "您在哪个社区" in said(client.get("/"))
    assert client.get("/report/")["Location"] == "/communities/?next=/report/"
    client.post("/communities/", {"community": cast.community.code, "next": "/report/"})
    page = said(client.get("/report/"))
    assert "704 楼" in page
    assert "1 楼" not in page


def test_where_finds_a_place_by_what_people_type(cast: Cast, client: Client) -> None:
    client.post("/communities/", {"community": cast.community.code})
    page = said(client.get("/report/", {"q": "704楼2单元"}))
    assert f'href="/p/{cast.entrance.code}/"' in page
    door = said(client.get("/report/", {"q": "704-2-301"}))
    assert f'href="/p/{cast.dwellings[0].code}/"' not in door  # a stranger chooses no home


def test_where_shows_buildings_first_and_folds_what_is_many(cast: Cast, client: Client) -> None:
    for number in range(13):
        make.place("lamp", f"路灯 {number:02}", parent=cast.community)
    make.place("gate", "东门", parent=cast.community)
    client.post("/communities/", {"community": cast.community.code})
    page = said(client.get("/report/"))
    order = [page.index(words) for words in ("704 楼", "东门", "<details", "路灯 00")]
    assert order == sorted(order)
