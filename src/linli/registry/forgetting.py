"""What every room forgets with a person: its links, its files, and their traces in its texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from linli.core import codes, traces
from linli.core.refusals import Invalid
from linli.core.text import STAR
from linli.core.traces import Cover
from linli.registry.models import Household, Person
from linli.registry.redaction import NAMELESS

BATCH = 500
CUT = "…"


@dataclass(frozen=True)
class Gone:
    """Whom the rooms are to forget, and the three ways in which a text loses them.

    ``cover`` is for any text of the community: names that nobody else there has, phones, ID
    numbers. ``cover_home`` is for texts about their home: names that others have too, and
    nicknames. ``cover_own`` is for what they said themselves: any number and address besides.
    """

    community_id: int
    households: frozenset[int]  # erased as a whole
    emptied: frozenset[int]  # those, and homes with nobody left
    homes: frozenset[int]  # those, and every home of an erased person
    people: frozenset[int]
    names: frozenset[str]
    own_names: frozenset[str]  # of these, those that nobody else there has
    phones: frozenset[str]  # that nobody else there has
    cover: Cover
    cover_home: Cover
    cover_own: Cover


Changed = Callable[[list[tuple[Any, Any]]], None]


@dataclass(frozen=True)
class Texts:
    """Columns of a model that may hold somebody's name; ``community`` leads to its community."""

    model: type[Model]
    columns: tuple[str, ...]
    community: str = "community"
    changed: Changed | None = None

    def rows(self, community_id: int) -> Any:
        rows = self.model._default_manager.order_by("pk")
        return rows.filter(**{self.community: community_id}) if self.community else rows


Forget = Callable[[Gone], None]
Count = Callable[[Gone], list[tuple[str, int]]]
_forget: list[Forget] = []
_counts: list[Count] = []
TEXTS: dict[type[Model], Texts] = {}
FORGOTTEN: dict[type[Model], tuple[str, ...]] = {}


@dataclass(frozen=True)
class Forgetting:
    """What a room forgets with people: ``columns`` are those that ``forget`` sees to, ``counts``
    says beforehand how much that is (words, how many), ``texts`` lose whom the house forgets."""

    forget: Forget
    columns: tuple[tuple[type[Model], tuple[str, ...]], ...] = ()
    texts: tuple[Texts, ...] = ()
    counts: Count | None = None


def add(room: Forgetting) -> None:
    """Let a room say what it forgets with people."""
    also(room.forget, *room.columns, counts=room.counts)
    for texts in room.texts:
        TEXTS[texts.model] = texts


def also(
    forget: Forget, *columns: tuple[type[Model], tuple[str, ...]], counts: Count | None = None
) -> None:
    """Let a room say what it forgets with people; ``columns`` are those that ``forget`` sees to,
    ``counts`` says beforehand how much that is: (words, how many)."""
    if forget not in _forget:
        _forget.append(forget)
    if counts is not None and counts not in _counts:
        _counts.append(counts)
    FORGOTTEN.update(columns)


def counted(gone: Gone) -> list[tuple[str, int]]:
    """Say what would go, room by room; what there is none of is left out."""
    return [pair for count in _counts for pair in count(gone) if pair[1]]


def holds_texts(
    model: type[Model],
    *columns: str,
    community: str = "community",
    changed: Changed | None = None,
) -> None:
    """Name columns whose texts lose whom the house forgets; ``changed`` is told of each row as it
    was and as it is."""
    TEXTS[model] = Texts(model, columns, community, changed)


def forget_everywhere(gone: Gone) -> None:
    """Let each room forget, then walk what texts of the community are left."""
    for forget in _forget:
        forget(gone)
    for texts in TEXTS.values():
        cover_rows(texts.rows(gone.community_id), texts, gone.cover)


