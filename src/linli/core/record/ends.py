"""Where each chain ended, kept outside the database: one line a day in ``LINLI_HOME/ends.jsonl``.

Whoever can write the database cannot thereby write this file, nor the backups and the printed
noticeboard that hold ends too. A line is ``{"at", "ends": {community: [number, hash]}, "seal"}``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from linli.core import codes
from linli.core.models import ChainHead

FILE = "ends.jsonl"


@dataclass(frozen=True)
class End:
    """Where a chain ended at some moment; kept elsewhere it proves that nothing was rewritten."""

    number: int = 0
    hash: str = ""


@dataclass(frozen=True)
class KeptEnds:
    """Ends of each community's chain, oldest first; ``spoilt`` are the lines of the file that are
    not as they were written."""

    ends: Mapping[int, list[End]]
    spoilt: list[int]


def path() -> Path:
    """Return the file of this house's ends."""
    return Path(settings.HOME) / FILE


def keep(now: datetime) -> None:
    """Write down where every chain ends now, and make the disk keep it."""
    heads = ChainHead.objects.filter(number__gt=0).order_by("pk")
    ends = {str(head.pk): [head.number, head.hash] for head in heads}
    if not ends:
        return
    content: dict[str, Any] = {"at": now.isoformat(timespec="seconds"), "ends": ends}
    line = json.dumps({**content, "seal": _seal(content)}) + "\n"
    handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def kept(file: Path | None = None) -> KeptEnds:
    """Read the house's file of ends, or a copy of it; nothing when there is none."""
    ends: dict[int, list[End]] = {}
    spoilt = []
    file = file or path()
    lines = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    for number, line in enumerate(lines.splitlines(), start=1):
        if (read := _read(line)) is None:
            spoilt.append(number)
            continue
        for community_id, end in read.items():
            ends.setdefault(community_id, []).append(end)
    return KeptEnds(ends, spoilt)


def _read(line: str) -> dict[int, End] | None:
    """Return a line's ends; None when its seal is not the one that the data key makes."""
    try:
        content = json.loads(line)
        if content.pop("seal") != _seal(content):
            return None
        return {int(key): End(int(number), str(h)) for key, (number, h) in content["ends"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _seal(content: dict[str, Any]) -> str:
    return codes.opaque(json.dumps(content, sort_keys=True), purpose="record ends")
