"""How far long work has come: one moving line on a terminal, a few lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from linli.config.cli.language import gettext as _

BAR = 24
SECONDS_BETWEEN_LINES = 0.1
SECONDS_OF_SILENCE = 1.0


class Progress:
    """``with Progress("reading") as at: work(progress=at)``; ``at(done, total)`` draws.

    ``is_brief`` is for what is mostly done at once: it says nothing until a second has passed.
    """

    def __init__(self, label: str, *, is_brief: bool = False) -> None:
        self.label = label
        self.silent_for = SECONDS_OF_SILENCE if is_brief else 0.0
        self.drawn_at = 0.0
        self.quarter = -1
        self.began = time.monotonic()
        self.on_terminal = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self.began < self.silent_for:
            return
        self.silent_for = 0.0
        if self.on_terminal:
            self._draw(done, total)
        elif total and done * 4 // total > self.quarter:
            self.quarter = done * 4 // total
            print(f"{self.label}: {done} / {total}", file=sys.stderr, flush=True)

    def stage(self, label: str, done: int, total: int) -> None:
        """Draw work that has several stages, each under its own name."""
        if label != self.label and self.quarter >= 0:
            self.quarter, self.drawn_at = -1, 0.0
            if self.on_terminal:
                print(file=sys.stderr)
        self.label = label
        self(done, total)

    def _draw(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - self.drawn_at < SECONDS_BETWEEN_LINES:
            return
        self.drawn_at, self.quarter = now, 0
        filled = BAR * done // total if total else BAR
        bar = "█" * filled + "·" * (BAR - filled)
        print(f"\r{self.label} {bar} {done} / {total} ", end="", file=sys.stderr, flush=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.silent_for:
            return
        if self.on_terminal:
            print(file=sys.stderr)
        if kind is None:
            seconds = time.monotonic() - self.began
            done = _("%(what)s: done in %(seconds)s s")
            print(done % {"what": self.label, "seconds": f"{seconds:.1f}"}, file=sys.stderr)
