"""What ``test_engines`` runs in a house of its own, in which the toy engine is plugged in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from linli.core.models import Line
from linli.core.record.words import spoken
from linli.core.refusals import NotAllowed
from linli.engines import working_days
from linli.engines.plug import ENGINES
from linli.outbox.models import Message
from linli.programmes import commands, loader
from linli.registry import purposes
from linli.registry.actions import erase_person, reissue_key
from tests.cast import Cast
from tests.house.toy import redating
from tests.house.toy.actions import lend
from tests.house.toy.models import Loan
from tests.house.toy.section import KINDS
from tools import glossary


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
    erase_person(cast.people[0].pk, by=cast.actor("secretary"))
    assert not Loan.objects.exists()


def test_its_deadlines_follow_the_days_that_are_worked(cast: Cast) -> None:
    Loan.objects.create(
        community=cast.community, household=cast.households[0], tool="ladder", borrower="王秀兰"
    )
    day = working_days.Day(date(2026, 12, 30), is_working=False, community=cast.community)
    assert working_days.look_at_day(day, by=cast.actor("secretary")).kept == 1
    assert redating.FOLLOWED == []
    working_days.set_day(day, by=cast.actor("secretary"))
    assert [changes.kept for changes in redating.FOLLOWED] == [1]


def test_its_purpose_has_its_days(cast: Cast) -> None:
    assert purposes.keep_days("tools", cast.community.pk) == 30


def test_its_wording_can_be_changed_in_the_settings(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary)
    assert "A tool was lent" in client.get("/settings/wordings/").content.decode()


def test_its_programme_is_read_beside_those_of_the_others(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    (tmp_path / "programmes").mkdir()
    shed = (Path(__file__).parent / "tools.toml").read_text(encoding="utf-8")
    (tmp_path / "programmes" / "tools.toml").write_text(shed, encoding="utf-8")
    loaded = loader.register()
    assert loaded.faults == ()
    assert KINDS["ladder"].days == 3
    with translation.override("en"):
        assert "  ladder  Ladder  3 days" in commands.list_all()
    (tmp_path / "programmes" / "tools.toml").unlink()
    loader.register()
    assert KINDS == {}


def test_mistakes_in_its_programme_are_told_at_once_with_those_of_the_others() -> None:
    shed = (Path(__file__).parent / "tools.toml").read_text(encoding="utf-8")
    worse = shed.replace("days  = 3", "days = 300") + '[[case]]\ncode = "Shed"\n'
    with translation.override("en"):
        faults = {fault.key: fault for fault in loader.check_text(worse, name="tools.toml")}
    assert faults["tool[1].days"].remedy == "Write a number from 1 to 30."
    assert {"case[1].code", "case[1].label"} <= set(faults)
    assert "[[tool]]" in loader.check_text(shed[: shed.index("[[")], name="t.toml")[0].remedy


def test_its_words_stand_in_the_glossary_and_are_those_of_its_code() -> None:
    written = glossary.DOCUMENT.read_text(encoding="utf-8")
    assert "| 出借 | lend | a tool that a household has for some days |" in glossary.document(
        written
    )
    sources = glossary.sources()
    assert list(glossary.faults(written, sources)) == []
    assert list(glossary.faults(written, sources | {"toy": ""})) == [
        "toy: no code says “lend” (出借)"
    ]


def test_it_shows_a_card_at_home_a_section_of_the_household_and_a_number_at_the_desk(
    cast: Cast, client: Client
) -> None:
    home = cast.households[0]
    lend("ladder", household=home, borrower="王秀兰", by=cast.actor("worker"))
    slip = reissue_key(home.pk, by=cast.actor("worker"), reason="lost")
    client.post(f"/k/{slip.code}/", {"enter": "1"})
    assert "Tools at your place" in client.get("/").content.decode()
    client.force_login(cast.secretary)
    assert "Borrowed by them" in client.get(f"/register/{home.pk}/").content.decode()
    assert "Tools lent" in client.get("/desk/").content.decode()
    assert "What is lent here." in client.get("/settings/").content.decode()
    assert "a loan" in client.get("/settings/record/").content.decode()
