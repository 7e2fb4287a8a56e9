"""How long a worker waits for somebody to be found: the slowest kind of search, in ms.

    python benchmarks/people_search.py [--people 5000]

Runs on a database of its own, or on the one that ``BENCH_DATABASE_URL`` names.
"""

from __future__ import annotations

import argparse
import time

from benchmarks_house import in_own_house

SEARCHES = ("单小明", "明", "wang", "zxm", "0012", "704-2-301", "704楼2单元301", "138", "li")


def main() -> None:
    """Print one line: the figure, and how many people were searched."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    wanted = parser.parse_args()
    with in_own_house():
        from benchmarks_register import community_of, worker_of

        from linli.registry.queries import search_people

        community = community_of(wanted.people)
        worker = worker_of(community)
        slowest, which, found = 0.0, "", 0
        for typed in SEARCHES:
            times = []
            for _turn in range(7):
                began = time.perf_counter()
                found += len(search_people(worker, typed))
                times.append((time.perf_counter() - began) * 1000)
            median = sorted(times)[len(times) // 2]
            if median > slowest:
                slowest, which = median, typed
        print(
            f"people search: {slowest:.1f} ms for the slowest ({which}) "
            f"at {wanted.people} people; {found // 7} rows found (goal: 50 ms)"
        )


if __name__ == "__main__":
    main()
