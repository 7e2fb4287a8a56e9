"""Sets of letters, as ranges of their numbers in Unicode."""

from __future__ import annotations

Ranges = list[list[int]]
LAST = 0x10FFFF
DIGIT = [[0x30, 0x39]]
WORD = [[0x30, 0x39], [0x41, 0x5A], [0x5F, 0x5F], [0x61, 0x7A]]
SPACE = [[0x09, 0x0A], [0x0B, 0x0D], [0x20, 0x20], [0xA0, 0xA0], [0x3000, 0x3000]]
HAN = [[0x2E80, 0x2FDF], [0x3005, 0x3007], [0x3400, 0x4DBF], [0x4E00, 0x9FFF], [0xF900, 0xFAFF],
       [0x20000, 0x323AF]]  # fmt: skip
SETS = {"d": DIGIT, "w": WORD, "s": SPACE}
NAMED = {"Han": HAN, "IsHan": HAN, "Script=Han": HAN, "Digit": DIGIT, "Nd": DIGIT,
         "Alpha": [[0x41, 0x5A], [0x61, 0x7A]], "Upper": [[0x41, 0x5A]], "Lower": [[0x61, 0x7A]],
         "Alnum": [[0x30, 0x39], [0x41, 0x5A], [0x61, 0x7A]]}  # fmt: skip


def merged(ranges: Ranges) -> Ranges:
    """Put ranges in order, and those that touch into one."""
    joined: Ranges = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], high)
        else:
            joined.append([low, high])
    return joined


def others(ranges: Ranges) -> Ranges:
    """Return all letters but these."""
    rest, start = [], 0
    for low, high in merged(ranges):
        if low > start:
            rest.append([start, low - 1])
        start = high + 1
    return rest + ([[start, LAST]] if start <= LAST else [])
