"""A matter's page: what, where, who, by when; what happened; what may be done next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.core import files
from linli.core.refusals import Invalid, NotFound, Refusal
from linli.core.text import mask_name, mask_phone
from linli.engines.cases import kinds
from linli.engines.cases.actions import access_case, reading
from linli.engines.cases.models import Case, Photo
from linli.engines.cases.queries.desk_case import DeskCase, case_id_of, desk_case, owners_for
from linli.engines.cases.verbs import VERBS
from linli.faces.web import desk_forms, desk_rows, when
from linli.faces.web.desk_forms import VERB_FORMS
from linli.faces.web.register.filled import show_faults
from linli.faces.web.staff import StaffRequest, staff_page
from linli.registry.models import Household

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
HOW = {
    "merged_here": lambda: _("joined with this one"),
    "goes_on_as": lambda: _("this one goes on there"),
    "split_off": lambda: _("split off from this one"),
    "split_from": lambda: _("this one was split off from it"),
    "alike": lambda: _("nearly the same"),
}


@staff_page
def matter(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a matter by its id (17) or by its number as people say it (SX-1124)."""
    typed = ref.upper()
    if typed.startswith("SX"):
        digits = typed.removeprefix("SX").strip("-")
        if not digits.isdigit():
            raise NotFound(_("There is no such matter, or it is not for you."))
        return redirect(f"/desk/{case_id_of(request.community.pk, int(digits))}/")
    if not ref.isdigit() or len(ref) > 15:
        raise NotFound(_("There is no such matter, or it is not for you."))
    wanted = request.GET.get("do", "")
    return _page(request, int(ref), verb=wanted if wanted in VERB_FORMS else "")


