"""Whoever is erased is gone from every table, the search index and the files; late words too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from PIL import Image

from linli.core.models import Line
from linli.core.refusals import Invalid, NotFound
from linli.engines.campaigns.models import Conflict, EffectRun, VisitPhoto
from linli.engines.cases import actions as cases
from linli.engines.cases import search
from linli.engines.cases.actions import Reporter
from linli.engines.cases.models import Case, DepartmentCall, Note, Photo, SavedView, Step, Supporter
from linli.engines.cases.queries import resident
from linli.outbox.models import Message
from linli.registry import actions, facts, forgetting, identity, tasks
from linli.registry.models import (
    CareNeed,
    Consent,
    Fact,
    Household,
    Import,
    ImportRow,
    Person,
    Post,
)
from tests import make
from tests.campaigns import builders
from tests.cases.conftest import _kinds_and_calendar  # noqa: F401 - kinds to file under
from tests.cast import Cast
from tests.house.test_forgetting import excepted, text_columns

pytestmark = pytest.mark.django_db
ID_NUMBER = identity.with_check_letter("11010519620412002")
NAME, PHONE = "王秀兰", "13800138001"
SAID = f"王 秀·兰（兰姐）电话 138-0013 8001，证 {ID_NUMBER[:6]} {ID_NUMBER[6:].lower()}"


@pytest.fixture
def theirs(cast: Cast, settings: Any, tmp_path: Path) -> dict[str, Any]:
    """王秀兰, who left a trace in every room; 704-2-301 is hers alone."""
    settings.MEDIA_ROOT = tmp_path
    home, worker = cast.households[0], cast.actor("worker")
    person = actions.change_person(cast.people[0].pk, by=worker, id_number=ID_NUMBER)
    CareNeed.objects.create(person=person, kind="old_alone")
    Consent.objects.create(
        person=cast.people[1], purpose="contact", basis="consent", given_at=timezone.now()
    )
    Post.objects.create(
        role="steward", place=cast.building, person=person, holder=NAME, ended_on=date(2026, 1, 1)
    )
    actions.add_alias(cast.building.pk, name=f"{NAME}家楼下", by=worker)
    actions.remove_alias(
        actions.add_alias(cast.building.pk, name=f"{NAME}家", by=worker).pk, by=worker
    )
    now = timezone.now()
    listed = Import.objects.create(community=cast.community, file_name=NAME, made_at=now)
    ImportRow.objects.create(of=listed, number=2, cells=[NAME, PHONE], person_id=person.pk)
    Fact.objects.create(
        household=cast.households[1], property="kept.x", source="register", at=now, by="system"
    )
    own = _matters(cast, person)
    _visits(cast)
    return {"person": person, "home": home, "own": own}


def _matters(cast: Cast, person: Person) -> Case:
    """Her own matter, and one of her neighbour's in which she is named."""
    filed = {}
    for name, by in (("own", cast.resident()), ("other", cast.resident(1))):
        filed[name] = case = make.case(
            community=cast.community, place=cast.entrance, text=SAID, household_id=by.household_id
        )
        search.add(case)
        step = Step.objects.create(case=case, at=timezone.now(), verb="file", by=by.key)
        Note.objects.create(case=case, at=timezone.now(), by="user:1")
        file = f"cases/aa/{name}.webp"
        _picture(file)
        Photo.objects.create(case=case, step=step, file=file, width=1, height=1, at=timezone.now())
        DepartmentCall.objects.create(
            case=case, organisation=cast.property_company, asked_at=timezone.now()
        )
    Supporter.objects.create(
        case=filed["other"], household=person.household, phone=PHONE, by="household:1",
        at=timezone.now(),
    )  # fmt: skip
    SavedView.objects.create(user=cast.worker, name="x", query="q=%E7%8E%8B%E7%A7%80%E5%85%B0")
    for number, home in enumerate(cast.households[:2]):
        Message.objects.create(
            community=cast.community, event="case.replied", way="sms", household=home,
            address=f"1380013800{number + 1}", made_at=timezone.now(), once=str(number),
        )  # fmt: skip
    return filed["own"]


