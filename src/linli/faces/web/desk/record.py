"""How the record's page says what was done with matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from linli.engines.cases import kinds
from linli.engines.cases.models import Case
from linli.engines.cases.series import SERIES
from linli.faces.web.desk.case_rows import STATE_TAGS
from linli.faces.web.shared.face import Subject


def _reference(change: Mapping[str, Any]) -> str:
    number = change.get("number")
    return SERIES.reference(number) if number else ""


def _state(value: Any) -> str:
    return str(STATE_TAGS[value][0]) if value in STATE_TAGS else str(value)[:80]


def _channel(value: Any) -> str:
    return str(dict(Case.Channel.choices).get(value, value))


SUBJECTS = {"cases.case": Subject(_reference, lambda case_id: reverse("desk_case", args=[case_id]))}
SPOKEN: dict[str, Callable[[Any], str]] = {
    "state": _state,
    "channel": _channel,
    "kind": kinds.label_of,
    "into": SERIES.reference,
    "stars": lambda value: "★" * int(value),
}
