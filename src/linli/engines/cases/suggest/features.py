"""A text as counted runs of one to three characters: what the classifier reads. Pure."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

READ_CHARACTERS = 2_000  # what is written beyond says nothing new about the kind


def tidy(text: str) -> str:
    """Return text in lower case, each run of white space one blank, cut to what is read."""
    return " ".join(text.lower().split())[:READ_CHARACTERS]


def runs(text: str) -> Counter[str]:
    """Count the runs of one, two and three characters of a text."""
    read = tidy(text)
    counted = Counter(read)
    counted.update(map("".join, pairwise(read)))
    counted.update(map("".join, zip(read, read[1:], read[2:], strict=False)))
    return counted
