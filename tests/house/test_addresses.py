"""An address is asked for by its name: ``reverse()``, ``{% url %}``, an engine's links."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "linli"
SCRIPTS = ROOT / "frontend" / "src"
LINKING = re.compile(r"""(?:href|action|src|formaction|hx-[a-z]+|data-[a-z-]+)=["']/(?!/)""")
# What may write its path: where the paths are given, what a machine outside asks for, and what
# stands on printed slips and labels, which nobody can print anew.
MAY_WRITE = ("config/settings.py", "config/urls.py", "faces/api/data/places.py")

pytestmark = pytest.mark.once


def _first_words(patterns: list[URLPattern | URLResolver]) -> set[str]:
    """Return what the paths of the house begin with: desk, register, settings …"""
    words: set[str] = set()
    for pattern in patterns:
        route = str(pattern.pattern)
        if not route and isinstance(pattern, URLResolver):
            words |= _first_words(pattern.url_patterns)
        elif word := re.match(r"[a-z0-9-]+", route):
            words.add(word.group())
    return words


def _paths() -> re.Pattern[str]:
    words = "|".join(sorted(_first_words(get_resolver().url_patterns)))
    return re.compile(rf"/(?:{words})(?:/|$|\?|#)")


def _docstrings(tree: ast.AST) -> set[int]:
    """Return the docstrings' nodes: they may name a path."""
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def _in_python(text: str, paths: re.Pattern[str]) -> Iterator[int]:
    tree = ast.parse(text)
    docs = _docstrings(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docs:
            continue
        words = node.value if isinstance(node.value, str) else ""
        if paths.match(words) or LINKING.search(words):
            yield node.lineno


def _in_text(text: str, paths: re.Pattern[str]) -> Iterator[int]:
    """Yield lines of a template or script that write a path between quotes."""
    quoted = re.compile(rf"""["'`]{paths.pattern.replace("|$", "")}""")
    for number, line in enumerate(text.splitlines(), start=1):
        if LINKING.search(line) or quoted.search(line):
            yield number


def _written() -> list[str]:
    paths = _paths()
    faults = []
    for path in sorted(SOURCE.rglob("*")):
        name = path.relative_to(SOURCE).as_posix()
        if "migrations" in path.parts or "static" in path.parts or name in MAY_WRITE:
            continue
        if path.suffix == ".py":
            lines = _in_python(path.read_text(encoding="utf-8"), paths)
        elif path.suffix == ".html":
            lines = _in_text(path.read_text(encoding="utf-8"), paths)
        else:
            continue
        faults += [f"{name}:{line}" for line in lines]
    for path in sorted([*SCRIPTS.rglob("*.js"), *SCRIPTS.rglob("*.mjs")]):
        lines = _in_text(path.read_text(encoding="utf-8"), paths)
        faults += [f"scripts/{path.relative_to(SCRIPTS).as_posix()}:{line}" for line in lines]
    return faults


def test_no_path_is_written_out():
    assert not _written(), "say reverse(), {% url %}, or ask the engine's links"
