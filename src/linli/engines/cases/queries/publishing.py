"""What a worker sees before strangers read the words of a matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linli.engines.cases.actions import public_text
from linli.engines.cases.models import Case, Objection


@dataclass(frozen=True, slots=True)
class WaitingObjection:
    """Somebody said "this is about me", and nobody has answered yet."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class AnswerToObjection:
    """What became of it; ``outcome`` is empty while it waits."""

    outcome: str
    answer: str

    @property
    def outcome_label(self) -> str:
        """The outcome in words, or nothing."""
        return str(Objection.Outcome(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """``pieces``: the words as written, each with what it is that is covered, or ""; ``text``:
    what strangers would read; ``objections``: those that wait for an answer."""

    look: str
    pieces: list[tuple[str, str]]
    text: str
    objections: tuple[WaitingObjection, ...] = ()


def to_look_at(case: Case) -> ToLookAt | None:
    """Return what there is to look at; None when strangers read the words, or nothing at all.

    2 queries: what the register knows, and the objections.
    """
    if not case.look or not case.is_public:
        return None
    covered = public_text.covered(case.text, case)
    waiting = Objection.objects.filter(case=case, outcome="").order_by("id")
    return ToLookAt(
        look=case.look,
        pieces=list(covered.pieces()),
        text=case.held_text or covered.text,
        objections=tuple(WaitingObjection(*row) for row in waiting.values_list("at", "words")),
    )


def answer_to(case_id: int, who: str) -> AnswerToObjection | None:
    """Return what became of the last "this is about me" of this person (1 query)."""
    rows = Objection.objects.filter(case=case_id, by=who[:80]).order_by("-id")
    row = rows.values_list("outcome", "answer").first()
    return AnswerToObjection(*row) if row else None
