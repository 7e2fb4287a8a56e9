"""Places that answers name: they must lie in the community, and be of the kind that was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.forms.schema import Form, Question
from linli.forms.values import SENTENCES
from linli.registry.models import Place


def check_places(form: Form, answers: Mapping[str, Any], *, community_id: int) -> None:
    """Raise ``Invalid`` with the question for a place that cannot be meant (1 query, or none)."""
    named = list(_named(form.questions, answers))
    if not named:
        return
    rows = Place.objects.filter(community=community_id, code__in={code for _at, _q, code in named})
    kinds = dict(rows.values_list("code", "kind"))
    wrong = {
        at: [str(SENTENCES["place"])]
        for at, question, code in named
        if code not in kinds or question.place_kind not in ("", kinds[code])
    }
    if wrong:
        raise Invalid(_("Some answers cannot be kept. Please look at them again."), errors=wrong)


def _named(
    questions: Sequence[Question], answers: Mapping[str, Any], at: str = ""
) -> Iterator[tuple[str, Question, str]]:
    for question in questions:
        answer = answers.get(question.code)
        if question.type == "group":
            yield from _named(question.questions, answers, at)
        elif question.type == "repeat":
            for number, row in enumerate(answer or ()):
                yield from _named(question.questions, row, f"{at}{question.code}.{number}.")
        elif question.type == "location" and answer:
            yield at + question.code, question, answer
