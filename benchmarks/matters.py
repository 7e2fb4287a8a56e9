"""How long ``linli import matters`` takes in a demo house: seconds.

python -m benchmarks.matters FILE.csv
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.house import ROOT

DEMO = "清溪家园社区"


def main() -> None:
    """Make a demo house with the commands people use, take the file in, print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    if not file.is_file():
        sys.exit(f"{file} is not there. Please name a CSV file with id, time, title and body.")
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as home:
        linli(home, "demo")
        began = time.perf_counter()
        said = linli(home, "import", "matters", str(file.resolve()), "--into", DEMO)
        taken = time.perf_counter() - began
    print(f"linli import matters: {taken:.0f} s (goal 60 s): {said.splitlines()[0]}", flush=True)


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
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"linli {' '.join(words)} ended with {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    main()
