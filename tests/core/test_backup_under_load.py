"""Backup and restore with real processes that write, are killed, and come back."""

from __future__ import annotations

import gzip
import io
import json
import signal
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.houses import House, read_line

COMMUNITY = 7
NewHouse = Callable[[str], House]


def _start_writers(house: House, count: int = 1) -> list[subprocess.Popen[str]]:
    """Start processes that act, each action with a photo, until they are killed."""
    writers = [house.start("tests.core.writer", 0, COMMUNITY, "--photos") for _ in range(count)]
    for writer in writers:
        assert read_line(writer) == "ready"
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        read_line(writer)
    return writers


def _kill(writers: list[subprocess.Popen[str]]) -> int:
    """Kill -9; return the highest line number that anybody was told is written."""
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    told = [writer.communicate()[0].splitlines() for writer in writers]
    return max((int(lines[-1]) for lines in told if lines), default=1)


def test_a_backup_taken_under_load_comes_back_whole(new_house: NewHouse, tmp_path: Path):
    house, other = new_house("house"), new_house("other")
    writers = _start_writers(house, 2)
    before = int(read_line(writers[0]))
    kept = house.keep("backup", tmp_path / "a.tar.gz")["ends"][str(COMMUNITY)]
    read_line(writers[0])  # they have gone on meanwhile
    told = _kill(writers)
    assert before <= kept < told

    left = house.keep("look")  # the killed house itself
    assert left["faults"] == []
    assert left["lines"][str(COMMUNITY)] >= told

    [answer] = other.keep("restore", tmp_path / "a.tar.gz")
    assert answer["faults"] == []
    assert other.keep("look") == {"lines": {str(COMMUNITY): kept}, "faults": [], "missing": 0}


def test_a_house_killed_while_writing_is_put_back_and_its_old_state_kept(
    new_house: NewHouse, tmp_path: Path
):
    house = new_house("house")
    _kill(_start_writers(house))
    kept = house.keep("backup", tmp_path / "a.tar.gz")["ends"][str(COMMUNITY)]
    _kill(_start_writers(house))
    [answer] = house.keep("restore", tmp_path / "a.tar.gz")
    look = house.keep("look")
    assert (look["lines"], look["missing"]) == ({str(COMMUNITY): kept}, 0)
    aside = Path(answer["aside"])
    assert list(aside.rglob("*.webp")), "photos of after the backup are kept aside"
    assert house.database or (aside / "linli.sqlite3").exists()


def test_a_backup_killed_half_way_spoils_nothing(new_house: NewHouse, tmp_path: Path):
    house = new_house("house")
    _kill(_start_writers(house))
    target = tmp_path / "a.tar.gz"
    house.keep("backup", target)
    first = target.read_bytes()
    dead = house.start("tests.core.keeper", "backup", target, DIE_AT="saving._flush")
    dead.communicate(timeout=60)
    assert dead.returncode == -signal.SIGKILL
    assert target.read_bytes() == first
    house.keep("backup", target)
    assert [p.name for p in tmp_path.glob("a.tar.gz*")] == ["a.tar.gz"]


@pytest.mark.parametrize("step", ["_check", "_bring_in", "_put_away"])
def test_a_restore_killed_at_any_step_leaves_one_whole_house(
    new_house: NewHouse, tmp_path: Path, step: str
):
    house = new_house("house")
    _kill(_start_writers(house))
    kept = house.keep("backup", tmp_path / "a.tar.gz")["ends"][str(COMMUNITY)]
    now = _kill(_start_writers(house))
    dead = house.start(
        "tests.core.keeper", "restore", tmp_path / "a.tar.gz", DIE_AT=f"restoring.{step}"
    )
    dead.communicate(timeout=60)
    assert dead.returncode == -signal.SIGKILL
    look = house.keep("look")
    lines = look["lines"][str(COMMUNITY)]
    assert lines == kept if step == "_put_away" else lines >= now
    assert (look["faults"], look["missing"]) == ([], 0)
    assert house.keep("restore", tmp_path / "a.tar.gz")[0]["faults"] == []
    assert not list(house.home.glob("restoring-*"))


def test_a_restore_into_a_house_that_is_open_is_refused(new_house: NewHouse, tmp_path: Path):
    house = new_house("house")
    house.keep("backup", tmp_path / "a.tar.gz")
    writers = _start_writers(house)
    [answer] = house.keep("restore", tmp_path / "a.tar.gz")
    _kill(writers)
    assert answer["refused"] == "refused"
    assert "停" in answer["sentence"]


def test_broken_newer_and_foreign_backups_are_refused_and_nothing_changes(
    new_house: NewHouse, tmp_path: Path
):
    house = new_house("house")
    _kill(_start_writers(house))
    good = tmp_path / "good.tar.gz"
    house.keep("backup", good)
    spoilt = {
        "truncated": ("broken_backup", good.read_bytes()[: good.stat().st_size // 2]),
        "no_archive": ("broken_backup", b"hello"),
        "empty": ("broken_backup", b""),
        "changed": ("broken_backup", _rewritten(good, "database", lambda c: c[:-1] + b"!")),
        "lacking": ("broken_backup", _rewritten(good, "manifest.json", None)),
        "outside": ("broken_backup", _rewritten(good, "database", lambda c: c, name="../database")),
        "format": ("newer_backup", _rewritten(good, "manifest.json", _of(format=2))),
        "migrations": (
            "newer_backup",
            _rewritten(good, "manifest.json", _of(migrations=[["core", "0099_later"]])),
        ),
        "other_key": ("refused", _rewritten(good, "manifest.json", _of(keys=["0" * 16]))),
        "other_kind": ("refused", _rewritten(good, "manifest.json", _of(vendor="oracle"))),
    }
    for name, (_code, content) in spoilt.items():
        (tmp_path / name).write_bytes(content)
    before = house.keep("look")
    answers = house.keep("restore", *(tmp_path / name for name in spoilt), tmp_path / "nowhere")
    codes = [answer.get("refused") for answer in answers]
    assert codes == [*(code for code, _content in spoilt.values()), "refused"]
    assert all(answer["sentence"] for answer in answers)
    assert house.keep("look") == before
    assert sorted(p.name for p in house.home.iterdir() if "restor" in p.name) == []


def _of(**changed: object) -> Callable[[bytes], bytes]:
    return lambda content: json.dumps({**json.loads(content), **changed}).encode()


def _rewritten(
    path: Path, member: str, change: Callable[[bytes], bytes] | None, *, name: str = ""
) -> bytes:
    """Return the archive with one member changed, renamed, or (change None) left out."""
    out = io.BytesIO()
    with tarfile.open(path) as old, tarfile.open(fileobj=out, mode="w") as new:
        for entry in old:
            content = old.extractfile(entry).read()
            if entry.name == member:
                if change is None:
                    continue
                content, entry.name = change(content), name or entry.name
                entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    return gzip.compress(out.getvalue(), 1)
