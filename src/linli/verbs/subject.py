"""How a verb begins and ends, whatever it acts on.

It begins behind the one guarded way to its row: the row is locked, read as it is now, and only
then asked whether this actor may do this in this state. It ends with the row, what hangs on it,
what is told, and one line in the record, in the transaction in which it began.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from linli.core import record
from linli.core.now import now
from linli.core.prepared import Prepared, Slot
from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate
from linli.core.rows import for_update, in_order, insist_on_transaction
from linli.registry.access import Actor
from linli.verbs.models import Versioned
from linli.verbs.transitions import ANYBODY, Transition, Workflow

M = TypeVar("M", bound=models.Model)
Sentence = str | Promise


@dataclass(frozen=True)
class Action(Generic[M]):
    """A verb that may happen now: the locked row, who acts and as what, and what it leads to."""

    row: M
    by: Actor
    who: frozenset[str]
    transition: Transition
    state: str  # in which it began
    now: datetime

    @property
    def verb(self) -> str:
        return self.transition.verb


class Subject(ABC, Generic[M]):
    """What verbs act on: how its rows are found, who is what to them, and how they go.

    An engine has one instance for each model with verbs; it says what is marked below, and
    changes what is otherwise in it.
    """

    name: ClassVar[str]  # as the record calls it: "case" in "case.assigned"
    not_found: ClassVar[Sentence]
    not_open: ClassVar[Sentence] = ""  # to strangers, for what is over; else ``not_found``
    not_yours: ClassVar[Sentence] = _("This is not yours to do here.")
    not_now: ClassVar[Sentence] = _("Meanwhile this has changed. Please look at it again.")
    needs: ClassVar[Mapping[str, Sentence]] = {}  # what a need of the table asks of the person

    # ---------- what an engine says ----------

    @abstractmethod
    def rows(self) -> QuerySet[M]:
        """Return all rows, with what their verbs need of other tables."""

    @abstractmethod
    def roles(self, actor: Actor, row: M) -> frozenset[str]:
        """Return what the actor is to the row, in the words of its table; nothing: not theirs to
        see."""

    @abstractmethod
    def workflow(self, row: M) -> Workflow:
        """Return the table by which the row goes."""

    @abstractmethod
    def past(self, verb: str) -> str:
        """Return what the record calls a verb: "assign" is "assigned"."""

    # ---------- what may be otherwise in an engine ----------

    def may_see(self, actor: Actor, row: M) -> bool:
        """True when the row is there for the actor."""
        return bool(self.roles(actor, row))

    def complete(self, row: M) -> None:
        """Fetch what a join in ``rows`` would cost more for."""

    def state(self, row: M) -> str:
        """Return the state in which a row is."""
        return str(row.state)  # type: ignore[attr-defined]

    def move(self, row: M, target: str, *, now: datetime) -> set[str]:
        """Bring a row into a state; returns the columns that changed."""
        row.state = target  # type: ignore[attr-defined]
        return {"state"}

    def community_id(self, row: M) -> int:
        """Return in whose record the verbs stand."""
        return int(row.community_id)  # type: ignore[attr-defined]

    def change(self, row: M) -> dict[str, Any]:
        """Return what every line about the row says of it."""
        return {}

    def written_on(self, row: M) -> models.Model:
        """Return the row on which the record's lines stand."""
        return row

    def refuse_actor(self, row: M, verb: str) -> Sentence:
        """Say that the verb is not the actor's to do."""
        return self.not_yours

    def refuse_version(self, row: M) -> Sentence:
        """Say who did what since the person looked."""
        return self.not_now

    def refuse_state(self, row: M, verb: str) -> Sentence:
        """Say why the verb is not possible in this state."""
        return self.not_now

    # ---------- what every engine calls ----------

    def access(self, actor: Actor, row_id: int, *, lock: bool = False) -> M:
        """Return the row if the actor may see it; ``lock`` holds it until the transaction ends.

        Raises ``NotFound``: not there and not for you look alike.
        """
        row = self._read(row_id, lock=lock)
        if row is None or not self.may_see(actor, row):
            raise NotFound(self.not_found)
        return row

    def lock(self, row_ids: Collection[int]) -> None:
        """Hold several rows before the first of them begins: in the order of their ids, so that
        two verbs with the same rows never wait for each other (1 query)."""
        in_order(self.rows().filter(pk__in=row_ids))

    def begin(
        self, row_id: int, verb: str, *, by: Actor, version: int | None = None, **given: Any
    ) -> Action[M]:
        """Lock the row, read it as it is now, and refuse with a sentence what cannot be.

        ``version`` is the row's as the person saw it; ``given`` is what the table's needs ask for,
        or a function of the locked row that returns it. Raises ``NotFound``, ``NotAllowed``,
        ``OutOfDate`` or ``Invalid``, in this order.
        """
        row = self._read(row_id, lock=True)
        who = self.roles(by, row) if row is not None else frozenset()
        if row is None or not who:
            raise NotFound(self.not_found)
        workflow, state = self.workflow(row), self.state(row)
        if not workflow.may(verb, state, who):
            if who == {ANYBODY}:  # to read something in public is no way in
                raise NotFound(self.not_found)
            raise NotAllowed(self.refuse_actor(row, verb))
        if version is not None and isinstance(row, Versioned) and version != row.version:
            raise OutOfDate(self.refuse_version(row))
        transition = workflow.find(verb, state)
        if transition is None:
            if who == {ANYBODY}:
                raise NotFound(self.not_open or self.not_found)
            raise OutOfDate(self.refuse_state(row, verb))
        self._check_needs(transition, row, given)
        return Action(row=row, by=by, who=who, transition=transition, state=state, now=now())

    def finish(
        self,
        action: Action[M],
        *,
        columns: Iterable[str] = (),
        change: Mapping[str, Any] | None = None,
        reason: str = "",
        then: Callable[[M], object] | None = None,
    ) -> M:
        """Write what the verb did: the row, what hangs on it and is told (``then``), the line.

        ``columns`` are those that the verb has set itself; state and version follow the table.
        ``change`` is for ever: it names owners, states and times, no resident.
        """
        row, target = action.row, action.transition.target
        subject = self._subject(row)  # then may delete the row
        changed = set(columns)
        if target not in ("", action.state):
            changed |= self.move(row, target, now=action.now)
        if isinstance(row, Versioned):
            row.version += 1
            row.updated_at = action.now
            changed |= {"version", "updated_at"}
        if changed:
            row.save(update_fields=sorted(changed))
        if then is not None:
            then(row)
        states = {"state": [action.state, target]} if "state" in changed else {}
        self._write(
            subject, action.verb, row, by=action.by, at=action.now, reason=reason,
            change={**states, **(change or {})},
        )  # fmt: skip
        return row

    def note(
        self, action: Action[M], *, change: Mapping[str, Any] | None = None, reason: str = ""
    ) -> None:
        """Write the verb's one line, as the last thing: for verbs that leave the row as it is, so
        that nobody who looks at it comes too late because of them."""
        self.write_line(
            action.row, action.verb, by=action.by, at=action.now, change=change, reason=reason
        )

    def write_line(
        self, row: M, verb: str, *, by: Actor, at: datetime,
        change: Mapping[str, Any] | None = None, reason: str = "",
    ) -> None:  # fmt: skip
        """Write a line of a verb that had no row to begin with, such as the first."""
        self._write(self._subject(row), verb, row, by=by, at=at, change=change or {}, reason=reason)

    def _subject(self, row: M) -> tuple[str, object]:
        subject = self.written_on(row)
        return subject._meta.label_lower, subject.pk

    def _write(
        self, subject: tuple[str, object], verb: str, row: M, *, by: Actor, at: datetime,
        change: Mapping[str, Any], reason: str,
    ) -> None:  # fmt: skip
        record.note(
            f"{self.name}.{self.past(verb)}", subject, by=by, at=at, reason=reason,
            community_id=self.community_id(row), change={**self.change(row), **change},
        )  # fmt: skip

    @cached_property
    def _one(self) -> Prepared[M]:
        return Prepared(lambda: self.rows().filter(pk=Slot("id")).order_by())

    @cached_property
    def _one_locked(self) -> Prepared[M]:
        return Prepared(lambda: for_update(self.rows().filter(pk=Slot("id")).order_by()))

    def _read(self, row_id: int, *, lock: bool) -> M | None:
        if lock:
            insist_on_transaction()
        row = next(iter((self._one_locked if lock else self._one).models(id=row_id)), None)
        if row is not None:
            self.complete(row)
        return row

    def _check_needs(self, transition: Transition, row: M, given: Mapping[str, Any]) -> None:
        for need in transition.needs:
            value = given.get(need)
            if not (value(row) if callable(value) else value):
                raise Invalid(self.needs[need], errors={need: [self.needs[need]]})
