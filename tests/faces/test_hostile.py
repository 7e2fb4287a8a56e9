"""Every address, under every name it may read, with values that nobody means well: never a 500.

Names come from the code (what faces read of query and form, and the fields of their forms) and
from the forms that the pages show. What is sent is rolled back, so that each try meets the same.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import traceback
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count, cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

import linli
from linli.faces.api.data.api import api
from linli.registry.actions.tokens import issue_token
from tests.cast import Cast
from tests.faces.world import World, addresses, codes_of, fill, views

FACES = Path(linli.__file__).parent / "faces"
READERS = {
    "get", "getlist", "number", "page", "level", "day", "local_moment", "decimal", "choice", "text",
    "many", "coordinate", "moment", "_number", "_value",
}  # fmt: skip
LONG = "长" * 350_000  # a megabyte
HOSTILE: tuple[Any, ...] = (
    "²", "٣", "9" * 40, "-1", "9" * 19, "1e999", "NaN", "a\0b", "0001-01-01", "9999-12-31",
    "\ud800", "\u202e'\"<%(x)s{}", ["1", "²", "x\0"], "post:²", ">²,9", "0001-01-01T00:00", "",
)  # fmt: skip
IN_PATHS = ("²", "٣", "9" * 40, "9" * 19, "-1", "%00", "a%00b", "%ED%A0%80", "%FF", "0", "a" * 3000)
UNMEANT = (
    float("inf"), float("nan"), 10**40, -1, 1.5, True, None, [], {}, "", "a\0b", "\ud800",
    [[[[["x"]]]]], {"a\0": "\ud800"}, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "²",
    "0001-01-01",
)  # fmt: skip


class Forms(HTMLParser):
    """Collects the forms of a page: where each goes, by which method, and its fields as drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        said = dict(attrs)
        if tag == "form":
            self.found.append((said.get("action") or "", said.get("method") or "get", {}))
        elif self.found and tag in ("input", "select", "textarea", "button") and said.get("name"):
            self.found[-1][2].setdefault(said["name"], said.get("value") or "")


