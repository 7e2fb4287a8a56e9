"""A few matters in each of the fourteen other communities."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.demo import invented
from linli.demo.crew import Crew, Moments, PlannedCase
from linli.demo.playback import tell
from linli.demo.situations import ALL
from linli.demo.staff import Made
from linli.registry.access import actor_of_user
from linli.registry.models import Place, Post

EACH = 5
KINDS = frozenset({
    "exposed_rubbish", "cleaning", "parking", "greenery", "noise", "pets", "property_service",
    "posters", "road", "lift_broken",
})  # fmt: skip


def tales(made: Made, *, now: datetime) -> list[Moments]:
    """Return five matters for each peer, raised at a building by somebody without account."""
    moments = []
    rows = Place.objects.filter(parent=made.estate.street_office, kind="community")
    for community in rows.exclude(pk=made.community.pk).order_by("order"):
        posts = Post.objects.filter(place=community).select_related("user").order_by("-role")
        actors = {p.pk: actor_of_user(p.user) for p in posts if p.user}
        crew = Crew(community=community, workers=list(actors.values()), by_post=actors)
        die = invented.dice(f"matters of {community.name}")
        blocks = list(
            Place.objects.filter(community=community, kind="building").select_related("community")
        )
        for _number in range(EACH):
            what = die.choice([s for s in ALL if s.kind in KINDS and not s.season])
            planned = PlannedCase(
                what=what,
                opened=now - timedelta(days=die.uniform(0.5, 120)),
                text=what.text.format(floor=3, number=4, days=5, hour=10),
                result=what.result.format(floor=3, number=4, days=5, hour=10),
                place=die.choice(blocks),
                channel="place_code",
                ending=die.choice(("confirmed", "reviewed", "silent", "left_lying")),
            )
            moments.append(tell(planned, crew, die))
    return moments
