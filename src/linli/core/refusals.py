"""How the house says no: a sentence that the reader can act on."""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """A no in a translated sentence. ``code`` is for machines, ``extra`` for a face's details."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, sentence: Any, **extra: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.extra = extra

    def __str__(self) -> str:
        return str(self.sentence)


class NotFound(Refusal):
    """It is not there, or not for you: the two look alike."""

    code = "not_found"
    status = 404


class NotAllowed(Refusal):
    """You may see it, yet this is not yours to do."""

    code = "not_allowed"
    status = 403


class OutOfDate(Refusal):
    """Somebody was quicker; look again before you act."""

    code = "out_of_date"
    status = 409


class TooMany(Refusal):
    """Too often in too short a time."""

    code = "too_many"
    status = 429


class TooLarge(Refusal):
    """More than we can take in one go."""

    code = "too_large"
    status = 413


class Invalid(Refusal):
    """A field holds what it cannot hold. ``errors`` maps field name to sentences."""

    code = "invalid"

    def __init__(self, sentence: Any, *, errors: dict[str, list[Any]] | None = None) -> None:
        super().__init__(sentence)
        self.errors = errors or {}