def cover_rows(rows: Any, texts: Texts, cover: Cover) -> int:
    """Cover these rows' texts, in steps by id; return how many rows changed."""
    count, last = 0, 0
    while some := list(rows.filter(pk__gt=last).only("pk", *texts.columns)[:BATCH]):
        pairs = [(copy(row), row) for row in some]
        pairs = [pair for pair in pairs if _cover_row(pair[1], texts.columns, cover)]
        changed = [row for _was, row in pairs]
        if changed:
            texts.model._default_manager.bulk_update(changed, texts.columns, batch_size=100)
            if texts.changed is not None:
                texts.changed(pairs)
        count, last = count + len(changed), some[-1].pk
    return count


def _cover_row(row: Model, columns: Collection[str], cover: Cover) -> bool:
    differs = False
    was = {column: getattr(row, column) for column in columns}
    for column, before in was.items():
        whole = _uncut(before, was.values())
        after = traces.covered(whole, cover)
        if after == whole:
            after = before
        elif whole != before and len(after) > len(before):
            after = after[: len(before) - 1].rstrip() + CUT
        if after != before:
            setattr(row, column, after)
            differs = True
    return differs


def _uncut(text: Any, others: Iterable[Any]) -> Any:
    """Return the whole of what was cut short (a title is the beginning of its text): half a name
    or number would not be known again."""
    if not isinstance(text, str) or len(text) < 2 or not text.endswith(CUT):
        return text
    stem = text.removesuffix(CUT)
    return next((longer for longer in others if isinstance(longer, str) and longer.startswith(stem)
                 and longer != text), text)  # fmt: skip


def refuse_late(household: Household | None, *, said_at: datetime) -> None:
    """Refuse what was said of a home before somebody there was erased: a phone that was out of
    reach, a sheet of paper, another house's call bring nothing back.

    Raises ``Invalid``; of an erased household nothing is taken in at all.
    """
    if household is None:
        return
    if household.erased_at is not None:
        raise Invalid(_("This household's data was erased. Nothing of what was said is kept here."))
    if household.last_erased_at is not None and said_at <= household.last_erased_at:
        raise Invalid(
            _(
                "Somebody of this household was erased after this had been said, so it is not "
                "kept. Please ask the household anew."
            )
        )


def of_people(
    people: Collection[Person], *, community_id: int, households: Collection[int] = ()
) -> Gone:
    """Gather, before anything is emptied, by what these people are to be found."""
    ids = frozenset(person.pk for person in people)
    names = frozenset(person.name for person in people if person.name)
    phones = frozenset(person.phone for person in people if person.phone)
    numbers = {codes.decrypt(person.id_cipher) for person in people if person.id_cipher}
    others = Person.objects.filter(community=community_id, erased_at=None).exclude(pk__in=ids)
    own_names = names - set(others.filter(name__in=names).values_list("name", flat=True))
    own_phones = phones - set(others.filter(phone__in=phones).values_list("phone", flat=True))
    homes = {person.household_id for person in people} | set(households)
    lived_in = set(others.filter(household__in=homes).values_list("household", flat=True))
    cover = traces.covering(
        names=own_names, numbers=own_phones | numbers, spared=_longer(others, own_names)
    )
    whole = traces.covering(names=names, numbers=phones | numbers)
    called = [way for name in names if (way := traces.nicknames(name))]

    def cover_home(text: str) -> str:
        text = whole(text)
        for way in called:
            text = way.sub(STAR, text)
        return text

    return Gone(
        community_id=community_id,
        households=frozenset(households),
        emptied=frozenset(homes - lived_in) | frozenset(households),
        homes=frozenset(homes),
        people=ids,
        names=names,
        own_names=frozenset(own_names),
        phones=frozenset(own_phones),
        cover=cover,
        cover_home=cover_home,
        cover_own=lambda text: str(NAMELESS.cover(cover_home(text))) if text else text,
    )


def _longer(others: Any, names: Collection[str]) -> set[str]:
    """Return the names of others that hold one of these: 王秀 must not tear 王秀兰 apart."""
    longer: set[str] = set()
    for name in names:
        within = others.filter(name__contains=name).exclude(name=name)
        longer |= set(within.values_list("name", flat=True))
    return longer
