"""The card on a matter's page from which a worker lets strangers read its words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.engines.cases.queries.desk_case import CasePage
from linli.engines.cases.queries.publishing import to_look_at
from linli.faces.web.desk import verb_forms
from linli.faces.web.shared import times

COVERED: dict[str, Promise] = {
    "phone": pgettext_lazy("covered", "a telephone number"),
    "number": pgettext_lazy("covered", "a number of a paper or card"),
    "plate": pgettext_lazy("covered", "a number plate"),
    "contact": pgettext_lazy("covered", "an account or address"),
    "door": pgettext_lazy("covered", "a door"),
    "name": pgettext_lazy("covered", "a name"),
}
WHY: dict[str, Promise] = {
    "awaited": _("Strangers see kind and building only, until you have looked at the words."),
    "objected": _("Somebody says that this is about them. The words are hidden until you answer."),
    "withheld": _("The words are kept back; strangers see kind and building."),
}


def context(page: CasePage, sent: forms.Form | None, *, now: datetime) -> dict[str, Any] | None:
    """Return what the card shows; None when there is nothing to look at, or not for the viewer."""
    seen = to_look_at(page.case) if "look" in page.verbs else None
    if seen is None:
        return None
    form = sent or verb_forms.form_of("look", page.case)
    del form.fields["decision"]  # the two buttons say it
    form.fields["reason"].required = True
    form.fields["reason"].label = _("Answer")
    form.fields["reason"].help_text = _("Who said so reads it beside the matter. No names, please.")
    if not seen.objections:
        del form.fields["reason"]
    return {
        "why": WHY[seen.look],
        "is_kept_back": seen.look == "withheld",
        "pieces": [{"text": text, "what": COVERED.get(what, "")} for text, what in seen.pieces],
        "has_covered": any(what for _text, what in seen.pieces),
        "objections": [
            {"words": waiting.words, "when": times.exact(waiting.at, now=now)}
            for waiting in seen.objections
        ],
        "form": form,
    }
