"""Raising a matter: where, what, a photo if there is one. Half a minute, no account."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core import codes
from linli.core.refusals import Invalid, NotFound, Refusal, TooMany
from linli.engines.cases import kinds
from linli.engines.cases.actions import Reporter, filing
from linli.engines.cases.danger.contacts import calls
from linli.engines.cases.queries import case_for_resident
from linli.faces.web.account.sessions import visitor_session
from linli.faces.web.desk import danger_calls
from linli.faces.web.resident import suggest, visitor
from linli.registry.models import Place
from linli.registry.queries import find_place, place_by_code
from linli.registry.queries.spots import places_to_choose, spots_below

REPORTS_AN_HOUR = 60  # of one household, or of one browser
MOST_UNFOLDED = 12
KINDS_TO_CHOOSE = (
    "building",
    "gate",
    "venue",
    "facility",
    "green_plot",
    "lamp",
    "lift",
    "charging_shed",
    "gas_room",
    "camera",
)
TOO_MANY_REPORTS = gettext_lazy(
    "Many reports came from your connection within an hour. Please try again in %(wait)s, "
    "or call your grid worker; what you typed is still here."
)


class Words(forms.CharField):
    """A text field that drops null characters; the other control characters fall in the core."""

    def to_python(self, value: Any) -> str:
        """Return the typed text, or an empty one."""
        return str(super().to_python(str(value or "").replace("\0", "")))


class ReportForm(forms.Form):
    """What is asked: the text, and if they like a telephone number and the exact spot."""

    text = Words(
        label=gettext_lazy("What is the matter?"),
        help_text=gettext_lazy("A few words are enough; a photo alone will do as well."),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    spot = forms.ChoiceField(label=gettext_lazy("Where exactly?"), required=False)
    phone = Words(
        label=gettext_lazy("Your telephone number"),
        help_text=gettext_lazy("Only if we may call you back. Only staff can read it."),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "data-no-draft": "1"}
        ),
    )

    def __init__(self, *args: Any, spots: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.update({"data-suggest": "1"})
        self.offer_spots(spots)

    def offer_spots(self, spots: list[Place]) -> None:
        """Ask for the exact spot among these; an empty choice is "not sure"."""
        names = [(place.code, place.label or place.name) for place in spots]
        self.fields["spot"].choices = [("", _("not sure")), *names]  # type: ignore[attr-defined]


def choose_place(request: HttpRequest) -> HttpResponse:
    """/report/: ask where. The household's own door, stairs and building come first."""
    community = visitor.community_of(request)
    if community is None:
        return redirect(reverse("communities") + "?next=" + reverse("report"))
    asked = request.GET.get("q", "").strip()[:60]
    household = visitor.household_of(request)
    own: list[Place] = []
    if household is not None:
        door = household.dwelling
        own = [place for place in (door, door.parent, household.building) if place is not None]
    places = find_place(community.pk, asked) if asked else []
    return render(
        request,
        "web/resident/where.html",
        {
            "tab": "report",
            "community": community,
            "own": list(dict.fromkeys(own)),
            "typed": asked,
            "found": [p for p in places if p.kind != "dwelling" or p in own],
            "groups": _groups(places_to_choose(community.pk)),
            "always": calls(community.pk),
        },
    )


def _groups(places: list[Place]) -> list[dict[str, Any]]:
    """Return the places by their kind, buildings first; a long group stays folded."""
    groups = []
    for kind in KINDS_TO_CHOOSE:
        members = [place for place in places if place.kind == kind]
        if members:
            groups.append(
                {
                    "label": Place.Kind(kind).label,
                    "places": members,
                    "is_folded": kind != "building" and len(members) > MOST_UNFOLDED,
                }
            )
    return groups


def report_here(request: HttpRequest, code: str) -> HttpResponse:
    """/p/CODE/: the page behind a place's label. GET asks, POST takes the matter in."""
    try:
        place = place_by_code(code)
    except NotFound as dead:
        return render(
            request, "web/resident/dead_label.html", {"tab": "report", "sentence": dead.sentence},
            status=404,
        )  # fmt: skip
    community = place.community or place  # a place by code always lies in one
    visitor.choose(request, community)
    if request.method == "POST":
        return _take_in(request, place=place, community=community)
    form = ReportForm(spots=spots_below(place))
    return _form_page(request, form, place=place, community=community, once=secrets.token_hex(16))