class Faults:
    """Sends, and keeps what ended in a fault instead of an answer."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.sent = 0

    def send(self, client: Client, method: str, path: str, data: Any = None, **more: Any) -> Any:
        self.sent += 1
        said = f"{method} {path[:80]} {_short(data)}"
        try:
            with transaction.atomic():
                answer = getattr(client, method)(*_encoded(method, path, data), **more)
                transaction.set_rollback(True)
        except Exception as fault:  # each one is a 500
            ours = [f for f in traceback.extract_tb(fault.__traceback__) if "/linli/" in f.filename]
            where = (
                f"{ours[-1].filename.rpartition('/linli/')[2]}:{ours[-1].lineno}" if ours else ""
            )
            self.found.setdefault(f"{type(fault).__name__} {where}", f"{said} — {str(fault)[:120]}")
            return None
        if answer.status_code >= 500:
            self.found.setdefault(f"{answer.status_code} {path[:40]}", said)
        return answer

    def none(self) -> None:
        lines = [f"{cause}: {said}" for cause, said in sorted(self.found.items())]
        assert not lines, f"{len(lines)} of {self.sent}:\n" + "\n".join(lines)


def _encoded(method: str, path: str, data: Any) -> tuple[Any, ...]:
    """Return what the client sends: half a surrogate pair, too, travels as the bytes it has."""
    if not isinstance(data, dict) or any(hasattr(value, "read") for value in data.values()):
        return (path, data) if data is not None else (path,)
    said = urlencode(data, doseq=True, errors="surrogatepass")
    if method == "get":
        return (f"{path}{'&' if '?' in path else '?'}{said}",)
    return path, said, "application/x-www-form-urlencoded"


def _short(data: Any) -> str:
    text = str({k: v for k, v in data.items() if v} if isinstance(data, dict) else data)
    return text[:160].encode("ascii", "backslashreplace").decode()


def names_in_code(*files: Path) -> set[str]:
    """Return every name under which these files, or all faces, read a query or a form."""
    found: set[str] = set()
    for path in files or FACES.rglob("*.py"):
        found |= set(_names(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _names_of(route: str) -> list[str]:
    """Return the names that the module of an address reads."""
    module = sys.modules[views()[route].__module__]
    path = Path(module.__file__ or "")
    return sorted(names_in_code(path)) if path.is_relative_to(FACES) else []


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            for argument in node.args[:2] if called in READERS else ():
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            if ast.unparse(node.value) in ("request.GET", "request.POST", "post", "query"):
                yield str(node.slice.value)
        elif isinstance(node, ast.ClassDef) and "Form" in node.name:
            yield from (
                part.targets[0].id
                for part in node.body
                if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name)
            )


@pytest.fixture
def world(cast: Cast) -> World:
    return fill(cast)


def _path(world: World, route: str, **other: str) -> str:
    """Return an address with what stands in it; ``other`` replaces one part."""
    values = world.values | {"code": codes_of(world, route)} | other
    part = re.compile(r"<(?:\w+:)?(\w+)>")
    return "/" + part.sub(lambda name: str(values.get(name[1], "1")), route)


def _pages() -> list[tuple[str, list[str]]]:
    return [(route, names) for route, names in addresses() if not re.search(r"[\^(?\\]", route)]


@pytest.mark.django_db
def test_no_address_fails_for_what_stands_in_it(world: World):
    faults, clients = Faults(), cycle(world.clients().values())
    for route, names in _pages():
        for name in names:
            for value in IN_PATHS:
                path = _path(world, route, **{name: value})
                faults.send(next(clients), "get", path)
                faults.send(next(clients), "post", path)
    assert faults.sent > 1000
    faults.none()


@pytest.mark.django_db
def test_no_address_fails_for_what_is_sent_under_any_name(world: World):
    """One value under all names; every second value an address, so that two meet every name."""
    faults, clients = Faults(), world.clients()
    names, others = sorted(names_in_code()), cycle(clients)
    assert {"page", "q", "version", "since", "at", "service_request_id"} <= set(names)
    for turn, (route, _parts) in enumerate(_pages()):
        path = _path(world, route)
        for place, value in enumerate(HOSTILE[turn % 2 :: 2]):
            who = "secretary" if place % 3 else next(others)
            method = "post" if place % 2 else "get"
            faults.send(clients[who], method, path, dict.fromkeys(names, value))
    faults.none()


@pytest.mark.django_db
def test_no_address_fails_for_what_is_sent_under_one_of_its_own_names(world: World):
    """Alone, so that no other name is refused before it; one value in turn, and always "²"."""
    faults, clients, turn = Faults(), world.clients(), count()
    for route, _parts in _pages():
        path = _path(world, route)
        for name in _names_of(route):
            for value in ("²", HOSTILE[1 + next(turn) % (len(HOSTILE) - 1)]):
                faults.send(clients["secretary"], "get", path, {name: value})
    faults.none()


@pytest.mark.django_db
def test_no_form_of_a_page_fails_for_any_of_its_fields(world: World):
    faults, clients, turn = Faults(), world.clients(), count()
    for route, _parts in _pages():
        path = _path(world, route)
        for who in ("secretary", "household", "steward"):
            page = clients[who].get(path)
            if page.status_code != 200 or "html" not in page.get("Content-Type", ""):
                continue
            forms = Forms()
            forms.feed(page.content.decode())
            for action, method, fields in forms.found:
                for name in fields:
                    for _times in range(3):
                        value = HOSTILE[next(turn) % len(HOSTILE)]
                        faults.send(
                            clients[who], method.lower(), action or path, {**fields, name: value}
                        )
    faults.none()


@pytest.mark.strict
@pytest.mark.django_db
def test_no_form_fails_for_a_file_a_text_or_a_megabyte_in_the_wrong_place(world: World):
    faults, clients, names = Faults(), world.clients(), sorted(names_in_code())
    for route, _parts in _pages():
        path = _path(world, route)
        for who in ("secretary", ("household", "anonymous")[len(route) % 2]):
            files = {n: SimpleUploadedFile("a\0²\u202e.xlsx", b"PK\3\4\0") for n in names[:90]}
            faults.send(clients[who], "post", path, files)
        faults.send(clients["secretary"], "post", path, {names[len(route) % len(names)]: LONG})
        faults.send(clients["secretary"], "post", path, "[]", content_type="application/json")
    faults.none()


@pytest.mark.django_db
def test_open311_does_not_fail(world: World):
    faults, client, names = Faults(), Client(), sorted(names_in_code())
    issued = issue_token(
        "x", by=world.cast.actor("secretary"), community=world.cast.community, scopes=["open311"]
    )
    here = {"jurisdiction_id": world.cast.community.code, "api_key": issued.secret}
    here |= {"service_code": world.case.kind, "description": "灯", "address_string": "704"}
    for page in ("services", "requests", "discovery", "services/²", "requests/²", "tokens/%00"):
        for name in {*names, "attribute[floor]", "attribute[²][]"}:
            value = HOSTILE[len(name) % len(HOSTILE)]
            method = "get" if len(name + page) % 2 else "post"
            faults.send(client, method, f"/open311/v2/{page}.json", {**here, name: value})
        for value in HOSTILE:
            for name in here.keys() | {"start_date", "end_date", "lat", "page", "status", "phone"}:
                method = "get" if len(name + page) % 2 else "post"
                faults.send(client, method, f"/open311/v2/{page}.xml", {**here, name: value})
    faults.none()


@pytest.mark.django_db
def test_the_data_api_does_not_fail(world: World):
    faults, client = Faults(), Client()
    described = api.get_openapi_schema()
    by = world.cast.actor("secretary")
    scopes = ["places:read", "cases:read", "cases:write"]
    issued = issue_token(
        "x", by=by, community=world.cast.community, scopes=scopes, user=world.cast.secretary
    )
    head = {"headers": {"authorization": f"Bearer {issued.secret}"}}
    for route, methods in described["paths"].items():
        path = re.sub(r"\{(\w+)\}", lambda n: str(world.values.get(n[1], "1")), route)
        for method, one in methods.items():
            for asked in one.get("parameters", ()):
                for value in (*HOSTILE, *IN_PATHS):
                    if asked["in"] == "path":
                        other = re.sub(r"\{\w+\}", lambda _: str(value), route)  # noqa: B023
                        faults.send(client, method, _quoted(other), **head)
                    else:
                        faults.send(client, "get", path, {asked["name"]: value}, **head)
            for body in _bodies(described, one, world):
                faults.send(
                    client, method, path, json.dumps(body), content_type="application/json", **head
                )
    faults.none()


def _quoted(path: str) -> str:
    return path.encode(errors="replace").decode().replace("\0", "%00")


def _bodies(described: dict[str, Any], one: dict[str, Any], world: World) -> Iterator[Any]:
    if "requestBody" not in one:
        return
    shape = one["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    fields = described["components"]["schemas"][shape]["properties"]
    usual = {
        "community_id": world.cast.community.pk, "kind": world.case.kind, "text": "灯",
        "reason": "x", "result": "x", "destination": "x", "solved": True,
        "due_at": "2026-12-01T08:00:00Z",
        "organisation_id": world.cast.property_company.pk, "into_id": world.case.pk,
    }  # fmt: skip
    whole = {name: value for name, value in usual.items() if name in fields}
    for name in fields:
        for value in UNMEANT[len(name) % 2 :: 2]:
            yield {**whole, name: value}
        if name == "fields":
            yield {**whole, name: dict.fromkeys(("floor", "²"), float("inf"))}
    yield from UNMEANT


@pytest.mark.django_db
def test_what_a_phone_sends_does_not_fail(world: World):
    faults, client = Faults(), world.clients()["steward"]
    user = world.cast.steward.pk
    base = {"uid": "0b0e7c5e-6f6c-4d57-9f0b-2f0f54a0a0a1", "at": "2026-11-24T18:00:00+08:00"}
    rows = (
        {"what": "visit", "campaign": world.campaign.pk, "door": world.values["door_id"],
         "outcome": "met", "form": 1, "answers": {"clutter": "no", "members": 3}, "note": "x",
         "started_from": {}},
        {"what": "matter", "door": world.values["door_id"], "where": "door", "kind": "",
         "text": "灯不亮", "answers": {}, "name": "王", "phone": "13800138001"},
        {"what": "key", "door": world.values["door_id"], "code": "x"},
    )  # fmt: skip
    whole = {"user": user, "sent_at": "2026-11-24T18:00:00+08:00"}

    def sent(body: Any) -> Any:
        said = json.dumps(body)
        return faults.send(client, "post", "/field/answers/", said, content_type="application/json")

    for row in rows:
        for name in (*row, *base):
            for value in UNMEANT:
                sent({**whole, "answers": [{**base, **row, name: value}]})
        for answer in UNMEANT:
            for name in ("phone", "members", "insured", "clutter", "what", "picture", "²\0"):
                sent({**whole, "answers": [{**base, **row, "answers": {name: answer}}]})
    for value in UNMEANT:
        sent(value)
        for name in ("user", "sent_at", "answers"):
            sent({**whole, "answers": [], name: value})
    path = f"/field/photos/{base['uid']}/picture-0/"
    for value in (*HOSTILE, LONG[:1000]):
        asked = urlencode({"offset": value, "size": 9}, doseq=True, errors="surrogatepass")
        faults.send(client, "get", path, {"offset": value})
        faults.send(client, "put", f"{path}?{asked}", b"x")
    faults.none()
