"""Why the house keeps personal data, on which ground, and for how long.

The register's own purposes stand here; an engine adds its own (``add``).
A community changes the days (``PurposeSetting``); the law's grounds are not its to change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core.refusals import Invalid


@dataclass(frozen=True)
class Purpose:
    """One purpose. ``keep_days`` counts from moving out, or from withdrawing the consent."""

    code: str
    label: Promise
    notice: Promise
    basis: str  # "consent" or "legal_duty"
    keep_days: int


OWN = (
    Purpose(
        "register",
        _("household register"),
        _("Name, door and members, so that the community knows whom it serves."),
        "legal_duty",
        365,
    ),
    Purpose(
        "contact",
        _("notices by phone and message"),
        _("Phone number, to tell the household what concerns it."),
        "consent",
        30,
    ),
    Purpose(
        "identity",
        _("proof of identity"),
        _("ID number, only where a service asks for it; kept encrypted."),
        "consent",
        30,
    ),
    Purpose(
        "care",
        _("care and visits"),
        _("Why somebody is looked after first; only the community's staff read it."),
        "consent",
        30,
    ),
    Purpose(
        "publication",
        _("stories and honours"),
        _("Name or picture in the community's own publications."),
        "consent",
        0,
    ),
)

PURPOSES: dict[str, Purpose] = {}


def add(purposes: Iterable[Purpose]) -> None:
    """Let a room name why it keeps data. Each code belongs to one room."""
    for purpose in purposes:
        if PURPOSES.setdefault(purpose.code, purpose) is not purpose:
            raise ValueError(f"two rooms call a purpose {purpose.code}")


add(OWN)


def get(code: str) -> Purpose:
    """Return a purpose. Raises ``Invalid`` for one that the house does not know."""
    if code not in PURPOSES:
        raise Invalid(_("There is no such purpose. Choose one from the list."))
    return PURPOSES[code]


def keep_days(code: str, community_id: int) -> int:
    """Return for how many days the community keeps data of this purpose after its end."""
    # Engines enter their purposes while Django still sets up its tables.
    from linli.registry.models import PurposeSetting

    own = PurposeSetting.objects.filter(community_id=community_id, purpose=code).first()
    return own.keep_days if own else get(code).keep_days
