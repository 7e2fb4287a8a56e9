"""What leaves in an export without names covers what was reckoned of a fact, too."""

from __future__ import annotations

from typing import Any

import pytest

from linli.core.labels import Label
from linli.engines.campaigns.exports.answers import HIDDEN, Saying
from linli.engines.campaigns.models import Campaign
from linli.forms.conditions import parse
from linli.forms.schema import Form, Question
from tests.cast import Cast

pytestmark = pytest.mark.django_db
WORDS = Label("问", "Asked")
FORM = Form(
    questions=(
        Question("phone", "text", WORDS, binds="contact.phone"),
        Question("note", "text", WORDS),
        Question("size", "number", WORDS),
        Question("both", "calculate", WORDS, calculation=parse("concat(${phone}, ${size})")),
        Question("again", "calculate", WORDS, calculation=parse("concat('-', ${both})")),
        Question("copied", "calculate", WORDS, calculation=parse("${note}")),
        Question("twice", "calculate", WORDS, calculation=parse("${size} * 2")),
        Question("where", "geopoint", WORDS),
    )
)


@pytest.mark.parametrize(
    ("code", "answer", "masked"),
    [
        ("both", "138000000002", HIDDEN),
        ("again", "-138000000002", HIDDEN),
        ("copied", "13800000000", None),
        ("twice", 4, 4),
        ("where", "@31.20000 121.40000", HIDDEN),
        ("where", "12.0 30.5", "12.0 30.5"),
    ],
)
def test_what_is_reckoned_of_a_fact_is_masked_as_the_fact_is(
    cast: Cast, code: str, answer: Any, masked: Any
) -> None:
    question = FORM.find(code)
    assert question is not None
    campaign = Campaign(community=cast.community)
    shown = Saying(campaign, FORM, {}, unmasked=False)(question, answer)
    assert shown == masked if masked is not None else "13800000000" not in shown
    assert Saying(campaign, FORM, {}, unmasked=True)(question, answer) == answer
