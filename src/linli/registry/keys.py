"""From a slip's code to the household that may act by it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import codes, limits, record
from linli.core.refusals import NotFound
from linli.registry.access import Actor, actor_of_household
from linli.registry.models import Household, HouseholdKey

KEY_LETTERS = 10  # 50 bits
KEY_PURPOSE = "household.key"
TRIES_AN_ADDRESS, ADDRESS_SECONDS = 60, 600  # a whole estate may share one address
TRIES_IN_ALL, ALL_SECONDS = 6000, 3600
GUESSES = limits.Guesses("key", TRIES_AN_ADDRESS, ADDRESS_SECONDS, TRIES_IN_ALL, ALL_SECONDS)
UNKNOWN = _("This code opens nothing. Please compare it with your slip, or ask us for a new one.")


def key_of_code(code: str, *, address: str = "") -> HouseholdKey:
    """Return the standing key of a code as typed or scanned. Looking at a slip is no use of it.

    An unknown, a revoked and a moved-out household's code look alike: ``NotFound``. Only these
    count; ``TooMany`` beyond 60 in 10 minutes from one address, or, for an address that was wrong
    itself, beyond 6,000 an hour in all. Call it outside a transaction.
    """
    asks = limits.source(address)
    GUESSES.check(asks)
    index = codes.index(code, purpose=KEY_PURPOSE)
    standing = HouseholdKey.objects.filter(
        code_index=index, revoked_at=None, household__moved_out_on=None
    )
    key = standing.select_related("household__dwelling", "household__community").first()
    if key is None:
        GUESSES.count_failure(asks)
        raise NotFound(UNKNOWN)
    return key


def use_key(key: HouseholdKey) -> Household:
    """Let somebody act by a key from now on; its first use is recorded."""
    if key.first_used_at is None:
        _note_first_use(key)
    return key.household


def actor_of_key(key_id: int | None) -> Actor | None:
    """Return who acts by a key kept in a session; None once it is revoked or moved out."""
    if key_id is None:
        return None
    key = (
        HouseholdKey.objects.filter(pk=key_id, revoked_at=None, household__moved_out_on=None)
        .select_related("household__dwelling")
        .first()
    )
    return actor_of_household(key.household) if key else None


@transaction.atomic
def _note_first_use(key: HouseholdKey) -> None:
    unused = HouseholdKey.objects.filter(pk=key.pk, first_used_at=None)
    if unused.update(first_used_at=timezone.now()):
        record.note(
            "household_key.first_used",
            key.household,
            by=actor_of_household(key.household),
            community_id=key.household.community_id,
        )
