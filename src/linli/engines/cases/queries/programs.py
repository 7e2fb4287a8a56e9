"""Matters as other programs read them, narrowed to the posts of whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from linli.core.text import mask_name, mask_phone
from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_case import StoryStep, desk_case
from linli.engines.cases.queries.desk_filters import in_reach
from linli.engines.cases.series import SERIES
from linli.forms.values import Answers
from linli.registry.access import Actor


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A matter in a list; the fields are its columns, in this order."""

    id: int
    number: int
    community_id: int
    kind: str
    title: str
    state: str
    closing: str
    urgency: int
    channel: str
    external_id: str
    place_label: str
    owner_label: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    updated_at: datetime
    supporters: int
    version: int

    @property
    def reference(self) -> str:
        """The number as people say it: SX-1124."""
        return SERIES.reference(self.number)

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return self.place_label

    @property
    def owner(self) -> str:
        """Who answers for it, in words."""
        return self.owner_label


COLUMNS = tuple(column.name for column in fields(CaseRow))


@dataclass(frozen=True, slots=True)
class CasesPage:
    """A page of matters, newest first; ``before`` leads to the older ones."""

    rows: tuple[CaseRow, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class MaskedReporter:
    """Who raised a matter, as far as a list may tell."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class CaseWithStory(CaseRow):
    """One matter with all that happened; ``verbs`` are those open to who asks."""

    text: str
    fields: Answers  # the answers that its kind asks for
    place_code: str | None
    is_public: bool
    stars: int | None
    is_solved: bool | None
    reporter: MaskedReporter
    story: tuple[StoryStep, ...]
    verbs: tuple[str, ...]


def cases_in_reach(
    actor: Actor,
    *,
    community: int | None,
    kind: str,
    state: str,
    updated_since: datetime | None,
    before: int | None,
    limit: int,
) -> CasesPage:
    """Return a page of matters in reach, newest first (1 query). ``state`` may be "open"."""
    cases = Case.objects.filter(in_reach(actor))
    if community:
        cases = cases.filter(community=community)
    if kind:
        cases = cases.filter(kind=kind)
    if state == "open":
        cases = cases.filter(closed_at=None)
    elif state:
        cases = cases.filter(state=state)
    if updated_since:
        cases = cases.filter(updated_at__gte=updated_since)
    if before:
        cases = cases.filter(id__lt=before)
    columns = cases.order_by("-id").values_list(*COLUMNS)[: limit + 1]
    rows = tuple(CaseRow(*row) for row in columns)
    more, rows = len(rows) > limit, rows[:limit]
    return CasesPage(rows=rows, before=rows[-1].id if more else None)


def case_row(case: Case) -> CaseRow:
    """Return a matter as a row of the list."""
    return CaseRow(**{column: getattr(case, column) for column in COLUMNS})


def case_with_story(actor: Actor, case_id: int) -> CaseWithStory:
    """Return one matter with its story. Raises ``NotFound``."""
    page = desk_case(actor, case_id)
    case = page.case
    return CaseWithStory(
        **{column: getattr(case, column) for column in COLUMNS},
        text=case.text,
        fields=case.fields,
        place_code=case.place.code if case.place else None,
        is_public=case.is_public,
        stars=case.stars,
        is_solved=case.is_solved,
        reporter=MaskedReporter(
            name=mask_name(case.reporter_name) if case.reporter_name else "",
            phone=mask_phone(case.reporter_phone) if case.reporter_phone else "",
        ),
        story=page.story,
        verbs=page.verbs,
    )


def case_from_program(community_id: int, external_id: str) -> Case | None:
    """Return the matter that a program filed under its own number, if it did (1 query)."""
    cases = Case.objects.filter(community=community_id, channel="api", external_id=external_id)
    return cases.first()
