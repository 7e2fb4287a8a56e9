"""The verb with which a matter begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import calendar, codes
from linli.core.files import KeptPhoto
from linli.core.refusals import Invalid, NotFound
from linli.core.text import redact
from linli.engines.cases import kinds, routing, rules, search
from linli.engines.cases.actions import moment, telling
from linli.engines.cases.actions.answers import checked_fields
from linli.engines.cases.actions.turn import keep_photos, tidy, write_line, write_step
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case
from linli.engines.cases.queries.numbers import next_number
from linli.registry.access import Actor
from linli.registry.models import Household, Place

TEXT_MOST = 4000
TITLE_MOST = 80
TITLE_FROM_TEXT = 30
OLDEST_YEARS = 20
FOLLOW = "follow"  # the purpose of the follow code's blind index


@dataclass(frozen=True)
class Reporter:
    """Who raises a matter, as far as they say. All of it may stay empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    household_id: int | None = None


@dataclass(frozen=True)
class Filed:
    """The matter, and the code by which its reporter follows it (shown once, never kept)."""

    case: Case
    follow_code: str
    is_new: bool = True


@transaction.atomic
def file_case(
    *,
    by: Actor,
    community_id: int,
    channel: str,
    kind: str | Kind,
    text: str,
    place: Place | int | None = None,
    where: str = "",
    title: str = "",
    fields: Mapping[str, Any] | None = None,
    photos: Sequence[KeptPhoto] = (),
    reporter: Reporter | None = None,
    opened_at: datetime | None = None,
    external_id: str = "",
    external: Mapping[str, Any] | None = None,
    urgency: int = 0,
    latitude: float | None = None,
    longitude: float | None = None,
    suggestion: Sequence[Any] | None = None,
    kind_confirmed: bool = True,
    follow_once: str = "",
    quiet: bool = False,
) -> Filed:
    """Take a matter in: number it, find its owner, set its deadlines, tell who is concerned.

    ``follow_once`` is a form's own secret: sent twice, it makes one matter and gives the same
    code. ``where`` says the place in words when it is none of ours. ``quiet`` tells nobody (old
    matters from a file). A ``kind`` that ``kinds.on_in`` gave is taken as it is. Raises
    ``NotFound`` for an unknown community, place or kind, ``Invalid`` with the field's name for
    what cannot be.
    """
    now = moment.now()
    code = _follow_code(follow_once)
    again = _filed_before(code, community_id) if follow_once else None
    if again is not None:
        return Filed(case=again, follow_code=code, is_new=False)
    community, spot = _whereabouts(community_id, place)
    chosen = kind if isinstance(kind, Kind) else _kind_on(kind, community_id)
    reporter = _tidied(reporter or Reporter(), by=by)
    if reporter.household_id != by.household_id:
        check_household(reporter.household_id, community_id=community_id)
    case = Case(
        community=community,
        building=spot.building if spot else None,
        place=spot,
        place_label=(spot.label or spot.name) if spot else tidy(where, field="where", most=200),
        kind=chosen.code,
        kind_confirmed=kind_confirmed,
        suggestion=[list(pair) for pair in suggestion or ()],
        text=_text(text, photos=photos),
        fields=checked_fields(chosen, fields or {}),
        urgency=_urgency(urgency),
        channel=_channel(channel),
        external_id=tidy(external_id, field="external_id", most=60),
        external=dict(external or {}),
        household_id=reporter.household_id,
        reporter_name=reporter.name,
        reporter_phone=reporter.phone,
        reporter_email=reporter.email,
        follow_index=codes.index(code, purpose=FOLLOW),
        opened_at=_opened(opened_at, now=now),
        is_public=chosen.is_public,
        latitude=latitude if latitude is not None else (spot.latitude if spot else None),
        longitude=longitude if longitude is not None else (spot.longitude if spot else None),
        updated_at=now,
    )
    case.title = _title(title, case=case, kind=chosen)
    case.public_text = redact(case.text, names=[reporter.name])
    set_deadlines(case, kind=chosen)
    set_owner(case, place=spot or community)
    _write(case, by=by, photos=photos, now=now)
    if not quiet:
        _tell(case, code=code)
    write_line(
        case, "file", by=by, at=now,
        change={"kind": case.kind, "owner": case.owner_label, "channel": case.channel},
    )  # fmt: skip
    return Filed(case=case, follow_code=code)


def _write(case: Case, *, by: Actor, photos: Sequence[KeptPhoto], now: datetime) -> None:
    case.number = next_number(case.community_id)
    case.save(force_insert=True)
    step = write_step(
        case,
        "file",
        by=by,
        at=case.opened_at,
        facts={"owner": case.owner_label, "due": case.due_at},
    )
    keep_photos(case, photos, step=step, role="report", at=now)
    search.add(case)


def _tell(case: Case, *, code: str) -> None:
    telling.tell("case.filed", case, [telling.reporter(case)], link=f"/my/{case.pk}/", code=code)
    telling.tell_owner("case.assigned", case)


def set_deadlines(case: Case, *, kind: Kind) -> None:
    """Count the deadlines of a kind from the moment at which the matter was raised."""
    start = case.opened_at
    within, answer = kind.within(case.urgency), kind.answer_within
    working = calendar.load()
    case.due_at = (
        rules.after(start, within.amount, within.unit, calendar=working) if within else None
    )
    case.warn_at = rules.warn_from(start, case.due_at, share=kind.warn_at)
    case.answer_due_at = (
        rules.after(start, answer.amount, answer.unit, calendar=working) if answer else None
    )


