"""How long a community's household list takes from upload to register: seconds.

    python benchmarks/register_import.py [--rows 5000]

Runs on a database of its own, or on the one that ``BENCH_DATABASE_URL`` names.
"""

from __future__ import annotations

import argparse
import time

from benchmarks_house import in_own_house


def main() -> None:
    """Print one line: reading and checking, then taking in, then undoing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    wanted = parser.parse_args()
    with in_own_house():
        from benchmarks_register import empty_community, household_list, worker_of

        from linli.registry import intake

        community = empty_community()
        worker = worker_of(community)
        file = household_list(wanted.rows)
        began = time.perf_counter()
        of = intake.preview(file, by=worker, community=community, name="住户.xlsx")
        seen = time.perf_counter()
        intake.apply(of, by=worker)
        taken = time.perf_counter()
        intake.undo(of, by=worker)
        undone = time.perf_counter()
        print(
            f"register import: {taken - began:.1f} s for {wanted.rows} rows "
            f"(preview {seen - began:.1f}, taking in {taken - seen:.1f}; "
            f"undo {undone - taken:.1f}; goal: 10 s)"
        )


if __name__ == "__main__":
    main()
