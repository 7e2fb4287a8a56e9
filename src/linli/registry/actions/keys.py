"""Household keys: issued on printed slips, revoked, reissued. The code itself is not kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import codes, constraints, limits, record
from linli.core.refusals import Invalid, NotAllowed, NotFound
from linli.core.rows import locked
from linli.registry import access, roles, rows
from linli.registry.access import Actor
from linli.registry.keys import KEY_LETTERS, KEY_PURPOSE
from linli.registry.models import Household, HouseholdKey

HINT_LETTERS = 2
BATCH = 500
WRONG_A_PERSON, WRONG_SECONDS = 60, 600


@dataclass(frozen=True)
class Slip:
    """A key on its way to the printer. ``code`` is seen this once and cannot be shown again."""

    household: Household
    door: str
    code: str
    hint: str


def issue_key(household_id: int, *, by: Actor) -> Slip:
    """Issue a household its key. Raises ``Invalid`` while it holds one: reissue then."""
    slips = issue_keys([household_id], by=by)
    if not slips:
        raise Invalid(_("This household holds a key. Reissue it if the slip is lost."))
    return slips[0]


@constraints.atomic()
def issue_keys(household_ids: Collection[int], *, by: Actor) -> list[Slip]:
    """Issue keys to those of the households (of one community) that hold none; return the slips,
    in the order in which they were asked for."""
    held = rows.households(household_ids)
    households = [held[pk] for pk in household_ids if pk in held]
    if not households:
        return []
    for path in {home.dwelling.path for home in households}:
        access.require(by, "issue_keys", path=path)
    community_id = households[0].community_id
    holding = set(
        HouseholdKey.objects.filter(household__community=community_id, revoked_at=None).values_list(
            "household_id", flat=True
        )
    )
    wanted = [h for h in households if h.pk not in holding and h.moved_out_on is None]
    if not wanted:
        return []
    slips = [_slip(home) for home in wanted]
    _keep(slips, by=by)
    record.note(
        "household_keys.issued",
        ("registry.place", community_id),
        by=by,
        community_id=community_id,
        change={"households": [h.pk for h in wanted] if len(wanted) <= 50 else len(wanted)},
    )
    return slips


@constraints.atomic()
def revoke_key(key_id: int, *, by: Actor, reason: str = "") -> HouseholdKey:
    """Make a lost slip worthless; whoever used it is asked for a key again."""
    given = HouseholdKey.objects.filter(pk=key_id)
    household = rows.household(next(iter(given.values_list("household_id", flat=True)), 0))
    access.require(by, "issue_keys", path=household.dwelling.path)
    key = locked(given).first()
    if key is None or key.revoked_at is not None:
        raise Invalid(_("This key has been revoked already."))
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    record.note(
        "household_key.revoked",
        household,
        by=by,
        community_id=household.community_id,
        change={"hint": key.hint},
        reason=reason,
    )
    return key


@constraints.atomic()
def reissue_key(household_id: int, *, by: Actor, reason: str = "") -> Slip:
    """Revoke what slip there is and issue a new one."""
    household = rows.household(household_id)
    access.require(by, "issue_keys", path=household.dwelling.path)
    if household.moved_out_on is not None:
        raise Invalid(_("This household has moved out; it gets no key."))
    HouseholdKey.objects.filter(household=household, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    slip = _slip(household)
    _keep([slip], by=by)
    record.note(
        "household_key.reissued",
        household,
        by=by,
        community_id=household.community_id,
        change={"hint": slip.hint},
        reason=reason,
    )
    return slip


def hand_over_key(code: str, household_id: int, *, by: Actor) -> HouseholdKey:
    """Note that the slip with this code was handed over at this door; again changes nothing.

    ``code`` is typed, or scanned with the address before it. Raises ``NotFound`` for a dead slip,
    ``Invalid`` for the slip of another door, ``TooMany`` beyond 60 wrong ones in 10 minutes.
    Call it outside a transaction.
    """
    wrong = limits.Limit(f"hand_over:{by.key}", WRONG_A_PERSON, WRONG_SECONDS)
    limits.check(wrong)
    try:
        return _hand_over(code.rstrip("/").rsplit("/", 1)[-1], household_id, by=by)
    except (NotFound, Invalid):
        limits.count_failure(wrong)
        raise


@constraints.atomic()
def _hand_over(code: str, household_id: int, *, by: Actor) -> HouseholdKey:
    household = rows.household(household_id)
    if household.community_id not in by.serves("visit"):
        raise NotAllowed(roles.refusal("visit"))
    standing = HouseholdKey.objects.filter(revoked_at=None)
    key = locked(standing).filter(code_index=codes.index(code, purpose=KEY_PURPOSE)).first()
    if key is None:
        raise NotFound(_("This slip is not valid any more. Please ask for a new one."))
    if key.household_id != household.pk:
        hints = standing.filter(household=household).values_list("hint", flat=True)
        raise Invalid(_wrong_slip(household, next(iter(hints), "")))
    if key.handed_over_at is None:
        key.handed_over_at = timezone.now()
        key.save(update_fields=["handed_over_at"])
        record.note(
            "household_key.handed_over",
            household,
            by=by,
            community_id=household.community_id,
            change={"hint": key.hint},
        )
    return key


def _wrong_slip(household: Household, hint: str) -> str:
    door = household.dwelling.label
    if not hint:
        return _("This slip belongs to another door; %(door)s has none yet.") % {"door": door}
    return _("This slip belongs to another door. The one of %(door)s ends with %(hint)s.") % {
        "door": door,
        "hint": hint,
    }


def _slip(household: Household) -> Slip:
    code = codes.new_code(KEY_LETTERS)
    return Slip(household, household.dwelling.label, code, code[-HINT_LETTERS:])


def _keep(slips: Sequence[Slip], *, by: Actor) -> None:
    now = timezone.now()
    keys = [
        HouseholdKey(
            household=slip.household,
            code_index=codes.index(slip.code, purpose=KEY_PURPOSE),
            hint=slip.hint,
            issued_at=now,
            issued_by_id=by.user_id,
        )
        for slip in slips
    ]
    HouseholdKey.objects.bulk_create(keys, batch_size=BATCH)
