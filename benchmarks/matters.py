"""How long ``linli import matters`` takes in a demo house: seconds.

python -m benchmarks.matters FILE.csv
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.house import ROOT
from linli.demo.invented import COMMUNITY


def main() -> None:
    """Make a demo house with the commands people use, take the file in, print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    if not file.is_file():
        sys.exit(f"{file} is not there. Please name a CSV file with id, time, title and body.")
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as home:
        linli(home, "demo")
        began, cpu = time.perf_counter(), cpu_of_commands()
        report = linli(home, "import", "matters", str(file.resolve()), "--into", COMMUNITY)
        taken, cpu = time.perf_counter() - began, cpu_of_commands() - cpu
    line = f"{taken:.0f} s, {cpu:.0f} s CPU (goal 60 s): {report.splitlines()[0]}"
    database = "postgresql" if os.environ.get("BENCH_DATABASE_URL") else "sqlite"
    print(f"{database} · linli import matters: {line}", flush=True)


def cpu_of_commands() -> float:
    """Return the CPU seconds of all commands that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def linli(home: str, *words: str) -> str:
    """Run the command in a home of its own; return what it printed."""
    url = os.environ.get("BENCH_DATABASE_URL", "")
    done = subprocess.run(
        [sys.executable, "-m", "linli", *words],
        env={
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "LINLI_HOME": home,
            "PYTHONPATH": str(ROOT / "src"),
            **({"DATABASE_URL": url} if url else {}),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"linli {' '.join(words)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