def set_owner(case: Case, *, place: Place) -> None:
    """Give the matter its first owner: by the rules, else by its kind, else the community."""
    match = routing.route(
        community=case.community, kind=case.kind, place=place,
        text=f"{case.title} {case.text}", at=case.opened_at,
    )  # fmt: skip
    case.post = match.post if match else None
    case.organisation = match.organisation if match else None
    if match and match.post and match.post.organisation_id:
        case.organisation = match.post.organisation
    case.owner_label = match.label if match else ""
    case.first_owner_label = case.first_owner_label or case.owner_label


def _follow_code(once: str) -> str:
    """Return a new code; for a form's secret always the same one."""
    if not once:
        return codes.new_code()
    number = int(codes.opaque(once, purpose=FOLLOW), 16)
    return "".join(codes.ALPHABET[number >> 5 * place & 31] for place in range(8))


def _filed_before(code: str, community_id: int) -> Case | None:
    index = codes.index(code, purpose=FOLLOW)
    found = Case.objects.filter(follow_index=index, community_id=community_id).order_by()
    ids = list(found.values_list("pk", flat=True))
    return Case.objects.get(pk=ids[0]) if ids else None


def _whereabouts(community_id: int, place: Place | int | None) -> tuple[Place, Place | None]:
    """Return community and place with what is needed of them (1 or 2 queries)."""
    spot: Place | None = place if isinstance(place, Place) else None
    if isinstance(place, int):
        spot = Place.objects.select_related("community", "building").filter(pk=place).first()
    if place is not None and (spot is None or not spot.is_active):
        raise NotFound(_("This place is not in our register. Please choose another one."))
    if spot is not None and (spot.pk != community_id and spot.community_id != community_id):
        raise NotFound(_("This place belongs to another community."))
    if spot is not None and spot.pk == community_id:
        return spot, None
    community = spot.community if spot else None
    if community is None:
        community = Place.objects.filter(pk=community_id, kind="community").first()
    if community is None:
        raise NotFound(_("There is no such community."))
    return community, spot


def _kind_on(code: str, community_id: int) -> Kind:
    """Return the kind as this community runs it (1 query)."""
    kind = kinds.get(code)
    for here in kinds.on_in(community_id):
        if here.code == code:
            return here
    raise NotFound(
        _("%(kind)s is not taken in here. Please choose another kind.") % {"kind": kind.label}
    )


def _text(text: str, *, photos: Sequence[KeptPhoto]) -> str:
    tidied = tidy(text, field="text", most=TEXT_MOST)
    if not tidied and not photos:
        sentence = _("Please write what it is about, or add a photo.")
        raise Invalid(sentence, errors={"text": [sentence]})
    return tidied


def _title(title: str, *, case: Case, kind: Kind) -> str:
    """Return the title given, else the beginning of the text, else the kind."""
    given = tidy(title, field="title", most=TEXT_MOST).replace("\n", " ")
    if given:
        return given[:TITLE_MOST]
    first = case.text.split("\n")[0].strip()
    for mark in "。!?！？;；":
        first = first.split(mark)[0]
    if len(first) > TITLE_FROM_TEXT:
        first = first[: TITLE_FROM_TEXT - 1].rstrip() + "…"
    return first or kind.label.zh


def _tidied(reporter: Reporter, *, by: Actor) -> Reporter:
    """Clean what the reporter says; the bearer of a household's key reports for that household."""
    household_id = reporter.household_id or by.household_id
    if household_id and household_id != by.household_id and not by.is_staff and by.key != "system":
        household_id = None
    email = tidy(reporter.email, field="email", most=254)
    if email and ("@" not in email.strip("@") or " " in email):
        sentence = _("This is no e-mail address. Please correct it, or leave it out.")
        raise Invalid(sentence, errors={"email": [sentence]})
    return replace(
        reporter,
        name=tidy(reporter.name, field="name", most=60),
        phone=_phone(reporter.phone),
        email=email,
        household_id=household_id,
    )


def _phone(phone: str) -> str:
    typed = tidy(phone, field="phone", most=40)
    digits = "".join(c for c in typed if c.isdigit() or c in "+-")
    if typed and not 3 <= len(digits) <= 20:
        sentence = _("This is no telephone number. Please correct it, or leave it out.")
        raise Invalid(sentence, errors={"phone": [sentence]})
    return digits


def _opened(opened_at: datetime | None, *, now: datetime) -> datetime:
    if opened_at is None:
        return now
    if opened_at > now + timedelta(minutes=5):
        sentence = _("This date lies in the future. Please correct it.")
        raise Invalid(sentence, errors={"opened_at": [sentence]})
    if opened_at.date() < date(now.year - OLDEST_YEARS, 1, 1):
        sentence = _("This date lies too far back. Please correct it.")
        raise Invalid(sentence, errors={"opened_at": [sentence]})
    return opened_at


def _urgency(urgency: int) -> int:
    if urgency not in Case.Urgency.values:
        sentence = _("Please choose how urgent it is from the list.")
        raise Invalid(sentence, errors={"urgency": [sentence]})
    return urgency


def _channel(channel: str) -> str:
    if channel not in Case.Channel.values:
        raise ValueError(f"no such channel: {channel}")
    return channel


def check_household(household_id: int | None, *, community_id: int) -> None:
    """Raise ``Invalid`` when a household of another community is named (1 query)."""
    if household_id is None:
        return
    if not Household.objects.filter(pk=household_id, community=community_id).exists():
        sentence = _("This household is not in this community.")
        raise Invalid(sentence, errors={"household": [sentence]})
