"""Erasing at the desk: what goes is said and counted first; reasons are asked for without names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation

import linli
from linli.core.models import Line
from linli.outbox.models import Message
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TEMPLATES = Path(linli.__file__).parent / "faces/web/templates/web"


def test_a_person_is_erased_after_the_numbers_were_shown(cast: Cast, client: Client) -> None:
    person = cast.people[0]
    make.case(community=cast.community, household=cast.households[0])
    Message.objects.create(
        community=cast.community, event="case.replied", way="sms", address=person.phone,
        household=cast.households[0], made_at=timezone.now(), once="1",
    )  # fmt: skip
    client.force_login(cast.worker)
    with translation.override("en"):
        shown = client.get(
            f"/register/people/{person.pk}/erase/", headers={"accept-language": "en"}
        ).content.decode()
    assert re.findall(r"<dd>(\d+)</dd>", shown) == ["1", "1"]
    assert person.name in shown
    client.post(f"/register/people/{person.pk}/erase/", {"reason": "本人要求"})
    person.refresh_from_db()
    assert (person.name, person.erased_at is None) == ("", False)
    client.post(f"/register/people/{person.pk}/erase/", {"reason": "本人要求"})
    assert Line.objects.filter(verb="person.erased").count() == 1


def test_a_household_is_erased_once_it_has_moved_out(cast: Cast, client: Client) -> None:
    home = cast.households[0]
    client.force_login(cast.worker)
    page = f"/register/{home.pk}/erase/"
    client.post(page, {"reason": "搬走"})
    home.refresh_from_db()
    assert home.erased_at is None  # it lives here
    home.moved_out_on = timezone.localdate()
    home.save()
    assert page in client.get(f"/register/{home.pk}/").content.decode()
    client.post(page, {"reason": "搬走"})
    home.refresh_from_db()
    assert home.erased_at is not None
    assert page not in client.get(f"/register/{home.pk}/").content.decode()


def test_a_stranger_erases_nobody(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    for page in (f"people/{cast.people[0].pk}", str(cast.households[0].pk)):
        assert client.get(f"/register/{page}/erase/").status_code == 404


def test_every_field_for_a_reason_says_that_names_stay_out() -> None:
    asking = [path for path in TEMPLATES.rglob("*.html") if 'name="reason"' in path.read_text()]
    assert len(asking) > 5
    for path in asking:
        text = path.read_text()
        fields, said = text.count('name="reason"'), text.count("web/shared/parts/no_names.html")
        assert said == fields, f"{path.name}: put no_names.html beside each field for a reason"
