"""Putting a house back from its backup: unpack beside, check everything, then exchange.

Until the exchange nothing of the present house is touched, and the exchange of the database is
one step: a process killed anywhere leaves either the old house or the new one, whole.
"""

from __future__ import annotations

import filecmp
import hashlib
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import age, codes, record
from linli.core.backup import manifest as manifests
from linli.core.backup import postgresql, sqlite
from linli.core.backup.locks import opened
from linli.core.backup.manifest import BLOCK, DATABASE, NAME, Manifest, Progress, broken, newer
from linli.core.record import ends
from linli.core.refusals import Refusal

SPARE = 1.1  # an unpacked house needs room beside the present one


@dataclass(frozen=True)
class Restored:
    """``aside`` is the folder (on PostgreSQL also a schema of that name) that keeps what was
    there before; ``faults`` is what the record says of itself now, hopefully nothing."""

    manifest: Manifest
    faults: list[record.Fault]
    aside: Path


def restore(
    path: Path | str, *, key: age.Key | None = None, progress: Progress | None = None
) -> Restored:
    """Put the house back as it was when the backup was taken. Linli must not be running.

    An encrypted backup needs its ``key``. Raises ``Locked`` without the right one, ``Broken`` for
    a damaged file, ``Newer`` for one of a newer Linli, ``Refusal`` when
    the data key or the kind of database is another, or somebody is still connected; each leaves
    everything as it is. ``progress`` is called with bytes unpacked and in all.
    """
    home = Path(settings.HOME)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    vendor = postgresql if connection.vendor == "postgresql" else sqlite
    with _staging(home) as stage:
        manifest = _unpack(Path(path), stage, key, progress)
        _check(manifest)
        vendor.look_into(stage / DATABASE)
        vendor.make_sure_nobody_is_here()
        with _aside(home) as aside:
            _bring_in(stage, manifest, aside)
            vendor.exchange(stage / DATABASE, aside)
    connection.close()
    aside.mkdir(mode=0o700, exist_ok=True)
    _put_away(manifest, aside)
    if ends.path().exists():  # they are the other record's
        _move(ends.path(), aside / ends.FILE)
    call_command("migrate", interactive=False, verbosity=0)
    cache.clear()
    return Restored(manifest, _faults(manifest), aside)


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """Give a folder on the house's own disk, so that moving out of it is one step."""
    for left_by_a_crash in home.glob("restoring-*"):
        shutil.rmtree(left_by_a_crash, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix="restoring-", dir=home))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _unpack(path: Path, stage: Path, key: age.Key | None, progress: Progress | None) -> Manifest:
    """Unpack into ``stage``, hashing, and compare with the manifest, which comes last."""
    seen: dict[str, tuple[str, int]] = {}
    try:
        total = path.stat().st_size
        with path.open("rb") as file:
            source = opened(file, key)
            with tarfile.open(fileobj=source, mode="r|gz") as archive:
                for entry in archive:
                    content = archive.extractfile(entry)
                    if content is None or not _is_ours(entry.name):
                        raise broken()
                    seen[entry.name] = _keep(content, stage / entry.name)
                    if progress:
                        progress(min(file.tell(), total), total)
            while source.read(BLOCK):
                """Read to the end, so that an encrypted file proves that it was not cut off."""
    except FileNotFoundError as fault:
        raise Refusal(_("There is no such file: %(path)s") % {"path": path}) from fault
    except (tarfile.TarError, EOFError, zlib.error, OSError, age.Damaged) as fault:
        if isinstance(fault, OSError) and fault.errno:
            raise  # the disk's fault, not the file's
        raise broken() from fault
    if NAME not in seen:
        raise broken()
    del seen[NAME]
    manifest = manifests.read((stage / NAME).read_bytes())
    if manifest.members != seen or DATABASE not in seen:
        raise broken()
    return manifest


def ends_in(path: Path, *, key: age.Key | None = None) -> dict[int, record.End]:
    """Return where each chain ended when a backup was taken; unpacks nothing (reads it whole).

    Raises ``Locked`` without the right key, ``Broken`` for what is no whole backup.
    """
    try:
        with path.open("rb") as file:
            source = opened(file, key)
            with tarfile.open(fileobj=source, mode="r|gz") as archive:
                for entry in archive:
                    content = archive.extractfile(entry)
                    if entry.name == NAME and content is not None:
                        return manifests.read(content.read()).ends
    except (tarfile.TarError, EOFError, zlib.error, age.Damaged) as fault:
        raise broken() from fault
    raise broken()


def _is_ours(name: str) -> bool:
    """True for a name that a backup may hold, and that stays inside the folder."""
    parts = PurePosixPath(name).parts
    if name in (NAME, DATABASE):
        return True
    return len(parts) > 1 and parts[0] in manifests.folders() and ".." not in parts


def _keep(content: IO[bytes], target: Path) -> tuple[str, int]:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        while block := content.read(BLOCK):
            digest.update(block)
            size += len(block)
            out.write(block)
    return digest.hexdigest(), size


def _check(manifest: Manifest) -> None:
    known = set(MigrationLoader(None).disk_migrations or ())
    if not set(manifest.migrations) <= known:
        raise newer(manifest.version)
    if manifest.vendor != connection.vendor:
        raise Refusal(
            _(
                "This backup is of %(there)s, this house is of %(here)s. "
                "Please set DATABASE_URL to match."
            )
            % {"there": manifest.vendor, "here": connection.vendor}
        )
    if not set(manifest.keys) <= set(codes.fingerprints()):
        raise Refusal(
            _(
                "This backup needs the data key it was made with. Please put the old data.key "
                "into LINLI_HOME, or set LINLI_DATA_KEY, and restore again."
            )
        )


def _faults(manifest: Manifest) -> list[record.Fault]:
    """Return what is wrong with the record now, chain by chain."""
    chains = sorted({*record.communities(), *manifest.ends})
    faults = (record.verify(key, anchor=manifest.ends.get(key)) for key in chains)
    return [fault for fault in faults if fault]


@contextmanager
def _aside(home: Path) -> Iterator[Path]:
    """Make the folder in which the present house is kept; none is left when all stays as it is."""
    moment = timezone.now().strftime("%Y%m%d_%H%M%S_%f")
    aside = home / f"before_restore_{moment}"
    aside.mkdir(mode=0o700)
    try:
        yield aside
    finally:
        with suppress(OSError):  # it is not empty once something of the old house lies in it
            aside.rmdir()


def _bring_in(stage: Path, manifest: Manifest, aside: Path) -> None:
    """Put the backup's files beside the present ones: both databases find theirs."""
    for name, source, target in _places(stage, manifest):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            if filecmp.cmp(source, target, shallow=False):
                continue
            _move(target, aside / name)
        shutil.move(source, target)


def _put_away(manifest: Manifest, aside: Path) -> None:
    """Move the files that the backup does not know to where the old database is."""
    for folder, root in manifests.folders().items():
        for path in sorted(p for p in root.rglob("*") if p.is_file()):
            name = f"{folder}/{path.relative_to(root).as_posix()}"
            if name not in manifest.members:
                _move(path, aside / name)


def _places(stage: Path, manifest: Manifest) -> Iterator[tuple[str, Path, Path]]:
    folders = manifests.folders()
    for name in manifest.members:
        if name != DATABASE:
            folder, _slash, rest = name.partition("/")
            yield name, stage / name, folders[folder] / rest


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)
