"""Every verb of a campaign: check, change, record."""

from linli.engines.campaigns.actions.decisions import move_up, run_effect, settle
from linli.engines.campaigns.actions.phone_copies import note_bundle
from linli.engines.campaigns.actions.photo_counts import (
    PhotoCount,
    checked_lost,
    count_photos,
    hand_photos_on,
)
from linli.engines.campaigns.actions.planning import (
    change,
    change_form,
    discard,
    end,
    plan,
    start,
)
from linli.engines.campaigns.actions.rounds import copy, next_round, refresh_doors
from linli.engines.campaigns.actions.visit_photos import keep_piece
from linli.engines.campaigns.actions.visits import Recorded, nobody_home, record_visit
from linli.engines.campaigns.actions.walkers import hand_over, rest, set_people, share

__all__ = [
    "PhotoCount",
    "Recorded",
    "change",
    "change_form",
    "checked_lost",
    "copy",
    "count_photos",
    "discard",
    "end",
    "hand_over",
    "hand_photos_on",
    "keep_piece",
    "move_up",
    "next_round",
    "nobody_home",
    "note_bundle",
    "plan",
    "record_visit",
    "refresh_doors",
    "rest",
    "run_effect",
    "set_people",
    "settle",
    "share",
    "start",
]
