"""The answers to a kind's own questions, held against its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.engines.cases.kinds import Kind
from linli.forms import validation
from linli.forms.schema import Form


def checked(
    kind: Kind, answers: Mapping[str, Any], *, now: datetime, is_guess: bool = False
) -> dict[str, Any]:
    """Return the answers that the kind asks for, as they are kept; others are left out: whoever
    asked may have had an older kind before them.

    A kind that is a guess insists on no answer: nobody was asked. Raises ``Invalid`` with a
    sentence for each question, which names it.
    """
    form = kind.form
    if is_guess:
        form = Form(questions=tuple(replace(asked, required=False) for asked in form.questions))
    given = {asked.code: answers[asked.code] for asked in form.questions if asked.code in answers}
    try:
        return validation.clean(form, given, today=timezone.localdate(now))
    except Invalid as fault:
        errors = {
            code: [_named(form, code, sentence) for sentence in sentences]
            for code, sentences in fault.errors.items()
        }
        raise Invalid(next(iter(errors.values()))[0], errors=errors) from None


def _named(form: Form, code: str, sentence: Any) -> str:
    asked = form.find(code)
    return _("%(question)s: %(says)s") % {
        "question": asked.label if asked else code,
        "says": sentence,
    }
