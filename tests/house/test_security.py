"""What docs/security.md says of itself: whole, and true by name."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/security.md"
STATES = {"met", "partly", "not met", "not applicable"}
# Items of levels 1 and 2 in version 4.0.3, by section; the rest was deleted there, or is level 3.
ITEMS = {
    "1.1": "1-7", "1.2": "1-4", "1.4": "1 4 5", "1.5": "1-4", "1.6": "1-4", "1.7": "1-2",
    "1.8": "1-2", "1.9": "1-2", "1.10": "1", "1.11": "1-2", "1.12": "2", "1.14": "1-6",
    "2.1": "1-12", "2.2": "1-3", "2.3": "1-3", "2.4": "1-6", "2.5": "1-7", "2.6": "1-3",
    "2.7": "1-6", "2.8": "1-7", "2.9": "1-3", "2.10": "1-4",
    "3.1": "1", "3.2": "1-4", "3.3": "1-4", "3.4": "1-5", "3.5": "1-3", "3.7": "1",
    "4.1": "1-3 5", "4.2": "1-2", "4.3": "1-3",
    "5.1": "1-5", "5.2": "1-8", "5.3": "1-10", "5.4": "1-3", "5.5": "1-4",
    "6.1": "1-3", "6.2": "1-6", "6.3": "1-2", "6.4": "1-2",
    "7.1": "1-4", "7.2": "1-2", "7.3": "1 3 4", "7.4": "1-3",
    "8.1": "1-4", "8.2": "1-3", "8.3": "1-8",
    "9.1": "1-3", "9.2": "1-4",
    "10.2": "1-2", "10.3": "1-3",
    "11.1": "1-8",
    "12.1": "1-3", "12.2": "1", "12.3": "1-6", "12.4": "1-2", "12.5": "1-2", "12.6": "1",
    "13.1": "1 3-5", "13.2": "1-3 5-6", "13.3": "1-2", "13.4": "1-2",
    "14.1": "1-4", "14.2": "1-6", "14.3": "2-3", "14.4": "1-7", "14.5": "1-4",
}  # fmt: skip
pytestmark = pytest.mark.once


def asked() -> list[str]:
    found = []
    for section, said in ITEMS.items():
        for part in said.split():
            first, _dash, last = part.partition("-")
            found += [f"{section}.{n}" for n in range(int(first), int(last or first) + 1)]
    return found


def rows() -> list[tuple[str, ...]]:
    """Return item, what it asks, state and proof of every row."""
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.*) \|$", text, re.M)


def test_every_item_of_levels_1_and_2_is_there_once():
    assert [row[0] for row in rows()] == asked()


def test_every_state_is_one_of_four_and_they_are_counted_right():
    counted = Counter(row[2] for row in rows())
    assert set(counted) == STATES
    head = r"\| met \| partly \| not met \| not applicable \|\n\|[-|]+\|\n\| (.+) \|"
    said = re.search(head, PAGE.read_text(encoding="utf-8")).group(1)
    order = ("met", "partly", "not met", "not applicable")
    assert [int(number) for number in said.split(" | ")] == [counted[state] for state in order]


def test_nothing_is_claimed_without_saying_by_what():
    assert [row[0] for row in rows() if not row[3].strip()] == []


def test_every_test_that_is_named_exists():
    written = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py"))
    there = set(re.findall(r"^(?:async )?def (test_\w+)", written, re.M))
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))
    assert len(named) > 40
    assert named - there == set()


def test_every_file_that_is_named_exists():
    folder = r"(?:src|tests|docs|tools|frontend|requirements)(?:/[\w./-]+)?"
    pattern = rf"`({folder}|[\w.-]+\.(?:md|toml|json))`"
    named = set(re.findall(pattern, PAGE.read_text(encoding="utf-8")))
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_security_rule_that_is_silenced_says_why():
    silent = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("src", "tools")
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# noqa: S\d+\s*$", line)
    ]
    assert silent == []


def test_a_weakness_is_reported_in_private_and_to_no_address():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "Report a vulnerability" in text
    assert not re.search(r"\w@\w", text)
