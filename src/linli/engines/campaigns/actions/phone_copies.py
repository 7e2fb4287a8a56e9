"""That a phone took people's data along: one line of the record each time."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction

from linli.core import record
from linli.engines.campaigns.queries.bundle_types import BundleDoor, FieldBundle
from linli.registry.access import Actor


@transaction.atomic
def note_bundle(bundle: FieldBundle, *, by: Actor) -> None:
    """Note who took along the data of how many doors, and whether with whole phones; one line in
    each community concerned, and none where no door brought anything."""
    doors: dict[int, list[BundleDoor]] = defaultdict(list)
    for campaign in bundle.campaigns:
        doors[campaign.community] += [door for door in campaign.doors if door.is_open]
    for community_id, open_doors in doors.items():
        if not open_doors:
            continue
        is_whole = any(
            "contact.phone" in door.known and "contact.phone" not in door.masked
            for door in open_doors
        )
        record.note(
            "bundle.taken",
            ("registry.place", community_id),
            by=by,
            community_id=community_id,
            change={"doors": len(open_doors), "whole_phones": is_whole},
        )
