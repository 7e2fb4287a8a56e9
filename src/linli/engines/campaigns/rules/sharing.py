"""Who walks which doors: one's own first, then whole entrances in walking order. No Django."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

TOO_MUCH = 1.2  # of the mean; only beyond it an entrance is split by floor
CHUNK = 0.2  # of the mean: how finely floors are split
CUT_INSIDE = 0.15  # of the mean, squared: how unwelcome a cut inside an entrance is


@dataclass(frozen=True, slots=True)
class Door:
    """A door to share out; ``order`` is its place in walking order."""

    id: int
    order: int
    building: int | None = None
    entrance: int | None = None
    floor: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who walks: ``watches`` are the buildings and entrances of a steward; ``held`` says how many
    doors they have to do already, and ``at`` where these lie in walking order."""

    id: int
    watches: frozenset[int] = frozenset()
    held: int = 0
    at: float | None = None


@dataclass(slots=True)
class _Unit:
    """Doors that stay together: an entrance, or some floors of one."""

    doors: list[Door]
    starts_entrance: bool = True
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(self.doors)


def share_out(doors: Iterable[Door], people: Iterable[Person]) -> dict[int, int]:
    """Return door id → person id: every door once, the numbers as even as whole entrances allow.

    Stewards get the doors they watch over first, as far as that is no more than 20 % above the
    mean; the others follow in walking order, so that nobody crosses the estate. An entrance is
    split, by floor, only where somebody would have to do more than 20 % above the mean. The same
    doors and people give the same answer. Without people, nothing is shared.
    """
    in_order = sorted(doors, key=lambda door: (door.order, door.id))
    ready = sorted(people, key=lambda person: person.id)
    if not ready or not in_order:
        return {}
    mean = (len(in_order) + sum(person.held for person in ready)) / len(ready)
    whole = _entrances(in_order)
    share, most = _try(whole, ready, mean)
    if most > TOO_MUCH * mean:
        finer, less = _try(_floors(whole, mean), ready, mean)
        share = finer if less < most else share
    return share


def _try(
    units: Sequence[_Unit], people: Sequence[Person], mean: float
) -> tuple[dict[int, int], int]:
    """Return the share, and how many doors the busiest person has."""
    loads = {person.id: person.held for person in people}
    share: dict[int, int] = {}
    rest, seen = _own_first(units, people, loads, share, most=max(1.0, TOO_MUCH * mean))
    order = _along_the_way(rest, people, loads, seen)
    for person, first, last in _cut(rest, order, loads, mean):
        for unit in rest[first:last]:
            loads[person] += unit.size
            share.update({door.id: person for door in unit.doors})
    return share, max(loads.values())


def _entrances(doors: Sequence[Door]) -> list[_Unit]:
    """Group doors by entrance, in the order in which their first door is reached."""
    groups: dict[tuple[int, int], list[Door]] = defaultdict(list)
    for door in doors:
        alone = door.building is None and door.entrance is None
        groups[(0, door.id) if alone else (door.building or 0, door.entrance or 0)].append(door)
    return [_Unit(group) for group in groups.values()]


def _floors(units: Sequence[_Unit], mean: float) -> list[_Unit]:
    """Split entrances by floor, into pieces of at most a fifth of the mean where floors allow."""
    pieces: list[_Unit] = []
    for unit in units:
        by_floor = [list(g) for _f, g in groupby(unit.doors, key=lambda door: door.floor)]
        made: list[list[Door]] = []
        for doors in by_floor:
            if made and len(made[-1]) + len(doors) <= CHUNK * mean:
                made[-1] += doors
            else:
                made.append(doors)
        pieces += [_Unit(doors, starts_entrance=n == 0) for n, doors in enumerate(made)]
    return pieces


def _own_first(
    units: Sequence[_Unit],
    people: Sequence[Person],
    loads: dict[int, int],
    share: dict[int, int],
    *,
    most: float,
) -> tuple[list[_Unit], dict[int, list[int]]]:
    """Give stewards their own; return what is left, and where along the way each one's doors lie.

    Who watches an entrance comes before who watches its building.
    """
    watching: dict[int, list[int]] = defaultdict(list)
    for person in people:
        for place in person.watches:
            watching[place].append(person.id)
    rest: list[_Unit] = []
    seen: dict[int, list[int]] = defaultdict(list)
    for unit in units:
        door = unit.doors[0]
        own = watching.get(door.entrance or 0) or watching.get(door.building or 0) or []
        ready = [steward for steward in own if loads[steward] + unit.size <= most]
        if not ready:
            rest.append(unit)
            continue
        taker = min(ready, key=lambda steward: (loads[steward], steward))
        loads[taker] += unit.size
        seen[taker].append(door.order)
        share.update({each.id: taker for each in unit.doors})
    return rest, seen


def _along_the_way(
    rest: Sequence[_Unit],
    people: Sequence[Person],
    loads: Mapping[int, int],
    seen: Mapping[int, Sequence[int]],
) -> list[int]:
    """Put people in the order in which they follow each other along the way.

    Who has doors already stands where these lie; the others fill in between.
    """
    fixed = sorted(
        (_middle(seen[p.id]) if seen.get(p.id) else p.at, p.id)
        for p in people
        if seen.get(p.id) or p.at is not None
    )
    known = {steward for _at, steward in fixed}
    free = [person.id for person in people if person.id not in known]
    level = (sum(unit.size for unit in rest) + sum(loads.values())) / len(people)
    starts = [unit.doors[0].order for unit in rest for _ in unit.doors]
    order: list[int] = []
    done = 0.0
    while fixed or free:
        here = starts[min(int(done), len(starts) - 1)] if starts else 0
        is_near = bool(fixed) and (fixed[0][0] or 0) <= here
        person = fixed.pop(0)[1] if fixed and (is_near or not free) else free.pop(0)
        order.append(person)
        done += max(0.0, level - loads[person])
    return order


def _middle(orders: Sequence[int]) -> float:
    return sum(orders) / len(orders)


def _cut(
    units: Sequence[_Unit], order: Sequence[int], loads: Mapping[int, int], mean: float
) -> list[tuple[int, int, int]]:
    """Cut the way into one stretch a person, (person, from, to), with the least sum of squares.

    ``best[n]`` is the least cost of giving the first n units to the people so far.
    """
    ends = [0]
    for unit in units:
        ends.append(ends[-1] + unit.size)
    fee = [0.0, *(0.0 if u.starts_entrance else (CUT_INSIDE * mean) ** 2 for u in units[1:]), 0.0]
    best = [0.0] + [float("inf")] * len(units)
    choices: list[list[int]] = []
    for person in order:
        held = loads[person]
        after, chosen = [], []
        for n in range(len(ends)):
            cost, first = _best_start(best, ends, n, missing=mean - held)
            after.append(cost + (fee[n] if first < n else 0.0))
            chosen.append(first)
        best = after
        choices.append(chosen)
    cuts = [len(units)]
    for chosen in reversed(choices):
        cuts.append(chosen[cuts[-1]])
    return [(p, first, last) for p, (first, last) in zip(order, pairwise(cuts[::-1]), strict=True)]


def _best_start(
    best: Sequence[float], ends: Sequence[int], n: int, *, missing: float
) -> tuple[float, int]:
    """Return (cost, m): where the stretch that ends before unit n starts at the least cost."""
    best_so_far = (best[n] + missing**2, n)
    for m in range(n - 1, -1, -1):
        over = ends[n] - ends[m] - missing
        if over > 0 and over * over > best_so_far[0]:
            break  # a longer stretch only costs more
        best_so_far = min(best_so_far, (best[m] + over * over, m))
    return best_so_far
