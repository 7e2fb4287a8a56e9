"""The owner's desk: the list of matters beside the plan, its filters and saved views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from linli.engines.cases import saved_views
from linli.engines.cases.models import Case
from linli.engines.cases.queries import Counts, DeskFilters, counts, desk
from linli.faces.web.desk import case_rows, kind_names, links, plan
from linli.faces.web.desk.links import link
from linli.faces.web.shared.addresses import address
from linli.faces.web.shared.face import Figure, figures
from linli.faces.web.shared.staff import StaffRequest, staff_page

ROWS_A_PAGE = 100


@staff_page
def case_list(request: StaffRequest) -> HttpResponse:
    """Show the matters of the chosen community that the worker's posts reach."""
    now = timezone.now()
    actor, here = request.actor, request.community
    if actor.may("manage_house") and not actor.may("see_cases"):
        return redirect("settings")  # an administrator signs in here, and has no matters
    query = links.asked(request.GET)
    filters = links.read(query)
    totals = counts(actor, here.pk, now=now)
    asked: dict[str, Any] = {"cursor": request.GET.get("at", ""), "pressing": totals.pressing > 0}
    page = desk(actor, here.pk, filters=filters, now=now, limit=ROWS_A_PAGE, **asked)
    request.nav_counts = {"desk": totals.open}  # type: ignore[attr-defined]
    may_assign = actor.may("dispatch_cases", path=here.path)
    context = {
        "here": "desk",
        "community": here,
        "communities": request.communities,
        "query": query,
        "query_string": urlencode(query),
        "kept": {k: v for k, v in query.items() if k in ("whose", "state", "q", "order")},
        "rows": case_rows.lines(
            page.rows, now=now, kind_label=kind_names.label_in(here.pk), ticks=may_assign
        ),
        "older": page.older and link(query, at=page.older),
        "newer": page.newer and link(query, at=page.newer),
        "may_assign": may_assign,
        "may_enter": actor.may("enter_cases", path=here.path) or bool(actor.buildings),
        "may_export": actor.may("export", path=here.path),
        "may_import": actor.may("import", path=here.path),
        "export_href": f"{address('desk_export')}?{urlencode(query)}",
        "stats": [*_stats(totals), *figures(request)],
        "chips": _chips(query, filters, totals, has_team=bool(actor.organisations)),
        "views": _views(actor.user_id),
        "list_title": _title(filters),
        **_narrowing(query, filters, here.pk),
        **plan.context(actor, here.pk, totals, query),
        **_empty(query, totals),
    }
    return render(request, "web/desk/list.html", context)


def _narrowing(query: dict[str, str], filters: DeskFilters, community_id: int) -> dict[str, Any]:
    """Return what the list may be narrowed by, and what narrows it now."""
    return {
        "list_href": link({}),
        "views_href": address("desk_views"),
        "orders": _orders(query, filters),
        "active": _active(query, community_id),
        "choices": _choices(query, community_id),
        "more_open": any(name in query for name in ("channel", "since", "until")),
    }


def _stats(totals: Counts) -> list[Figure]:
    share = 100 * totals.solved // totals.answers if totals.answers else None
    return [
        Figure(
            label=pgettext("matters", "Open"),
            figure=totals.open,
            note=_("%(count)s due today") % {"count": totals.due_today},
            href=link({}, today="1") if totals.due_today else link({}),
        ),
        Figure(
            label=_("Overdue"),
            figure=totals.overdue,
            late=totals.overdue > 0,
            note=_("please look at these first") if totals.overdue else _("nothing is late"),
            href=link({}, overdue="1"),
        ),
        Figure(
            label=_("To be confirmed"),
            figure=totals.resolved,
            note=_("done; the resident is asked"),
            href=link({}, state="resolved"),
        ),
        Figure(
            label=_("Residents say: solved"),
            figure="–" if share is None else f"{share}%",
            note=_("90 days · %(count)s answers") % {"count": totals.answers},
            href=link({}, state="closed"),
        ),
    ]


def _title(filters: DeskFilters) -> str:
    if filters.typed:
        return pgettext("matters", "Found")
    if filters.state == "closed":
        return _("Closed matters")
    if filters.state == "all":
        return _("All matters")
    if filters.is_to_look_at:
        return _("To look at before strangers read it")
    return {"mine": _("My work"), "team": _("My team's work")}.get(
        filters.whose, _("To do and in hand")
    )