def _picture(file: str) -> None:
    path = Path(settings.MEDIA_ROOT) / file
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (2, 2)).save(path)


def _visits(cast: Cast) -> None:
    """A visit at her door and one at her neighbour's, each with all that can hang on one."""
    campaign = builders.campaign(community=cast.community)
    for number, home in enumerate(cast.households[:2]):
        door = builders.door(campaign, home.dwelling, household=home)
        visit = builders.visit(door, answers={"words": "x"})
        file = f"visits/aa/{number}.webp"
        _picture(file)
        VisitPhoto.objects.create(
            visit=visit, name="p-0", file=file, width=1, height=1, at=timezone.now()
        )
        Conflict.objects.create(
            campaign=campaign, door=door, household=home, visit=visit, property="x",
            at=timezone.now(),
        )  # fmt: skip
        EffectRun.objects.create(visit=visit, number=0, do="x", state="done", at=timezone.now())


def fill_every_text_column(person: Person) -> list[str]:
    """Write name, phone and ID number into each text column of each row; return which."""
    filled = []
    for model in apps.get_models():
        label = model._meta.label
        columns = [one for one in text_columns(model) if not excepted(label, one)]
        rows = model._default_manager.all()
        if model in (Person, Post):
            rows = rows.filter(pk=person.pk) if model is Person else rows.filter(person=person)
            columns = [one for one in columns if one in ("relation", "holder")]
        for row in rows:
            for column in columns:
                field = model._meta.get_field(column)
                if field.unique or column in ("key", "by", "cells"):
                    continue
                most = getattr(field, "max_length", None) or 999
                text = (
                    SAID if most >= len(SAID) else (NAME if most < 11 else f"{NAME}{PHONE}"[:most])
                )
                is_json = isinstance(field, models.JSONField)
                setattr(row, column, {"x": [SAID, 13800138001]} if is_json else text)
                filled.append(f"{label}.{column}")
            if columns:
                was = [row] if model is Case else []
                row.save()
                for case in was:
                    _index_anew(case)
    return filled


def _index_anew(case: Case) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO cases_search(cases_search) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM cases_search")
    for each in Case.objects.all():
        search.add(each)


def traces_left() -> Iterator[str]:
    """Yield each cell of each table, as any client of the database would read it, that tells."""
    needles = (NAME, PHONE, ID_NUMBER[:17], "秀兰", "兰姐")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == "cases_search" and connection.vendor == "sqlite":
                continue  # it keeps no text; its parts are tables of their own
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, cell in zip(names, row, strict=True):
                    said = cell.decode("utf-8", "ignore") if isinstance(cell, bytes) else str(cell)
                    bare = "".join(c for c in said if c.isalnum())
                    if any(needle in bare for needle in needles):
                        yield f"{table}.{name}: {said[:80]}"


@pytest.mark.parametrize("whole", [False, True], ids=["person", "household"])
def test_nothing_is_left_in_any_table_index_or_file(
    cast: Cast, theirs: dict[str, Any], whole: bool, django_capture_on_commit_callbacks: Any
) -> None:
    worker, home, person = cast.actor("worker"), theirs["home"], theirs["person"]
    filled = fill_every_text_column(person)
    assert len(filled) > 60
    assert len({one.split(":")[0] for one in traces_left()}) > 40
    with django_capture_on_commit_callbacks(execute=True):
        if whole:
            actions.move_out_household(Household.objects.get(pk=home.pk).pk, by=worker)
            actions.erase_household(home.pk, by=worker, reason=f"{NAME}要求")
        else:
            actions.erase_person(person.pk, by=worker, reason=f"{NAME} 要求")
    assert list(traces_left()) == []
    assert search.find([cast.community.pk], NAME) == []
    assert search.find([cast.community.pk], PHONE) == []
    left = {path.name for path in Path(settings.MEDIA_ROOT).rglob("*.webp")}
    assert left == ({"other.webp", "1.webp"} if whole else {"other.webp", "0.webp", "1.webp"})


