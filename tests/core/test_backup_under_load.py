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

pytestmark = pytest.mark.houses

COMMUNITY = "7"
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
    told = [writer.stdout.read().splitlines() for writer in writers]  # what was read ahead, too
    for writer in writers:
        writer.communicate()
    return max((int(lines[-1]) for lines in told if lines), default=1)


def test_a_backup_taken_under_load_comes_back_whole(new_house: NewHouse, tmp_path: Path):
    house, other = new_house("house"), new_house("other")
    archive = tmp_path / "a.tar.gz"
    writers = _start_writers(house, 2)
    before = int(read_line(writers[0]))
    [kept] = house.keep(f"backup:{archive}")
    while int(read_line(writers[0])) <= kept:
        """Wait until they have gone on."""
    _kill(writers)
    assert before <= kept

    restored, look = other.keep(f"restore:{archive}", "look")
    assert restored["faults"] == []
    assert look == {"lines": {COMMUNITY: kept}, "faults": [], "missing": 0}


def test_a_house_killed_while_writing_has_lost_nothing_it_had_told(new_house: NewHouse):
    house = new_house("house")
    told = _kill(_start_writers(house, 2))
    [look] = house.keep("look")
    assert look["faults"] == []
    assert look["missing"] == 0
    assert look["lines"][COMMUNITY] >= told


def test_what_came_after_the_backup_is_kept_aside(new_house: NewHouse, tmp_path: Path):
    house, archive = new_house("house"), tmp_path / "a.tar.gz"
    steps = ("write:3", f"backup:{archive}", "write:2", f"restore:{archive}", "look")
    _three, kept, five, restored, look = house.keep(*steps)
    assert (kept, five) == (3, 5)
    assert look == {"lines": {COMMUNITY: 3}, "faults": [], "missing": 0}
    aside = Path(restored["aside"])
    assert len(list(aside.rglob("*.webp"))) == 2
    assert house.database or (aside / "linli.sqlite3").exists()


def test_a_backup_killed_half_way_spoils_nothing(new_house: NewHouse, tmp_path: Path):
    house, archive = new_house("house"), tmp_path / "a.tar.gz"
    house.keep("write:3", f"backup:{archive}")
    first = archive.read_bytes()
    house.keep_until_killed(f"backup:{archive}", at="saving._flush")
    assert archive.read_bytes() == first
    house.keep(f"backup:{archive}")
    assert [p.name for p in tmp_path.glob("a.tar.gz*")] == ["a.tar.gz"]


@pytest.mark.parametrize("step", ["_check", "_bring_in", "_put_away"])
def test_a_restore_killed_at_any_step_leaves_one_whole_house(
    new_house: NewHouse, tmp_path: Path, step: str
):
    house, archive = new_house("house"), tmp_path / "a.tar.gz"
    house.keep("write:3", f"backup:{archive}", "write:2")
    house.keep_until_killed(f"restore:{archive}", at=f"restoring.{step}")
    look, again = house.keep("look", f"restore:{archive}")
    length = 3 if step == "_put_away" else 5
    assert look == {"lines": {COMMUNITY: length}, "faults": [], "missing": 0}
    assert again["faults"] == []
    assert not list(house.home.glob("restoring-*"))


def test_an_encrypted_backup_comes_back_with_its_passphrase_alone(
    new_house: NewHouse, tmp_path: Path
):
    house, sealed, spoilt = new_house("house"), tmp_path / "a.age", tmp_path / "b.age"
    house.keep("write:3", "lock:correct horse battery", f"backup:{sealed}", "lock:", "write:2")
    content = sealed.read_bytes()
    assert b"database" not in content
    assert not tarfile.is_tarfile(sealed)
    spoilt.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    without, wrong, broken, before, restored, look = house.keep(
        f"restore:{sealed}", "lock:wrong horse battery", f"restore:{sealed}",
        "lock:correct horse battery", f"restore:{spoilt}", "look", f"restore:{sealed}", "look",
    )  # fmt: skip
    assert without["refused"] == wrong["refused"] == "locked_backup"
    assert broken["refused"] == "broken_backup"
    assert before["lines"] == {COMMUNITY: 5}
    assert restored["faults"] == []
    assert look == {"lines": {COMMUNITY: 3}, "faults": [], "missing": 0}


def test_a_backup_in_the_clear_says_so_in_itself(new_house: NewHouse, tmp_path: Path):
    house, archive = new_house("house"), tmp_path / "a.tar.gz"
    house.keep("write:1", f"backup:{archive}")
    with tarfile.open(archive) as opened:
        said = json.load(opened.extractfile("manifest.json"))
    assert said["is_encrypted"] is False
    assert said["warning"]


def test_the_copied_database_never_lies_beside_the_backup(new_house: NewHouse, tmp_path: Path):
    house, stick = new_house("house"), tmp_path / "stick"
    stick.mkdir()
    house.keep_until_killed(f"backup:{stick / 'a.tar.gz'}", at="saving._locked")
    assert [path.name for path in stick.iterdir()] == ["a.tar.gz.part"]


def test_a_restore_into_a_house_that_is_open_is_refused(new_house: NewHouse, tmp_path: Path):
    house, archive = new_house("house"), tmp_path / "a.tar.gz"
    writers = _start_writers(house)
    _kept, answer = house.keep(f"backup:{archive}", f"restore:{archive}")
    _kill(writers)
    assert "请先停止" in answer["sentence"]


def test_broken_newer_and_foreign_backups_are_refused_and_nothing_changes(
    new_house: NewHouse, tmp_path: Path
):
    house, good = new_house("house"), tmp_path / "good.tar.gz"
    _five, _kept, before = house.keep("write:5", f"backup:{good}", "look")
    whole, head = good.read_bytes(), "manifest.json"
    spoilt = {
        "truncated": ("broken_backup", whole[: len(whole) // 2]),
        "no_archive": ("broken_backup", b"hello"),
        "empty": ("broken_backup", b""),
        "changed": ("broken_backup", _rewritten(good, "database", lambda c: c[:-1] + b"!")),
        "lacking": ("broken_backup", _rewritten(good, head, None)),
        "outside": ("broken_backup", _rewritten(good, "database", bytes, name="../database")),
        "format": ("newer_backup", _rewritten(good, head, _of(format=3))),
        "later": ("newer_backup", _rewritten(good, head, _of(migrations=[["core", "0099_x"]]))),
        "other_key": ("refused", _rewritten(good, head, _of(keys=["0" * 16]))),
        "other_kind": ("refused", _rewritten(good, head, _of(vendor="oracle"))),
    }
    for name, (_code, content) in spoilt.items():
        (tmp_path / name).write_bytes(content)
    *answers, nowhere, look = house.keep(
        *(f"restore:{tmp_path / name}" for name in spoilt), "restore:/nowhere", "look"
    )
    codes = {name: answer.get("refused") for name, answer in zip(spoilt, answers, strict=True)}
    assert codes == {name: code for name, (code, _content) in spoilt.items()}
    assert all(answer["sentence"] for answer in [*answers, nowhere])
    assert look == before
    assert not [p.name for p in house.home.iterdir() if "restor" in p.name]


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
