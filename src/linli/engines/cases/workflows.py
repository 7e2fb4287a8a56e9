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

from linli.verbs.lateness import DeadlineClock, Timed
from linli.verbs.transitions import Workflow, transition

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


_COMMON = (
    # verb, from, to, who, needs
    transition("accept", "filed", "accepted", "owner dispatcher"),
    transition("assign", "filed accepted deferred", "assigned", "dispatcher", "owner"),
    transition("take", "filed accepted assigned deferred", "in_hand", "owner dispatcher"),
    transition("return", "assigned in_hand", "accepted", "owner", "reason"),
    transition("reassign", "assigned in_hand waiting deferred", "assigned", "owner dispatcher",
               "owner"),
    transition("reply", OPEN, SAME, "owner dispatcher", "text"),
    transition("ask", "filed accepted assigned in_hand", "waiting", "owner dispatcher", "text"),
    transition("answer", "waiting", "in_hand", "reporter owner dispatcher", "text"),
    transition("defer", "filed accepted assigned in_hand waiting", "deferred", "owner dispatcher",
         "reason review_on"),
    transition("resume", "deferred waiting", "in_hand", "owner dispatcher clock"),
    transition("extend", UNDONE, SAME, "dispatcher", "reason due_at"),
    transition("refer", UNDONE, "closed", "dispatcher", "reason destination"),
    transition("whistle", UNDONE, SAME, "owner dispatcher", "organisation text"),
    transition("whistle_answer", ALL, SAME, "department dispatcher", "text"),
    transition("merge", OPEN, "closed", "dispatcher", "into"),
    transition("split", UNDONE, SAME, "dispatcher", "parts"),
    transition("change_kind", OPEN, SAME, "dispatcher owner", "kind"),
    transition("reopen", "resolved closed", "assigned", "reporter dispatcher reviewer"),
    transition("review", "resolved closed", "closed", "reviewer"),
    transition("close_silent", "resolved", "closed", "clock"),
    transition("withdraw", OPEN, "closed", "reporter dispatcher"),
    transition("set_public", ALL, SAME, "dispatcher"),
    transition("look", ALL, SAME, "dispatcher"),
    transition("object", ALL, SAME, "anybody"),
    transition("cover", ALL, SAME, "clock"),
    transition("add_note", ALL, SAME, "staff", "text"),
    transition("add_photos", ALL, SAME, "reporter owner dispatcher"),
    transition("support", OPEN, SAME, "anybody"),
    transition("escalate", UNDONE, SAME, "clock"),
    transition("remind", UNDONE, SAME, "clock"),
)  # fmt: skip

_FINISH = "filed accepted assigned in_hand waiting deferred"

STANDARD = (
    *_COMMON,
    transition("resolve", _FINISH, "resolved", "owner dispatcher", "result after_photo"),
    transition("confirm", "resolved", "closed", "reporter"),
)

# Somebody else looks again before the resident is asked.
INSPECT_AND_RECHECK = (
    *_COMMON,
    transition("resolve", _FINISH, "inspecting", "owner dispatcher", "result after_photo"),
    transition("inspect", "inspecting", "resolved", "inspector"),
    transition("send_back", "inspecting", "in_hand", "inspector", "reason"),
    transition("confirm", "resolved", "closed", "reporter"),
)

# The person stands at the desk: what is done on the spot is confirmed on the spot.
AT_THE_DESK = (
    *_COMMON,
    transition("resolve", _FINISH, "resolved", "owner dispatcher", "result after_photo"),
    transition("confirm", "resolved", "closed", "reporter dispatcher"),
)

WORKFLOWS: dict[str, Workflow] = {
    name: Workflow(name=name, start="filed", ends=frozenset({"closed"}), transitions=table)
    for name, table in (
        ("standard", STANDARD),
        ("inspect_and_recheck", INSPECT_AND_RECHECK),
        ("at_the_desk", AT_THE_DESK),
    )
}
