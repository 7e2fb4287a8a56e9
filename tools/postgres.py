"""A private PostgreSQL for tests: python tools/postgres.py COMMAND [ARGUMENT ...]

Starts a cluster of its own in a temporary folder on a unix socket (no port, nothing to clash
with), sets ``DATABASE_URL``, runs the command, takes the cluster down and ends as the command did.
A ``DATABASE_URL`` that is already set is used as it is. As root it installs Debian's package when
there is none.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# What a test does not need: to outlive a power cut.
FAST = (
    "fsync=off synchronous_commit=off full_page_writes=off autovacuum=off "
    "shared_buffers=256MB max_connections=60 wal_level=minimal max_wal_senders=0"
)


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL 15+ of this machine, if there is one."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    versions = sorted(
        (p for p in Path("/usr/lib/postgresql").glob("*/bin") if int(p.parent.name) >= 15),
        key=lambda p: int(p.parent.name),
    )
    return versions[-1] if versions else None


def install() -> Path:
    """Install Debian's PostgreSQL, saying so; exit with a sentence where that is not possible."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit("PostgreSQL 15 or newer is needed for the tests: please install it.")
    print("installing PostgreSQL (Debian's package) for the tests …", flush=True)
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"],
        check=False,
        **quiet,
    )
    programs = binaries()
    if done.returncode or programs is None:
        sys.exit("PostgreSQL could not be installed: please install it by hand.")
    return programs


def _as_owner() -> list[str]:
    """Return how to run a command as somebody who may run PostgreSQL (root may not)."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    return ["runuser", "-u", "postgres" if "postgres" in names else "nobody", "--"]


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster; yield the URL of its database; stop it and throw it away."""
    programs = binaries() or install()
    owner = _as_owner()
    memory = Path("/dev/shm")  # noqa: S108  a new folder in memory
    folder = Path(tempfile.mkdtemp(prefix="linli-pg-", dir=memory if _roomy(memory) else None))
    folder.chmod(0o777)
    data = folder / "data"
    control = [*owner, str(programs / "pg_ctl"), "-D", str(data), "-s", "-w"]
    try:
        subprocess.run(
            [
                *owner,
                str(programs / "initdb"),
                "-D",
                str(data),
                "-A",
                "trust",
                "-U",
                "linli",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )
        options = " ".join(f"-c {o}" for o in FAST.split())
        options += f" -c listen_addresses= -c unix_socket_directories={folder}"
        subprocess.run(
            [*control, "-l", str(folder / "log"), "-o", options, "start"], check=True, cwd="/"
        )
        yield f"postgres://linli@{quote(str(folder), safe='')}/postgres"
    finally:
        if data.exists():
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


def _roomy(folder: Path) -> bool:
    """True where there are 2 GB to spare, and another user may write."""
    return folder.is_dir() and shutil.disk_usage(folder).free > 2_000_000_000


def main() -> int:
    """Run the command with ``DATABASE_URL`` set."""
    command = sys.argv[1:]
    if not command:
        sys.exit(__doc__)
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    with cluster() as url:
        return subprocess.run(
            command, check=False, env={**os.environ, "DATABASE_URL": url}
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
