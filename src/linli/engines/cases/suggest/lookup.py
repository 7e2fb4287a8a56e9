"""What a page asks for while one types: kinds and alike matters of one community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Q, QuerySet

from linli.core.cache import Cache
from linli.core.redaction import STAR
from linli.core.similarity import most_alike
from linli.engines.cases import kinds
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case, Lesson
from linli.engines.cases.queries.desk_filters import narrow
from linli.engines.cases.suggest.keywords import joined, two_best, word_list
from linli.engines.cases.suggest.linear import Model
from linli.registry import redaction
from linli.registry.access import SYSTEM, Actor
from linli.registry.models import Place

MOST_ALIKE = 6
MOST_COMPARED = 300  # the open matters due last, which are the newest; some 30 ms
MOST_LESSONS_HELD = 8  # communities whose lesson a process keeps unpacked
READ_CHARACTERS = 2_000
OTHER = "other"  # the kind that takes what fits no other
SURE_ENOUGH = 0.5

made: Cache[int, datetime | None] = Cache()  # when a community was last taught
_unpacked: dict[int, tuple[datetime, Model]] = {}


@dataclass(frozen=True, slots=True)
class AlikeCase:
    """An open matter that resembles a text; ``title`` without its reporter's name, ``likeness``
    from 0 to 1. From ``id`` on its columns, in this order."""

    title: str
    where: str
    kind_label: str
    likeness: float
    id: int
    number: int
    kind: str
    state: str
    closing: str
    due_at: datetime | None
    public_text: str
    supporters: int
    is_public: bool


OF_THE_CASE = tuple(field.name for field in fields(AlikeCase))[4:]


class Guesser:
    """Asks the database once, and then guesses for many texts (2 queries, 1 with ``on``)."""

    def __init__(self, community_id: int, *, on: Sequence[Kind] | None = None) -> None:
        on = kinds.on_in(community_id) if on is None else on
        self.codes = frozenset(kind.code for kind in on)
        self.words = word_list({kind.code: kind.words for kind in on})
        self.lesson = lesson_of(community_id)

    def kinds_for(self, text: str) -> list[tuple[str, float]]:
        read = text[:READ_CHARACTERS]
        by_words = self.words.shares(read)
        if self.lesson is None:
            return two_best(by_words)
        shares = self.lesson.probabilities(read)
        known = {code: share for code, share in shares.items() if code in self.codes}
        return two_best(joined(by_words, known, learnt_from=self.lesson.texts))


def lesson_of(community_id: int) -> Model | None:
    """Return what a community's closed matters taught (1 query a minute), unpacked once."""
    row = Lesson.objects.filter(community_id=community_id)
    times = row.values_list("made_at", flat=True)
    made_at = made.of(community_id, lambda: next(iter(times), None))
    if made_at is None:
        _unpacked.pop(community_id, None)
        return None
    held = _unpacked.get(community_id)
    if held is not None and held[0] == made_at:
        return held[1]
    model = Model.from_bytes(bytes(row.values_list("weights", flat=True).get()))
    _unpacked.pop(community_id, None)
    while len(_unpacked) >= MOST_LESSONS_HELD:
        _unpacked.pop(next(iter(_unpacked)))
    _unpacked[community_id] = (made_at, model)
    return model


def alike(
    community_id: int, text: str, *, place: Place | None = None, by: Actor = SYSTEM
) -> list[AlikeCase]:
    """Return up to six open matters within reach that resemble a text (2 queries).

    With a place inside a building only that building's matters, and those of no building.
    """
    near = Case.objects.filter(narrow(by, community_id), closed_at=None)
    return _alike(near, text, place=place)


def alike_in_public(community_id: int, text: str, *, place: Place | None = None) -> list[AlikeCase]:
    """Return up to six open matters of the public page that resemble a text (3 queries).

    Words that nobody has looked at are compared, but not those about people, nor those that were
    taken back; and names and numbers of the typed text count for nothing: else whoever types
    them learns whether they stand in a text that nobody may read.
    """
    about_people = [kind.code for kind in kinds.all() if kind.about_people]
    shown = Q(look="") | (Q(look=Case.Look.AWAITED) & ~Q(kind__in=about_people))
    near = Case.objects.filter(shown, community=community_id, closed_at=None, is_public=True)
    typed = str(redaction.cover(text, community_id=community_id)).replace(STAR, " ")
    return _alike(near, typed, place=place)


def _alike(near: QuerySet[Case], text: str, *, place: Place | None) -> list[AlikeCase]:
    building_id = (
        (place.building_id or (place.pk if place.kind == "building" else None)) if (place) else None
    )
    if building_id:
        near = near.filter(Q(building=building_id) | Q(building=None))
    newest = near.order_by("-due_at", "-id").values_list("id", "title", "text")[:MOST_COMPARED]
    texts = ((key, f"{title} {body}") for key, title, body in newest)
    likeness = dict(most_alike(text, texts, most=MOST_ALIKE))
    if not likeness:
        return []
    rows = Case.objects.filter(pk__in=likeness).values_list(
        "title", "reporter_name", "building__name", *OF_THE_CASE
    )
    judged = [
        AlikeCase(
            redaction.NAMELESS.cover(title, also=[name]).text,  # strangers read it
            where or "",
            kinds.label_of(row[2]),
            round(likeness[row[0]], 3),
            *row,
        )
        for title, name, where, *row in rows
    ]
    return sorted(judged, key=lambda case: -case.likeness)
