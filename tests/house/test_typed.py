"""A page's query returns a dataclass that mypy knows; a face asks a query and never the tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linli"
FACES = SOURCE / "faces"
LOOSE = re.compile(r"\b(dict|Mapping)\[str, (Any|object)\]")

pytestmark = pytest.mark.once


def _queries() -> list[Path]:
    """Return each room's modules of queries, whether they are a file or a package."""
    return sorted([*SOURCE.rglob("queries.py"), *SOURCE.rglob("queries/*.py")])


def _loose(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield functions that return a dict of anything, and dataclasses that hold one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            if LOOSE.search(ast.unparse(node.returns)):
                yield node.lineno, node.name
        elif isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.AnnAssign) and LOOSE.search(ast.unparse(part.annotation)):
                    yield part.lineno, f"{node.name}.{ast.unparse(part.target)}"


NARROWING = {
    "aggregate", "alias", "annotate", "distinct", "exclude", "filter", "in_bulk", "order_by",
    "prefetch_related", "select_related", "values_list",
}  # fmt: skip


def _tables(tree: ast.AST) -> Iterator[int]:
    """Yield where a table is read: by its manager, or by narrowing what a query returned."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            yield node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in NARROWING:
            yield node.lineno


def test_no_query_returns_a_dict_of_anything():
    faults = [
        f"{path.relative_to(SOURCE)}:{line} {name}"
        for path in _queries()
        for line, name in _loose(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not faults, "return a frozen dataclass named after its page"


def test_no_face_reads_a_table():
    faults = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in sorted(FACES.rglob("*.py"))
        if "migrations" not in path.parts
        for line in sorted({*_tables(ast.parse(path.read_text(encoding="utf-8")))})
    ]
    assert not faults, "ask a query of the room that owns the table, or do its verb"
