"""Print what Linli costs, one line a figure.

    python -m benchmarks                     20,000 matters, both databases: five minutes
    python -m benchmarks --more 1000000      the same house at a million, too: ten minutes

Each part runs in a process and on a database of its own, which are thrown away.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.house import ROOT
from tools.postgres import cluster

DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Run every part on every database asked for; 1 if one of them broke."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--more", type=int, default=0, help="grow to this many, and measure again")
    parser.add_argument("--on", choices=DATABASES, nargs="+", default=DATABASES)
    parser.add_argument("--kinds", type=Path, metavar="CSV", help="texts with their label")
    parser.add_argument("--matters", type=Path, metavar="CSV", help="messages to take in")
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--turns", type=int, default=40, help="requests a figure")
    asked = parser.parse_args()
    sizes = [f"--cases={asked.cases}", f"--more={asked.more}", f"--turns={asked.turns}"]
    parts = [["benchmarks.register", f"--people={asked.people}"], ["benchmarks.cases", *sizes]]
    parts.append(["benchmarks.rounds", f"--turns={asked.turns}"])
    parts.append(["benchmarks.field"])
    if asked.matters:
        parts.append(["benchmarks.matters", str(asked.matters)])
    ends = [run(part, database) for database in asked.on for part in parts]
    if asked.kinds:
        ends.append(run(["benchmarks.kinds", f"--train={asked.kinds}"], "sqlite"))
    return max(ends)


def run(part: list[str], database: str) -> int:
    """Run one part; PostgreSQL has a new cluster each time."""
    command = [sys.executable, "-m", *part]
    if database == "sqlite":
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    with cluster() as url:
        there = {**os.environ, "BENCH_DATABASE_URL": url}
        return subprocess.run(command, cwd=ROOT, env=there, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
