"""What ``test_engines`` runs in a house of its own, in which the toy engine is plugged in."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.core.models import Line
from linli.core.record.words import spoken
from linli.core.refusals import NotAllowed
from linli.engines.plug import ENGINES
from linli.outbox.models import Message
from linli.registry import purposes
from linli.registry.actions import erase_person
from tests.cast import Cast
from tests.house.toy.actions import lend
from tests.house.toy.models import Loan


def test_it_is_the_last_of_the_engines() -> None:
    assert list(ENGINES)[-1] == "toy"


def test_a_verb_asks_for_its_permission_tells_and_is_recorded(cast: Cast) -> None:
    home = cast.households[0]
    with pytest.raises(NotAllowed, match="Only the office may lend tools"):
        lend("ladder", household=home, borrower="王秀兰", by=cast.actor("grid_worker"))
    loan = lend("ladder", household=home, borrower="王秀兰", by=cast.actor("worker"))
    told = Message.objects.filter(about=f"toy.loan:{loan.pk}").values_list("title", flat=True)
    assert set(told) == {"Borrowed: ladder"}
    line = Line.objects.get(verb="tool.lent")
    assert (line.subject_type, spoken(line.verb)) == ("toy.loan", "tool lent")


def test_a_page_opens_and_stands_in_the_nav_for_who_may(cast: Cast, client: Client) -> None:
    lend("ladder", household=cast.households[0], borrower="王秀兰", by=cast.actor("worker"))
    client.force_login(cast.worker)
    assert "ladder" in client.get("/tools/").content.decode()
    assert 'href="/tools/"' in client.get("/register/").content.decode()
    client.force_login(cast.grid_worker)
    assert client.get("/tools/").status_code == 403
    assert 'href="/tools/"' not in client.get("/register/").content.decode()


def test_what_it_keeps_goes_with_the_person(cast: Cast) -> None:
    lend("ladder", household=cast.households[0], borrower="王秀兰", by=cast.actor("worker"))
    erase_person(cast.people[0], by=cast.actor("secretary"))
    assert not Loan.objects.exists()


def test_its_purpose_has_its_days(cast: Cast) -> None:
    assert purposes.keep_days("tools", cast.community.pk) == 30


def test_its_wording_can_be_changed_in_the_settings(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary)
    assert "A tool was lent" in client.get("/settings/wordings/").content.decode()
