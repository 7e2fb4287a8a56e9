"""The steps that stand on a matter's page: the next one first, the rare ones as links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_case import DeskCase, owners_for
from linli.engines.cases.verbs import VERBS
from linli.faces.web.desk import verb_forms
from linli.faces.web.desk.verb_forms import VERB_FORMS

# In each state, the step that comes next; the first that the viewer may do is the green one.
PRIMARY = {
    "filed": ("assign", "take", "accept"),
    "accepted": ("assign", "take"),
    "assigned": ("take", "resolve"),
    "in_hand": ("resolve",),
    "waiting": ("answer",),
    "deferred": ("resume",),
    "inspecting": ("inspect",),
    "resolved": ("review", "confirm"),
}
EVERYDAY = (
    "assign", "reassign", "reply", "ask", "take", "add_note", "add_photos", "whistle_answer",
)  # fmt: skip
AT_HAND = ("reply", "add_note")  # their forms stand on the page itself
AT_ONCE = {code for code, own in VERB_FORMS.items() if own.fields is dict}  # one press does it


def steps_open(desk_case: DeskCase, sent: str, form: forms.Form | None) -> list[dict[str, Any]]:
    """Return the steps open to the viewer, the next one first.

    Only what is used every day has its form on the page; every other step is a link to it.
    """
    case = desk_case.case
    codes = [code for code in desk_case.verbs if code in VERB_FORMS and code != "look"]
    if sent not in codes and form is None:
        sent = ""
    if "whistle_answer" in codes and all(row["answered_at"] for row in desk_case.department_calls):
        codes.remove("whistle_answer")
    if form is not None and sent not in (*codes, "look"):
        codes.append(sent)  # what was typed is kept, also when the step is closed by now
    primary = next((code for code in PRIMARY.get(case.state, ()) if code in codes), "")
    codes.sort(key=lambda code: (code != sent, code != primary))
    return [_verb(code, case, sent=sent, form=form, is_primary=code == primary) for code in codes]


def _verb(
    code: str, case: Case, *, sent: str, form: forms.Form | None, is_primary: bool
) -> dict[str, Any]:
    verb: dict[str, Any] = {
        "code": code,
        "href": f"/desk/{case.pk}/?do={code}#verb-{code}",
        "label": VERBS[code].label,
        "primary": is_primary,
        "is_rare": code not in (sent, *EVERYDAY) and not is_primary,
    }
    if code in AT_ONCE and (form is None or code != sent):
        return verb | {"at_once": True, "help": VERB_FORMS[code].help}
    if not is_primary and code not in (sent, *AT_HAND):
        return verb
    own = VERB_FORMS[code]
    return verb | {
        "do": own.do,
        "help": own.help,
        "audience": own.who,
        "open": code == sent,
        "fields": _fields(code, case, form=form if code == sent else None),
    }


def _fields(code: str, case: Case, *, form: forms.Form | None) -> SafeString:
    """Draw what was sent, else an empty form."""
    if form is None and code not in verb_forms.OF_THE_CASE:
        return verb_forms.blank_fields(code, get_language() or "")
    if form is None:
        form = verb_forms.form_of(code, case)
        if {"owner", "organisation"} & set(form.fields):
            verb_forms.fill_owners(form, owners_for(case))
    return render_to_string("web/shared/parts/form.html", {"form": form})
