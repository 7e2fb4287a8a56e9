"""What a programme says about a kind of campaign, frozen; and the kinds that this house knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from linli.core.labels import Label
from linli.core.refusals import NotFound
from linli.engines.sections import PROGRAMMES
from linli.forms.schema import Form

TARGETS = ("dwellings", "households", "entrances", "persons", "places", "anyone")


@dataclass(frozen=True, slots=True)
class Kind:
    """All that differs from one kind of campaign to another."""

    code: str
    label: Label
    programme: str
    programme_label: Label
    purpose: str  # one of registry.purposes
    targets: str  # one of TARGETS
    about: Label | None = None  # what residents are told: why we come, what we ask
    form: Form = field(default_factory=Form)
    care: tuple[str, ...] = ()  # of persons: who has one of these care needs; empty: any need
    place_kind: str = ""  # of places
    most_visits: int = 3  # nobody home: tried again so often, at another time of day
    every_days: dict[str, int] = field(default_factory=dict)  # standing: care need or "" → days
    is_open: bool = False  # households may answer by their own key


_KINDS: dict[str, Kind] = {}


def _fresh() -> dict[str, Kind]:
    PROGRAMMES.look()
    return _KINDS


def replace_all(kinds: Iterable[Kind]) -> None:
    """Know these, and nothing else: what a load of all programmes ends with."""
    known = {kind.code: kind for kind in kinds}
    _KINDS.clear()
    _KINDS.update(known)


def all() -> tuple[Kind, ...]:
    """Return every kind, in the order of programmes and of their files."""
    return tuple(_fresh().values())


def get(code: str) -> Kind:
    """Return a kind. Raises ``NotFound``: it is asked for by what people send."""
    try:
        return _fresh()[code]
    except KeyError:
        raise NotFound(
            _("There is no such kind of campaign. Please choose one from the list.")
        ) from None


def find(code: str) -> Kind | None:
    """Return a kind, or None: its programme may be gone while its campaigns stay."""
    return _fresh().get(code)
