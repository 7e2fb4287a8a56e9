"""What the clock does for the register: erase what has been kept long enough."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from linli.core import jobs
from linli.registry import purposes
from linli.registry.access import SYSTEM
from linli.registry.actions import erase_purpose
from linli.registry.actions.erasure import erase_many
from linli.registry.models import Household, ImportRow, Person, Place, Post
from linli.registry.queries.invitations import expired_long_ago

IMPORT_UNDO_DAYS = 30
OF_ITS_OWN = ("contact", "identity", "care")  # erased alone, before the people
ERASED_BY_THE_CLOCK = ("register", "matters", *OF_ITS_OWN)  # matters: by their own engine


@jobs.job("registry.erase", every=6 * 3600, for_good=True)
def erase(*, now: datetime) -> None:
    erase_expired()


@jobs.job("registry.forget_imports", every=24 * 3600, for_good=True)
def forget_imports(*, now: datetime) -> None:
    forget_imported_cells()


@jobs.job("registry.forget_invitations", every=24 * 3600, for_good=True)
def forget_invitations(*, now: datetime) -> None:
    expired_long_ago().delete()


def erase_expired() -> int:
    """Erase people past their day, and households moved out longer ago than the kept days.

    Returns how many people.
    """
    today = timezone.localdate()
    count = 0
    serving = Post.objects.filter(person=OuterRef("pk"), ended_on=None)
    overdue = Person.objects.filter(~Exists(serving), keep_until__lt=today, erased_at=None)
    for community in Place.objects.filter(kind="community"):
        _erase_purposes(community, today=today)
        before = today - timedelta(days=purposes.keep_days("register", community.pk))
        # Also of a home that was erased before: somebody may have been entered there since.
        lived_in = Person.objects.filter(household=OuterRef("pk"), erased_at=None)
        gone = Household.objects.filter(community=community, moved_out_on__lt=before)
        count += erase_many(
            community.pk,
            people=overdue.filter(community=community).select_related("household__dwelling"),
            households=gone.filter(Exists(lived_in)),
        )
    return count


def _erase_purposes(community: Place, *, today: date) -> None:
    """Erase phone, ID number and care needs of whom moved out longer ago than they are kept."""
    gone = Person.objects.filter(erased_at=None)
    for purpose in OF_ITS_OWN:
        before = today - timedelta(days=purposes.keep_days(purpose, community.pk))
        people = gone.filter(household__moved_out_on__lt=before)
        erase_purpose(people, purpose=purpose, community=community, by=SYSTEM)


def forget_imported_cells() -> int:
    """Empty what imports of more than 30 days ago kept of their files. Returns how many rows."""
    before = timezone.now() - timedelta(days=IMPORT_UNDO_DAYS)
    rows = ImportRow.objects.filter(of__made_at__lt=before).exclude(cells=[])
    return rows.update(cells=[], undo={}, faults=[], person_id=None)
