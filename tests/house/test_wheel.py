"""The wheel alone, in an empty environment without Node and away from the source, opens a house."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.parse
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OPENS_WITHIN_SECONDS = 60
pytestmark = [pytest.mark.once, pytest.mark.xdist_group("wheel")]  # built once


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment that holds the wheel and, by reference, the packages it asks for."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(packages)
    (packages / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return {
        "PATH": str(folder / "bin"),
        "LINLI_HOME": str(folder / "home"),
        "LINLI_HOSTS": "linli.example.org",  # the machine itself may ask all the same
        "LC_ALL": "C.UTF-8",
        "PYTHON": str(folder / "bin" / "python"),
    }


def linli(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [environment["PYTHON"], "-m", "linli", *words],
        env=environment, cwd=environment["PATH"], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def demo(environment: dict[str, str]) -> str:
    """What ``linli demo`` prints: log-ins, a slip, a key."""
    return linli(environment, "demo")


@pytest.fixture(scope="module")
def address(environment: dict[str, str], demo: str) -> Iterator[str]:
    """The address of the demo, served; it must close at once when asked to."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    server = subprocess.Popen(
        [environment["PYTHON"], "-m", "linli", "serve", "--port", str(port)],
        env=environment, cwd=environment["PATH"], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/healthz", server)
        yield url
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0
    finally:
        if server.poll() is None:
            os.kill(server.pid, signal.SIGKILL)


def wait_for(url: str, server: subprocess.Popen[str]) -> None:
    began = time.monotonic()
    while time.monotonic() - began < OPENS_WITHIN_SECONDS and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2)  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the house did not open; it ended with {server.poll()}")


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310
        return str(answer.read().decode())


def test_the_wheel_carries_pages_words_and_no_sources_of_words(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("static/web/dist/linli.js") for name in names)
    assert any(name.endswith("zh_Hans/LC_MESSAGES/django.mo") for name in names)
    assert any(name.endswith("programmes/repairs.toml") for name in names)
    assert not any(name.endswith(".po") or name.startswith("tests/") for name in names)


def test_it_comes_from_the_wheel_and_not_from_the_source(environment: dict[str, str]):
    where = subprocess.run(
        [environment["PYTHON"], "-c", "import linli; print(linli.__file__)"],
        env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert str(ROOT) not in where


def test_the_home_page_speaks_chinese_and_finds_its_style(address: str):
    page = read(address)
    assert 'lang="zh-Hans"' in page
    style = re.search(r'href="(/static/web/linli\.[0-9a-f]+\.css)"', page)
    assert style, page[:2000]
    assert "--" in read(address + style.group(1))


def test_a_second_house_on_the_same_port_is_refused_in_a_sentence(
    address: str, environment: dict[str, str]
):
    done = subprocess.run(
        [environment["PYTHON"], "-m", "linli", "serve", "--port", address.rsplit(":", 1)[1]],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "is taken" in done.stderr


def test_an_unknown_page_is_a_404_and_not_a_fault(address: str):
    with pytest.raises(urllib.error.HTTPError) as fault:
        read(f"{address}/no-such-page")
    assert fault.value.code == 404


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"{pattern} is not in {text}"
    return match[1]


def test_the_log_ins_that_the_demo_prints_open_the_desk(address: str, demo: str):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = browser.open(f"{address}/account/login/").read().decode()
    form = {
        "csrfmiddlewaretoken": found('name="csrfmiddlewaretoken" value="([^"]+)"', page),
        "login": found(r"\n    (\w+) +书记", demo),
        "password": found(r"password of all: ([^)]+)", demo),
    }
    desk = browser.open(f"{address}/account/login/", urllib.parse.urlencode(form).encode())
    assert desk.url == f"{address}/desk/"


def test_the_slip_that_the_demo_prints_opens_a_household(address: str, demo: str):
    assert "704" in read(address + found(r"slip: http://[^/]+(/k/\w+/)", demo))


def test_the_key_that_the_demo_prints_files_a_matter(address: str, demo: str):
    asked = {
        "api_key": found(r"\n  Open311 test key: (\S+)", demo),
        "service_code": "lamp_broken",
        "attribute[where]": "path",
        "description": "路灯不亮",
        "address_string": "704 楼",
    }
    body = urllib.parse.urlencode(asked).encode()
    with urllib.request.urlopen(f"{address}/open311/v2/requests.json", body) as answer:  # noqa: S310
        assert json.load(answer)[0]["service_request_id"]
