"""The service desk: a matter entered for whoever stands there or calls."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.core.refusals import Invalid, Refusal
from linli.engines.cases import actions, kinds
from linli.engines.cases import suggest as suggestions
from linli.engines.cases.actions import Filed, Reporter, access_case, roles_of
from linli.engines.cases.actions.door import workflow_of
from linli.engines.cases.models import Case
from linli.faces.web import desk_forms, desk_rows
from linli.faces.web.register.filled import show_faults
from linli.faces.web.resident_suggest import questions
from linli.faces.web.staff import StaffRequest, staff_page
from linli.registry.access import Actor, require
from linli.registry.models import Household, Person, Place
from linli.registry.queries import find_place, search_people

CODES_KEPT = 20  # follow codes in the session, so that a slip can be printed again
CODES = "follow_codes"
LEAST_LETTERS = 4


class EnterForm(forms.Form):
    """What is asked at the desk; everything but text and kind may stay empty."""

    use_required_attribute = False  # sent without a kind, the page comes back with the likely ones
    text = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=4000,
        error_messages={"required": gettext_lazy("Please write what it is about.")},
        widget=forms.Textarea(attrs={
            "rows": 4, "autofocus": True, "hx-post": "/desk/new/suggest/",
            "hx-trigger": "input changed delay:400ms", "hx-target": "#suggestions",
        }),
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Where"), max_length=80, required=False,
        help_text=gettext_lazy("As people say it: 704-2-301, 704 楼 2 单元, the plaza."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        error_messages={
            "required": gettext_lazy(
                "Please choose the kind; the likely ones stand above the list."
            )
        },
    )
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("Urgency"), coerce=int, choices=Case.Urgency.choices,
        widget=forms.RadioSelect, initial=0,
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"), widget=forms.RadioSelect, initial="desk",
        choices=[("desk", gettext_lazy("stands here")), ("phone", gettext_lazy("by telephone"))],
    )  # fmt: skip
    photos = desk_forms.photos()
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("Empty: the household's own is used, if there is one."),
    )  # fmt: skip
    household = forms.IntegerField(required=False, widget=forms.HiddenInput)
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)
    once = forms.CharField(widget=forms.HiddenInput, max_length=60)
    on_the_spot = forms.BooleanField(
        label=gettext_lazy("Solved on the spot"), required=False,
        help_text=gettext_lazy("It is then reported as done and confirmed at once."),
    )  # fmt: skip
    result = forms.CharField(
        label=gettext_lazy("What was done"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, community_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = desk_forms.kind_choices(kinds.on_in(community_id))
        self.fields["kind"].choices = [("", _("choose")), *groups]  # type: ignore[attr-defined]
        self.fields["kind"].widget.attrs |= {
            "hx-post": "/desk/new/questions/", "hx-trigger": "change", "hx-target": "#questions",
        }  # fmt: skip


@staff_page
def enter(request: StaffRequest) -> HttpResponse:
    """Show the form, filled with whoever was chosen; POST takes the matter in."""
    here = request.community
    if not request.actor.buildings:
        require(request.actor, "enter_cases", path=here.path)
    if request.method == "POST":
        return _take_in(request)
    person = _person(request)
    initial: dict[str, Any] = {"once": secrets.token_urlsafe(12), "urgency": 0, "channel": "desk"}
    if person:
        initial |= {
            "name": person.name,
            "household": person.household_id,
            "person": person.pk,
            "place": person.household.dwelling.label,
        }
    form = EnterForm(initial=initial, community_id=here.pk)
    return _show(request, form, person=person)


def _show(
    request: StaffRequest,
    form: EnterForm,
    *,
    person: Person | None = None,
    status: int = 200,
    suggested: dict[str, Any] | None = None,
) -> HttpResponse:
    typed = request.GET.get("who", "")
    context = {
        "here": "desk",
        "form": form,
        "who": typed,
        "found": _found(request, typed) if typed else [],
        "person": person,
        "last": request.session.pop("entered", None) if request.method == "GET" else None,
        **_asked_more(request),
        **(suggested or {}),
    }
    return render(request, "web/desk/new.html", context, status=status)


def _found(request: StaffRequest, typed: str) -> list[dict[str, Any]]:
    return search_people(request.actor, typed, limit=8, community_id=request.community.pk)


def _person(request: StaffRequest) -> Person | None:
    """Return the person chosen from the search, if the worker's posts reach them."""
    pk = request.GET.get("person", "")
    if not pk.isdigit():
        return None
    from linli.registry.queries import person_for

    found: Person = person_for(request.actor, int(pk))
    return found


@staff_page
def people(request: StaffRequest) -> HttpResponse:
    """Return the people that a typed name, phone or door may mean, as a fragment."""
    typed = request.GET.get("who", "")
    context = {"found": _found(request, typed) if typed.strip() else [], "who": typed}
    return render(request, "web/desk/new_people.html", context)


@require_POST
@staff_page
def suggest(request: StaffRequest) -> HttpResponse:
    """Return two likely kinds and what is already known nearby, as a fragment."""
    return render(request, "web/desk/new_suggest.html", _suggested(request))


