"""Four processes write into one community's record at the same time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.core.houses import House, read_line

pytestmark = pytest.mark.houses

PROCESSES = 4
LINES_EACH = 50
COMMUNITY = 7


def _write_together(house: House, *options: str) -> list[int]:
    """Let all go at the same moment; return how each ended."""
    writers = [
        house.start("tests.core.writer", LINES_EACH, COMMUNITY, *options) for _ in range(PROCESSES)
    ]
    for writer in writers:
        assert read_line(writer) == "ready"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
    return [writer.returncode for writer in writers]


def test_four_processes_write_one_unbroken_chain(new_house: Callable[[str], House]):
    house = new_house("house")
    assert _write_together(house) == [0] * PROCESSES
    assert house.keep("look") == [{"lines": {"7": 200}, "faults": [], "missing": 0}]


def test_without_the_lock_they_get_in_each_others_way(new_house: Callable[[str], House]):
    """The control: were it to pass, the test above would prove nothing."""
    house = new_house("house")
    assert any(_write_together(house, "--unlocked"))
    assert house.keep("look")[0]["lines"].get("7", 0) < PROCESSES * LINES_EACH
