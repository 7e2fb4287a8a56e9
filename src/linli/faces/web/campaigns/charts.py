"""Pictures of a campaign, drawn by the server: doors done by day, rounds, the estate's plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.campaigns.queries.coverage import Day, RoundRow
from linli.engines.campaigns.queries.tally import Tally
from linli.faces.web.desk import plan as estate_plan
from linli.faces.web.shared import times
from linli.faces.web.shared.addresses import addresses

WIDE, HIGH = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 6, 40, 14, 22  # room for words around the drawing
MOST_TICKS = 4


def days_chart(
    days: Sequence[Day], *, total: int, starts_on: date, ends_on: date, today: date
) -> dict[str, Any] | None:
    """Draw how many doors were done until each day; None before the first visit."""
    if not days or not total:
        return None
    first = min(starts_on, days[0].day)
    last = max(ends_on, days[-1].day, first + timedelta(days=1))

    whole = (last - first).days

    def x(day: date) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * (day - first).days / whole

    def y(doors: int) -> float:
        return TOP + (HIGH - TOP - BOTTOM) * (1 - doors / total)

    points, so_far = [(x(first), y(0))], 0
    for row in days:
        points += [(x(row.day), y(so_far)), (x(row.day), y(row.so_far))]
        so_far = row.so_far
    until = min(max(today, days[-1].day), last)
    points.append((x(until), y(so_far)))
    line = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    return {
        "box": f"0 0 {WIDE} {HIGH}",
        "line": line,
        "area": f"{x(first):.1f},{y(0):.1f} {line} {x(until):.1f},{y(0):.1f}",
        "end": {"x": f"{x(until) + 4:.1f}", "y": f"{y(so_far):.1f}", "label": str(so_far)},
        "all": {"y": f"{y(total):.1f}", "label": str(total), "x2": f"{x(last):.1f}"},
        "ground": f"{y(0):.1f}",
        "ticks": _ticks(first, last, today=today, x=x),
    }


def _ticks(
    first: date, last: date, *, today: date, x: Callable[[date], float]
) -> list[dict[str, str]]:
    step = max(1, -(-(last - first).days // (MOST_TICKS - 1)))
    days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
    return [
        {"x": f"{x(day):.1f}", "y": f"{HIGH - 6}", "label": times.day(day, today=today)}
        for day in days[:MOST_TICKS]
    ]


def rounds_chart(rounds: Sequence[RoundRow], *, current: int) -> dict[str, Any] | None:
    """Draw the share done of each round as a bar; None while there is only one."""
    if len(rounds) < 2:
        return None
    step = (WIDE - LEFT * 2) / len(rounds)
    bars = []
    for at, row in enumerate(rounds):
        high = (HIGH - TOP - BOTTOM) * row.tally.percent / 100
        bars.append(
            {
                "x": f"{LEFT + at * step + step * 0.1:.1f}",
                "y": f"{HIGH - BOTTOM - high:.1f}",
                "w": f"{min(step * 0.8, 48):.1f}",
                "h": f"{high:.1f}",
                "cx": f"{LEFT + at * step + step * 0.1 + min(step * 0.8, 48) / 2:.1f}",
                "top": f"{HIGH - BOTTOM - high - 4:.1f}",
                "foot": f"{HIGH - 6}",
                "round": row.round,
                "percent": row.tally.percent,
                "is_current": row.id == current,
            }
        )
    return {"box": f"0 0 {WIDE} {HIGH}", "bars": bars, "ground": f"{HIGH - BOTTOM}"}


def plan(
    community_id: int, buildings: Mapping[int | str | None, Tally], campaign_id: int
) -> dict[str, Any] | None:
    """Colour the estate's plan by how far each building has come; None if nothing is drawn."""
    shapes = estate_plan.estate(community_id)
    if not shapes:
        return None
    drawn, building_at = [], addresses("campaign_building", campaign_id)
    for shape in shapes:
        tally = buildings.get(shape.id) if shape.kind == "building" else None
        if tally and tally.total:
            words = ngettext(
                "%(name)s: %(done)s of %(count)s door done",
                "%(name)s: %(done)s of %(count)s doors done",
                tally.total,
            ) % {"name": shape.name, "done": tally.done, "count": tally.total}
            href = building_at(shape.id)
            drawn.append(replace(shape, colour=_colour(tally), href=href, words=words))
        elif shape.kind == "building":
            drawn.append(shape)
    return {
        "shapes": estate_plan.printable(drawn),
        "plan_box": estate_plan.box(drawn),
        "legend": _("green: every door done · yellow: more than half · blue: begun · grey: not"),
    }


def _colour(tally: Tally) -> str:
    if not tally.open:
        return "good"
    if tally.done * 2 > tally.total:
        return "warn"
    return "info" if tally.done else ""
