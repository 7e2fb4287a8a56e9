"""Tokens: who issues them, what is kept of them, and when they open nothing any more."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps

from linli.accounts.models import ApiToken
from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.engines.cases.actions import access_case
from linli.engines.cases.models import Case
from linli.engines.cases.queries import in_reach
from linli.registry.actions.tokens import Issued, issue_token, revoke_own_token, revoke_token
from linli.registry.bearers import bearer_of
from linli.registry.models import Place, Post
from linli.registry.queries import communities_of, place_for
from linli.registry.queries.tokens import own_tokens, tokens_in
from tests import make
from tests.cast import Cast
from tests.make import NOON

pytestmark = pytest.mark.django_db


def own_token(cast: Cast, who: str, community: Place | None = None) -> Issued:
    """A token that somebody made for themselves."""
    return issue_token(
        "App", by=cast.actor(who), community=community or cast.community, scopes=["cases:read"],
        user=getattr(cast, who),
    )  # fmt: skip


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
        issue_token(" ", by=by, community=cast.community, scopes=["open311"])


def test_a_token_ends_with_its_revocation_or_its_user(cast: Cast) -> None:
    by = cast.actor("secretary")
    issued = own_token(cast, "worker")
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


def test_only_the_person_makes_a_token_in_their_name(cast: Cast) -> None:
    for who in ("secretary", "street_officer", "stranger"):
        with pytest.raises(NotAllowed):
            issue_token(
                "App", by=cast.actor(who), community=cast.community, scopes=["cases:read"],
                user=cast.worker,
            )  # fmt: skip
    with pytest.raises(NotFound):
        issue_token(
            "App", by=cast.actor("worker"), community=cast.elsewhere, scopes=["cases:read"],
            user=cast.worker,
        )  # fmt: skip


def test_a_token_acts_below_its_community_whatever_its_holder_is_elsewhere(cast: Cast) -> None:
    """A secretary once gave a foreign officer a small post, and acted wherever that one may."""
    make.post("secretary", cast.elsewhere, user=cast.worker)
    foreign = make.organisation(community=cast.elsewhere)
    make.post("property_staff", cast.elsewhere, user=cast.worker, organisation=foreign)
    own_there = make.post("worker", cast.elsewhere, user=cast.street_officer)
    there = make.case(community=cast.elsewhere, organisation=foreign, post=own_there)
    for who in ("worker", "street_officer"):
        found = bearer_of(own_token(cast, who).secret)
        assert found
        actor = found.actor
        assert {place.pk for place in communities_of(actor)} == {cast.community.pk}
        assert actor.communities == {cast.community.pk}
        assert not actor.may("see_cases", path=cast.elsewhere.path)
        assert not Case.objects.filter(in_reach(actor)).exists()
        with pytest.raises(NotFound):
            access_case(actor, there.pk)
        with pytest.raises(NotFound):
            place_for(actor, cast.street_office.pk)


def test_a_matter_of_the_office_stays_closed_to_the_token_of_one_community(cast: Cast) -> None:
    """The post's own matters are told by its id: in another community, too, they are not for it."""
    post = Post.objects.get(user=cast.street_officer)
    there = make.case(community=cast.elsewhere, post=post)
    here = make.case(community=cast.community, post=post)
    found = bearer_of(own_token(cast, "street_officer").secret)
    assert found
    assert list(Case.objects.filter(in_reach(found.actor))) == [here]
    with pytest.raises(NotFound):
        access_case(found.actor, there.pk)


def test_a_token_opens_nothing_once_its_person_serves_nowhere_there(cast: Cast) -> None:
    secret = own_token(cast, "worker").secret
    make.post("worker", cast.elsewhere, user=cast.worker)
    Post.objects.filter(user=cast.worker, place=cast.community).update(ended_on=date(2026, 1, 1))
    assert bearer_of(secret) is None


def test_the_person_takes_a_token_back_and_nobody_elses(cast: Cast) -> None:
    issued = own_token(cast, "worker")
    for who in ("stranger", "secretary"):
        with pytest.raises(NotFound):
            revoke_own_token(issued.token.pk, by=cast.actor(who))
    assert [row.id for row in own_tokens(cast.actor("worker"))] == [issued.token.pk]
    assert own_tokens(cast.actor("stranger")) == []
    revoke_own_token(issued.token.pk, by=cast.actor("worker"))
    assert bearer_of(issued.secret) is None


def test_old_tokens_get_the_community_that_issued_them(cast: Cast) -> None:
    """The migration reads it from the record; without a line, from where the person serves."""
    issued, silent = own_token(cast, "street_officer"), own_token(cast, "stranger", cast.elsewhere)
    told = {issued.token.pk: cast.community, silent.token.pk: cast.elsewhere}
    narrowed = import_module("linli.faces.api.migrations.0002_token_below_a_community")
    for token in ApiToken.objects.all():
        assert narrowed.community_of(apps, token) == told[token.pk]


def test_the_list_names_the_holder_and_the_last_use(cast: Cast) -> None:
    by = cast.actor("secretary")
    issued = own_token(cast, "worker")
    for minutes in (0, 4, 6):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            bearer_of(issued.secret)
    row = tokens_in(by, community=cast.community)[0]
    assert (row.name, row.holder) == ("App", str(cast.worker))
    assert row.last_used_at == NOON + timedelta(minutes=6)
    with pytest.raises(NotAllowed):
        tokens_in(cast.actor("worker"), community=cast.community)