def test_matters_stay_for_the_count(cast: Cast, theirs: dict[str, Any]) -> None:
    other = Case.objects.exclude(pk=theirs["own"].pk).get()
    Case.objects.filter(pk=other.pk).update(supporters=1)
    actions.erase_person(theirs["person"].pk, by=cast.actor("worker"))
    own = Case.objects.get(pk=theirs["own"].pk)
    assert (own.household, own.building, own.kind) == (None, cast.building, "request")
    assert Case.objects.get(pk=other.pk).supporters == 1
    assert Supporter.objects.get().household is None
    with pytest.raises(NotFound):
        resident.case_for_resident(resident.followers_actor(own), own.pk)
    with pytest.raises(NotFound):
        cases.reopen(own.pk, by=resident.followers_actor(own), reason=NAME)


def test_a_namesake_keeps_the_name(cast: Cast) -> None:
    """Elsewhere the name of two is nobody's trace; about her home, and in her words, it is."""
    worker = cast.actor("worker")
    twin = actions.add_person(cast.households[2].pk, name=NAME, by=worker)
    hers = make.case(community=cast.community, text=f"我是{NAME}", household=cast.households[0])
    about_twin = make.case(community=cast.community, text=f"{NAME}家漏水", reporter_name=NAME)
    by_phone = make.case(community=cast.community, text=f"打 {PHONE}", reporter_phone=PHONE)
    actions.erase_person(cast.people[0].pk, by=worker)
    for case in (hers, about_twin, by_phone):
        case.refresh_from_db()
    assert (hers.text, about_twin.text, about_twin.reporter_name) == (
        "我是＊",
        f"{NAME}家漏水",
        NAME,
    )
    assert (by_phone.text, by_phone.reporter_phone) == ("打 ＊", "")
    actions.erase_person(twin.pk, by=worker)
    about_twin.refresh_from_db()
    assert (about_twin.text, about_twin.reporter_name) == ("＊家漏水", "")


def test_a_longer_name_is_not_torn_apart(cast: Cast) -> None:
    worker = cast.actor("worker")
    short = actions.add_person(cast.households[1].pk, name="王秀", by=worker)
    case = make.case(community=cast.community, text="王秀兰和王秀吵架")
    actions.erase_person(short.pk, by=worker)
    case.refresh_from_db()
    assert case.text == "王秀兰和＊吵架"


def test_the_rest_of_the_household_keeps_its_matters(cast: Cast) -> None:
    worker, home = cast.actor("worker"), cast.households[0]
    actions.add_person(home.pk, name="张三丰", by=worker)
    of_home = make.case(community=cast.community, text="秀兰阿姨摔了 13911112222", household=home)
    hers = make.case(community=cast.community, text="x", household=home, reporter_name=NAME)
    actions.erase_person(cast.people[0].pk, by=worker)
    of_home.refresh_from_db()
    hers.refresh_from_db()
    assert (of_home.household, of_home.text) == (home, "＊摔了 13911112222")
    assert (hers.household, hers.reporter_name) == (None, "")


def test_another_community_is_left_alone(cast: Cast) -> None:
    case = make.case(community=cast.elsewhere, text=f"{NAME} {PHONE}")
    actions.erase_person(cast.people[0].pk, by=cast.actor("worker"))
    case.refresh_from_db()
    assert case.text == f"{NAME} {PHONE}"


def test_what_waits_to_be_sent_to_them_is_not_sent(cast: Cast, theirs: dict[str, Any]) -> None:
    assert Message.objects.filter(address=PHONE, state="waiting").exists()
    actions.erase_person(theirs["person"].pk, by=cast.actor("worker"))
    assert [one.address for one in Message.objects.all()] == ["13800138002"]


# Two tries, and late words


