"""The shell: installable, for walkers, in both languages, brought anew when anything changes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from linli.faces.field import shell, words
from tests.cast import Cast
from tests.field.conftest import phone_of

pytestmark = pytest.mark.django_db
SCRIPTS = Path(__file__).resolve().parents[2] / "frontend" / "src" / "field"


def test_the_shell_is_for_whom_a_post_lets_visit(cast: Cast, client: Client) -> None:
    assert client.get("/field/")["Location"] == "/account/login/?next=/field/"
    page = phone_of(cast.steward).get("/field/")
    assert page.status_code == 200
    assert "王秀兰" not in page.content.decode()
    no = phone_of(cast.property_worker).get("/field/")
    assert no.status_code == 403
    assert "visiting households" in no.content.decode()


def test_the_manifest_and_its_pictures_are_there(client: Client) -> None:
    told = client.get("/field/manifest.webmanifest").json()
    assert (told["start_url"], told["scope"], told["display"]) == (
        "/field/",
        "/field/",
        "standalone",
    )
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}


def test_the_worker_changes_whenever_the_shell_does(client: Client, monkeypatch: Any) -> None:
    answer = client.get("/field/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    setup = json.loads(re.search(r"SETUP = (\{.*\});", answer.content.decode())[1])  # type: ignore[index]
    assert setup["version"] == shell.version()
    assert all(asset in setup["assets"] for asset in ("/static/web/dist/field.js",))
    monkeypatch.setitem(words.WORDS, "next", "Onward")
    assert shell.version() != setup["version"]


def test_the_scripts_say_only_words_that_are_there() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.mjs"))
    asked = set(re.findall(r"\bt\(\s*\"(\w+)\"", said))
    assert asked <= set(words.WORDS)
    made = tuple(re.findall(r"\bt\(\s*`(\w+)\$\{", said))
    named = set(re.findall(r"\"(\w+)\"", said))
    idle = {code for code in words.WORDS if code not in named and not code.startswith(made)}
    assert not idle


def test_the_scripts_ask_for_the_addresses_that_the_page_brings(cast: Cast) -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.mjs"))
    asked = set(re.findall(r"\baddressOf\(\"(\w+)\"", scripts))
    brought = shell.shell_context()["setup"]["addresses"]
    assert asked | {"size", "language"} == set(brought)
    assert brought["photo"] == "/field/photos/:uid/:name/"
    answer = phone_of(cast.steward).get(brought["size"].replace(":to", "large"))
    assert answer.cookies["size"].value == "large"
    assert answer["Location"] == "/healthz"
