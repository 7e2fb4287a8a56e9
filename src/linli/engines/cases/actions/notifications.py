"""Who is told of a verb, and with which words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import pgettext

from linli import outbox
from linli.core.prepared import Prepared, Slot
from linli.engines.cases import kinds, links
from linli.engines.cases.actions import public_text
from linli.engines.cases.danger import community_lists
from linli.engines.cases.danger.shipped import shipped
from linli.engines.cases.models import Case, Supporter
from linli.engines.cases.queries.resident import as_in_public
from linli.outbox import Receiver
from linli.registry.models import Organisation, Post

FOR_THE_REPORTER = frozenset({"case.asked"})  # nobody else can answer
FREE_WORDS = frozenset({"answer", "reason"})  # written to the reporter, who may be named in them
ON_DUTY = ("grid_worker", "worker", "secretary")


def tell(
    event: str,
    case: Case,
    receivers: Iterable[Receiver],
    *,
    link: str = "",
    once: str = "",
    at_once: bool = False,
    **words: Any,
) -> None:
    """Tell an event of this matter; ``once`` defaults to the matter's present version."""
    to = [receiver for receiver in receivers if receiver != Receiver()]
    if not to:
        return
    outbox.tell(
        event,
        community_id=case.community_id,
        to=to,
        about=f"case:{case.pk}",
        link=link or links.at_desk(case.pk),
        words={**_words(case), **words},
        once=f"case:{case.pk}:{event}:{once or case.version}",
        at_once=at_once,
    )


def tell_raisers(event: str, case: Case, **words: Any) -> None:
    """Tell who raised the matter and all who said "me too" (1 query for these)."""
    tell(event, case, [reporter(case)], link=links.for_resident(case.pk), **words)
    if case.supporters and event not in FOR_THE_REPORTER:
        _tell_supporters(event, case, **words)


def _tell_supporters(event: str, case: Case, **words: Any) -> None:
    """Tell who said "me too" in what strangers may read: it may be about one of them."""
    shown = as_in_public(case)
    if case.look or not case.is_public:
        free = dict.fromkeys(FREE_WORDS & set(words), "")
    else:
        free = {
            name: public_text.covered(str(words[name]), case).text
            for name in FREE_WORDS & set(words)
        }
    covered: dict[str, Any] = {**words, **free, "title": shown.title, "place": shown.where}
    tell(event, case, supporters(case), link=links.for_resident(case.pk), **covered)


def tell_owner(event: str, case: Case, **words: Any) -> None:
    """Tell who answers for the matter (1 query)."""
    tell(event, case, owner(case), **words)


def call_out(case: Case) -> None:
    """Ring the owner and whoever is on duty here, at once, for an emergency (2 queries)."""
    to = on_call(case)
    if case.organisation and case.organisation.robot_url:
        to.append(Receiver(robot_url=case.organisation.robot_url))
    tell("case.danger", case, to, at_once=True, **about_danger(case))


def about_danger(case: Case) -> dict[str, Any]:
    """Return the words that tell of a danger, in the reader's language."""
    about = shipped().dangers.get(case.danger)
    minutes = community_lists.of(case.community_id).call_again_minutes
    return {"danger": about.label if about else "", "minutes": minutes}


def on_call(case: Case) -> list[Receiver]:
    """Return the owner's people, and the grid workers, workers and secretaries of the place, each
    once, with a telephone if one is known (1 query)."""
    spot = case.place or case.building or case.community
    above = [int(part) for part in spot.path.split("/") if part]
    wanted = Q(role__in=ON_DUTY, place__in=above) | Q(pk=case.post_id)
    if case.organisation_id:
        wanted |= Q(organisation=case.organisation_id)
    rows = Post.objects.filter(wanted, ended_on=None, user__is_active=True).select_related("user")
    phones: dict[int, str] = {}
    for post in rows.order_by("id"):
        if post.user is not None:
            phones[post.user.pk] = phones.get(post.user.pk) or post.user.phone or post.phone
    return [Receiver(user_id=pk, phone=phone) for pk, phone in phones.items()]


def reporter(case: Case) -> Receiver:
    """Return who raised the matter; an empty receiver when nobody can be reached."""
    return Receiver(
        household_id=case.household_id, phone=case.reporter_phone, email=case.reporter_email
    )


def supporters(case: Case) -> list[Receiver]:
    """Return all who said "me too" and can be reached (1 query)."""
    rows = Supporter.objects.filter(case=case).values_list("household_id", "phone")
    return [Receiver(household_id=home, phone=phone) for home, phone in rows]


def owner(case: Case) -> list[Receiver]:
    """Return the holder of the post, or the organisation's people and its robot (1 query, none
    for a post that is loaded already)."""
    if case.post is not None:
        is_held = case.post.user_id and case.post.ended_on is None
        return [Receiver(user_id=case.post.user_id)] if is_held else []
    return organisation(case.organisation) if case.organisation else []


_PEOPLE = Prepared(
    lambda: (
        Post.objects.filter(organisation=Slot("organisation"), user__isnull=False, ended_on=None)
        .order_by()
        .values_list("user_id")
    )
)


def organisation(of: Organisation) -> list[Receiver]:
    """Return an organisation's people and its robot (1 query)."""
    people = {user_id for (user_id,) in _PEOPLE.rows(organisation=of.pk)}
    to = [Receiver(user_id=user_id) for user_id in sorted(people)]
    return [*to, Receiver(robot_url=of.robot_url)] if of.robot_url else to


def _words(case: Case) -> dict[str, Any]:
    kind = kinds.find_in(case.community_id, case.kind)
    return {
        "community": case.community.name,
        "reference": case.reference,
        "title": case.title,
        "kind": kind.label if kind else case.kind,
        "place": case.place_label,
        "owner": case.owner_label,
        "due": spoken(case.due_at),
        "supporters": case.supporters or "",
    }


def _spoken(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return pgettext("moment", "%(month)s/%(day)s %(hour)s") % {
        "month": local.month,
        "day": local.day,
        "hour": f"{local:%H:%M}",
    }


# A moment as a message says it, 11 月 26 日 18:00; put into words in the reader's language.
spoken = lazy(_spoken, str)


def _spoken_day(day: date) -> str:
    parts = {"year": day.year, "month": day.month, "day": day.day}
    return pgettext("day", "%(month)s/%(day)s/%(year)s") % parts


spoken_day = lazy(_spoken_day, str)


def dispatchers(case: Case) -> list[Receiver]:
    """Return who assigns matters at this place: its grid and community workers (1 query)."""
    path = case.building.path if case.building else case.community.path
    ids = [int(part) for part in path.split("/") if part]
    rows = Post.objects.filter(
        role__in=("grid_worker", "worker"), place__in=ids, ended_on=None, user__isnull=False
    )
    return [Receiver(user_id=pk) for pk in rows.values_list("user_id", flat=True).distinct()]
