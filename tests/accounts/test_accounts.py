"""Log-ins and tokens by themselves: names, passwords, and what their tables point to."""

from __future__ import annotations

import pytest
from django.apps import apps

from linli.accounts import passwords, tokens, usernames
from linli.accounts.models import ApiToken, User
from linli.core.models import Line
from linli.core.refusals import Invalid
from linli.registry import actions
from linli.registry.actions.tokens import issue_token
from tests import make
from tests.cast import Cast

SHARED = ("accounts", "holidays")  # what districts would share; Django's own log-in tables are, too
OF_DJANGO = ("auth",)


@pytest.mark.parametrize("name", ["x", "陈书记", "with blank", "a" * 61, "semi;colon"])
def test_a_user_name_is_plain(db: None, name: str) -> None:
    with pytest.raises(Invalid) as no:
        usernames.check(name)
    assert list(no.value.errors) == ["username"]


def test_a_user_name_is_had_once_whatever_its_case(db: None) -> None:
    make.user(username="chen")
    for name in ("chen", "Chen"):
        with pytest.raises(Invalid):
            usernames.check(name)
    usernames.check("chen2")


def test_a_new_user_name_always_has_the_houses_digits(db: None) -> None:
    assert usernames.new_username("wang").startswith("wang-")
    assert len(usernames.new_username("w" * 80)) == 55


def test_a_made_up_password_passes_the_houses_own_rules() -> None:
    user = User(username="chen", display_name="陈书记")
    given = passwords.give(user, handed_over=True)
    assert user.check_password(given)
    assert user.must_change_password


def test_a_weak_password_is_refused_and_changes_nothing() -> None:
    user = User(username="chen-secretary")
    with pytest.raises(Invalid) as no:
        passwords.give(user, "chen-secretary", handed_over=False)
    assert list(no.value.errors) == ["password"]
    assert not user.password


def test_a_password_of_ones_own_is_another_and_needs_no_change() -> None:
    user = User(username="chen")
    handed = passwords.give(user, handed_over=True)
    with pytest.raises(Invalid) as no:
        passwords.choose(user, handed)
    assert list(no.value.errors) == ["password1"]
    passwords.choose(user, "a long walk by the river")
    assert not user.must_change_password


def test_a_secret_opens_its_token_until_it_is_revoked(cast: Cast) -> None:
    issued = issue_token(
        "App", by=cast.actor("secretary"), community=cast.community, scopes=["open311"]
    )
    assert tokens.open_tokens(issued.secret.lower()).get() == issued.token
    assert not tokens.open_tokens(issued.secret[:-1]).exists()
    ApiToken.objects.update(revoked_at=make.NOON)
    assert not tokens.open_tokens(issued.secret).exists()


def test_the_record_calls_log_ins_and_tokens_as_it_always_did(cast: Cast) -> None:
    by = cast.actor("secretary")
    actions.set_password(cast.secretary.pk, place=cast.community, by=by)
    issue_token("App", by=by, community=cast.community, scopes=["open311"])
    lines = Line.objects.filter(verb__in=["account.password_set", "token.issued"])
    subjects = set(lines.values_list("subject_type", flat=True))
    assert subjects == {"registry.user", "api.apitoken"}


@pytest.mark.parametrize("label", SHARED)
def test_what_districts_would_share_points_to_nothing_they_would_not(label: str) -> None:
    """Nor, without a foreign key, by a number: a place's number means another place elsewhere."""
    models = list(apps.get_app_config(label).get_models())
    assert models
    for model in models:
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created:
                assert field.related_model._meta.app_label in (*SHARED, *OF_DJANGO), field
            assert not field.name.endswith("_id"), field
