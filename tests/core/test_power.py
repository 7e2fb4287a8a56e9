"""What is acknowledged is on the disk: nothing of it goes with the power."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from linli.core.files import storage
from tests.core import houses

pytestmark = pytest.mark.once


def test_a_commit_waits_for_the_disk(tmp_path):
    """Of the house's own settings: those of the tests leave the disk alone."""
    asked = "from django.db import connection as c; k = c.cursor(); "
    pragma = "print(k.execute('PRAGMA synchronous').fetchone()[0])"
    house = houses.House(tmp_path, settings="linli.config.settings")
    process = house.start(
        "django",
        "shell",
        "-v",
        "0",
        "-c",
        asked + pragma,
        DATABASE_URL=f"sqlite:///{tmp_path / 'x.sqlite3'}",
    )
    out, err = process.communicate(timeout=60)
    assert out.strip().endswith("2"), err  # FULL


@pytest.mark.parametrize("way", ["write", "write_at", "copy", "move"])
def test_a_photo_and_its_name_are_flushed(settings, tmp_path, monkeypatch, way):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "old.jpg").write_bytes(b"x")
    flushed: list[str] = []
    sync = os.fsync
    monkeypatch.setattr(
        os,
        "fsync",
        lambda fd: (flushed.append(str(Path(f"/proc/self/fd/{fd}").readlink())), sync(fd)),
    )
    calls = {
        "write": lambda: storage.write("a/new.jpg", b"x"),
        "write_at": lambda: storage.write_at("a/new.jpg", 0, b"x"),
        "copy": lambda: storage.copy("old.jpg", "a/new.jpg"),
        "move": lambda: storage.move("old.jpg", "a/new.jpg"),
    }
    calls[way]()
    wanted = [] if way == "move" else [str(tmp_path / "a" / "new.jpg")]
    assert flushed == [*wanted, str(tmp_path / "a")]
