"""A refusal of the register, shown beside the field that it is about."""

from __future__ import annotations

from django import forms

from linli.core.refusals import Invalid, Refusal


def show_faults(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put a refusal's sentences under their fields; what has no field stands above the form."""
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    for name, sentences in errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, str(sentence))
    if not errors:
        form.add_error(None, str(refusal))
