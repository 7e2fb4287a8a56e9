"""No module of the house needs one that needs it: whoever reads one can begin at the bottom."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp
import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linli"
Imports = Mapping[str, set[str]]
pytestmark = pytest.mark.once


def imports_of_the_house() -> Imports:
    """Who imports whom: at the top, inside functions, for types alone, and by a written name."""
    graph = grimp.build_graph("linli")
    imports = {name: set(graph.find_modules_directly_imported_by(name)) for name in graph.modules}
    for path in SOURCE.rglob("*.py"):
        importer = ".".join(["linli", *path.relative_to(SOURCE).with_suffix("").parts])
        importer = importer.removesuffix(".__init__")
        for prefix in named_in(ast.parse(path.read_text(encoding="utf-8"))):
            imports[importer] |= {name for name in imports if name.startswith(prefix)} - {importer}
    return imports


def named_in(tree: ast.AST) -> Iterator[str]:
    """The beginning of each name of ours that ``import_module`` is called with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            first = (
                node.args[0].values[0] if isinstance(node.args[0], ast.JoinedStr) else node.args[0]
            )
            if isinstance(first, ast.Constant) and str(first.value).startswith("linli."):
                yield str(first.value)


def circles(imports: Imports) -> list[str]:
    """Return each circle as the shortest way around: "a → b → a"."""
    ways = {name: way_back(name, imports) for name in imports}
    shortest = sorted((way for way in ways.values() if way), key=len)
    seen: set[str] = set()
    named = []
    for way in shortest:
        if not seen & set(way):
            named.append(" → ".join(way))
        seen |= set(way)
    return named


def way_back(start: str, imports: Imports) -> list[str]:
    """Return the shortest way from a module to itself; none if there is none."""
    came_from = dict.fromkeys(imports[start], start)
    row = list(came_from)
    while row and start not in came_from:
        ahead = {name: via for via in row for name in imports.get(via, ()) if name not in came_from}
        came_from |= ahead
        row = list(ahead)
    if start not in came_from:
        return []
    way = [start, came_from[start]]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def test_no_module_needs_one_that_needs_it():
    assert circles(imports_of_the_house()) == []


def test_a_circle_is_named_the_shortest_way():
    toy = {"a": {"b", "d"}, "b": {"c"}, "c": {"a"}, "d": {"e"}, "e": set(), "f": {"f"}}
    assert circles(toy) == ["f → f", "a → b → c → a"]
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []


def test_imports_inside_functions_and_by_a_written_name_count():
    imports = imports_of_the_house()
    assert (
        "linli.config.cli.serve_" in imports["linli.config.cli"]
    )  # import_module(f"linli…{command}_")
    assert "linli.config.bootstrap" in imports["linli.config.cli.terminal"]  # inside start()
    assert "linli.outbox.actions" in imports["linli.outbox"]  # if TYPE_CHECKING
