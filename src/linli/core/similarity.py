"""How alike two texts are, and which of many say the same. Pure.

Likeness is Dice's coefficient of the sets of two-character runs: twice what both have, over what
each has; 1.0 is the same, 0.0 nothing in common. Pairs are looked for only among texts that share
rare runs (an inverted index with short postings), so that time grows with the number of texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

SAME_FROM = 0.45  # grouped as one matter from here
ALIKE_FROM = 0.3  # worth a look from here
MOST_SHARERS = 40  # a run that more texts have says nothing
RARE_RUNS_READ = 60
MOST_CANDIDATES = 20
READ_CHARACTERS = 1_500

Marks = frozenset[str]
Name = TypeVar("Name", bound=Hashable)


def marks(text: str) -> Marks:
    """Return the two-character runs of letters and digits; punctuation parts them."""
    read = "".join(c if c.isalnum() else " " for c in text.lower()[:READ_CHARACTERS])
    return frozenset(run for word in read.split() for run in map("".join, pairwise(word)))


def likeness(marks: Marks, other: Marks) -> float:
    """Return Dice's coefficient, 0.0 to 1.0. Two empty texts are not alike."""
    both = len(marks) + len(other)
    return 2 * len(marks & other) / both if both else 0.0


def most_alike(
    text: str,
    others: Iterable[tuple[Name, str]],
    *,
    least: float = ALIKE_FROM,
    most: int = 3,
) -> list[tuple[Name, float]]:
    """Return the names of the most alike texts with their likeness, the likest first."""
    mine = marks(text)
    judged = [(name, likeness(mine, marks(other))) for name, other in others]
    near = [(name, score) for name, score in judged if score >= least]
    return sorted(near, key=lambda pair: -pair[1])[:most]


def group_near_duplicates(
    texts: Sequence[str],
    *,
    least: float = SAME_FROM,
    done: Callable[[int], None] | None = None,
) -> list[int]:
    """Return for each text the index of the first text that says the same; its own if none does.

    Texts are read in their order: each joins the group of the likest text before it. ``done`` is
    called with the number read, every 500.
    """
    of_text = [marks(text) for text in texts]
    sharers = Counter(mark for each in of_text for mark in each)
    index: dict[str, list[int]] = defaultdict(list)
    groups = list(range(len(texts)))
    for at, mine in enumerate(of_text):
        rare = sorted(
            (mark for mark in mine if 1 < sharers[mark] <= MOST_SHARERS),
            key=lambda mark: (sharers[mark], mark),
        )[:RARE_RUNS_READ]
        before = _likest(mine, of_text, _candidates(rare, index, mine), least=least)
        if before is not None:
            groups[at] = groups[before]
        for mark in rare:
            index[mark].append(at)
        if done and at % 500 == 499:
            done(at + 1)
    return groups


def _candidates(rare: Sequence[str], index: dict[str, list[int]], mine: Marks) -> list[int]:
    shared = Counter(at for mark in rare for at in index.get(mark, ()))
    return [at for at, _count in shared.most_common(MOST_CANDIDATES)]


def _likest(
    mine: Marks, of_text: Sequence[Marks], candidates: Iterable[int], *, least: float
) -> int | None:
    best, best_score = None, least
    for at in candidates:
        score = likeness(mine, of_text[at])
        if score >= best_score and (best is None or score > best_score):
            best, best_score = at, score
    return best
