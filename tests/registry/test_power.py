"""Power does not travel: nobody acts through somebody's posts elsewhere, nor lifts their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.accounts.models import User
from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.outbox.models import Message
from linli.outbox.tasks import tell_invitations
from linli.registry import actions, queries
from linli.registry.actions.invitations import VALID_DAYS
from linli.registry.models import Invitation, Place, Post
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@dataclass
class Abroad:
    """A community of another district, its secretary, and a log-in that she opened."""

    community: Place
    secretary: User
    colleague: User
    post: Post


@pytest.fixture
def abroad(cast: Cast) -> Abroad:
    district = make.place("district", "白水区")
    office = make.street_office("白水街道", parent=district)
    community = make.community("白水社区", parent=office)
    secretary = make.user("白书记", username="bai", home=community)
    make.post("secretary", community, user=secretary)
    by = make.actor(secretary)
    colleague, _password = actions.open_account(
        "colleague", place=community, display_name="白小姐", by=by
    )
    actions.set_password(
        colleague.pk, place=community, by=make.actor(colleague), password="chosen-by-oneself-7"
    )
    colleague.refresh_from_db()
    post = actions.appoint(
        "worker", place_id=community.pk, holder="白小姐", user_id=colleague.pk, by=by
    )
    return Abroad(community, secretary, colleague, post)


def invited(cast: Cast, username: str = "colleague", **columns: Any) -> Invitation:
    given = {"place_id": cast.building.pk, "holder": "白小姐", "by": cast.actor("secretary")}
    given |= columns
    return actions.invite(username, "trusted_local", **given)


def test_a_foreign_user_is_not_appointed_over_their_head(cast: Cast, abroad: Abroad) -> None:
    with pytest.raises(NotAllowed):
        actions.appoint(
            "trusted_local", place_id=cast.building.pk, holder="白小姐",
            user_id=abroad.colleague.pk, by=cast.actor("secretary"),
        )  # fmt: skip
    assert Post.objects.filter(user=abroad.colleague).count() == 1


def test_an_invitation_is_nothing_until_it_is_accepted(cast: Cast, abroad: Abroad) -> None:
    invitation = invited(cast)
    assert make.actor(abroad.colleague).communities == {abroad.community.pk}
    with pytest.raises(NotFound):
        actions.accept(invitation.pk, by=cast.actor("worker"))
    post = actions.accept(invitation.pk, by=make.actor(abroad.colleague))
    assert (post.place, post.user) == (cast.building, abroad.colleague)
    line = Line.objects.get(verb="post.appointed", subject_id=str(post.pk))
    assert line.actor == f"user:{abroad.colleague.pk}"
    with pytest.raises(NotFound):
        actions.accept(invitation.pk, by=make.actor(abroad.colleague))


def test_an_invitation_is_declined_taken_back_or_expires(cast: Cast, abroad: Abroad) -> None:
    by = make.actor(abroad.colleague)
    declined = invited(cast)
    actions.decline(declined.pk, by=by)
    taken_back = invited(cast)
    with pytest.raises(NotFound):
        actions.withdraw(taken_back.pk, by=make.actor(abroad.secretary))
    actions.withdraw(taken_back.pk, by=cast.actor("secretary"))
    late = invited(cast)
    for one in (declined, taken_back):
        with pytest.raises(NotFound):
            actions.accept(one.pk, by=by)
    with time_machine.travel(late.expires_at + timedelta(seconds=1), tick=False):
        assert queries.invitations_to(abroad.colleague.pk) == []
        with pytest.raises(NotFound):
            actions.accept(late.pk, by=by)
    assert (late.expires_at - late.invited_at).days == VALID_DAYS
    assert Post.objects.filter(user=abroad.colleague).count() == 1


def test_an_invitation_falls_with_the_power_of_who_sent_it(cast: Cast, abroad: Abroad) -> None:
    invitation = invited(cast)
    Post.objects.filter(user=cast.secretary).update(ended_on=make.NOON.date() - timedelta(days=99))
    with pytest.raises(Invalid):
        actions.accept(invitation.pk, by=make.actor(abroad.colleague))


def test_the_invited_are_told_and_nobody_else(cast: Cast, abroad: Abroad) -> None:
    invited(cast)
    invited(cast, "nobody-at-all")
    for _time in range(2):
        tell_invitations(now=make.NOON)
    told = Message.objects.get(event="post.invited")
    assert (told.user, told.link) == (abroad.colleague, "/account/invitations/")


def test_the_form_does_not_tell_which_user_names_exist(
    cast: Cast, abroad: Abroad, client: Client
) -> None:
    client.force_login(cast.secretary)
    answers = []
    for username in ("colleague", "no-such-name"):
        cache.clear()
        asked = {"holder": "白小姐", "role": "trusted_local", "colleague": username}
        with CaptureQueriesContext(
            connection,
        ) as made:
            page = client.post("/register/posts/new/", asked)
        shown = client.get("/register/posts/").content.decode().replace(username, "NAME")
        listed = shown[shown.index("NAME") - 40 : shown.index("NAME") + 80]
        answers.append((page.status_code, page.headers["Location"], len(made), listed))
        for row in Invitation.objects.all():
            row.delete()
    assert answers[0] == answers[1]
    names = str(list(Line.objects.values_list("change", "subject_id", "why__text")))
    assert "colleague" not in names
    asked = {"holder": "白小姐", "role": "trusted_local", "username": "colleague"}
    page = client.post("/register/posts/new/", asked).content.decode()
    assert "colleague-" in page  # as for every name: free or not


def test_their_own_secretary_still_closes_the_log_in(cast: Cast, abroad: Abroad) -> None:
    """A small post elsewhere once put the log-in out of its own secretary's reach."""
    actions.accept(invited(cast).pk, by=make.actor(abroad.colleague))
    foreign, own = cast.actor("secretary"), make.actor(abroad.secretary)
    colleague = User.objects.get(pk=abroad.colleague.pk)
    for verb in (actions.close_account, actions.set_password, actions.reset_second_factor):
        with pytest.raises(NotAllowed):
            verb(colleague.pk, place=cast.building, by=foreign)
    with pytest.raises(NotAllowed):  # to sign in as them would be to act over there, too
        actions.set_password(colleague.pk, place=abroad.community, by=own)
    actions.close_account(colleague.pk, place=abroad.community, by=own)
    assert make.actor(User.objects.get(pk=colleague.pk)).posts == ()