def _chips(
    query: dict[str, str], filters: DeskFilters, totals: Counts, *, has_team: bool
) -> list[dict[str, Any]]:
    """Return the filters that are one click away; each keeps the rest of the query."""
    whose = query.get("whose", "")
    chips = [
        _chip(_("Community"), link(query, whose=""), chosen=not whose),
        _chip(_("Mine"), link(query, whose="mine"), count=totals.mine, chosen=whose == "mine"),
    ]
    if has_team:
        chips.append(
            _chip(_("My team"), link(query, whose="team"), totals.team, chosen=whose == "team")
        )
    for name, label, count in (
        ("overdue", _("overdue"), totals.overdue),
        ("today", _("due today"), totals.due_today),
        ("guessed", _("kind not confirmed"), totals.guessed),
        ("repeated", _("raised by several"), 0),
        ("look", _("waits for a look"), totals.to_look_at),
    ):
        on = name in query
        chips.append(_chip(label, link(query, **{name: "" if on else "1"}), count, chosen=on))
    for state in ("filed", "resolved", "closed"):
        on = filters.state == state
        word = str(case_rows.STATE_TAGS[state][0])
        chips.append(_chip(word, link(query, state="" if on else state), chosen=on))
    return chips


def _chip(label: str, href: str, count: int = 0, *, chosen: bool = False) -> dict[str, Any]:
    return {"label": label, "href": href, "count": count, "chosen": chosen}


def _orders(query: dict[str, str], filters: DeskFilters) -> list[dict[str, Any]]:
    if not filters.by_due and filters.order == "due":
        return [{"label": _("newest first"), "chosen": True}]
    newest = filters.order == "newest"
    return [
        {"label": _("by due time"), "href": link(query, order=""), "chosen": not newest},
        {"label": _("newest first"), "href": link(query, order="newest"), "chosen": newest},
    ]


def _active(query: dict[str, str], community_id: int) -> list[dict[str, str]]:
    """Return the chosen filters that no chip shows, each a link that takes it away."""
    words = {
        "kind": kind_names.label(query.get("kind", "")),
        "building": plan.name_of(community_id, query.get("building", "")),
        "channel": dict(_channels()).get(query.get("channel", ""), ""),
        "group": _("near-duplicates of one matter"),
        "since": _("from %(day)s") % {"day": query.get("since", "")},
        "until": _("until %(day)s") % {"day": query.get("until", "")},
        "q": _("“%(words)s”") % {"words": query.get("q", "")},
    }
    chips = [
        {"label": word, "href": link(query, **{name: ""})}
        for name, word in words.items()
        if name in query
    ]
    state = query.get("state", "")
    if state in case_rows.STATE_TAGS and state not in ("filed", "resolved", "closed"):
        chips.append({"label": str(case_rows.STATE_TAGS[state][0]), "href": link(query, state="")})
    return chips


def _channels() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Case.Channel.choices]


def _options(choices: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    """Draw a list of choices: a loop in the template takes ten times as long for these hundred."""
    options = (
        format_html('<option value="{}" selected>{}</option>', value, label)
        if value == chosen
        else f'<option value="{escape(value)}">{escape(label)}</option>'
        for value, label in choices
    )
    return mark_safe("".join(options))  # noqa: S308  every value is escaped above


def _choices(query: dict[str, str], community_id: int) -> list[dict[str, Any]]:
    stand = [("all", _("open and closed"))]
    stand += [(code, str(tag[0])) for code, tag in case_rows.STATE_TAGS.items()]
    rows = (
        ("state", _("State"), stand),
        ("kind", _("Kind"), kind_names.choices()),
        ("building", _("Building"), plan.building_choices(community_id)),
        ("channel", _("Channel"), _channels()),
    )
    return [
        {"name": name, "label": label, "options": _options(options, query.get(name, ""))}
        for name, label, options in rows
    ]


def _views(user_id: int | None) -> list[dict[str, Any]]:
    return [
        {"id": view.id, "name": view.name, "href": f"{link({})}?{view.query}"}
        for view in saved_views.of_user(user_id or 0)
    ]


def _empty(query: dict[str, str], totals: Counts) -> dict[str, str]:
    if query:
        return {
            "empty_words": _("No matter fits these filters."),
            "empty_href": link({}),
            "empty_action": _("Show all open matters"),
        }
    return {
        "empty_words": _("Nothing is open. When somebody raises a matter, it appears here."),
        "empty_href": address("desk_new"),
        "empty_action": _("Enter a matter"),
    }


@staff_page
def views(request: StaffRequest) -> HttpResponse:
    """Keep the present filters under a name (POST), or list the views to rename or delete."""
    if request.method == "POST":
        query = urlencode(links.asked(_as_query(request.POST.get("query", ""))))
        saved_views.save(by=request.actor, name=request.POST.get("name", ""), query=query)
        messages.success(request, _("Saved. The view stands beside the list."))
        return redirect(f"{link({})}?{query}")
    return render(
        request, "web/desk/views.html", {"here": "desk", "views": _views(request.actor.user_id)}
    )


def _as_query(text: str) -> dict[str, str]:
    from django.http import QueryDict

    return QueryDict(text).dict()


@require_POST
@staff_page
def view_change(request: StaffRequest, view_id: int) -> HttpResponse:
    """Rename or delete one of one's own views."""
    if request.POST.get("delete"):
        saved_views.delete(view_id, by=request.actor)
        messages.success(request, _("The view is deleted."))
    else:
        saved_views.rename(view_id, by=request.actor, name=request.POST.get("name", ""))
        messages.success(request, _("Renamed."))
    return redirect("desk_views")
