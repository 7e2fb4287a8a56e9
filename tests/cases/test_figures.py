"""Every figure of docs/figures.md can fall: a "not solved" lowers it in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.engines.cases import actions, queries
from linli.engines.cases.models import Answer, Case
from linli.engines.cases.queries.resident import promise_kept
from linli.faces.web.resident import matter_cards
from tests.cast import Cast

pytestmark = pytest.mark.django_db
File = Callable[..., Case]


def answered(cast: Cast, file: File, *, solved: bool) -> Case:
    """A matter reported as done, and what its household says to that."""
    case = file(kind="noise")
    actions.resolve(case.pk, by=cast.actor("worker"), result="已劝")
    if solved:
        return actions.confirm(case.pk, by=cast.resident(), stars=5)
    return actions.reopen(case.pk, by=cast.resident(), reason="还是吵")


def said(cast: Cast) -> tuple[int, int]:
    """Answers, and how many of them are "solved"."""
    totals = queries.counts(cast.actor("worker"), cast.community.pk, now=timezone.now())
    return totals.answers, totals.solved


def test_a_not_solved_lowers_the_desk_at_once(cast: Cast, file: File) -> None:
    answered(cast, file, solved=True)
    assert said(cast) == (1, 1)
    case = answered(cast, file, solved=False)
    assert said(cast) == (2, 1)
    actions.resolve(case.pk, by=cast.actor("worker"), result="再劝")
    actions.confirm(case.pk, by=cast.resident())
    assert said(cast) == (3, 2)  # the first answer of this matter stays in the count


def test_a_call_back_that_hears_no_counts(cast: Cast, file: File) -> None:
    case = answered(cast, file, solved=True)
    actions.review(case.pk, by=cast.actor("secretary"), solved=False, words="又坏了")
    assert said(cast) == (2, 1)


def test_what_was_withdrawn_and_opened_again_was_never_asked_about(cast: Cast, file: File) -> None:
    case = file()
    actions.withdraw(case.pk, by=cast.resident())
    actions.reopen(case.pk, by=cast.resident())
    assert said(cast) == (0, 0)


def test_an_answer_counts_for_90_days_and_within_reach(cast: Cast, file: File) -> None:
    answered(cast, file, solved=False)
    stranger = cast.actor("stranger")
    elsewhere = queries.counts(stranger, cast.community.pk, now=timezone.now())
    assert elsewhere.answers == 0
    later = queries.counts(
        cast.actor("worker"), cast.community.pk, now=timezone.now() + timedelta(days=91)
    )
    assert later.answers == 0


def test_the_desk_says_100_only_when_nobody_said_no(cast: Cast, file: File, client: Client) -> None:
    case = file()
    Answer.objects.bulk_create(
        Answer(case=case, community=cast.community, at=timezone.now(), solved=True)
        for _number in range(199)
    )
    answered(cast, file, solved=False)
    client.force_login(cast.worker)
    shown = client.get("/desk/").content.decode()
    assert "99%" in shown
    assert "100%" not in shown


def test_a_not_solved_lowers_the_promise_of_the_home_page(cast: Cast, file: File) -> None:
    now = timezone.now() + timedelta(seconds=1)
    case = answered(cast, file, solved=True)
    assert matter_cards.every_case(cast.community, now=now) == {
        "raised": 1, "closed": 1, "confirmed": 1, "households": 1, "percent": 100,
    }  # fmt: skip
    actions.reopen(case.pk, by=cast.resident(), reason="又坏了")
    assert promise_kept(cast.community.pk, now=now, days=90)["confirmed"] == 0
    answered(cast, file, solved=False)
    assert promise_kept(cast.community.pk, now=now, days=90)["raised"] == 2


def test_due_today_counts_only_deadlines_that_run(cast: Cast, file: File) -> None:
    case, now = file(kind="noise"), timezone.now()
    Case.objects.filter(pk=case.pk).update(due_at=now + timedelta(seconds=1))
    worker = cast.actor("worker")
    assert queries.counts(worker, cast.community.pk, now=now).due_today == 1
    actions.resolve(case.pk, by=worker, result="已劝")
    assert queries.counts(worker, cast.community.pk, now=now).due_today == 0
