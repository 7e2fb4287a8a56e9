"""A community's own wording: placeholders are checked, templates leave no holes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli import outbox
from linli.core.models import Line
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.outbox import rules
from linli.outbox.actions import drop_wording, set_wording
from tests.cast import Cast


def test_a_line_whose_word_is_empty_is_left_out() -> None:
    template = "您好\n原因：{reason}\n{due} 前"
    assert rules.fill(template, {"reason": "", "due": "今天 18:00"}) == "您好\n今天 18:00 前"


@given(st.text(max_size=60), st.dictionaries(st.sampled_from(["a", "b"]), st.text(max_size=20)))
def test_any_text_can_be_filled(template: str, words: dict[str, str]) -> None:
    rules.fill(template, words)
    rules.unknown_names(template, {"a"})


def test_a_word_is_never_read_as_a_template_again() -> None:
    assert rules.fill("{a}", {"a": "{b} {0.__class__}", "b": "x"}) == "{b} {0.__class__}"


@pytest.mark.django_db
def test_a_placeholder_that_is_not_filled_is_named(cast: Cast) -> None:
    by = cast.actor("secretary")
    with pytest.raises(Invalid) as caught:
        set_wording(
            "case.filed",
            way="sms",
            title="{numer}",
            body="{} {title",
            by=by,
            community=cast.community,
        )
    assert "{numer}" in str(caught.value.errors["title"][0])
    assert "{reference}" in str(caught.value.errors["title"][0])
    assert "{}" in str(caught.value.errors["body"][0])


@pytest.mark.django_db
def test_a_wording_is_kept_previewed_and_dropped(cast: Cast) -> None:
    by, home = cast.actor("secretary"), cast.community
    set_wording(
        "case.filed", way="sms", title="收到", body="收到 {reference}", by=by, community=home
    )
    assert outbox.preview("case.filed", "sms", home.pk) == ("收到", "收到 SX-1124")
    drop_wording("case.filed", way="sms", by=by, community=home)
    assert outbox.preview("case.filed", "sms", home.pk)[0] != "收到"
    assert Line.objects.filter(verb__startswith="wording.").count() == 2


@pytest.mark.django_db
def test_only_the_secretary_words_messages(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        set_wording(
            "case.filed",
            way="sms",
            title="a",
            body="b",
            by=cast.actor("worker"),
            community=cast.community,
        )
    with pytest.raises(NotFound):
        set_wording(
            "case.nothing",
            way="sms",
            title="a",
            body="b",
            by=cast.actor("secretary"),
            community=cast.community,
        )
