"""The whole house, as it is run: served, under write load, copied, killed, put back."""

from __future__ import annotations

import io
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests.core import houses
from tests.core.houses import ROOT, House

WAIT_SECONDS = 60
pytestmark = [
    pytest.mark.houses,
    pytest.mark.xdist_group("backup of a server"),  # one house is founded and served
]


@pytest.fixture(scope="module")
def served_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("served") / "home"
    house = houses.found(home, settings="linli.config.settings")
    yield house
    houses.tear_down(house)


def _linli(house: House, *words: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "linli", *map(str, words)],
        env={**house.environment, "LC_ALL": "C"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _free_port() -> int:
    """Return a port below those that outgoing connections take: it is still free in a moment."""
    while True:
        port = random.randint(20_000, 30_000)  # noqa: S311
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)):
                return port


@contextmanager
def _served(house: House) -> Iterator[str]:
    """Serve in a process group of its own; at the end kill -9 all of it."""
    port = _free_port()
    log = house.home / "server.log"
    with log.open("ab") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "linli", "serve", "--port", str(port)],
            env=house.environment,
            cwd=ROOT,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        seen = _what_it_answers(f"{address}/healthz", server)
        assert seen == "200", f"{seen}\n{log.read_text()}"
        yield address
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _what_it_answers(address: str, server: subprocess.Popen[bytes]) -> str:
    """Ask until the server is well; else return what it did last."""
    begun, seen = time.monotonic(), "nothing"
    while time.monotonic() - begun < WAIT_SECONDS and seen != "200":
        if server.poll() is not None:
            return f"ended with {server.returncode}"
        try:
            seen = str(requests.get(address, timeout=20).status_code)
        except requests.RequestException as fault:
            seen = repr(fault)
        threading.Event().wait(0.1)
    return seen


class _Reporter(threading.Thread):
    """Reports, each time with a photo, until the server is gone; remembers what was confirmed."""

    def __init__(self, address: str, key: str) -> None:
        super().__init__(daemon=True)
        self.address, self.key = address, key
        self.confirmed: list[str] = []

    def run(self) -> None:
        photo = io.BytesIO()
        Image.new("RGB", (20, 20), "green").save(photo, "JPEG")
        services = requests.get(f"{self.address}/services.json", timeout=20).json()
        code = next(one["service_code"] for one in services if one["metadata"] in (False, "false"))
        try:
            while True:
                answer = requests.post(
                    f"{self.address}/requests.json",
                    data={
                        "api_key": self.key,
                        "service_code": code,
                        "address_string": "门口",
                        "description": "灯不亮",
                    },
                    files={"media": ("灯.jpg", photo.getvalue())},
                    timeout=20,
                )
                answer.raise_for_status()
                self.confirmed.append(str(answer.json()[0]))
        except requests.ConnectionError:
            return


def _lines(house: House) -> int:
    """Let ``linli verify`` read the record; return how many lines it found in order."""
    said = _linli(house, "verify")
    counted = re.findall(r": (\d+) ", said)
    return sum(map(int, counted))


def test_a_server_killed_under_load_loses_nothing_and_comes_back_from_its_backup(
    served_house: House, tmp_path: Path
):
    key = _output_of(served_house, "tests.core.estate")
    archive = tmp_path / "house.tar.gz"
    with _served(served_house) as address:
        reporters = [_Reporter(f"{address}/open311/v2", key) for _ in range(2)]
        for reporter in reporters:
            reporter.start()
        _until_confirmed(reporters, 4)
        _linli(served_house, "backup", archive)
        by_then = sum(len(reporter.confirmed) for reporter in reporters)
        _until_confirmed(reporters, by_then + 4)
    for reporter in reporters:
        reporter.join(WAIT_SECONDS)
    confirmed = sum(len(reporter.confirmed) for reporter in reporters)

    left = _lines(served_house)
    assert left >= confirmed
    _linli(served_house, "restore", archive, "--yes")
    assert 4 <= _lines(served_house) < left
    photos = list((served_house.home / "files").rglob("*.webp"))
    assert len(photos) >= 4
    with _served(served_house) as address:
        assert requests.get(f"{address}/open311/v2/requests.json", timeout=20).json()


def _until_confirmed(reporters: list[_Reporter], count: int) -> None:
    begun = time.monotonic()
    while sum(len(reporter.confirmed) for reporter in reporters) < count:
        assert time.monotonic() - begun < WAIT_SECONDS
        assert all(reporter.is_alive() for reporter in reporters)
        threading.Event().wait(0.05)


def _output_of(house: House, module: str) -> str:
    process = house.start(module)
    out, err = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 0, err
    return out.strip()
