"""A questionnaire for residents: one question a page, the last answer kept, nothing lost.

What was answered so far travels with the page (``kept``), so that nothing is stored before it is
sent; it is checked whole when it arrives. Pictures are asked for last, on the page that sends.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core import limits
from linli.core.now import now
from linli.core.refusals import Invalid, NotFound, Refusal
from linli.engines.campaigns import actions
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries import questionnaires
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.bundle import plan_for
from linli.faces.web.campaigns import display, form_fields
from linli.faces.web.campaigns.field import Field
from linli.faces.web.campaigns.questionnaire_sheet import (
    Sheet,
    known,
    narrowed,
    notes_before,
    sheet_of,
)
from linli.faces.web.resident import visitor
from linli.faces.web.shared import times
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.forms import validation, words
from linli.forms.filling import filled
from linli.forms.schema import Form, Question
from linli.registry import purposes
from linli.registry.access import VISITOR, Actor

ANSWERS_AN_HOUR, ANSWERS_AN_HOUR_ON_DUTY = 60, 600  # on duty: a tablet that is passed round
TOO_MANY = gettext_lazy(
    "Many answers came from your connection within an hour. Please try again in %(wait)s."
)


def fill_in(request: HttpRequest, code: str) -> HttpResponse:
    """/q/CODE/: tell what is asked and why; POST goes on, back, or sends."""
    try:
        campaign = questionnaires.open_questionnaire(code)
    except NotFound as ended:
        context = {"tab": "home", "sentence": ended.sentence}
        return render(request, "web/campaigns/q_ended.html", context, status=404)
    actor = _who(request, campaign)
    if actor.household_id is None and campaign.targets != Campaign.Targets.ANYONE:
        return redirect(reverse("slip") + "?next=" + reverse("questionnaire", args=[campaign.code]))
    if not questionnaires.asks(actor, campaign):
        context = {"tab": "home", "sentence": _("This questionnaire does not ask your household.")}
        return render(request, "web/campaigns/q_ended.html", context, status=404)
    if request.method != "POST":
        return _begin(request, campaign, actor)
    return _go_on(request, sheet_of(request, campaign, actor))


def _who(request: HttpRequest, campaign: Campaign) -> Actor:
    """Return who answers: where anybody may have a say nobody gives a name, slip or no slip."""
    return VISITOR if campaign.targets == Campaign.Targets.ANYONE else visitor.actor_of(request)


def _begin(request: HttpRequest, campaign: Campaign, actor: Actor) -> HttpResponse:
    before = questionnaires.answered_at(actor, campaign)
    purpose = purposes.PURPOSES.get(campaign.purpose)
    context = {
        "tab": "home",
        "campaign": campaign,
        "notice": purpose.notice if purpose else "",
        "household": visitor.household_of(request) if actor.household_id else None,
        "before": times.near(before, now=timezone.now()) if before else "",
        "ends": times.day(campaign.ends_on, today=timezone.localdate()) if campaign.ends_on else "",
    }
    return render(request, "web/campaigns/q_begin.html", context)


def _go_on(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    here = sheet.asking.find(request.POST.get("at", ""))
    go = request.POST.get("go", "next")
    if here is not None and (again := _take(request, sheet, here, is_back=go == "back")):
        return again
    if go == "send":
        return _send(request, sheet)
    if go.startswith("to:"):
        wanted = next((question for question in sheet.steps if question.code == go[3:]), None)
        return _ask(request, sheet, wanted) if wanted else _review(request, sheet)
    return _turn(request, sheet, here, back=go == "back")


def _take(
    request: HttpRequest, sheet: Sheet, here: Question, *, is_back: bool
) -> HttpResponse | None:
    """Take a page's answer; return the page once more for what cannot be, or for an entry more.

    Who goes back is not held up: an answer that cannot be is left out.
    """
    sent = form_fields.read(Form((here,)), request.POST, request.FILES).get(here.code)
    if "more" in request.POST:
        sheet.answers[here.code] = sent or []
        return _ask(request, sheet, here)
    try:
        answers = sheet.told
        value = validation.clean_one(sheet.form, here, sent, answers, today=sheet.today)
    except Invalid as refusal:
        return None if is_back else _ask(request, sheet, here, sent=sent, refusal=refusal)
    sheet.answers.pop(here.code, None)
    if value not in (None, "", []):
        sheet.answers[here.code] = value
    return None


def _turn(request: HttpRequest, sheet: Sheet, here: Question | None, *, back: bool) -> HttpResponse:
    """Show the question after (or before) this one; after the last, all answers once more."""
    steps = sheet.steps
    codes = [question.code for question in steps]
    begin = len(steps) if back else -1
    at = codes.index(here.code) if here and here.code in codes else begin
    at += -1 if back else 1
    if at < 0:
        return _begin(request, sheet.campaign, sheet.actor)
    return _ask(request, sheet, steps[at]) if at < len(steps) else _review(request, sheet)


def _ask(
    request: HttpRequest,
    sheet: Sheet,
    question: Question,
    *,
    sent: Any = None,
    refusal: Invalid | None = None,
) -> HttpResponse:
    step, most = sheet.place_of(question)
    given = {**sheet.answers, question.code: sent} if refusal else sheet.answers
    fields = form_fields.fields(
        sheet.asking,
        given if question.code in given else None,
        known=known(sheet),
        places=display.places_for(Form((question,)), sheet.campaign.community_id),
        plan=plan_for({sheet.campaign.community_id}, [Form((question,))]),
        errors=refusal.errors if refusal else None,
    )
    context = {
        "tab": "home",
        "campaign": sheet.campaign,
        "field": narrowed(
            sheet, next(field for field in _flat(fields) if field.question.code == question.code)
        ),
        "notes": notes_before(sheet, question),
        "kept": sheet.kept(),
        "step": step,
        "most": most,
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "web/campaigns/q_ask.html", context, status=status)


def _flat(fields: list[Field]) -> list[Field]:
    """Dissolve groups: one question a page."""
    flat = []
    for field in fields:
        flat += _flat(field.fields) if field.type == "group" else [field]
    for field in flat:
        field.only_if = field.tree = ""  # it is asked, so its condition is met
    return flat


def _review(request: HttpRequest, sheet: Sheet, *, refusal: Refusal | None = None) -> HttpResponse:
    """Show all answers once more, each to be changed with one tap; ask for pictures; send."""
    places = display.places_for(sheet.form, sheet.campaign.community_id)
    errors: dict[str, list[Any]] = getattr(refusal, "errors", {})
    answers = sheet.told
    rows = [
        {
            "code": question.code,
            "label": filled(str(question.label), answers, sheet.form),
            "words": _answer_in_words(sheet, question, places),
            "errors": [
                sentence
                for at in errors
                if at.split(".")[0] == question.code
                for sentence in errors[at]
            ],
        }
        for question in sheet.steps
    ]
    pictures = sheet.pictures()
    for field in pictures:
        at = field.name.removeprefix(form_fields.PREFIX).replace("-", ".")
        field.errors = [str(sentence) for sentence in errors.get(at, ())]
    context = {
        "tab": "home",
        "campaign": sheet.campaign,
        "rows": rows,
        "pictures": pictures,
        "anew": bool(refusal and request.FILES),
        "kept": sheet.kept(),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "web/campaigns/q_review.html", context, status=status)


def _answer_in_words(sheet: Sheet, question: Question, places: words.Places) -> str:
    """Say an answer; of a repeat its entries, one after the other."""
    value = sheet.answers.get(question.code)
    if value is None:
        return ""
    if question.type != "repeat":
        return words.words_of(question, value, places, form=sheet.form)
    entries = [words.in_words(sheet.form, {question.code: [row]}, places=places) for row in value]
    return " / ".join(words.listed(answer for _label, answer in entry) for entry in entries)


def _send(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    try:
        _count(request, sheet.actor)
        _record(request, sheet)
    except Refusal as refusal:
        return _review(request, sheet, refusal=refusal)
    return redirect("questionnaire_thanks", sheet.campaign.code)


def _count(request: HttpRequest, actor: Actor) -> None:
    """Count the try before anything is kept: of who is logged in, a household, or a browser and
    its address. Raises ``TooMany``."""
    if request.user.is_authenticated and actor.household_id is None:
        who, most = f"questionnaire:user:{request.user.pk}", ANSWERS_AN_HOUR_ON_DUTY
        limits.hit(who, most=most, seconds=3600, sentence=TOO_MANY)
        return
    visitor.count_try(
        request, "questionnaire", actor=actor, most=ANSWERS_AN_HOUR, sentence=TOO_MANY
    )


def _record(request: HttpRequest, sheet: Sheet) -> None:
    actor = sheet.actor
    actions.record_visit(
        by=actor,
        campaign_id=sheet.campaign.pk,
        uid=sheet.uid,
        outcome="met",
        answers=form_fields.with_pictures(sheet.answers, request.FILES, sheet.pictures()),
        form_number=sheet.number,
        at=now(),
        channel="own_key" if actor.household_id else "spot",
        started_from=sheet.started_from,
    )
    for name, file in form_fields.pictures(request.FILES).items():
        content = file.read()
        actions.keep_piece(sheet.uid, name, offset=0, size=len(content), content=content, by=actor)


def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """/q/CODE/thanks/: it has arrived, and what happens with it."""
    try:
        campaign = questionnaires.open_questionnaire(code)
    except NotFound:
        return redirect("home")
    form = form_of(campaign.pk, campaign.form_number)
    context = {
        "tab": "home",
        "campaign": campaign,
        "anyone": campaign.targets == Campaign.Targets.ANYONE,
        "opens_cases": any(effect.do == "open_case" for effect in form.effects),
    }
    return render(request, "web/campaigns/q_thanks.html", context)


@staff_page
def poster(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Print a sheet with the questionnaire's QR code, for the notice board and the table."""
    campaign = campaign_for(request.actor, campaign_id)
    if not campaign.is_open:
        raise NotFound(_("Households do not answer this campaign themselves."))
    context = {
        "campaign": campaign,
        "link": request.build_absolute_uri(reverse("questionnaire", args=[campaign.code])),
        "anyone": campaign.targets == Campaign.Targets.ANYONE,
        "ends": times.day(campaign.ends_on, today=timezone.localdate()) if campaign.ends_on else "",
    }
    return render(request, "web/campaigns/poster.html", context)
