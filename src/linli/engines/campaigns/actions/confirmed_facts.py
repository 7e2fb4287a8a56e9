"""What was confirmed at the door although the phone shows only its hint: "still 138****8001?".

The phone sends the hint and the version that it stands for; the whole value never leaves the
house. What the hint stands for is found by the version, among what is known now and was before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linli.engines.campaigns.actions import visit_facts
from linli.engines.campaigns.hints import hint
from linli.forms.schema import Form
from linli.registry import facts
from linli.registry.models import Household

HIDDEN = "*"


def whole_answers(
    form: Form,
    answers: Mapping[str, Any],
    *,
    household: Household | None,
    started_from: Mapping[str, str],
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers with whole values in place of confirmed hints, and by question the hints
    whose value is known no more: those are kept as they were said, in dispute with the register.

    At most 3 queries, and none without a hint; one more for each value that changed meanwhile.
    """
    hinted = _hinted(form, answers)
    if household is None or not hinted:
        return dict(answers), {}
    standing = facts.read([household.pk], hinted.values())[household.pk]
    whole, lost = dict(answers), {}
    for question, code in hinted.items():
        value = standing[code]
        version = started_from.get(code)
        if facts.version_of(value) != version:
            value = visit_facts.known_as(household, code, version)
        if hint(code, value) == answers[question]:
            whole[question] = value
        elif standing[code] not in (None, ""):
            whole[question], lost[question] = standing[code], str(answers[question])
    return whole, lost


def _hinted(form: Form, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return question → fact of the sensitive facts that were answered with a hint."""
    return {
        question.code: question.binds
        for question in visit_facts.asked_once(form.questions)
        if question.binds
        and facts.get(question.binds).is_sensitive
        and isinstance(answers.get(question.code), str)
        and HIDDEN in answers[question.code]
    }
