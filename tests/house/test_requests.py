"""Only ``faces/requests.py`` and ``core/parsing.py`` turn what a request says into values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FACES = ROOT / "src" / "linli" / "faces"
READER = FACES / "requests.py"
METHODS = {
    "isdigit", "isdecimal", "isnumeric", "fromisoformat", "strptime", "fromtimestamp",
    "parse_date", "parse_datetime", "parse_time",
}  # fmt: skip
CALLS = {"int", "float", "Decimal", "parse_date", "parse_datetime", "parse_time"}
FIELDS = {
    "forms.DateField",
    "forms.DateTimeField",
    "forms.IntegerField",
}  # unbounded as Django makes them
# What is no request: file, and the argument as it stands there.
OF_THE_HOUSE = {
    ("web/settings/record.py", "value"),  # a change as the record keeps it
    ("web/desk/record.py", "value"),
    ("web/desk/timeline.py", "kept"),
    ("web/desk/timeline.py", "facts['stars']"),
    ("web/resident/plain_words.py", "facts.get('stars') or 0"),
    ("web/desk/verb_input.py", "words['stars']"),  # one of the form's own choices
    ("web/campaigns/field.py", "self.value"),
    ("web/campaigns/form_fields.py", "text"),  # it fits NUMBER
    ("web/campaigns/form_fields.py", "entry[0]"),  # a row that we drew
    ("api/data/schemas.py", "value"),  # pydantic's own bounds follow
}

pytestmark = pytest.mark.once


def _modules() -> list[Path]:
    found = [p for p in sorted(FACES.rglob("*.py")) if "migrations" not in p.parts]
    return [path for path in found if path not in (READER, FACES / "api" / "models.py")]


def _readings(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        argument = ast.unparse(node.args[0]) if node.args else ""
        if isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield node.lineno, node.func.id, argument
        elif isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            yield node.lineno, node.func.attr, argument or ast.unparse(node.func.value)


def test_no_face_parses_a_number_or_a_day_by_itself():
    faults, used = [], set()
    for path in _modules():
        file = path.relative_to(FACES).as_posix()
        for line, call, argument in _readings(ast.parse(path.read_text(encoding="utf-8"))):
            if (file, argument) in OF_THE_HOUSE:
                used.add((file, argument))
            else:
                faults.append(f"{file}:{line} {call}({argument})")
    assert not faults, "read it through linli.faces.requests"
    assert used == OF_THE_HOUSE, "an exception that is not needed any more"


def test_no_form_has_a_day_or_a_number_without_bounds():
    faults = []
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in FIELDS:
                continue
            if not {"min_value", "max_value"} <= {word.arg for word in node.keywords}:
                faults.append(f"{path.relative_to(FACES)}:{node.lineno} {ast.unparse(node.func)}")
    assert not faults, "use requests.DayField, requests.IdField, or say min_value and max_value"


def test_no_address_takes_a_number_that_no_database_holds():
    faults = [
        f"{path.relative_to(FACES)}"
        for path in _modules()
        if "<int:" in path.read_text(encoding="utf-8")
    ]
    assert not faults, "say <id:…>"