def _suggested(request: StaffRequest) -> dict[str, Any]:
    text = request.POST.get("text", "").strip()
    if len(text) < LEAST_LETTERS:
        return {"guesses": [], "alike": []}
    here = request.community.pk
    place = _place(here, request.POST.get("place", ""))
    rows = suggestions.alike(here, text, place=place)
    return {
        "guesses": [
            {"code": code, "label": kinds.label_of(code), "sure": f"{round(sure * 100)}%"}
            for code, sure in suggestions.kinds_for(here, text)
        ],
        "chosen": request.POST.get("kind", ""),
        "alike": [
            {
                "id": row["id"], "number": f"SX-{row['number']}", "title": row["title"],
                "where": row["where"], "supporters": row["supporters"],
                "state": str(desk_rows.STATE_TAGS[row["state"]][0]),
            }
            for row in rows
        ],
    }  # fmt: skip


def _place(community_id: int, typed: str) -> Place | None:
    """Return the place that was typed; None when nothing was, or nothing fits."""
    found = find_place(community_id, typed) if typed.strip() else []
    return found[0] if found else None


def _take_in(request: StaffRequest) -> HttpResponse:
    form = EnterForm(request.POST, request.FILES, community_id=request.community.pk)
    if not form.is_valid():
        return _show(request, form, status=400, suggested=_suggested(request))
    given = form.cleaned_data
    try:
        filed = _file(request, given)
    except Refusal as refusal:
        show_faults(form, refusal)
        return _show(request, form, status=refusal.status, suggested=_suggested(request))
    keep_code(request, filed)
    request.session["entered"] = {
        "id": filed.case.pk, "number": filed.case.reference, "title": filed.case.title,
        "code": filed.follow_code, "owner": filed.case.owner_label,
        "closed": filed.case.closed_at is not None,
    }  # fmt: skip
    return redirect("/desk/new/")


@transaction.atomic
def _file(request: StaffRequest, given: dict[str, Any]) -> Filed:
    """Take the matter in, and finish it at once where it was solved on the spot."""
    here, by = request.community, request.actor
    place = _place(here.pk, given["place"])
    if given["place"].strip() and place is None:
        sentence = _("This place is not in the register. Try “704-2”, or leave it empty.")
        raise Invalid(sentence, errors={"place": [sentence]})
    filed = actions.file_case(
        by=by, community_id=here.pk, channel=given["channel"], kind=given["kind"],
        text=given["text"], place=place, urgency=given["urgency"],
        photos=desk_forms.kept_photos(given["photos"]),
        reporter=_reporter(request, given), follow_once=given["once"],
        suggestion=suggestions.kinds_for(here.pk, given["text"]),
        fields=_answers(request, given["kind"]),
    )  # fmt: skip
    if given["on_the_spot"] and filed.is_new:
        return Filed(case=finish(filed.case, by=by, result=given["result"]),
                     follow_code=filed.follow_code)  # fmt: skip
    return filed


def _answers(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return answers to the kind's own questions."""
    kind = kinds.find(code)
    return {
        field.code: request.POST.getlist(f"f-{field.code}")
        if field.type == "select_many"
        else request.POST.get(f"f-{field.code}", "")
        for field in (kind.fields if kind else ())
    }


@require_POST
@staff_page
def kind_questions(request: StaffRequest) -> HttpResponse:
    """Return the chosen kind's own questions, as a fragment."""
    return render(request, "web/resident/questions.html", _asked_more(request))


def _asked_more(request: HttpRequest) -> dict[str, Any]:
    kind = kinds.find(request.POST.get("kind", ""))
    return {"kind": kind, "questions": questions(kind, request.POST)}


def _reporter(request: StaffRequest, given: dict[str, Any]) -> Reporter:
    """Fill in the household's own phone where none was typed: a fact is typed once."""
    phone, household = given["phone"], given["household"]
    person_id = given["person"]
    if household and person_id and not phone:
        row = Person.objects.filter(
            pk=person_id, household=household, community=request.community
        ).values_list("phone", flat=True)
        phone = row.first() or ""
    return Reporter(name=given["name"], phone=phone, household_id=household)


def finish(case: Case, *, by: Actor, result: str) -> Case:
    """Report as done, and confirm for the person who stands there, by the workflow's own verbs."""
    done = actions.resolve(case.pk, by=by, result=result)
    open_now = workflow_of(done).verbs_open_to(done.state, roles_of(by, done))
    if "confirm" in open_now:
        return actions.confirm(done.pk, by=by)
    if "review" in open_now:
        return actions.review(done.pk, by=by, solved=True)
    return done


@require_POST
@staff_page
def support(request: StaffRequest, case_id: int) -> HttpResponse:
    """Say "me too" on behalf of whoever stands there, instead of a second matter."""
    case = access_case(request.actor, case_id)
    household = request.POST.get("household", "")
    phone = request.POST.get("phone", "").strip()
    home = _home(request, household)
    key = f"household:{home}" if home else f"phone:{phone}" if phone else secrets.token_hex(6)
    actions.support(case.pk, by=request.actor, phone=phone, supporter=key)
    words = _("%(number)s has one more who asks; they are told when it moves.")
    messages.success(request, words % {"number": case.reference})
    return redirect(f"/desk/{case.pk}/")


def _home(request: StaffRequest, typed: str) -> int | None:
    if not typed.isdigit():
        return None
    rows = Household.objects.filter(pk=int(typed), community=request.community)
    return rows.values_list("pk", flat=True).first()


def keep_code(request: HttpRequest, filed: Filed) -> None:
    """Keep the follow code in the session: only its index stands in the database."""
    kept = request.session.get(CODES, {})
    kept[str(filed.case.pk)] = filed.follow_code
    request.session[CODES] = dict(list(kept.items())[-CODES_KEPT:])


def code_of(request: HttpRequest, case_id: int) -> str:
    """Return the code of a matter that this session entered, else nothing."""
    return str(request.session.get(CODES, {}).get(str(case_id), ""))
