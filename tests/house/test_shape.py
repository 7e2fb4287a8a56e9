"""The house's own rules: size, locks, signals. What they say, they say with a file.

Arrows, types and words are rules of ``tools/check.py``, which runs their own tools.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "linli"
MODULES = [p for p in sorted(SOURCE.rglob("*.py")) if "migrations" not in p.parts]
MOST_LINES, MOST_FUNCTION_LINES = 300, 40
SAY_NOTHING = {"found", "it", "one", "said", "told"}

pytestmark = pytest.mark.once


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_file_stays_under_300_lines():
    long = {short(p): n for p in MODULES if (n := len(p.read_text().splitlines())) > MOST_LINES}
    assert not long


def test_a_function_stays_under_40_lines():
    long = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert not long


def test_each_file_says_first_what_lives_in_it():
    silent = [
        short(path)
        for path in MODULES
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_lock_files_name_no_host():
    for path in [*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"]:
        assert not re.search(r"https?://|file:|index-url|find-links", path.read_text()), short(path)


def test_lock_files_pin_what_is_asked_for():
    for path in (ROOT / "requirements").glob("*.in"):
        locked = path.with_suffix(".txt").read_text().lower()
        for line in path.read_text().splitlines():
            if name := re.match(r"[A-Za-z0-9._-]+", line) if line[:1] != "-" else None:
                assert re.search(rf"^{re.escape(name.group().lower())}(\[.*\])?==", locked, re.M)


def test_a_fresh_clone_runs_without_the_tools_for_tests():
    """``make run`` compiles the Chinese before anything of dev.txt is installed."""
    source = ast.parse((ROOT / "tools" / "words.py").read_text(encoding="utf-8"))
    wanted = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name) or ""
        for node in ast.walk(source)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    rooms = {name.split(".")[0].lower() for name in wanted} - set(sys.stdlib_module_names)
    locked = "".join((ROOT / "requirements" / f"{n}.txt").read_text() for n in ("base", "words"))
    assert rooms <= set(re.findall(r"^([a-z0-9_-]+)==", locked, re.M))


def test_the_wheel_asks_for_what_is_locked():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asked = re.search(r"dependencies = \[(.*?)\n\]", project, re.S)
    assert asked
    names = {n.lower() for n in re.findall(r'"([A-Za-z0-9._-]+)', asked.group(1))}
    base = (ROOT / "requirements" / "base.in").read_text().lower()
    assert names == set(re.findall(r"^[a-z0-9._-]+", base, re.M))


def test_no_code_waits_for_a_signal():
    signals = r"django\.(db\.models|dispatch).*signals|@receiver"
    assert not [short(path) for path in MODULES if re.search(signals, path.read_text())]


def test_no_model_hides_its_logic_in_save():
    faults = [
        f"{short(path)} {model.name}"
        for path in MODULES
        for model in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(model, ast.ClassDef)
        and any("Model" in ast.unparse(base) for base in model.bases)
        and any(getattr(part, "name", "") == "save" for part in model.body)
    ]
    assert not faults


def test_nobody_catches_whatever_comes():
    """A bug must be heard. The two doors where a fault may not stop others say so."""
    doors = {"src/linli/core/jobs.py", "src/linli/config/cli/__init__.py"}
    hiding = {
        short(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
    }
    assert hiding <= doors


def _locals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield what functions call their own: names that are set, and arguments."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.Lambda | ast.comprehension):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.lineno, node.id
            elif isinstance(node, ast.arg):
                yield node.lineno, node.arg


def test_a_local_is_called_what_it_is():
    """A stranger does not guess what ``found`` is; ``household`` he does."""
    faults = {
        f"{path.relative_to(ROOT)}:{line} {name}"
        for folder in (SOURCE, ROOT / "tools", ROOT / "benchmarks")
        for path in sorted(folder.rglob("*.py"))
        for line, name in _locals(ast.parse(path.read_text(encoding="utf-8")))
        if name in SAY_NOTHING
    }
    assert not faults, "name the thing"
