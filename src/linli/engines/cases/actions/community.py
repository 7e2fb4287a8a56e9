"""Verbs by which a community sets its own rules: where matters go, which kinds it takes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.refusals import Invalid, NotFound
from linli.engines.cases import kinds
from linli.engines.cases.models import KindSetting, RoutingRule
from linli.registry.access import Actor, require
from linli.registry.models import Place

COLUMNS = (
    "name", "kinds", "place", "words", "weekdays", "from_time", "to_time", "role", "post",
    "organisation", "is_active",
)  # fmt: skip


@transaction.atomic
def save_rule(
    *, community: Place, by: Actor, values: Mapping[str, Any], rule_id: int | None = None
) -> RoutingRule:
    """Enter a routing rule at the end of the list, or change one. ``values``: ``COLUMNS``."""
    require(by, "manage_rules", path=community.path)
    rule = _rule(rule_id, community) if rule_id else RoutingRule(community=community)
    if not rule_id:
        rule.order = RoutingRule.objects.filter(community=community).count() + 1
    for name in COLUMNS:
        if name in values:
            setattr(rule, name, values[name])
    if not (rule.role or rule.post_id or rule.organisation_id):
        sentence = _("Choose who is to answer: a role, a post or an organisation.")
        raise Invalid(sentence, errors={"target": [sentence]})
    _check_own(rule, community)
    rule.save()
    verb = "rule.changed" if rule_id else "rule.added"
    record.note(verb, rule, by=by, community_id=community.pk, change={"name": rule.name})
    return rule


@transaction.atomic
def move_rule(rule_id: int, *, community: Place, by: Actor, up: bool) -> None:
    """Ask a rule one place earlier, or later."""
    require(by, "manage_rules", path=community.path)
    rule = _rule(rule_id, community)
    rows = list(RoutingRule.objects.filter(community=community))
    at = [row.pk for row in rows].index(rule.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for order, row in enumerate(rows, start=1):
        row.order = order
    RoutingRule.objects.bulk_update(rows, ["order"])
    record.note(
        "rule.moved",
        rule,
        by=by,
        community_id=community.pk,
        change={"name": rule.name, "to": to + 1},
    )


@transaction.atomic
def delete_rule(rule_id: int, *, community: Place, by: Actor) -> None:
    """Take a rule away; matters that it sent somewhere stay where they are."""
    require(by, "manage_rules", path=community.path)
    rule = _rule(rule_id, community)
    name = rule.name
    subject = ("cases.routingrule", rule.pk)
    rule.delete()
    record.note("rule.deleted", subject, by=by, community_id=community.pk, change={"name": name})


@transaction.atomic
def set_kind(
    code: str, *, community: Place, by: Actor, is_on: bool, is_public: bool
) -> KindSetting:
    """Take a kind of matter in or not, and show it in public or not, in this community."""
    require(by, "manage_rules", path=community.path)
    kind = kinds.get(code)
    row, _made = KindSetting.objects.update_or_create(
        community=community, kind=kind.code, defaults={"is_on": is_on, "is_public": is_public}
    )
    kinds.forget_own()
    transaction.on_commit(kinds.forget_own)
    record.note(
        "kind.set", row, by=by, community_id=community.pk,
        change={"kind": code, "is_on": is_on, "is_public": is_public},
    )  # fmt: skip
    return row


def _check_own(rule: RoutingRule, community: Place) -> None:
    """Raise ``Invalid`` for a place, post or organisation that is not of the community, nor (whom
    it may go to) of what lies above it."""
    home = community.path
    posted, named = rule.post, rule.organisation
    spots = [posted.place.path] if posted else []
    spots += [named.community.path] if named else []
    place_fits = rule.place is None or rule.place.path.startswith(home)
    if place_fits and all(s.startswith(home) or home.startswith(s) for s in spots):
        return
    sentence = _("This belongs to another community. Choose one of this one.")
    raise Invalid(sentence, errors={"target" if place_fits else "place": [sentence]})


def _rule(rule_id: int, community: Place) -> RoutingRule:
    rule = RoutingRule.objects.filter(pk=rule_id, community=community).first()
    if rule is None:
        raise NotFound(_("There is no such rule; perhaps somebody has deleted it."))
    return rule
