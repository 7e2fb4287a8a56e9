"""How hard a key is to guess, from its letters alone."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

LEAST_BITS = 60


def bits_of(key: str) -> float:
    """Return about how many bits a key holds; a random one of 32 hex digits has more than 100.

    Letters that follow from the ones before count for nothing: a step as wide as the last one
    (aaa, abc, 987), or a pair that came before. What is left counts as much as its variety says.
    """
    seen: set[str] = set()
    news: list[str] = []
    last_step = 0
    for before, letter in pairwise(" " + key):
        step, pair = ord(letter) - ord(before), before + letter
        if pair not in seen and (abs(step) > 1 or step != last_step):
            news.append(letter)
        seen.add(pair)
        last_step = step
    shares = [count / len(news) for count in Counter(news).values()]
    return -sum(share * math.log2(share) for share in shares) * len(news)


def is_weak(key: str) -> bool:
    """True for a key that somebody could guess: one letter many times, a row of the alphabet."""
    return bits_of(key) < LEAST_BITS
