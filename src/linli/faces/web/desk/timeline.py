"""What a matter's page tells: the story, photos, who raised it, departments, matters beside."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from linli.core.text import mask_name, mask_phone
from linli.engines.cases import kinds
from linli.engines.cases.models import Case, Photo
from linli.engines.cases.queries.desk_case import DeskCase
from linli.engines.cases.series import SERIES
from linli.engines.cases.verbs import VERBS
from linli.engines.cases.workflows import CLOCK
from linli.faces.web.desk import case_rows
from linli.faces.web.shared import actors, times
from linli.faces.web.shared.staff import StaffRequest
from linli.registry.models import Household, Post

HOW = {
    "merged_here": lambda: _("joined with this one"),
    "goes_on_as": lambda: _("this one goes on there"),
    "split_off": lambda: _("split off from this one"),
    "split_from": lambda: _("this one was split off from it"),
    "alike": lambda: _("nearly the same"),
}

LOOKED = {
    "shown": _lazy("looked at: strangers read the words"),
    "reworded": _lazy("looked at: strangers read other words"),
    "withheld": _lazy("looked at: the words are kept back"),
}


def due_line(case: Case, *, now: datetime) -> dict[str, str]:
    """Return until when, in ``words`` and as the ``colour`` of its traffic light.

    A missed deadline says how late it is, and ``exact`` when it was.
    """
    row = {column: getattr(case, column) for column in (*case_rows.STATE_COLUMNS, "warn_at")}
    said = case_rows.due_words(row, now=now)
    if not case.due_at or not CLOCK.runs(case.state):
        return {"words": said}
    exact = times.exact(case.due_at, now=now)
    if CLOCK.is_late(row, now=now):
        return {"words": said, "exact": exact, "colour": "late"}
    return {"words": exact, "colour": case_rows.near(row, now)}


def answers(case: Case) -> list[dict[str, str]]:
    """Return the answers to the kind's own questions, in words."""
    kind = kinds.find_in(case.community_id, case.kind)
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


def guesses(desk_case: DeskCase) -> list[dict[str, str]]:
    """Return the likely kinds while nobody has chosen one, the present first; a press confirms."""
    case = desk_case.case
    if case.kind_confirmed or "change_kind" not in desk_case.verbs:
        return []
    sure = {code: f"{round(share * 100)}%" for code, share in case.suggestion if kinds.find(code)}
    codes = dict.fromkeys([case.kind, *sure])
    return [
        {"code": code, "label": kinds.label_of(code), "sure": sure.get(code, "")} for code in codes
    ]


def photo_line(photo: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """Add the photo's address and what it shows, in words."""
    words = f"{Photo.Role(photo['role']).label} · {times.near(photo['at'], now=now)}"
    return {**photo, "href": f"/desk/photos/{photo['id']}/", "words": words}


def step_line(step: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """Say a step as an old secretary would."""
    return {
        "said": _said(step),
        "who": actors.spoken(step["by"], step["who"]),
        "when": times.exact(step["at"], now=now),
        "words": step["words"],
        "is_public": step["is_public"],
        "is_answer": step["verb"] == "look",
        "is_note": step["is_note"],
        "facts": _facts(step["facts"], now=now),
    }


def _said(step: dict[str, Any]) -> str:
    """Return the step's verb as what was done."""
    code = step["verb"]
    if code == "merge" and not step["is_public"]:
        return _("another matter joined with this one")
    if code == "set_public":
        is_public = step["facts"].get("is_public")
        return _("shown on the public page") if is_public else _("hidden from the public page")
    if code == "look":
        return str(LOOKED.get(step["facts"].get("look", ""), VERBS[code].done))
    return str(VERBS[code].done) if code in VERBS else str(code)


def _facts(facts: dict[str, Any], *, now: datetime) -> str:
    """Say owner, deadline, destination …: what the step is about."""
    said = [kinds.label_of(facts["kind"])] if facts.get("kind") else []
    for name in ("owner", "destination", "phone", "department", "other", "organisation", "from"):
        if facts.get(name):
            said.append(str(facts[name]))
    if facts.get("role"):
        said.append(str(dict(Post.Role.choices).get(facts["role"], facts["role"])))
    if facts.get("parts"):
        said.append("、".join(str(part) for part in facts["parts"]))
    if facts.get("stars"):
        said.append("★" * int(facts["stars"]))
    for name in ("due", "review_on"):
        if facts.get(name):
            said.append(_("by %(day)s") % {"day": _spoken(str(facts[name]), now=now)})
    return " · ".join(said)


def _spoken(kept: str, *, now: datetime) -> str:
    """Say a day or a moment that a step keeps as text."""
    today = timezone.localdate(now)
    if len(kept) == len("2026-11-26"):
        return times.day(date.fromisoformat(kept), today=today)
    return times.exact(datetime.fromisoformat(kept), now=now)


def reporter(request: StaffRequest, case: Case) -> dict[str, str]:
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


def call_line(row: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """Say which department was asked, and what it answered."""
    return {
        "name": row["organisation__name"],
        "asked": times.near(row["asked_at"], now=now),
        "due": times.due(row["due_at"], now=now) if row["due_at"] else "",
        "answered": bool(row["answered_at"]),
        "answer": row["answer"],
    }


def beside_line(row: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """Say how another matter belongs to this one."""
    word, colour = case_rows.tag({**row, "due_at": None}, now=now)
    said = (SERIES.reference(row["number"]), row["place_label"], HOW[row["how"]]())
    return {
        "id": row["id"], "title": row["title"], "soft": " · ".join(filter(None, said)),
        "tag": word, "colour": colour,
    }  # fmt: skip
