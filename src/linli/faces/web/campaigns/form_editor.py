"""A campaign's form made by hand: its questions in a row, each to change, move or take out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.core.refusals import Invalid, NotFound
from linli.core.sheets import read_sheet
from linli.engines.campaigns import actions
from linli.engines.campaigns.form_versions import form_of, forms_of
from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries.access import campaign_for
from linli.faces.web.campaigns.display import crumbs
from linli.faces.web.campaigns.form_text import condition_in_words
from linli.faces.web.campaigns.question_form import QuestionForm, filled
from linli.faces.web.register.imports import as_download
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.forms import editing, lists
from linli.forms.schema import HOLDERS, QUESTION_TYPES, Form, Question

TYPES = {
    "select_one": pgettext_lazy("question", "one answer of several"),
    "select_many": pgettext_lazy("question", "several answers"),
    "text": pgettext_lazy("question", "words"),
    "number": pgettext_lazy("question", "a number"),
    "range": pgettext_lazy("question", "a number of a scale"),
    "date": pgettext_lazy("question", "a day"),
    "time": pgettext_lazy("question", "a time of day"),
    "datetime": pgettext_lazy("question", "a day and a time"),
    "rank": pgettext_lazy("question", "answers put in order"),
    "photo": pgettext_lazy("question", "photos"),
    "signature": pgettext_lazy("question", "a signature"),
    "audio": pgettext_lazy("question", "a voice recording"),
    "barcode": pgettext_lazy("question", "a code to scan"),
    "location": pgettext_lazy("question", "a place of the estate"),
    "geopoint": pgettext_lazy("question", "a point on the estate's plan"),
    "note": pgettext_lazy("question", "a sentence to read out"),
    "calculate": pgettext_lazy("question", "a calculation"),
    "group": pgettext_lazy("question", "a group of questions"),
    "repeat": pgettext_lazy("question", "questions that repeat, such as for each pet"),
}
BY_HAND = [
    name for name in TYPES if name not in ("range", "calculate")
]  # others come in a workbook
MOVES = {"up": -1, "down": 1}
NO_SUCH = gettext_lazy("There is no such question. Perhaps somebody took it out.")


@staff_page
def questions(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Show the form's questions; POST ``do`` (up, down, out) with ``code``, or ``file`` (what the
    form looks things up in) with its name as ``code``."""
    campaign = campaign_for(request.actor, campaign_id, permission="plan_campaigns")
    form = form_of(campaign.pk, campaign.form_number)
    fault = None
    if request.method == "POST":
        code, do = request.POST.get("code", ""), request.POST.get("do", "")
        try:
            changed = _changed(request, form, code=code, do=do)
            if changed != form:
                actions.change_form(campaign_id, changed, by=request.actor)
            return redirect("campaign_form", campaign_id)
        except Invalid as refusal:
            fault = refusal
    needed = lists.files_needed(form)
    context = {
        "here": "campaigns",
        "crumbs": crumbs(campaign),
        "campaign": campaign,
        "files": [(name, name in needed) for name in lists.files_of(form)],
        "rows": _rows(form, form.questions, 0),
        "types": [(name, TYPES[name]) for name in BY_HAND],
        "holders": [(q.code, str(q.label)) for q in form.every() if q.type in HOLDERS],
        "fault": fault,
        "is_ended": campaign.state == Campaign.State.ENDED,
        "effects": len(form.effects),
    }
    status = fault.status if fault else 200
    return render(request, "web/campaigns/form.html", context, status=status)


def _changed(request: StaffRequest, form: Form, *, code: str, do: str) -> Form:
    """Return the form as the button asks for it. Raises ``Invalid`` for a file that does not do."""
    if do == "out":
        return editing.without(form, code)
    if do in MOVES:
        return editing.moved(form, code, by=MOVES[do])
    given = request.FILES.get("file")
    if do != "file" or given is None or code not in lists.files_of(form):
        return form
    return lists.with_file(form, code, read_sheet(given.read(), name=given.name or code))


def _rows(form: Form, level: tuple[Question, ...], depth: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for at, question in enumerate(level):
        rows.append(
            {
                "code": question.code,
                "label": str(question.label),
                "type": TYPES[question.type],
                "options": [str(option.label) for option in question.options],
                "only_if": condition_in_words(form, question.show_if),
                "required": question.required,
                "depth": depth,
                "is_first": at == 0,
                "is_last": at == len(level) - 1,
            }
        )
        rows += _rows(form, question.questions, depth + 1)
    return rows


@staff_page
def question(request: StaffRequest, campaign_id: int, code: str = "") -> HttpResponseBase:
    """Ask for one question: a new one (``?type=&into=``), or one that is there."""
    campaign = campaign_for(request.actor, campaign_id, permission="plan_campaigns")
    whole = form_of(campaign.pk, campaign.form_number)
    known = whole.find(code) if code else None
    if code and known is None:
        raise NotFound(NO_SUCH)
    type_ = known.type if known else request.GET.get("type", "")
    if type_ not in QUESTION_TYPES or (not known and type_ not in BY_HAND):
        return redirect("campaign_form", campaign_id)
    versions = forms_of([campaign.pk]).values()
    form = QuestionForm(
        request.POST or None, form=whole, type_=type_, code=code or editing.new_code(versions),
        versions=versions, initial=filled(known) if known else None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        into = request.GET.get("into", "")
        changed = editing.with_question(whole, form.question(), into=into)
        try:
            actions.change_form(campaign_id, changed, by=request.actor)
        except Invalid as refusal:
            form.add_error(None, [str(each) for each in refusal.errors.get("form", [refusal])])
        else:
            messages.success(request, _("Saved."))
            return redirect("campaign_form", campaign_id)
    return _ask(request, campaign, form, type_=type_)


def _ask(
    request: StaffRequest, campaign: Campaign, form: QuestionForm, *, type_: str
) -> HttpResponse:
    context = {
        "here": "campaigns",
        "crumbs": [
            *crumbs(campaign),
            {"href": reverse("campaign_form", args=[campaign.pk]), "label": _("What is asked")},
        ],
        "form": form,
        "heading": TYPES[type_],
        "button": _("Save"),
    }
    return render(request, "web/register/form.html", context, status=400 if form.errors else 200)


@staff_page
def workbook(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Hand the form out as an XLSForm workbook, to be used elsewhere or passed on."""
    from linli.forms import xlsform  # its parser is loaded when it is needed

    campaign = campaign_for(request.actor, campaign_id)
    form = form_of(campaign.pk, campaign.form_number)
    return as_download(xlsform.write(form, title=campaign.title), f"{campaign.title}.xlsx")
