"""What a community has set of its matters: rules of routing, its own terms of kinds."""

from __future__ import annotations

from django.db.models import QuerySet

from linli.engines.cases.models import Case, KindSetting, RoutingRule
from linli.registry.models import Place


def routing_rules(community: Place) -> QuerySet[RoutingRule]:
    """Return the rules in the order in which they are asked, with what they name (1 query)."""
    rows = RoutingRule.objects.filter(community=community)
    return rows.select_related("place", "post", "organisation")


def routing_rule(community: Place, rule_id: int) -> RoutingRule | None:
    """Return a rule of the community; None when there is no such one."""
    return RoutingRule.objects.filter(community=community, pk=rule_id).first()


def kind_settings(community: Place) -> dict[str, KindSetting]:
    """Return the community's own terms by the code of their kind (1 query)."""
    return {row.kind: row for row in KindSetting.objects.filter(community=community)}


def open_of(code: str, *, community: Place) -> QuerySet[Case]:
    """Return the open matters of a kind in a community."""
    return Case.objects.filter(community=community, kind=code, closed_at=None)


def how_many_open(code: str, *, community: Place) -> int:
    """Return how many matters go on when a community switches their kind off (1 query)."""
    return open_of(code, community=community).count()
