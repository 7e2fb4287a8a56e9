"""Calculations of 每一户: when to come again, who walks which doors, who needs a visit. Pure."""

from linli.engines.campaigns.rules.attempts import (
    DONE,
    REACHED,
    SLOTS,
    UNDONE,
    Heard,
    is_refused,
    may_try_again,
    next_slot,
    set_right,
    slot_of,
    state_after,
    which_counts,
)
from linli.engines.campaigns.rules.needs import Need, Reason, days_between, due_after, visit_need
from linli.engines.campaigns.rules.sharing import Door, Person, share_out

__all__ = [
    "DONE",
    "REACHED",
    "SLOTS",
    "UNDONE",
    "Door",
    "Heard",
    "Need",
    "Person",
    "Reason",
    "days_between",
    "due_after",
    "is_refused",
    "may_try_again",
    "next_slot",
    "set_right",
    "share_out",
    "slot_of",
    "state_after",
    "visit_need",
    "which_counts",
]
