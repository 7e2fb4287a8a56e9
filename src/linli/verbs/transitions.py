"""A workflow as data: who may do which verb from which state, and where it leads. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

ANYBODY = "anybody"  # also without an account; by itself it opens nothing else


@dataclass(frozen=True)
class Transition:
    """One row of the table. ``target`` "" leaves the state as it is; ``needs`` must be given."""

    verb: str
    sources: frozenset[str]
    target: str
    who: frozenset[str]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """A named table of transitions: the state in which a thing starts, and those that end it."""

    name: str
    start: str
    ends: frozenset[str]
    transitions: tuple[Transition, ...]

    @cached_property
    def _rows(self) -> dict[tuple[str, str], Transition]:
        rows: dict[tuple[str, str], Transition] = {}
        for row in self.transitions:
            for state in row.sources:
                if (row.verb, state) in rows:
                    raise ValueError(f"{self.name}: two rows for {row.verb} from {state}")
                rows[row.verb, state] = row
        return rows

    @cached_property
    def states(self) -> frozenset[str]:
        """Return every state that the table names."""
        rows = self.transitions
        named = {state for row in rows for state in row.sources}
        return frozenset(named | {row.target for row in rows if row.target} | {self.start})

    def find(self, verb: str, state: str) -> Transition | None:
        """Return the row that lets ``verb`` happen in ``state``; None when it is not possible."""
        return self._rows.get((verb, state))

    def verbs_open_to(self, state: str, who: Collection[str]) -> tuple[str, ...]:
        """Return the verbs, in the table's order, that one with these roles may do in ``state``."""
        roles = frozenset(who) | {ANYBODY}
        return tuple(
            row.verb for row in self.transitions if state in row.sources and row.who & roles
        )

    def may(self, verb: str, state: str, who: Collection[str]) -> bool:
        """True when one with these roles may do it: now if it is possible, else at any time."""
        row = self.find(verb, state)
        return bool((row.who if row else self.who_may(verb)) & frozenset(who))

    def who_may(self, verb: str) -> frozenset[str]:
        """Return the roles that may ever do ``verb``."""
        return frozenset().union(*(row.who for row in self.transitions if row.verb == verb))

    def reachable_from(self, state: str) -> frozenset[str]:
        """Return the states that can follow ``state``, itself included."""
        reached = {state}
        frontier: Iterable[str] = (state,)
        while frontier:
            following = {
                row.target for row in self.transitions if row.target and row.sources & set(frontier)
            }
            frontier = following - reached
            reached |= following
        return frozenset(reached)

    def states_without_end(self) -> frozenset[str]:
        """Return the states from which no end can be reached; a sound workflow has none."""
        return frozenset(s for s in self.states if not self.reachable_from(s) & self.ends)


def transition(verb: str, sources: str, target: str, who: str, needs: str = "") -> Transition:
    """Return a row of a table, as it is written: words with blanks between them."""
    return Transition(
        verb=verb,
        sources=frozenset(sources.split()),
        target=target,
        who=frozenset(who.split()),
        needs=tuple(needs.split()),
    )
