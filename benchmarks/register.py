"""What the register costs: an Excel list taken in, and somebody found. One line a figure.

python -m benchmarks.register [--people 5000]
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from benchmarks.figures import say, slowest
from benchmarks.house import in_own_house

if TYPE_CHECKING:
    from linli.registry.models import Place

SEARCHES = ("单小山", "明", "wang", "zxm", "0012", "704-2-301", "704楼2单元301", "138", "li")


def main() -> None:
    """Print what taking in, undoing and searching take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    wanted = parser.parse_args()
    with in_own_house():
        from benchmarks import people
        from linli.registry.queries import search_people

        community = people.empty_community()
        worker = people.worker_of(community)
        excel_in(community, wanted.people)
        timing = slowest(lambda typed: search_people(worker, typed), SEARCHES)
        say(f"people search · {wanted.people:,} people", timing, goal="50 ms")


def excel_in(community: Place, rows: int) -> None:
    """Take in a household list, take it back out, and take it in again."""
    from benchmarks import people
    from linli.registry import intake
    from linli.registry.access import SYSTEM

    file = people.household_list(rows)
    for is_last in (False, True):
        began, cpu = time.perf_counter(), time.process_time()
        of = intake.preview(file, by=SYSTEM, community=community, name="住户.xlsx")
        seen = time.perf_counter()
        intake.apply(of, by=SYSTEM)
        taken, cpu = time.perf_counter(), time.process_time() - cpu
        if is_last:
            return
        intake.undo(of, by=SYSTEM)
        say(
            f"Excel in · {rows:,} rows",
            f"{taken - began:.1f} s, {cpu:.1f} s CPU (preview {seen - began:.1f}, taking in "
            f"{taken - seen:.1f}); "
            f"undone in {time.perf_counter() - taken:.1f} s",
            goal="10 s",
        )


if __name__ == "__main__":
    main()
