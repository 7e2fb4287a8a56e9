"""How a command, or a house that must stay shut, ends with a sentence."""

from __future__ import annotations


class Stop(Exception):
    """Ends the command with a sentence. ``code`` is 1 for a no, 2 for a house that cannot start."""

    def __init__(self, sentence: object, *, code: int = 1) -> None:
        super().__init__(str(sentence))
        self.code = code
