"""Real houses for the tests that need several processes: a folder, a database, an environment."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE_URL = os.environ.get("DATABASE_URL", "")


@dataclass
class House:
    """A house of its own under ``home``; ``database`` is its name on PostgreSQL, else empty."""

    home: Path
    database: str = ""
    settings: str = "tests.core.settings_core"

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LINLI_", "DATABASE_"))}
        url = f"{_server()}/{self.database}" if self.database else ""
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "LINLI_HOME": str(self.home),
            "LINLI_SECRET_KEY": "a secret for tests",
            "LINLI_DATA_KEY": "a data key for tests",
            **({"DATABASE_URL": url} if url else {}),
        }

    def start(self, *words: object, **environment: str) -> subprocess.Popen[str]:
        """Start ``python -m words`` in this house."""
        return subprocess.Popen(
            [sys.executable, "-m", *map(str, words)],
            env={**self.environment, **environment},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def keep(self, *words: object) -> list[Any]:
        """Run the keeper's steps; return what each found; fail with its stderr if it breaks."""
        process = self.start("tests.core.keeper", *words)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        return json.loads(out.splitlines()[-1])

    def keep_until_killed(self, *words: object, at: str) -> None:
        """Run the keeper's steps until the function named ``at``, where it dies as of kill -9."""
        process = self.start("tests.core.keeper", *words, DIE_AT=at)
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL


def found(home: Path, **columns: str) -> House:
    """Found a new house with all its tables."""
    house = empty(home, **columns)
    run(house, "django", "migrate", "--verbosity=0")
    return house


def empty(home: Path, **columns: str) -> House:
    """Return a house without tables."""
    home.mkdir(parents=True, exist_ok=True)
    return House(home, _new_database() if DATABASE_URL else "", **columns)


def run(house: House, *words: object) -> str:
    """Run ``python -m words`` in a house to its end; return what it says, fail if it breaks."""
    process = house.start(*words)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def like(model: House, home: Path) -> House:
    """Found a house by copying an idle one: quicker than its migrations."""
    shutil.copytree(model.home, home)
    return House(home, _new_database(model.database) if model.database else "")


def tear_down(house: House) -> None:
    if house.database:
        _as_admin(f'DROP DATABASE IF EXISTS "{house.database}" WITH (FORCE)')


def _new_database(template: str = "") -> str:
    name = f"linli_house_{uuid.uuid4().hex[:12]}"
    _as_admin(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    return name


def _server() -> str:
    """Return DATABASE_URL without the name of its database."""
    return DATABASE_URL.rsplit("/", 1)[0]


def _as_admin(statement: str) -> None:
    with psycopg.connect(DATABASE_URL, autocommit=True) as admin:
        admin.execute(statement)  # type: ignore[call-overload]


def read_line(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process says; fail with its stderr if it has died."""
    line = process.stdout.readline().strip()
    assert line, process.communicate()[1]
    return line
