"""Tokens: who issues them, what is kept of them, and when they open nothing any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.faces.api.models import ApiToken
from linli.faces.api.tokens import bearer_of, issue_token, revoke_token, tokens_in
from tests.cast import Cast
from tests.make import NOON

pytestmark = pytest.mark.django_db


def test_the_secret_is_shown_once_and_not_kept(cast: Cast) -> None:
    issued = issue_token(
        "App", by=cast.actor("secretary"), community=cast.community, scopes=["open311"]
    )
    kept = ApiToken.objects.values().get()
    assert issued.secret not in str(kept)
    assert kept["hint"] == issued.secret[-4:]
    found = bearer_of(issued.secret.lower())
    assert found
    assert found.actor.key == f"token:{issued.token.pk}"
    assert Line.objects.filter(verb="token.issued").count() == 1
    assert issued.secret not in str(Line.objects.values_list("change").get())


def test_only_the_secretary_issues_tokens(cast: Cast) -> None:
    for who in ("worker", "stranger"):
        with pytest.raises(NotAllowed):
            issue_token("App", by=cast.actor(who), community=cast.community, scopes=["open311"])


def test_a_communitys_own_token_takes_in_and_reads_nothing(cast: Cast) -> None:
    by = cast.actor("secretary")
    for scopes in (["cases:read"], ["open311", "cases:read"], [], ["all"]):
        with pytest.raises(Invalid):
            issue_token("App", by=by, community=cast.community, scopes=scopes)
    with pytest.raises(Invalid):
        issue_token(
            "App", by=by, community=cast.community, scopes=["cases:read"], user=cast.stranger
        )
    with pytest.raises(Invalid):
        issue_token(" ", by=by, community=cast.community, scopes=["open311"])


def test_a_token_ends_with_its_revocation_or_its_user(cast: Cast) -> None:
    by = cast.actor("secretary")
    issued = issue_token(
        "App", by=by, community=cast.community, scopes=["cases:read"], user=cast.worker
    )
    assert bearer_of(issued.secret)
    cast.worker.is_active = False
    cast.worker.save()
    assert bearer_of(issued.secret) is None
    cast.worker.is_active = True
    cast.worker.save()
    for _time in range(2):
        revoke_token(issued.token.pk, by=by, community=cast.community)
    assert bearer_of(issued.secret) is None
    assert Line.objects.filter(verb="token.revoked").count() == 1
    with pytest.raises(NotFound):
        revoke_token(issued.token.pk, by=cast.actor("street_officer"), community=cast.elsewhere)


def test_the_list_names_the_holder_and_the_last_use(cast: Cast) -> None:
    by = cast.actor("secretary")
    issued = issue_token(
        "App", by=by, community=cast.community, scopes=["cases:read"], user=cast.worker
    )
    for minutes in (0, 4, 6):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            bearer_of(issued.secret)
    row = tokens_in(by, community=cast.community)[0]
    assert (row["name"], row["holder"]) == ("App", str(cast.worker))
    assert row["last_used_at"] == NOON + timedelta(minutes=6)
    with pytest.raises(NotAllowed):
        tokens_in(cast.actor("worker"), community=cast.community)
