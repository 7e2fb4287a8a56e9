"""The verb with which a matter begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from django.db import IntegrityError
from django.utils.translation import gettext as _

from linli.core import calendar, codes, files
from linli.core.files import Sent
from linli.core.now import now as current_time
from linli.core.refusals import Invalid
from linli.engines.cases import links, routing, search, triage
from linli.engines.cases.actions import filing_details, kind_answers, notifications, public_text
from linli.engines.cases.actions.access import CASES
from linli.engines.cases.actions.filing_details import Details
from linli.engines.cases.actions.finish import (
    PHOTO_FOLDER,
    keep_photos,
    tidy,
    write_step,
)
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case, CaseNumber
from linli.registry import forgetting
from linli.registry.access import Actor
from linli.registry.models import Place
from linli.verbs import numbering
from linli.verbs.photos import keep_all

FOLLOW = "follow"  # the purpose of the follow code's blind index
FOLLOW_LETTERS = 10  # 50 bits; codes of 8 letters that were given out before stay valid


@dataclass(frozen=True)
class Filed:
    """The matter, and the code by which its reporter follows it (shown once, never kept)."""

    case: Case
    follow_code: str
    is_new: bool = True


def file_case(
    *,
    by: Actor,
    community_id: int,
    channel: str,
    kind: str | Kind,
    text: str,
    follow_once: str = "",
    quiet: bool = False,
    **details: Unpack[Details],
) -> Filed:
    """Take a matter in: number it, find its owner, set its deadlines, tell who is concerned.

    An empty ``kind``: nobody chose one, and ``deciding`` finds it; staff confirm it.

    ``follow_once`` is a form's own secret: sent twice, it makes one matter and gives the same
    code. ``quiet`` tells nobody (old matters from a file). A ``kind`` that ``kinds.on_in`` gave
    is taken as it is. Raises ``NotFound`` for an unknown community, place or kind, ``Invalid``
    with the field's name for what cannot be.
    """
    code = _follow_code(follow_once)
    try:
        case = _file(by, community_id, channel, kind, text, details, code=code, quiet=quiet)
    except IntegrityError:  # two of one form meet at the follow code
        again = filed_with(follow_once)
        if again is None:
            raise
        if again.community_id != community_id:
            raise Invalid(_("This was sent before, for another community.")) from None
        return Filed(case=again, follow_code=code, is_new=False)
    return Filed(case=case, follow_code=code)


@files.keeping()
def _file(
    by: Actor, community_id: int, channel: str, kind: str | Kind, text: str, details: Details,
    *, code: str, quiet: bool,
) -> Case:  # fmt: skip
    now = current_time()
    community, spot = filing_details.whereabouts(community_id, details.get("place"))
    filing_details.check_reach(by, spot or community)
    decided = triage.decide(
        triage.Ground(community), text=text, title=details.get("title", ""), place=spot,
        kind=filing_details.kind_on(kind, community_id) if kind else None,
        urgency=filing_details.urgency_of(details.get("urgency", 0)),
        at=filing_details.opened(details.get("opened_at"), now=now), now=now,
    )  # fmt: skip
    chosen = decided.kind
    case = Case(
        community=community,
        place=spot,
        kind=chosen.code,
        channel=filing_details.channel_of(channel),
        text=filing_details.text_of(text, photos=details.get("photos", ())),
        is_public=chosen.is_public,
        follow_index=codes.index(code, purpose=FOLLOW),
        updated_at=now,
    )
    _describe(case, details, decided=decided, by=by, now=now)
    give_times(case, decided.times)
    give_to(case, decided.match)
    _write(case, by=by, photos=details.get("photos", ()), now=now)
    if not quiet:
        _tell(case, code=code)
    change = {"kind": case.kind, "owner": case.owner_label, "channel": case.channel}
    CASES.write_line(case, "file", by=by, at=now, change=change)
    return case


def _describe(
    case: Case, details: Details, *, decided: triage.Decision, by: Actor, now: datetime
) -> None:
    """Fill in who raised it, where and when, and what else is said."""
    kind, is_chosen = decided.kind, decided.kind_by == triage.CHOSEN
    case.latitude, case.longitude = details.get("latitude"), details.get("longitude")
    case.place_label = tidy(details.get("where", ""), field="where", most=200)
    if spot := case.place:
        case.building_id, case.place_label = spot.building_id, spot.label or spot.name
        if case.latitude is None or case.longitude is None:
            case.latitude, case.longitude = spot.latitude, spot.longitude
    who = details.get("reporter")
    reporter = filing_details.reporter_of(who, by=by, community_id=case.community_id)
    case.household_id = reporter.household_id
    case.reporter_name, case.reporter_phone = reporter.name, reporter.phone
    case.reporter_email = reporter.email
    case.opened_at = filing_details.opened(details.get("opened_at"), now=now)
    if case.household_id != by.household_id:  # who holds the key now is not late
        forgetting.refuse_late(case.household, said_at=case.opened_at)
    case.urgency, case.danger = decided.urgency, decided.danger
    case.kind_confirmed = is_chosen and details.get("kind_confirmed", True)
    answers = details.get("fields") or {}
    case.fields = kind_answers.checked(kind, answers, now=now, is_guess=not case.kind_confirmed)
    case.suggestion = [list(pair) for pair in details.get("suggestion") or decided.guesses]
    case.external_id = tidy(details.get("external_id", ""), field="external_id", most=60)
    case.external = dict(details.get("external") or {})
    case.title = filing_details.title_of(details.get("title", ""), case=case, kind=kind)
    public_text.begin_with(case, by=by)


def _write(case: Case, *, by: Actor, photos: Sequence[Sent], now: datetime) -> None:
    kept = keep_all(photos, folder=PHOTO_FOLDER)  # before the series is locked: it takes a while
    case.number = numbering.take(CaseNumber, case.community_id)
    case.save(force_insert=True)
    step = write_step(
        case,
        "file",
        by=by,
        at=case.opened_at,
        facts={"owner": case.owner_label, "due": case.due_at},
    )
    keep_photos(case, kept, step=step, role="report", at=now)
    search.add(case)


def _tell(case: Case, *, code: str) -> None:
    notifications.tell(
        "case.filed",
        case,
        [notifications.reporter(case)],
        link=links.for_resident(case.pk),
        code=code,
    )
    if case.urgency >= triage.EMERGENCY:
        notifications.call_out(case)
    else:
        notifications.tell_owner("case.assigned", case)


def set_deadlines(case: Case, *, kind: Kind) -> None:
    """Count the deadlines of a kind from the moment at which the matter was raised."""
    give_times(
        case,
        triage.times(
            kind, urgency=case.urgency, danger=case.danger, start=case.opened_at,
            working=calendar.load(case.community_id),
        ),
    )  # fmt: skip


def give_times(case: Case, times: triage.Times) -> None:
    """Write the deadlines into their columns."""
    case.due_at, case.warn_at = times.due_at, times.warn_at
    case.answer_due_at = times.answer_due_at


def set_owner(case: Case, *, place: Place) -> None:
    """Give the matter its owner: by the rules, else by its kind, else the community."""
    match = routing.route(
        community=case.community, kind=case.kind, place=place,
        text=f"{case.title} {case.text}", at=case.opened_at,
    )  # fmt: skip
    give_to(case, match)


def give_to(case: Case, match: routing.Match | None) -> None:
    """Write the owner into its columns."""
    case.post = match.post if match else None
    case.organisation = match.organisation if match else None
    if match and match.post and match.post.organisation_id:
        case.organisation = match.post.organisation
    case.owner_label = match.label if match else ""
    case.first_owner_label = case.first_owner_label or case.owner_label


def _follow_code(once: str) -> str:
    """Return a new code; for a form's secret always the same one."""
    if not once:
        return codes.new_code(FOLLOW_LETTERS)
    number = int(codes.opaque(once, purpose=FOLLOW), 16)
    return "".join(codes.ALPHABET[number >> 5 * place & 31] for place in range(FOLLOW_LETTERS))


def filed_with(once: str) -> Case | None:
    """Return the matter that was made with this secret of a form; None when there is none."""
    if not once:
        return None
    index = codes.index(_follow_code(once), purpose=FOLLOW)
    ids = list(Case.objects.filter(follow_index=index).order_by().values_list("pk", flat=True))
    return Case.objects.get(pk=ids[0]) if ids else None
