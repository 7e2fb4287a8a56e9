"""Where a matter goes: the community's rules in order, else whoever its kind names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.core.prepared import Prepared, Slot
from linli.engines.cases import kinds
from linli.engines.cases.models import RoutingRule
from linli.registry.held_posts import standing
from linli.registry.models import Organisation, Place, Post


@dataclass(frozen=True)
class Match:
    """Who is to answer. ``rule`` is None when the kind decided; ``label`` is shown to residents."""

    label: str
    post: Post | None = None
    organisation: Organisation | None = None
    rule: RoutingRule | None = None


@dataclass(frozen=True)
class Tried:
    """One rule as it was asked: whether it fits, and why not in a sentence."""

    rule: RoutingRule
    fits: bool
    why: str


def route(
    *, community: Place, kind: str, place: Place | None, text: str, at: datetime
) -> Match | None:
    """Return who is to answer for a matter (at most 3 queries)."""
    spot = place or community
    _tried, match = ask(rules_of(community.pk), kind=kind, place=spot, text=text, at=at)
    return match or by_kind(kind, community=community, place=spot)


def ask(
    rules: Iterable[RoutingRule], *, kind: str, place: Place, text: str, at: datetime
) -> tuple[list[Tried], Match | None]:
    """Ask the rules in order, until one fits and somebody stands behind it (1 query a fit).

    Says of each rule that was asked why it fits or not.
    """
    tried: list[Tried] = []
    for rule in rules:
        why = misfit(rule, kind=kind, place=place, text=text, at=at)
        match = None if why else _target(rule, place)
        if not why and match is None:
            why = _("Nobody holds the post that it names.")
        tried.append(Tried(rule=rule, fits=not why, why=why or _("It fits.")))
        if match is not None:
            return tried, match
    return tried, None


_RULES = Prepared(lambda: RoutingRule.objects.filter(community=Slot("community"), is_active=True))
_NAMED = Prepared(
    lambda: Organisation.objects.filter(
        community=Slot("community"), kind=Slot("kind"), is_active=True
    ).order_by("id")
)


def rules_of(community_id: int) -> list[RoutingRule]:
    """Return a community's active rules in their order (1 query)."""
    return _RULES.models(community=community_id)


def misfit(rule: RoutingRule, *, kind: str, place: Place, text: str, at: datetime) -> str:
    """Return why the rule does not fit, in a sentence; "" when it fits."""
    if rule.kinds and kind not in rule.kinds:
        return _("The kind is another one.")
    if rule.place_id is not None and str(rule.place_id) not in place.path.split("/"):
        return _("The place lies elsewhere.")
    if rule.words and not any(word.lower() in text.lower() for word in rule.words if word):
        return _("None of its words is in the text.")
    local = timezone.localtime(at)
    if rule.weekdays and local.isoweekday() not in rule.weekdays:
        return _("The day of the week is another one.")
    if not _in_hours(rule, local):
        return _("The time of day is another one.")
    return ""


def _in_hours(rule: RoutingRule, local: datetime) -> bool:
    """From 18:00 to 8:00 runs over midnight."""
    start, end, hour = rule.from_time, rule.to_time, local.time()
    if start is None and end is None:
        return True
    if start is not None and end is not None and start > end:
        return hour >= start or hour < end
    return (start is None or hour >= start) and (end is None or hour < end)


def _target(rule: RoutingRule, place: Place) -> Match | None:
    """Return whom a rule names, if somebody is there (1 query)."""
    if rule.post_id is not None:
        held = standing().filter(pk=rule.post_id).select_related("organisation").first()
        if held is not None:
            return Match(label=label_of_post(held), post=held, rule=rule)
    if rule.organisation is not None and rule.organisation.is_active:
        return Match(label=rule.organisation.name, organisation=rule.organisation, rule=rule)
    if rule.role:
        post = nearest_of([rule.role], place)
        if post is not None:
            return Match(label=label_of_post(post), post=post, rule=rule)
    return None


def by_kind(code: str, *, community: Place, place: Place) -> Match | None:
    """Return whom the kind itself names: its organisation, else the nearest post of its roles."""
    kind = kinds.find_in(community.pk, code)
    if kind is None:
        return None
    if kind.organisation:
        for organisation in _NAMED.models(community=community.pk, kind=kind.organisation)[:1]:
            return Match(label=organisation.name, organisation=organisation)
    post = nearest_of(kind.answered_by or ("grid_worker", "worker", "secretary"), place)
    return Match(label=label_of_post(post), post=post) if post else None


def nearest_of(roles: Iterable[str], place: Place) -> Post | None:
    """Return the nearest standing post, at the place or above, of the first role that has one.

    One query for all roles; one more for the organisation of a company's man.
    """
    wanted = list(roles)
    ids = [int(part) for part in place.path.split("/") if part]
    posts = list(standing().filter(role__in=wanted, place__in=ids).order_by())
    posts.sort(key=lambda post: (wanted.index(post.role), -ids.index(post.place_id), post.pk))
    return posts[0] if posts else None


def label_of_post(post: Post) -> str:
    """Return how residents read a post: the company and its man, or the role and its holder."""
    if post.organisation is not None:
        return f"{post.organisation.name} {post.holder}".strip()
    with override("zh-hans"):
        return f"{post.get_role_display()} {post.holder}".strip()
