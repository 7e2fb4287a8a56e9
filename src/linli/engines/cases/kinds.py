"""What a programme says about a kind of matter, frozen; and the kinds that this house knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.core.cache import Cache
from linli.core.labels import Label
from linli.core.prepared import Prepared, Slot
from linli.core.refusals import NotFound
from linli.engines.sections import PROGRAMMES
from linli.forms.schema import Form, Question

if TYPE_CHECKING:
    from linli.engines.cases.models import KindSetting

UNITS = ("minutes", "hours", "working hours", "days", "working days")
URGENCIES = ("ordinary", "urgent", "emergency")  # in the order of Case.Urgency: 0, 1, 2
PHOTO_ROLES = ("report", "before", "after")
ORGANISATION_KINDS = ("team", "property_company", "department")

AMOUNT_AND_UNIT = re.compile(r"\s*(\d{1,5})\s+(working\s+)?(minute|hour|day)s?\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Deadline:
    """An amount of time in one of ``UNITS``, as ``core.working_time.add`` takes it."""

    amount: int
    unit: str

    def __str__(self) -> str:
        return str(SPOKEN[self.unit]) % {"count": self.amount}


SPOKEN = {
    "minutes": _("%(count)s minutes"),
    "hours": _("%(count)s hours"),
    "working hours": _("%(count)s working hours"),
    "days": _("%(count)s days"),
    "working days": _("%(count)s working days"),
}


def parse_deadline(written: str) -> Deadline:
    """Read "30 minutes", "4 working hours", "7 days". Raises ``ValueError`` on anything else."""
    match = AMOUNT_AND_UNIT.fullmatch(written.lower())
    if match is None:
        raise ValueError(written)
    amount, working, unit = int(match[1]), match[2], match[3] + "s"
    full = f"working {unit}" if working else unit
    if full not in UNITS or not amount:
        raise ValueError(written)
    return Deadline(amount=amount, unit=full)


@dataclass(frozen=True, slots=True)
class Category:
    """A branch of the tree that kinds hang on. ``parent`` is a category's code, or ""."""

    code: str
    label: Label
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Who is told of a missed deadline, and how many working days after it."""

    role: str
    after_working_days: int


@dataclass(frozen=True, slots=True)
class Kind:
    """All that differs from one kind of matter to another."""

    code: str
    label: Label
    programme: str
    programme_label: Label
    category: Category
    workflow: str
    deadline: Deadline | None = None
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)  # by urgency
    answer_within: Deadline | None = None  # first contact with who raised it
    warn_at: float = 0.75  # share of the time given, from which the light is yellow
    answered_by: tuple[str, ...] = ()  # roles of posts, nearest first
    organisation: str = ""  # one of ORGANISATION_KINDS, asked before the posts
    escalation: tuple[Step, ...] = ()
    form: Form = field(default_factory=Form)  # asked beside the text; an Open311 attribute each
    photos: tuple[str, ...] = ()  # PHOTO_ROLES that must be there before it is resolved
    is_public: bool = False
    about_people: bool = False  # somebody looks before strangers read the words, whoever wrote them
    silent_after_days: int = 7
    review_after_days: int = 30  # a deferred matter is looked at again, unless a date is given
    places: tuple[str, ...] = ()  # kinds of places at which a matter is this, unless chosen
    call_first: str = ""  # a telephone number for danger to life: 110, 119, 120, 122
    help: Label | None = None
    words: tuple[str, ...] = ()
    open311_keywords: tuple[str, ...] = ()

    def within(self, urgency: int = 0) -> Deadline | None:
        """Return the time given at an urgency (0 ordinary, 1 urgent, 2 emergency).

        An urgency without a deadline of its own has the next lower one's.
        """
        for name in reversed(URGENCIES[1 : urgency + 1]):
            if name in self.deadlines:
                return self.deadlines[name]
        return self.deadline

    @property
    def questions(self) -> tuple[Question, ...]:
        """What it asks beside the text."""
        return self.form.questions

    @property
    def open311_group(self) -> str:
        """The category as a client shows it."""
        return str(self.category.label)


_own: Cache[int, dict[str, KindSetting]] = Cache()
_KINDS: dict[str, Kind] = {}
_CATEGORIES: dict[str, Category] = {}


def _fresh() -> dict[str, Kind]:
    PROGRAMMES.look()
    return _KINDS


def register(kind: Kind) -> None:
    """Make a kind known. One that is known already is replaced."""
    _KINDS[kind.code] = kind


def replace_all(*, kinds: Iterable[Kind], categories: Iterable[Category]) -> None:
    """Know these, and nothing else: what a load of all programmes ends with."""
    new_kinds = {kind.code: kind for kind in kinds}
    new_categories = {category.code: category for category in categories}
    _KINDS.clear()
    _KINDS.update(new_kinds)
    _CATEGORIES.clear()
    _CATEGORIES.update(new_categories)


def get(code: str) -> Kind:
    """Return a kind. Raises ``NotFound``: it is asked for by what people send."""
    try:
        return _fresh()[code]
    except KeyError:
        raise NotFound(
            _("There is no such kind of matter. Please choose one from the list.")
        ) from (None)


def find(code: str) -> Kind | None:
    """Return a kind, or None: its programme may be gone while its matters stay."""
    return _fresh().get(code)


def find_in(community_id: int, code: str) -> Kind | None:
    """Return a kind as a community has it, or None (1 query a minute and community)."""
    kind = _fresh().get(code)
    if kind is None:
        return None
    return with_own(kind, _own.of(community_id, lambda: own_of(community_id)).get(code))


def _settings_of_one() -> QuerySet[KindSetting]:
    # Programmes are read while Django still sets up its tables: they need kinds, not their rows.
    from linli.engines.cases.models import KindSetting

    return KindSetting.objects.filter(community=Slot("community"))


_SETTINGS = Prepared(_settings_of_one)


def own_of(community_id: int) -> dict[str, KindSetting]:
    """Return what a community has otherwise than the programmes, by kind (1 query)."""
    return {row.kind: row for row in _SETTINGS.models(community=community_id)}


def forget_own() -> None:
    """Let the next look read what communities have set."""
    _own.forget()


def label_of(code: str, community_id: int | None = None) -> str:
    """Return a kind's name in the reader's language; its code when its programme is gone.

    With a community: as this one calls it.
    """
    kind = _fresh().get(code) if community_id is None else find_in(community_id, code)
    return str(kind.label) if kind else code


def all() -> tuple[Kind, ...]:
    """Return every kind, in the order of programmes and of their files."""
    return tuple(_fresh().values())


def categories() -> tuple[Category, ...]:
    """Return every category, in the order of its file."""
    return tuple(_CATEGORIES.values())


def on_in(community_id: int) -> tuple[Kind, ...]:
    """Return the kinds that a community has on, as it has them."""
    settings = own_of(community_id)
    return tuple(
        with_own(kind, settings.get(kind.code))
        for kind in _fresh().values()
        if kind.code not in settings or settings[kind.code].is_on
    )


def public_in(community_id: int) -> tuple[Kind, ...]:
    """Return the kinds that a community shows to everybody: the services of Open311."""
    return tuple(kind for kind in on_in(community_id) if kind.is_public)


def with_own(kind: Kind, row: KindSetting | None) -> Kind:
    """Return the kind with what a community has otherwise; an empty column changes nothing."""
    if row is None:
        return kind
    changed: dict[str, Any] = {}
    if row.is_public is not None:
        changed["is_public"] = row.is_public
    if row.label:
        changed["label"] = Label(row.label, row.label)
    if row.help:
        changed["help"] = Label(row.help, row.help)
    if row.deadline:
        changed["deadline"] = parse_deadline(row.deadline)
    own = {"urgent": row.urgent, "emergency": row.emergency}
    if deadlines := {name: parse_deadline(text) for name, text in own.items() if text}:
        changed["deadlines"] = {**kind.deadlines, **deadlines}
    if row.answered_by:
        changed |= {"answered_by": tuple(row.answered_by), "organisation": ""}
    return replace(kind, **changed)
