"""How a campaign, its doors, disputes and effects go: tables, read from top to bottom.

Who may act, seen from the campaign:
planner   a post that may plan campaigns in the whole community
walker    somebody who walks it
visitor   whose post, or whose walking, lets them visit at the door
settler   whose post may change what the register says there
reader    anybody who may see it
household whose own door it is
clock     the house itself, by ``linli tick``
"""

from __future__ import annotations

from linli.verbs.transitions import Workflow, transition

OPEN = "draft running"
BEGUN = "running ended"  # what comes after the end is kept, marked late
ALL = "draft running ended"
SAME = ""

CAMPAIGN = Workflow("campaign", "draft", frozenset({"ended"}), (
    # verb, from, to, who
    transition("change", OPEN, SAME, "planner"),
    transition("change_form", OPEN, SAME, "planner"),
    transition("start", "draft", "running", "planner"),
    transition("end", "running", "ended", "planner"),
    transition("discard", "draft", SAME, "planner"),
    transition("repeat", ALL, SAME, "planner"),
    transition("set_people", ALL, SAME, "planner"),
    transition("share", ALL, SAME, "planner"),
    transition("refresh_doors", ALL, SAME, "planner"),
    transition("rest", ALL, SAME, "planner walker"),
    transition("hand_over", ALL, SAME, "planner walker"),
))  # fmt: skip

# A door goes as its campaign does; its own state follows from its visits.
DOOR = Workflow("door", "draft", frozenset({"ended"}), (
    transition("visit", BEGUN, SAME, "visitor"),
    transition("move_up", ALL, SAME, "visitor"),
))  # fmt: skip

CONFLICT = Workflow("conflict", "open", frozenset({"settled"}), (
    transition("settle", "open", "settled", "settler"),
))  # fmt: skip

EFFECT = Workflow("effect", "waiting", frozenset({"done"}), (
    transition("run", "waiting refused", SAME, "settler clock"),
))  # fmt: skip

# What the record calls a verb.
PAST = {
    "change": "changed",
    "change_form": "form_changed",
    "start": "started",
    "end": "ended",
    "discard": "discarded",
    "set_people": "people_set",
    "share": "shared",
    "refresh_doors": "doors_refreshed",
    "rest": "rested",
    "hand_over": "handed_over",
    "plan": "planned",
    "move_up": "moved",
    "settle": "settled",
    "run": "effect_run",
}
