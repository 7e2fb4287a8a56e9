"""Pure rules of the outbox: filling a template, waiting longer each time. No Django."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import timedelta

# After the first, second … failed try. After the last one the message is given up.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
# Longer than any way may take; after that a message being sent has lost its sender.
LEASE = timedelta(minutes=10)
ROBOT_MOST_A_MINUTE = 20  # a WeCom robot's own limit

_NAME = re.compile(r"\{(\w+)\}")
_BRACE = re.compile(r"\{([^{}]*)\}|[{}]")


def fill(template: str, words: Mapping[str, str]) -> str:
    """Put the words in. A line of which a word is empty or missing is left out."""
    lines = []
    for line in template.splitlines():
        names = _NAME.findall(line)
        if all(words.get(name) for name in names):
            lines.append(_NAME.sub(lambda match: words[match.group(1)], line))
    return "\n".join(lines).strip()


def unknown_names(template: str, known: Collection[str]) -> list[str]:
    """Return the placeholders that no word fills, and any brace that stands alone."""
    wrong = []
    for match in _BRACE.finditer(template):
        name = match.group(1)
        if name is None or name not in known:
            wrong.append(match.group(0))
    return wrong


def wait_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many failed tries; None when it is given up."""
    return BACK_OFF[tries - 1] if 0 < tries <= len(BACK_OFF) else None