def test_the_home_does_not_shut_out_who_rose_elsewhere(cast: Cast, abroad: Abroad) -> None:
    make.post("secretary", cast.community, user=abroad.colleague)
    with pytest.raises(NotAllowed):
        actions.close_account(
            abroad.colleague.pk, place=abroad.community, by=make.actor(abroad.secretary)
        )


def test_a_log_in_without_a_post_is_its_homes_and_no_strangers(cast: Cast, abroad: Abroad) -> None:
    """Whoever had left every post could once be taken over by any secretary of the house."""
    actions.end_post(abroad.post.pk, by=make.actor(abroad.secretary))
    colleague = User.objects.get(pk=abroad.colleague.pk)
    for verb in (actions.close_account, actions.set_password, actions.reset_second_factor):
        with pytest.raises(NotAllowed):
            verb(colleague.pk, place=cast.community, by=cast.actor("secretary"))
    with pytest.raises(NotAllowed):
        actions.appoint(
            "worker",
            place_id=cast.community.pk,
            holder="x",
            user_id=colleague.pk,
            by=cast.actor("secretary"),
        )
    assert actions.set_password(
        colleague.pk, place=abroad.community, by=make.actor(abroad.secretary)
    )


@pytest.mark.parametrize(
    ("who", "role", "where"),
    [
        ("secretary", "secretary", "community"),
        ("street_officer", "street_officer", "street_office"),
    ],
)
def test_nobody_gives_out_or_ends_a_post_of_their_own_level(
    cast: Cast, who: str, role: str, where: str
) -> None:
    place = getattr(cast, where)
    with pytest.raises(NotAllowed):
        actions.appoint(role, place_id=place.pk, holder="某人", by=cast.actor(who))
    with pytest.raises(NotAllowed):
        actions.end_post(make.post(role, place).pk, by=cast.actor(who))


def test_nobody_gives_themselves_more_than_they_have(cast: Cast) -> None:
    """A street officer, who may not read care needs, once became secretary by an own signature."""
    with pytest.raises(NotAllowed):
        actions.appoint(
            "secretary", place_id=cast.community.pk, holder="何主任",
            user_id=cast.street_officer.pk, by=cast.actor("street_officer"),
        )  # fmt: skip
    actions.appoint(
        "trusted_local", place_id=cast.building.pk, holder="陈书记", user_id=cast.secretary.pk,
        by=cast.actor("secretary"),
    )  # fmt: skip


def test_a_post_bears_no_company_of_another_community(cast: Cast, abroad: Abroad) -> None:
    """Its matters are told by the company: they would come along."""
    foreign = make.organisation("白水物业", community=abroad.community)
    with pytest.raises(Invalid):
        actions.appoint(
            "property_staff", place_id=cast.community.pk, holder="x", organisation_id=foreign.pk,
            by=cast.actor("secretary"),
        )  # fmt: skip


def test_the_invited_accept_on_their_own_page_even_without_a_post(
    cast: Cast, abroad: Abroad, client: Client
) -> None:
    actions.end_post(abroad.post.pk, by=make.actor(abroad.secretary))
    invitation = invited(cast)
    client.force_login(cast.worker)
    given = {"invitation": invitation.pk, "verb": "accept"}
    assert "白小姐" not in client.get("/account/invitations/").content.decode()
    assert client.post("/account/invitations/", given).status_code == 404
    client.force_login(abroad.colleague)
    assert "白小姐" in client.get("/account/invitations/").content.decode()
    assert client.post("/account/invitations/", given).status_code == 302
    assert Post.objects.filter(user=abroad.colleague, place=cast.building, ended_on=None).exists()


@pytest.mark.parametrize("password", ["short-7-abc", "password1234", "陈书记陈书记陈书记陈书记"])
def test_a_password_that_is_short_common_or_ones_own_name_is_refused(
    cast: Cast, password: str
) -> None:
    user = cast.secretary
    user.display_name = "陈书记陈书记陈书记陈书记"
    user.save(update_fields=["display_name"])
    with pytest.raises(Invalid):
        actions.choose_password(user.pk, password, by=make.actor(user))
    actions.choose_password(user.pk, "梧桐 river 42 kettle", by=make.actor(user))
