"""How a matter goes: one table, read from top to bottom. docs/matters.md shows it to people.

Who may act, seen from the matter:
reporter    the household, or the bearer of the follow code, that raised it
owner       who answers for it: its post, or the staff of its organisation
dispatcher  whose post may assign matters here (grid worker, worker, secretary, street officer)
reviewer    whose post may record call-backs here
inspector   a dispatcher, yet never who reported it as done
department  the staff of an organisation that was called in
staff       anybody whose post reaches the matter
anybody     also without an account
clock       the house itself, by ``linli tick``
"""

from __future__ import annotations

from typing import Protocol

from linli.core.workflow import Transition, Workflow
from linli.verbs.lateness import DeadlineClock, Timed

OPEN = "filed accepted assigned in_hand waiting deferred inspecting resolved"
UNDONE = "filed accepted assigned in_hand waiting deferred inspecting"
ALL = f"{OPEN} closed"
SAME = ""  # the state stays as it is
# A deadline does not count while we wait, have deferred, or are done.
CLOCK = DeadlineClock(still=frozenset({"waiting", "deferred", "resolved", "closed"}))


class Stated(Timed, Protocol):
    """A matter, or its row in any list: its state, its deadline, and how it ended."""

    @property
    def closing(self) -> str: ...


def _row(verb: str, sources: str, target: str, who: str, needs: str = "") -> Transition:
    return Transition(
        verb=verb,
        sources=frozenset(sources.split()),
        target=target,
        who=frozenset(who.split()),
        needs=tuple(needs.split()),
    )


_COMMON = (
    # verb, from, to, who, needs
    _row("accept", "filed", "accepted", "owner dispatcher"),
    _row("assign", "filed accepted deferred", "assigned", "dispatcher", "owner"),
    _row("take", "filed accepted assigned deferred", "in_hand", "owner dispatcher"),
    _row("return", "assigned in_hand", "accepted", "owner", "reason"),
    _row("reassign", "assigned in_hand waiting deferred", "assigned", "owner dispatcher", "owner"),
    _row("reply", OPEN, SAME, "owner dispatcher", "text"),
    _row("ask", "filed accepted assigned in_hand", "waiting", "owner dispatcher", "text"),
    _row("answer", "waiting", "in_hand", "reporter owner dispatcher", "text"),
    _row("defer", "filed accepted assigned in_hand waiting", "deferred", "owner dispatcher",
         "reason review_on"),
    _row("resume", "deferred waiting", "in_hand", "owner dispatcher clock"),
    _row("extend", UNDONE, SAME, "dispatcher", "reason due_at"),
    _row("refer", UNDONE, "closed", "dispatcher", "reason destination"),
    _row("whistle", UNDONE, SAME, "owner dispatcher", "organisation text"),
    _row("whistle_answer", ALL, SAME, "department dispatcher", "text"),
    _row("merge", OPEN, "closed", "dispatcher", "into"),
    _row("split", UNDONE, SAME, "dispatcher", "parts"),
    _row("change_kind", OPEN, SAME, "dispatcher owner", "kind"),
    _row("reopen", "resolved closed", "assigned", "reporter dispatcher reviewer"),
    _row("review", "resolved closed", "closed", "reviewer"),
    _row("close_silent", "resolved", "closed", "clock"),
    _row("withdraw", OPEN, "closed", "reporter dispatcher"),
    _row("set_public", ALL, SAME, "dispatcher"),
    _row("look", ALL, SAME, "dispatcher"),
    _row("object", ALL, SAME, "anybody"),
    _row("cover", ALL, SAME, "clock"),
    _row("add_note", ALL, SAME, "staff", "text"),
    _row("add_photos", ALL, SAME, "reporter owner dispatcher"),
    _row("support", OPEN, SAME, "anybody"),
    _row("escalate", UNDONE, SAME, "clock"),
    _row("remind", UNDONE, SAME, "clock"),
)  # fmt: skip

_FINISH = "filed accepted assigned in_hand waiting deferred"

STANDARD = (
    *_COMMON,
    _row("resolve", _FINISH, "resolved", "owner dispatcher", "result after_photo"),
    _row("confirm", "resolved", "closed", "reporter"),
)

# Somebody else looks again before the resident is asked.
INSPECT_AND_RECHECK = (
    *_COMMON,
    _row("resolve", _FINISH, "inspecting", "owner dispatcher", "result after_photo"),
    _row("inspect", "inspecting", "resolved", "inspector"),
    _row("send_back", "inspecting", "in_hand", "inspector", "reason"),
    _row("confirm", "resolved", "closed", "reporter"),
)

# The person stands at the desk: what is done on the spot is confirmed on the spot.
AT_THE_DESK = (
    *_COMMON,
    _row("resolve", _FINISH, "resolved", "owner dispatcher", "result after_photo"),
    _row("confirm", "resolved", "closed", "reporter dispatcher"),
)

WORKFLOWS: dict[str, Workflow] = {
    name: Workflow(name=name, start="filed", ends=frozenset({"closed"}), transitions=table)
    for name, table in (
        ("standard", STANDARD),
        ("inspect_and_recheck", INSPECT_AND_RECHECK),
        ("at_the_desk", AT_THE_DESK),
    )
}
