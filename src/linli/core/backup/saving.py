"""Taking a backup while the house is open: the database at one moment, then the files.

The file is written beside its place under another name and moved there when it is whole, so that
neither an interruption nor a full disk leaves half a backup, or spoils the last one.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli import __version__
from linli.core import age, codes
from linli.core.backup import postgresql, sqlite
from linli.core.backup.manifest import DATABASE, FORMAT, NAME, Manifest, Progress, folders, warning
from linli.core.files import INCOMING
from linli.core.refusals import Refusal

PACKING = 3  # photos are packed already; the database shrinks nearly as well as at 9


def backup(
    path: Path | str, *, lock: age.Lock | None = None, progress: Progress | None = None
) -> Manifest:
    """Write the whole house into one .tar.gz file and return what it says about itself.

    Safe while serving: nobody waits, and the copy shows one moment. Photos sent after that
    moment may be in it, which does no harm. ``progress`` is called with bytes done and in all.
    The data keys are not in it. With a ``lock`` the file is encrypted; without one its manifest
    says that it is not. Raises ``Refusal`` when it cannot be written.
    """
    target = Path(path).absolute()
    if target.is_dir() or not target.parent.is_dir():
        raise Refusal(_("Please name a file in a folder that exists: %(path)s") % {"path": target})
    part = target.with_name(target.name + ".part")
    # In the house, where the database lies open anyway; never on the disk that is carried away.
    Path(settings.HOME).mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Path(settings.HOME) / f"{target.name}.database.part"
    try:
        manifest = _write(part, database, lock, progress or _silent)
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    except (OSError, sqlite3.Error) as fault:  # SQLite says a full disk in its own words
        why = getattr(fault, "strerror", None) or fault
        raise Refusal(_("The backup could not be written: %(why)s") % {"why": why}) from fault
    finally:
        database.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return manifest


def _write(part: Path, database: Path, lock: age.Lock | None, progress: Progress) -> Manifest:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    database.unlink(missing_ok=True)
    database.touch(mode=0o600)
    vendor = postgresql if connection.vendor == "postgresql" else sqlite
    snapshot = vendor.copy_out(database)
    with _archive(handle, lock) as archive:
        writer = _Writer(archive, progress, _bytes_in_all(database))
        writer.add(DATABASE, database)
        for name, path in _files():
            writer.add(name, path)
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            made_at=timezone.now().isoformat(timespec="seconds"),
            vendor=connection.vendor,
            keys=codes.fingerprints(),
            migrations=snapshot.migrations,
            ends=snapshot.ends,
            members=writer.members,
            is_encrypted=lock is not None,
            warning="" if lock else warning(),
        )
        content = manifest.to_json()
        archive.addfile(_entry(NAME, len(content)), io.BytesIO(content))
    return manifest


class _Writer:
    """Adds files to the archive and remembers the hash of what it really wrote."""

    def __init__(self, archive: tarfile.TarFile, progress: Progress, total: int) -> None:
        self.archive = archive
        self.progress = progress
        self.total = total
        self.done = 0
        self.members: dict[str, tuple[str, int]] = {}

    def add(self, name: str, path: Path) -> None:
        """Add one file; one that was deleted or moved in the meantime is passed over."""
        if name in self.members:
            return
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return
        with file:
            size = os.fstat(file.fileno()).st_size
            reader = _Hashing(file, self)
            self.archive.addfile(_entry(name, size), cast(IO[bytes], reader))
            self.members[name] = (reader.digest.hexdigest(), size)

    def tell(self, count: int) -> None:
        self.done += count
        self.total = max(self.total, self.done)
        self.progress(self.done, self.total)


class _Hashing:
    """A file that hashes what is read from it."""

    def __init__(self, file: IO[bytes], writer: _Writer) -> None:
        self.file = file
        self.writer = writer
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        self.writer.tell(len(block))
        return block


def _files() -> Iterator[tuple[str, Path]]:
    """Yield name and path of each file, incoming photos first: while we read they move to their
    folder, which is looked through after them."""
    for folder, root in folders().items():
        for start in (root / INCOMING, root):
            for path in _below(start):
                name = path.relative_to(root).as_posix().removeprefix(f"{INCOMING}/")
                yield f"{folder}/{name}", path


def _below(root: Path) -> list[Path]:
    return sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink())


def _bytes_in_all(database: Path) -> int:
    """Estimate the work; while we look, photos come, go and move."""
    total = database.stat().st_size
    for path in (path for root in folders().values() for path in _below(root)):
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


@contextmanager
def _archive(handle: int, lock: age.Lock | None) -> Iterator[tarfile.TarFile]:
    with (
        os.fdopen(handle, "wb") as out,
        _locked(out, lock) as sink,
        gzip.GzipFile(filename="", mode="wb", compresslevel=PACKING, fileobj=sink) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        yield archive


@contextmanager
def _locked(out: IO[bytes], lock: age.Lock | None) -> Iterator[IO[bytes]]:
    if lock is None:
        yield out
        return
    encrypting = age.Encrypting(out, lock)
    yield cast(IO[bytes], encrypting)
    encrypting.close()  # not after a fault: what is cut off then cannot pass for whole


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = 0o600
    return entry


def _flush(path: Path) -> None:
    """Make the disk keep it: a power cut after this loses nothing."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _silent(_done: int, _total: int) -> None:
    pass
