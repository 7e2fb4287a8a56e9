"""Asks the browser's side of the forms (node) what it makes of them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

HERE = Path(__file__).parent


class Ask(Protocol):
    """Puts one question to the browser's side."""

    def __call__(self, what: str, **how: Any) -> Any: ...


def table(name: str) -> Any:
    """Read a table that both sides are held against."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))


@contextmanager
def browser_side() -> Iterator[Ask]:
    """Start one node that answers question after question."""
    node = subprocess.Popen(
        ["node", HERE / "agree.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def ask(what: str, **how: Any) -> Any:
        assert node.stdin
        assert node.stdout
        node.stdin.write(json.dumps({"ask": what, **how}) + "\n")
        node.stdin.flush()
        answer = json.loads(node.stdout.readline())
        assert isinstance(answer, list), answer["failed"]
        return answer[0]

    with node:
        yield ask
