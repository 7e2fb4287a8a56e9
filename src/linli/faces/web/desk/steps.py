"""The steps that stand on a matter's page: the next one first, the rare ones as links."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_case import CasePage, owners_for
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
BLANK = SafeString("")
AT_ONCE = {code for code, own in VERB_FORMS.items() if own.fields is dict}  # one press does it


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step on the page: a link, a button that does it ``at_once``, or a form with ``fields``.

    ``do``: the button of the form; ``audience``: who reads what is typed.
    """

    code: str
    href: str
    label: str
    is_primary: bool
    is_rare: bool
    is_at_once: bool = False
    help: str | Promise = ""
    do: str | Promise = ""
    audience: str = ""
    is_open: bool = False
    fields: SafeString = BLANK


def steps_open(page: CasePage, sent: str, form: forms.Form | None) -> list[OpenStep]:
    """Return the steps open to the viewer, the next one first.

    Only what is used every day has its form on the page; every other step is a link to it.
    """
    case = page.case
    codes = [code for code in page.verbs if code in VERB_FORMS and code != "look"]
    if sent not in codes and form is None:
        sent = ""
    if "whistle_answer" in codes and all(call.answered_at for call in page.called_in):
        codes.remove("whistle_answer")
    if form is not None and sent not in (*codes, "look"):
        codes.append(sent)  # what was typed is kept, also when the step is closed by now
    primary = next((code for code in PRIMARY.get(case.state, ()) if code in codes), "")
    codes.sort(key=lambda code: (code != sent, code != primary))
    return [_step(code, case, sent=sent, form=form, is_primary=code == primary) for code in codes]


def _step(
    code: str, case: Case, *, sent: str, form: forms.Form | None, is_primary: bool
) -> OpenStep:
    link = OpenStep(
        code=code,
        href=f"{reverse('desk_case', args=[case.pk])}?do={code}#verb-{code}",
        label=str(VERBS[code].label),
        is_primary=is_primary,
        is_rare=code not in (sent, *EVERYDAY) and not is_primary,
    )
    own = VERB_FORMS[code]
    if code in AT_ONCE and (form is None or code != sent):
        return replace(link, is_at_once=True, help=own.help)
    if not is_primary and code not in (sent, *AT_HAND):
        return link
    return replace(
        link,
        do=own.do,
        help=own.help,
        audience=own.who,
        is_open=code == sent,
        fields=_fields(code, case, form=form if code == sent else None),
    )


def _fields(code: str, case: Case, *, form: forms.Form | None) -> SafeString:
    """Draw what was sent, else an empty form."""
    if form is None and code not in verb_forms.OF_THE_CASE:
        return verb_forms.blank_fields(code, get_language() or "")
    if form is None:
        form = verb_forms.form_of(code, case)
        if {"owner", "organisation"} & set(form.fields):
            verb_forms.fill_owners(form, owners_for(case))
    return render_to_string("web/shared/parts/form.html", {"form": form})