@require_POST
@staff_page
def act(request: StaffRequest, case_id: int, verb: str) -> HttpResponse:
    """Do a verb. A refusal shows the page again, with what was typed and a sentence."""
    case = access_case(request.actor, case_id)
    if verb not in VERB_FORMS:
        raise NotFound(_("There is no such step."))
    form = desk_forms.form_of(verb, case, data=request.POST, sent=request.FILES)
    if {"owner", "organisation"} & set(form.fields):
        desk_forms.fill_owners(form, owners_for(case))
    if not form.is_valid():
        return _page(request, case_id, verb=verb, form=form, status=400)
    typed = request.POST.get("version", "")
    try:
        desk_forms.do(
            verb, case, by=request.actor, given=dict(form.cleaned_data),
            version=int(typed) if typed.isdigit() else None,
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        _show(form, refusal)
        return _page(request, case_id, verb=verb, form=form, status=refusal.status)
    messages.success(request, _("Done: %(verb)s") % {"verb": VERBS[verb].done})
    request.session["draft_done"] = f"{case_id}-{verb}"
    return redirect(f"/desk/{case_id}/")


def _show(form: forms.Form, refusal: Refusal) -> None:
    """Put the sentence under its field; a need may be asked under another name."""
    if isinstance(refusal, Invalid) and refusal.errors:
        other = {"due_at": "due_on", "after_photo": "photos", "reason": "words"}
        refusal.errors = {
            name if name in form.fields else other.get(name, name): said
            for name, said in refusal.errors.items()
        }
    show_faults(form, refusal)


def _page(
    request: StaffRequest,
    case_id: int,
    *,
    verb: str = "",
    form: forms.Form | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    found = desk_case(request.actor, case_id)
    case, now = found.case, timezone.now()
    row = {column: getattr(case, column) for column in desk_rows.STATE_COLUMNS}
    state, colour = desk_rows.tag(row, now=now)
    steps = _verbs(found, verb, form)
    may_read = request.actor.may("read_masked", path=case.community.path)
    context = {
        "here": "desk",
        "case": case,
        "state": state,
        "colour": colour,
        "kind": kinds.label_of(case.kind),
        "due": desk_rows.due_words(row, now=now),
        "due_exact": _exact(case),
        "opened": when.near(case.opened_at, now=now),
        "stars": "★" * (case.stars or 0),
        "answers": _answers(case),
        "photos": [_photo(photo, now=now) for photo in found.photos],
        "story": [_told(step, now=now) for step in reversed(found.story)],
        "verbs": [row for row in steps if not row["is_rare"]],
        "rare_verbs": [row for row in steps if row["is_rare"]],
        "reporter": _reporter(request, case),
        "may_read_phone": may_read and bool(case.reporter_phone),
        "whistles": [_whistle(row, now=now) for row in found.whistles],
        "beside": [_beside(row, now=now) for row in found.beside],
        "done": request.session.pop("draft_done", "") if request.method == "GET" else "",
        **extra,
    }
    return render(request, "web/desk/case.html", context, status=status)


def _exact(case: Case) -> str:
    if not case.due_at or case.state in desk_rows.NO_CLOCK:
        return ""
    return timezone.localtime(case.due_at).strftime("%Y-%m-%d %H:%M")


def _answers(case: Case) -> list[dict[str, str]]:
    """Return the answers to the kind's own questions, in words."""
    kind = kinds.find(case.kind)
    if kind is None:
        return [{"label": name, "value": str(value)} for name, value in case.fields.items()]
    said = []
    for field in kind.fields:
        value = case.fields.get(field.code)
        if value in (None, "", []):
            continue
        options = {option.code: str(option.label) for option in field.options}
        values = value if isinstance(value, list) else [value]
        words = "、".join(options.get(str(one), str(one)) for one in values)
        said.append({"label": str(field.label), "value": words})
    return said


def _photo(photo: dict[str, Any], *, now: Any) -> dict[str, Any]:
    words = f"{Photo.Role(photo['role']).label} · {when.near(photo['at'], now=now)}"
    return {**photo, "href": f"/desk/photos/{photo['id']}/", "words": words}


def _told(step: dict[str, Any], *, now: Any) -> dict[str, Any]:
    """Say a step as an old secretary would."""
    verb = VERBS.get(step["verb"])
    return {
        "said": verb.done if verb else step["verb"],
        "who": step["who"] or _("Linli"),
        "when": when.near(step["at"], now=now),
        "words": step["words"],
        "is_public": step["is_public"],
        "is_note": step["is_note"],
        "facts": _facts(step["facts"]),
    }


def _facts(facts: dict[str, Any]) -> str:
    """Say owner, deadline, destination …: what the step is about."""
    said = []
    for name in ("owner", "destination", "phone", "department", "other", "organisation", "from"):
        if facts.get(name):
            said.append(str(facts[name]))
    if facts.get("parts"):
        said.append("、".join(str(part) for part in facts["parts"]))
    if facts.get("stars"):
        said.append("★" * int(facts["stars"]))
    for name in ("due", "review_on"):
        if facts.get(name):
            said.append(_("by %(day)s") % {"day": str(facts[name])[:10]})
    return " · ".join(said)


def _verbs(found: DeskCase, sent: str, form: forms.Form | None) -> list[dict[str, Any]]:
    """Return the steps open to the viewer, the next one first.

    Only what is used every day has its form on the page; every other step is a link to it.
    """
    case = found.case
    codes = [code for code in found.verbs if code in VERB_FORMS]
    if sent not in codes and form is None:
        sent = ""
    if "whistle_answer" in codes and all(row["answered_at"] for row in found.whistles):
        codes.remove("whistle_answer")
    if form is not None and sent not in codes:
        codes.append(sent)  # what was typed is kept, also when the step is closed by now
    primary = next((code for code in PRIMARY.get(case.state, ()) if code in codes), "")
    codes.sort(key=lambda code: (code != sent, code != primary))
    return [_verb(code, case, sent=sent, form=form, is_primary=code == primary) for code in codes]


def _verb(
    code: str, case: Case, *, sent: str, form: forms.Form | None, is_primary: bool
) -> dict[str, Any]:
    verb: dict[str, Any] = {
        "code": code,
        "label": VERBS[code].label,
        "primary": is_primary,
        "is_rare": code not in (sent, *EVERYDAY) and not is_primary,
    }
    if not is_primary and code not in (sent, *AT_HAND):
        return verb
    shown = form if form is not None and code == sent else desk_forms.form_of(code, case)
    if not shown.is_bound and {"owner", "organisation"} & set(shown.fields):
        desk_forms.fill_owners(shown, owners_for(case))
    own = VERB_FORMS[code]
    return verb | {
        "do": own.do,
        "help": own.help,
        "audience": own.who,
        "form": shown,
        "open": code == sent,
        "error": " ".join(map(str, shown.non_field_errors())) if shown.is_bound else "",
    }


def _reporter(request: StaffRequest, case: Case) -> dict[str, str]:
    """Return who raised it, masked."""
    home = _home(case)
    sees = request.actor.may("see_people", path=case.community.path)
    return {
        "name": case.reporter_name if sees else mask_name(case.reporter_name),
        "phone": mask_phone(case.reporter_phone),
        "email": case.reporter_email if sees else "",
        "household": home,
        "household_href": f"/register/{case.household_id}/" if home and sees else "",
    }


def _home(case: Case) -> str:
    """Return the household's door (1 query, none without a household)."""
    if not case.household_id:
        return ""
    doors = Household.objects.filter(pk=case.household_id).values_list("dwelling__label", flat=True)
    return doors.first() or ""


def _whistle(row: dict[str, Any], *, now: Any) -> dict[str, Any]:
    return {
        "name": row["organisation__name"],
        "asked": when.near(row["asked_at"], now=now),
        "due": when.due(row["due_at"], now=now) if row["due_at"] else "",
        "answered": bool(row["answered_at"]),
        "answer": row["answer"],
    }


def _beside(row: dict[str, Any], *, now: Any) -> dict[str, Any]:
    word, colour = desk_rows.tag({**row, "due_at": None}, now=now)
    return {
        "id": row["id"], "title": row["title"], "number": f"SX-{row['number']}",
        "place": row["place_label"], "how": HOW[row["how"]](), "tag": word, "colour": colour,
    }  # fmt: skip


@require_POST
@staff_page
def show_phone(request: StaffRequest, case_id: int) -> HttpResponse:
    """Show the whole number once, after a reason; the reading stands in the record."""
    reason = request.POST.get("reason", "")
    try:
        phone = reading.read_phone(case_id, by=request.actor, reason=reason)
    except Invalid as refusal:
        return _page(request, case_id, status=400, phone_error=str(refusal), phone_reason=reason)
    return _page(request, case_id, phone=phone)


@staff_page
def photo(request: StaffRequest, photo_id: int) -> HttpResponseBase:
    """Send a photo to who may see its matter."""
    row = Photo.objects.filter(pk=photo_id).annotate(of=F("case_id")).values("file", "of").first()
    if row is None:
        raise NotFound(_("There is no such photo."))
    access_case(request.actor, row["of"])
    answer = FileResponse(files.open_photo(row["file"]).open("rb"), content_type="image/webp")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