def test_erased_twice_is_one_line(cast: Cast) -> None:
    worker, home = cast.actor("worker"), cast.households[0]
    actions.erase_person(cast.people[0].pk, by=worker)
    with pytest.raises(Invalid, match="already"):
        actions.erase_person(cast.people[0].pk, by=worker)
    actions.move_out_household(home.pk, by=worker)
    actions.erase_household(home.pk, by=worker)
    with pytest.raises(Invalid, match="already"):
        actions.erase_household(home.pk, by=worker)
    lines = Line.objects.filter(verb__endswith=".erased").values_list("verb", flat=True)
    assert sorted(lines) == ["household.erased", "person.erased"]


def test_nothing_is_written_to_whom_the_house_forgot(cast: Cast) -> None:
    worker, home, person = cast.actor("worker"), cast.households[0], cast.people[0]
    actions.move_out_household(home.pk, by=worker)
    actions.erase_household(home.pk, by=worker)
    person.refresh_from_db()
    home.refresh_from_db()
    late: list[Any] = [
        lambda: actions.change_person(person.pk, name=NAME, by=worker),
        lambda: actions.add_person(home.pk, name=NAME, by=worker),
        lambda: actions.change_household(home.pk, remark=NAME, by=worker),
        lambda: actions.record_consent(person.pk, purpose="contact", by=worker),
        lambda: actions.add_care_need(person.pk, kind="old", by=worker),
        lambda: actions.move_person(person.pk, household_id=cast.households[1].pk, by=worker),
        lambda: _file(cast, household_id=home.pk),
        lambda: facts.state(
            home, "contact.name", NAME, source="visit:x", at=timezone.now(), by=worker
        ),
    ]
    for write in late:
        with pytest.raises(Invalid, match="erased"):
            write()
    assert list(traces_left()) == [] or all("138" in one for one in traces_left())


def _file(cast: Cast, *, household_id: int, **given: Any) -> Any:
    return cases.file_case(
        by=cast.actor("worker"), community_id=cast.community.pk, channel="api", kind="lamp",
        text=NAME, reporter=Reporter(name=NAME, household_id=household_id), **given,
    )  # fmt: skip


def test_what_was_said_before_somebody_was_erased_is_not_taken_in(cast: Cast) -> None:
    worker, home = cast.actor("worker"), cast.households[0]
    actions.add_person(home.pk, name="张三丰", by=worker)
    actions.erase_person(cast.people[0].pk, by=worker)
    home.refresh_from_db()
    before, now = timezone.now() - timedelta(hours=1), timezone.now()
    with pytest.raises(Invalid, match="anew"):
        forgetting.refuse_late(home, said_at=before)
    with pytest.raises(Invalid, match="anew"):
        _file(cast, household_id=home.pk, opened_at=before)
    forgetting.refuse_late(home, said_at=now)


def test_a_list_that_waits_loses_its_row(cast: Cast) -> None:
    worker = cast.actor("worker")
    listed = Import.objects.create(
        community=cast.community, file_name="名单.xlsx", made_at=timezone.now(),
        columns=[{"header": "门牌", "field": "door"}, {"header": "姓名", "field": "name"}],
    )  # fmt: skip
    for number, name in ((2, NAME), (3, "单小明")):
        ImportRow.objects.create(of=listed, number=number, cells=["704-2-301", name])
    actions.erase_person(cast.people[0].pk, by=worker)
    row = ImportRow.objects.get(number=2)
    assert (row.cells, row.undo, row.faults[0]["code"]) == ([], {}, "erased")
    assert ImportRow.objects.get(number=3).cells[1] == "单小明"


def test_the_clock_erases_many_in_one_walk(cast: Cast, django_assert_max_num_queries: Any) -> None:
    today = timezone.localdate()
    Person.objects.filter(community=cast.community).update(keep_until=today - timedelta(days=1))
    case = make.case(community=cast.community, text="王秀兰、单小明、李建国")
    with django_assert_max_num_queries(170):
        assert tasks.erase_expired() == 3
    case.refresh_from_db()
    assert case.text == "＊、＊、＊"
    assert Line.objects.filter(verb="person.erased").count() == 3
    assert tasks.erase_expired() == 0
