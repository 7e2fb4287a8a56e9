"""A workflow as data: who may do which verb from which state, and where it leads. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property


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
    def _moves(self) -> dict[tuple[str, str], Transition]:
        moves: dict[tuple[str, str], Transition] = {}
        for row in self.transitions:
            for state in row.sources:
                if (row.verb, state) in moves:
                    raise ValueError(f"{self.name}: two rows for {row.verb} from {state}")
                moves[row.verb, state] = row
        return moves

    @cached_property
    def states(self) -> frozenset[str]:
        """Return every state that the table names."""
        rows = self.transitions
        named = {state for row in rows for state in row.sources}
        return frozenset(named | {row.target for row in rows if row.target} | {self.start})

    def move(self, verb: str, state: str) -> Transition | None:
        """Return the row that lets ``verb`` happen in ``state``; None when it is not possible."""
        return self._moves.get((verb, state))

    def verbs_open_to(self, state: str, who: Collection[str]) -> tuple[str, ...]:
        """Return the verbs, in the table's order, that one with these roles may do in ``state``."""
        roles = frozenset(who) | {"anybody"}
        return tuple(
            row.verb for row in self.transitions if state in row.sources and row.who & roles
        )

    def who_may(self, verb: str) -> frozenset[str]:
        """Return the roles that may ever do ``verb``."""
        return frozenset().union(*(row.who for row in self.transitions if row.verb == verb))

    def reachable_from(self, state: str) -> frozenset[str]:
        """Return the states that can follow ``state``, itself included."""
        found = {state}
        frontier: Iterable[str] = (state,)
        while frontier:
            following = {
                row.target for row in self.transitions if row.target and row.sources & set(frontier)
            }
            frontier = following - found
            found |= following
        return frozenset(found)

    def states_without_end(self) -> frozenset[str]:
        """Return the states from which no end can be reached; a sound workflow has none."""
        return frozenset(s for s in self.states if not self.reachable_from(s) & self.ends)
