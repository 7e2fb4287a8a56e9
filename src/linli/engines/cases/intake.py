"""Taking in many matters at once, from a file: in batches, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import codes, record
from linli.core.refusals import Invalid, NotFound, Refusal
from linli.core.rows import in_order
from linli.core.sheets import row_name
from linli.core.similarity import group_near_duplicates
from linli.core.text import clean
from linli.engines.cases import rules, search, triage
from linli.engines.cases.actions import notifications, public_text
from linli.engines.cases.actions.filing import FOLLOW, FOLLOW_LETTERS, give_times, give_to
from linli.engines.cases.actions.filing_details import OLDEST_YEARS, TITLE_MOST
from linli.engines.cases.models import Case, CaseNumber, Step
from linli.registry import redaction
from linli.registry.access import Actor, require
from linli.registry.models import Place
from linli.verbs import numbering

BATCH = 200
TEXT_MOST = 50_000  # a file's texts are kept whole; residents' forms allow 4,000
MOST_GROUPED = 20_000

Progress = Callable[[str, int, int], None]  # what is being done, how many done, of how many


@dataclass(frozen=True)
class Incoming:
    """One matter as a file tells it. ``row`` is its number in the file."""

    row: int
    external_id: str
    text: str
    title: str = ""
    opened_at: datetime | None = None
    due_at: datetime | None = None
    kind: str = ""
    urgency: int = 0
    reporter_name: str = ""
    reporter_phone: str = ""
    place: Place | None = None
    external: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Taken:
    """What came of a file: numbers, and for each row left out its number and why."""

    new: int = 0
    known: int = 0
    changed: int = 0
    grouped: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)  # those that were read
    left_out: list[str] = field(default_factory=list)  # sheets that hold none

    def named_faults(self) -> list[tuple[str, str]]:
        """Return each fault with its row as Excel names it, its sheet where there are several."""
        return [(row_name(row, self.sheets), sentence) for row, sentence in self.faults]


class Intake:
    """Takes matters of one file into one community. Asks for what all rows share only once."""

    def __init__(self, community_id: int, *, by: Actor, channel: str, source: str) -> None:
        community = Place.objects.filter(pk=community_id, kind="community").first()
        if community is None:
            raise NotFound(_("There is no such community."))
        require(by, "import", path=community.path)
        self.community, self.by = community, by
        self.channel, self.source = channel, source
        self.ground = triage.Ground(community)
        self.register = redaction.of(community_id)
        self.on = {kind.code: kind for kind in self.ground.on}
        if not self.on:
            raise Invalid(_("No kind of matter is on in this community. Please put one on first."))

    def known(self) -> dict[str, int]:
        """Return external number → id of what came in this way before (1 query)."""
        rows = Case.objects.filter(community=self.community, channel=self.channel)
        return dict(rows.exclude(external_id="").values_list("external_id", "id"))

    def take_in(
        self, rows: Sequence[Incoming], *, taken: Taken, progress: Progress | None = None
    ) -> None:
        """File what is not here yet. Interrupted, whole batches stay, and it can be run again."""
        known = self.known()
        fresh = [row for row in rows if row.external_id not in known]
        taken.known += len(rows) - len(fresh)
        for start in range(0, len(fresh), BATCH):
            self._batch(fresh[start : start + BATCH], taken=taken)
            if progress:
                progress(_("Matters taken in"), min(start + BATCH, len(fresh)), len(fresh))

    @transaction.atomic
    def _batch(self, rows: Sequence[Incoming], *, taken: Taken) -> None:
        now = timezone.now()
        cases = []
        for row in rows:
            try:
                cases.append(self._case(row, now=now))
            except Refusal as refusal:
                taken.faults.append((row.row, str(refusal)))
        cases = self._not_taken_meanwhile(cases, taken=taken)
        if not cases:
            return
        first = numbering.take(CaseNumber, self.community.pk, count=len(cases))
        for number, case in enumerate(cases, first):
            case.number = number
        Case.objects.bulk_create(cases)
        Step.objects.bulk_create(self._step(case) for case in cases)
        search.add_many([(case.pk, _document(case)) for case in cases])
        for case in cases:  # a file's old matters ring nobody; what is a danger now does
            if case.danger:
                notifications.call_out(case)
        record.note(
            "cases.imported", self.community, by=self.by, community_id=self.community.pk,
            change={
                "source": self.source, "channel": self.channel, "count": len(cases),
                "numbers": [first, cases[-1].number],
            },
        )  # fmt: skip
        taken.new += len(cases)

    def _not_taken_meanwhile(self, cases: list[Case], *, taken: Taken) -> list[Case]:
        """Leave out what the same file has brought in, taken in by somebody else at this moment.

        The community's numbers are held from here on: whoever comes second sees what came first.
        """
        numbering.take(CaseNumber, self.community.pk, count=0)
        rows = Case.objects.filter(community=self.community, channel=self.channel)
        numbers = [case.external_id for case in cases if case.external_id]
        there = set(rows.filter(external_id__in=numbers).values_list("external_id", flat=True))
        fresh = [case for case in cases if case.external_id not in there]
        taken.known += len(cases) - len(fresh)
        return fresh

    def _case(self, row: Incoming, *, now: datetime) -> Case:
        text, title = _words(row)
        opened = _opened(row.opened_at, now=now)
        spot = row.place
        decided = triage.decide(
            self.ground, text=row.text, title=row.title, place=spot, kind=self.on.get(row.kind),
            urgency=row.urgency, at=opened, now=now,
        )  # fmt: skip
        kind = decided.kind
        case = Case(
            community=self.community, building=spot.building if spot else None, place=spot,
            place_label=(spot.label or spot.name) if spot else "", kind=kind.code,
            kind_confirmed=decided.kind_by == triage.CHOSEN,
            suggestion=[list(pair) for pair in decided.guesses],
            title=title, text=text, urgency=decided.urgency, danger=decided.danger,
            channel=self.channel,
            external_id=row.external_id, external=dict(row.external),
            reporter_name=row.reporter_name[:60], reporter_phone=row.reporter_phone[:20],
            follow_index=codes.index(codes.new_code(FOLLOW_LETTERS), purpose=FOLLOW),
            opened_at=opened, is_public=kind.is_public, updated_at=now,
        )  # fmt: skip
        public_text.begin_with(case, by=self.by, register=self.register)
        give_to(case, decided.match)
        self._set_deadlines(case, decided, due_at=row.due_at, now=now)
        return case

    def _set_deadlines(
        self,
        case: Case,
        decided: triage.Decision,
        *,
        due_at: datetime | None,
        now: datetime,
    ) -> None:
        """Count the deadlines from the matter's own date; when they would be past, from today.

        A file of last year's matters would else come in wholly overdue, and call the next post up
        for each: here the community's own clock starts when it is told.
        """
        kind, start, times = decided.kind, case.opened_at, decided.times
        if times.due_at is not None and times.due_at < now:
            start = now
            times = triage.times(
                kind, urgency=case.urgency, danger=case.danger, start=now,
                working=self.ground.working,
            )  # fmt: skip
        give_times(case, times)
        if due_at is not None:
            start, case.due_at = case.opened_at, due_at
        case.warn_at = rules.warn_from(start, case.due_at, share=kind.warn_at)

    def _step(self, case: Case) -> Step:
        facts = {"owner": case.owner_label, "due": case.due_at}
        return Step(
            case=case, at=case.opened_at, verb="file", by=self.by.key, by_label=self.by.label,
            facts=record.plain(facts),
        )  # fmt: skip

    def group(self, *, taken: Taken, progress: Progress | None = None) -> None:
        """Group what says the same among the open matters that came in this way.

        Each member, the first one too, points at the first one. Can be run again at any time.
        """
        rows = list(
            Case.objects.filter(community=self.community, channel=self.channel, closed_at=None)
            .order_by("opened_at", "id")
            .values_list("id", "title", "text", "group_id")[:MOST_GROUPED]
        )
        report = (lambda done: progress(_("Compared"), done, len(rows))) if progress else None
        leaders = group_near_duplicates([f"{t} {x}" for _, t, x, _ in rows], done=report)
        members: dict[int, list[int]] = {}
        for at, leader in enumerate(leaders):
            members.setdefault(rows[leader][0], []).append(rows[at][0])
        held = {row[0]: row[3] for row in rows}
        groups = {leader: ids for leader, ids in members.items() if len(ids) > 1}
        taken.grouped = sum(map(len, groups.values()))
        moved = [
            (leader, ids) for leader, ids in groups.items() if any(held[i] != leader for i in ids)
        ]
        if moved:
            self._write_groups(moved)

    @transaction.atomic
    def _write_groups(self, groups: Sequence[tuple[int, list[int]]]) -> None:
        in_order(Case.objects.filter(pk__in=[pk for _l, ids in groups for pk in ids]).only("pk"))
        changed = [Case(pk=member, group_id=leader) for leader, ids in groups for member in ids]
        Case.objects.bulk_update(changed, ["group"], batch_size=BATCH)
        record.note(
            "cases.grouped", self.community, by=self.by, community_id=self.community.pk,
            change={"source": self.source, "groups": len(groups), "matters": len(changed)},
        )  # fmt: skip


def _words(row: Incoming) -> tuple[str, str]:
    """Return text and title; a title too long for its column stays whole in the text."""
    text = clean(row.text, most=TEXT_MOST)
    title = " ".join(clean(row.title, most=TEXT_MOST).split())
    if not text and not title:
        raise Invalid(_("This row says nothing: title and text are empty."))
    if len(title) > TITLE_MOST:
        text = f"{title}\n{text}".strip()
    text = text or title
    title = title or text.split("\n", 1)[0]
    return text, title if len(title) <= TITLE_MOST else title[: TITLE_MOST - 1] + "…"


def _opened(opened_at: datetime | None, *, now: datetime) -> datetime:
    if opened_at is None:
        return now
    if opened_at > now + timedelta(minutes=5):
        raise Invalid(_("This date lies in the future. Please correct it."))
    if opened_at.year < now.year - OLDEST_YEARS:
        raise Invalid(_("This date lies too far back. Please correct it."))
    return opened_at


def _document(case: Case) -> str:
    return search.document(
        community_id=case.community_id,
        number=case.number,
        texts=(case.title, case.text, case.place_label, case.external_id),
    )
