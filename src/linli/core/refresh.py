"""What a process remembers, looked at anew now and then: another process may have changed it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

LOOK_EVERY_SECONDS = 5.0


class Refresher:
    """Calls what ``keep`` was given, at most once in ``LOOK_EVERY_SECONDS``."""

    def __init__(self) -> None:
        self._refresh: Callable[[], object] | None = None
        self._looked_at = 0.0

    def keep(self, refresh: Callable[[], object]) -> None:
        """Say what looks whether there is something new."""
        self._refresh = refresh

    def look(self) -> None:
        """Look, if it is time."""
        if self._refresh is not None and monotonic() - self._looked_at > LOOK_EVERY_SECONDS:
            self._looked_at = monotonic()
            self._refresh()
