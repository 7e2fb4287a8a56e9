"""The one door to where files lie: below MEDIA_ROOT today, in an object store tomorrow.

Nobody above asks for a path: a name goes in, a stream with its type comes out.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.core.refusals import NotFound

TYPES = {  # that Python 3.11 does not know, or that a machine's own table may say otherwise
    ".webp": "image/webp", ".weba": "audio/webm", ".oga": "audio/ogg", ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg", ".wav": "audio/wav",
}  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """An open file: whoever sends it on closes the stream."""

    stream: IO[bytes]
    content_type: str


def is_there(name: str) -> bool:
    """True when there is a file of this name."""
    return _inside(name).is_file()


def read(name: str) -> Opened:
    """Open a file. Raises ``NotFound`` when it is not there, or lies outside."""
    path = _inside(name)
    try:
        stream = path.open("rb")
    except (FileNotFoundError, IsADirectoryError):
        raise _gone() from None
    guessed = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return Opened(stream, guessed or "application/octet-stream")


def write(name: str, content: bytes) -> None:
    """Write a whole file."""
    path = _inside(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        _flush(file)
    _flush_folder(path.parent)


def write_at(name: str, offset: int, content: bytes) -> None:
    """Let a file grow from ``offset``; what lies behind (of a try that failed) is cut off."""
    path = _inside(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.seek(offset)
        file.write(content)
        file.truncate()
        _flush(file)
    _flush_folder(path.parent)


def copy(name: str, to: str) -> None:
    """Write a second file with the same content. Raises ``NotFound``."""
    target = _inside(to)
    target.parent.mkdir(parents=True, exist_ok=True)
    with read(name).stream as source, target.open("wb") as out:
        shutil.copyfileobj(source, out)
        _flush(out)
    _flush_folder(target.parent)


def move(name: str, to: str) -> None:
    """Give a file another name; nothing happens when it is not there."""
    source, target = _inside(name), _inside(to)
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        _flush_folder(target.parent)


def delete(name: str) -> None:
    """Delete a file; nothing happens when it is not there."""
    _inside(name).unlink(missing_ok=True)


def older(folder: str, before: datetime, *, ending: str) -> Iterator[str]:
    """Yield the names of files below a folder that were last written before a moment."""
    root = Path(settings.MEDIA_ROOT).resolve()
    for path in sorted(_inside(folder).rglob(f"*{ending}")):
        if path.is_file() and path.stat().st_mtime < before.timestamp():
            yield path.relative_to(root).as_posix()


def _flush(file: IO[bytes]) -> None:
    """Make the disk keep what was written: it is acknowledged to a phone, which then forgets it."""
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the disk keep the file's name, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _inside(name: str) -> Path:
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / name).resolve() if "\0" not in name else root
    if not path.is_relative_to(root) or path == root:
        raise _gone()
    return path


def _gone() -> NotFound:
    return NotFound(_("This photo is not here any more."))
