"""Every read of 每一户, narrowed to who asks."""

from linli.engines.campaigns.queries.access import campaign_for, door_for
from linli.engines.campaigns.queries.bundle import field_bundle
from linli.engines.campaigns.queries.campaign_list import campaigns_page
from linli.engines.campaigns.queries.coverage import coverage
from linli.engines.campaigns.queries.door_map import door_map
from linli.engines.campaigns.queries.missing import missing, missing_page, never_reached
from linli.engines.campaigns.queries.reach import doors_in_reach
from linli.engines.campaigns.queries.reached import reached_share, visits_of_household

__all__ = [
    "campaign_for",
    "campaigns_page",
    "coverage",
    "door_for",
    "door_map",
    "doors_in_reach",
    "field_bundle",
    "missing",
    "missing_page",
    "never_reached",
    "reached_share",
    "visits_of_household",
]