def _take_in(request: HttpRequest, *, place: Place, community: Place) -> HttpResponse:
    spots = spots_below(place) if request.POST.get("spot") else []
    form = ReportForm(request.POST, spots=spots)
    once = request.POST.get("once", "")[:64] or secrets.token_hex(16)
    fault: Refusal | None = None
    if form.is_valid():
        try:
            filed = _file(request, form, place=place, community=community, spots=spots, once=once)
        except Refusal as refusal:
            fault = refusal
        else:
            visitor.follow(request, filed.case)
            visitor_session(request)["thanks"] = {
                "case": filed.case.pk,
                "code": codes.encrypt(filed.follow_code),
            }
            return redirect("thanks")
    if isinstance(fault, Invalid):
        for name, sentences in fault.errors.items():
            form.add_error(name if name in form.fields else None, list(map(str, sentences)))
    if fault is not None and not form.errors:
        form.add_error(None, str(fault.sentence))
    form.offer_spots(spots or spots_below(place))
    return _form_page(
        request, form, place=place, community=community, once=once,
        status=fault.status if fault else 400,
    )  # fmt: skip


def _file(
    request: HttpRequest,
    form: ReportForm,
    *,
    place: Place,
    community: Place,
    spots: list[Place],
    once: str,
) -> filing.Filed:
    """Count the try, and file the matter with its photos."""
    actor = visitor.actor_of(request)
    visitor.count_try(
        request, "report", actor=actor, most=REPORTS_AN_HOUR, sentence=TOO_MANY_REPORTS
    )
    text, kind = form.cleaned_data["text"], _kind(request, community.pk)
    exact = {spot.code: spot for spot in spots}.get(form.cleaned_data.get("spot", ""), place)
    return filing.file_case(
        by=actor,
        community_id=community.pk,
        channel="household" if actor.household_id else "place_code",
        kind=kind or "",
        text=text,
        place=exact,
        fields=suggest.answered(kind, request.POST),
        photos=request.FILES.getlist("photos"),
        reporter=Reporter(phone=form.cleaned_data["phone"], household_id=actor.household_id),
        follow_once=once,
    )


def _kind(request: HttpRequest, community_id: int) -> kinds.Kind | None:
    """Return the kind that was chosen; without one the matter itself tells it."""
    code = request.POST.get("other_kind") or request.POST.get("kind") or ""
    offered = {kind.code: kind for kind in kinds.on_in(community_id)} if code else {}
    return offered.get(code)


def _form_page(
    request: HttpRequest,
    form: ReportForm,
    *,
    place: Place,
    community: Place,
    once: str,
    status: int = 200,
) -> HttpResponse:
    offered = kinds.on_in(community.pk)
    chosen = request.POST.get("other_kind") or request.POST.get("kind") or ""
    kind = next((each for each in offered if each.code == chosen), None)
    return render(
        request,
        "web/resident/report.html",
        {
            "tab": "report",
            "form": form,
            "place": place,
            "community": community,
            "once": once,
            "kinds": [(each.code, str(each.label)) for each in offered],
            "chosen": chosen,
            "questions": suggest.questions(kind, request.POST),
            "kind": kind,
            "household": visitor.household_of(request),
            "photos_lost": bool(request.FILES),
            **danger_calls.at(
                place, request.POST.get("text", ""), is_refused=status == TooMany.status
            ),
        },
        status=status,
    )


def thanks(request: HttpRequest) -> HttpResponse:
    """/thanks/: the code to follow the matter by, large, and as QR."""
    kept = visitor_session(request).get("thanks") or {}
    if not kept:
        return redirect("mine")
    case_id = kept["case"]
    shown = case_for_resident(visitor.actor_for(request, case_id), case_id)
    code = codes.decrypt(kept["code"])
    link = request.build_absolute_uri(reverse("follow_code", args=[code]))
    return render(
        request,
        "web/resident/thanks.html",
        {
            "tab": "report",
            "case": shown.case,
            "kind": shown.kind,
            "code": codes.grouped(code),
            "link": link,
            **danger_calls.of_case(shown.case),
        },
    )
