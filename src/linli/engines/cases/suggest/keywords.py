"""The starter word lists: what a kind's own words say of a text, before anybody taught it. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

HEAD_CHARACTERS = 40  # a title, or the first sentence: there people say what it is about
HEAD_COUNTS = 2.0
DOUBT = 1.5  # the weight of "none of these"
MOST_REPEATS = 4
SHARPNESS = 2.0


@dataclass(frozen=True, slots=True)
class WordList:
    """Words with their weights, by kind."""

    weights: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]

    def shares(self, text: str) -> dict[str, float]:
        """Return a confidence by kind; together below 1, the rest is doubt. {} without a word."""
        body = text.lower()
        head = body[:HEAD_CHARACTERS]
        points = {code: _points(words, body=body, head=head) for code, words in self.weights}
        powers = {code: score**SHARPNESS for code, score in points.items() if score > 0}
        total = sum(powers.values()) + DOUBT**SHARPNESS
        return {code: power / total for code, power in powers.items()}


def word_list(words: Mapping[str, Sequence[str]]) -> WordList:
    """Weigh each kind's words: longer ones say more, and those that few kinds have."""
    return _weighed(tuple((code, tuple(of_kind)) for code, of_kind in words.items()))


@lru_cache(maxsize=32)
def _weighed(words: tuple[tuple[str, tuple[str, ...]], ...]) -> WordList:
    owners = Counter(word.lower() for _, of_kind in words for word in set(of_kind))
    return WordList(
        tuple(
            (code, tuple((word.lower(), _weight(word, owners[word.lower()])) for word in of_kind))
            for code, of_kind in words
        )
    )


def _weight(word: str, owners: int) -> float:
    return math.sqrt(len(word)) / owners


def _points(words: Iterable[tuple[str, float]], *, body: str, head: str) -> float:
    points = 0.0
    for word, weight in words:
        if word not in body:
            continue
        repeats = min(body.count(word), MOST_REPEATS) - 1
        points += weight * (HEAD_COUNTS if word in head else 1.0) * (1.0 + 0.25 * repeats)
    return points


def joined(
    by_words: Mapping[str, float], by_lesson: Mapping[str, float], *, learnt_from: int
) -> dict[str, float]:
    """Mix both opinions: the more closed matters were learnt from, the more they count."""
    trust = 0.9 * learnt_from / (learnt_from + 100) if by_lesson else 0.0
    return {
        code: (1 - trust) * by_words.get(code, 0.0) + trust * by_lesson.get(code, 0.0)
        for code in {*by_words, *by_lesson}
    }


def two_best(shares: Mapping[str, float], *, least: float = 0.05) -> list[tuple[str, float]]:
    """Return the two likeliest with their confidence (0 to 1), the likeliest first."""
    ranked = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, round(share, 3)) for code, share in ranked[:2] if share >= least]
