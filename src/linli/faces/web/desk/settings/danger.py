"""Words of danger and the numbers to call: a community's own, or the shipped ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.engines.cases.actions import danger_lists
from linli.engines.cases.danger import community_lists
from linli.engines.cases.danger.shipped import Number, shipped
from linli.faces import requests
from linli.faces.web.desk.settings.routing import split
from linli.faces.web.settings.index import crumbs, settings_page
from linli.faces.web.shared.staff import StaffRequest

NEW_ROWS = 1  # empty ones at the end; each saving gives the next


@settings_page
def danger(request: StaffRequest) -> HttpResponse:
    """Show the lists; POST keeps the words or the numbers, or goes back to the shipped ones."""
    fault: Invalid | None = None
    if request.method == "POST":
        try:
            _change(request)
        except Invalid as refusal:
            fault = refusal
        else:
            return redirect("settings_danger")
    post = request.POST if fault else None
    context = {
        "here": "settings",
        "crumbs": crumbs(),
        "fault": str(fault.sentence) if fault else "",
        **_words(request, post if post and post.get("part") == "words" else None),
        **_numbers(request, post if post and post.get("part") == "numbers" else None),
    }
    return render(request, "web/settings/danger.html", context, status=400 if fault else 200)


def _change(request: StaffRequest) -> None:
    post, by, community = request.POST, request.actor, request.community
    if "reset" in post:
        danger_lists.reset(post["reset"], by=by, community=community)
        messages.success(request, _("The shipped ones are back."))
        return
    if post.get("part") == "words":
        words = {
            code: {name: split(post.get(f"{code}-{name}", "")) for name in _lists(code)}
            for code in shipped().dangers
        }
        harmless = split(post.get("harmless", ""))
        danger_lists.set_words(words, harmless, by=by, community=community)
    else:
        minutes = requests.number(post, "minutes") or 0
        danger_lists.set_numbers(_rows(post), minutes=minutes, by=by, community=community)
    messages.success(request, _("Kept. New matters follow it from now on."))


def _lists(code: str) -> tuple[str, ...]:
    """Return the lists of a danger; words that count only at a place need one."""
    plain = {danger.code: danger for danger in shipped().lists.dangers}[code]
    return ("words", "words_there") if plain.at else ("words",)


def _rows(post: QueryDict) -> list[Number]:
    """Read the numbers as they were typed; an emptied row goes."""
    rows = []
    for at in range(danger_lists.MOST_NUMBERS + NEW_ROWS + 1):
        label, phone = post.get(f"label-{at}", "").strip(), post.get(f"phone-{at}", "").strip()
        if label or phone:
            code = post.get(f"code-{at}", "") or f"own_{at}"
            first_for = tuple(post.getlist(f"first-{at}"))
            rows.append(Number(code, label, phone, first_for, bool(post.get(f"only-{at}"))))
    return rows


def _words(request: StaffRequest, post: QueryDict | None) -> dict[str, Any]:
    lists = community_lists.of(request.community.pk).lists
    rows = []
    for danger in lists.dangers:
        about = shipped().dangers[danger.code]
        fields = [
            {
                "name": f"{danger.code}-{name}",
                "is_there": name == "words_there",
                "value": post.get(f"{danger.code}-{name}", "") if post else _joined(danger, name),
            }
            for name in _lists(danger.code)
        ]
        rows.append({"label": about.label, "within": about.within, "fields": fields})
    harmless = post.get("harmless", "") if post else "，".join(lists.harmless)
    return {"dangers": rows, "harmless": harmless}


def _joined(danger: Any, name: str) -> str:
    return "，".join(getattr(danger, name))


def _numbers(request: StaffRequest, post: QueryDict | None) -> dict[str, Any]:
    known = community_lists.of(request.community.pk)
    numbers = _rows(post) if post else list(known.numbers)
    empty = [Number("", "")] * NEW_ROWS
    rows = [
        {
            "code": number.code, "label": str(number.label), "phone": number.phone,
            "only_then": number.only_then,
            "first_for": [
                {"code": code, "label": about.label, "chosen": code in number.first_for}
                for code, about in shipped().dangers.items()
            ],
        }
        for number in [*numbers, *empty]
    ]  # fmt: skip
    minutes = post.get("minutes", "") if post else known.call_again_minutes
    return {"numbers": rows, "minutes": minutes}
