"""Who says "me too" may be who it is about: they read what strangers read."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.engines.cases import actions, suggest
from linli.engines.cases.models import Case
from linli.engines.cases.queries import case_for_resident
from linli.outbox.models import Message
from linli.registry.access import VISITOR, Actor
from linli.registry.actions import issue_key
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WORDS = "302 单小明家半夜打孩子，叫单小明出来"


def raised(cast: Cast, by: Actor | None = None, **more: str) -> Case:
    said = {"channel": "household", "kind": "noise", "text": WORDS} | more
    return actions.file_case(
        by=by or cast.resident(0), community_id=cast.community.pk, place=cast.dwellings[1], **said
    ).case


def read_by(cast: Cast, case: Case) -> str:
    """Return all that the neighbour reads who said "me too"."""
    shown = case_for_resident(cast.resident(1), case.pk)
    return str((shown.words, shown.steps, shown.photos, shown.verbs))


def test_before_a_look_a_supporter_reads_kind_and_building(cast: Cast) -> None:
    case = raised(cast)
    actions.support(case.pk, by=cast.resident(1))
    read = read_by(cast, case)
    assert "打孩子" not in read
    assert "302" not in read
    assert "301" not in read  # whose slip it was raised with
    assert "704" in read
    assert "打孩子" in case_for_resident(cast.resident(0), case.pk).words.text


def test_after_a_look_a_supporter_reads_what_strangers_read(cast: Cast) -> None:
    case, worker = raised(cast), cast.actor("worker")
    actions.support(case.pk, by=cast.resident(1))
    actions.reply(case.pk, by=worker, text="王秀兰您好，今晚去单小明家")
    actions.look(case.pk, by=worker)
    read = read_by(cast, case)
    assert "打孩子" in read
    assert "单小明" not in read
    assert "王秀兰" not in read


def test_the_page_of_a_supporter_shows_no_word_and_no_door(cast: Cast) -> None:
    case = raised(cast)
    actions.support(case.pk, by=cast.resident(1))
    client = Client()
    slip = issue_key(cast.households[1].pk, by=cast.actor("worker"))
    client.post("/k/", {"code": slip.code, "enter": "1"})
    page = client.get(f"/my/{case.pk}/").content.decode()
    assert case.reference in page
    assert "打孩子" not in page
    assert "301" not in page


def test_supporters_are_told_in_covered_words_and_are_asked_nothing(cast: Cast) -> None:
    case, worker = raised(cast), cast.actor("worker")
    actions.support(case.pk, by=cast.resident(1))
    actions.ask(case.pk, by=worker, text="单小明几点打孩子？")
    actions.answer(case.pk, by=cast.resident(0), text="十点")
    actions.reply(case.pk, by=worker, text="今晚去单小明家")
    told = Message.objects.filter(household=cast.households[1])
    assert told
    assert not [row for row in told if "单小明" in row.title + row.body]
    assert not told.filter(event="case.asked").exists()
    actions.look(case.pk, by=worker)
    actions.resolve(case.pk, by=worker, result="已和单小明谈过")
    last = told.order_by("-id")[0]
    assert "已和＊谈过" in last.body
    own = Message.objects.filter(household=cast.households[0], event="case.replied")
    assert "今晚去单小明家" in own[0].body


def test_no_name_is_confirmed_to_strangers_while_they_type(cast: Cast) -> None:
    here = cast.community.pk
    raised(cast, VISITOR, channel="place_code")
    raised(cast, VISITOR, channel="place_code", kind="lamp", text="单小明把灯打碎了")
    assert suggest.alike_in_public(here, WORDS) == []
    assert suggest.alike_in_public(here, "单小明") == []
    assert len(suggest.alike_in_public(here, "把灯打碎了")) == 1
    assert len(suggest.alike(here, WORDS)) >= 1


def test_staff_are_offered_only_matters_within_their_reach(cast: Cast) -> None:
    case, here = raised(cast), cast.community.pk
    found = suggest.alike(here, WORDS, by=cast.actor("worker"))
    assert [row.id for row in found] == [case.pk]
    assert suggest.alike(here, WORDS, by=cast.actor("property_worker")) == []
    assert suggest.alike(here, WORDS, by=cast.actor("stranger")) == []
