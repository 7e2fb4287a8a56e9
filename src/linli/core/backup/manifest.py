"""What a backup says about itself: the last thing written, the first thing believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.core.record import End
from linli.core.refusals import Refusal

FORMAT = 2
NAME = "manifest.json"
DATABASE = "database"
BLOCK = 1 << 20

Progress = Callable[[int, int], None]


class Broken(Refusal):
    """The file is not, or not any more, a whole backup."""

    code = "broken_backup"


class Newer(Refusal):
    """The backup knows things that this Linli does not."""

    code = "newer_backup"


@dataclass(frozen=True)
class Snapshot:
    """What a copied database says: where each chain ends, and which migrations it has had."""

    ends: dict[int, End]
    migrations: list[tuple[str, str]]


@dataclass(frozen=True)
class Manifest:
    """``members`` maps each file to (sha256, bytes); ``ends`` each community to its record's end;
    ``keys`` are fingerprints of the data keys, never the keys; ``warning`` is empty when it is
    encrypted."""

    format: int
    version: str
    made_at: str
    vendor: str
    keys: list[str]
    migrations: list[tuple[str, str]]
    ends: dict[int, End]
    members: dict[str, tuple[str, int]]
    is_encrypted: bool = False
    warning: str = ""

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> Manifest:
    """Read a manifest. Raises ``Newer`` for a later format, ``Broken`` for anything else odd."""
    try:
        raw: dict[str, Any] = json.loads(content)
        if raw["format"] > FORMAT:
            raise newer(str(raw.get("version", "?")))
        raw["ends"] = {int(key): End(**end) for key, end in raw["ends"].items()}
        raw["migrations"] = [(str(app), str(name)) for app, name in raw["migrations"]]
        raw["members"] = {name: (str(h), int(size)) for name, (h, size) in raw["members"].items()}
        return Manifest(**raw)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise broken() from fault


def warning() -> str:
    """Return what a backup that is not encrypted says of itself, beside the file and in it."""
    return str(
        _(
            "This backup is not encrypted: whoever gets the file reads names, phones and what "
            "people wrote."
        )
    )


def folders() -> dict[str, Path]:
    """Return the folders that belong to a backup, by the name they have in it."""
    return {
        "files": Path(settings.MEDIA_ROOT),
        "programmes": Path(settings.HOME) / "programmes",
    }


def broken() -> Broken:
    return Broken(
        _("This backup is damaged or incomplete; nothing was changed. Please take another copy.")
    )


def newer(version: str) -> Newer:
    return Newer(
        _(
            "This backup comes from a newer Linli (%(version)s); nothing was changed. "
            "Please update Linli first."
        )
        % {"version": version}
    )
